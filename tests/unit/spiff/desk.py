"""Small diagrams and a driver for them: every test runs straight and saved and reloaded after each action."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from engine.calendars import Calendar
from engine.model_check.reader import read_diagrams
from engine.model_check.source import Source, read_source
from engine.spiff.port import HandlerCall, Step, Thrown, Waits
from engine.spiff.run import Run
from engine.spiff.specification import Specification, load_specification, write_specification

HEAD = """<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
 xmlns:praxis="https://praxis-itsm.org/bpmn/1.0" targetNamespace="t">
<message id="M1" name="m1"/><message id="M2" name="m2"/><signal id="S1" name="s1"/>
<error id="E1" errorCode="e1"/><escalation id="X1" escalationCode="x1"/>"""
MESSAGE = '<messageEventDefinition messageRef="M1"/>'
SIGNAL = '<signalEventDefinition signalRef="S1"/>'
TERMINATE = "<terminateEventDefinition/>"


def timer(text: str, kind: str = "timeDuration", calendar: str = "") -> str:
    extra = f' praxis:calendar="{calendar}"' if calendar else ""
    return f"<timerEventDefinition{extra}><{kind}>{text}</{kind}></timerEventDefinition>"


def node(kind: str, identity: str, inner: str = "", **attributes: str) -> str:
    written = "".join(f' {name.replace("praxis_", "praxis:")}="{value}"' for name, value in attributes.items())
    return f'<{kind} id="{identity}"{written}>{inner}</{kind}>'


def flows(*chains: str) -> str:
    """Write flows from lines such as `a > b > c` or `g > b if x = 1`; the id is `source-target`."""
    written = []
    for chain in chains:
        path, _, condition = chain.partition(" if ")
        names = [name.strip() for name in path.split(" > ")]
        for source, target in pairwise(names):
            inner = f"<conditionExpression><![CDATA[{condition}]]></conditionExpression>" if condition else ""
            written.append(
                f'<sequenceFlow id="{source}-{target}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
            )
    return "".join(written)


def diagram(body: str, key: str = "p") -> bytes:
    return f'{HEAD}<process id="{key}" isExecutable="true">{body}</process></definitions>'.encode()


def specification(body: str) -> Specification:
    source = read_source("p.bpmn", diagram(body))
    assert isinstance(source, Source), source
    return load_specification(write_specification(read_diagrams(source).diagrams[0]))


@dataclass
class Answer:
    value: Any
    rules: tuple[str, ...]

    def trace(self) -> Mapping[str, Any]:
        return {"rules": list(self.rules)}


@dataclass
class Desk:
    """The outside of a run, standing still until a test moves it."""

    instant: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    views: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    handlers: dict[str, Callable[[HandlerCall], Mapping[str, Any]]] = field(default_factory=dict)
    decisions: dict[str, Callable[[Mapping[str, Any]], Answer]] = field(default_factory=dict)
    calendars: dict[str, Calendar] = field(default_factory=dict)

    def now(self) -> datetime:
        return self.instant

    def calendar(self, name: str) -> Calendar:
        return self.calendars[name]

    def decide(self, decision: str, inputs: Mapping[str, Any]) -> Answer:
        return self.decisions[decision](inputs)

    def handle(self, call: HandlerCall) -> Mapping[str, Any]:
        return self.handlers[call.handler](call)


class Driver:
    """Acts on a run by element names; with `reload` it saves and loads the run after every action."""

    def __init__(
        self, body: str | Specification, variables: Mapping[str, Any] | None = None, *, reload: bool, **desk: Any
    ) -> None:
        self.desk = desk.pop("desk", None) or Desk()
        message = desk.pop("message", None)
        self.reload = reload
        self.specification = body if isinstance(body, Specification) else specification(body)
        self.run = Run.start(self.specification, variables or {}, self.desk, message=message)
        self.steps: list[Step] = []
        self.thrown: list[Thrown] = []
        self._settle()

    def done(self, element: str, instance: int = 0, **data: Any) -> None:
        """Complete a human task."""
        self.run.complete(self._ids(self.waits.human_tasks, element)[instance], data)
        self._settle()

    def answer(self, element: str, result: Any) -> None:
        self.run.answer(self._ids(self.waits.calls, element)[0], result)
        self._settle()

    def fail(self, element: str, code: str) -> bool:
        caught = self.run.fail(self._ids(self.waits.calls, element)[0], code, {"message": "broken"})
        self._settle()
        return caught

    def message(self, element: str, payload: Any = None) -> None:
        self.run.deliver(self._ids(self.waits.messages, element)[0], payload)
        self._settle()

    def signal(self, name: str = "s1", **payload: Any) -> int:
        taken = self.run.broadcast(name, payload)
        self._settle()
        return taken

    def wait(self, **span: float) -> None:
        """Let time pass, then fire each timer that is due, once."""
        self.desk.instant += timedelta(**span)
        for due in sorted(self.waits.timers, key=lambda waiting: waiting.due_at):
            still = {waiting.task_id: waiting for waiting in self.waits.timers}.get(due.task_id)
            if still is not None and self.run.fire_timer(due.task_id, self.desk.instant):
                self._settle()

    def retry(self, element: str, **patch: Any) -> None:
        self.run.retry(self._ids(self.waits.faults, element)[0], patch)
        self._settle()

    @property
    def waits(self) -> Waits:
        return self.run.waits()

    @property
    def open(self) -> list[str]:
        """Names of the elements somebody or something must act on: people, calls, faults."""
        waits = self.waits
        found = [*waits.human_tasks, *waits.calls, *waits.faults]
        return sorted(waiting.element_id for waiting in found)

    @property
    def ended(self) -> bool:
        return self.run.is_complete()

    @property
    def variables(self) -> dict[str, Any]:
        return self.run.variables

    @property
    def walked(self) -> list[str]:
        return [flow for step in self.steps if step.event == "left" for flow in step.detail["flows"]]

    def story(self, event: str = "left") -> list[str]:
        return [step.element_id for step in self.steps if step.event == event]

    def _settle(self) -> None:
        self.run.advance()
        self.steps += self.run.steps
        self.thrown += self.run.thrown
        saved = self.run.dump()
        if self.reload:
            self.run = Run.load(self.specification, saved, self.desk)
            assert self.run.dump() == saved
        else:
            self.run.steps.clear()
            self.run.thrown.clear()

    def _ids(self, waiting: Any, element: str) -> list[str]:
        found = [item.task_id for item in waiting if item.element_id == element]
        assert found, f"{element} does not wait; open: {self.open}"
        return found
