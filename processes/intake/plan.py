"""From the rows of a case to the moves that bring the process where the log says it was; pure, without an engine.

The diagram decides which ways exist. A log knows states only, so a change of state may take several moves at the same
time: from new to resolved, say, somebody must have taken the incident and worked on it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from processes.intake.mapping import SourceMapping
from processes.intake.reading import Row

WAITING = "waiting_"
NO_WORDS = "(no text in the log)"


@dataclass(frozen=True, slots=True)
class Move:
    """One thing that happens.

    `kind` is the human task to complete (`triage`, `work`, `wait`, `confirm`), `message` for one of `name`, `regroup`
    and `reassign` for the ticket alone, or `check` where a row ends and its priority can be compared.
    """

    at: datetime
    kind: str
    data: Mapping[str, Any] = field(default_factory=dict)
    name: str = ""
    row: Row | None = None


@dataclass(slots=True)
class _Position:
    """What is true of the case after the moves so far."""

    phase: str
    impact: int
    urgency: int
    group: str | None
    assignee: str | None = None


class Planner:
    """Plans cases of one source."""

    def __init__(self, mapping: SourceMapping) -> None:
        self._mapping = mapping

    def opening(self, rows: Sequence[Row]) -> tuple[int, int]:
        """Return impact and urgency at the start: the first that are known, else the middle."""
        impact = next((row.impact for row in rows if row.impact is not None), 2)
        urgency = next((row.urgency for row in rows if row.urgency is not None), 2)
        return impact, urgency

    def moves(self, rows: Sequence[Row]) -> Iterator[Move]:
        """Yield the moves of a case after its opening; time never runs backwards."""
        impact, urgency = self.opening(rows)
        now = _Position("new", impact, urgency, None)
        at = rows[0].at
        for row in rows:
            at = max(at, row.at)
            yield from self._of_row(row, now, at)
            yield Move(at, "check", row=row)
            if now.phase == "cancelled":
                return

    def _of_row(self, row: Row, now: _Position, at: datetime) -> Iterator[Move]:
        yield from self._reprioritise(row, now, at)
        target = row.phase or now.phase
        if target == "new" and now.phase != "new":
            target = now.phase
        yield from self._walk(row, now, at, target)
        yield from self._regroup(row, now, at)
        if row.assignee != now.assignee:
            now.assignee = row.assignee
            yield Move(at, "reassign", {"assignee": row.assignee})

    def _reprioritise(self, row: Row, now: _Position, at: datetime) -> Iterator[Move]:
        impact, urgency = row.impact or now.impact, row.urgency or now.urgency
        if (impact, urgency) == (now.impact, now.urgency):
            return
        if now.phase == "closed" and row.phase not in {None, "closed"}:
            yield self._reopen(now, at)
        now.impact, now.urgency = impact, urgency
        reason = f"impact {impact} × urgency {urgency}"
        yield Move(at, "message", {"impact": impact, "urgency": urgency, "reason": reason}, "incident.reprioritised")

    def _walk(self, row: Row, now: _Position, at: datetime, target: str) -> Iterator[Move]:
        """Go from phase to phase until the target is reached; each phase knows its next step towards it."""
        if target == "cancelled":
            if now.phase != "closed":
                now.phase = "cancelled"
                yield Move(at, "message", {"reason": NO_WORDS}, "incident.cancelled")
            return
        while now.phase != target:
            if now.phase == "in_progress":
                yield from self._hand_over(row, now, at)
                yield self._leave_work(now, at, target)
            else:
                yield self._towards_work(row, now, at, target)

    def _towards_work(self, row: Row, now: _Position, at: datetime, target: str) -> Move:
        if now.phase == "new":
            now.phase, now.group = "in_progress", row.group
            return Move(at, "triage", self._triage(row, now))
        if now.phase.startswith(WAITING):
            now.phase = "in_progress"
            return Move(at, "wait", {"note": None})
        if now.phase == "resolved" and target == "closed":
            now.phase = "closed"
            return Move(at, "confirm", {"answer": "confirmed"})
        if now.phase == "resolved":
            now.phase = "in_progress"
            return Move(at, "confirm", {"answer": "refused", "comment": NO_WORDS})
        return self._reopen(now, at)

    def _leave_work(self, now: _Position, at: datetime, target: str) -> Move:
        if target.startswith(WAITING):
            now.phase = target
            wait_for = target.removeprefix(WAITING)
            question = NO_WORDS if wait_for == "customer" else None
            return Move(at, "work", {"outcome": "wait", "wait_for": wait_for, "question": question})
        now.phase = "resolved"
        return Move(at, "work", {"outcome": "resolve", "code": "fixed", "text": NO_WORDS})

    def _reopen(self, now: _Position, at: datetime) -> Move:
        now.phase = "in_progress"
        return Move(at, "message", {"reason": NO_WORDS}, "incident.reopened")

    def _hand_over(self, row: Row, now: _Position, at: datetime) -> Iterator[Move]:
        if row.group is not None and row.group != now.group:
            now.group, now.assignee = row.group, None
            level = self._mapping.level_of(row.group)
            yield Move(at, "work", {"outcome": "hand_over", "to_level": level, "to_group": row.group})

    def _regroup(self, row: Row, now: _Position, at: datetime) -> Iterator[Move]:
        """A change of group that no change of state brought along: handed over while in work, else noted."""
        if now.phase == "in_progress":
            yield from self._hand_over(row, now, at)
        elif row.group is not None and row.group != now.group:
            now.group = row.group
            yield Move(at, "regroup", {"group": row.group})

    def _triage(self, row: Row, now: _Position) -> dict[str, Any]:
        return {
            "category": row.category or "unknown",
            "subcategory": row.subcategory,
            "impact": now.impact,
            "urgency": now.urgency,
            "to_level": self._mapping.level_of(row.group),
            "to_group": row.group,
        }
