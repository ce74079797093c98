"""A forgotten password: ask for a link by mail, set a new password through it."""

from flask import Blueprint, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from engine.base.errors import InvalidInput, RuleViolated
from processes.notify import operations as notify
from processes.people import access
from processes.people.fields import PASSWORD_LENGTH
from web.auth.sign_in import attempts_allowed, typed_login
from web.error_texts import field_sentences
from web.guard import public
from web.rendering import render
from web.security import limiter

blueprint = Blueprint("reset", __name__)


@blueprint.get("/forgotten-password")
@public
def ask() -> ResponseReturnValue:
    """Ask whose password it is."""
    return render("auth/forgotten.html")


@blueprint.post("/forgotten-password")
@limiter.limit(attempts_allowed)
@limiter.limit(attempts_allowed, key_func=typed_login)
@public
def send() -> ResponseReturnValue:
    """Mail the link, and answer the same words whether or not there is such a person."""
    begun = access.begin_password_reset(g.session, request.form.get("login", "")[:254])
    if begun is not None:
        notify.tell_of_password_reset(g.session, *begun)
    flash(_("If we know this person, a mail with a link is on its way. The link works for one hour."), "done")
    return redirect(url_for("auth.sign_in"))


@blueprint.get("/reset-password/<secret>")
@public
def choose(secret: str) -> ResponseReturnValue:
    """Show the form for a new password, as long as the link lives."""
    try:
        user = access.user_of_reset(g.session, secret)
    except RuleViolated:
        return render("auth/dead_link.html"), 410
    return _form(user.login, {})


@blueprint.post("/reset-password/<secret>")
@limiter.limit(attempts_allowed)
@public
def finish(secret: str) -> ResponseReturnValue:
    """Set the password and use the link up."""
    login = access.user_of_reset(g.session, secret).login
    try:
        access.finish_password_reset(g.session, secret, request.form.get("password", ""))
    except InvalidInput as error:
        return _form(login, field_sentences(error)), 422
    flash(_("The new password is set. Sign in with it."), "done")
    return redirect(url_for("auth.sign_in"))


def _form(login: str, errors: dict[str, list[str]]) -> str:
    return render("auth/new_password.html", login=login, errors=errors, shortest=PASSWORD_LENGTH[0])
