"""Incidents driven through the shipped diagram, on both databases."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import inbox
from engine.base.clock import VirtualClock
from engine.base.db import Database
from engine.base.errors import AlreadyDone, InvalidInput, NotFound, RuleViolated, StaleVersion
from engine.tables import Job
from processes.audit import trail
from processes.incident import operations, queries
from processes.incident.operations import OpenIncident
from processes.notify.tables import Delivery
from processes.people import operations as people
from processes.people.operations import UserCard
from processes.ticket import operations as tickets
from processes.ticket import queries as ticket_queries
from tests.integration.processes.desk import acting, make_user
from tests.integration.processes.incident_desk import RESOLVE, TRIAGE, Desk, furnish

pytestmark = pytest.mark.slow


@pytest.fixture
def desk(session: Session, virtual_clock: VirtualClock) -> Desk:
    return furnish(session)


def test_a_report_gets_a_number_a_priority_a_task_for_the_first_level_and_a_mail(desk: Desk) -> None:
    ticket = desk.open(impact=1, urgency=2)
    assert ticket.number.startswith("INC-")
    assert (ticket.status, ticket.priority) == ("new", 2)
    assert desk.task(ticket).candidate_groups == ["service-desk"]
    assert desk.mails() == ["opened"]
    assert trail.of(desk.session, "ticket", ticket.id)[0].action == "incident.open"


def test_an_incident_goes_from_report_to_closure(desk: Desk) -> None:
    ticket = desk.open()
    desk.do(ticket, TRIAGE)
    assert (ticket.status, ticket.category, ticket.priority) == ("in_progress", "email", 4)
    desk.do(ticket, RESOLVE)
    assert ticket.status == "resolved"
    assert ticket.resolved_at is not None
    operations.confirm(desk.session, ticket.number, actor=acting(desk.requester))
    assert ticket.status == "closed"
    page = queries.ticket_page(desk.session, ticket.number, desk.agent)
    assert (page.incident.resolution_code, page.incident.close_reason) == ("fixed", "confirmed")
    assert desk.mails() == ["opened", "in_progress", "resolved", "closed"]


def test_what_the_agent_did_stands_in_the_mail_in_the_language_of_the_requester(desk: Desk) -> None:
    ticket = desk.in_phase("resolved")
    mail = desk.session.scalars(select(Delivery).order_by(Delivery.id.desc()).limit(1)).one()
    assert mail.subject == f"[{ticket.number}] Решено? Подтвердите, пожалуйста: Не работает почта"
    assert RESOLVE["text"] in mail.body
    assert mail.references == f"<{ticket.number}@127.0.0.1>"
    jobs = desk.session.scalars(select(Job).where(Job.kind == "notify.mail")).all()
    assert mail.id in {job.payload["delivery_id"] for job in jobs}


def test_a_solution_that_is_refused_brings_the_work_back(desk: Desk) -> None:
    ticket = desk.in_phase("resolved")
    with pytest.raises(InvalidInput):
        operations.refuse_solution(desk.session, ticket.number, " ", actor=acting(desk.requester))
    operations.refuse_solution(desk.session, ticket.number, "Опять молчит.", actor=acting(desk.requester))
    assert (ticket.status, ticket.resolved_at) == ("in_progress", None)
    page = queries.ticket_page(desk.session, ticket.number, desk.requester)
    assert page.incident.reopen_count == 1
    assert [turn.text for turn in page.conversation][-1] == "Опять молчит."
    assert desk.mails()[-1] == "reopened"


def test_a_second_confirmation_is_told_that_nobody_waits_for_one(desk: Desk) -> None:
    ticket = desk.in_phase("closed")
    with pytest.raises(RuleViolated, match="no-answer-expected"):
        operations.confirm(desk.session, ticket.number, actor=acting(desk.requester))


def test_a_second_submit_of_a_step_is_told_who_did_it(desk: Desk) -> None:
    ticket = desk.open()
    task = desk.task(ticket)
    desk.do(ticket, TRIAGE)
    with pytest.raises(AlreadyDone) as refused:
        inbox.complete(desk.session, task.id, TRIAGE, actor=desk.actor())
    assert refused.value.params["by"] == f"user:{desk.agent.id}"


@pytest.mark.parametrize("status", ["waiting_customer", "waiting_evidence"])
def test_the_words_of_the_requester_wake_an_incident_that_waits_for_them(desk: Desk, status: str) -> None:
    ticket = desk.in_phase(status)
    operations.reply(desk.session, ticket.number, "Сейчас посмотрю.", actor=desk.actor())
    assert ticket.status == status, "an agent's words do not"
    operations.reply(desk.session, ticket.number, "На экране код 42.", actor=acting(desk.requester))
    assert ticket.status == "in_progress"


def test_words_said_before_an_incident_began_to_wait_do_not_wake_it_later(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    operations.reply(desk.session, ticket.number, "Ну как там?", actor=acting(desk.requester))
    desk.do(ticket, {"outcome": "wait", "wait_for": "customer", "question": "Что на экране?"})
    assert ticket.status == "waiting_customer"


def test_a_question_reaches_the_requester_in_the_conversation_and_by_mail_once(desk: Desk) -> None:
    ticket = desk.in_phase("waiting_customer")
    page = queries.ticket_page(desk.session, ticket.number, desk.requester)
    assert [turn.text for turn in page.conversation] == ["Что на экране?"]
    assert desk.mails() == ["opened", "in_progress", "waiting_customer"]


@pytest.mark.parametrize("whom", ["customer", "vendor", "problem", "evidence"])
def test_every_wait_ends_by_hand(desk: Desk, whom: str) -> None:
    ticket = desk.in_phase(f"waiting_{whom}")
    operations.wake(desk.session, ticket.number, actor=desk.actor(), note="Позвонил сам.")
    assert ticket.status == "in_progress"
    with pytest.raises(RuleViolated, match="not-waiting"):
        operations.wake(desk.session, ticket.number, actor=desk.actor())


@pytest.mark.parametrize(
    "status",
    [
        "new",
        "in_progress",
        "waiting_customer",
        "waiting_vendor",
        "waiting_problem",
        "waiting_evidence",
        "resolved",
    ],
)
def test_an_incident_is_cancelled_in_every_phase(desk: Desk, status: str) -> None:
    ticket = desk.in_phase(status)
    operations.cancel(desk.session, ticket.number, "Нашёлся кабель.", actor=acting(desk.requester))
    assert ticket.status == "cancelled"
    assert not inbox.of_instance(desk.session, ticket.instance_id or "")
    assert desk.mails()[-1] == "cancelled"
    with pytest.raises(RuleViolated, match="already-over"):
        operations.cancel(desk.session, ticket.number, "Ещё раз.", actor=acting(desk.requester))


def test_a_new_impact_gives_a_new_priority_by_the_decision_table_alone(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    seen = ticket.version
    operations.reprioritise(
        desk.session, ticket.number, impact=1, urgency=1, reason="Весь филиал", actor=desk.actor(), version=seen
    )
    assert (ticket.priority, ticket.priority_reason) == (1, "Весь филиал")
    assert desk.task(ticket).sort_key.startswith("1-"), "it moves up in the inbox"
    with pytest.raises(StaleVersion):
        operations.reprioritise(
            desk.session, ticket.number, impact=3, urgency=3, reason="x", actor=desk.actor(), version=seen
        )
    with pytest.raises(InvalidInput) as refused:
        operations.reprioritise(desk.session, ticket.number, impact=0, urgency=9, reason="x", actor=desk.actor())
    assert set(refused.value.fields) == {"impact", "urgency"}


def test_escalation_to_the_leads_never_changes_the_assignee(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    inbox.claim(desk.session, desk.task(ticket).id, actor=desk.actor())
    for _ in range(2):
        operations.escalate(desk.session, ticket.number, "Стоит отгрузка.", actor=acting(desk.requester))
    assert (ticket.assignee_id, ticket.status) == (desk.agent.id, "in_progress")
    assert desk.mails(to=desk.lead) == ["escalated", "escalated"]
    escalations = [entry for entry in trail.of(desk.session, "ticket", ticket.id) if entry.action.endswith("escalate")]
    assert escalations[0].changes["reason"] == [None, "Стоит отгрузка."]


def test_functional_escalation_hands_the_incident_to_the_group_and_its_assignee_lets_go(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    inbox.claim(desk.session, desk.task(ticket).id, actor=desk.actor())
    assert ticket.assignee_id == desk.agent.id
    desk.do(ticket, {"outcome": "hand_over", "to_level": "L2", "to_group": "network"})
    assert (ticket.assignment_group, ticket.assignee_id) == ("network", None)
    assert desk.task(ticket).candidate_groups == ["network"]
    desk.do(ticket, {"outcome": "hand_over", "to_level": "L3"}, by=desk.network)
    assert ticket.assignment_group is None
    assert desk.task(ticket).candidate_groups == ["platform"]


def test_a_closed_incident_opens_again_within_five_business_days(desk: Desk, virtual_clock: VirtualClock) -> None:
    ticket = desk.in_phase("closed")
    virtual_clock.advance(timedelta(days=6))  # a Monday and a weekend: the fifth business day is not over
    desk.fire_due_timers()
    operations.reopen(desk.session, ticket.number, "Снова молчит.", actor=acting(desk.requester))
    assert (ticket.status, ticket.closed_at) == ("in_progress", None)


def test_after_the_window_a_new_incident_follows_the_old_one(desk: Desk, virtual_clock: VirtualClock) -> None:
    ticket = desk.in_phase("closed")
    virtual_clock.advance(timedelta(days=8))
    desk.fire_due_timers()
    with pytest.raises(RuleViolated, match="reopen-window-over"):
        operations.reopen(desk.session, ticket.number, "Снова молчит.", actor=acting(desk.requester))
    second = desk.open(follows=ticket.number)
    assert [(kind, other.number) for kind, other in ticket_queries.links(desk.session, second)] == [
        ("follows", ticket.number)
    ]


def test_only_what_is_closed_is_reopened(desk: Desk) -> None:
    with pytest.raises(RuleViolated, match="not-closed"):
        operations.reopen(desk.session, desk.in_phase("resolved").number, "x", actor=acting(desk.requester))


def test_silence_closes_a_resolved_incident_after_five_business_days(desk: Desk, virtual_clock: VirtualClock) -> None:
    ticket = desk.in_phase("resolved")
    virtual_clock.advance(timedelta(days=8))
    desk.fire_due_timers()
    assert ticket.status == "closed"
    assert queries.incident_of(desk.session, ticket).close_reason == "auto"


def test_the_assignee_follows_who_has_the_task(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    task = desk.task(ticket)
    inbox.claim(desk.session, task.id, actor=desk.actor())
    assert ticket.assignee_id == desk.agent.id
    inbox.assign(desk.session, task.id, desk.network.id, actor=acting(desk.lead))
    assert ticket.assignee_id == desk.network.id
    inbox.release(desk.session, task.id, actor=acting(desk.network))
    assert ticket.assignee_id is None


def test_a_draft_goes_when_its_task_is_done(desk: Desk) -> None:
    ticket = desk.open()
    task_id = desk.task(ticket).id
    tickets.keep_draft(desk.session, desk.agent, task_id, {"category": "ema"})
    desk.do(ticket, TRIAGE)
    desk.session.expire_all()
    assert ticket_queries.draft(desk.session, desk.agent, task_id) is None


def test_nobody_writes_to_the_deactivated_and_nobody_mails_what_was_imported(desk: Desk) -> None:
    gone = desk.requester
    card = UserCard(login=gone.login, name=gone.name, email=gone.email, is_active=False)
    people.change_user(desk.session, gone.id, card, actor=desk.actor())
    desk.in_phase("in_progress")
    other = make_user(desk.session)
    report = OpenIncident("Old", channel="import", requester_id=other.id)
    operations.open_incident(desk.session, report, actor=desk.actor())
    assert desk.mails() == []


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"title": " \x00 "}, {"title": ["input.required"]}),
        ({"title": "ж" * 201}, {"title": ["input.too-long"]}),
        ({"description": "ж" * 50_001}, {"description": ["input.too-long"]}),
        ({"impact": 4, "urgency": True}, {"impact": ["ticket.bad-scale"], "urgency": ["ticket.bad-scale"]}),
    ],
)
def test_a_report_that_cannot_be_is_refused_field_by_field(desk: Desk, changes: dict, fields: dict) -> None:
    with pytest.raises(InvalidInput) as refused:
        desk.open(**changes)
    assert refused.value.fields == fields


def test_a_requester_reads_no_notes_and_no_changes(desk: Desk) -> None:
    ticket = desk.in_phase("in_progress")
    operations.note(desk.session, ticket.number, "Между нами", actor=desk.actor())
    assert queries.ticket_page(desk.session, ticket.number, desk.requester).conversation == []
    assert queries.ticket_page(desk.session, ticket.number, desk.requester).changes == ()
    assert len(queries.ticket_page(desk.session, ticket.number, desk.agent).conversation) == 1
    with pytest.raises(NotFound):
        queries.ticket_page(desk.session, "INC-999999", desk.agent)


def test_the_view_of_the_diagram_shows_every_field_it_names(desk: Desk) -> None:
    ticket = desk.open()
    view = queries.incident_view(desk.session, ticket.number)
    shown = dict(view)
    assert shown["requester"]["login"] == desk.requester.login
    assert shown["levels"] == {"L1": ["service-desk"], "L2": ["network"], "L3": ["platform"]}
    assert len(view) == len(shown)
    with pytest.raises(KeyError):
        view["password_hash"]


def test_many_reports_at_once_get_numbers_of_their_own(database: Database) -> None:
    with database.transaction() as session:
        requester = furnish(session).requester
        actor = acting(requester)

    def report(serial: int) -> str:
        variables = {"caller": {"login": "known"}}
        found: str = database.run(
            lambda session: (
                operations.open_incident(
                    session, OpenIncident(f"Report {serial}"), actor=actor, variables=variables
                ).number
            )
        )
        return found

    with ThreadPoolExecutor(4) as pool:
        numbers = list(pool.map(report, range(12)))
    assert len(set(numbers)) == 12
