"""What happened to a ticket, in plain words, newest first: what the engine did and what people changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from flask import g
from flask_babel import format_time, gettext

from engine.diagram_texts import Texts
from engine.tables import HistoryEntry
from processes.audit.tables import AuditEntry
from processes.i18n import names
from processes.people import queries as people
from web.pages.words import named
from web.rendering import day

HUMAN = frozenset({"userTask", "manualTask"})
CAUGHT = frozenset({"boundaryEvent", "intermediateCatchEvent"})
SHOWN = HUMAN | CAUGHT | {"serviceTask", "businessRuleTask", "sendTask", "callActivity", "endEvent", "startEvent"}
"""Elements worth a line in the table of steps; gateways only choose the way."""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the story; `kind` is person, process or fault."""

    at: datetime
    kind: str
    icon: str
    text: str
    detail: str = ""

    @property
    def clock(self) -> str:
        """The time of day, for a line under its day."""
        return str(format_time(self.at, "short"))


@dataclass(frozen=True, slots=True)
class Day:
    """The events of one day."""

    text: str
    events: Sequence[Event]


@dataclass(frozen=True, slots=True)
class Walked:
    """One visit of an element, for those who do not see the drawing."""

    name: str
    lane: str
    state: str
    entered_at: datetime
    left_at: datetime | None
    now: bool


def story(entries: Sequence[HistoryEntry], changes: Sequence[AuditEntry], texts: Texts) -> list[Day]:
    """Return the days of a ticket, the newest first."""
    known = _names(entries, changes)
    events = [*_of_engine(entries, texts, known), *_of_audit(changes, known)]
    events = sorted(events, key=lambda event: event.at)[::-1]  # of one instant, the later entry first too
    return [Day(text, list(found)) for text, found in groupby(events, key=lambda event: day(event.at))]


def walked(entries: Sequence[HistoryEntry], texts: Texts) -> list[Walked]:
    """Return the visits of elements in the order they began."""
    visits: dict[str, tuple[HistoryEntry, HistoryEntry | None]] = {}
    for entry in entries:
        if texts.types.get(entry.element_id or "") not in SHOWN or entry.task_id is None:
            continue
        if entry.event == "entered":
            visits[entry.task_id] = (entry, None)
        elif entry.event in {"left", "cancelled", "failed"} and entry.task_id in visits:
            visits[entry.task_id] = (visits[entry.task_id][0], entry)
    return [_visit(begun, ended, texts) for begun, ended in visits.values()]


def _visit(begun: HistoryEntry, ended: HistoryEntry | None, texts: Texts) -> Walked:
    element = begun.element_id or ""
    states = {
        "left": gettext("done"),
        "cancelled": gettext("no longer needed"),
        "failed": gettext("failed"),
    }
    return Walked(
        name=texts.names.get(element) or element,
        lane=texts.lanes.get(element, ""),
        state=states[ended.event] if ended else gettext("stands here now"),
        entered_at=begun.at,
        left_at=ended.at if ended else None,
        now=ended is None,
    )


def _of_engine(entries: Sequence[HistoryEntry], texts: Texts, known: Mapping[str, str]) -> Iterator[Event]:
    for entry in entries:
        element = entry.element_id or ""
        step, who = texts.names.get(element) or element, _actor(entry.actor, known)
        event = _event(entry, step, who, known, texts.types.get(element, ""))
        if event is not None:
            yield event


def _event(entry: HistoryEntry, step: str, who: str, known: Mapping[str, str], kind: str) -> Event | None:
    given_to = known.get((entry.details or {}).get("assignee_id") or "", "")
    told = {
        "done": ("person", "check", gettext("%(who)s completed “%(step)s”", who=who, step=step)),
        "claimed": ("person", "hand-grab", gettext("%(who)s took “%(step)s”", who=who, step=step)),
        "released": ("person", "arrow-left", gettext("“%(step)s” went back to its group", step=step)),
        "assigned": (
            "person",
            "user-check",
            gettext("%(who)s gave “%(step)s” to %(name)s", who=who, step=step, name=given_to),
        ),
        "delegated": (
            "person",
            "user-check",
            gettext("%(who)s lent “%(step)s” to %(name)s", who=who, step=step, name=given_to),
        ),
        "failed": ("fault", "alert-triangle", gettext("“%(step)s” failed", step=step)),
        "retried": ("person", "refresh", gettext("%(who)s tried “%(step)s” again", who=who, step=step)),
        "suspended": ("person", "player-pause", gettext("%(who)s paused the process", who=who)),
        "resumed": ("person", "player-skip-forward", gettext("%(who)s let the process go on", who=who)),
        "completed": ("process", "circle-check", gettext("The process ended")),
    }
    if entry.event == "entered" and kind in HUMAN:
        return Event(entry.at, "process", "route", gettext("“%(step)s” began to wait", step=step))
    if entry.event == "left" and kind in CAUGHT and step:
        return Event(entry.at, "process", "bell", gettext("It happened: %(what)s", what=step))
    found = told.get(entry.event)
    return Event(entry.at, *found) if found else None


def _of_audit(changes: Sequence[AuditEntry], known: Mapping[str, str]) -> Iterator[Event]:
    for change in changes:
        kind = "person" if change.actor_kind == "user" else "process"
        who = known.get(change.actor_id, "Praxis") if kind == "person" else "Praxis"
        text = f"{named(names.ACTIONS, change.action)} · {who}"
        yield Event(change.at, kind, "pencil" if kind == "person" else "settings", text, _changed(change))


def _changed(change: AuditEntry) -> str:
    parts = []
    for name, (before, after) in change.changes.items():
        label = _fields().get(name)
        if label and after not in (None, "", []):
            shown = f"{before} → {after}" if before not in (None, "") else str(after)
            parts.append(f"{label}: {shown}")
    return " · ".join(parts)


def _fields() -> dict[str, str]:
    return {
        "impact": gettext("impact"),
        "urgency": gettext("urgency"),
        "priority": gettext("priority"),
        "category": gettext("category"),
        "assignment_group": gettext("group"),
        "name": gettext("file"),
        "number": gettext("ticket"),
        "reason": gettext("reason"),
    }


def _actor(actor: str, known: Mapping[str, str]) -> str:
    kind, _, actor_id = actor.partition(":")
    return known.get(actor_id, "Praxis") if kind == "user" else "Praxis"


def _names(entries: Sequence[HistoryEntry], changes: Sequence[AuditEntry]) -> dict[str, str]:
    ids = {entry.actor.partition(":")[2] for entry in entries if entry.actor.startswith("user:")}
    ids |= {(entry.details or {}).get("assignee_id") or "" for entry in entries}
    ids |= {change.actor_id for change in changes if change.actor_kind == "user"}
    return people.names_of(g.session, ids)
