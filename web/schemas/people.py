"""People and groups as REST takes and gives them."""

from typing import Any

from marshmallow import Schema, fields, post_load

from processes.people.operations import GroupCard, UserCard
from processes.people.rules import Role
from web.schemas.fields import Flag, Input, PageQuery, Text, Words, at_most


class UserInput(Input):
    """A person; the password is set by the person, through a reset."""

    login = Text(required=True)
    name = Text(required=True)
    email = Text(required=True)
    language = Text(load_default="en")
    roles = Words(load_default=lambda: [Role.REQUESTER.value])
    is_active = Flag(load_default=True)

    @post_load
    def to_card(self, data: dict[str, Any], **_: Any) -> UserCard:
        """Return what the operation takes."""
        return UserCard(**data)


class GroupInput(Input):
    """A group and the level it works."""

    key = Text(required=True)
    name = Text(required=True)
    level = Text(required=True)
    email = Text(allow_none=True)

    @post_load
    def to_card(self, data: dict[str, Any], **_: Any) -> GroupCard:
        """Return what the operation takes."""
        return GroupCard(**data)


class MembersInput(Input):
    """Exactly who works in a group."""

    user_ids = Words(required=True)


class PeopleQuery(PageQuery):
    """Narrowing the list of people."""

    search = Text(load_default="", validate=at_most(200))


class UserOutput(Schema):
    """A person."""

    id = fields.String()
    login = fields.String()
    name = fields.String()
    email = fields.String()
    language = fields.String()
    roles = fields.Function(
        lambda user: sorted(user.role_names), metadata={"type": "array", "items": {"type": "string"}}
    )
    groups = fields.Function(
        lambda user: sorted(user.group_keys), metadata={"type": "array", "items": {"type": "string"}}
    )
    is_active = fields.Boolean()
    version = fields.Integer()


class UserListOutput(Schema):
    """A page of people; `next` is null on the last."""

    rows = fields.List(fields.Nested(UserOutput))
    next = fields.String(allow_none=True)


class GroupOutput(Schema):
    """A group."""

    id = fields.String()
    key = fields.String()
    name = fields.String()
    level = fields.String()
    email = fields.String(allow_none=True)
