"""Dates, times and durations: their arithmetic, order, equality and text, and the way to Python and back."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from engine.feel import compile_expression, feel_value, to_feel

ARITHMETIC = [
    ('@"2026-11-23" + @"PT36H"', '@"2026-11-24"'),
    ('@"2026-11-23" - @"PT1S"', '@"2026-11-22"'),
    ('@"P1M" + @"2028-01-31"', '@"2028-02-29"'),
    ('@"2026-03-31" - @"P1M"', '@"2026-02-28"'),
    ('@"2026-11-23T23:30:00" + @"PT1H"', '@"2026-11-24T00:30:00"'),
    ('@"2026-03-28T12:00:00@Europe/Paris" + @"PT24H"', '@"2026-03-29T13:00:00@Europe/Paris"'),
    ('@"2026-03-28T12:00:00@Europe/Paris" + @"P1M"', '@"2026-04-28T12:00:00@Europe/Paris"'),
    ('@"23:30:00" + @"PT1H"', '@"00:30:00"'),
    ('@"10:00:00+03:00" - @"06:00:00Z"', '@"PT1H"'),
    ('@"10:00:00" - @"06:00:00Z"', "null"),
    ('@"2026-11-23T10:00:00+03:00" - @"2026-11-23T06:00:00Z"', '@"PT1H"'),
    ('@"2026-11-23T00:00:00Z" - @"2026-11-22"', '@"P1D"'),
    ('@"2026-11-23T00:00:00" - @"2026-11-22"', "null"),
    ('@"P1Y" / @"P1M"', "12"),
    ('@"PT1H" / 0', "null"),
    ('@"P1Y" * 1.3', '@"P1Y3M"'),
    ('0.5 * @"PT1H"', '@"PT30M"'),
    ('@"P1Y" + @"P1D"', "null"),
    ('10 / @"P1D"', "null"),
    ('@"999999999-12-31" + @"P1D"', "null"),
    ('@"0001-01-01" - @"P1D"', '@"0000-12-31"'),
    ('@"-0001-12-31" + @"P1D"', '@"0000-01-01"'),
]
ORDER = [
    ('@"10:00:00" < @"11:00:00"', "true"),
    ('@"10:00:00+03:00" < @"08:00:00Z"', "true"),
    ('@"10:00:00" < @"11:00:00Z"', "null"),
    ('@"2026-11-23T10:00:00+03:00" = @"2026-11-23T07:00:00Z"', "true"),
    ('@"2026-11-23T10:00:00" = @"2026-11-23T10:00:00Z"', "false"),
    ('@"2026-11-23T10:00:00@Europe/Moscow" = @"2026-11-23T07:00:00Z"', "true"),
    ('@"10:00:00.25" = @"10:00:00.5"', "true"),
    ('@"10:00:00.25" < @"10:00:00.5"', "true"),
    ('@"2026-11-23" = @"2026-11-23T00:00:00Z"', "null"),
    ('@"P1Y" = @"P365D"', "null"),
    ('@"PT24H" = @"P1D"', "true"),
]
PROPERTIES = [
    ('@"2026-11-23".weekday', "1"),
    ('@"10:30:15.25".second', "15.25"),
    ('@"10:30:00@Europe/Moscow".time offset', '@"PT3H"'),
    ('@"10:30:00-03:30".time offset', '@"-PT3H30M"'),
    ('@"10:30:00+03:00".timezone', "null"),
    ('@"P1Y2M".months', "2"),
    ('@"-P1DT2H".hours', "-2"),
    ('@"PT1.5S".seconds', "1.5"),
    ('@"P1Y".days', "null"),
    ('@"monday"', "null"),
    ('@"2026-13-01"', "null"),
]


@pytest.mark.parametrize(("text", "value"), ARITHMETIC + ORDER + PROPERTIES)
def test_time_is_reckoned_as_the_standard_says(text: str, value: str) -> None:
    assert to_feel(compile_expression(text).evaluate({})) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 11, 23), '@"2026-11-23"'),
        (datetime(2026, 11, 23, 10, 30, 0, 5, tzinfo=UTC), '@"2026-11-23T10:30:00.000005Z"'),
        (datetime(2026, 11, 23, 10, 30, tzinfo=ZoneInfo("Europe/Moscow")), '@"2026-11-23T10:30:00@Europe/Moscow"'),
        (datetime(2026, 11, 23, 10, 30, tzinfo=timezone(timedelta(hours=-3))), '@"2026-11-23T10:30:00-03:00"'),
        (time(10, 30), '@"10:30:00"'),
        (timedelta(hours=30), '@"P1DT6H"'),
        (timedelta(microseconds=-1), '@"-PT0.000001S"'),
    ],
)
def test_a_python_time_comes_in_and_goes_out_again(value: Any, text: str) -> None:
    inside = feel_value(value)
    assert to_feel(inside) == text
    assert inside.to_python() == value
