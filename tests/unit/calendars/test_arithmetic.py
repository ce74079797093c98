"""What elapsed time and due instants are, case by case."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from engine.base.errors import InvalidInput
from engine.calendars import ALWAYS, Calendar

WORKDAYS = ("mon", "tue", "wed", "thu", "fri")


def calendar(*hours: str, zone: str = "UTC", days: tuple[str, ...] = WORKDAYS, **more: object) -> Calendar:
    week = {day: list(hours) for day in days}
    return Calendar.from_json({"name": "desk", "time_zone": zone, "week": week, **more})


def at(text: str, zone: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


def hours(number: float) -> timedelta:
    return timedelta(hours=number)


DUE = [
    # hours, start, amount, due; 2 March 2026 is a Monday
    (("08:00-17:00",), "2026-03-02 08:00", 9, "2026-03-02 17:00"),
    (("08:00-17:00",), "2026-03-02 08:00", 10, "2026-03-03 09:00"),
    (("08:00-17:00",), "2026-03-06 16:30", 1, "2026-03-09 08:30"),
    (("08:00-17:00",), "2026-03-07 12:00", 1, "2026-03-09 09:00"),
    (("08:00-17:00",), "2026-03-02 17:00", 1, "2026-03-03 09:00"),
    (("08:00-12:00", "13:00-17:00"), "2026-03-02 11:15", 1, "2026-03-02 13:15"),
    (("08:00-12:00", "13:00-17:00"), "2026-03-02 11:00", 1, "2026-03-02 12:00"),
    (("22:00-06:00",), "2026-03-02 23:00", 7, "2026-03-03 06:00"),
    (("22:00-06:00",), "2026-03-02 23:00", 8, "2026-03-03 23:00"),
    (("22:00-06:00",), "2026-03-07 05:00", 2, "2026-03-09 23:00"),
    (("09:00-17:00",), "2026-03-02 09:00", 40, "2026-03-06 17:00"),
]


@pytest.mark.parametrize(("day", "start", "amount", "due"), DUE)
def test_an_amount_of_open_time_is_due_at_the_earliest_instant(
    day: tuple[str, ...], start: str, amount: int, due: str
) -> None:
    desk = calendar(*day)
    assert desk.add(at(start), hours(amount)) == at(due)
    assert desk.elapsed(at(start), at(due)) == hours(amount)


def test_nothing_elapses_while_the_desk_is_closed() -> None:
    assert calendar("09:00-17:00").elapsed(at("2026-03-06 17:00"), at("2026-03-09 09:00")) == timedelta(0)


def test_an_end_before_the_start_measures_nothing() -> None:
    assert ALWAYS.elapsed(at("2026-03-06 17:00"), at("2026-03-05 17:00")) == timedelta(0)


def test_no_amount_is_due_at_the_start_even_outside_hours() -> None:
    assert calendar("09:00-17:00").add(at("2026-03-07 03:00"), timedelta(0)) == at("2026-03-07 03:00")


def test_around_the_clock_is_wall_clock_time() -> None:
    assert ALWAYS.add(at("2026-03-01 10:00"), hours(1000)) == at("2026-03-01 10:00") + hours(1000)


def test_a_desk_is_open_at_its_opening_and_not_at_its_closing_instant() -> None:
    desk = calendar("09:00-17:00")
    assert desk.is_open(at("2026-03-02 09:00"))
    assert not desk.is_open(at("2026-03-02 17:00"))


def test_shifts_that_touch_or_overlap_are_one_interval() -> None:
    week = {"mon": ["06:00-14:00", "14:00-22:00", "22:00-07:00"], "tue": ["06:00-09:00"]}
    desk = Calendar.from_json({"name": "shifts", "time_zone": "UTC", "week": week})
    found = list(desk.intervals(at("2026-03-01 00:00"), at("2026-03-05 00:00")))
    assert found == [(at("2026-03-02 06:00"), at("2026-03-03 09:00"))]


# Berlin: at 02:00 on 29 March 2026 the clocks go to 03:00; at 03:00 on 25 October 2026 back to 02:00.
def test_the_day_of_the_spring_change_has_23_hours_and_of_the_autumn_change_25() -> None:
    desk = calendar("00:00-24:00", zone="Europe/Berlin", days=("sun",))
    spring, autumn = at("2026-03-29 00:00", "Europe/Berlin"), at("2026-10-25 00:00", "Europe/Berlin")
    assert desk.elapsed(spring, spring + timedelta(days=2)) == hours(23)
    assert desk.elapsed(autumn, autumn + timedelta(days=2)) == hours(25)


@pytest.mark.parametrize(
    ("span", "day", "length"),
    [
        ("01:00-02:30", "2026-03-29", 1),  # 02:30 is skipped: it strikes at the change
        ("02:15-02:45", "2026-03-29", 0),
        ("02:30-06:00", "2026-03-29", 3),
        ("22:00-06:00", "2026-03-28", 7),
        ("01:00-02:30", "2026-10-25", 1.5),  # 02:30 comes twice: it strikes the first time
        ("02:30-06:00", "2026-10-25", 4.5),
        ("22:00-06:00", "2026-10-24", 9),
    ],
)
def test_hours_that_the_clock_change_skips_or_repeats(span: str, day: str, length: float) -> None:
    start = at(f"{day} 00:00", "Europe/Berlin")
    desk = calendar(span, zone="Europe/Berlin", days=(f"{start:%a}".lower(),))
    opened = [closes - opens for opens, closes in desk.intervals(start, start + timedelta(days=3))]
    assert opened == ([hours(length)] if length else [])


def test_a_zone_that_changes_by_half_an_hour() -> None:
    desk = calendar("00:00-24:00", zone="Australia/Lord_Howe", days=("sun",))
    start = at("2026-04-05 00:00", "Australia/Lord_Howe")
    assert desk.elapsed(start, start + timedelta(days=2)) == hours(24.5)


class TestDatedExceptions:
    """Single dates win over national holidays, which win over the week."""

    def test_a_shortened_day_an_extra_day_and_a_closed_day(self) -> None:
        desk = calendar(
            "09:00-18:00",
            exceptions=[
                {"date": "2026-03-03", "hours": ["09:00-12:00"]},
                {"date": "2026-03-07", "hours": ["10:00-14:00"]},
                {"date": "2026-03-05", "hours": []},
            ],
        )
        assert desk.elapsed(at("2026-03-02 00:00"), at("2026-03-09 00:00")) == hours(9 + 3 + 9 + 0 + 9 + 4)

    def test_a_holiday_does_not_cut_the_night_shift_of_its_eve(self) -> None:
        desk = calendar("22:00-06:00", exceptions=[{"date": "2026-03-04", "hours": []}])
        found = list(desk.intervals(at("2026-03-03 12:00"), at("2026-03-05 23:00")))
        assert found == [
            (at("2026-03-03 22:00"), at("2026-03-04 06:00")),
            (at("2026-03-05 22:00"), at("2026-03-05 23:00")),
        ]

    def test_national_holidays_close_and_moved_working_days_open(self) -> None:
        desk = calendar("09:00-18:00", zone="Europe/Moscow", holidays={"country": "RU"})
        assert not desk.is_open(at("2026-01-09 12:00", "Europe/Moscow"))  # Friday, moved day off
        assert desk.is_open(at("2024-04-27 12:00", "Europe/Moscow"))  # Saturday worked for the Monday after

    def test_an_exception_opens_a_national_holiday(self) -> None:
        duty = [{"date": "2026-01-07", "hours": ["10:00-12:00"]}]
        desk = calendar("09:00-18:00", zone="Europe/Moscow", holidays={"country": "RU"}, exceptions=duty)
        assert desk.elapsed(at("2026-01-01 00:00"), at("2026-01-10 00:00")) == hours(2)


YEARS = {
    "name": "desk",
    "time_zone": "UTC",
    "weeks": [
        {"week": {"mon": ["09:00-17:00"]}, "valid_from": "2026-01-01", "valid_to": "2026-12-31"},
        {"week": {"mon": ["10:00-12:00"]}, "valid_from": "2026-06-01", "valid_to": "2026-08-31"},
    ],
}


class TestValidity:
    """Hours change by year; outside every validity the desk is closed."""

    def test_the_last_week_valid_on_a_day_counts(self) -> None:
        desk = Calendar.from_json(YEARS)
        assert desk.elapsed(at("2026-06-01 00:00"), at("2026-06-02 00:00")) == hours(2)
        assert desk.elapsed(at("2026-03-02 00:00"), at("2026-03-03 00:00")) == hours(8)

    def test_an_amount_that_the_validity_never_fills_is_refused(self) -> None:
        with pytest.raises(InvalidInput, match="out-of-reach"):
            Calendar.from_json(YEARS).add(at("2026-12-28 09:00"), hours(9))

    def test_a_calendar_that_never_opens_is_refused_at_once(self) -> None:
        never = Calendar.from_json({"name": "never", "time_zone": "UTC", "week": {}})
        with pytest.raises(InvalidInput, match="out-of-reach"):
            never.add(at("2026-03-02 09:00"), hours(1))
        with pytest.raises(InvalidInput, match="out-of-reach"):
            never.add_working_days(at("2026-03-02 09:00"), 1)


WORKING_DAYS = [
    ("2026-03-02 15:20", 1, "2026-03-03 15:20"),
    ("2026-03-02 15:20", 5, "2026-03-09 15:20"),
    ("2026-03-06 09:00", 1, "2026-03-09 09:00"),
    ("2026-03-07 11:00", 1, "2026-03-10 09:00"),  # Saturday counts from Monday's opening
    ("2026-03-06 20:00", 1, "2026-03-10 09:00"),  # after hours on Friday, the same
    ("2026-03-02 07:00", 1, "2026-03-03 09:00"),
    ("2026-03-02 12:00", 0, "2026-03-02 12:00"),
    ("2026-03-07 11:00", 0, "2026-03-09 09:00"),
]


@pytest.mark.parametrize(("start", "days", "due"), WORKING_DAYS)
def test_working_days_keep_the_wall_time(start: str, days: int, due: str) -> None:
    assert calendar("09:00-17:00").add_working_days(at(start), days) == at(due)


def test_working_days_keep_the_wall_time_over_a_clock_change() -> None:
    desk = calendar("09:00-17:00", zone="Europe/Berlin")
    start, due = at("2026-03-27 10:00", "Europe/Berlin"), at("2026-03-30 10:00", "Europe/Berlin")
    assert desk.add_working_days(start, 1) == due
    assert due.astimezone(UTC) - start.astimezone(UTC) == hours(71)


def test_a_night_shift_belongs_to_the_day_it_opened_on() -> None:
    desk = calendar("22:00-06:00")  # the shift of Friday 6 March ends on Saturday morning
    assert desk.add_working_days(at("2026-03-07 05:00"), 1) == at("2026-03-10 05:00")


@pytest.mark.parametrize("call", ["add", "add_working_days"])
def test_a_negative_amount_is_refused(call: str) -> None:
    amount = -1 if call == "add_working_days" else hours(-1)
    with pytest.raises(InvalidInput, match="negative-amount"):
        getattr(ALWAYS, call)(at("2026-03-02 09:00"), amount)


def test_an_instant_without_a_zone_is_a_mistake_of_the_caller() -> None:
    with pytest.raises(ValueError, match="time zone"):
        ALWAYS.add(datetime(2026, 3, 2), hours(1))  # noqa: DTZ001 the point of the test
