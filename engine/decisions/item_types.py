"""Item definitions of a model as FEEL types (DMN 1.5, 7.3.3 and 10.3.2.9).

Every definition becomes two types. The plain one is what FEEL text sees: `256 instance of tByte` does not look at
allowed values. The full one, with allowed values at every depth, is what a variable demands of its value.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from engine.decisions.elements import Definitions, ItemDefinition, Literal, Place, Variable
from engine.decisions.findings import Findings
from engine.feel import compile_unary_tests
from engine.feel.errors import FeelSyntaxError, Undefined
from engine.feel.types import ANY, FeelType, parse_type

Check = Callable[[Any], bool | None]


class TypeBook:
    """The types of one model: its own item definitions and those of the models it imports."""

    def __init__(self, definitions: Definitions, imported: Mapping[str, "TypeBook"], findings: Findings) -> None:
        """Read all item definitions; `imported` holds the books of other models by import name."""
        self.findings = findings
        self.plain: dict[str, FeelType] = {}
        self.full: dict[str, FeelType] = {}
        self.members: set[str] = set()
        self._namespaces: dict[str, TypeBook] = {}
        for prefix, book in imported.items():
            dotted = f"{prefix}." if prefix else ""
            self.plain |= {dotted + name: type_ for name, type_ in book.plain.items()}
            self.full |= {dotted + name: type_ for name, type_ in book.full.items()}
            self.members |= book.members
        self._items = {item.name: item for item in definitions.items}
        self._open: set[str] = set()
        for item in definitions.items:
            self._define(item)

    def know(self, namespaces: Mapping[str, "TypeBook"]) -> None:
        """Resolve `{namespace}name` references, as DMN 1.1 writes types of imported models, in these books."""
        self._namespaces.update(namespaces)

    def resolve(self, reference: str | None, place: Place, *, plain: bool = False) -> FeelType | None:
        """Return the type a reference means, None for anything; an unknown name is noted and means anything."""
        if reference is None:
            return None
        if reference.startswith("{"):
            namespace, _, name = reference[1:].partition("}")
            book = self._namespaces.get(namespace)
            if book is not None:
                return book.resolve(name, place, plain=plain)
        if reference in self._items and reference not in self.full:
            self._define(self._items[reference])
        try:
            type_ = parse_type(reference, self.plain if plain else self.full)
        except (Undefined, FeelSyntaxError):
            self.findings.error("dmn.unknown-type", place, type=reference)
            return None
        return None if type_ == ANY else type_

    def allowed_values(self, reference: str | None, component: str | None) -> Literal | None:
        """Return the allowed values that an item definition, or one of its components, states."""
        seen: set[str] = set()
        item = self._items.get(reference or "")
        if item is not None and component is not None:
            item = next((part for part in item.components if part.name == component), item)
        while item is not None and item.allowed is None and item.name not in seen:
            seen.add(item.name)
            item = self._items.get(item.type_ref or "")
        return None if item is None else item.allowed

    def _define(self, item: ItemDefinition) -> None:
        if item.name in self.full:
            return
        if item.name in self._open:
            self.findings.error("dmn.type-cycle", item.place, type=item.name)
            self.full[item.name] = self.plain[item.name] = ANY
            return
        self._open.add(item.name)
        full, plain = self._type(item, plain=False), self._type(item, plain=True)
        self._open.discard(item.name)
        self.full.setdefault(item.name, full)
        self.plain.setdefault(item.name, plain)

    def _type(self, item: ItemDefinition, *, plain: bool) -> FeelType:
        base = self._base(item, plain=plain)
        if not plain:
            base = self._constrained(base, item.allowed)
        if item.is_collection:
            base = FeelType("list", None if base == ANY else base)
        return base if plain else self._constrained(base, item.constraint)

    def _base(self, item: ItemDefinition, *, plain: bool) -> FeelType:
        if item.function is not None:
            parameters, result = item.function
            types = tuple(self._parameter(parameter, item.place, plain=plain) for parameter in parameters)
            returned = self.resolve(result, item.place, plain=plain) or ANY
            return FeelType("function", returned, parameters=types)
        if item.components:
            self.members.update(component.name for component in item.components)
            entries = tuple((component.name, self._type(component, plain=plain)) for component in item.components)
            return FeelType("context", entries=entries)
        return self.resolve(item.type_ref, item.place, plain=plain) or ANY

    def _parameter(self, parameter: Variable, place: Place, *, plain: bool) -> FeelType:
        return self.resolve(parameter.type_ref, place, plain=plain) or ANY

    def _constrained(self, base: FeelType, tests: Literal | None) -> FeelType:
        if tests is None:
            return base
        try:
            compiled = compile_unary_tests(tests.text, ())
        except FeelSyntaxError as error:
            self.findings.feel(error, tests.place)
            return base
        return replace(base, allowed=_all_hold(base.allowed, lambda value: compiled.evaluate({}, value)))


def _all_hold(first: Check | None, second: Check) -> Check:
    if first is None:
        return second
    return lambda value: first(value) is True and second(value) is True
