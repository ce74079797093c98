"""A desk with three levels and the shipped incident diagram, for tests that drive the real process."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions, inbox, timers
from engine.base import clock
from engine.base.actor import SYSTEM, Actor
from engine.tables import HumanTask
from processes import choices, wiring
from processes.incident import operations
from processes.incident.operations import OpenIncident
from processes.notify.tables import Delivery
from processes.people.rules import Role
from processes.people.tables import User
from processes.ticket.tables import Ticket
from tests.integration.processes.desk import acting, make_group, make_user

assert wiring

TRIAGE = {"category": "email", "impact": 3, "urgency": 2, "to_level": "L1"}
RESOLVE = {"outcome": "resolve", "code": "fixed", "text": "Почта снова работает."}
KNOWN = {"caller": {"login": "known"}}


@dataclass
class Desk:
    """Who works here."""

    session: Session
    requester: User
    agent: User
    network: User
    lead: User

    def open(self, **changes: Any) -> Ticket:
        """Report an incident of the requester, whom the directory knows."""
        report = OpenIncident(**({"title": "Не работает почта"} | changes))
        return operations.open_incident(self.session, report, actor=acting(self.requester), variables=dict(KNOWN))

    def task(self, ticket: Ticket) -> HumanTask:
        """The one open human task."""
        assert ticket.instance_id
        (task,) = inbox.of_instance(self.session, ticket.instance_id)
        return task

    def do(self, ticket: Ticket, data: Mapping[str, Any], *, by: User | None = None) -> None:
        """Complete the open human task."""
        actor = acting(by or self.agent)
        lists = choices.sources(self.session, "en")
        inbox.complete(self.session, self.task(ticket).id, data, actor=actor, sources=lists)

    def in_phase(self, status: str) -> Ticket:
        """An incident that stands in this status."""
        ticket = self.open()
        if status != "new":
            self.do(ticket, TRIAGE)
        if status.startswith("waiting_"):
            whom = status.removeprefix("waiting_")
            self.do(ticket, {"outcome": "wait", "wait_for": whom, "question": "Что на экране?"})
        if status in ("resolved", "closed"):
            self.do(ticket, RESOLVE)
        if status == "closed":
            operations.confirm(self.session, ticket.number, actor=acting(self.requester))
        assert ticket.status == status
        return ticket

    def fire_due_timers(self) -> None:
        """What the ticker does."""
        now = clock.now()
        for timer_id in timers.due(self.session, now, 100):
            timers.fire(self.session, timer_id, now)

    def mails(self, to: User | None = None) -> list[str]:
        """The occasions of the mails decided on, oldest first."""
        chosen = select(Delivery.occasion).order_by(Delivery.id)
        return list(self.session.scalars(chosen.where(Delivery.user_id == to.id) if to else chosen))

    def actor(self) -> Actor:
        """The agent as an author."""
        return acting(self.agent)


def furnish(session: Session) -> Desk:
    """Deploy the diagram and hire people."""
    definitions.deploy(session, definitions.folder("incident"), author=SYSTEM)
    first, network = make_group(session), make_group(session, "network", "L2")
    make_group(session, "platform", "L3")
    return Desk(
        session,
        requester=make_user(session, language="ru"),
        agent=make_user(session, Role.AGENT, groups=(first,)),
        network=make_user(session, Role.AGENT, groups=(network,)),
        lead=make_user(session, Role.LEAD, groups=(first, network)),
    )
