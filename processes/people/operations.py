"""Changing people and groups; every change of a person is in the audit trail, secrets never are."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import ColumnExpressionArgument, func, select
from sqlalchemy.orm import Session

from engine.base.actor import Actor
from engine.base.errors import RuleViolated, StaleVersion
from engine.base.ids import new_id
from processes.audit import trail
from processes.checks import refuse
from processes.people import fields, passwords, queries
from processes.people.rules import Role
from processes.people.tables import Group, Membership, User, UserRole
from processes.text import fold, one_line


@dataclass(frozen=True, slots=True)
class UserCard:
    """What an administrator fills in about a person."""

    login: str
    name: str
    email: str
    language: str = "en"
    roles: Collection[str] = (Role.REQUESTER,)
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class GroupCard:
    """What an administrator fills in about a group."""

    key: str
    name: str
    level: str
    email: str | None = None


def create_user(session: Session, card: UserCard, *, actor: Actor, password: str | None = None) -> User:
    """Add a person; without a password they sign in after a password reset. Raises InvalidInput."""
    refuse(**_problems(session, card, None), **_password_problems(card, password))
    user = User(
        login=card.login,
        language=card.language,
        password_hash=passwords.hash_password(password) if password else None,
        **_names(card),
    )
    session.add(user)
    session.flush()
    _set_roles(user, card.roles)
    session.flush()
    trail.record(session, actor, "people.create", subject=("user", user.id), login=card.login, roles=sorted(card.roles))
    return user


def change_user(session: Session, user_id: str, card: UserCard, *, actor: Actor, version: int | None = None) -> User:
    """Change what is known about a person; losing a role or being deactivated ends their open sessions.

    Raises InvalidInput, StaleVersion when `version` is not the current one, RuleViolated (`people.last-administrator`).
    """
    user = queries.get_user(session, user_id)
    if version is not None and version != user.version:
        raise StaleVersion("people.stale")
    refuse(**_problems(session, card, user))
    _keep_an_administrator(session, user, card)
    before = _state(user)
    if set(card.roles) != user.role_names or not card.is_active:
        user.session_key = new_id()
    user.login, user.language, user.is_active = card.login, card.language, card.is_active
    for name, value in _names(card).items():
        setattr(user, name, value)
    _set_roles(user, card.roles)
    session.flush()
    _record_difference(session, actor, user, before)
    return user


def set_password(session: Session, user: User, password: str, *, actor: Actor) -> None:
    """Give a person a new password and end their other sessions. Raises InvalidInput (field `password`)."""
    refuse(password=fields.check_password(password, user.login, user.email))
    user.password_hash = passwords.hash_password(password)
    user.session_key = new_id()
    trail.record(session, actor, "people.set-password", subject=("user", user.id))
    session.flush()


def create_group(session: Session, card: GroupCard, *, actor: Actor) -> Group:
    """Add a group. Raises InvalidInput."""
    taken = session.scalar(select(Group.id).where(Group.key == card.key))
    key = fields.check_key(card.key) or (["people.group-key-taken"] if taken else [])
    refuse(key=key, **_group_problems(card))
    group = Group(key=card.key, name=one_line(card.name), level=card.level, email=card.email or None)
    session.add(group)
    session.flush()
    trail.record(session, actor, "groups.create", subject=("group", group.id), key=card.key, level=card.level)
    return group


def change_group(session: Session, group_id: str, card: GroupCard, *, actor: Actor) -> Group:
    """Change name, level and address of a group; the key stays, for diagrams and tickets refer to it."""
    group = queries.get_group(session, group_id)
    refuse(
        key=[] if card.key == group.key else ["people.group-key-is-fixed"],
        **_group_problems(card),
    )
    before = {"name": group.name, "level": group.level, "email": group.email}
    group.name, group.level, group.email = one_line(card.name), card.level, card.email or None
    after = {"name": group.name, "level": group.level, "email": group.email}
    changes = {field: (before[field], after[field]) for field in before if before[field] != after[field]}
    if changes:
        trail.record(session, actor, "groups.change", subject=("group", group.id), changes=changes)
    session.flush()
    return group


def set_members(session: Session, group_id: str, user_ids: Collection[str], *, actor: Actor) -> None:
    """Let exactly these people work in the group. Raises NotFound for an id that is nobody's."""
    group = queries.get_group(session, group_id)
    wanted = {queries.get_user(session, user_id).id for user_id in user_ids}
    rows = {row.user_id: row for row in session.scalars(select(Membership).where(Membership.group_id == group.id))}
    for user_id in rows.keys() - wanted:
        session.delete(rows[user_id])
    for user_id in sorted(wanted - rows.keys()):
        session.add(Membership(user_id=user_id, group_id=group.id))
    session.flush()
    if wanted != rows.keys():
        members = {"members": (sorted(rows), sorted(wanted))}
        trail.record(session, actor, "groups.set-members", subject=("group", group.id), changes=members)
        session.expire(group, ["members"])
        for user in session.scalars(select(User).where(User.id.in_(wanted | rows.keys()))):
            session.expire(user, ["groups"])


