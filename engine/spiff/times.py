"""When a timer is due: ISO 8601 literals or FEEL values, on the wall clock or on a named business calendar."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from engine.base.errors import ScriptFailed
from engine.model_check.iso import Span, read_cycle, read_duration, read_instant
from engine.spiff.port import WorkCalendar

_MOST_COUNTED = 1000  # missed firings on a calendar; after so many the beat begins anew


@dataclass(frozen=True, slots=True)
class Alarm:
    """When a timer fires first, and how it goes on: `left` repetitions after that one, None without end."""

    due_at: datetime
    every: str | None = None
    left: int | None = 0


def alarm(value: Any, now: datetime, calendar: WorkCalendar | None) -> Alarm:
    """Arm a timer with an ISO text, a duration, a date or an instant; raises ScriptFailed."""
    if isinstance(value, str):
        return _text_alarm(value, now, calendar)
    if isinstance(value, datetime):
        return Alarm(value if value.tzinfo else value.replace(tzinfo=UTC))
    if isinstance(value, date):
        return Alarm(datetime.combine(value, time(), UTC))
    if isinstance(value, timedelta):
        return Alarm(after(_span_of(value), now, calendar))
    if value.months < 0:
        raise ScriptFailed("engine.not-a-time", text=str(value))
    return Alarm(after(Span(months=value.months), now, calendar))


def after(span: Span, start: datetime, calendar: WorkCalendar | None) -> datetime:
    """Return the instant a span after `start`; on a calendar, days are working days and the rest is open time."""
    moved = _plus_months(start, span.months) if span.months else start
    if calendar is None:
        return moved + timedelta(days=span.days) + span.rest
    if span.days:
        moved = calendar.add_working_days(moved, span.days)
    return calendar.add(moved, span.rest) if span.rest else moved


def following(every: str, due_at: datetime, now: datetime, calendar: WorkCalendar | None) -> tuple[datetime, int]:
    """Return the next instant of a cycle that lies after `now`, and how many were missed on the way.

    After an outage the missed ones are one firing, not a flood: the caller fires once and goes on from here.
    """
    span, missed = read_duration(every), 0
    assert span is not None  # it was read when the timer was armed
    if not (span.months or calendar):
        length = timedelta(days=span.days) + span.rest
        missed = max(0, (now - due_at) // length)
        return due_at + (missed + 1) * length, missed
    next_at = after(span, due_at, calendar)
    while next_at <= now and missed < _MOST_COUNTED:
        next_at, missed = after(span, next_at, calendar), missed + 1
    return (after(span, now, calendar) if next_at <= now else next_at), missed


def _text_alarm(text: str, now: datetime, calendar: WorkCalendar | None) -> Alarm:
    if (span := read_duration(text)) is not None:
        return Alarm(after(span, now, calendar))
    if (cycle := read_cycle(text)) is not None:
        left = None if cycle.count is None else cycle.count - 1
        return Alarm(cycle.start or after(cycle.every, now, calendar), text.rpartition("/")[2], left)
    if (instant := read_instant(text)) is not None:
        return Alarm(instant)
    raise ScriptFailed("engine.not-a-time", text=text)


def _span_of(length: timedelta) -> Span:
    if length < timedelta():
        raise ScriptFailed("engine.not-a-time", text=str(length))
    return Span(days=length.days, rest=length - timedelta(days=length.days))


def _plus_months(start: datetime, months: int) -> datetime:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return start.replace(year=year, month=month + 1, day=min(start.day, monthrange(year, month + 1)[1]))
