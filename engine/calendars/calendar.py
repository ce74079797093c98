"""The calendar: when it is open, how much open time lies between two instants, and when an amount of it is used up.

Hours are written in wall time and counted in UTC. One rule turns a wall time into an instant: an hour strikes at the
first instant at which the clocks of the zone show it or a later time. So an opening hour that the spring change skips
strikes at the change, one that the autumn change repeats strikes the first time, and days last 23, 24 or 25 hours.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

from engine.base.errors import InvalidInput
from engine.calendars.national import NationalHolidays
from engine.calendars.reading import read
from engine.calendars.week import AROUND_THE_CLOCK, ONE_DAY, Span, Week

HORIZON = timedelta(days=3660)
"""How far a due instant may lie ahead: a calendar that never opens again must not be searched for ever."""


@dataclass(frozen=True)
class Calendar:
    """Weeks of opening hours in an IANA time zone.

    Of several weeks valid on a day the last one counts. `exceptions` gives the hours of single dates (none: closed)
    and wins over the national `holidays`, which win over the week.
    """

    name: str
    time_zone: str
    weeks: tuple[Week, ...]
    exceptions: Mapping[date, tuple[Span, ...]] = field(default_factory=lambda: MappingProxyType({}))
    holidays: NationalHolidays | None = None

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> "Calendar":
        """Build a calendar from the JSON form that `engine.calendars.reading` shows; raises InvalidInput."""
        return cls(**read(mapping))

    def hours_on(self, day: date) -> tuple[Span, ...]:
        """Return the spans that open on a date, in order."""
        if day in self.exceptions:
            return self.exceptions[day]
        week = next((week for week in reversed(self.weeks) if week.covers(day)), None)
        if week is None or (self.holidays is not None and self.holidays.is_off(day)):
            return ()
        if self.holidays is not None and self.holidays.is_moved_working_day(day):
            return week.of_a_moved_working_day()
        return week.on(day.weekday())

    def intervals(self, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield the open intervals between two instants, in UTC, half-open, disjoint and in order."""
        for opens, closes in self._open_from(start, end):
            if opens >= end:
                return
            yield opens, min(closes, end.astimezone(UTC))

    def is_open(self, at: datetime) -> bool:
        """Tell whether the instant lies in an open interval; the closing instant itself does not."""
        return next(self.intervals(at, at + timedelta.resolution), None) is not None

    def elapsed(self, start: datetime, end: datetime) -> timedelta:
        """Return the open time between two instants; zero when the end is not after the start."""
        return sum((closes - opens for opens, closes in self.intervals(start, end)), timedelta(0))

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """Return the earliest instant, in UTC, at which `amount` of open time has passed since `start`.

        An amount that ends with an interval is due at its closing instant, not at the next opening. Raises
        InvalidInput on a negative amount and when the calendar does not open for so long within ten years.
        """
        if amount < timedelta(0):
            raise InvalidInput("calendar.negative-amount", calendar=self.name)
        if not amount:
            return _aware(start).astimezone(UTC)
        left = amount
        for opens, closes in self._open_from(start, _aware(start) + HORIZON):
            if closes - opens >= left:
                return opens + left
            left -= closes - opens
        raise self._out_of_reach()

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """Return the instant with the wall time of `start` on the nth working day after its own.

        A working day is a date on which hours open. A start outside hours counts from the next opening (Saturday 11:00
        is Monday 09:00); one within a night shift belongs to the date on which the shift opened. The wall time stays
        even where the day reached is a shortened one. Raises InvalidInput as `add` does.
        """
        if days < 0:
            raise InvalidInput("calendar.negative-amount", calendar=self.name)
        start = _aware(start)
        zone = ZoneInfo(self.time_zone)
        for day, opens, closes in self._spans(start, start + HORIZON):
            if closes > start:
                begin = max(opens, start).astimezone(zone).replace(tzinfo=None)
                offset = begin - datetime.combine(day, time.min)
                return _strike(datetime.combine(self._working_day_after(day, days), time.min) + offset, zone)
        raise self._out_of_reach()

    def _working_day_after(self, day: date, days: int) -> date:
        last = day + HORIZON
        while days:
            day += ONE_DAY
            if day > last:
                raise self._out_of_reach()
            days -= bool(self.hours_on(day))
        return day

    def _open_from(self, start: datetime, last: datetime) -> Iterator[tuple[datetime, datetime]]:
        """Yield what is open from `start` on, touching spans joined, up to the local date of `last`."""
        start = _aware(start).astimezone(UTC)
        waiting: tuple[datetime, datetime] | None = None
        for _, opens, closes in self._spans(start, _aware(last)):
            opens = max(opens, start)
            if closes <= opens:
                continue
            if waiting is None:
                waiting = opens, closes
            elif opens <= waiting[1]:
                waiting = waiting[0], max(waiting[1], closes)
            else:
                yield waiting
                waiting = opens, closes
        if waiting is not None:
            yield waiting

    def _spans(self, start: datetime, last: datetime) -> Iterator[tuple[date, datetime, datetime]]:
        """Yield (date, opening, closing) in UTC from the eve of `start`, whose night shift may still run."""
        zone = ZoneInfo(self.time_zone)
        day = start.astimezone(zone).date() - ONE_DAY
        end = last.astimezone(zone).date()
        while day <= end:
            midnight = datetime.combine(day, time.min)
            for span in self.hours_on(day):
                opens = _strike(midnight + timedelta(minutes=span.opens), zone)
                yield day, opens, _strike(midnight + timedelta(minutes=span.closes), zone)
            day += ONE_DAY

    def _out_of_reach(self) -> InvalidInput:
        return InvalidInput("calendar.out-of-reach", calendar=self.name)


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone")
    return instant


def _strike(wall: datetime, zone: ZoneInfo) -> datetime:
    """Return the first instant, in UTC, at which the clocks of the zone show `wall` or later."""
    instant = wall.replace(tzinfo=zone).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall:
        return instant
    return _change_within(wall.replace(tzinfo=zone, fold=1).astimezone(UTC), instant, zone)


def _change_within(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """Find the clock change between two instants whose offsets differ, to the second."""
    offset = before.astimezone(zone).utcoffset()
    while after - before > timedelta(seconds=1):
        middle = before + timedelta(seconds=(after - before) // timedelta(seconds=2))
        if middle.astimezone(zone).utcoffset() == offset:
            before = middle
        else:
            after = middle
    return after


ALWAYS = Calendar("always", "UTC", (AROUND_THE_CLOCK,))
"""Open at every instant: business time is wall-clock time."""
