"""The time a step has left: said in words, drawn as a ring, paused while the ticket waits for somebody."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext

from engine.base import clock
from processes.ticket.rules import WAITING
from web.pages.words import status_text
from web.rendering import span

WARN_AT, ALARM_AT = 50, 80
"""Percent of the time used up from which on the ring warns and alarms."""


@dataclass(frozen=True, slots=True)
class Slack:
    """What the ring shows and the words beside it; `tone` is good, warn, bad or idle."""

    tone: str
    used_percent: int
    icon: str
    text: str


def slack_of(status: str, begun_at: datetime, due_at: datetime | None) -> Slack:
    """Return the slack of a human task of a ticket in this status."""
    now = clock.now()
    if status in WAITING:
        return Slack("idle", 0, "player-pause", gettext("paused: %(why)s", why=status_text(status).lower()))
    if due_at is None:
        return Slack("idle", 0, "clock", gettext("waits for %(span)s", span=span(now - begun_at)))
    if due_at <= now:
        return Slack("bad", 100, "alert-triangle", gettext("overdue by %(span)s", span=span(now - due_at)))
    used = _percent(now - begun_at, due_at - begun_at)
    tone = "good" if used < WARN_AT else "warn" if used < ALARM_AT else "bad"
    return Slack(tone, used, "clock", gettext("%(span)s left", span=span(due_at - now)))


def _percent(part: timedelta, whole: timedelta) -> int:
    return round(100 * part / whole) if whole > timedelta(0) else 100
