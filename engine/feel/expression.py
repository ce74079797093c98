"""A compiled text: parse once, evaluate often, from any thread."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.compiler import calls, loops, operators, tests, values
from engine.feel.compiler.compilation import Compilation
from engine.feel.compiler.scopes import Code, Frame
from engine.feel.errors import Diagnostic, FeelError, FeelLimitExceeded
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import NameTable
from engine.feel.grammar.parser import Parser, normalise_names
from engine.feel.limits import MAX_DEPTH, Run
from engine.feel.types import FeelType, TypeNames

COMPILERS = (calls, loops, operators, tests, values)  # each declares its kinds of nodes when imported
_PROPERTY_NAMES = ("time offset", "start included", "end included")
_KNOWN = NameTable((*BUILTINS, *_PROPERTY_NAMES))


class Expression:
    """A FEEL expression, or the unary tests of a cell, ready to be evaluated."""

    __slots__ = ("_code", "_frame", "names", "text")

    def __init__(self, text: str, code: Code, size: int, names: frozenset[str]) -> None:
        self.text = text
        self.names = names
        self._code = code
        self._frame: Frame = [None] * size

    def evaluate(self, context: Mapping[str, Any], input_value: Any = None) -> Any:
        """Return the value; null is None. `input_value` is what unary tests test, a FEEL value.

        Raises `FeelLimitExceeded` when the expression is too greedy.
        """
        return self._evaluated(context, input_value, Run())

    def explain(self, context: Mapping[str, Any], input_value: Any = None) -> tuple[Any, tuple[Diagnostic, ...]]:
        """Return the value, and why anything inside the expression became null."""
        run = Run()
        run.diagnostics = []
        value = self._evaluated(context, input_value, run)
        return value, tuple(run.diagnostics)

    def _evaluated(self, context: Mapping[str, Any], input_value: Any, run: Run) -> Any:
        frame = self._frame[:]
        frame[0] = context
        frame[1] = run
        frame[2] = input_value
        try:
            return self._code(frame)
        except RecursionError:
            raise FeelLimitExceeded("feel.too-deep", limit=MAX_DEPTH) from None

    def __repr__(self) -> str:
        return f"Expression({self.text!r})"


def compile_expression(text: str, names: Iterable[str] = (), types: TypeNames | None = None) -> Expression:
    """Compile an expression; `names` are those that the context will have, `types` what `instance of` may name.

    Names of one word need not be given; names with signs such as `a-b` must be, or they read as subtraction.
    Raises `FeelSyntaxError`.
    """
    return _cached(text, normalise_names(names), _frozen(types), Parser.whole_expression)


def compile_unary_tests(text: str, names: Iterable[str] = (), types: TypeNames | None = None) -> Expression:
    """Compile the content of a decision table's cell: `evaluate(context, input)` gives True, False or None.

    Raises `FeelSyntaxError`.
    """
    return _cached(text, normalise_names(names), _frozen(types), Parser.whole_unary_tests)


def _frozen(types: TypeNames | None) -> tuple[tuple[str, FeelType], ...]:
    return tuple(sorted(types.items(), key=lambda item: item[0])) if types else ()


@lru_cache(maxsize=4096)
def _cached(
    text: str,
    names: frozenset[str],
    types: tuple[tuple[str, FeelType], ...],
    parse: Callable[[Parser], syntax.Node],
) -> Expression:
    table = _KNOWN.copy()
    for name in (*names, *(name for name, _ in types)):
        table.add(name)
    compilation = Compilation(text, names, dict(types))
    try:
        code = compilation.code(parse(Parser(text, table)))
    except RecursionError:
        raise FeelError("feel.too-deep", limit=MAX_DEPTH) from None
    return Expression(text, code, compilation.scopes.size, frozenset(compilation.free_names))
