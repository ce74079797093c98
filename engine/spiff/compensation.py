"""Compensation: a ledger of what was done in each scope, and the throw that undoes it, last one first.

Each scope's token keeps one entry per completed activity that has a compensation handler, with the variables as they
were then (BPMN 2.0.2, 13.5.5). A sub-process that completes hands its entries to the scope around it.
"""

from typing import Any

from engine.model_check.model import Element
from engine.spiff.events import End, Throw
from engine.spiff.nodes import Node, ProcessSpec
from engine.spiff.tokens import Token

_LEDGER = "ledger"


def note_done(token: Token) -> None:
    """Write into the ledger of the scope that an activity is leaving, complete."""
    node, inner = token.task_spec, token.internal_data.get(_LEDGER, [])
    if node.compensator is not None and (node.element.loop is None or token.is_instance):
        entries = [{"element": node.name, "snapshot": token.all_variables()}]
    else:
        entries = [{"element": node.name, "inside": inner}] if inner else []
    if entries:
        token.parent.internal_data.setdefault(_LEDGER, []).extend(entries)


class Undo(Throw):
    """Throws compensation: runs the handlers of what was done, one after another, and then goes on."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.compensators: dict[str, Node] = {}  # by the activity they undo

    def execute(self, token: Token) -> bool | None:
        ledger = _scope_of(token).internal_data.get(_LEDGER, [])
        entry = self._take_last(ledger, self.element.event.activity if self.element.event else None)
        if entry is None:
            return True
        handler = self.compensators[entry["element"]]
        child = handler.arrive(token.workflow, token)
        child.internal_data["snapshot"] = entry["snapshot"]
        return None

    def emptied(self, token: Token) -> None:
        token.make_ready()

    def _take_last(self, ledger: list[dict[str, Any]], activity: str | None) -> dict[str, Any] | None:
        """Remove and return the last entry, or the last one of an activity, looking into completed sub-processes."""
        for position in range(len(ledger) - 1, -1, -1):
            entry = ledger[position]
            if activity not in (None, entry["element"]):
                continue
            if "inside" not in entry:
                return ledger.pop(position)
            found = self._take_last(entry["inside"], None)
            if not entry["inside"]:
                del ledger[position]
            if found is not None:
                return found
        return None


class UndoEnd(Undo, End):
    """An end event that throws compensation before it consumes the token."""

    def execute(self, token: Token) -> bool | None:
        done = Undo.execute(self, token)
        if done and self.element.phase:
            token.workflow.last_phase = self.element.phase
        return done


def _scope_of(token: Token) -> Token:
    """Return the scope whose work is undone: inside an event sub-process, the one around it."""
    scope = token.parent
    return scope.parent if scope.task_spec.element.by_event else scope
