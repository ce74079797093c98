"""The inbox as people see it: whose work, which words, in which order, page by page."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.clock import VirtualClock
from engine.base.errors import InvalidInput
from engine.base.ids import new_id
from engine.tables import CandidateGroup, Definition, HumanTask, Instance
from processes.people.rules import Role
from processes.ticket import worklist
from processes.ticket.tables import Ticket
from processes.ticket.worklist import COUNTED, Order, Wanted
from tests.integration.processes.desk import make_ticket, make_user


@pytest.fixture
def definition(session: Session) -> Definition:
    row = Definition(
        key="incident", version=1, name="Incident", content_hash="x", files=b"", specification=b"", author="system"
    )
    session.add(row)
    session.flush()
    return row


def make_work(session: Session, definition: Definition, *groups: str, title: str = "Mail", **changes: Any) -> HumanTask:
    """A human task of a ticket, as rows alone."""
    ticket: Ticket = make_ticket(session, title=title)
    instance = Instance(definition_id=definition.id, key="incident", business_key=ticket.number)
    session.add(instance)
    session.flush()
    facts = {"element_id": "triage", "name": "Triage", "sort_key": "3", "candidate_groups": list(groups)} | changes
    task = HumanTask(
        id=new_id(),
        instance_id=instance.id,
        business_key=ticket.number,
        key="incident",
        created_at=clock.now(),
        **facts,
    )
    session.add(task)
    session.flush()
    for group in groups:
        session.add(
            CandidateGroup(tenant_id="default", group_key=group, sort_key=str(facts["sort_key"]), human_task_id=task.id)
        )
    session.flush()
    return task


def ids(session: Session, wanted: Wanted, limit: int = 2) -> list[str]:
    """All rows of all pages."""
    seen: list[str] = []
    after = None
    while True:
        page = worklist.page(session, wanted, after=after, limit=limit)
        seen += [work.task.id for work in page.rows]
        after = page.next
        if after is None:
            return seen


def test_a_list_shows_what_is_mine_or_my_groups_or_everybodys(session: Session, definition: Definition) -> None:
    me = make_user(session, Role.AGENT)
    mine = make_work(session, definition, "network", assignee_id=me.id)
    desk = make_work(session, definition, "service-desk", "network")
    other = make_work(session, definition, "experts")
    assert ids(session, Wanted(assignee_id=me.id)) == [mine.id]
    assert set(ids(session, Wanted(groups=["service-desk"]))) == {desk.id}
    assert set(ids(session, Wanted(groups=["network", "service-desk"]))) == {mine.id, desk.id}
    assert ids(session, Wanted(groups=[])) == []
    assert set(ids(session, Wanted())) == {mine.id, desk.id, other.id}


def test_steps_of_the_requester_are_in_no_inbox_of_agents(session: Session, definition: Definition) -> None:
    make_work(session, definition, role="requester")
    assert ids(session, Wanted()) == []


@pytest.mark.parametrize("order", list(Order))
def test_every_order_shows_each_row_once_over_all_pages(
    session: Session, definition: Definition, virtual_clock: VirtualClock, order: Order
) -> None:
    made = []
    for number in range(7):
        virtual_clock.advance(timedelta(minutes=number % 3))
        due = clock.now() + timedelta(hours=(number * 5) % 7) if number % 3 else None
        made.append(make_work(session, definition, "network", sort_key=str(number % 4), due_at=due))
    keys = {
        Order.RANK: lambda task: (task.sort_key, task.id),
        Order.DUE: lambda task: (task.due_at or worklist.NEVER, task.id),
        Order.NEWEST: lambda task: (task.created_at, task.id),
    }
    expected = sorted(made, key=keys[order], reverse=order is Order.NEWEST)
    assert ids(session, Wanted(order=order)) == [task.id for task in expected]


def test_words_narrow_the_list_by_title_and_number(session: Session, definition: Definition) -> None:
    found = make_work(session, definition, "network", title="Почта не РАБОТАЕТ")
    make_work(session, definition, "network", title="Printer")
    assert ids(session, Wanted(search="работает")) == [found.id]
    assert ids(session, Wanted(search=found.business_key.lower())) == [found.id]


def test_counting_stops_where_nobody_counts_any_more(session: Session, definition: Definition) -> None:
    for _ in range(3):
        make_work(session, definition, "network")
    make_work(session, definition, "network", due_at=clock.now() - timedelta(minutes=1))
    assert worklist.count(session, Wanted(groups=["network"])) == 4 < COUNTED
    assert worklist.overdue(session, Wanted(groups=["network"]), clock.now()) == 1


@pytest.mark.parametrize("order", [Order.DUE, Order.NEWEST])
@pytest.mark.parametrize("after", ["", "~", "yesterday~x", "2026-01-01T00:00:00~x"])
def test_a_made_up_place_in_the_list_is_refused(session: Session, order: Order, after: str) -> None:
    with pytest.raises(InvalidInput, match="bad-cursor"):
        worklist.page(session, Wanted(order=order), after=after)
