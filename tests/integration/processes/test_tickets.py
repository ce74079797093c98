"""Tickets of any practice: lists, search, conversation, links, drafts."""

from datetime import timedelta

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from engine.base import clock
from engine.base.clock import VirtualClock
from engine.base.errors import InvalidInput, NotFound, RuleViolated, StaleVersion
from processes.people.rules import Relation, Role
from processes.ticket import operations, queries
from processes.ticket.queries import TicketFilter
from processes.ticket.tables import Ticket
from tests.integration.processes.desk import acting, make_group, make_ticket, make_user


@pytest.mark.parametrize("words", ["ПОЧТА", "почта не", "ёлкина", "елкина", "tst-", "не открывается"])
def test_a_search_finds_cyrillic_in_any_case_in_title_text_number_and_requester(session: Session, words: str) -> None:
    requester = make_user(session, name="Анна Ёлкина")
    found = make_ticket(session, title="Почта не работает", description="Ничего\nне ОТКРЫВАЕТСЯ", requester=requester)
    page = queries.page(session, TicketFilter(search=words))
    assert [row.id for row in page.rows] == [found.id]


def test_the_jokers_of_sql_are_letters_like_any_other(session: Session) -> None:
    make_ticket(session, title="Disk is full")
    full = make_ticket(session, title="Disk is 100% full")
    assert [row.id for row in queries.page(session, TicketFilter(search="0%")).rows] == [full.id]
    assert not queries.page(session, TicketFilter(search="d_sk")).rows


def test_pages_show_every_ticket_once_the_newest_first(session: Session, virtual_clock: VirtualClock) -> None:
    made = []
    for number in range(7):
        if number % 2:
            virtual_clock.advance(timedelta(hours=1))
        made.append(make_ticket(session))
    seen, after = [], None
    while True:
        page = queries.page(session, after=after, limit=3)
        seen += [row.id for row in page.rows]
        after = page.next
        if after is None:
            break
    assert sorted(seen) == sorted(row.id for row in made)
    times = [session.get_one(Ticket, row_id).opened_at for row_id in seen]
    assert times == sorted(times, reverse=True)


@pytest.mark.parametrize("after", ["", "нет", "AAAA", "MjAyNi0wMy0wMlQwOTowMDowMCB4"])
def test_a_made_up_cursor_is_refused(session: Session, after: str) -> None:
    with pytest.raises(InvalidInput, match="bad-cursor"):
        queries.page(session, after=after)


def test_a_list_is_narrowed_by_what_is_asked(session: Session) -> None:
    agent = make_user(session, Role.AGENT)
    mine = make_ticket(session, assignee_id=agent.id, priority=1, assignment_group="network", status="resolved")
    make_ticket(session, priority=2)
    for wanted in (
        TicketFilter(assignee_id=agent.id),
        TicketFilter(priority=1),
        TicketFilter(groups=["network"]),
        TicketFilter(statuses=["resolved", "closed"]),
        TicketFilter(requester_id=mine.requester_id, kind="incident"),
    ):
        assert [row.id for row in queries.page(session, wanted).rows] == [mine.id]


def test_a_requester_does_not_read_notes(session: Session) -> None:
    ticket = make_ticket(session)
    agent = make_user(session, Role.AGENT)
    operations.say(session, ticket, "Видно всем", actor=acting(agent), is_public=True)
    operations.say(session, ticket, "Only for us", actor=acting(agent), is_public=False)
    assert [turn.text for turn in queries.conversation(session, ticket, with_internal=False)] == ["Видно всем"]
    assert len(queries.conversation(session, ticket, with_internal=True)) == 2


@pytest.mark.parametrize(("text", "code"), [("", "input.required"), (" \n\x00", "input.required")])
def test_an_empty_word_is_refused(session: Session, text: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.say(session, make_ticket(session), text, actor=acting(make_user(session)), is_public=True)
    assert refused.value.fields == {"text": [code]}


def test_a_word_without_end_is_refused(session: Session) -> None:
    with pytest.raises(InvalidInput) as refused:
        operations.say(session, make_ticket(session), "ж" * 50_001, actor=acting(make_user(session)), is_public=True)
    assert refused.value.fields == {"text": ["input.too-long"]}


def test_a_link_shows_from_both_ends_once(session: Session) -> None:
    old, new = make_ticket(session), make_ticket(session)
    actor = acting(new.requester)
    assert operations.link(session, new, old.number.lower(), "follows", actor=actor) is operations.link(
        session, new, old.number, "follows", actor=actor
    )
    assert [(kind, other.number) for kind, other in queries.links(session, new)] == [("follows", old.number)]
    assert [(kind, other.number) for kind, other in queries.links(session, old)] == [("-follows", new.number)]
    with pytest.raises(RuleViolated):
        operations.link(session, new, new.number, "relates", actor=actor)
    with pytest.raises(NotFound):
        operations.link(session, new, "TST-999999", "relates", actor=actor)
    with pytest.raises(InvalidInput):
        operations.link(session, new, old.number, "hates", actor=actor)


def test_a_draft_is_kept_for_its_author_until_the_task_ends(session: Session) -> None:
    user, other = make_user(session), make_user(session)
    operations.keep_draft(session, user, "t1", {"text": "начал"})
    operations.keep_draft(session, user, "t1", {"text": "начал писать"})
    kept = queries.draft(session, user, "t1")
    assert kept and kept.data == {"text": "начал писать"}
    assert queries.draft(session, other, "t1") is None
    operations.drop_drafts(session, "t1")
    session.expire_all()
    assert queries.draft(session, user, "t1") is None


def test_a_person_stands_to_a_ticket_in_every_relation_that_holds(session: Session) -> None:
    desk, network = make_group(session), make_group(session, "network", "L2")
    agent = make_user(session, Role.AGENT, groups=(network,))
    first_level = make_user(session, Role.AGENT, groups=(desk,))
    ticket = make_ticket(session, requester=agent, assignee_id=agent.id, assignment_group="network")
    assert set(queries.relations(session, agent, ticket)) == set(Relation)
    assert queries.relations(session, first_level, ticket) == ()
    ticket.assignment_group = None
    assert queries.relations(session, first_level, ticket) == (Relation.MEMBER,), "what nobody has, the first level has"


def test_two_writers_of_one_ticket_do_not_overwrite_each_other(session: Session) -> None:
    ticket = make_ticket(session)
    with pytest.raises(StaleVersion):
        operations.check_version(ticket, ticket.version + 1)
    operations.check_version(ticket, None)
    elsewhere = update(Ticket).where(Ticket.id == ticket.id).values(version=Ticket.version + 1, changed_at=clock.now())
    session.execute(elsewhere.execution_options(synchronize_session=False))
    ticket.title = "Another title"
    with pytest.raises(StaleDataError):
        session.flush()
