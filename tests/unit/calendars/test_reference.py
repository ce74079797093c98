"""The calendar against a reference that walks minute by minute and knows nothing of intervals."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.calendars import Calendar, Span, Week

MINUTE = timedelta(minutes=1)
# Each zone with a day on which its clocks change, or skip a whole day, near it.
CHANGES = {
    "UTC": date(2026, 3, 2),
    "Europe/Berlin": date(2026, 3, 29),
    "Europe/London": date(2026, 10, 25),
    "America/New_York": date(2026, 11, 1),
    "America/Sao_Paulo": date(2018, 11, 4),  # midnight itself is skipped
    "Australia/Lord_Howe": date(2026, 10, 4),  # half an hour
    "Pacific/Apia": date(2011, 12, 30),  # a day that never was
    "Asia/Kathmandu": date(2026, 1, 1),
}


@st.composite
def spans(draw: st.DrawFn) -> tuple[Span, ...]:
    cuts = sorted(draw(st.lists(st.integers(0, 47), max_size=6, unique=True)))
    found = [Span(a * 30, b * 30) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    if draw(st.booleans()):
        opens = draw(st.integers(cuts[-1] if cuts else 0, 47)) * 30
        found = [span for span in found if span.closes <= opens]
        found.append(Span(opens, opens + draw(st.integers(1, 48)) * 30))
    return tuple(found)


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, datetime]:
    zone, change = draw(st.sampled_from(sorted(CHANGES.items())))
    week = Week({day: draw(spans()) for day in range(7)})
    days = [change + timedelta(days=offset) for offset in range(-2, 3)]
    exceptions = draw(st.dictionaries(st.sampled_from(days), spans(), max_size=2))
    start = datetime.combine(change - timedelta(days=1), time.min, UTC) + MINUTE * draw(st.integers(0, 24 * 60))
    return Calendar("random", zone, (week,), exceptions), start


def open_minutes(calendar: Calendar, start: datetime, end: datetime) -> list[datetime]:
    """Which minutes are open, told by watching the clocks of the zone strike the hours one minute after another."""
    zone = ZoneInfo(calendar.time_zone)
    watch_from = start - timedelta(days=3)
    waiting = [
        (datetime.combine(day, time.min) + timedelta(minutes=minutes), change)
        for offset in range(-3, (end - start).days + 4)
        for day in [start.date() + timedelta(days=offset)]
        for span in calendar.hours_on(day)
        for minutes, change in ((span.opens, 1), (span.closes, -1))
    ]
    waiting.sort()
    found, level, minute = [], 0, watch_from
    latest = watch_from.astimezone(zone).replace(tzinfo=None)
    while minute < end:
        latest = max(latest, minute.astimezone(zone).replace(tzinfo=None))
        while waiting and waiting[0][0] <= latest:
            level += waiting.pop(0)[1]
        if level > 0 and minute >= start:
            found.append(minute)
        minute += MINUTE
    return found


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, 3 * 24 * 60), st.data())
def test_intervals_and_due_instants_agree_with_watching_the_clock(
    case: tuple[Calendar, datetime], length: int, data: st.DataObject
) -> None:
    calendar, start = case
    end = start + MINUTE * length
    minutes = open_minutes(calendar, start, end)
    assert calendar.elapsed(start, end) == MINUTE * len(minutes)
    stretches = list(calendar.intervals(start, end))
    assert all(a[1] < b[0] for a, b in pairwise(stretches))
    assert sum(((to - from_) for from_, to in stretches), timedelta(0)) == MINUTE * len(minutes)
    if minutes:
        amount = data.draw(st.integers(1, len(minutes)))
        due = minutes[amount - 1] + MINUTE
        assert calendar.add(start, MINUTE * amount) == due
        assert calendar.is_open(due - MINUTE)


@settings(max_examples=60, deadline=None)
@given(calendars(), st.integers(0, 4000), st.integers(0, 4000))
def test_elapsed_time_adds_up_over_any_cut(case: tuple[Calendar, datetime], first: int, second: int) -> None:
    calendar, start = case
    middle, end = start + MINUTE * first, start + MINUTE * (first + second)
    assert calendar.elapsed(start, middle) + calendar.elapsed(middle, end) == calendar.elapsed(start, end)
