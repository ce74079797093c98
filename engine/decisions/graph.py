"""The requirement graph compiled: decisions, knowledge models and decision services that evaluate each other."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.decisions.boxed import compile_boxed
from engine.decisions.elements import (
    Decision,
    DecisionService,
    DecisionTable,
    InputData,
    KnowledgeModel,
    Node,
    Place,
    Reference,
)
from engine.decisions.evaluation import Evaluation, Logic, Variables
from engine.decisions.functions import function_builder
from engine.decisions.library import Library, Path, check_cycles, order_of_evaluation
from engine.decisions.scope import Scope, fitted, member_names, typed
from engine.decisions.tables import CompiledTable, compile_table
from engine.feel.limits import Run
from engine.feel.values import FeelFunction

Values = dict[Reference, Any]
"""The values of input data and decisions in one round of evaluation; a decision service has a round of its own."""

Builder = Callable[[Variables, Evaluation], FeelFunction | None]
Links = list[tuple[Path, Reference]]
SomeNode = TypeVar("SomeNode", bound=Node)


@dataclass(frozen=True, slots=True)
class CompiledDecision:
    """Logic with the names under which it knows the values and functions it requires."""

    decision: Decision
    logic: Logic
    values: Links
    functions: Links


@dataclass(frozen=True, slots=True)
class Plan:
    """What to do for some decisions: the input data to supply, and the decisions in order of evaluation."""

    inputs: tuple[InputData, ...]
    decisions: tuple[CompiledDecision, ...]


class Graph:
    """All nodes of a model, compiled once; evaluations share it."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.members = frozenset(member_names(library.by_namespace.values()))
        self.builders: dict[Reference, tuple[Builder, Links]] = {}
        self.decisions: dict[Reference, CompiledDecision] = {}
        self.plans: dict[Reference, Plan] = {}
        self.tables: list[CompiledTable] = []
        nodes = list(library.nodes())
        books = library.books
        self.types = {
            node.reference: books[node.reference.namespace].resolve(node.variable.type_ref, node.place)
            for node in nodes
        }
        for node in nodes:
            if isinstance(node, Decision):
                self.decisions[node.reference] = self._decision(node)
            elif isinstance(node, KnowledgeModel):
                self.builders[node.reference] = self._knowledge_model(node)
        check_cycles(library)
        for node in nodes:
            if isinstance(node, DecisionService):
                self._service(node)

    # -- compiling

    def _scope(self, node: Node, links: Links) -> Scope:
        names = frozenset(path[0] for path, _ in links)
        book = self.library.books[node.reference.namespace]
        return Scope(names, self.members | book.members, book, self.library.findings, self.tables)

    def _links(self, node: Node, required: tuple[tuple[Place, Reference], ...], *kinds: type[Node]) -> Links:
        found = ((reference, self.library.requirement(place, reference, *kinds)) for place, reference in required)
        model = node.reference.namespace
        return [(self.library.path(model, needed), reference) for reference, needed in found if needed is not None]

    def _decision(self, node: Decision) -> CompiledDecision:
        values = self._links(node, node.information, Decision, InputData)
        functions = self._links(node, node.knowledge, KnowledgeModel, DecisionService)
        scope = self._scope(node, values + functions)
        if node.logic is None:
            return CompiledDecision(node, _no_logic(node.place), values, functions)
        if isinstance(node.logic, DecisionTable):
            logic = compile_table(node.logic, scope, node.variable.type_ref)
        else:
            logic = compile_boxed(node.logic, scope)
        return CompiledDecision(node, typed(logic, self.types[node.reference], node.place), values, functions)

    def _knowledge_model(self, node: KnowledgeModel) -> tuple[Builder, Links]:
        functions = self._links(node, node.knowledge, KnowledgeModel, DecisionService)
        if node.logic is None:
            return (lambda _variables, _evaluation: None), functions
        own_name = node.variable.name  # a business knowledge model may call itself
        scope = self._scope(node, functions).plus(own_name)
        functions.append(((own_name,), node.reference))
        return function_builder(node.logic, scope, compile_boxed, node.name, self.types[node.reference]), functions

    def _service(self, node: DecisionService) -> None:
        outputs = self._nodes(node.outputs, Decision)
        given: list[Node] = [*self._nodes(node.input_data, InputData), *self._nodes(node.input_decisions, Decision)]
        self._nodes(node.encapsulated, Decision)
        plan = self.plans[node.reference] = self._plan(outputs, frozenset(one.reference for one in given))
        parameters = [(one.variable.name, self.types[one.reference]) for one in given]
        type_ = self.types[node.reference]

        def build(_variables: Variables, evaluation: Evaluation) -> FeelFunction:
            def round_of_its_own(variables: Variables, evaluation: Evaluation) -> Any:
                values = {one.reference: variables[one.variable.name] for one in given}
                return self.service_result(node, self.run(plan, values, evaluation), evaluation)

            def body(_account: Run, arguments: list[Any]) -> Any:
                names = (one.variable.name for one in given)
                return evaluation.apart(round_of_its_own, dict(zip(names, arguments, strict=True)))

            return FeelFunction(parameters, body, node.name, type_)

        self.builders[node.reference] = build, []

    def _nodes(self, required: tuple[tuple[Place, Reference], ...], kind: type[SomeNode]) -> list[SomeNode]:
        found = (self.library.requirement(place, reference, kind) for place, reference in required)
        return [node for node in found if isinstance(node, kind)]

    def _plan(self, targets: list[Decision], given: frozenset[Reference]) -> Plan:
        order = order_of_evaluation(self.library, targets, given)
        needed = (self.library.find(reference) for decision in order for _, reference in decision.information)
        inputs = {node.reference: node for node in needed if isinstance(node, InputData)}
        return Plan(tuple(inputs.values()), tuple(self.decisions[decision.reference] for decision in order))

    # -- evaluating

    def plan_of(self, node: Node) -> Plan:
        """Return what to do for a decision or decision service; made when it is first asked for."""
        plan = self.plans.get(node.reference)
        if plan is None:
            assert isinstance(node, Decision)
            plan = self.plans[node.reference] = self._plan([node], frozenset())
        return plan

    def run(self, plan: Plan, values: Values, evaluation: Evaluation) -> Values:
        """Evaluate the decisions of a plan; values given for input data and input decisions stand as they are."""
        for step in plan.decisions:
            evaluation.account.spend()
            variables: dict[str, Any] = {}
            for path, reference in step.values:
                _bind(variables, path, values.get(reference))
            for path, reference in step.functions:
                _bind(variables, path, self.function(reference, evaluation))
            values[step.decision.reference] = step.logic(variables, evaluation)
        return values

    def function(self, reference: Reference, evaluation: Evaluation) -> FeelFunction | None:
        """Return a business knowledge model or decision service as a function of this evaluation."""
        known = evaluation.functions
        if reference not in known:
            builder, links = self.builders[reference]
            variables: dict[str, Any] = {}
            known[reference] = builder(variables, evaluation)
            for path, needed in links:  # filled afterwards, so that models may call each other
                _bind(variables, path, self.function(needed, evaluation))
        return known[reference]

    def service_result(self, node: DecisionService, values: Values, evaluation: Evaluation) -> Any:
        """Return the value of a service: that of its only output decision, else a context of all of them."""
        outputs = [(self.library.find(reference), values.get(reference)) for _, reference in node.outputs]
        value: Any = {output.variable.name: value for output, value in outputs if output is not None}
        if len(outputs) == 1:
            value = outputs[0][1]
        type_ = self.types[node.reference]
        return value if type_ is None else fitted(value, type_, node.place, evaluation)


def _no_logic(place: Place) -> Logic:
    return lambda _variables, evaluation: evaluation.note("dmn.no-logic", place)


def _bind(variables: dict[str, Any], path: Path, value: Any) -> None:
    if len(path) == 1:
        variables[path[0]] = value
    else:
        variables.setdefault(path[0], {})[path[1]] = value


def inputs_by_name(values: Mapping[Reference, Any], inputs: tuple[InputData, ...]) -> dict[str, Any]:
    """Return the values of input data under their names."""
    return {node.name: values.get(node.reference) for node in inputs}
