"""What a DMN file says, as plain records: requirement graph, types and boxed expressions, not yet compiled."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands: file, line, the element around it, and the cell (`rule 3, input 2`) in a table."""

    file: str
    line: int
    element: str = ""
    cell: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """A name with a type reference (None: anything): an information item, parameter, column or context entry."""

    name: str
    type_ref: str | None = None


@dataclass(frozen=True, slots=True)
class Boxed:
    """Base of boxed expressions (DMN 1.5 section 7.3 and chapter 10.2)."""

    place: Place
    type_ref: str | None


@dataclass(frozen=True, slots=True)
class Literal(Boxed):
    """FEEL text. `language` is set when the file asks for another expression language."""

    text: str
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Context(Boxed):
    """Entries in order; the one without a variable, if any, is the result."""

    entries: tuple[tuple[Variable | None, Boxed], ...]


@dataclass(frozen=True, slots=True)
class Invocation(Boxed):
    """A call with named arguments; `callee` gives the function."""

    callee: Boxed
    bindings: tuple[tuple[Variable, Boxed | None], ...]


@dataclass(frozen=True, slots=True)
class FunctionDefinition(Boxed):
    """Parameters and a body; `kind` other than FEEL calls outside code, which Praxis refuses."""

    parameters: tuple[Variable, ...]
    body: Boxed | None
    kind: str = "FEEL"


@dataclass(frozen=True, slots=True)
class Relation(Boxed):
    """Rows of expressions under named columns: a list of contexts."""

    columns: tuple[Variable, ...]
    rows: tuple[tuple[Boxed, ...], ...]


@dataclass(frozen=True, slots=True)
class ListOf(Boxed):
    """A list of expressions."""

    items: tuple[Boxed, ...]


@dataclass(frozen=True, slots=True)
class Conditional(Boxed):
    """If, then, else."""

    condition: Boxed
    then: Boxed
    otherwise: Boxed


@dataclass(frozen=True, slots=True)
class Filter(Boxed):
    """The items of a collection for which `match` holds; `item` is the item."""

    collection: Boxed
    match: Boxed


@dataclass(frozen=True, slots=True)
class Iteration(Boxed):
    """`for`, `some` or `every` (in `kind`) over a collection, the item bound to a variable."""

    kind: str
    variable: Variable
    collection: Boxed
    body: Boxed


@dataclass(frozen=True, slots=True)
class InputClause:
    """A column of conditions."""

    place: Place
    label: str
    expression: Literal
    allowed: Literal | None


@dataclass(frozen=True, slots=True)
class OutputClause:
    """A column of conclusions; `name` is None in a table with a single one."""

    place: Place
    name: str | None
    type_ref: str | None
    allowed: Literal | None
    default: Literal | None


@dataclass(frozen=True, slots=True)
class Rule:
    """A row of a decision table; annotations are (column name, text)."""

    place: Place
    id: str
    conditions: tuple[Literal, ...]
    conclusions: tuple[Literal, ...]
    annotations: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DecisionTable(Boxed):
    """Rules under input and output clauses, combined by a hit policy and perhaps an aggregation (chapter 8)."""

    POLICIES: ClassVar[tuple[str, ...]] = (
        "UNIQUE", "FIRST", "PRIORITY", "ANY", "COLLECT", "RULE ORDER", "OUTPUT ORDER",
    )  # fmt: skip
    AGGREGATIONS: ClassVar[tuple[str, ...]] = ("SUM", "COUNT", "MIN", "MAX")

    inputs: tuple[InputClause, ...]
    outputs: tuple[OutputClause, ...]
    rules: tuple[Rule, ...]
    policy: str
    aggregation: str | None


@dataclass(frozen=True, slots=True)
class Reference:
    """A pointer to an element: the namespace of its model and its id there."""

    namespace: str
    id: str


@dataclass(frozen=True, slots=True)
class Node:
    """Base of the nodes of a requirement graph that have a value."""

    place: Place
    reference: Reference
    name: str
    variable: Variable


@dataclass(frozen=True, slots=True)
class InputData(Node):
    """What the caller supplies."""


@dataclass(frozen=True, slots=True)
class Decision(Node):
    """Logic over the values of other nodes; `logic` is None for one that is only drawn."""

    logic: Boxed | None
    information: tuple[tuple[Place, Reference], ...]
    knowledge: tuple[tuple[Place, Reference], ...]


@dataclass(frozen=True, slots=True)
class KnowledgeModel(Node):
    """A business knowledge model: a function that decisions call by its name."""

    logic: FunctionDefinition | None
    knowledge: tuple[tuple[Place, Reference], ...]


@dataclass(frozen=True, slots=True)
class DecisionService(Node):
    """Some decisions offered as a function of input data and input decisions."""

    outputs: tuple[tuple[Place, Reference], ...]
    encapsulated: tuple[tuple[Place, Reference], ...]
    input_decisions: tuple[tuple[Place, Reference], ...]
    input_data: tuple[tuple[Place, Reference], ...]


@dataclass(frozen=True, slots=True)
class ItemDefinition:
    """A named type: a reference, a structure or a function, perhaps of collections and with constraints.

    `allowed` speaks of each item, `constraint` (DMN 1.5) of the whole value.
    """

    place: Place
    name: str
    type_ref: str | None
    is_collection: bool
    components: tuple["ItemDefinition", ...]
    allowed: Literal | None
    constraint: Literal | None
    function: tuple[tuple[Variable, ...], str | None] | None


@dataclass(frozen=True, slots=True)
class Import:
    """Another model under a name in this one; an empty name brings its elements in directly."""

    place: Place
    name: str
    namespace: str
    type: str


@dataclass(frozen=True, slots=True)
class Definitions:
    """One file."""

    place: Place
    name: str
    namespace: str
    imports: tuple[Import, ...]
    items: tuple[ItemDefinition, ...]
    nodes: Mapping[str, Node] = field(default_factory=dict)
