"""Types of FEEL and of item definitions: reading their text, `conforms`, and the conversions of DMN 1.5, 10.3.2.9.4."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.grammar.lexer import Lexer, NameTable
from engine.feel.grammar.names import NameReader
from engine.feel.grammar.syntax import TypeText
from engine.feel.temporal import Date, DateTime, Time
from engine.feel.values import FeelFunction, Range, entry, kind_of

_SPELLINGS = {
    "dateTime": "date and time",
    "dayTimeDuration": "days and time duration",
    "day time duration": "days and time duration",
    "yearMonthDuration": "years and months duration",
    "year month duration": "years and months duration",
    "any": "Any",
    "null": "Null",
}
_SIMPLE = frozenset(
    {
        "number",
        "string",
        "boolean",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    }
)


@dataclass(frozen=True, slots=True)
class FeelType:
    """A type: `name` is a simple kind, `Any`, `Null`, `list`, `range`, `context` or `function`.

    `entries` are the entries of a context, `allowed` is the test that an item definition adds (`allowedValues`), and
    `item` the type inside a list or range, or the result of a function whose parameters are `parameters`.
    """

    name: str
    item: "FeelType | None" = None
    entries: tuple[tuple[str, "FeelType"], ...] = ()
    parameters: tuple["FeelType", ...] = ()
    allowed: Callable[[Any], bool | None] | None = None

    def accept(self, value: Any, parameter: str = "") -> Any:
        """Return the value as this type takes it; raises `Undefined` when it does not fit."""
        if value is None:
            return None
        fitted = coerce(value, self)
        if fitted is None:
            raise Undefined("feel.wrong-type", parameter=parameter, expected=str(self), given=kind_of(value))
        return fitted

    def __str__(self) -> str:
        if self.name == "context" and self.entries:
            inside = ", ".join(f"{key}: {type_}" for key, type_ in self.entries)
            return f"context<{inside}>"
        if self.name == "function" and self.item:
            return f"function<{', '.join(map(str, self.parameters))}> -> {self.item}"
        return f"{self.name}<{self.item}>" if self.item else self.name


ANY = FeelType("Any")
TypeNames = Mapping[str, FeelType]


def parse_type(text: str, known: TypeNames | None = None) -> FeelType:
    """Read a type name or a type reference of a DMN model.

    `known` holds the item definitions by name. Raises `FeelSyntaxError`, or `Undefined` for an unknown name.
    """
    table = NameTable(known or ())
    lexer = Lexer(text, table)
    read = NameReader(lexer).type_text()
    if lexer.token.kind != "end":
        lexer.expected("end")
    return resolve_type(read, known or {})


def resolve_type(text: TypeText, known: TypeNames) -> FeelType:
    """Return the type that a written type means; raises `Undefined` for a name nobody defined."""
    name = text.name
    if name in known:
        return known[name]
    name = _SPELLINGS.get(name, name)
    name = name.removeprefix("feel.")
    if name in _SIMPLE or name in ("Any", "Null"):
        return FeelType(name)
    inside = [resolve_type(argument, known) for argument in text.arguments]
    if name in ("list", "range"):
        return FeelType(name, inside[0] if inside else None)
    if name == "context":
        return FeelType(name, entries=tuple(zip(text.keys, inside, strict=True)))
    if name == "function":
        result = resolve_type(text.result, known) if text.result else None
        return FeelType(name, result, parameters=tuple(inside))
    raise Undefined("feel.unknown-type", name=text.name)


def conforms(value: Any, type_: FeelType) -> bool:
    """Return whether a value is of a type, as `instance of` asks: null is of no type but Null."""
    if value is None:
        return type_.name == "Null"
    return _fits(value, type_) and (type_.allowed is None or type_.allowed(value) is True)


def _fits(value: Any, type_: FeelType) -> bool:
    if type_.name == "Any":
        return True
    kind = kind_of(value)
    if kind != type_.name:
        return False
    checks: dict[str, Callable[[Any, FeelType], bool]] = {
        "list": _list_fits,
        "range": _range_fits,
        "context": _context_fits,
        "function": _function_fits,
    }
    check = checks.get(kind)
    return check is None or check(value, type_)


def _or_null(value: Any, type_: FeelType) -> bool:
    return value is None or conforms(value, type_)


def _list_fits(value: list[Any], type_: FeelType) -> bool:
    item = type_.item
    return item is None or all(_or_null(one, item) for one in value)


def _range_fits(value: Range, type_: FeelType) -> bool:
    item = type_.item
    return item is None or (_or_null(value.start, item) and _or_null(value.end, item))


def _context_fits(value: Mapping[str, Any], type_: FeelType) -> bool:
    return all(key in value and _or_null(entry(value, key), one) for key, one in type_.entries)


def _function_fits(value: Any, type_: FeelType) -> bool:
    if not isinstance(value, FeelFunction):
        return False
    if type_.item is None:
        return True
    if len(value.parameters) != len(type_.parameters):
        return False
    pairs = zip(value.parameters, type_.parameters, strict=True)
    return all(own is None or is_subtype(asked, own) for (_, own), asked in pairs) and (
        value.result is None or is_subtype(value.result, type_.item)
    )


def is_subtype(narrow: FeelType, wide: FeelType) -> bool:
    """Return whether every value of one type is a value of the other (DMN 1.5, 10.3.2.9.2)."""
    if wide.name == "Any" or narrow == wide or narrow.name == "Null":
        return True
    if narrow.name != wide.name:
        return False
    if wide.name in ("list", "range"):
        return wide.item is None or (narrow.item is not None and is_subtype(narrow.item, wide.item))
    if wide.name == "context":
        own = dict(narrow.entries)
        return all(key in own and is_subtype(own[key], type_) for key, type_ in wide.entries)
    return wide.allowed is None


def coerce(value: Any, type_: FeelType) -> Any:
    """Return the value as the type takes it, or None when it does not conform (DMN 1.5, 10.3.2.9.4).

    A list of one item becomes the item, an item becomes a list of one, a date becomes the midnight of that day in UTC.
    """
    if value is None or conforms(value, type_):
        return value
    if type(value) is list and len(value) == 1 and type_.name != "list" and conforms(value[0], type_):
        return value[0]
    if type_.name == "list" and type(value) is not list and conforms([value], type_):
        return [value]
    if type_.name == "date and time" and isinstance(value, Date):
        midnight = DateTime(value, Time(0, 0, 0, 0, 0))
        return midnight if conforms(midnight, type_) else None
    return None
