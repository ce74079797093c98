"""How a built-in function is declared: its FEEL signature as text, from which arguments are checked and converted.

`substring(string: string, start position: number, [length: number])` has an optional third parameter; `?` after a
type lets null in; `...` collects the rest, one or more, `...2` two or more. Overloads are several signatures of one
name, tried in order. A single value is taken as a list of one where a list is wanted, and a list of one as its item
elsewhere (DMN 1.5, 10.3.2.9.4).
"""

import decimal
import inspect
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from engine.feel.errors import Undefined
from engine.feel.limits import Run, bounded
from engine.feel.values import FeelFunction, feel_value, kind_of, natives_of

Body = TypeVar("Body", bound=Callable[..., Any])
_ALIASES = {
    "duration": ("days and time duration", "years and months duration"),
    "instant": ("date", "date and time"),
    "point": (
        "number",
        "string",
        "date",
        "time",
        "date and time",
        "days and time duration",
        "years and months duration",
    ),
}


@dataclass(frozen=True, slots=True)
class _Parameter:
    name: str
    kinds: frozenset[str]
    is_optional: bool
    is_nullable: bool
    rest: int  # how many values at least it collects; 0 for a parameter that takes one
    natives: frozenset[type]  # classes of values that need no look at all

    def take(self, value: Any, function: str) -> Any:
        """Return the value as the parameter takes it; raises `Undefined`."""
        kind = kind_of(value)
        if kind in self.kinds or not self.kinds:
            return value
        if value is None:
            if self.is_nullable:
                return None
            raise Undefined("feel.null-argument", name=function, parameter=self.name)
        if "list" in self.kinds:
            return [value]
        if kind == "list" and len(value) == 1:
            return self.take(value[0], function)
        expected = " / ".join(sorted(self.kinds))
        raise Undefined("feel.wrong-argument", name=function, parameter=self.name, expected=expected, given=kind)


class _Signature:
    """One overload."""

    def __init__(self, parameters: list[_Parameter], body: Callable[..., Any]) -> None:
        self.parameters = parameters
        self.body = body
        self.wants_run = next(iter(inspect.signature(body).parameters), "") == "run"
        self.has_rest = bool(parameters) and parameters[-1].rest > 0
        self.least = sum(max(parameter.rest, 1) for parameter in parameters if not parameter.is_optional)
        self.most = 1_000_000 if self.has_rest else len(parameters)

    def call(self, function: str, run: Run, arguments: list[Any]) -> Any:
        fixed = self.parameters[:-1] if self.has_rest else self.parameters
        taken = [
            value if type(value) in parameter.natives else parameter.take(value, function)
            for parameter, value in zip(fixed, arguments, strict=False)
        ]
        if self.has_rest:
            rest = self.parameters[-1]
            taken.append([rest.take(value, function) for value in arguments[len(fixed) :]])
        return self.body(run, *taken) if self.wants_run else self.body(*taken)

    def arrange(self, named: Mapping[str, Any]) -> list[Any] | None:
        """Return named arguments in order, or None when the names do not fit this overload."""
        if self.has_rest or not named.keys() <= {parameter.name for parameter in self.parameters}:
            return None
        given = [parameter.name in named for parameter in self.parameters]
        if any(
            not there and not parameter.is_optional for there, parameter in zip(given, self.parameters, strict=True)
        ):
            return None
        last = max((index for index, there in enumerate(given) if there), default=-1)
        return [named.get(parameter.name) for parameter in self.parameters[: last + 1]]


