"""Plays a story of the incident practice on a desk: real operations, tables, timers and jobs, people who act."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

import processes.wiring  # noqa: F401  # registers handlers, views and calendars
from engine import definitions, inbox, instances, jobs, messages, service_calls, timers
from engine.base import clock
from engine.base.actor import SYSTEM, Actor
from engine.base.clock import VirtualClock
from engine.base.db import Database
from engine.base.errors import RuleViolated, Transient
from engine.base.ids import new_id
from engine.tables import Job
from processes.incident import operations
from processes.incident.operations import KIND, OpenIncident
from processes.incident.queries import incident_of
from processes.people import operations as people
from processes.people.operations import GroupCard, UserCard
from processes.people.rules import Role
from processes.ticket import queries
from processes.ticket.tables import Ticket
from tests.bpmn.playing import Player, practices
from tests.bpmn.stories import Story

REQUESTER = "requester"
STATED = ("status", "impact", "urgency", "priority", "priority_reason", "category", "assignment_group", "assignee_id")
RECORDED = ("resolution_code", "close_reason", "cancel_reason", "reopen_count")
CALLS = select(Job).where(Job.state == "waiting", Job.element_id == "look_up_caller")


class DeskPlay(Player):
    """One story in one database, on a clock that stands until time passes."""

    def __init__(self, story: Story, database: Database, virtual: VirtualClock) -> None:
        super().__init__(story)
        self._database = database
        self._clock = virtual
        self._start = {**practices()[KIND].ticket, **story.ticket}
        self._people: dict[str, str] = {}
        self._number = ""

    def _begin(self) -> None:
        with self._database.transaction() as session:
            definitions.deploy(session, definitions.folder(KIND), author=SYSTEM)
            self._hire(session)
            report = OpenIncident(self._start["title"], impact=self._start["impact"], urgency=self._start["urgency"])
            ticket = operations.open_incident(
                session, report, actor=self._actor(REQUESTER), variables=dict(self.story.start)
            )
            ticket.assignment_group = self._start["assignment_group"]
            ticket.assignee_id = self._people["service-desk"] if self._start["assignee_id"] else None
            self._number = ticket.number

    def _hire(self, session: Session) -> None:
        """One person for each group, and one who reports."""
        names = {key: level for level, keys in self._start["levels"].items() for key in keys} | {REQUESTER: None}
        for name, level in names.items():
            roles = {Role.AGENT} if level else {Role.REQUESTER}
            card = UserCard(name, name.title(), f"{name}@example.org", roles=roles)
            self._people[name] = people.create_user(session, card, actor=SYSTEM).id
            if level:
                group = people.create_group(session, GroupCard(name, name.title(), level), actor=SYSTEM)
                people.set_members(session, group.id, [self._people[name]], actor=SYSTEM)

    def _actor(self, name: str) -> Actor:
        return Actor("user", self._people[name])

    def _do(self, element_id: str, actor: str | None, data: Mapping[str, Any]) -> None:
        with self._database.transaction() as session:
            waiting = {task.element_id: task for task in self._tasks(session)}
            assert element_id in waiting, f"{element_id} does not wait, but {sorted(waiting)}"
            task = waiting[element_id]
            who = REQUESTER if task.role == REQUESTER else next(iter(task.candidate_groups))
            assert actor in {None, REQUESTER, f"group:{' '.join(task.candidate_groups)}"}, task.candidate_groups
            inbox.complete(session, task.id, data, actor=self._actor(who))

    def _call(self, step: Mapping[str, Any]) -> None:
        with self._database.transaction() as session:
            asked = session.scalars(CALLS).one()
            plan = asked.retry_plan
            claimed = jobs.claim(session, owner="test", now=clock.now(), lease_seconds=60, job_id=asked.id)
            assert claimed, "no call is due"
            [job] = claimed
            if "answers" in step:
                service_calls.answer(session, job, step["answers"])
            elif "refuses" in step:
                service_calls.bpmn_error(session, job, step["refuses"], "")
            elif job.attempt <= len(plan):
                due_at = clock.now() + timedelta(seconds=plan[job.attempt - 1])
                jobs.retry_later(session, job.id, job.lease_token, due_at=due_at, error=step["fails"], fingerprint="x")
            else:
                service_calls.failed(session, job, Transient("connector.unreachable", url="directory"))

    def _message(self, name: str, payload: Mapping[str, Any], *, taken: bool) -> None:
        with self._database.transaction() as session:
            if taken or name == "incident.replied":
                self._say(session, name.removeprefix("incident."), payload)
            else:
                with pytest.raises(RuleViolated):
                    self._say(session, name.removeprefix("incident."), payload)

    def _say(self, session: Session, event: str, payload: Mapping[str, Any]) -> None:
        reason, actor = payload.get("reason") or "No longer needed.", self._actor(REQUESTER)
        ticket = queries.get(session, self._number)
        if event == "replied":
            operations.reply(session, self._number, "Here you are.", actor=actor)
        elif event == "reprioritised":
            impact, urgency = payload["impact"] or ticket.impact, payload["urgency"] or ticket.urgency
            assert impact is not None
            assert urgency is not None
            operations.reprioritise(session, self._number, impact=impact, urgency=urgency, reason=reason, actor=actor)
        elif event in {"cancelled", "escalated", "reopened"}:
            by_event = {"cancelled": operations.cancel, "escalated": operations.escalate, "reopened": operations.reopen}
            by_event[event](session, self._number, reason, actor=actor)
        else:
            name = f"{KIND}.{event}"
            messages.publish(session, name, self._number, dict(payload), message_id=new_id(), actor=actor)

    def _pass(self, time: timedelta) -> None:
        end = self._clock.now() + time
        while (due_at := self._next_due()) is not None and due_at <= end:
            self._clock.set(max(due_at, self._clock.now()))
            with self._database.transaction() as session:
                for timer_id in timers.due(session, clock.now()):
                    timers.fire(session, timer_id, clock.now())
        self._clock.set(end)

    def _next_due(self) -> Any:
        with self._database.transaction(readonly=True) as session:
            return timers.next_due(session)

    def _tasks(self, session: Session) -> list[Any]:
        instance = instances.of_business_key(session, self._number)
        return list(inbox.of_instance(session, instance.id)) if instance else []

    def _see(self, expected: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._database.transaction(readonly=True) as session:
            ticket, tasks = queries.get(session, self._number), self._tasks(session)
            instance = instances.of_business_key(session, self._number)
            assert instance is not None
            return {
                "waiting": sorted(task.element_id for task in tasks),
                "assignee": [self._known(task.assignee_id) for task in tasks],
                "calls": ["directory.lookup" for _ in session.scalars(CALLS)],
                "phase": ticket.status,
                "ended": instance.state == "completed",
                "ticket": self._facts(session, ticket, expected.get("ticket", {})),
            }

    def _facts(self, session: Session, ticket: Ticket, expected: Mapping[str, Any]) -> dict[str, Any]:
        """What the tables say; stand-ins may write more than a ticket has, which is taken as expected."""
        stated = {name: getattr(ticket, name) for name in STATED}
        stated |= {name: getattr(incident_of(session, ticket), name) for name in RECORDED}
        stated["assignee_id"] = self._known(ticket.assignee_id)
        return {name: stated.get(name, value) for name, value in expected.items()}

    def _known(self, user_id: str | None) -> str | None:
        """The stories call the one who has a ticket from the start by the id they gave it."""
        return self._start["assignee_id"] if user_id == self._people["service-desk"] else user_id
