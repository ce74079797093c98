"""All files of a model together: imports resolved, every reference checked, a type book for each file."""

from collections.abc import Iterator

from engine.decisions.elements import (
    Decision,
    Definitions,
    Import,
    Node,
    Place,
    Reference,
)
from engine.decisions.findings import Findings
from engine.decisions.item_types import TypeBook
from engine.decisions.xml import MODEL_NAMESPACES

Path = tuple[str, ...]
"""How FEEL text names a node: (name), or (import name, name)."""


class Library:
    """The definitions of several files by namespace."""

    def __init__(self, definitions: list[Definitions], findings: Findings) -> None:
        self.findings = findings
        self.by_namespace: dict[str, Definitions] = {}
        for one in definitions:
            known = self.by_namespace.setdefault(one.namespace, one)
            if known is not one:
                findings.error("dmn.namespace-twice", one.place, namespace=one.namespace, file=known.place.file)
        self.books: dict[str, TypeBook] = {}
        for one in self.by_namespace.values():
            self._book(one, ())
        for book in self.books.values():
            book.know(self.books)

    def nodes(self) -> Iterator[Node]:
        """Yield the nodes of all files, in the order of the files."""
        for definitions in self.by_namespace.values():
            yield from definitions.nodes.values()

    def find(self, reference: Reference) -> Node | None:
        """Return the node a reference points to."""
        definitions = self.by_namespace.get(reference.namespace)
        return None if definitions is None else definitions.nodes.get(reference.id)

    def requirement(self, place: Place, reference: Reference, *kinds: type[Node]) -> Node | None:
        """Return the node that is required at a place; None after noting that there is none of these kinds."""
        node = self.find(reference)
        if node is None:
            self.findings.error("dmn.unknown-reference", place, href=f"{reference.namespace}#{reference.id}")
        elif not isinstance(node, kinds):
            self.findings.error("dmn.wrong-reference", place, name=node.name)
            return None
        return node

    def path(self, model: str, node: Node) -> Path:
        """Return how text in the model of a namespace names a node."""
        name, home = node.variable.name, node.reference.namespace
        prefixes = (one.name for one in self.by_namespace[model].imports if one.namespace == home != model)
        prefix = next(prefixes, "")
        return (prefix, name) if prefix else (name,)

    def _book(self, definitions: Definitions, waiting: tuple[str, ...]) -> TypeBook:
        """Build the type book of a file after those of the files that it imports."""
        book = self.books.get(definitions.namespace)
        if book is not None:
            return book
        imported: dict[str, TypeBook] = {}
        for one in definitions.imports:
            other = self._imported(one)
            if other is None:
                continue
            if other.namespace in (*waiting, definitions.namespace):
                self.findings.error("dmn.import-cycle", one.place, namespace=one.namespace)
                continue
            imported[one.name] = self._book(other, (*waiting, definitions.namespace))
        return self.books.setdefault(definitions.namespace, TypeBook(definitions, imported, self.findings))

    def _imported(self, one: Import) -> Definitions | None:
        found = self.by_namespace.get(one.namespace)
        if found is None:
            code = "dmn.import-missing" if one.type in ("", *MODEL_NAMESPACES) else "dmn.import-type"
            self.findings.error(code, one.place, namespace=one.namespace, type=one.type)
        return found


def check_cycles(library: Library) -> None:
    """Note every decision whose value needs itself, at the decision that closes the cycle."""
    decisions = [node for node in library.nodes() if isinstance(node, Decision)]
    for decision, needed in _walk(library, decisions, frozenset())[1]:
        library.findings.error("dmn.requirement-cycle", decision.place, name=needed.name)


def order_of_evaluation(library: Library, targets: list[Decision], given: frozenset[Reference]) -> list[Decision]:
    """Return the decisions that targets rest on, each after those it needs; those given from outside are left out.

    In a cycle, the requirement that closes it stays null.
    """
    return _walk(library, targets, given)[0]


def _walk(
    library: Library, targets: list[Decision], given: frozenset[Reference]
) -> tuple[list[Decision], list[tuple[Decision, Decision]]]:
    """Walk depth first without recursion; return the order and the requirements that close a cycle."""
    order: list[Decision] = []
    cycles: list[tuple[Decision, Decision]] = []
    state: dict[Reference, str] = {}
    stack: list[tuple[Decision, Iterator[Decision]]] = []

    def enter(decision: Decision) -> None:
        if decision.reference not in given:
            state[decision.reference] = "open"
            stack.append((decision, iter(_required(library, decision))))

    for target in targets:
        if target.reference not in state:
            enter(target)
        while stack:
            decision, rest = stack[-1]
            needed = next(rest, None)
            if needed is None:
                stack.pop()
                state[decision.reference] = "done"
                order.append(decision)
            elif state.get(needed.reference) == "open":
                cycles.append((decision, needed))
            elif needed.reference not in state:
                enter(needed)
    return order, cycles


def _required(library: Library, decision: Decision) -> list[Decision]:
    found = (library.find(reference) for _, reference in decision.information)
    return [node for node in found if isinstance(node, Decision)]
