"""The base of our task specifications: how a token arrives at an element, is stepped, chooses flows and leaves."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from SpiffWorkflow.bpmn.specs.bpmn_process_spec import BpmnProcessSpec
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec

from engine.base.errors import ScriptFailed
from engine.model_check.model import Element, Flow
from engine.spiff.scripts import Script, script
from engine.spiff.tokens import Instance, Token


class ProcessSpec(BpmnProcessSpec):
    """The library's process without its own start and end: their names would clash with ids in the drawing."""

    def __init__(self, key: str) -> None:
        super(BpmnProcessSpec, self).__init__(name=key)
        self.data_objects: dict[str, Any] = {}
        self.io_specification = None
        self.bpmn_start_events: list[Any] = []


@dataclass(frozen=True, slots=True)
class Outflow:
    """A sequence flow seen from its source."""

    id: str
    target: "Node"
    condition: Script | None


class Node(BpmnTaskSpec):
    """An element that a token visits. Built once per version, shared by threads, never changed by a run."""

    listens = False  # waits beside the work and does not keep its scope alive
    counts_visits = False

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element.id, lane=element.lane)
        self.bpmn_id, self.bpmn_name = element.id, element.name
        self.element = element
        self.flows: tuple[Outflow, ...] = ()
        self.boundaries: tuple[Any, ...] = ()
        self.starts: tuple[Any, ...] = ()  # of a scope: where its tokens begin
        self.compensator: Node | None = None  # the activity that undoes this one
        self.event_starts: tuple[Any, ...] = ()  # of a scope: the start events of its event sub-processes
        self.mappings_in = [(name, Script(text, element.id, "input")) for name, text in element.inputs]
        self.mappings_out = [(name, Script(text, element.id, "output")) for name, text in element.outputs]

    def connect_flows(self, flows: Iterable[tuple[Flow, "Node"]]) -> None:
        """Draw the outgoing flows, in document order."""
        outflows = []
        for flow, target in flows:
            outflows.append(Outflow(flow.id, target, script(flow.condition, flow.id, "condition")))
            self.connect(target)
        self.flows = tuple(outflows)

    def arrive(self, instance: Instance, scope: Token, flow_id: str | None = None) -> Token:
        """Put a token here, to be stepped when its turn comes."""
        token = Token(instance, self, scope)
        if self.counts_visits:
            token.internal_data["visit"] = instance.next_visit(self.name)
        instance.record(token, "entered")
        token.make_ready()
        return token

    def step(self, token: Token) -> None:
        """Do the next automatic thing with a ready token."""
        token.run()

    def execute(self, token: Token) -> bool | None:
        """Do what the element is for; True when done, None when something from outside has to come first."""
        return True

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        """Choose the flows to walk: every unconditional one and every true one; the default when none is true."""
        context = token.context
        chosen = [flow for flow in self._non_default() if flow.condition is None or flow.condition.truth(context)]
        conditional = any(flow.condition for flow in self._non_default())
        if conditional and not any(flow.condition for flow in chosen):
            chosen += self._default()
            if not chosen:
                raise ScriptFailed("engine.no-flow-to-take", element=self.name)
        return tuple(chosen if conditional else self.flows)

    def gather(self, token: Token) -> None:
        """Look at the result of a finished visit before the token leaves; repeated activities collect here."""

    def note_done(self, token: Token) -> None:
        """Remember for compensation that a visit was completed."""

    def inputs_of(self, token: Token) -> dict[str, Any]:
        """Evaluate the input mappings."""
        context = token.context
        return {name: mapping.kept(context) for name, mapping in self.mappings_in}

    def take(self, token: Token, result: Any) -> None:
        """Store what came back: through the output mappings, and whole where the element names a variable."""
        if self.mappings_out:
            context = _with_result(token, result)
            token.variables.update({name: mapping.kept(context) for name, mapping in self.mappings_out})
        if self.element.result:
            token.variables[self.element.result] = result

    def emptied(self, token: Token) -> None:
        """The last token inside this scope has left: the scope itself is done."""
        token.internal_data["emptied"] = True
        token.make_ready()

    def _non_default(self) -> list[Outflow]:
        return [flow for flow in self.flows if flow.id != self.element.default]

    def _default(self) -> list[Outflow]:
        return [flow for flow in self.flows if flow.id == self.element.default]

    # The library's hooks, called by `Task.run`, `Task.complete` and `Task.error`.

    def _run_hook(self, token: Token) -> bool | None:
        done = self.execute(token)
        if done and token.id in token.workflow.tasks:
            self.gather(token)
            token.chosen = () if token.is_instance else self.choose(token)
        return done

    def _on_complete(self, token: Token) -> None:
        if token.id not in token.workflow.tasks:  # its own escalation or termination took it out
            return
        leave(token)

    def _on_error(self, token: Token) -> None:
        """The run records the fault, with its cause."""


def leave(token: Token) -> None:
    """Take a finished token out and put tokens at the far ends of the flows it chose."""
    instance, scope = token.workflow, token.parent
    detail = token.internal_data.get("detail", {})
    instance.record(token, "left", flows=tuple(flow.id for flow in token.chosen if flow.id), **detail)
    token.task_spec.note_done(token)
    token.remove()
    for flow in token.chosen:
        flow.target.arrive(instance, scope, flow.id)
    if token.is_instance or not scope.live_children():
        scope.task_spec.emptied(scope)


def _with_result(token: Token, result: Any) -> Mapping[str, Any]:
    return token.context.new_child({"result": result})  # type: ignore[attr-defined]  # it is a ChainMap
