"""Setting the demo desk up: once, through the real process, on a clock that begins a fortnight ago."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine import definitions
from engine.base import clock
from engine.base.actor import SYSTEM, Actor
from engine.base.clock import VirtualClock
from engine.base.db import Database
from processes import wiring
from processes.crm.tables import Contact, Customer
from processes.demo import cast
from processes.demo.acts import Act, Story
from processes.demo.stories import STORIES
from processes.incident import operations
from processes.incident.operations import OpenIncident
from processes.people import operations as people
from processes.people import queries
from processes.people.operations import GroupCard, UserCard
from processes.people.tables import User
from processes.text import fold
from processes.ticket.tables import Ticket

BETWEEN_ACTS = timedelta(minutes=11)

assert wiring  # the process needs its handlers


def furnish(database: Database) -> bool:
    """Make the demo desk unless it is there; False when nothing was to do.

    People come in one unit of work and each act of each story in one of its own, as in life. A desk whose making was
    cut short is made up from the first story that is missing.
    """
    made_people = database.run(_hire)
    now = clock.now()
    made = [_tell(database, story, now) for story in STORIES]
    return made_people or any(made)


def _hire(session: Session) -> bool:
    if queries.find_by_login(session, cast.CHARACTERS[0].login) is not None:
        return False
    definitions.deploy(session, definitions.folder("incident"), author=SYSTEM, note="demo")
    groups = {card[0]: people.create_group(session, GroupCard(*card), actor=SYSTEM) for card in cast.GROUPS}
    users = {person.login: _create(session, person) for person in cast.CHARACTERS}
    for key, group in groups.items():
        members = [users[person.login].id for person in cast.CHARACTERS if key in person.groups]
        people.set_members(session, group.id, members, actor=SYSTEM)
    for name, contacts in cast.CUSTOMERS:
        customer = Customer(name=name, name_folded=fold(name))
        session.add(customer)
        for login, phone in contacts:
            user = users[login]
            customer.contacts.append(Contact(user_id=user.id, name=user.name, email=user.email, phone=phone))
    session.flush()
    return True


def _create(session: Session, person: cast.Character) -> User:
    card = UserCard(
        login=person.login,
        name=person.name,
        email=cast.address(person.login),
        language=person.language,
        roles=person.roles,
    )
    return people.create_user(session, card, actor=SYSTEM, password=cast.PASSWORD)


def _tell(database: Database, story: Story, now: datetime) -> bool:
    """Live through one story; False when it was told before."""
    with clock.use(VirtualClock(now - timedelta(hours=story.hours_ago))) as time:
        assert isinstance(time, VirtualClock)
        ticket = database.run(lambda session: _report(session, story))
        if ticket is None:
            return False
        for act in story.acts:
            time.advance(BETWEEN_ACTS)
            _act(database, act, ticket)
    return True


def _report(session: Session, story: Story) -> Ticket | None:
    requester = queries.find_by_login(session, story.by)
    assert requester is not None
    told = select(Ticket.id).where(Ticket.requester_id == requester.id, Ticket.title == story.title)
    if session.scalar(told) is not None:
        return None
    report = OpenIncident(story.title, story.description, story.impact, story.urgency, channel="demo")
    caller = {"login": requester.login, "name": requester.name, "mail": requester.email} if story.is_known else None
    return operations.open_incident(session, report, actor=Actor("user", requester.id), variables={"caller": caller})


def _act(database: Database, act: Act, ticket: Ticket) -> None:
    database.run(lambda session: act(session, ticket))
