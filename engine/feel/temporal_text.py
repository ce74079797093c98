"""Dates, times and durations as text, both ways: ISO 8601 as XML Schema narrows it, and FEEL's `@zone`."""

import re

from engine.feel.errors import Undefined
from engine.feel.temporal import (
    DAY,
    NANO,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    Zone,
)

Temporal = Date | Time | DateTime | DayTimeDuration | YearMonthDuration

_DATE = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-([0-9]{2})-([0-9]{2})", re.ASCII)
_TIME = re.compile(
    r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]+))?"
    r"(?:(Z)|([+-])([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?|@([A-Za-z][A-Za-z0-9_+\-/]*))?",
    re.ASCII,
)
_DAYS_AND_TIME = re.compile(
    r"(-)?P(?:([0-9]+)D)?(?:T(?:([0-9]+)H)?(?:([0-9]+)M)?(?:([0-9]+)(?:\.([0-9]*))?S)?)?", re.ASCII
)
_YEARS_AND_MONTHS = re.compile(r"(-)?P(?:([0-9]+)Y)?(?:([0-9]+)M)?", re.ASCII)
_MAX_DIGITS = 200


def parse_date(text: str) -> Date:
    """Read `2026-11-23`; raises `Undefined`."""
    match = _DATE.fullmatch(text)
    if not match:
        raise Undefined("feel.not-a-date", text=text)
    return Date.of(*(int(part) for part in match.groups()))


def parse_time(text: str) -> Time:
    """Read `10:30:00`, with a fraction, and with `Z`, an offset or `@zone`; raises `Undefined`."""
    parsed, is_next_day = _clock(text)
    return parsed if not is_next_day else Time(0, 0, 0, 0, parsed.zone)


def parse_date_time(text: str) -> DateTime:
    """Read `2026-11-23T10:30:00…` or a day alone, which means its midnight; raises `Undefined`."""
    day, separator, clock = text.partition("T")
    date = parse_date(day)
    if not separator:
        return DateTime(date, Time(0, 0, 0))
    time, is_next_day = _clock(clock)
    return DateTime(Date.from_days(date.to_days() + 1) if is_next_day else date, time)


def _clock(text: str) -> tuple[Time, bool]:
    match = _TIME.fullmatch(text)
    if not match:
        raise Undefined("feel.not-a-time", text=text)
    hour, minute, second, fraction, zulu, sign, *offset, name = match.groups()
    zone: Zone = 0 if zulu else name
    if sign:
        hours, minutes, seconds = (int(part or 0) for part in offset)
        if minutes > 59 or seconds > 59:
            raise Undefined("feel.not-a-time", text=text)
        zone = (hours * 3600 + minutes * 60 + seconds) * (-1 if sign == "-" else 1)
    nano = int((fraction or "0")[:9].ljust(9, "0"))
    if (hour, minute, second, nano) == ("24", "00", "00", 0):  # XML Schema: the midnight that ends the day
        return Time.of(0, 0, 0, 0, zone), True
    return Time.of(int(hour), int(minute), int(second), nano, zone), False


def parse_duration(text: str) -> DayTimeDuration | YearMonthDuration:
    """Read `P1DT2H` or `P1Y2M`; raises `Undefined`, also for a mixture of both kinds."""
    if len(text) > _MAX_DIGITS or text.endswith(("P", "T")):
        raise Undefined("feel.not-a-duration", text=text[:40])
    match = _YEARS_AND_MONTHS.fullmatch(text)
    if match:
        sign, years, months = match.groups()
        return YearMonthDuration.of((int(years or 0) * 12 + int(months or 0)) * (-1 if sign else 1))
    match = _DAYS_AND_TIME.fullmatch(text)
    if not match:
        raise Undefined("feel.not-a-duration", text=text)
    sign, days, hours, minutes, seconds, fraction = match.groups()
    total = int(days or 0) * DAY + int(hours or 0) * 3600 + int(minutes or 0) * 60 + int(seconds or 0)
    nanos = total * NANO + int((fraction or "0")[:9].ljust(9, "0"))
    return DayTimeDuration.of(-nanos if sign else nanos)


def parse_at_literal(text: str) -> Temporal:
    """Read what stands in `@"…"`: the form of the text decides the kind (DMN 1.5, 10.3.1.2, rule 62)."""
    if "P" in text[:2]:
        return parse_duration(text)
    if _DATE.match(text):
        return parse_date_time(text) if "T" in text else parse_date(text)
    return parse_time(text)


def format_temporal(value: Temporal) -> str:
    """Write a value so that `parse_at_literal` reads it again; durations come out normalised."""
    if isinstance(value, Date):
        return _format_date(value)
    if isinstance(value, Time):
        return _format_time(value)
    if isinstance(value, DateTime):
        return f"{_format_date(value.date)}T{_format_time(value.time)}"
    if isinstance(value, YearMonthDuration):
        return _format_months(value.months)
    return _format_nanos(value.nanos)


def _format_date(value: Date) -> str:
    sign = "-" if value.year < 0 else ""
    return f"{sign}{abs(value.year):04}-{value.month:02}-{value.day:02}"


def _format_time(value: Time) -> str:
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}{_fraction(value.nano)}{_format_zone(value.zone)}"


def _fraction(nano: int) -> str:
    return f".{nano:09}".rstrip("0") if nano else ""


def _format_zone(zone: Zone) -> str:
    if not isinstance(zone, int):
        return f"@{zone}" if zone else ""
    if zone == 0:
        return "Z"
    minutes, seconds = divmod(abs(zone), 60)
    tail = f":{seconds:02}" if seconds else ""
    return f"{'-' if zone < 0 else '+'}{minutes // 60:02}:{minutes % 60:02}{tail}"


def _format_months(months: int) -> str:
    years, rest = divmod(abs(months), 12)
    text = (f"{years}Y" if years else "") + (f"{rest}M" if rest or not years else "")
    return f"{'-' if months < 0 else ''}P{text}"


def _format_nanos(nanos: int) -> str:
    seconds, nano = divmod(abs(nanos), NANO)
    days, seconds = divmod(seconds, DAY)
    hours, minutes, seconds = seconds // 3600, seconds // 60 % 60, seconds % 60
    clock = (f"{hours}H" if hours else "") + (f"{minutes}M" if minutes else "")
    if seconds or nano:
        clock += f"{seconds}{_fraction(nano)}S"
    text = (f"{days}D" if days else "") + (f"T{clock}" if clock else "")
    return f"{'-' if nanos < 0 else ''}P{text or 'T0S'}"
