"""When timers are due."""

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.base.errors import ScriptFailed
from engine.calendars import Calendar
from engine.model_check.iso import is_time, looks_like_time, read_cycle
from engine.spiff.times import alarm, following

FRIDAY = datetime(2026, 3, 6, 16, 0, tzinfo=UTC)
OPEN = ["09:00-17:00"]
OFFICE = Calendar.from_json(
    {"name": "office", "time_zone": "UTC", "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OPEN)}
)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("PT4H", datetime(2026, 3, 6, 20, 0, tzinfo=UTC)),
        ("P1W", datetime(2026, 3, 13, 16, 0, tzinfo=UTC)),
        ("P1DT30M", datetime(2026, 3, 7, 16, 30, tzinfo=UTC)),
        ("P1M", datetime(2026, 4, 6, 16, 0, tzinfo=UTC)),
        ("P1Y", datetime(2027, 3, 6, 16, 0, tzinfo=UTC)),
        ("2026-05-01T09:00:00+03:00", datetime(2026, 5, 1, 6, 0, tzinfo=UTC)),
        ("2026-05-01", datetime(2026, 5, 1, tzinfo=UTC)),
    ],
)
def test_iso_texts(text: str, due: datetime) -> None:
    assert is_time(text) and alarm(text, FRIDAY, None).due_at == due


def test_the_last_day_of_a_month_stays_the_last() -> None:
    assert alarm("P1M", datetime(2026, 1, 31, tzinfo=UTC), None).due_at == datetime(2026, 2, 28, tzinfo=UTC)


@pytest.mark.parametrize("text", ["P", "PT", "P1DT", "-PT1H", "PT4X", "R3/P", "R/PT0S", "0 0/5 * * * ?", "500"])
def test_what_only_looks_like_a_time_is_refused(text: str) -> None:
    assert looks_like_time(text) or text in ("P", "PT")
    assert not is_time(text)
    with pytest.raises(ScriptFailed):
        alarm(text, FRIDAY, None)


def test_values_of_feel() -> None:
    assert alarm(timedelta(days=1, hours=2), FRIDAY, None).due_at == FRIDAY + timedelta(hours=26)
    assert alarm(date(2026, 4, 1), FRIDAY, None).due_at == datetime(2026, 4, 1, tzinfo=UTC)
    with pytest.raises(ScriptFailed):
        alarm(timedelta(hours=-1), FRIDAY, None)


def test_a_calendar_counts_working_days_and_open_hours() -> None:
    assert alarm("P5D", FRIDAY, OFFICE).due_at == datetime(2026, 3, 13, 16, 0, tzinfo=UTC)
    assert alarm("PT2H", FRIDAY, OFFICE).due_at == datetime(2026, 3, 9, 10, 0, tzinfo=UTC)


def test_cycles_say_how_often_and_from_when() -> None:
    armed = alarm("R3/2026-03-08T10:00:00Z/PT1H", FRIDAY, None)
    assert (armed.due_at, armed.every, armed.left) == (datetime(2026, 3, 8, 10, tzinfo=UTC), "PT1H", 2)
    assert alarm("R/PT1H", FRIDAY, None).left is None
    assert read_cycle("R3/yesterday/PT1H") is None


@pytest.mark.parametrize("calendar", [None, OFFICE])
def test_missed_firings_are_counted_not_repeated(calendar: Calendar | None) -> None:
    next_at, missed = following("PT1H", FRIDAY, FRIDAY + timedelta(hours=1), calendar)
    assert next_at > FRIDAY + timedelta(hours=1) and missed == 1


def test_a_year_of_outage_is_no_loop_of_a_year() -> None:
    next_at, missed = following("PT1S", FRIDAY, FRIDAY + timedelta(days=365), None)
    assert missed == 365 * 86_400 and next_at == FRIDAY + timedelta(days=365, seconds=1)
