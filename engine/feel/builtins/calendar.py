"""Built-in functions of dates, times and durations (DMN 1.5, 10.3.4.1, 10.3.4.7 and 10.3.4.10)."""

from decimal import Decimal
from typing import Any

from engine.base import clock
from engine.feel.builtins.registry import builtin, whole
from engine.feel.errors import Undefined
from engine.feel.limits import Run
from engine.feel.logic import identical
from engine.feel.temporal import (
    NANO,
    Date,
    DateTime,
    DayTimeDuration,
    Time,
    YearMonthDuration,
    Zone,
    from_python,
)
from engine.feel.temporal_text import parse_date, parse_date_time, parse_duration, parse_time

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def day_of(value: Date | DateTime) -> Date:
    return value.date if isinstance(value, DateTime) else value


@builtin("date(from: string)")
def date_from_text(text: str) -> Date:
    return parse_date(text)


@builtin("date(from: instant)")
def date_from_instant(value: Date | DateTime) -> Date:
    return day_of(value)


@builtin("date(year: number, month: number, day: number)")
def date_from_parts(year: Decimal, month: Decimal, day: Decimal) -> Date:
    return Date.of(_exactly(year, "year"), _exactly(month, "month"), _exactly(day, "day"))


def _exactly(value: Decimal, parameter: str) -> int:
    number = whole(value, parameter)
    if number != value:
        raise Undefined("feel.not-whole", parameter=parameter, value=str(value))
    return number


@builtin("date and time(from: string)")
def date_and_time_from_text(text: str) -> DateTime:
    return parse_date_time(text)


@builtin("date and time(date: instant, time: time)")
def date_and_time(date: Date | DateTime, time: Time) -> DateTime:
    return DateTime(day_of(date), time)


_PARTS = "year: number, month: number, day: number, hour: number, minute: number, second: number"


@builtin(f"date and time({_PARTS}, [offset: days and time duration?])")
def date_and_time_from_parts(*parts: Any) -> DateTime:
    return DateTime(date_from_parts(*parts[:3]), time_from_parts(*parts[3:]))


@builtin(f"date and time({_PARTS}, timezone: string)")
def date_and_time_in_zone(*parts: Any) -> DateTime:
    return DateTime(date_from_parts(*parts[:3]), _time(*parts[3:6], zone=parts[6]))


@builtin("time(from: string)")
def time_from_text(text: str) -> Time:
    return parse_time(text)


@builtin("time(from: time | date | date and time)")
def time_from_value(value: Time | Date | DateTime) -> Time:
    if isinstance(value, Date):
        return Time(0, 0, 0, 0, 0)
    return value.time if isinstance(value, DateTime) else value


@builtin("time(hour: number, minute: number, second: number, [offset: days and time duration?])")
def time_from_parts(hour: Decimal, minute: Decimal, second: Decimal, offset: DayTimeDuration | None = None) -> Time:
    return _time(hour, minute, second, zone=None if offset is None else _whole_seconds(offset))


def _whole_seconds(offset: DayTimeDuration) -> int:
    return (abs(offset.nanos) // NANO) * (-1 if offset.nanos < 0 else 1)


def _time(hour: Decimal, minute: Decimal, second: Decimal, *, zone: Zone) -> Time:
    nano = int((second % 1) * NANO) if 0 <= second < 60 else 0
    return Time.of(_exactly(hour, "hour"), _exactly(minute, "minute"), whole(second, "second"), nano, zone)


@builtin("duration(from: string)")
def duration(text: str) -> DayTimeDuration | YearMonthDuration:
    return parse_duration(text)


@builtin("years and months duration(from: instant, to: instant)")
def years_and_months_duration(start: Date | DateTime, end: Date | DateTime) -> YearMonthDuration:
    """Count whole months between two days; the time of day does not matter."""
    first, last = day_of(start), day_of(end)
    months = (last.year - first.year) * 12 + last.month - first.month
    if months > 0 and last.day < first.day:
        months -= 1
    elif months < 0 and last.day > first.day:
        months += 1
    return YearMonthDuration(months)


@builtin("is(value1: any, [value2: any])")
def is_(run: Run, value1: Any, value2: Any = None) -> bool:
    return identical(value1, value2, run)


@builtin("is([value1: any], value2: any)")
def is_second(run: Run, value1: Any, value2: Any) -> bool:
    return identical(value1, value2, run)


@builtin("now()")
def now() -> Any:
    return from_python(clock.now())


@builtin("today()")
def today() -> Any:
    return from_python(clock.now().date())


def _first_of(year: int) -> int:
    return Date(year, 1, 1).to_days()


@builtin("day of year(date: instant)")
def day_of_year(date: Date | DateTime) -> Decimal:
    day = day_of(date)
    return Decimal(day.to_days() - _first_of(day.year) + 1)


@builtin("day of week(date: instant)")
def day_of_week(date: Date | DateTime) -> str:
    return _WEEKDAYS[day_of(date).weekday - 1]


@builtin("month of year(date: instant)")
def month_of_year(date: Date | DateTime) -> str:
    return _MONTHS[day_of(date).month - 1]


@builtin("week of year(date: instant)")
def week_of_year(date: Date | DateTime) -> Decimal:
    """Return the week as ISO 8601 counts: it belongs to the year of its Thursday."""
    day = day_of(date)
    thursday = Date.from_days(day.to_days() + 4 - day.weekday)
    return Decimal((thursday.to_days() - _first_of(thursday.year)) // 7 + 1)
