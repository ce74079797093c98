"""Human tasks as REST takes and gives them."""

from marshmallow import Schema, fields

from web.schemas.fields import Flag, Input, Object, PageQuery, Text, one_of


class TaskQuery(PageQuery):
    """Which tasks: mine, those of my groups, or all."""

    scope = Text(load_default="mine", validate=one_of("mine", "groups", "all"))
    unassigned = Flag(load_default=False)


class AssignInput(Input):
    """Who gets the task."""

    user_id = Text(required=True)


class CompleteInput(Input):
    """The answers of the task's form."""

    data = Object(load_default=dict)


class TaskOutput(Schema):
    """A human task in an inbox."""

    id = fields.String()
    number = fields.String(attribute="business_key")
    element_id = fields.String()
    name = fields.String()
    form = fields.String(allow_none=True)
    role = fields.String(allow_none=True)
    candidate_groups = fields.List(fields.String())
    assignee_id = fields.String(allow_none=True)
    due_at = fields.AwareDateTime(allow_none=True)
    created_at = fields.AwareDateTime()
    version = fields.Integer()


class TaskListOutput(Schema):
    """A page of human tasks; `next` is null on the last."""

    rows = fields.List(fields.Nested(TaskOutput))
    next = fields.String(allow_none=True)


class FormOutput(Schema):
    """What a task asks: its JSON Schema and the lists its choices come from."""

    key = fields.String()
    schema = fields.Raw()
    sources = fields.Raw()


class CompletedOutput(Schema):
    """Where the incident stands after a task was completed."""

    number = fields.String()
    status = fields.String()
    version = fields.Integer()
