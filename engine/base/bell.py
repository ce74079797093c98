"""The doorbell: tells RQ, after a commit, that job rows wait. Nothing is lost when nobody hears it.

The rows in the database are the truth; the relay of the ticker rings again for rows that nobody took. So a ring that
fails is counted and swallowed, and a broker that is down is not asked again for some seconds.
"""

import time
from contextlib import suppress
from functools import lru_cache
from typing import Any

import redis
from rq import Queue
from rq.exceptions import DuplicateJobError
from sqlalchemy.orm import Session

from engine.base import db, settings

DRAIN = "workers.queues.drain"
RUN_JOB = "workers.queues.run_job"
COALESCE_SECONDS = 30
SILENCE_AFTER_FAILURE_SECONDS = 5.0
FAILED_RING_SECONDS = 10  # a ring whose run broke stands in the way of the next one for so long
LONGEST_RUN_SECONDS = 300  # RQ stops a drain or a call that takes longer


class Bell:
    """Rings through one broker; counts the rings it missed."""

    def __init__(self, url: str) -> None:
        self.missed = 0
        self._silent_until = 0.0
        self._broker = redis.Redis.from_url(url, socket_connect_timeout=0.5, socket_timeout=1.0) if url else None

    def drain(self, queue: str) -> None:
        """Ask a worker to drain the quick rows of a queue; rings before it answers fall together into one."""
        if self._broker is None or time.monotonic() < self._silent_until:
            self.missed += 1
            return
        try:
            if self._broker.set(coalesce_key(queue), 1, nx=True, ex=COALESCE_SECONDS):
                self._enqueue(queue, DRAIN, queue)
        except redis.RedisError:
            self._miss()

    def run_job(self, queue: str, job_id: str, attempts: int = 0) -> None:
        """Ask a worker to run one job in a process of its own; asking twice between two attempts asks once."""
        if self._broker is None or time.monotonic() < self._silent_until:
            self.missed += 1
            return
        try:
            with suppress(DuplicateJobError):
                self._enqueue(queue, RUN_JOB, job_id, job_id=f"{job_id}-{attempts}", unique=True)
        except redis.RedisError:
            self._miss()

    def _enqueue(self, queue: str, function: str, argument: str, **options: Any) -> None:
        Queue(queue, connection=self._broker, serializer="json").enqueue(
            function,
            argument,
            result_ttl=0,
            failure_ttl=FAILED_RING_SECONDS,
            job_timeout=LONGEST_RUN_SECONDS,
            **options,
        )

    def _miss(self) -> None:
        self.missed += 1
        self._silent_until = time.monotonic() + SILENCE_AFTER_FAILURE_SECONDS


def coalesce_key(queue: str) -> str:
    """Return the broker key that stands while a drain is asked for and has not begun; the drain deletes it first."""
    return f"praxis:bell:{queue}"


@lru_cache
def of_url(url: str) -> Bell:
    """Return the bell of this process for a broker address; an empty address gives one that only counts."""
    return Bell(url)


def ring(session: Session, queue: str) -> None:
    """Ring once per unit of work and queue, after its commit."""
    asked: set[str] = session.info.setdefault("bell.asked", set())
    if queue in asked:
        return
    asked.add(queue)

    def drain() -> None:
        asked.discard(queue)
        of_url(settings.REDIS_URL.value()).drain(queue)

    db.after_commit(session, drain)


def ring_for_job(session: Session, queue: str, job_id: str) -> None:
    """Ring for one job that runs in a process of its own, after the commit."""
    db.after_commit(session, lambda: of_url(settings.REDIS_URL.value()).run_job(queue, job_id))
