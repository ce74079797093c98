"""Incidents as REST takes and gives them."""

from typing import Any

from marshmallow import Schema, fields, post_load

from processes.incident.operations import OpenIncident
from processes.ticket.rules import TEXT_LENGTH, TITLE_LENGTH, Status
from web.schemas.fields import Input, PageQuery, QueryNumber, Text, Whole, at_most, one_of


class OpenIncidentInput(Input):
    """A report; whoever opens it for somebody else names the requester."""

    title = Text(required=True, validate=at_most(TITLE_LENGTH))
    description = Text(load_default="", validate=at_most(TEXT_LENGTH))
    impact = Whole(metadata={"description": "1 the organisation, 2 a group, 3 one person"})
    urgency = Whole(metadata={"description": "1 work has stopped, 2 is hindered, 3 can wait"})
    requester_id = Text()
    follows = Text(metadata={"description": "number of the incident this one continues"})

    @post_load
    def to_command(self, data: dict[str, Any], **_: Any) -> OpenIncident:
        """Return what the operation takes."""
        return OpenIncident(channel="api", **data)


class IncidentQuery(PageQuery):
    """Narrowing the list."""

    status = Text(validate=one_of(*Status))
    group = Text()
    assignee_id = Text()
    requester_id = Text()
    priority = QueryNumber()
    search = Text(validate=at_most(200))


class TextInput(Input):
    """Something said."""

    text = Text(required=True, validate=at_most(TEXT_LENGTH))


class ReasonInput(Input):
    """Why something is done."""

    reason = Text(required=True, validate=at_most(TEXT_LENGTH))


class CommentInput(Input):
    """Words that may go along."""

    comment = Text(load_default="", validate=at_most(TEXT_LENGTH))


class ReprioritiseInput(ReasonInput):
    """New impact and urgency; the priority follows from them."""

    impact = Whole(required=True)
    urgency = Whole(required=True)


class PersonOutput(Schema):
    """Somebody, as a ticket names them."""

    id = fields.String()
    login = fields.String()
    name = fields.String()


class IncidentOutput(Schema):
    """An incident in a list."""

    number = fields.String()
    title = fields.String()
    status = fields.String()
    impact = fields.Integer()
    urgency = fields.Integer()
    priority = fields.Integer(allow_none=True)
    category = fields.String(allow_none=True)
    assignment_group = fields.String(allow_none=True)
    channel = fields.String()
    requester = fields.Nested(PersonOutput)
    assignee = fields.Nested(PersonOutput, allow_none=True)
    opened_at = fields.AwareDateTime()
    changed_at = fields.AwareDateTime()
    resolved_at = fields.AwareDateTime(allow_none=True)
    closed_at = fields.AwareDateTime(allow_none=True)
    version = fields.Integer()


class CommentOutput(Schema):
    """One turn of the conversation."""

    id = fields.String()
    author = fields.Nested(PersonOutput, allow_none=True)
    is_public = fields.Boolean()
    text = fields.String()
    created_at = fields.AwareDateTime()


class AttachmentOutput(Schema):
    """A file of an incident."""

    id = fields.String()
    name = fields.String()
    media_type = fields.String()
    size = fields.Integer()
    sha256 = fields.String()
    is_public = fields.Boolean()
    created_at = fields.AwareDateTime()


class LinkOutput(Schema):
    """A linked ticket; a kind that begins with a dash is the other one's view."""

    kind = fields.String()
    number = fields.String()
    title = fields.String()
    status = fields.String()


class IncidentPageOutput(IncidentOutput):
    """Everything of one incident the reader may see."""

    description = fields.String()
    priority_reason = fields.String(allow_none=True)
    subcategory = fields.String(allow_none=True)
    resolution_code = fields.String(allow_none=True)
    resolution = fields.String(allow_none=True)
    close_reason = fields.String(allow_none=True)
    cancel_reason = fields.String(allow_none=True)
    reopen_count = fields.Integer()
    conversation = fields.List(fields.Nested(CommentOutput))
    attachments = fields.List(fields.Nested(AttachmentOutput))
    links = fields.List(fields.Nested(LinkOutput))


class IncidentListOutput(Schema):
    """A page of incidents; `next` is null on the last."""

    rows = fields.List(fields.Nested(IncidentOutput))
    next = fields.String(allow_none=True)


class HistoryOutput(Schema):
    """One thing that happened in the process of an incident."""

    id = fields.Integer()
    at = fields.AwareDateTime()
    event = fields.String()
    element_id = fields.String(allow_none=True)
    actor = fields.String()
    details = fields.Raw(allow_none=True)
