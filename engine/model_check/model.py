"""A diagram as plain values: elements, flows and what they say, read once and shared by the check and the engine."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Position:
    """A place in a file of the deployed folder; lines and columns count from 1."""

    file: str
    line: int = 1
    column: int = 1


@dataclass(frozen=True, slots=True)
class Event:
    """What an event waits for or throws; `kind` is the XML name without `EventDefinition` (`timer`, `message`...)."""

    kind: str
    name: str | None = None  # message, signal, escalation or link name
    code: str | None = None  # error or escalation code; None catches every code
    timer: str | None = None  # timeDuration, timeDate or timeCycle
    expression: str | None = None  # the time text or the condition
    calendar: str | None = None  # named business calendar of a timer
    timeless: bool = False  # a timer is drawn, but no time is given
    activity: str | None = None  # what a compensation throw undoes; None means the whole scope


@dataclass(frozen=True, slots=True)
class Loop:
    """How often an activity repeats."""

    kind: str  # "parallel", "sequential" or "standard"
    collection: str | None = None  # FEEL giving a list
    cardinality: str | None = None  # FEEL giving a whole number
    item: str | None = None
    result: str | None = None  # FEEL over one instance, collected into `results`
    results: str | None = None
    completion: str | None = None  # FEEL; true ends the activity early
    condition: str | None = None  # standard loop: go on while true
    test_before: bool = False
    maximum: int | None = None


@dataclass(frozen=True, slots=True)
class Element:
    """One node of a diagram with everything the engine and the inbox want to know about it."""

    id: str
    name: str
    type: str
    scope: str  # id of the process or sub-process it lies in
    name_ru: str | None = None  # `name` is English
    lane: str | None = None
    phase: str | None = None
    form: str | None = None
    groups: str | None = None
    assignee: str | None = None
    due: str | None = None
    role: str | None = None
    handler: str | None = None
    connector: str | None = None
    operation: str | None = None
    retry: tuple[str, ...] = ()
    idempotent: bool = False
    decision: str | None = None
    result: str | None = None
    correlation: str | None = None
    script: str | None = None
    inputs: tuple[tuple[str, str], ...] = ()
    outputs: tuple[tuple[str, str], ...] = ()
    incoming: tuple[str, ...] = ()
    outgoing: tuple[str, ...] = ()
    default: str | None = None
    event: Event | None = None
    attached_to: str | None = None
    interrupting: bool = True
    by_event: bool = False  # an event sub-process
    loop: Loop | None = None
    called: str | None = None  # key of the called process
    for_compensation: bool = False
    handler_of: str | None = None  # the activity that this one compensates


@dataclass(frozen=True, slots=True)
class Flow:
    """A sequence flow; `condition` is FEEL."""

    id: str
    source: str
    target: str
    name: str = ""
    condition: str | None = None


@dataclass(frozen=True, slots=True)
class Diagram:
    """One process of a file: its elements and flows in document order, sub-processes included."""

    key: str
    name: str
    view: str | None
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    positions: Mapping[str, Position] = field(default_factory=dict)
