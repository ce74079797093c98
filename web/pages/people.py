"""Administration of people: find, add, change, deactivate, send a link for a new password."""

from dataclasses import asdict
from typing import Any

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.base.errors import Conflict, InvalidInput, RuleViolated
from processes.i18n import names
from processes.notify import operations as notify
from processes.people import access, operations, queries
from processes.people.operations import UserCard
from processes.people.rules import Role
from processes.people.tables import User
from web.error_texts import field_sentences, sentence_of
from web.guard import requires
from web.i18n import LANGUAGES, named
from web.rendering import is_fragment, render

blueprint = Blueprint("people", __name__, url_prefix="/people")

PAGE_SIZE = 50


@blueprint.get("/")
@requires("people.read")
def index() -> ResponseReturnValue:
    """Show people by name, a page at a time."""
    search, after = request.args.get("q", "").strip()[:100], request.args.get("after", "")
    place = None
    if after:
        last = queries.get_user(g.session, after)
        place = (last.name_folded, last.id)
    found = queries.users_page(g.session, search=search, after=place, limit=PAGE_SIZE + 1)
    rows = [_row(user) for user in found[:PAGE_SIZE]]
    more = url_for(".index", q=search or None, after=rows[-1]["id"]) if len(found) > PAGE_SIZE else None
    template = "people/_found.html" if is_fragment() else "people/index.html"
    return render(template, rows=rows, search=search, more=more, is_first=not after)


@blueprint.get("/new")
@requires("people.edit")
def new() -> ResponseReturnValue:
    """Show an empty form."""
    return _form(None, asdict(UserCard(login="", name="", email="")))


@blueprint.post("/new")
@requires("people.edit")
def create() -> ResponseReturnValue:
    """Add a person and mail them a link that sets their password."""
    card = _card()
    try:
        user = operations.create_user(g.session, card, actor=g.actor)
    except InvalidInput as error:
        return _form(None, asdict(card), error), error.http_status
    _send_link(user)
    flash(_("%(name)s is added. A mail with a link for the password is on its way.", name=user.name), "done")
    return redirect(url_for(".index"))


@blueprint.get("/<user_id>")
@requires("people.edit")
def edit(user_id: str) -> ResponseReturnValue:
    """Show what is known about a person."""
    user = queries.get_user(g.session, user_id)
    return _form(user, _known(user))


@blueprint.post("/<user_id>")
@requires("people.edit")
def change(user_id: str) -> ResponseReturnValue:
    """Change a person; what was typed stays when something is wrong or a colleague was faster."""
    user, card = queries.get_user(g.session, user_id), _card()
    version = request.form.get("version", type=int)
    try:
        operations.change_user(g.session, user_id, card, actor=g.actor, version=version)
    except (InvalidInput, RuleViolated, Conflict) as error:
        return _form(user, {**_known(user), **asdict(card)}, error), error.http_status
    flash(_("Saved."), "done")
    return redirect(url_for(".index"))


@blueprint.post("/<user_id>/link")
@requires("people.edit")
def send_link(user_id: str) -> ResponseReturnValue:
    """Mail the person a link that sets a new password."""
    user = queries.get_user(g.session, user_id)
    _send_link(user)
    flash(_("A mail with a link is on its way to %(address)s.", address=user.email), "done")
    return redirect(url_for(".edit", user_id=user_id))


def _send_link(user: User) -> None:
    begun = access.begin_password_reset(g.session, user.login)
    if begun is not None:
        notify.tell_of_password_reset(g.session, *begun)


def _card() -> UserCard:
    form = request.form
    return UserCard(
        login=form.get("login", "").strip(),
        name=form.get("name", ""),
        email=form.get("email", "").strip(),
        language=form.get("language", ""),
        roles=frozenset(form.getlist("roles")),
        is_active=form.get("is_active") == "yes",
    )


def _known(user: User) -> dict[str, Any]:
    fields = ("id", "version", "login", "name", "email", "language", "is_active")
    return {field: getattr(user, field) for field in fields} | {"roles": user.role_names}


def _row(user: User) -> dict[str, Any]:
    roles = named(names.ROLES)
    return _known(user) | {
        "roles": [roles[role] for role in Role if role in user.role_names],
        "groups": [group.name for group in user.groups],
    }


def _form(user: User | None, typed: dict[str, Any], error: Any = None) -> str:
    return render(
        "people/edit.html",
        user=user,
        typed=typed,
        problem=sentence_of(error) if error else "",
        errors=field_sentences(error) if error else {},
        roles=named(names.ROLES),
        languages=LANGUAGES,
    )
