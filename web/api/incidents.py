"""Incidents: list, open, read, and every verb of the practice."""

from typing import Any

from flask import Response, g, request, url_for

from engine import history
from engine.base.errors import InvalidInput
from processes.attachments import operations as attachments
from processes.attachments.tables import Attachment
from processes.incident import operations
from processes.incident import queries as incidents
from processes.incident.operations import OpenIncident
from processes.keyset import Page
from processes.people.rules import may
from processes.ticket import queries
from processes.ticket.queries import TicketFilter
from processes.ticket.tables import Comment, Ticket
from web.api import access, versions
from web.api.blueprint import ApiBlueprint
from web.api.once import once
from web.guard import requires
from web.schemas import incidents as shapes

blueprint = ApiBlueprint("api_incidents", __name__, description="Incidents from report to closure")

Tagged = tuple[Any, dict[str, str]]


@blueprint.route("/incidents", methods=["GET"])
@requires("incident.list")
@blueprint.arguments(shapes.IncidentQuery, location="query")
@blueprint.response(200, shapes.IncidentListOutput)
def list_incidents(query: dict[str, Any]) -> Page[Ticket]:
    """List incidents, the newest first; a requester sees their own."""
    after, limit, status = query.pop("after", None), query.pop("limit"), query.pop("status", None)
    group = query.pop("group", None)
    if not may(g.viewer, "incident.list"):
        query["requester_id"] = g.viewer.id
    wanted = TicketFilter(
        kind="incident", statuses=[status] if status else [], groups=[group] if group else None, **query
    )
    return queries.page(g.session, wanted, after=after, limit=limit)


@blueprint.route("/incidents", methods=["POST"])
@requires("incident.open")
@once
@blueprint.arguments(shapes.OpenIncidentInput)
@blueprint.response(201, shapes.IncidentOutput)
def open_incident(command: OpenIncident) -> Tagged:
    """Report an incident; only who reads every incident may report for somebody else."""
    if command.requester_id not in (None, g.viewer.id) and not may(g.viewer, "incident.read"):
        raise InvalidInput("input.invalid", {"requester_id": ["people.not-allowed"]})
    if command.follows:
        access.incident(command.follows, "incident.read")
    ticket = operations.open_incident(g.session, command, actor=g.actor)
    location = {"Location": url_for(".read_incident", number=ticket.number)}
    return ticket, location | versions.tag(ticket)


@blueprint.route("/incidents/<number>", methods=["GET"])
@requires("incident.read")
@blueprint.response(200, shapes.IncidentPageOutput)
def read_incident(number: str) -> Tagged:
    """Read an incident with its conversation, files and links."""
    ticket = access.incident(number, "incident.read")
    page = incidents.ticket_page(g.session, ticket.number, g.viewer)
    shown = {name: getattr(ticket, name) for name in shapes.IncidentPageOutput().fields if hasattr(ticket, name)}
    extra = ("resolution_code", "resolution", "close_reason", "cancel_reason", "reopen_count")
    shown |= {name: getattr(page.incident, name) for name in extra}
    links = [
        {"kind": kind, "number": other.number, "title": other.title, "status": other.status}
        for kind, other in page.links
        if may(g.viewer, "incident.read", *queries.relations(g.session, g.viewer, other))
    ]
    shown |= {"conversation": page.conversation, "attachments": page.attachments, "links": links}
    return shown, versions.tag(ticket)


@blueprint.route("/incidents/<number>", methods=["PATCH"])
@requires("incident.reprioritise")
@blueprint.arguments(shapes.ReprioritiseInput)
@blueprint.response(200, shapes.IncidentOutput)
def reprioritise(change: dict[str, Any], number: str) -> Tagged:
    """Change impact and urgency; needs If-Match."""
    ticket = access.incident(number, "incident.reprioritise")
    versions.check(ticket, is_needed=True)
    ticket = operations.reprioritise(g.session, ticket.number, actor=g.actor, **change)
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/replies", methods=["POST"])
@requires("incident.reply")
@once
@blueprint.arguments(shapes.TextInput)
@blueprint.response(201, shapes.CommentOutput)
def reply(said: dict[str, str], number: str) -> Comment:
    """Say something the requester sees."""
    ticket = access.incident(number, "incident.reply")
    return operations.reply(g.session, ticket.number, said["text"], actor=g.actor)


@blueprint.route("/incidents/<number>/notes", methods=["POST"])
@requires("incident.note")
@once
@blueprint.arguments(shapes.TextInput)
@blueprint.response(201, shapes.CommentOutput)
def note(said: dict[str, str], number: str) -> Comment:
    """Say something only those who work the incident see."""
    ticket = access.incident(number, "incident.note")
    return operations.note(g.session, ticket.number, said["text"], actor=g.actor)


