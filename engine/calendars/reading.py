"""The JSON form of a calendar, read with an error for each wrong field.

{"name": "support", "time_zone": "Europe/Moscow",
 "week": {"mon": ["09:00-13:00", "14:00-18:00"], "fri": ["22:00-06:00"]},       or "24x7"
 "valid_from": "2026-01-01", "valid_to": "2026-12-31",                          optional, both days included
 "weeks": [{"week": ..., "valid_from": ..., "valid_to": ...}],                  instead of "week", when hours change
 "exceptions": [{"date": "2026-12-31", "hours": ["09:00-15:00"]}],              no hours: closed that day
 "holidays": {"country": "RU", "subdivision": null}}
"""

from collections.abc import Callable, Mapping
from datetime import date
from itertools import pairwise
from typing import Any, TypeVar
from zoneinfo import available_timezones

from engine.base.errors import InvalidInput
from engine.calendars.national import NationalHolidays
from engine.calendars.week import AROUND_THE_CLOCK, WEEKDAYS, Span, Week

VALIDITY = {"valid_from", "valid_to"}
KEYS = {"name", "time_zone", "week", "weeks", "exceptions", "holidays", *VALIDITY}

T = TypeVar("T")


class _Reader:
    """Reads values of a mapping and remembers, by dotted path, the codes of what was wrong with them."""

    def __init__(self) -> None:
        self.errors: dict[str, list[str]] = {}

    def refuse(self, path: str, code: str) -> None:
        self.errors.setdefault(path, []).append(code)

    def attempt(self, path: str, code: str, read_value: Callable[..., T], *given: Any) -> T | None:
        """Return what `read_value` makes of the given values; any complaint becomes that field's error and None."""
        try:
            return read_value(*given)
        except (ValueError, TypeError, AttributeError):
            self.refuse(path, code)
            return None

    def known_keys(self, value: Any, path: str, keys: set[str]) -> Mapping[str, Any]:
        if not isinstance(value, Mapping):
            self.refuse(path, "calendar.not-an-object")
            return {}
        for key in value.keys() - keys:
            self.refuse(f"{path}.{key}".lstrip("."), "calendar.unknown-field")
        return value

    def items(self, value: Any, path: str) -> list[tuple[str, Any]]:
        if not isinstance(value, list | tuple):
            self.refuse(path, "calendar.not-a-list")
            return []
        return [(f"{path}.{number}", item) for number, item in enumerate(value)]


def read(mapping: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of `Calendar`; raises InvalidInput naming every wrong field."""
    reader = _Reader()
    reader.known_keys(mapping, "", KEYS)
    parts = {
        "name": reader.attempt("name", "calendar.name-missing", _text, mapping.get("name")),
        "time_zone": reader.attempt("time_zone", "calendar.unknown-zone", _zone, mapping.get("time_zone")),
        "weeks": _weeks(reader, mapping),
        "exceptions": _exceptions(reader, mapping.get("exceptions", [])),
        "holidays": _holidays(reader, mapping.get("holidays")),
    }
    if reader.errors:
        raise InvalidInput("calendar.invalid", reader.errors)
    return parts


def _text(value: Any) -> str:
    if not (isinstance(value, str) and value.strip()):
        raise ValueError("empty")
    return value


def _zone(value: Any) -> str:
    if value not in available_timezones():
        raise ValueError(value)
    return str(value)


def _weeks(reader: _Reader, mapping: Mapping[str, Any]) -> tuple[Week, ...]:
    if ("week" in mapping) == ("weeks" in mapping):
        reader.refuse("week", "calendar.one-of-week-and-weeks")
        return ()
    if "week" in mapping:
        return (_week(reader, mapping, ""),)
    weeks = []
    for path, item in reader.items(mapping["weeks"], "weeks"):
        fields = reader.known_keys(item, path, {"week", *VALIDITY})
        weeks.append(_week(reader, fields, f"{path}."))
    return tuple(weeks)


def _week(reader: _Reader, mapping: Mapping[str, Any], path: str) -> Week:
    hours = _hours_of_week(reader, mapping.get("week"), f"{path}week")
    limits = {
        key: reader.attempt(f"{path}{key}", "calendar.bad-date", date.fromisoformat, mapping[key])
        for key in VALIDITY & mapping.keys()
    }
    week = Week(hours, limits.get("valid_from") or date.min, limits.get("valid_to") or date.max)
    if week.valid_to < week.valid_from:
        reader.refuse(f"{path}valid_to", "calendar.ends-before-it-begins")
    return week


def _hours_of_week(reader: _Reader, value: Any, path: str) -> dict[int, tuple[Span, ...]]:
    if value == "24x7":
        return dict(AROUND_THE_CLOCK.hours)
    days = reader.known_keys(value, path, set(WEEKDAYS))
    return {WEEKDAYS.index(day): _spans(reader, days[day], f"{path}.{day}") for day in WEEKDAYS if day in days}


def _spans(reader: _Reader, value: Any, path: str) -> tuple[Span, ...]:
    spans = sorted(
        span
        for item_path, item in reader.items(value, path)
        if (span := reader.attempt(item_path, "calendar.bad-span", Span.parse, item))
    )
    if any(later.opens < earlier.closes for earlier, later in pairwise(spans)):
        reader.refuse(path, "calendar.spans-overlap")
    return tuple(spans)


def _exceptions(reader: _Reader, value: Any) -> dict[date, tuple[Span, ...]]:
    found: dict[date, tuple[Span, ...]] = {}
    for path, item in reader.items(value, "exceptions"):
        fields = reader.known_keys(item, path, {"date", "hours"})
        day = reader.attempt(f"{path}.date", "calendar.bad-date", date.fromisoformat, fields.get("date"))
        hours = _spans(reader, fields.get("hours"), f"{path}.hours")
        if day in found:
            reader.refuse(f"{path}.date", "calendar.date-twice")
        if day is not None:
            found[day] = hours
    return found


def _holidays(reader: _Reader, value: Any) -> NationalHolidays | None:
    if value is None:
        return None
    fields = reader.known_keys(value, "holidays", {"country", "subdivision"})
    country, subdivision = fields.get("country"), fields.get("subdivision")
    return reader.attempt("holidays", "calendar.unknown-country", NationalHolidays, country, subdivision)
