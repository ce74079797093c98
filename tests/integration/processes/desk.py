"""Makers of rows for the tests of the practices; each flushes and returns what it made."""

from itertools import count
from typing import Any

from sqlalchemy.orm import Session

from engine.base.actor import SYSTEM, Actor
from processes.people import operations, queries
from processes.people.operations import GroupCard, UserCard
from processes.people.rules import Role
from processes.people.tables import Group, User
from processes.ticket.operations import search_text
from processes.ticket.tables import Ticket

_serial = count(1)


def make_user(session: Session, *roles: Role, groups: tuple[Group, ...] = (), **changes: Any) -> User:
    """A person who cannot sign in with a password, in these roles and groups."""
    number = next(_serial)
    facts = {"login": f"person{number}", "name": f"Person {number}", "email": f"person{number}@desk.example"} | changes
    user = operations.create_user(session, UserCard(roles=roles or (Role.REQUESTER,), **facts), actor=SYSTEM)
    for group in groups:
        members = {member.id for member in queries.members(session, [group.key])}
        operations.set_members(session, group.id, members | {user.id}, actor=SYSTEM)
    return user


def make_group(session: Session, key: str = "service-desk", level: str = "L1") -> Group:
    """A group of this level."""
    return operations.create_group(session, GroupCard(key, key.title(), level), actor=SYSTEM)


def acting(user: User) -> Actor:
    """The user as the author of what follows."""
    return Actor("user", user.id)


def make_ticket(session: Session, **changes: Any) -> Ticket:
    """A ticket as a row alone: no process stands behind it."""
    number = f"TST-{next(_serial):06d}"
    requester = changes.pop("requester", None) or make_user(session)
    facts = {"title": "Mail is down", "description": "", "kind": "incident", "channel": "web"} | changes
    searched = search_text(number, facts["title"], facts["description"], requester)
    ticket = Ticket(number=number, requester=requester, search_text=searched, **facts)
    session.add(ticket)
    session.flush()
    return ticket
