"""Faults and definitions as REST takes and gives them."""

from marshmallow import Schema, fields

from web.schemas.fields import Input, Object, PageQuery, Text, one_of


class FaultQuery(PageQuery):
    """Narrowing the list of faults."""

    state = Text(load_default="open", validate=one_of("open", "resolved"))
    fingerprint = Text()


class RetryInput(Input):
    """Variables to correct before the next try."""

    patch = Object(load_default=dict)


class FaultOutput(Schema):
    """A token or a job that needs an operator."""

    id = fields.String()
    number = fields.String(attribute="business_key", allow_none=True)
    element_id = fields.String(allow_none=True)
    code = fields.String()
    details = fields.Raw()
    fingerprint = fields.String()
    state = fields.String()
    raised_at = fields.AwareDateTime()
    resolved_at = fields.AwareDateTime(allow_none=True)
    resolved_by = fields.String(allow_none=True)


class FaultListOutput(Schema):
    """A page of faults; `next` is null on the last."""

    rows = fields.List(fields.Nested(FaultOutput))
    next = fields.String(allow_none=True)


class DefinitionOutput(Schema):
    """One deployed version of a practice."""

    id = fields.String()
    key = fields.String()
    version = fields.Integer()
    name = fields.String()
    content_hash = fields.String()
    author = fields.String()
    note = fields.String()
    deployed_at = fields.AwareDateTime()
