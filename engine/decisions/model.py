"""A compiled decision model: what it offers by name, and how one of its decisions is evaluated."""

from collections.abc import Mapping, Sequence
from typing import Any

from engine.base.errors import InvalidInput, NotFound
from engine.decisions.analysis import check_table
from engine.decisions.elements import DecisionService, InputData, KnowledgeModel, Node, Place
from engine.decisions.evaluation import Evaluation
from engine.decisions.findings import Finding, Findings
from engine.decisions.functions import call
from engine.decisions.graph import Graph, Plan, Values, inputs_by_name
from engine.decisions.library import Library
from engine.decisions.outcome import Outcome
from engine.decisions.reading import read
from engine.decisions.scope import fitted
from engine.decisions.tables import CompiledTable
from engine.feel.errors import FeelLimitExceeded
from engine.feel.limits import MAX_DEPTH
from engine.feel.values import feel_value

MISSING = object()


class DecisionModel:
    """The decisions, business knowledge models and decision services of some files; immutable, shared by threads."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._graph = Graph(library)
        self._by_id: dict[str, list[Node]] = {}
        self._by_name: dict[str, list[Node]] = {}
        for node in library.nodes():
            if not isinstance(node, InputData):
                self._by_id.setdefault(node.reference.id, []).append(node)
                self._by_name.setdefault(node.name, []).append(node)

    @property
    def tables(self) -> Sequence[CompiledTable]:
        """All decision tables, wherever in the logic they stand."""
        return self._graph.tables

    def find(self, name: str, file: str | None = None) -> Node:
        """Return the decision, service or knowledge model of that id or name; an id wins.

        Raises NotFound when there is none, InvalidInput when a name means several.
        """
        found = self._found(self._by_id, name, file) or self._found(self._by_name, name, file)
        if not found:
            raise NotFound("dmn.no-such-decision", name=name, known=", ".join(self._by_name))
        if len(found) > 1:
            raise InvalidInput("dmn.ambiguous-name", name=name, files=", ".join(node.place.file for node in found))
        return found[0]

    @staticmethod
    def _found(index: Mapping[str, list[Node]], name: str, file: str | None) -> list[Node]:
        return [node for node in index.get(name, ()) if file is None or node.place.file == file]

    def evaluate(self, name: str, inputs: Mapping[str, Any], *, file: str | None = None) -> Outcome:
        """Evaluate a decision, decision service or knowledge model by its id or name.

        `inputs` holds values by the names of input data (for a service also of input decisions, for a knowledge model
        of parameters); what the model does not ask for is ignored, what is missing is null. An input of an imported
        model may be given as `{namespace}name`, or inside a context under the name of the import.

        Raises NotFound and InvalidInput as `find` does, FeelLimitExceeded for logic that runs away, and
        FeelExternalRefused for logic that calls outside code. Everything else that goes wrong gives null, with reasons.
        """
        node = self.find(name, file)
        evaluation = Evaluation()
        try:
            return self._evaluate(node, inputs, evaluation)
        except RecursionError as error:
            raise FeelLimitExceeded("feel.too-deep", limit=MAX_DEPTH) from error

    def _evaluate(self, node: Node, inputs: Mapping[str, Any], evaluation: Evaluation) -> Outcome:
        if isinstance(node, KnowledgeModel):
            function = self._graph.function(node.reference, evaluation)
            parameters = () if function is None else function.parameters
            arguments = {name: feel_value(inputs.get(name)) for name, _ in parameters}
            return _outcome(call(function, arguments, node.place, evaluation), evaluation, arguments)
        plan = self._graph.plan_of(node)
        values = self._supplied(node, plan, inputs, evaluation)
        seen = inputs_by_name(values, plan.inputs)
        self._graph.run(plan, values, evaluation)
        if isinstance(node, DecisionService):
            value = self._graph.service_result(node, values, evaluation)
        else:
            value = values.get(node.reference)
        decisions = {step.decision.name: values.get(step.decision.reference) for step in plan.decisions}
        return _outcome(value, evaluation, seen, decisions)

    def _supplied(self, node: Node, plan: Plan, inputs: Mapping[str, Any], evaluation: Evaluation) -> Values:
        wanted: list[Node] = list(plan.inputs)
        if isinstance(node, DecisionService):
            references = [reference for _, reference in (*node.input_data, *node.input_decisions)]
            wanted += [one for one in map(self._library.find, references) if one is not None and one not in wanted]
        values: Values = {}
        for one in wanted:
            value = self._lookup(one, node.reference.namespace, inputs)
            if value is MISSING:
                evaluation.note("dmn.input-missing", one.place, name=one.name)
                continue
            value, type_ = feel_value(value), self._graph.types[one.reference]
            values[one.reference] = value if type_ is None else fitted(value, type_, one.place, evaluation)
        return values

    def _lookup(self, node: Node, model: str, inputs: Mapping[str, Any]) -> Any:
        qualified = f"{{{node.reference.namespace}}}{node.name}"
        if qualified in inputs:
            return inputs[qualified]
        path = self._library.path(model, node)
        inside = inputs.get(path[0])
        if len(path) > 1 and isinstance(inside, Mapping) and path[1] in inside:
            return inside[path[1]]
        return inputs.get(node.name, MISSING)


def _outcome(
    value: Any,
    evaluation: Evaluation,
    inputs: Mapping[str, Any] | None = None,
    decisions: Mapping[str, Any] | None = None,
) -> Outcome:
    return Outcome(value, tuple(evaluation.fired), inputs or {}, decisions or {}, tuple(evaluation.reasons))


def compile_model(files: Mapping[str, bytes]) -> tuple[DecisionModel, Sequence[Finding]]:
    """Compile what can be compiled of some files and tell what is wrong with the rest.

    A text that is no FEEL gives null when it is evaluated. For deployments use `load_model`, which refuses errors.
    """
    findings = Findings()
    return _compiled(files, findings), findings.all


def _compiled(files: Mapping[str, bytes], findings: Findings) -> DecisionModel:
    try:
        read_files = [read(name, content, findings) for name, content in files.items()]
        return DecisionModel(Library([definitions for definitions in read_files if definitions is not None], findings))
    except RecursionError:
        findings.error("dmn.too-deep", Place(", ".join(files), 1))
        return DecisionModel(Library([], findings))


def load_model(files: Mapping[str, bytes]) -> DecisionModel:
    """Compile DMN files by name; raises DefinitionInvalid whose findings name file, line, cell and hint."""
    model, found = compile_model(files)
    Findings(found).refuse_errors()
    return model


def check_model(files: Mapping[str, bytes]) -> Sequence[Finding]:
    """Return all that is wrong with DMN files, and what will surprise: overlaps and gaps of their tables."""
    findings = Findings()
    model = _compiled(files, findings)
    for table in model.tables:
        check_table(table, findings)
    return findings.all
