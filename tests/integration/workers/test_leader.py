"""Of many tickers one leads, and another takes over."""

from datetime import UTC, datetime, timedelta

from engine.base.db import Database
from workers import leader

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEASE = timedelta(seconds=15)


def lead(database: Database, who: str, now: datetime = NOW) -> bool:
    return database.run(lambda session: leader.lead(session, "ticker", who=who, now=now, lease=LEASE))


def test_one_leads_and_goes_on_leading(database: Database) -> None:
    assert lead(database, "a")
    assert not lead(database, "b")
    assert lead(database, "a", NOW + timedelta(seconds=10))
    assert not lead(database, "b", NOW + timedelta(seconds=20))


def test_another_takes_over_from_one_that_fell_silent(database: Database) -> None:
    assert lead(database, "a")
    assert lead(database, "b", NOW + timedelta(seconds=16))
    assert not lead(database, "a", NOW + timedelta(seconds=17))


def test_one_that_resigns_is_replaced_at_once(database: Database) -> None:
    assert lead(database, "a")
    database.run(lambda session: leader.resign(session, "ticker", who="b"))
    assert not lead(database, "b")
    database.run(lambda session: leader.resign(session, "ticker", who="a"))
    assert lead(database, "b")
