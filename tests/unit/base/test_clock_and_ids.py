"""Time stands still when told to, and identifiers are in the order they were made."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from engine.base import clock
from engine.base.ids import new_id

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_virtual_clock_stands_until_it_is_moved() -> None:
    standing = clock.VirtualClock(MORNING)
    with clock.use(standing):
        assert clock.now() == MORNING
        standing.advance(timedelta(hours=1))
        assert clock.now() == MORNING + timedelta(hours=1)
    assert clock.now() > MORNING + timedelta(days=100)


def test_a_clock_does_not_run_backwards_but_may_be_set() -> None:
    standing = clock.VirtualClock(MORNING)
    with pytest.raises(ValueError, match="backwards"):
        standing.advance(timedelta(seconds=-1))
    standing.set(MORNING - timedelta(days=1))
    assert standing.now() == MORNING - timedelta(days=1)


def test_now_is_in_utc_whatever_zone_the_clock_was_given() -> None:
    moscow = datetime(2026, 3, 2, 12, tzinfo=timezone(timedelta(hours=3)))
    assert clock.VirtualClock(moscow).now().tzinfo == UTC


def test_identifiers_are_unique_and_of_version_seven() -> None:
    made = [new_id() for _ in range(2000)]
    assert len(set(made)) == len(made)
    assert all(len(identity) == 32 and identity[12] == "7" for identity in made)


def test_an_identifier_made_later_is_greater() -> None:
    made = [new_id() for _ in range(20_000)]
    milliseconds = [identity[:12] for identity in made]
    assert milliseconds == sorted(milliseconds)
