"""People and groups: what an administrator does."""

from collections.abc import Sequence
from typing import Any

from flask import g, request

from processes.people import operations, queries
from processes.people.operations import GroupCard, UserCard
from processes.people.tables import Group, User
from web.api import versions
from web.api.blueprint import ApiBlueprint
from web.api.once import once
from web.guard import requires
from web.schemas import people as shapes

blueprint = ApiBlueprint("api_people", __name__, description="People and groups")

Tagged = tuple[Any, dict[str, str]]


@blueprint.route("/people", methods=["GET"])
@requires("people.read")
@blueprint.arguments(shapes.PeopleQuery, location="query")
@blueprint.response(200, shapes.UserListOutput)
def list_people(query: dict[str, Any]) -> dict[str, Any]:
    """List people by name; `after` is the id of the last one seen."""
    limit, after = query["limit"], query.get("after")
    last = queries.get_user(g.session, after) if after else None
    place = (last.name_folded, last.id) if last else None
    rows = queries.users_page(g.session, search=query["search"], after=place, limit=limit + 1)
    return {"rows": rows[:limit], "next": rows[limit - 1].id if len(rows) > limit else None}


@blueprint.route("/people", methods=["POST"])
@requires("people.edit")
@once
@blueprint.arguments(shapes.UserInput)
@blueprint.response(201, shapes.UserOutput)
def create_person(card: UserCard) -> Tagged:
    """Add a person, who then sets a password through a reset."""
    user = operations.create_user(g.session, card, actor=g.actor)
    return user, versions.tag(user)


@blueprint.route("/people/<user_id>", methods=["GET"])
@requires("people.read")
@blueprint.response(200, shapes.UserOutput)
def read_person(user_id: str) -> Tagged:
    """Read one person."""
    user = queries.get_user(g.session, user_id)
    return user, versions.tag(user)


@blueprint.route("/people/<user_id>", methods=["PUT"])
@requires("people.edit")
@blueprint.arguments(shapes.UserInput)
@blueprint.response(200, shapes.UserOutput)
def change_person(card: UserCard, user_id: str) -> Tagged:
    """Change what is known about a person; needs If-Match."""
    versions.check(queries.get_user(g.session, user_id), is_needed=True)
    user: User = operations.change_user(g.session, user_id, card, actor=g.actor)
    return user, versions.tag(user)


@blueprint.route("/groups", methods=["GET"])
@requires("groups.read")
@blueprint.response(200, shapes.GroupOutput(many=True))
def list_groups() -> Sequence[Group]:
    """List groups by level and name."""
    return queries.groups(g.session, level=request.args.get("level"))


@blueprint.route("/groups", methods=["POST"])
@requires("groups.edit")
@once
@blueprint.arguments(shapes.GroupInput)
@blueprint.response(201, shapes.GroupOutput)
def create_group(card: GroupCard) -> Group:
    """Add a group."""
    return operations.create_group(g.session, card, actor=g.actor)


@blueprint.route("/groups/<group_id>", methods=["PUT"])
@requires("groups.edit")
@blueprint.arguments(shapes.GroupInput)
@blueprint.response(200, shapes.GroupOutput)
def change_group(card: GroupCard, group_id: str) -> Group:
    """Change name, level and address; the key stays."""
    return operations.change_group(g.session, group_id, card, actor=g.actor)


@blueprint.route("/groups/<group_id>/members", methods=["PUT"])
@requires("groups.edit")
@blueprint.arguments(shapes.MembersInput)
@blueprint.response(200, shapes.GroupOutput)
def set_members(wanted: dict[str, list[str]], group_id: str) -> Group:
    """Let exactly these people work in the group."""
    operations.set_members(g.session, group_id, wanted["user_ids"], actor=g.actor)
    return queries.get_group(g.session, group_id)
