"""The values an expression works with, and how Python values become them.

| FEEL | here |
|---|---|
| null, boolean, string | `None`, `bool`, `str` |
| number | `decimal.Decimal`, 34 digits (DMN 1.5, 10.3.2.3.1: IEEE 754 decimal128) |
| dates, times, durations | the classes of `engine.feel.temporal` |
| list | `list` |
| context | any `Mapping`; its entries are read through `feel_value`, so a lazy view stays lazy |
| range, function | `Range`, `FeelFunction` |
"""

import datetime as python_time
import decimal
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import NoneType
from typing import Any

from engine.feel.errors import Undefined
from engine.feel.limits import Run
from engine.feel.temporal import Date, DateTime, DayTimeDuration, Time, YearMonthDuration, from_python

NUMBERS = decimal.Context(
    prec=34,
    rounding=decimal.ROUND_HALF_EVEN,
    Emin=-6143,
    Emax=6144,
    traps=[decimal.InvalidOperation, decimal.DivisionByZero, decimal.Overflow],
)
NUMBERS_FROM_TEXT = NUMBERS.create_decimal


@dataclass(frozen=True, slots=True)
class Range:
    """An interval; `operator` is set when it was written as a comparison, `(< 10)` or `(= 10)`."""

    start_included: bool
    start: Any
    end: Any
    end_included: bool
    operator: str = ""


Parameter = tuple[str, Any]  # name and FeelType, or None for any type


class FeelFunction:
    """A function as a value: call it with positional or named arguments, or through `invoke` inside an evaluation."""

    __slots__ = ("body", "name", "parameters", "result")

    def __init__(
        self,
        parameters: Sequence[Parameter],
        body: Callable[[Run, list[Any]], Any],
        name: str = "function",
        result: Any = None,
    ) -> None:
        self.parameters = tuple(parameters)
        self.body = body
        self.name = name
        self.result = result

    def __call__(self, *positional: Any, **named: Any) -> Any:
        """Call from Python: one account for this call alone; a wrong argument gives `None`, as inside FEEL."""
        try:
            if named:
                return self.invoke_named(Run(), {name: feel_value(value) for name, value in named.items()})
            return self.invoke(Run(), [feel_value(value) for value in positional])
        except Undefined:
            return None

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        """Call with positional arguments; raises `Undefined` when their number or types do not fit."""
        parameters = self.parameters
        if len(arguments) != len(parameters):
            raise Undefined("feel.wrong-arity", name=self.name, expected=len(parameters), given=len(arguments))
        checked = [
            value if type_ is None else type_.accept(value, parameter=name)
            for (name, type_), value in zip(parameters, arguments, strict=True)
        ]
        run.enter()
        try:
            return self.body(run, checked)
        finally:
            run.leave()

    def invoke_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:
        """Call with named arguments, all of them; raises `Undefined` for a name that is no parameter."""
        names = [name for name, _ in self.parameters]
        for name in arguments:
            if name not in names:
                raise Undefined("feel.no-such-parameter", name=self.name, parameter=name, known=", ".join(names))
        if len(arguments) != len(names):
            raise Undefined("feel.wrong-arity", name=self.name, expected=len(names), given=len(arguments))
        return self.invoke(run, [arguments[name] for name in names])


NATIVE = frozenset(
    {NoneType, bool, str, Decimal, Date, Time, DateTime, DayTimeDuration, YearMonthDuration, Range, FeelFunction}
)


def feel_value(value: Any) -> Any:
    """Return what FEEL sees of a Python value; lists are read now, mappings stay lazy; unknown kinds are null."""
    if type(value) in NATIVE:
        return value
    return _converted(value)


def _converted(value: Any) -> Any:
    convert = _CONVERTERS.get(type(value))
    return _of_other_kinds(value) if convert is None else convert(value)


def _whole_number(value: int) -> Decimal | None:
    return Decimal(value) if -_EXACT < value < _EXACT else _number(value)


def _items(values: Iterable[Any]) -> list[Any]:
    return [item if type(item) in NATIVE else _converted(item) for item in values]


def _itself(value: Any) -> Any:
    return value


def _of_other_kinds(value: Any) -> Any:
    if isinstance(value, Mapping | FeelFunction | bool):
        return value
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, str):
        return str(value)
    if isinstance(value, list | tuple | set | frozenset):
        return _items(value)
    if isinstance(value, python_time.date | python_time.time | python_time.timedelta):
        return from_python(value)
    return None


def _number(value: float | Decimal) -> Decimal | None:
    try:
        number = NUMBERS_FROM_TEXT(repr(value) if isinstance(value, float) else value)
    except decimal.DecimalException:
        return None
    return number if number.is_finite() else None


_EXACT = 10**34
_CONVERTERS: dict[type, Callable[[Any], Any]] = {int: _whole_number, list: _items, tuple: _items, dict: _itself}


def entry(context: Mapping[str, Any], name: str) -> Any:
    """Return a context's entry as a FEEL value; raises `KeyError`."""
    value = context[name]
    return value if type(value) in NATIVE else _converted(value)


def plain_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """Return the entries of any mapping, read now."""
    return {str(key): feel_value(value) for key, value in context.items()}


def kind_of(value: Any) -> str:
    """Return the FEEL name of the kind of a value, as `instance of` spells it."""
    name = _KINDS.get(type(value))
    if name is not None:
        return name
    return "context" if isinstance(value, Mapping) else "function"


_KINDS: dict[type, str] = {
    NoneType: "null",
    bool: "boolean",
    str: "string",
    Decimal: "number",
    Date: "date",
    Time: "time",
    DateTime: "date and time",
    DayTimeDuration: "days and time duration",
    YearMonthDuration: "years and months duration",
    Range: "range",
    list: "list",
    dict: "context",
    FeelFunction: "function",
}


def natives_of(kinds: Iterable[str]) -> frozenset[type]:
    """Return the classes whose values are of one of the kinds, for a quick look at arguments."""
    wanted = frozenset(kinds)
    return frozenset(class_ for class_, kind in _KINDS.items() if kind in wanted)