@blueprint.route("/incidents/<number>/attachments", methods=["POST"])
@requires("incident.attach")
@once
@blueprint.response(201, shapes.AttachmentOutput)
def attach(number: str) -> Attachment:
    """Add a file, sent as the part `file` of multipart/form-data."""
    ticket = access.incident(number, "incident.attach")
    file = request.files.get("file")
    if file is None:
        raise InvalidInput("input.invalid", {"file": ["input.required"]})
    return attachments.attach(g.session, ticket.id, name=file.filename or "", stream=file.stream, actor=g.actor)


@blueprint.route("/incidents/<number>/attachments/<attachment_id>", methods=["GET"])
@requires("incident.read")
def download(number: str, attachment_id: str) -> Response:
    """Give the bytes of a file, always as a download."""
    ticket = access.incident(number, "incident.read")
    with_internal = may(g.viewer, "incident.read-notes", *queries.relations(g.session, g.viewer, ticket))
    row = attachments.get_of_ticket(g.session, ticket.id, attachment_id, with_internal=with_internal)
    answer = Response(b"".join(attachments.content(g.session, row)), mimetype=row.media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=row.name)
    return answer


@blueprint.route("/incidents/<number>/confirm", methods=["POST"])
@requires("incident.confirm")
@once
@blueprint.arguments(shapes.CommentInput)
@blueprint.response(200, shapes.IncidentOutput)
def confirm(said: dict[str, str], number: str) -> Tagged:
    """The requester agrees that it is solved."""
    ticket = _seen(number, "incident.confirm")
    ticket = operations.confirm(g.session, ticket.number, actor=g.actor, comment=said["comment"])
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/refuse", methods=["POST"])
@requires("incident.refuse")
@once
@blueprint.arguments(shapes.ReasonInput)
@blueprint.response(200, shapes.IncidentOutput)
def refuse(said: dict[str, str], number: str) -> Tagged:
    """The requester says that it is not solved."""
    ticket = _seen(number, "incident.refuse")
    ticket = operations.refuse_solution(g.session, ticket.number, said["reason"], actor=g.actor)
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/cancel", methods=["POST"])
@requires("incident.cancel")
@once
@blueprint.arguments(shapes.ReasonInput)
@blueprint.response(200, shapes.IncidentOutput)
def cancel(said: dict[str, str], number: str) -> Tagged:
    """End an incident without a solution."""
    ticket = _seen(number, "incident.cancel")
    ticket = operations.cancel(g.session, ticket.number, said["reason"], actor=g.actor)
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/escalate", methods=["POST"])
@requires("incident.escalate")
@once
@blueprint.arguments(shapes.ReasonInput)
@blueprint.response(200, shapes.IncidentOutput)
def escalate(said: dict[str, str], number: str) -> Tagged:
    """Ask the leads for attention; the assignee stays."""
    ticket = _seen(number, "incident.escalate")
    ticket = operations.escalate(g.session, ticket.number, said["reason"], actor=g.actor)
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/wake", methods=["POST"])
@requires("incident.wake")
@once
@blueprint.arguments(shapes.CommentInput)
@blueprint.response(200, shapes.IncidentOutput)
def wake(said: dict[str, str], number: str) -> Tagged:
    """Go on with a waiting incident by hand."""
    ticket = _seen(number, "incident.wake")
    ticket = operations.wake(g.session, ticket.number, actor=g.actor, note=said["comment"])
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/reopen", methods=["POST"])
@requires("incident.reopen")
@once
@blueprint.arguments(shapes.ReasonInput)
@blueprint.response(200, shapes.IncidentOutput)
def reopen(said: dict[str, str], number: str) -> Tagged:
    """Take a closed incident up again within the window."""
    ticket = _seen(number, "incident.reopen")
    ticket = operations.reopen(g.session, ticket.number, said["reason"], actor=g.actor)
    return ticket, versions.tag(ticket)


@blueprint.route("/incidents/<number>/history", methods=["GET"])
@requires("incident.history")
@blueprint.response(200, shapes.HistoryOutput(many=True))
def read_history(number: str) -> list[Any]:
    """Read what happened in the process of an incident, oldest first."""
    ticket = access.incident(number, "incident.history")
    return history.of(g.session, ticket.instance_id) if ticket.instance_id else []


def _seen(number: str, operation: str) -> Ticket:
    """Return the incident to act on; If-Match is honoured when it is sent."""
    ticket = access.incident(number, operation)
    versions.check(ticket)
    return ticket
