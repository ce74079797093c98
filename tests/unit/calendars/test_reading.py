"""A calendar written wrongly: each wrong field is named, with a code that has a text in both languages."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import InvalidInput
from engine.calendars import Calendar
from engine.calendars.messages import TEXTS

GOOD = {"name": "desk", "time_zone": "UTC", "week": {"mon": ["09:00-17:00"]}}

WRONG: list[tuple[dict[str, Any], str, str]] = [
    ({"name": " "}, "name", "calendar.name-missing"),
    ({"time_zone": "Mars/Olympus"}, "time_zone", "calendar.unknown-zone"),
    ({"time_zone": 3}, "time_zone", "calendar.unknown-zone"),
    ({"colour": "red"}, "colour", "calendar.unknown-field"),
    ({"week": "8x5"}, "week", "calendar.not-an-object"),
    ({"week": {"monday": []}}, "week.monday", "calendar.unknown-field"),
    ({"week": {"mon": "09:00-17:00"}}, "week.mon", "calendar.not-a-list"),
    ({"week": {"mon": ["9-17"]}}, "week.mon.0", "calendar.bad-span"),
    ({"week": {"mon": ["09:00-25:00"]}}, "week.mon.0", "calendar.bad-span"),
    ({"week": {"mon": ["24:00-08:00"]}}, "week.mon.0", "calendar.bad-span"),
    ({"week": {"mon": [None]}}, "week.mon.0", "calendar.bad-span"),
    ({"week": {"mon": ["09:00-13:00", "12:00-18:00"]}}, "week.mon", "calendar.spans-overlap"),
    ({"valid_from": "yesterday"}, "valid_from", "calendar.bad-date"),
    ({"valid_from": "2026-02-01", "valid_to": "2026-01-31"}, "valid_to", "calendar.ends-before-it-begins"),
    ({"weeks": []}, "week", "calendar.one-of-week-and-weeks"),
    ({"exceptions": {}}, "exceptions", "calendar.not-a-list"),
    ({"exceptions": [{"date": "31.12.2026", "hours": []}]}, "exceptions.0.date", "calendar.bad-date"),
    ({"exceptions": [{"date": "2026-12-31"}]}, "exceptions.0.hours", "calendar.not-a-list"),
    ({"exceptions": [{"date": "2026-12-31", "hours": []}] * 2}, "exceptions.1.date", "calendar.date-twice"),
    ({"holidays": {"country": "XX"}}, "holidays", "calendar.unknown-country"),
    ({"holidays": {"country": "DE", "subdivision": "XX"}}, "holidays", "calendar.unknown-country"),
    ({"holidays": []}, "holidays", "calendar.not-an-object"),
]


@pytest.mark.parametrize(("change", "path", "code"), WRONG)
def test_a_wrong_field_is_named(change: dict[str, Any], path: str, code: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        Calendar.from_json({**GOOD, **change})
    assert code in caught.value.fields[path]
    assert all(TEXTS[code]), "a text is missing"


def test_all_wrong_fields_are_named_at_once() -> None:
    with pytest.raises(InvalidInput) as caught:
        Calendar.from_json({"name": "", "time_zone": "", "week": {"mon": ["?"]}})
    assert set(caught.value.fields) == {"name", "time_zone", "week.mon.0"}


def test_an_end_at_or_before_the_beginning_is_on_the_next_day() -> None:
    (span,) = Calendar.from_json({**GOOD, "week": {"mon": ["22:00-06:00"]}}).weeks[0].on(0)
    assert (span.opens, span.closes) == (22 * 60, 30 * 60)


def test_the_calendar_of_the_how_to_is_a_calendar() -> None:
    page = (Path(__file__).parents[3] / "docs/howto/business-calendars.md").read_text()
    calendar = Calendar.from_json(json.loads(page.partition("```json")[2].partition("```")[0]))
    assert [len(calendar.hours_on(date(2026, 12, day))) for day in (28, 29, 30, 31)] == [2, 1, 1, 0]
