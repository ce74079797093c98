"""A compiled text: parse once, evaluate often, from any thread."""

from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.compiler import calls, loops, operators, tests, values
from engine.feel.compiler.compilation import Compilation
from engine.feel.compiler.scopes import Code, Frame
from engine.feel.errors import Diagnostic, FeelLimitExceeded, FeelSyntaxError
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import NameTable
from engine.feel.grammar.parser import Parser, normalise_names
from engine.feel.limits import MAX_DEPTH, Run
from engine.feel.types import FeelType, TypeNames

COMPILERS = (calls, loops, operators, tests, values)  # each declares its kinds of nodes when imported
_PROPERTY_NAMES = ("time offset", "start included", "end included")
_KNOWN = NameTable((*BUILTINS, *_PROPERTY_NAMES))


class Vocabulary:
    """The names and types that many texts of one model share; made once, it makes compiling each text cheap."""

    def __init__(self, names: Iterable[str] = (), types: TypeNames | None = None) -> None:
        self.names = normalise_names(names)
        self.types: Mapping[str, FeelType] = dict(types or {})
        self.table = NameTable((*self.names, *self.types), below=_KNOWN)


class Expression:
    """A FEEL expression, or the unary tests of a cell, ready to be evaluated; `syntax` is what was parsed."""

    __slots__ = ("_code", "_frame", "names", "syntax", "text")

    def __init__(self, text: str, node: syntax.Node, code: Code, compilation: Compilation) -> None:
        self.text = text
        self.syntax = node
        self.names = frozenset(compilation.free_names)
        self._code = code
        self._frame: Frame = [None] * compilation.scopes.size

    def evaluate(self, context: Mapping[str, Any], input_value: Any = None) -> Any:
        """Return the value; null is None. `input_value` is what unary tests test, a FEEL value.

        Raises `FeelLimitExceeded` when the expression is too greedy.
        """
        return self.evaluate_in(context, Run(), input_value)

    def explain(self, context: Mapping[str, Any], input_value: Any = None) -> tuple[Any, tuple[Diagnostic, ...]]:
        """Return the value, and why anything inside the expression became null."""
        run = Run()
        run.diagnostics = []
        value = self.evaluate_in(context, run, input_value)
        return value, tuple(run.diagnostics)

    def evaluate_in(self, context: Mapping[str, Any], run: Run, input_value: Any = None) -> Any:
        """Return the value as part of a larger evaluation, on whose account the work is counted."""
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


def compile_expression(text: str, names: Iterable[str] | Vocabulary = (), types: TypeNames | None = None) -> Expression:
    """Compile an expression; `names` are those that the context will have, `types` what `instance of` may name.

    Names of one word need not be given; names with signs such as `a-b` must be, or they read as subtraction.
    Raises `FeelSyntaxError`.
    """
    return _cached(text, _vocabulary(names, types), Parser.whole_expression)


def compile_unary_tests(
    text: str, names: Iterable[str] | Vocabulary = (), types: TypeNames | None = None
) -> Expression:
    """Compile the content of a decision table's cell: `evaluate(context, input)` gives True, False or None.

    Raises `FeelSyntaxError`.
    """
    return _cached(text, _vocabulary(names, types), Parser.whole_unary_tests)


def _vocabulary(names: Iterable[str] | Vocabulary, types: TypeNames | None) -> Vocabulary:
    if isinstance(names, Vocabulary):
        return names
    ordered = tuple(sorted(types.items(), key=lambda item: item[0])) if types else ()
    return _known_vocabulary(frozenset(names), ordered)


@lru_cache(maxsize=512)
def _known_vocabulary(names: frozenset[str], types: tuple[tuple[str, FeelType], ...]) -> Vocabulary:
    return Vocabulary(names, dict(types))


@lru_cache(maxsize=8192)
def _cached(text: str, vocabulary: Vocabulary, parse: Callable[[Parser], syntax.Node]) -> Expression:
    compilation = Compilation(text, vocabulary.names, vocabulary.types)
    try:
        node = parse(Parser(text, NameTable(below=vocabulary.table)))
        return Expression(text, node, compilation.code(node), compilation)
    except RecursionError:
        raise FeelSyntaxError("feel.chain-too-long", line=1, column=1) from None
