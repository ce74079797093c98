"""The people and groups a log names: created before the replay, so that a case that fails leaves none half made."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from hashlib import blake2s
from itertools import islice

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base.actor import Actor
from engine.base.db import Database
from processes.intake.mapping import SourceMapping
from processes.intake.reading import Row
from processes.people import operations
from processes.people.operations import GroupCard, UserCard
from processes.people.rules import Role
from processes.people.tables import Group, User

MAIL_DOMAIN = "import.invalid"  # RFC 2606: no mail can ever be sent there
UNKNOWN = "unknown"
IMPORTER = "Import"
BATCH = 500


@dataclass(frozen=True, slots=True)
class Cast:
    """User ids and group keys by the names the source gives them; `importer` stands for whoever brings the log in."""

    importer: str
    users: dict[str | None, str]
    groups: dict[str, str]


def gather(database: Database, mapping: SourceMapping, cases: Iterable[list[Row]], actor: Actor) -> Cast:
    """Find or create everybody the cases name; whoever comes by import is deactivated until an administrator acts."""
    requesters: set[str | None] = set()
    assignees: set[str | None] = set()
    groups: set[str] = set()
    for rows in cases:
        requesters.add(rows[0].requester)
        for row in rows:
            assignees.add(row.assignee)
            groups |= {row.group} if row.group else set()
    roles = dict.fromkeys(requesters, Role.REQUESTER) | dict.fromkeys(assignees - {None}, Role.AGENT)
    stand_in: dict[str | None, Role] = {IMPORTER: Role.AGENT}
    importer = database.run(partial(_users, source=mapping.name, roles=stand_in, actor=actor))[IMPORTER]
    cast = Cast(importer, {}, {})
    for names in _batches(sorted(roles, key=str)):
        chosen = {name: roles[name] for name in names}
        cast.users.update(database.run(partial(_users, source=mapping.name, roles=chosen, actor=actor)))
    cast.groups.update(database.run(partial(_groups, mapping=mapping, names=sorted(groups), actor=actor)))
    return cast


def key_of(source: str, name: str) -> str:
    """Return a key for a name of the source: readable as far as it is Latin, and another one for every other name."""
    readable = re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-")[:30]
    return "-".join(part for part in (source, readable, blake2s(name.encode(), digest_size=4).hexdigest()) if part)


def _users(session: Session, *, source: str, roles: dict[str | None, Role], actor: Actor) -> dict[str | None, str]:
    logins = {key_of(source, name or UNKNOWN): name for name in roles}
    chosen = select(User.login, User.id).where(User.login.in_(logins))
    known: dict[str, str] = dict(session.execute(chosen).all())
    for login, name in logins.items():
        if login not in known:
            card = UserCard(login, name or UNKNOWN, f"{login}@{MAIL_DOMAIN}", roles={roles[name]})
            user = operations.create_user(session, card, actor=actor)
            user.is_active = False
            known[login] = user.id
    return {name: known[login] for login, name in logins.items()}


def _groups(session: Session, *, mapping: SourceMapping, names: list[str], actor: Actor) -> dict[str, str]:
    keys = {name: key_of(mapping.name, name) for name in names}
    known = set(session.scalars(select(Group.key).where(Group.key.in_(keys.values()))))
    for name, key in keys.items():
        if key not in known:
            operations.create_group(session, GroupCard(key, name, mapping.level_of(name)), actor=actor)
    return keys


def _batches(names: Iterable[str | None]) -> Iterator[list[str | None]]:
    left = iter(names)
    while batch := list(islice(left, BATCH)):
        yield batch
