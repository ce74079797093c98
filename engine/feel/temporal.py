"""Days, times, instants and durations of FEEL (DMN 1.5, 10.3.2.3.4 to 10.3.2.3.9) as values.

The standard library is too narrow here: FEEL years run from -999,999,999 to 999,999,999, seconds have nine decimals,
and a value remembers whether its zone was written as an offset or as a name. A zone is `None` (local), an offset in
seconds, or an IANA name.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.feel.errors import Undefined

Zone = int | str | None
MAX_YEAR = 999_999_999
MAX_OFFSET = 14 * 3600
DAY = 86_400
NANO = 1_000_000_000
MAX_NANOS = MAX_YEAR * 366 * DAY * NANO
MAX_MONTHS = MAX_YEAR * 12 * 2
_MONTH_LENGTHS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


@lru_cache(maxsize=1024)
def known_zone(name: str) -> ZoneInfo:
    """Return the IANA zone; raises `Undefined` for a name nobody knows."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise Undefined("feel.unknown-zone", zone=name) from error


def month_length(year: int, month: int) -> int:
    """Return the days of a month in the proleptic Gregorian calendar."""
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _MONTH_LENGTHS[month - 1]


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar."""

    year: int
    month: int
    day: int

    @classmethod
    def of(cls, year: int, month: int, day: int) -> "Date":
        """Check and build; raises `Undefined` for a day that no calendar has."""
        if not (abs(year) <= MAX_YEAR and 1 <= month <= 12 and 1 <= day <= month_length(year, month)):
            raise Undefined("feel.no-such-date", year=year, month=month, day=day)
        return cls(year, month, day)

    def to_days(self) -> int:
        """Return the days since 1970-01-01 (eras of 400 years begin in March, so that leap days come last)."""
        year = self.year - (self.month <= 2)
        era, year_of_era = divmod(year, 400)
        day_of_year = (153 * ((self.month + 9) % 12) + 2) // 5 + self.day - 1
        return era * 146_097 + year_of_era * 365 + year_of_era // 4 - year_of_era // 100 + day_of_year - 719_468

    @classmethod
    def from_days(cls, days: int) -> "Date":
        """Return the day that lies so many days after 1970-01-01."""
        era, day_of_era = divmod(days + 719_468, 146_097)
        year_of_era = (day_of_era - day_of_era // 1_460 + day_of_era // 36_524 - day_of_era // 146_096) // 365
        day_of_year = day_of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
        shifted = (5 * day_of_year + 2) // 153
        month = shifted + 3 if shifted < 10 else shifted - 9
        year = year_of_era + era * 400 + (month <= 2)
        return cls.of(year, month, day_of_year - (153 * shifted + 2) // 5 + 1)

    @property
    def weekday(self) -> int:
        """Monday is 1, Sunday is 7."""
        return (self.to_days() + 3) % 7 + 1

    def to_python(self) -> date:
        """Return a `datetime.date`; raises `ValueError` outside the years 1 to 9999."""
        return date(self.year, self.month, self.day)


@dataclass(frozen=True, slots=True)
class Time:
    """A time of day, with nanoseconds, perhaps in a zone."""

    hour: int
    minute: int
    second: int
    nano: int = 0
    zone: Zone = None

    @classmethod
    def of(cls, hour: int, minute: int, second: int, nano: int = 0, zone: Zone = None) -> "Time":
        """Check and build; raises `Undefined` for a time that no clock shows."""
        if not (0 <= hour <= 23 and 0 <= minute <= 59 and 0 <= second <= 59):
            raise Undefined("feel.no-such-time", hour=hour, minute=minute, second=second)
        if isinstance(zone, int) and abs(zone) > MAX_OFFSET:
            raise Undefined("feel.no-such-offset", seconds=zone)
        if isinstance(zone, str):
            known_zone(zone)
        return cls(hour, minute, second, nano, zone)

    def to_nanos(self) -> int:
        """Return the nanoseconds since midnight, whatever the zone."""
        return (self.hour * 3600 + self.minute * 60 + self.second) * NANO + self.nano

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone = None) -> "Time":
        """Return the time so many nanoseconds after midnight, going round after a day."""
        seconds, nano = divmod(nanos % (DAY * NANO), NANO)
        return cls(seconds // 3600, seconds // 60 % 60, seconds % 60, nano, zone)

    def offset(self) -> int | None:
        """Return the seconds east of UTC: for a named zone its winter time, for a time has no day."""
        if isinstance(self.zone, str):
            moment = datetime(2000, 1, 1, tzinfo=known_zone(self.zone))
            return int(((moment.utcoffset() or timedelta()) - (moment.dst() or timedelta())).total_seconds())
        return self.zone

    def to_python(self) -> time:
        """Return a `datetime.time` to the microsecond."""
        return time(self.hour, self.minute, self.second, self.nano // 1000, python_zone(self.zone))


@dataclass(frozen=True, slots=True)
class DateTime:
    """A day and a time of day."""

    date: Date
    time: Time

    def offset(self) -> int | None:
        """Return the seconds east of UTC on that day, `None` without a zone."""
        zone = self.time.zone
        if not isinstance(zone, str):
            return zone
        year = self.date.year if 1 < self.date.year < 9999 else 2000 + self.date.year % 400
        clock = (self.time.hour, self.time.minute, self.time.second)
        moment = datetime(year, self.date.month, self.date.day, *clock, tzinfo=known_zone(zone))
        return int((moment.utcoffset() or timedelta()).total_seconds())

    def to_nanos(self) -> int:
        """Return the nanoseconds since 1970-01-01T00:00:00 UTC; a local value counts as if it were UTC."""
        return (self.date.to_days() * DAY - (self.offset() or 0)) * NANO + self.time.to_nanos()

    @classmethod
    def from_nanos(cls, nanos: int, zone: Zone) -> "DateTime":
        """Return the instant so many nanoseconds after 1970-01-01 UTC, as the clocks of the zone show it."""
        offset = zone if isinstance(zone, int) else 0
        if isinstance(zone, str):
            offset = _offset_at(nanos, zone)
        days, rest = divmod(nanos + offset * NANO, DAY * NANO)
        return cls(Date.from_days(days), Time.from_nanos(rest, zone))

    def to_python(self) -> datetime:
        """Return a `datetime.datetime` to the microsecond; raises `ValueError` outside the years 1 to 9999."""
        return datetime.combine(self.date.to_python(), self.time.to_python())


@dataclass(frozen=True, slots=True)
class DayTimeDuration:
    """A days and time duration."""

    nanos: int

    @classmethod
    def of(cls, nanos: int) -> "DayTimeDuration":
        """Check and build; raises `Undefined` beyond the years that a date can have."""
        if abs(nanos) > MAX_NANOS:
            raise Undefined("feel.duration-too-long")
        return cls(nanos)

    def to_python(self) -> timedelta:
        """Return a `timedelta` to the microsecond; raises `OverflowError` beyond what one holds."""
        return timedelta(microseconds=self.nanos // 1000)


@dataclass(frozen=True, slots=True)
class YearMonthDuration:
    """A years and months duration."""

    months: int

    @classmethod
    def of(cls, months: int) -> "YearMonthDuration":
        """Check and build; raises `Undefined` beyond the years that a date can have."""
        if abs(months) > MAX_MONTHS:
            raise Undefined("feel.duration-too-long")
        return cls(months)


def _offset_at(nanos: int, name: str) -> int:
    seconds = nanos // NANO
    year = Date.from_days(seconds // DAY).year
    if not 1 < year < 9999:
        seconds += ((2000 - year) // 400) * 146_097 * DAY
    moment = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
    return int((moment.astimezone(known_zone(name)).utcoffset() or timedelta()).total_seconds())


def python_zone(zone: Zone) -> timezone | ZoneInfo | None:
    """Return the zone as the standard library wants it."""
    if zone is None:
        return None
    return known_zone(zone) if isinstance(zone, str) else timezone(timedelta(seconds=zone))


def from_python(value: datetime | date | time | timedelta) -> "DateTime | Date | Time | DayTimeDuration":
    """Return the FEEL value of a value of the standard library."""
    if isinstance(value, timedelta):
        return DayTimeDuration((value // timedelta(microseconds=1)) * 1000)
    if isinstance(value, datetime):
        return DateTime(Date(value.year, value.month, value.day), _clock(value.timetz(), value.utcoffset()))
    if isinstance(value, date):
        return Date(value.year, value.month, value.day)
    return _clock(value, value.utcoffset())


def _clock(value: time, offset: timedelta | None) -> Time:
    zone: Zone = None
    if isinstance(value.tzinfo, ZoneInfo) and value.tzinfo.key:
        zone = value.tzinfo.key
    elif offset is not None:
        zone = int(offset.total_seconds())
    return Time(value.hour, value.minute, value.second, value.microsecond * 1000, zone)
