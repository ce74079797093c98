"""One deployed version: written as bytes once, built into our task specifications when read, shared by threads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson

from engine.model_check.model import Diagram, Element, Flow
from engine.model_check.written import read_diagram, write_diagram
from engine.spiff.activities import (
    Activity,
    CallActivity,
    DecisionTask,
    HumanTask,
    LocalService,
    ReceiveTask,
    RemoteService,
    ScriptTask,
    SendTask,
    SubProcess,
    arm_once,
)
from engine.spiff.compensation import Undo, UndoEnd
from engine.spiff.events import Boundary, Catch, End, EventStart, Start, Throw
from engine.spiff.gateways import EventBasedGateway, ExclusiveGateway, InclusiveGateway, ParallelGateway
from engine.spiff.nodes import Node, Outflow, ProcessSpec
from engine.spiff.tokens import Token

_CLASSES: dict[str, type[Node]] = {
    "userTask": HumanTask,
    "manualTask": HumanTask,
    "task": Activity,
    "scriptTask": ScriptTask,
    "businessRuleTask": DecisionTask,
    "sendTask": SendTask,
    "receiveTask": ReceiveTask,
    "callActivity": CallActivity,
    "subProcess": SubProcess,
    "exclusiveGateway": ExclusiveGateway,
    "parallelGateway": ParallelGateway,
    "inclusiveGateway": InclusiveGateway,
    "eventBasedGateway": EventBasedGateway,
    "endEvent": End,
    "intermediateThrowEvent": Throw,
    "intermediateCatchEvent": Catch,
    "boundaryEvent": Boundary,
}
_UNDOING: dict[str, type[Node]] = {"intermediateThrowEvent": Undo, "endEvent": UndoEnd}


class Root(Node):
    """The process as a whole: the scope that holds all others, and the owner of its variables."""

    def open(self, token: Token, message: str | None, payload: Any) -> None:
        """Put the first token at the start event; a message chooses the start event of that name."""
        start = self.start_for(message)
        assert start is not None  # the caller asked before
        arm_once(self.event_starts, token)
        start.arrive_fired(token.workflow, token, payload)

    def start_for(self, message: str | None) -> Any:
        """Return the start event for a message of this name; without one, the plain start, else any but a message's."""
        if message is not None:
            named = (start for start in self.starts if start.trigger.kind == "message")
            return next((start for start in named if start.trigger.name == message), None)
        others = [start for start in self.starts if start.trigger.kind != "message"]
        return next((start for start in others if not start.trigger.kind), next(iter(others), None))

    def emptied(self, token: Token) -> None:
        for child in token.children:
            child.remove()
        token.workflow.completed = True


@dataclass(frozen=True, slots=True)
class Specification:
    """A version ready to run; never changed, so any number of runs may share it."""

    key: str
    view: str | None  # the read-only view that expressions read by this name
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    process: ProcessSpec
    root: Root


def write_specification(diagram: Diagram) -> bytes:
    """Write a checked diagram as the bytes that are stored once per version."""
    return orjson.dumps(write_diagram(diagram))


def load_specification(specification: bytes) -> Specification:
    """Read stored bytes and build the task specifications."""
    diagram = read_diagram(orjson.loads(specification))
    elements, flows = diagram.elements, diagram.flows
    process = ProcessSpec(diagram.key)
    root = Root(process, Element("", diagram.name, "process", ""))
    nodes: dict[str, Node] = {identity: _node(process, element, elements) for identity, element in elements.items()}
    for identity, node in nodes.items():
        outgoing = (flows[flow_id] for flow_id in elements[identity].outgoing)
        node.connect_flows((flow, nodes[flow.target]) for flow in outgoing)
    _nest(root, diagram.key, nodes)
    _link(nodes)
    _pair_compensation(nodes)
    return Specification(diagram.key, diagram.view, elements, flows, process, root)


def _node(process: ProcessSpec, element: Element, elements: Mapping[str, Element]) -> Node:
    if element.type == "serviceTask":
        return (LocalService if element.handler else RemoteService)(process, element)
    if element.event is not None and element.event.kind == "compensate" and element.type in _UNDOING:
        return _UNDOING[element.type](process, element)
    if element.type == "startEvent":
        home = elements.get(element.scope)
        return (EventStart if home is not None and home.by_event else Start)(process, element)
    return _CLASSES[element.type](process, element)


def _link(nodes: Mapping[str, Node]) -> None:
    """Let a throwing link event lead straight to the catching one of its name in the same scope."""
    for node in nodes.values():
        if node.element.type == "intermediateThrowEvent" and _kind(node) == "link":
            target = next(other for other in nodes.values() if _is_other_end(node, other))
            node.flows = (Outflow("", target, None),)


def _is_other_end(node: Node, other: Node) -> bool:
    catches = other.element.type == "intermediateCatchEvent" and _kind(other) == "link"
    return catches and other.element.scope == node.element.scope and other.element.event == node.element.event


def _pair_compensation(nodes: Mapping[str, Node]) -> None:
    """Tell each activity what undoes it, and each throw where to find that."""
    compensators = {node.element.handler_of: node for node in nodes.values() if node.element.handler_of}
    for activity, handler in compensators.items():
        nodes[activity].compensator = handler
    for node in nodes.values():
        if isinstance(node, Undo):
            node.compensators = compensators


def _kind(node: Node) -> str:
    return node.element.event.kind if node.element.event else ""


def _nest(root: Root, key: str, nodes: Mapping[str, Node]) -> None:
    """Tell each scope where its tokens begin, and each activity which events sit on its border."""
    for node in nodes.values():
        element = node.element
        if element.attached_to:
            host = nodes[element.attached_to]
            host.boundaries = (*host.boundaries, node)
        elif isinstance(node, Start):
            home = root if element.scope == key else nodes[element.scope]
            home.starts = (*home.starts, node)
        elif isinstance(node, EventStart):
            outer = nodes[element.scope].element.scope
            home = root if outer == key else nodes[outer]
            home.event_starts = (*home.event_starts, node)
