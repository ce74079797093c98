"""The verbs of incident management: each checks, writes what people said, and lets the diagram do the rest."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine import inbox, instances, messages
from engine.base.actor import Actor
from engine.base.errors import NotFound, RuleViolated
from engine.base.ids import new_id
from engine.tables import HumanTask
from processes.audit import trail
from processes.checks import refuse
from processes.incident import rules
from processes.incident.tables import Incident, IncidentNumber
from processes.notify import operations as notify
from processes.people import queries as people
from processes.text import clean, one_line
from processes.ticket import operations as tickets
from processes.ticket import queries
from processes.ticket import rules as ticket_rules
from processes.ticket.rules import WAITING
from processes.ticket.tables import Comment, Ticket

KIND = "incident"


@dataclass(frozen=True, slots=True)
class OpenIncident:
    """What somebody reports; without a requester it is the one who writes. `follows` names an incident it continues."""

    title: str
    description: str = ""
    impact: int = rules.DEFAULT_IMPACT
    urgency: int = rules.DEFAULT_URGENCY
    requester_id: str | None = None
    channel: str = "web"
    follows: str | None = None


def open_incident(
    session: Session, report: OpenIncident, *, actor: Actor, variables: dict[str, Any] | None = None
) -> Ticket:
    """Register an incident and start its process. Raises InvalidInput with what is wrong in each field.

    `variables` are start variables of the diagram besides its own defaults (`caller`, `matrix`).
    """
    title, description = one_line(report.title), clean(report.description)
    refuse(
        title=ticket_rules.check_title(title),
        description=ticket_rules.check_text(description, is_required=False),
        impact=ticket_rules.check_scale(report.impact),
        urgency=ticket_rules.check_scale(report.urgency),
    )
    requester = people.get_user(session, report.requester_id or actor.id)
    number = next_number(session)
    ticket = Ticket(
        number=number,
        kind=KIND,
        title=title,
        description=description,
        search_text=tickets.search_text(number, title, description, requester),
        requester=requester,
        channel=report.channel,
        impact=report.impact,
        urgency=report.urgency,
    )
    session.add_all([ticket, Incident(ticket=ticket)])
    session.flush()
    trail.record(session, actor, "incident.open", subject=("ticket", ticket.id), channel=report.channel)
    if report.follows:
        tickets.link(session, ticket, report.follows, "follows", actor=actor)
    notify.tell_of_ticket(session, ticket, "opened", to=requester)
    started = {"caller": None, "matrix": None} | (variables or {})
    instance = instances.start(session, KIND, business_key=number, variables=started, actor=actor)
    ticket.instance_id = instance.id
    session.flush()
    return ticket


def next_number(session: Session) -> str:
    """Draw the next number: unique under any number of writers, with gaps after a rollback."""
    drawn = IncidentNumber()
    session.add(drawn)
    session.flush()
    return f"INC-{drawn.id:06d}"


def reply(session: Session, number: str, text: str, *, actor: Actor) -> Comment:
    """Say something the requester sees; the requester's own words wake an incident that waits for them."""
    ticket = get_incident(session, number)
    rules.check_reply(ticket.status)
    comment = tickets.say(session, ticket, text, actor=actor, is_public=True)
    by_requester = comment.author_id == ticket.requester_id
    if by_requester and messages.expects(session, f"{KIND}.replied", ticket.number):
        # Sent at another time it would be kept, and wake the incident later by words said before it began to wait.
        _send(session, ticket, "replied", {"comment_id": comment.id, "author_id": comment.author_id}, actor=actor)
    if not by_requester:
        author = comment.author.name if comment.author else ""
        notify.tell_of_ticket(session, ticket, "replied", to=ticket.requester, text=comment.text, author=author)
    return comment


def note(session: Session, number: str, text: str, *, actor: Actor) -> Comment:
    """Say something only those who work the incident see."""
    return tickets.say(session, get_incident(session, number), text, actor=actor, is_public=False)


def confirm(session: Session, number: str, *, actor: Actor, comment: str = "") -> Ticket:
    """The requester agrees that the incident is solved. Raises RuleViolated (`incident.no-answer-expected`)."""
    return _answer(session, number, {"answer": "confirmed", **_optional("comment", comment)}, actor=actor)


