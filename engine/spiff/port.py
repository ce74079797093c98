"""What the rest of the engine sees of a running instance: plain values, and what a run may ask of the outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from engine.base.errors import AppError


class RunAway(AppError):
    """The instance took more automatic steps in one go than any sound diagram needs."""


class TooLarge(AppError):
    """The instance holds more tokens, deeper nesting or more bytes than the engine carries."""


@dataclass(frozen=True, slots=True)
class Step:
    """One line of history; `detail` names the flows walked, the rules that fired, the error met."""

    element_id: str
    task_id: str
    event: Literal["entered", "left", "cancelled", "failed"]
    at: datetime
    detail: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Thrown:
    """A message that the instance sent; correlation None stands for the business key."""

    element_id: str
    task_id: str
    name: str
    correlation: str | None
    payload: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class HumanWait:
    """A human task somebody may complete."""

    task_id: str
    element_id: str
    visit: int
    groups: tuple[str, ...]
    assignee: str | None
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class TimerWait:
    """A timer that is armed."""

    task_id: str
    element_id: str
    due_at: datetime


@dataclass(frozen=True, slots=True)
class MessageWait:
    """A subscription to a message; correlation None stands for the business key."""

    task_id: str
    element_id: str
    name: str
    correlation: str | None


@dataclass(frozen=True, slots=True)
class SignalWait:
    """A subscription to a signal."""

    task_id: str
    element_id: str
    name: str


@dataclass(frozen=True, slots=True)
class CallWait:
    """A remote call that is asked for; `visit` makes its idempotency key together with instance and task."""

    task_id: str
    element_id: str
    visit: int
    connector: str
    operation: str
    inputs: Mapping[str, Any]
    retry: tuple[str, ...]
    idempotent: bool


@dataclass(frozen=True, slots=True)
class FaultWait:
    """A token that failed and waits for an operator."""

    task_id: str
    element_id: str
    code: str
    params: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Waits:
    """Everything the instance waits for, in the order the tokens arrived."""

    human_tasks: tuple[HumanWait, ...] = ()
    timers: tuple[TimerWait, ...] = ()
    messages: tuple[MessageWait, ...] = ()
    signals: tuple[SignalWait, ...] = ()
    calls: tuple[CallWait, ...] = ()
    faults: tuple[FaultWait, ...] = ()


@dataclass(frozen=True, slots=True)
class Size:
    """How big the saved instance is."""

    depth: int
    tasks: int
    bytes: int


@dataclass(frozen=True, slots=True)
class HandlerCall:
    """A call of a local handler, made while the instance steps."""

    handler: str
    element_id: str
    task_id: str
    inputs: Mapping[str, Any]


class Outcome(Protocol):
    """What a decision answered, and a JSON-ready account of how: `rules` that fired, `reasons` for nulls."""

    @property
    def value(self) -> Any: ...

    def trace(self) -> Mapping[str, Any]: ...


class WorkCalendar(Protocol):
    """The two questions a timer asks of a business calendar."""

    def add(self, start: datetime, amount: timedelta) -> datetime: ...

    def add_working_days(self, start: datetime, days: int) -> datetime: ...


class Surroundings(Protocol):
    """What a run may ask of the outside while it steps."""

    @property
    def views(self) -> Mapping[str, Mapping[str, Any]]: ...

    def now(self) -> datetime: ...

    def calendar(self, name: str) -> WorkCalendar: ...

    def decide(self, decision: str, inputs: Mapping[str, Any]) -> Outcome: ...

    def handle(self, call: HandlerCall) -> Mapping[str, Any]: ...
