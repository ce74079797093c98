"""What people do in a story: each act is done through the same operations and forms that the pages use."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from engine import inbox
from engine.base.actor import Actor
from processes import choices
from processes.incident import operations
from processes.people import queries as people
from processes.people.tables import User
from processes.ticket import queries
from processes.ticket.tables import Ticket

Act = Callable[[Session, Ticket], None]


@dataclass(frozen=True, slots=True)
class Story:
    """One incident: what was reported, how long ago, and what people did then, one act each half hour or so.

    `is_known`: the directory knew the caller at once; otherwise the first step is left to a worker.
    """

    hours_ago: float
    by: str
    title: str
    description: str
    impact: int
    urgency: int
    acts: tuple[Act, ...] = ()
    is_known: bool = True


def triage(who: str, category: str, impact: int, urgency: int, *, level: str = "L1", group: str | None = None) -> Act:
    """The first level takes the incident, classifies it and says who works on it."""
    answers = {"category": category, "impact": impact, "urgency": urgency, "to_level": level, "to_group": group}
    return _next_step(who, answers)


def take(who: str) -> Act:
    """Somebody takes the waiting human task and has not finished it."""

    def act(session: Session, ticket: Ticket) -> None:
        _take(session, ticket, _somebody(session, who))

    return act


def solve(who: str, text: str, code: str = "fixed") -> Act:
    """Whoever works on it records the solution."""
    return _next_step(who, {"outcome": "resolve", "code": code, "text": text})


def ask(who: str, question: str) -> Act:
    """Whoever works on it needs an answer of the requester."""
    return _next_step(who, {"outcome": "wait", "wait_for": "customer", "question": question})


def wait(who: str, whom: str, why: str) -> Act:
    """Whoever works on it waits for a vendor, a problem or evidence."""
    return _next_step(who, {"outcome": "wait", "wait_for": whom, "question": why})


def go_on(who: str, note: str) -> Act:
    """What was waited for has come."""
    return _next_step(who, {"note": note})


def hand_over(who: str, level: str, group: str | None = None) -> Act:
    """Functional escalation: to more skill."""
    return _next_step(who, {"outcome": "hand_over", "to_level": level, "to_group": group})


def say(who: str, text: str) -> Act:
    """A public reply; the requester's own wakes an incident that waits for it."""
    return lambda session, ticket: _done(
        operations.reply(session, ticket.number, text, actor=_actor(session, who)),
    )


def note(who: str, text: str) -> Act:
    """An internal note."""
    return lambda session, ticket: _done(
        operations.note(session, ticket.number, text, actor=_actor(session, who)),
    )


def confirm(who: str) -> Act:
    """The requester agrees."""
    return lambda session, ticket: _done(operations.confirm(session, ticket.number, actor=_actor(session, who)))


def refuse(who: str, why: str) -> Act:
    """The requester does not agree."""
    return lambda session, ticket: _done(
        operations.refuse_solution(session, ticket.number, why, actor=_actor(session, who)),
    )


def cancel(who: str, why: str) -> Act:
    """Nothing needs to be done any more."""
    return lambda session, ticket: _done(operations.cancel(session, ticket.number, why, actor=_actor(session, who)))


def escalate(who: str, why: str) -> Act:
    """Hierarchical escalation: to more authority."""
    return lambda session, ticket: _done(operations.escalate(session, ticket.number, why, actor=_actor(session, who)))


def reopen(who: str, why: str) -> Act:
    """It came back after it was closed."""
    return lambda session, ticket: _done(operations.reopen(session, ticket.number, why, actor=_actor(session, who)))


def reprioritise(who: str, impact: int, urgency: int, why: str) -> Act:
    """It is worse, or better, than it looked."""
    return lambda session, ticket: _done(
        operations.reprioritise(
            session, ticket.number, impact=impact, urgency=urgency, reason=why, actor=_actor(session, who)
        ),
    )


def _next_step(who: str, answers: Mapping[str, Any]) -> Act:
    def act(session: Session, ticket: Ticket) -> None:
        user = _somebody(session, who)
        task_id = _take(session, ticket, user)
        lists = choices.sources(session, user.language)
        inbox.complete(session, task_id, answers, actor=Actor("user", user.id), sources=lists)

    return act


def _take(session: Session, ticket: Ticket, user: User) -> str:
    fresh = queries.get(session, ticket.number)
    assert fresh.instance_id is not None
    task = next(task for task in inbox.of_instance(session, fresh.instance_id) if task.role is None)
    if task.assignee_id != user.id:
        inbox.assign(session, task.id, user.id, actor=Actor("user", user.id))
    return task.id


def _somebody(session: Session, login: str) -> User:
    user = people.find_by_login(session, login)
    assert user is not None, login
    return user


def _actor(session: Session, login: str) -> Actor:
    return Actor("user", _somebody(session, login).id)


def _done(_result: object) -> None:
    """An act returns nothing."""
