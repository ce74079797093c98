"""Opening hours as a person writes them: spans of wall time, and a week of them with its dates of validity."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MINUTES_A_DAY = 24 * 60


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch of wall time in minutes after midnight of the day on which it opens.

    `closes` greater than 1440 lies on the next day: the night shift 22:00-06:00 is `Span(1320, 1800)`. The whole
    span belongs to the day it opens on, so a holiday does not cut the shift that began the evening before.
    """

    opens: int
    closes: int

    def __post_init__(self) -> None:
        if not (0 <= self.opens < MINUTES_A_DAY and self.opens < self.closes <= self.opens + MINUTES_A_DAY):
            raise ValueError(f"not a span of at most a day: {self.opens}-{self.closes}")

    @classmethod
    def parse(cls, text: str) -> "Span":
        """Read `09:00-18:00`; an end at or before the beginning is on the next day, `24:00` is midnight.

        Raises ValueError on anything else.
        """
        first, _, last = text.partition("-")
        opens, closes = _minutes(first), _minutes(last)
        return cls(opens, closes if closes > opens else closes + MINUTES_A_DAY)


def _minutes(text: str) -> int:
    hours, colon, minutes = text.strip().partition(":")
    if not (colon and hours.isdecimal() and minutes.isdecimal() and len(minutes) == 2):
        raise ValueError(f"not a time of day: {text}")
    total = int(hours) * 60 + int(minutes)
    if int(minutes) > 59 or total > MINUTES_A_DAY:
        raise ValueError(f"not a time of day: {text}")
    return total


@dataclass(frozen=True, slots=True)
class Week:
    """The hours of each weekday (0 is Monday), valid on the dates `valid_from` to `valid_to`, both included."""

    hours: Mapping[int, tuple[Span, ...]]
    valid_from: date = date.min
    valid_to: date = date.max

    def covers(self, day: date) -> bool:
        """Tell whether this week is in force on that date."""
        return self.valid_from <= day <= self.valid_to

    def on(self, weekday: int) -> tuple[Span, ...]:
        """Return the hours of a weekday, none when it is closed."""
        return self.hours.get(weekday, ())

    def of_a_moved_working_day(self) -> tuple[Span, ...]:
        """Return the hours that a weekend day declared working has: those of the first weekday that has any."""
        return next((self.hours[day] for day in range(7) if self.hours.get(day)), ())


AROUND_THE_CLOCK = Week({day: (Span(0, MINUTES_A_DAY),) for day in range(7)})
ONE_DAY = timedelta(days=1)
