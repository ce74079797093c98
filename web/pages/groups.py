"""Administration of groups: name, level, who works in them."""

import re
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.base.errors import InvalidInput
from processes.i18n import names
from processes.people import operations, queries
from processes.people.operations import GroupCard
from processes.people.tables import Group
from web.error_texts import field_sentences, sentence_of
from web.guard import requires
from web.i18n import named
from web.rendering import render

blueprint = Blueprint("groups", __name__, url_prefix="/groups")


@blueprint.get("/")
@requires("groups.read")
def index() -> ResponseReturnValue:
    """Show all groups by level."""
    return render("groups/index.html", groups=queries.groups(g.session), levels=named(names.LEVELS))


@blueprint.get("/new")
@requires("groups.edit")
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return _form(None, {"level": "L1"})


@blueprint.post("/new")
@requires("groups.edit")
def create() -> ResponseReturnValue:
    """Add a group."""
    card = _card(request.form.get("key", "").strip())
    try:
        group = operations.create_group(g.session, card, actor=g.actor)
        operations.set_members(g.session, group.id, _members(), actor=g.actor)
    except InvalidInput as error:
        return _form(None, _typed(card), error), error.http_status
    flash(_("The group %(name)s is added.", name=group.name), "done")
    return redirect(url_for(".index"))


@blueprint.get("/<key>")
@requires("groups.edit")
def edit(key: str) -> ResponseReturnValue:
    """Show a group and its members."""
    group = queries.get_group(g.session, key)
    return _form(group, {"key": group.key, "name": group.name, "level": group.level, "email": group.email})


@blueprint.post("/<key>")
@requires("groups.edit")
def change(key: str) -> ResponseReturnValue:
    """Change a group and who works in it."""
    group = queries.get_group(g.session, key)
    card = _card(group.key)
    try:
        operations.change_group(g.session, group.id, card, actor=g.actor)
        operations.set_members(g.session, group.id, _members(), actor=g.actor)
    except InvalidInput as error:
        return _form(group, _typed(card), error), error.http_status
    flash(_("Saved."), "done")
    return redirect(url_for(".index"))


def _card(key: str) -> GroupCard:
    form = request.form
    email = form.get("email", "").strip()
    return GroupCard(key=key, name=form.get("name", ""), level=form.get("level", ""), email=email or None)


def _members() -> set[str]:
    """Return the ids of those who stay and of those named to join; raises InvalidInput for a name of nobody."""
    joining = {word: queries.find_by_login(g.session, word) for word in _words(request.form.get("join", ""))}
    if unknown := sorted(word for word, user in joining.items() if user is None):
        raise InvalidInput("input.invalid", {"join": [_("Nobody has this login: %(names)s", names=", ".join(unknown))]})
    return set(request.form.getlist("members")) | {user.id for user in joining.values() if user}


def _words(text: str) -> Iterable[str]:
    return [word for word in re.split(r"[\s,;]+", text[:4000]) if word]


def _typed(card: GroupCard) -> dict[str, Any]:
    return asdict(card) | {"join": request.form.get("join", "")[:4000], "members": request.form.getlist("members")}


def _form(group: Group | None, typed: dict[str, Any], error: InvalidInput | None = None) -> str:
    members = list(group.members) if group else []
    return render(
        "groups/edit.html",
        group=group,
        typed=typed,
        members=members,
        staying=typed.get("members", [user.id for user in members]),
        levels=named(names.LEVELS),
        problem=sentence_of(error) if error else "",
        errors=field_sentences(error) if error else {},
    )
