"""Lets one case live its life again: the real diagram, handlers and tables, on a clock that follows the log.

The whole life is one step of the instance, saved once: nobody sees an incident half replayed, and the ticker finds no
timer of a case that the log will close itself. Forms are checked as anybody's.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from engine import definitions, execution, forms, inbox
from engine.base import clock
from engine.base.actor import Actor
from engine.base.clock import VirtualClock
from engine.base.errors import RuleViolated
from engine.forms import Form
from engine.spiff.run import Run
from processes.audit import trail
from processes.incident import operations
from processes.incident.operations import KIND, OpenIncident
from processes.intake.cast import Cast
from processes.intake.mapping import SourceMapping
from processes.intake.plan import Move, Planner
from processes.intake.reading import Row
from processes.intake.tables import ImportedCase
from processes.ticket.tables import Ticket

CHANNEL = "import"
WINDOW = "window_over"  # the timer of the reopening window
STANDS_AT = {"triage": "triage", "work": "work_", "wait": "wait_", "confirm": "confirm"}
TITLE_LENGTH = 200


class Replay:
    """Replays cases of one source, one after the other, in the caller's transactions."""

    def __init__(self, mapping: SourceMapping, cast: Cast) -> None:
        self._mapping = mapping
        self._cast = cast
        self._actor = Actor("user", cast.importer)  # a refusal ends the case, as it ends a person's step
        self._planner = Planner(mapping)
        self._today = clock.now()

    def case(self, session: Session, number: str, rows: list[Row]) -> ImportedCase:
        """Open the incident and lead it where the log did; raises RuleViolated (`intake.lost`) when there is no way."""
        opened_at = min(rows[0].opened_at or rows[0].at, rows[0].at)
        with clock.use(VirtualClock(opened_at)) as virtual:
            assert isinstance(virtual, VirtualClock)
            ticket = self._open(session, rows)
            known = definitions.loaded(session, definitions.latest(session, KIND).id).forms
            life = _Life(session, ticket, self._cast, known, virtual, self._actor)
            assert ticket.instance_id is not None
            execution.step(
                session,
                ticket.instance_id,
                lambda run: self._live(run, life, rows),
                actor=self._actor,
            )
            self._leave_standing(session, ticket)
        expected = next((row.phase for row in reversed(rows) if row.phase is not None), "new")
        done = ImportedCase(
            source=self._mapping.name,
            number=number,
            ticket_id=ticket.id,
            rows=len(rows),
            priority_mismatches=life.priority_mismatches,
            expected_status=expected,
            reached_status=ticket.status,
        )
        session.add(done)
        return done

    def _open(self, session: Session, rows: list[Row]) -> Ticket:
        first = rows[0]
        impact, urgency = self._planner.opening(rows)
        report = OpenIncident(
            title=self._title(first),
            description="\n".join(rows[-1].facts),
            impact=impact,
            urgency=urgency,
            requester_id=self._cast.users[first.requester],
            channel=CHANNEL,
        )
        known = {"caller": {"name": first.requester}, "matrix": self._mapping.matrix}
        return operations.open_incident(session, report, actor=self._actor, variables=known)

    def _title(self, row: Row) -> str:
        words = {name: getattr(row, name) or "" for name in ("number", "category", "subcategory", "state")}
        return self._mapping.title.format_map(words)[:TITLE_LENGTH]

    def _live(self, run: Run, life: "_Life", rows: list[Row]) -> None:
        for move in self._planner.moves(rows):
            life.move(run, move)
        life.let_the_window_pass(run, self._today)

    def _leave_standing(self, session: Session, ticket: Ticket) -> None:
        """A human task that still stands goes to the group that has the incident now."""
        if ticket.instance_id and ticket.assignment_group and inbox.of_instance(session, ticket.instance_id):
            inbox.route(session, ticket.instance_id, [ticket.assignment_group], actor=self._actor)


class _Life:
    """What the moves of one case are made on."""

    def __init__(
        self,
        session: Session,
        ticket: Ticket,
        cast: Cast,
        known_forms: Mapping[str, Form],
        virtual: VirtualClock,
        actor: Actor,
    ) -> None:
        self.priority_mismatches = 0
        self._session = session
        self._ticket = ticket
        self._cast = cast
        self._forms = known_forms
        self._clock = virtual
        self._actor = actor

    def move(self, run: Run, move: Move) -> None:
        """Make one move at its time."""
        self._clock.set(max(move.at, self._clock.now()))
        if move.kind in STANDS_AT:
            self._complete(run, move)
        elif move.kind == "message":
            self._deliver(run, move)
        elif move.kind == "regroup":
            self._write("incident.regroup", "assignment_group", self._cast.groups[move.data["group"]])
        elif move.kind == "reassign":
            assignee = move.data["assignee"]
            self._write("incident.reassign", "assignee_id", self._cast.users[assignee] if assignee else None)
        elif move.row is not None and move.row.priority is not None:
            self.priority_mismatches += move.row.priority != self._ticket.priority

    def let_the_window_pass(self, run: Run, today: datetime) -> None:
        """End what can no longer be reopened; what still can waits for the ticker as usual."""
        for timer in run.waits().timers:
            if timer.element_id == WINDOW and timer.due_at <= today:
                self._clock.set(timer.due_at)
                run.fire_timer(timer.task_id, timer.due_at)
                self._advance(run)

    def _complete(self, run: Run, move: Move) -> None:
        prefix = STANDS_AT[move.kind]
        waiting = [task for task in run.waits().human_tasks if task.element_id.startswith(prefix)]
        if len(waiting) != 1:
            raise self._lost(move)
        form = run.specification.elements[waiting[0].element_id].form
        data = dict(move.data)
        if data.get("to_group"):
            data["to_group"] = self._cast.groups[data["to_group"]]
        run.complete(waiting[0].task_id, forms.validate(self._forms[form], data) if form else data)
        self._advance(run)

    def _deliver(self, run: Run, move: Move) -> None:
        listening = [wait for wait in run.waits().messages if wait.name == move.name]
        if len(listening) != 1:
            raise self._lost(move)
        run.deliver(listening[0].task_id, {"by": self._actor.id, **move.data})
        self._advance(run)

    def _advance(self, run: Run) -> None:
        run.advance()
        failed = next((step for step in run.steps if step.event == "failed"), None)
        if failed is not None:
            raise RuleViolated("intake.failed-step", element=failed.element_id, detail=str(failed.detail))

    def _write(self, action: str, name: str, value: Any) -> None:
        before = getattr(self._ticket, name)
        if before != value:
            setattr(self._ticket, name, value)
            trail.record(
                self._session, self._actor, action, subject=("ticket", self._ticket.id), changes={name: (before, value)}
            )

    def _lost(self, move: Move) -> RuleViolated:
        return RuleViolated("intake.lost", kind=move.kind, name=move.name, at=move.at.isoformat())