def refuse_solution(session: Session, number: str, reason: str, *, actor: Actor) -> Ticket:
    """The requester says that the incident is not solved, and why; work begins again."""
    refuse(comment=ticket_rules.check_text(clean(reason)))
    return _answer(session, number, {"answer": "refused", "comment": clean(reason)}, actor=actor)


def wake(session: Session, number: str, *, actor: Actor, note: str = "") -> Ticket:
    """Go on with a waiting incident by hand. Raises RuleViolated (`incident.not-waiting`)."""
    ticket = get_incident(session, number)
    ticket_rules.check_status(ticket.status, WAITING, "incident.not-waiting")
    for task in _open_tasks(session, ticket):
        if task.role is None:
            inbox.complete(session, task.id, _optional("note", clean(note)), actor=actor)
            return ticket
    raise RuleViolated("incident.not-waiting", status=ticket.status)


def cancel(session: Session, number: str, reason: str, *, actor: Actor) -> Ticket:
    """End an incident without a solution, in whatever phase it is. Raises RuleViolated (`incident.already-over`)."""
    ticket = get_incident(session, number)
    rules.check_cancel(ticket.status)
    _send_with_reason(session, ticket, "cancelled", reason, actor=actor)
    return ticket


def reprioritise(
    session: Session,
    number: str,
    *,
    impact: int,
    urgency: int,
    reason: str,
    actor: Actor,
    version: int | None = None,
) -> Ticket:
    """Change impact and urgency; the decision table of the diagram derives the priority, nobody types it."""
    ticket = get_incident(session, number)
    tickets.check_version(ticket, version)
    refuse(impact=ticket_rules.check_scale(impact), urgency=ticket_rules.check_scale(urgency))
    rules.check_open(ticket.status)
    _send_with_reason(session, ticket, "reprioritised", reason, actor=actor, impact=impact, urgency=urgency)
    return ticket


def escalate(session: Session, number: str, reason: str, *, actor: Actor) -> Ticket:
    """Ask the leads for attention (hierarchical escalation); who works on the incident does not change."""
    ticket = get_incident(session, number)
    rules.check_open(ticket.status)
    _send_with_reason(session, ticket, "escalated", reason, actor=actor)
    return ticket


def reopen(session: Session, number: str, reason: str, *, actor: Actor) -> Ticket:
    """Take a closed incident up again while the window of the diagram is open.

    Raises RuleViolated: `incident.not-closed`, `incident.already-over`, and `incident.reopen-window-over` when the
    process has ended; then a new incident that follows this one is the way.
    """
    ticket = get_incident(session, number)
    rules.check_reopen(ticket.status)
    if not messages.expects(session, f"{KIND}.reopened", ticket.number):
        raise RuleViolated("incident.reopen-window-over", number=ticket.number)
    _send_with_reason(session, ticket, "reopened", reason, actor=actor)
    return ticket


def get_incident(session: Session, number: str) -> Ticket:
    """Return an incident's ticket; raises NotFound (`ticket.no-such-ticket`)."""
    ticket = queries.get(session, number)
    if ticket.kind != KIND:
        raise NotFound("ticket.no-such-ticket", number=number)
    return ticket


def _answer(session: Session, number: str, data: dict[str, Any], *, actor: Actor) -> Ticket:
    ticket = get_incident(session, number)
    for task in _open_tasks(session, ticket):
        if task.role == "requester":
            inbox.complete(session, task.id, data, actor=actor)
            return ticket
    raise RuleViolated("incident.no-answer-expected", status=ticket.status)


def _open_tasks(session: Session, ticket: Ticket) -> list[HumanTask]:
    return list(inbox.of_instance(session, ticket.instance_id)) if ticket.instance_id else []


def _send_with_reason(
    session: Session, ticket: Ticket, event: str, reason: str, *, actor: Actor, **payload: Any
) -> None:
    reason = clean(reason)
    refuse(reason=ticket_rules.check_text(reason))
    _send(session, ticket, event, {"reason": reason, "by": actor.id, **payload}, actor=actor)


def _send(session: Session, ticket: Ticket, event: str, payload: dict[str, Any], *, actor: Actor) -> None:
    """Publish a BPMN message of the practice to the instance of this ticket."""
    messages.publish(session, f"{KIND}.{event}", ticket.number, payload, message_id=new_id(), actor=actor)


def _optional(name: str, text: str) -> dict[str, str]:
    return {name: text} if text else {}
