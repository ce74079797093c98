"""Where a story is played without a database: a virtual clock, a ticket that is a mapping, stand-ins for handlers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from engine.base.clock import VirtualClock
from engine.calendars import Calendar
from engine.decisions import DecisionModel, Outcome
from engine.feel import compile_expression
from engine.spiff.port import HandlerCall
from tests.bpmn.stories import Folder, Story

MONDAY_MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
OFFICE_HOURS = Calendar.from_json(
    {
        "name": "business",
        "time_zone": "UTC",
        "week": {day: ["09:00-18:00"] for day in ("mon", "tue", "wed", "thu", "fri")},
    }
)


class Stage:
    """The surroundings of one run."""

    def __init__(self, folder: Folder, story: Story, decisions: DecisionModel) -> None:
        self.clock = VirtualClock(MONDAY_MORNING)
        self.ticket: dict[str, Any] = {**folder.ticket, **story.ticket}
        self.views: Mapping[str, Mapping[str, Any]] = {folder.view: self.ticket}
        self._view = folder.view
        self._handlers = folder.handlers
        self._decisions = decisions

    def now(self) -> datetime:
        return self.clock.now()

    def calendar(self, name: str) -> Calendar:
        assert name == "business", f"no calendar {name}"
        return OFFICE_HOURS

    def decide(self, decision: str, inputs: Mapping[str, Any]) -> Outcome:
        return self._decisions.evaluate(decision, inputs)

    def handle(self, call: HandlerCall) -> Mapping[str, Any]:
        """Let the stand-in write to the ticket and answer."""
        stand_in = self._handlers[call.handler]
        context = {**call.inputs, self._view: dict(self.ticket)}
        written = {name: evaluate(text, context) for name, text in stand_in.get("writes", {}).items()}
        answers = {name: evaluate(text, context) for name, text in stand_in.get("answers", {}).items()}
        self.ticket.update(written)
        return answers


def evaluate(text: str, context: Mapping[str, Any]) -> Any:
    """Evaluate a FEEL text of a scenario file."""
    return compile_expression(text).evaluate(context)