def _names(card: UserCard) -> dict[str, str]:
    name, email = one_line(card.name), card.email.strip()
    return {
        "name": name,
        "email": email,
        "email_folded": email.casefold(),
        "name_folded": fold(name, card.login, email)[:400],
    }


def _problems(session: Session, card: UserCard, user: User | None) -> dict[str, list[str]]:
    own_id = user.id if user else ""
    return {
        "login": fields.check_login(card.login) or _taken(session, User.login == card.login, own_id, "login"),
        "name": fields.check_name(card.name),
        "email": fields.check_email(card.email.strip())
        or _taken(session, User.email_folded == card.email.strip().casefold(), own_id, "email"),
        "language": [] if card.language in fields.LANGUAGES else ["people.unknown-language"],
        "roles": [] if set(card.roles) <= set(Role) else ["people.unknown-role"],
    }


def _password_problems(card: UserCard, password: str | None) -> dict[str, list[str]]:
    return {"password": [] if password is None else fields.check_password(password, card.login, card.email)}


def _group_problems(card: GroupCard) -> dict[str, list[str]]:
    return {
        "name": fields.check_name(card.name),
        "level": [] if card.level in fields.LEVELS else ["people.unknown-level"],
        "email": fields.check_email(card.email) if card.email else [],
    }


def _taken(session: Session, condition: ColumnExpressionArgument[bool], own_id: str, field: str) -> list[str]:
    found = session.scalar(select(User.id).where(condition, User.id != own_id))
    return [f"people.{field}-taken"] if found else []


def _set_roles(user: User, roles: Collection[str]) -> None:
    held = {row.role: row for row in user.roles}
    for role in held.keys() - set(roles):
        user.roles.remove(held[role])
    for role in sorted(set(roles) - held.keys()):
        user.roles.append(UserRole(role=str(role)))


def _keep_an_administrator(session: Session, user: User, card: UserCard) -> None:
    stays = card.is_active and Role.ADMINISTRATOR in card.roles
    if stays or Role.ADMINISTRATOR not in user.role_names:
        return
    others = select(func.count()).select_from(UserRole).join(User)
    others = others.where(UserRole.role == Role.ADMINISTRATOR, User.is_active, User.id != user.id)
    if not session.scalar(others):
        raise RuleViolated("people.last-administrator", name=user.name)


def _state(user: User) -> dict[str, object]:
    fields = {name: getattr(user, name) for name in ("login", "name", "email", "language", "is_active")}
    return fields | {"roles": sorted(user.role_names)}


def _record_difference(session: Session, actor: Actor, user: User, before: dict[str, object]) -> None:
    after = _state(user)
    changes = {field: (before[field], after[field]) for field in before if before[field] != after[field]}
    if changes:
        trail.record(session, actor, "people.change", subject=("user", user.id), changes=changes)
