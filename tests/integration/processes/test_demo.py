"""The demo desk is made through the real process, once."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from engine.base.db import Database
from engine.tables import Fault
from processes.demo import cast
from processes.demo.furnish import furnish
from processes.demo.stories import STORIES
from processes.people import access
from processes.people.rules import Role
from processes.ticket.rules import Status
from processes.ticket.tables import Comment, Ticket

pytestmark = pytest.mark.slow


def test_the_demo_shows_every_phase_and_role_and_is_made_once(sqlite_database: Database) -> None:
    assert furnish(sqlite_database)
    assert not furnish(sqlite_database), "a second start finds its desk"
    with sqlite_database.transaction(readonly=True) as session:
        statuses = Counter(session.scalars(select(Ticket.status)))
        assert statuses.total() == len(STORIES)
        assert set(statuses) == set(Status)
        assert session.scalar(select(func.count()).select_from(Fault)) == 0
        assert (session.scalar(select(func.count()).select_from(Comment)) or 0) > len(STORIES)
        roles = {role for login, password, _ in cast.SIGN_INS for role in _roles(session, login, password)}
    assert roles == set(Role)


def _roles(session, login: str, password: str) -> frozenset[str]:  # type: ignore[no-untyped-def]
    return access.authenticate(session, login, password).role_names
