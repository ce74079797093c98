"""Finding people and groups."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnExpressionArgument, Select, or_, select, tuple_
from sqlalchemy.orm import Session

from engine.base.errors import NotFound
from processes.people.rules import Role
from processes.people.tables import Group, Membership, User, UserRole
from processes.text import contains


def get_user(session: Session, user_id: str) -> User:
    """Return the user; raises NotFound (`people.no-such-user`)."""
    user = session.scalar(select(User).where(User.id == user_id))
    if user is None:
        raise NotFound("people.no-such-user", id=user_id)
    return user


def find_by_login(session: Session, login_or_email: str) -> User | None:
    """Return the user with this login or this e-mail address."""
    word = login_or_email.strip().casefold()
    condition = User.email_folded == word if "@" in word else User.login == word
    return session.scalar(select(User).where(condition))


def users_page(
    session: Session, *, search: str = "", after: tuple[str, str] | None = None, limit: int = 50
) -> Sequence[User]:
    """Return people by name; `after` is (`name_folded`, `id`) of the last row of the previous page."""
    statement = select(User).order_by(User.name_folded, User.id).limit(limit)
    if search:
        statement = statement.where(User.name_folded.like(contains(search), escape="\\"))
    if after is not None:
        statement = statement.where(tuple_(User.name_folded, User.id) > after)
    return session.scalars(statement).all()


def names_of(session: Session, user_ids: Collection[str]) -> dict[str, str]:
    """Return the names of people by id; an unknown id is left out."""
    return {user.id: user.name for user in session.scalars(select(User).where(User.id.in_(user_ids)))}


def get_group(session: Session, id_or_key: str) -> Group:
    """Return the group with this id or key; raises NotFound (`people.no-such-group`)."""
    group = session.scalar(select(Group).where(or_(Group.id == id_or_key, Group.key == id_or_key)))
    if group is None:
        raise NotFound("people.no-such-group", group=id_or_key)
    return group


def groups(session: Session, *, level: str | None = None) -> Sequence[Group]:
    """Return all groups, or those of one level, by level and name."""
    statement = select(Group).order_by(Group.level, Group.name)
    return session.scalars(statement.where(Group.level == level) if level else statement).all()


def group_keys_by_level(session: Session) -> dict[str, list[str]]:
    """Return the keys of all groups under the level they work."""
    found: dict[str, list[str]] = {"L1": [], "L2": [], "L3": []}
    for group in session.scalars(select(Group).order_by(Group.key)):
        found[group.level].append(group.key)
    return found


def members(session: Session, group_keys: Collection[str]) -> Sequence[User]:
    """Return the active people who work in any of these groups, by name."""
    return session.scalars(_members(User.is_active, Group.key.in_(group_keys))).all()


def leads(session: Session, group_key: str | None) -> Sequence[User]:
    """Return the active leads of a group; those of the whole desk when the group has none or is not known."""
    holds_lead = User.id.in_(select(UserRole.user_id).where(UserRole.role == Role.LEAD))
    of_group = session.scalars(_members(User.is_active, Group.key == group_key, holds_lead)).all()
    return of_group or session.scalars(select(User).where(User.is_active, holds_lead).order_by(User.name)).all()


def _members(*conditions: ColumnExpressionArgument[bool]) -> Select[User]:
    joined = select(User).join(Membership, Membership.user_id == User.id).join(Group, Group.id == Membership.group_id)
    return joined.where(*conditions).order_by(User.name).distinct()
