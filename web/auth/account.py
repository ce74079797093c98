"""What people set for themselves: appearance, language, password."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, g, redirect, request
from flask.typing import ResponseReturnValue

from engine.base.errors import InvalidInput
from processes.people import queries
from web.auth.sign_in import safe_target
from web.guard import public, requires
from web.i18n import LANGUAGE_COOKIE, LANGUAGES
from web.rendering import THEME_COOKIE, THEMES, render

blueprint = Blueprint("account", __name__)

KEEP = timedelta(days=365)


@blueprint.get("/account")
@requires("account.edit")
def show() -> ResponseReturnValue:
    """Show who one is to the desk: roles and groups."""
    return render("auth/account.html", user=queries.get_user(g.session, g.viewer.id))


@blueprint.post("/preferences/theme")
@public
def change_theme() -> ResponseReturnValue:
    """Keep the chosen appearance in a cookie."""
    return _keep(THEME_COOKIE, _one_of("theme", THEMES))


@blueprint.post("/preferences/language")
@public
def change_language() -> ResponseReturnValue:
    """Keep the chosen language: with the person when signed in, for mails follow it; else in a cookie."""
    language = _one_of("language", LANGUAGES)
    if g.viewer is not None:
        queries.get_user(g.session, g.viewer.id).language = language
    return _keep(LANGUAGE_COOKIE, language)


def _one_of(name: str, choices: Any) -> str:
    value = request.form.get(name, "")
    if value not in choices:
        raise InvalidInput("input.invalid", {name: ["input.unknown-value"]})
    return value


def _keep(cookie: str, value: str) -> ResponseReturnValue:
    answer = redirect(safe_target(request.form.get("next")))
    answer.set_cookie(cookie, value, max_age=KEEP, samesite="Lax", secure=request.is_secure, httponly=True)
    return answer
