"""The ticker: once a second it fires due timers and lets the relay look after the jobs; of many tickers one works."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

import redis
from sqlalchemy.orm import Session

from engine import timers
from engine.base import bell, clock, log
from engine.base.db import Database
from workers import leader, relay
from workers.runner import Runner

LOG = log.get_logger("ticker")
TICK_SECONDS = 1.0
LEASE = timedelta(seconds=15)
LEADERSHIP = "ticker"
TIMERS_PER_TICK = 200


@dataclass
class Errand:
    """Something the leading ticker does now and then."""

    name: str
    every_seconds: float
    run: Callable[[], object]
    due: float = field(default=0.0)


class Ticker:
    """One ticker process."""

    def __init__(self, database: Database, runner: Runner, the_bell: bell.Bell, *, who: str, broker_url: str) -> None:
        self._database = database
        self._who = who
        self._errands = [
            Errand("timers", TICK_SECONDS, self.fire_timers),
            Errand("exhausted", 5.0, lambda: relay.bury_exhausted(database, runner)),
        ]
        if broker_url:
            broker = redis.Redis.from_url(broker_url, socket_connect_timeout=0.5, socket_timeout=2.0)
            self._errands += [
                Errand("relay", TICK_SECONDS, lambda: relay.ring_again(database, the_bell)),
                Errand("registries", 10.0, lambda: relay.tidy_registries(broker)),
            ]

    def tick(self) -> bool:
        """Run the errands that are due, if this ticker leads; return whether it does. One that fails stops no other."""
        if not self._attempt("leadership", self._lead):
            return False
        moment = time.monotonic()
        for errand in self._errands:
            if errand.due <= moment:
                errand.due = moment + errand.every_seconds
                self._attempt(errand.name, errand.run)
        return True

    def resign(self) -> None:
        """Let another ticker lead at once."""
        self._attempt("resign", lambda: self._database.run(lambda s: leader.resign(s, LEADERSHIP, who=self._who)))

    def fire_timers(self) -> int:
        """Fire every due timer in a unit of work of its own; return how many were due."""
        now = clock.now()
        found = self._database.run(lambda session: timers.due(session, now, TIMERS_PER_TICK), readonly=True)
        for timer_id in found:
            self._fire(timer_id)
        return len(found)

    def _fire(self, timer_id: str) -> None:
        """Fire one timer; one that cannot be fired is set aside with a fault, or it would fail every second."""
        now = clock.now()
        try:
            self._database.run(lambda session: timers.fire(session, timer_id, now))
        except Exception as error:
            LOG.exception("timer.failed", timer_id=timer_id)
            failure = error
            self._attempt("park", lambda: self._database.run(lambda s: timers.park(s, timer_id, failure)))

    def _lead(self) -> bool:
        def unit(session: Session) -> bool:
            return leader.lead(session, LEADERSHIP, who=self._who, now=clock.now(), lease=LEASE)

        return self._database.run(unit)

    def _attempt(self, name: str, act: Callable[[], object]) -> object:
        try:
            return act()
        except Exception as error:
            LOG.warning("errand.failed", errand=name, error=f"{type(error).__name__}: {error}"[:500])
            return None
