"""One text on its way from nodes to closures: scopes, known types, and how an operation says that it became null."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from engine.feel.compiler.scopes import RUN, Code, Frame, Scopes
from engine.feel.errors import Diagnostic, Undefined
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import place
from engine.feel.limits import MAX_REASONS
from engine.feel.types import FeelType, resolve_type

SomeNode = TypeVar("SomeNode", bound=syntax.Node)
Report = Callable[[Frame, Undefined], None]
_COMPILERS: dict[type, Callable[..., Code]] = {}


def compiles(kind: type[SomeNode]) -> Callable[[Callable[..., Code]], Callable[..., Code]]:
    """Declare how nodes of one kind become a closure."""

    def declare(compiler: Callable[..., Code]) -> Callable[..., Code]:
        _COMPILERS[kind] = compiler
        return compiler

    return declare


class Compilation:
    """What the compilers of the kinds of nodes share."""

    def __init__(self, text: str, known_names: frozenset[str], types: Mapping[str, FeelType]) -> None:
        self.text = text
        self.known_names = known_names
        self.types = types
        self.scopes = Scopes()
        self.free_names: set[str] = set()
        self.self_slot: int | None = None  # where the function about to be defined finds itself

    def code(self, node: syntax.Node) -> Code:
        """Return the closure of a node."""
        return _COMPILERS[type(node)](self, node)

    def report(self, at: int) -> Report:
        """Return what writes down why the operation at an offset has no value, when somebody wants to know."""

        def write(frame: Frame, error: Undefined) -> None:
            diagnostics = frame[RUN].diagnostics
            if diagnostics is not None and len(diagnostics) < MAX_REASONS:
                line, column = place(self.text, at)
                diagnostics.append(Diagnostic(error.code, error.params, line, column))

        return write

    def always_null(self, at: int, error: Undefined) -> Code:
        """Return the code of something that can have no value."""
        report = self.report(at)
        return lambda frame: report(frame, error)

    def type_of(self, text: syntax.TypeText) -> FeelType:
        """Return a written type; raises `Undefined`."""
        return resolve_type(text, self.types)


def constant(code: Code) -> tuple[bool, Any]:
    """Return whether code stands for a value that is known now, and the value."""
    value = getattr(code, "constant", _VARIES)
    return value is not _VARIES, None if value is _VARIES else value


_VARIES = object()


class Constant:
    """Code of a value that never changes."""

    __slots__ = ("constant",)

    def __init__(self, value: Any) -> None:
        self.constant = value

    def __call__(self, _frame: Frame) -> Any:
        return self.constant
