"""The person behind a request: from the session cookie, or from a bearer token that programs send instead."""

from dataclasses import dataclass
from typing import cast

import flask
from flask import Flask, g, request
from flask_login import LoginManager, current_user, login_user, logout_user

from engine.base.actor import SYSTEM, Actor
from engine.base.errors import NotAuthenticated, NotFound
from processes.people import access, queries
from processes.people.tables import User
from web import security, transaction

login_manager = LoginManager()


@dataclass(frozen=True)
class Viewer:
    """Somebody signed in, as far as pages and rules need to know; outlives the unit of work that read it."""

    id: str
    login: str
    name: str
    email: str
    language: str
    is_active: bool
    role_names: frozenset[str]
    group_keys: frozenset[str]
    session_key: str

    @classmethod
    def of(cls, user: User) -> "Viewer":
        """Copy what is needed out of the row."""
        return cls(
            user.id,
            user.login,
            user.name,
            user.email,
            user.language,
            user.is_active,
            user.role_names,
            user.group_keys,
            user.session_key,
        )

    @property
    def is_authenticated(self) -> bool:
        """Tell Flask-Login that this is somebody, not the anonymous visitor."""
        return True

    @property
    def is_anonymous(self) -> bool:
        """The other side of `is_authenticated`, which Flask-Login asks for too."""
        return False

    def get_id(self) -> str:
        """Return what the cookie keeps: a new session key ends all sessions that hold the old one."""
        return f"{self.id}:{self.session_key}"


def install(app: Flask) -> None:
    """Let Flask-Login keep the cookie, and set `g.viewer` and `g.actor` before each request."""
    login_manager.init_app(app)
    login_manager.user_loader(load)
    app.before_request(recognise)


def recognise() -> None:
    """Set `g.viewer` (None: nobody signed in) and `g.actor`; raises NotAuthenticated for a bad bearer token."""
    g.viewer, g.actor = None, SYSTEM
    if request.endpoint == "static":
        return
    if security.carries_own_credentials():
        g.viewer = _of_token()
    elif current_user.is_authenticated:
        g.viewer = cast(Viewer, current_user._get_current_object())
    if g.viewer is not None:
        g.actor = Actor("user", g.viewer.id)


def load(kept: str) -> Viewer | None:
    """Return the active person a cookie stands for, unless their sessions were ended."""
    user_id, _, session_key = kept.partition(":")
    with transaction.database().transaction(readonly=True) as session:
        try:
            user = queries.get_user(session, user_id)
        except NotFound:
            return None
        return Viewer.of(user) if user.is_active and user.session_key == session_key else None


def begin(user: User) -> None:
    """Sign this person in: a fresh session, so that nothing planted in the old one lives on."""
    viewer = Viewer.of(user)
    flask.session.clear()
    flask.session.permanent = True
    login_user(viewer)
    g.viewer, g.actor = viewer, Actor("user", viewer.id)


def end() -> None:
    """Sign out and forget everything the cookie held."""
    logout_user()
    flask.session.clear()
    g.viewer = None


def _of_token() -> Viewer:
    scheme, _, secret = request.headers["Authorization"].partition(" ")
    if scheme.lower() != "bearer":
        raise NotAuthenticated("people.bad-token")
    with transaction.database().transaction(readonly=True) as session:
        return Viewer.of(access.user_of_token(session, secret.strip()))
