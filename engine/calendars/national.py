"""National days off and working weekends, from the `holidays` library."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

import holidays as library


@dataclass(frozen=True, slots=True)
class NationalHolidays:
    """The public holidays of a country (ISO 3166-1 code) and perhaps one of its subdivisions.

    Raises ValueError when the library does not know the place.
    """

    country: str
    subdivision: str | None = None

    def __post_init__(self) -> None:
        places = library.list_supported_countries()
        if self.country not in places:
            raise ValueError(f"no holidays are known for country {self.country}")
        if self.subdivision is not None and self.subdivision not in places[self.country]:
            raise ValueError(f"no holidays are known for {self.country}-{self.subdivision}")

    def is_off(self, day: date) -> bool:
        """Tell whether nobody works that day, weekend or not; days moved by decree are in the library's tables."""
        return day in _days(self.country, self.subdivision, day.year)[0]

    def is_moved_working_day(self, day: date) -> bool:
        """Tell whether that weekend day is worked in exchange for another one."""
        return day in _days(self.country, self.subdivision, day.year)[1]


@lru_cache(maxsize=256)
def _days(country: str, subdivision: str | None, year: int) -> tuple[frozenset[date], frozenset[date]]:
    found = library.country_holidays(country, subdiv=subdivision, years=[year])
    return frozenset(found), frozenset(found.weekend_workdays)
