"""Boxed expressions and decision tables, read from XML into records."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from lxml import etree

from engine.decisions.elements import (
    Boxed,
    Conditional,
    Context,
    DecisionTable,
    Filter,
    FunctionDefinition,
    InputClause,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    OutputClause,
    Place,
    Relation,
    Rule,
    Variable,
)
from engine.decisions.findings import Findings
from engine.decisions.xml import attribute, child, children, line_of, local, text, type_ref


@dataclass(frozen=True, slots=True)
class Source:
    """The file being read, the node of the graph within it, and where complaints go."""

    file: str
    findings: Findings
    node: str = ""
    language: str | None = None

    def at(self, element: etree._Element, cell: str = "") -> Place:
        """Return the place of an XML element."""
        return Place(self.file, line_of(element), self.node, cell)

    def within(self, node: str) -> "Source":
        """Return the same source, inside another node."""
        return replace(self, node=node)


def variable(element: etree._Element | None, fallback: str) -> Variable:
    """Read an information item; its name is that of the node when it has none of its own."""
    if element is None:
        return Variable(fallback)
    return Variable(attribute(element, "name") or fallback, type_ref(element))


def boxed_child(source: Source, element: etree._Element) -> Boxed | None:
    """Read the first child that is a boxed expression."""
    found = child(element, *READERS)
    return None if found is None else boxed(source, found)


def boxed(source: Source, element: etree._Element) -> Boxed:
    """Read a boxed expression."""
    return READERS[local(element)](source, element)


def required(source: Source, element: etree._Element, part: str | None = None) -> Boxed:
    """Read the expression inside a part of an element; note an error and give an empty one where it is missing."""
    holder = element if part is None else child(element, part)
    found = None if holder is None else boxed_child(source, holder)
    if found is None:
        source.findings.error("dmn.expression-missing", source.at(element), part=part or local(element))
        return Literal(source.at(element), None, "null")
    return found


def literal(source: Source, element: etree._Element, cell: str = "") -> Literal:
    """Read FEEL text (literal expression, unary tests)."""
    place = source.at(element, cell)
    if child(element, "importedValues") is not None:
        source.findings.error("dmn.imported-values", place)
    language = attribute(element, "expressionLanguage") or source.language
    return Literal(place, type_ref(element), text(element), language)


def _optional_literal(source: Source, element: etree._Element, name: str, cell: str) -> Literal | None:
    found = child(element, name)
    return None if found is None or not text(found) else literal(source, found, cell)


def _context(source: Source, element: etree._Element) -> Context:
    entries: list[tuple[Variable | None, Boxed]] = []
    for entry in children(element, "contextEntry"):
        named = child(entry, "variable")
        entries.append((None if named is None else variable(named, ""), required(source, entry)))
    return Context(source.at(element), type_ref(element), tuple(entries))


def _invocation(source: Source, element: etree._Element) -> Invocation:
    bindings = tuple(
        (variable(child(binding, "parameter"), ""), boxed_child(source, binding))
        for binding in children(element, "binding")
    )
    return Invocation(source.at(element), type_ref(element), required(source, element), bindings)


def function_definition(source: Source, element: etree._Element) -> FunctionDefinition:
    """Read a function definition, or the encapsulated logic of a business knowledge model."""
    parameters = tuple(variable(parameter, "") for parameter in children(element, "formalParameter"))
    kind = attribute(element, "kind") or "FEEL"
    return FunctionDefinition(source.at(element), type_ref(element), parameters, boxed_child(source, element), kind)


def _relation(source: Source, element: etree._Element) -> Relation:
    columns = tuple(variable(column, "") for column in children(element, "column"))
    rows = []
    for row in children(element, "row"):
        rows.append(tuple(boxed(source, cell) for cell in children(row, *READERS)))
        if len(rows[-1]) != len(columns):
            source.findings.error("dmn.row-length", source.at(row), cells=len(rows[-1]), columns=len(columns))
    return Relation(source.at(element), type_ref(element), columns, tuple(rows))


def _list(source: Source, element: etree._Element) -> ListOf:
    items = tuple(boxed(source, item) for item in children(element, *READERS))
    return ListOf(source.at(element), type_ref(element), items)


def _conditional(source: Source, element: etree._Element) -> Conditional:
    condition, then, otherwise = (required(source, element, part) for part in ("if", "then", "else"))
    return Conditional(source.at(element), type_ref(element), condition, then, otherwise)


def _filter(source: Source, element: etree._Element) -> Filter:
    collection, match = required(source, element, "in"), required(source, element, "match")
    return Filter(source.at(element), type_ref(element), collection, match)


def _iteration(source: Source, element: etree._Element) -> Iteration:
    kind = local(element)
    name = attribute(element, "iteratorVariable")
    if name is None:
        source.findings.error("dmn.attribute-missing", source.at(element), attribute="iteratorVariable")
    holder = child(element, "in")
    item = Variable(name or "item", None if holder is None else type_ref(holder))
    body = required(source, element, "return" if kind == "for" else "satisfies")
    return Iteration(source.at(element), type_ref(element), kind, item, required(source, element, "in"), body)


def _table(source: Source, element: etree._Element) -> DecisionTable:
    inputs = tuple(_input(source, clause, n) for n, clause in enumerate(children(element, "input"), 1))
    outputs = tuple(_output(source, clause, n) for n, clause in enumerate(children(element, "output"), 1))
    if len(outputs) == 1:  # only a table with several outputs gives a context, whatever the clause is called
        outputs = (replace(outputs[0], name=None),)
    columns = [attribute(column, "name") or "" for column in children(element, "annotation")]
    rules = tuple(
        _rule(source, rule, number, (len(inputs), len(outputs)), columns)
        for number, rule in enumerate(children(element, "rule"), 1)
    )
    policy = attribute(element, "hitPolicy") or "UNIQUE"
    aggregation = attribute(element, "aggregation")
    place = source.at(element)
    if not outputs:
        source.findings.error("dmn.no-outputs", place)
    if policy not in DecisionTable.POLICIES:
        source.findings.error("dmn.unknown-hit-policy", place, policy=policy)
    if aggregation is not None and aggregation not in DecisionTable.AGGREGATIONS:
        source.findings.error("dmn.unknown-aggregation", place, aggregation=aggregation)
    return DecisionTable(place, type_ref(element), inputs, outputs, rules, policy, aggregation)


def _input(source: Source, element: etree._Element, number: int) -> InputClause:
    cell = f"input {number}"
    found = child(element, "inputExpression")
    if found is None:
        source.findings.error("dmn.expression-missing", source.at(element, cell), part="inputExpression")
        expression = Literal(source.at(element, cell), None, "null")
    else:
        expression = literal(source, found, cell)
    label = attribute(element, "label") or expression.text
    allowed = _optional_literal(source, element, "inputValues", cell)
    return InputClause(source.at(element, cell), label, expression, allowed)


def _output(source: Source, element: etree._Element, number: int) -> OutputClause:
    cell = f"output {number}"
    return OutputClause(
        source.at(element, cell),
        attribute(element, "name") or f"output {number}",
        type_ref(element),
        _optional_literal(source, element, "outputValues", cell),
        _optional_literal(source, element, "defaultOutputEntry", cell),
    )


def _rule(source: Source, element: etree._Element, number: int, shape: tuple[int, int], columns: list[str]) -> Rule:
    name = f"rule {number}"
    conditions = _cells(source, element, "inputEntry", f"{name}, input")
    conclusions = _cells(source, element, "outputEntry", f"{name}, output")
    place = source.at(element, name)
    if (len(conditions), len(conclusions)) != shape:
        source.findings.error(
            "dmn.rule-shape", place,
            conditions=len(conditions), inputs=shape[0], conclusions=len(conclusions), outputs=shape[1],
        )  # fmt: skip
        blank = Literal(place, None, "")  # cut to shape, so that the rest of the model can be looked at
        conditions = [*conditions, *[blank] * shape[0]][: shape[0]]
        conclusions = [*conclusions, *[blank] * shape[1]][: shape[1]]
    notes = [text(entry) for entry in children(element, "annotationEntry")]
    annotations = [(columns[n] if n < len(columns) else "", note) for n, note in enumerate(notes) if note]
    described = child(element, "description")
    if described is not None and described.text:
        annotations.append(("description", described.text.strip()))
    rule_id = attribute(element, "id") or name
    return Rule(place, rule_id, tuple(conditions), tuple(conclusions), tuple(annotations))


def _cells(source: Source, element: etree._Element, name: str, cell: str) -> list[Literal]:
    return [literal(source, entry, f"{cell} {number}") for number, entry in enumerate(children(element, name), 1)]


READERS: dict[str, Callable[[Source, etree._Element], Boxed]] = {
    "literalExpression": literal,
    "context": _context,
    "invocation": _invocation,
    "functionDefinition": function_definition,
    "relation": _relation,
    "list": _list,
    "decisionTable": _table,
    "conditional": _conditional,
    "filter": _filter,
    "for": _iteration,
    "some": _iteration,
    "every": _iteration,
}
