"""Proving who somebody is: by password, by a link from a mail, by a bearer token."""

from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from engine.base import clock
from engine.base.actor import Actor
from engine.base.errors import NotAuthenticated, NotFound, RuleViolated
from processes.audit import trail
from processes.checks import refuse
from processes.people import fields, operations, passwords, queries
from processes.people.tables import ApiToken, PasswordReset, User
from processes.text import one_line

RESET_LIFETIME = timedelta(hours=1)
TOKEN_PREFIX = "praxis_"  # noqa: S105  # lets secret scanners recognise a leaked token


def authenticate(session: Session, login_or_email: str, password: str) -> User:
    """Return the active user with this login or address and password.

    Raises NotAuthenticated (`people.wrong-credentials`) without telling which of the two was wrong, and after the same
    time when there is no such user. A hash of older strength is renewed, for only now the password is known.
    """
    user = queries.find_by_login(session, login_or_email)
    fits = passwords.verify(user.password_hash if user else None, password)
    if user is None or not fits or not user.is_active:
        raise NotAuthenticated("people.wrong-credentials")
    if user.password_hash and passwords.needs_rehash(user.password_hash):
        user.password_hash = passwords.hash_password(password)
    return user


def begin_password_reset(session: Session, login_or_email: str) -> tuple[User, str] | None:
    """Return the user and the secret of a link that sets a new password; None when nobody active is meant.

    The caller answers the visitor in the same words in both cases. An earlier link stops working.
    """
    user = queries.find_by_login(session, login_or_email)
    if user is None or not user.is_active:
        return None
    earlier = update(PasswordReset).where(PasswordReset.user_id == user.id, PasswordReset.used_at.is_(None))
    session.execute(earlier.values(used_at=clock.now()))
    secret, digest = passwords.new_secret()
    session.add(PasswordReset(user_id=user.id, digest=digest, expires_at=clock.now() + RESET_LIFETIME))
    trail.record(session, Actor("user", user.id), "people.begin-password-reset", subject=("user", user.id))
    session.flush()
    return user, secret


def user_of_reset(session: Session, secret: str) -> User:
    """Return whose password the link would set; raises RuleViolated (`people.reset-link-dead`)."""
    return queries.get_user(session, _live_reset(session, secret).user_id)


def finish_password_reset(session: Session, secret: str, password: str) -> User:
    """Set the password and use the link up. Raises RuleViolated (`people.reset-link-dead`) or InvalidInput."""
    reset = _live_reset(session, secret)
    user = queries.get_user(session, reset.user_id)
    operations.set_password(session, user, password, actor=Actor("user", user.id))
    reset.used_at = clock.now()
    session.flush()
    return user


def create_token(
    session: Session, user: User, name: str, *, actor: Actor, expires_at: datetime | None = None
) -> tuple[ApiToken, str]:
    """Make a bearer token of the REST API and return it with its secret, which is shown this once."""
    refuse(name=fields.check_name(name))
    secret = TOKEN_PREFIX + passwords.new_secret()[0]
    token = ApiToken(user_id=user.id, name=one_line(name), digest=passwords.digest(secret), expires_at=expires_at)
    session.add(token)
    session.flush()
    trail.record(session, actor, "account.create-token", subject=("user", user.id), name=token.name)
    return token, secret


def revoke_token(session: Session, user: User, token_id: str, *, actor: Actor) -> None:
    """Let a token of this user open nothing any more. Raises NotFound (`people.no-such-token`)."""
    token = session.scalar(select(ApiToken).where(ApiToken.id == token_id, ApiToken.user_id == user.id))
    if token is None:
        raise NotFound("people.no-such-token", id=token_id)
    if token.revoked_at is None:
        token.revoked_at = clock.now()
        trail.record(session, actor, "account.revoke-token", subject=("user", user.id), name=token.name)


def user_of_token(session: Session, secret: str) -> User:
    """Return the active user a bearer token stands for; raises NotAuthenticated (`people.bad-token`)."""
    statement = select(ApiToken).where(ApiToken.digest == passwords.digest(secret), ApiToken.revoked_at.is_(None))
    token = session.scalar(statement)
    if token is None or (token.expires_at is not None and token.expires_at <= clock.now()):
        raise NotAuthenticated("people.bad-token")
    user = queries.get_user(session, token.user_id)
    if not user.is_active:
        raise NotAuthenticated("people.bad-token")
    return user


def _live_reset(session: Session, secret: str) -> PasswordReset:
    statement = select(PasswordReset).where(PasswordReset.digest == passwords.digest(secret))
    reset = session.scalar(statement.with_for_update())
    if reset is None or reset.used_at is not None or reset.expires_at <= clock.now():
        raise RuleViolated("people.reset-link-dead")
    return reset
