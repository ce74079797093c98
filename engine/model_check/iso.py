"""Reads the ISO 8601 texts that timers use: durations, instants, repetitions (ISO 8601-1:2019, 5.5 and 5.6)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

_DURATION = re.compile(
    r"P(?=[\dT])(?:(?P<years>\d+)Y)?(?:(?P<months>\d+)M)?(?:(?P<weeks>\d+)W)?(?:(?P<days>\d+)D)?"
    r"(?:T(?=\d)(?:(?P<hours>\d+)H)?(?:(?P<minutes>\d+)M)?(?:(?P<seconds>\d+(?:\.\d+)?)S)?)?$"
)
_CYCLE = re.compile(r"R(?P<count>\d*)/(?:(?P<start>[^/]+)/)?(?P<every>P[^/]+)$")
_LOOKS_LIKE_TIME = re.compile(r"-?P[\dT]|R\d*/|\d")


@dataclass(frozen=True, slots=True)
class Span:
    """An amount of time: calendar months and whole days apart from the exact rest, for they differ in length."""

    months: int = 0
    days: int = 0
    rest: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class Cycle:
    """A repetition: `count` firings, None without end, the first at `start` or after one interval."""

    count: int | None
    start: datetime | None
    every: Span


def read_duration(text: str) -> Span | None:
    """Read a duration that is not negative; None when the text is none."""
    match = _DURATION.match(text)
    if match is None:
        return None
    part = match.groupdict("0")
    rest = timedelta(hours=int(part["hours"]), minutes=int(part["minutes"]), seconds=float(part["seconds"]))
    return Span(int(part["years"]) * 12 + int(part["months"]), int(part["weeks"]) * 7 + int(part["days"]), rest)


def read_instant(text: str) -> datetime | None:
    """Read a date or an instant, UTC where it names no offset; None when the text is none."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def read_cycle(text: str) -> Cycle | None:
    """Read `R3/PT1H`, `R/PT1H` or `R3/2026-03-01T09:00Z/PT1H`; None when the text is none."""
    match = _CYCLE.match(text)
    if match is None:
        return None
    every, start = read_duration(match["every"]), read_instant(match["start"] or "")
    if every is None or every == Span() or (match["start"] and start is None):
        return None
    return Cycle(int(match["count"]) if match["count"] else None, start, every)


def is_time(text: str) -> bool:
    """Tell whether the text is a duration, an instant or a repetition."""
    return bool(read_duration(text) or read_cycle(text) or (text[:4].isdigit() and read_instant(text)))


def looks_like_time(text: str) -> bool:
    """Tell whether the text was meant as a time, so that a slip in it is not taken for an expression."""
    return _LOOKS_LIKE_TIME.match(text) is not None