class Builtin(FeelFunction):
    """A built-in function, with all its overloads."""

    __slots__ = ("signatures",)

    def __init__(self, name: str) -> None:
        super().__init__((), self._never, name)
        self.signatures: list[_Signature] = []

    @staticmethod
    def _never(_run: Run, _arguments: list[Any]) -> Any:
        raise AssertionError("a built-in function is invoked through its signatures")

    def add(self, signature: _Signature) -> None:
        """Add an overload; the parameters of the longest one are what `instance of` sees."""
        self.signatures.append(signature)
        if len(signature.parameters) > len(self.parameters):
            self.parameters = tuple((parameter.name, None) for parameter in signature.parameters)

    def invoke(self, run: Run, arguments: list[Any]) -> Any:
        """Call the first overload that takes these arguments; raises `Undefined` when none does."""
        count = len(arguments)
        refused: Undefined | None = None
        for signature in self.signatures:
            if signature.least <= count <= signature.most:
                try:
                    return self._result(signature, run, arguments)
                except Undefined as error:
                    refused = refused or error
        if refused is not None:
            raise refused
        raise Undefined("feel.wrong-arity", name=self.name, expected=self._arities(), given=count)

    def invoke_named(self, run: Run, arguments: Mapping[str, Any]) -> Any:
        """Call by parameter names; raises `Undefined` when no overload has these names."""
        refused: Undefined | None = None
        for signature in self.signatures:
            arranged = signature.arrange(arguments)
            if arranged is not None:
                try:
                    return self._result(signature, run, arranged)
                except Undefined as error:
                    refused = refused or error
        if refused is not None:
            raise refused
        known = ", ".join(dict.fromkeys(p.name for signature in self.signatures for p in signature.parameters))
        raise Undefined("feel.no-such-parameter", name=self.name, parameter=", ".join(arguments), known=known)

    def _result(self, signature: _Signature, run: Run, arguments: list[Any]) -> Any:
        for value in arguments:
            run.weigh(value)
        try:
            result = bounded(signature.call(self.name, run, arguments))
            run.weigh(result)
            return result
        except decimal.DecimalException as error:
            raise Undefined("feel.number-too-large", operator=self.name) from error

    def _arities(self) -> str:
        found = {
            f"{s.least}" if s.least == s.most else f"{s.least}+" if s.has_rest else f"{s.least}-{s.most}"
            for s in self.signatures
        }
        return ", ".join(sorted(found))


BUILTINS: dict[str, Builtin] = {}
_SIGNATURE = re.compile(r"([a-z ]+)\((.*)\)")
_PARAMETER = re.compile(r"(\[?)([A-Za-z0-9 ]+): ([a-z |]+)(\??)(?:\.\.\.(\d?))?\]*")


def _parameter(text: str) -> _Parameter:
    match = _PARAMETER.fullmatch(text.strip())
    assert match, f"unreadable parameter {text!r}"
    bracket, name, kinds, nullable, rest = match.groups()
    names = [] if kinds == "any" else [part.strip() for part in kinds.split("|")]
    known = frozenset(kind for name in names for kind in _ALIASES.get(name, (name,)))
    return _Parameter(
        name, known, bool(bracket), bool(nullable), 0 if rest is None else int(rest or 1), natives_of(known)
    )


def builtin(signature: str) -> Callable[[Body], Body]:
    """Declare an overload of a built-in function; the body gets `run` when that is its first parameter."""
    match = _SIGNATURE.fullmatch(signature)
    assert match, f"unreadable signature {signature!r}"
    name, inside = match.groups()
    parameters = [_parameter(part) for part in inside.split(",")] if inside else []

    def declare(body: Body) -> Body:
        BUILTINS.setdefault(name, Builtin(name)).add(_Signature(parameters, body))
        return body

    return declare


def call_function(function: Any, run: Run, arguments: list[Any]) -> Any:
    """Call a function value from inside a built-in one."""
    return feel_value(function.invoke(run, arguments))


def whole(value: decimal.Decimal, parameter: str) -> int:
    """Return a number cut to an integer that positions, lengths and scales can be; raises `Undefined`."""
    if value.adjusted() > 12:
        raise Undefined("feel.position-out-of-range", parameter=parameter, value=str(value))
    return int(value)
