"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, g, redirect, request, url_for
from flask.typing import ResponseReturnValue

from engine.base.errors import NotAuthenticated
from processes.people import access
from web.auth import session as web_session
from web.error_texts import sentence_of
from web.guard import public
from web.rendering import render
from web.security import limiter

blueprint = Blueprint("auth", __name__)


def attempts_allowed() -> str:
    """Return the limit of attempts, in the notation of the limits library."""
    limit: str = current_app.extensions["praxis.settings"].sign_in_limit
    return limit


def failed(response: Response) -> bool:
    """Count only attempts that failed: a whole office may sign in from one address at nine o'clock."""
    return response.status_code >= 400


def typed_login() -> str:
    """Return the account an attempt is about, for counting."""
    return f"login:{request.form.get('login', '').strip().casefold()[:254]}"


@blueprint.get("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    """Show the form; somebody signed in already goes on."""
    if g.viewer is not None:
        return redirect(safe_target(request.args.get("next")))
    return render("auth/sign_in.html", typed="", target=request.args.get("next", ""), problem="")


@blueprint.post("/sign-in")
@limiter.limit(attempts_allowed, deduct_when=failed)
@limiter.limit(attempts_allowed, key_func=typed_login, deduct_when=failed)
@public
def enter() -> ResponseReturnValue:
    """Check login and password; what was typed stays in the form when they do not fit."""
    login, target = request.form.get("login", ""), request.form.get("next", "")
    try:
        user = access.authenticate(g.session, login, request.form.get("password", ""))
    except NotAuthenticated as error:
        page = render("auth/sign_in.html", typed=login[:254], target=target, problem=sentence_of(error))
        return page, 401
    web_session.begin(user)
    return redirect(safe_target(target))


@blueprint.post("/sign-out")
@public
def leave() -> ResponseReturnValue:
    """End this session."""
    web_session.end()
    return redirect(url_for("auth.sign_in"))


def safe_target(wish: str | None) -> str:
    """Return a path of this site to go on to, never another host."""
    home = url_for("home.index")
    if not wish or not wish.startswith("/") or wish.startswith(("//", "/\\")) or any(ord(c) < 33 for c in wish):
        return home
    parts = urlsplit(wish)
    return home if parts.scheme or parts.netloc else wish
