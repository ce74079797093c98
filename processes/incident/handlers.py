"""What the service tasks of `bpmn/incident` do to the ticket, inside the transaction of the step.

A BpmnError is raised before anything is written: a boundary event may catch it, and then the step is saved.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import inbox, services
from engine.base import clock
from engine.base.actor import Actor
from engine.base.errors import BpmnError, NotFound
from engine.services import ServiceCall, handler
from processes.audit import trail
from processes.checks import refuse
from processes.incident import rules
from processes.incident.operations import KIND, get_incident
from processes.incident.queries import incident_of
from processes.notify import operations as notify
from processes.people import queries as people
from processes.people.tables import User
from processes.text import clean
from processes.ticket import operations as tickets
from processes.ticket import rules as ticket_rules
from processes.ticket.tables import Ticket

NOTHING: Mapping[str, Any] = {}


@handler("incident.record_caller")
def record_caller(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Keep what the directory knows of who called, or nothing when it did not answer."""
    ticket = get_incident(session, call.business_key)
    incident_of(session, ticket).caller = call.inputs.get("caller")
    return NOTHING


@handler("incident.classify")
def classify(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Write category, impact and urgency; what is absent or null stays."""
    fields = ("category", "subcategory", "impact", "urgency")
    given = {name: call.inputs[name] for name in fields if call.inputs.get(name) is not None}
    scales = {name: given[name] for name in ("impact", "urgency") if name in given}
    refuse(**{name: ticket_rules.check_scale(value) for name, value in scales.items()})
    given |= {name: int(value) for name, value in scales.items()}  # FEEL counts in decimals
    _change(session, get_incident(session, call.business_key), "incident.classify", call.actor, given)
    return NOTHING


@handler("incident.prioritise")
def prioritise(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Write the priority the decision table gave, with its reason; the inbox is put in order again."""
    ticket = get_incident(session, call.business_key)
    previous, priority = ticket.priority, int(call.inputs["priority"])
    changed = {"priority": priority, "priority_reason": call.inputs.get("reason")}
    _change(session, ticket, "incident.prioritise", call.actor, changed)
    if previous is not None and previous != priority:
        inbox.rerank(session, call.instance_id, rank_of(ticket))
    return {"priority": priority, "previous": previous}


@handler("incident.assign")
def assign(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Hand the incident to a group, or to all groups of a level; the same group again changes nothing.

    Raises BpmnError (`UNKNOWN_GROUP`).
    """
    ticket = get_incident(session, call.business_key)
    present = _level(session, ticket.assignment_group)
    group, level = call.inputs.get("group"), call.inputs.get("level") or present or "L1"
    if group is not None:
        level = _level(session, group) or _unknown_group(group)
    elif level == present:
        group = ticket.assignment_group
    is_new = group != ticket.assignment_group or (group is None and not _works_in(ticket.assignee, level))
    if is_new:
        _change(session, ticket, "incident.assign", call.actor, {"assignment_group": group, "assignee_id": None})
    return {"group": group, "level": level}


@handler("incident.announce_wait")
def announce_wait(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Put the question to the requester, or note for colleagues what the incident waits for."""
    ticket, text = get_incident(session, call.business_key), clean(call.inputs.get("text") or "")
    if text:
        is_public = call.inputs["wait_for"] == "customer"
        tickets.say(session, ticket, text, actor=call.actor, is_public=is_public)
    return NOTHING


@handler("incident.note")
def note(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Keep what somebody wrote in a form as an internal note; no words, no note."""
    ticket, text = get_incident(session, call.business_key), clean(call.inputs.get("text") or "")
    if text:
        tickets.say(session, ticket, text, actor=call.actor, is_public=False)
    return NOTHING


@handler("incident.resolve")
def resolve(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Record the solution and tell it to the requester as a public comment."""
    ticket, code = get_incident(session, call.business_key), call.inputs["code"]
    text = clean(call.inputs["text"] or "")
    known = code in rules.RESOLUTION_CODES
    refuse(code=[] if known else ["incident.unknown-resolution"], text=ticket_rules.check_text(text))
    tickets.say(session, ticket, text, actor=call.actor, is_public=True)
    incident = incident_of(session, ticket)
    incident.resolution_code, incident.resolution = code, text
    _change(session, ticket, "incident.resolve", call.actor, {"resolved_at": clock.now()})
    return {"resolved_at": ticket.resolved_at}


@handler("incident.close")
def close(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Record that the requester agreed, or that nobody answered in time."""
    ticket = get_incident(session, call.business_key)
    incident_of(session, ticket).close_reason = call.inputs["reason"]
    _change(session, ticket, "incident.close", call.actor, {"closed_at": clock.now()})
    return NOTHING


@handler("incident.reopen")
def reopen(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Take back that it was solved, and keep the words of whoever said that it was not."""
    ticket, text = get_incident(session, call.business_key), clean(call.inputs.get("text") or "")
    if text:
        tickets.say(session, ticket, text, actor=call.actor, is_public=True)
    incident = incident_of(session, ticket)
    incident.reopen_count += 1
    incident.resolution_code = incident.resolution = incident.close_reason = None
    _change(session, ticket, "incident.reopen", call.actor, {"resolved_at": None, "closed_at": None})
    return {"reopen_count": incident.reopen_count}


@handler("incident.cancel")
def cancel(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Record why nothing more will be done, in words the requester sees."""
    ticket, reason = get_incident(session, call.business_key), clean(call.inputs.get("reason") or "")
    if reason:
        tickets.say(session, ticket, reason, actor=call.actor, is_public=True)
    incident_of(session, ticket).cancel_reason = reason
    _change(session, ticket, "incident.cancel", call.actor, {"closed_at": clock.now()})
    return NOTHING


@handler("incident.escalate")
def escalate(session: Session, call: ServiceCall) -> Mapping[str, Any]:
    """Write to the leads of the group; the assignee stays (hierarchical escalation seeks authority, not skill)."""
    ticket, reason = get_incident(session, call.business_key), str(call.inputs.get("reason") or "")
    leads = people.leads(session, ticket.assignment_group)
    for lead in leads:
        notify.tell_of_ticket(session, ticket, "escalated", to=lead, text=reason)
    names = [lead.name for lead in leads]
    trail.record(session, call.actor, "incident.escalate", subject=("ticket", ticket.id), reason=reason, leads=names)
    return {"notified": len(leads)}


@services.rank(KIND)
def rank(session: Session, business_key: str) -> str:
    """Return where an incident's human tasks stand in the inbox."""
    return rank_of(get_incident(session, business_key))


def rank_of(ticket: Ticket) -> str:
    """Order by impact × urgency first (ITIL: not first come, first served), by age within a priority."""
    return f"{ticket.priority or 3}-{ticket.opened_at:%Y%m%dT%H%M%S%f}"


def _change(session: Session, ticket: Ticket, action: str, actor: Actor, values: Mapping[str, Any]) -> None:
    before = {name: getattr(ticket, name) for name in values}
    for name, value in values.items():
        setattr(ticket, name, value)
    session.flush()
    changes = {name: (_plain(before[name]), _plain(values[name])) for name in values if before[name] != values[name]}
    trail.record(session, actor, action, subject=("ticket", ticket.id), changes=changes)


def _plain(value: Any) -> Any:
    return value.isoformat() if hasattr(value, "isoformat") else value


def _works_in(assignee: User | None, level: str) -> bool:
    """Whoever has a ticket that belongs to a whole level keeps it while they work in a group of that level."""
    return assignee is not None and any(group.level == level for group in assignee.groups)


def _level(session: Session, group: str | None) -> str | None:
    try:
        return people.get_group(session, group).level if group else None
    except NotFound:
        return None


def _unknown_group(group: str) -> str:
    raise BpmnError("UNKNOWN_GROUP", f"no group has the key {group}")
