"""What FEEL text of a model may mention at some place, and the text compiled there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any

from engine.decisions.elements import Definitions, Literal, OutputClause, Place, Rule, Variable
from engine.decisions.evaluation import Evaluation, Logic, Variables
from engine.decisions.findings import Findings
from engine.decisions.item_types import TypeBook
from engine.feel import Expression, Vocabulary, compile_expression, compile_unary_tests
from engine.feel.errors import FeelExternalRefused, FeelSyntaxError
from engine.feel.types import FeelType, coerce
from engine.feel.values import kind_of

FEEL_LANGUAGES = ("feel", "")


@dataclass(frozen=True)
class Scope:
    """The variables known at a place, the types of the model, and where complaints go.

    `members` are the names of more than one word that may follow a dot or name a parameter: they must be known for the
    text to be read right.
    `tables` collects the decision tables compiled so far, for their analysis.
    """

    names: frozenset[str]
    members: frozenset[str]
    types: TypeBook
    findings: Findings
    tables: list[Any]

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Return what FEEL needs to know to compile the texts of this scope."""
        return Vocabulary(self.names | self.members, self.types.plain)

    def plus(self, *names: str) -> "Scope":
        """Return the scope with more variables."""
        return replace(self, names=self.names | set(names))

    def type_of(self, reference: str | None, place: Place) -> FeelType | None:
        """Return the type that values must take, None for anything."""
        return self.types.resolve(reference, place)

    def unary_tests(self, literal: Literal) -> Expression | None:
        """Compile the tests of a cell, an empty cell being `-`; None after noting why they are none."""
        if not self.is_feel(literal):
            return None
        try:
            return compile_unary_tests(literal.text or "-", self.vocabulary)
        except FeelSyntaxError as error:
            self.findings.feel(error, literal.place)
            return None

    def is_feel(self, literal: Literal) -> bool:
        """Tell whether a text claims to be FEEL; note it where it claims to be something else."""
        language = (literal.language or "").lower()
        if language in FEEL_LANGUAGES or "/feel" in language:
            return True
        self.findings.error("dmn.language", literal.place, language=literal.language)
        return False


def compile_literal(literal: Literal, scope: Scope) -> Logic:
    """Compile FEEL text to logic; text that is no FEEL gives null, text that calls outside code refuses to run."""
    place = literal.place
    if not scope.is_feel(literal):
        return broken(place)
    try:
        expression = compile_expression(literal.text or "null", scope.vocabulary)
    except FeelExternalRefused:
        scope.findings.error("dmn.external-function", place, kind="external")
        return refuse
    except FeelSyntaxError as error:
        scope.findings.feel(error, place)
        return broken(place)
    evaluate = expression.evaluate_in

    def logic(variables: Variables, evaluation: Evaluation) -> Any:
        value = evaluate(variables, evaluation.account)
        if evaluation.account.diagnostics:
            evaluation.take_diagnostics(place)
        return value

    return typed(logic, scope.type_of(literal.type_ref, place), place)


def broken(place: Place) -> Logic:
    """Return logic that is null because what should be there could not be compiled."""
    return lambda _variables, evaluation: evaluation.note("dmn.broken-expression", place)


def refuse(_variables: Variables, _evaluation: Evaluation) -> Any:
    """Logic that would run code from outside."""
    raise FeelExternalRefused("feel.external", line=1, column=1)


def typed(logic: Logic, type_: FeelType | None, place: Place) -> Logic:
    """Return logic whose value is converted to a type; a value that does not fit becomes null, with a reason."""
    if type_ is None:
        return logic

    def checked(variables: Variables, evaluation: Evaluation) -> Any:
        value = logic(variables, evaluation)
        return fitted(value, type_, place, evaluation)

    return checked


def fitted(value: Any, type_: FeelType, place: Place, evaluation: Evaluation) -> Any:
    """Convert a value to a type (DMN 1.5, 10.3.2.9.4); null, with a reason, when it does not fit."""
    if value is None:
        return None
    taken = coerce(value, type_)
    if taken is None:
        evaluation.note("dmn.wrong-type", place, expected=str(type_), given=kind_of(value))
    return taken


def member_names(definitions: Iterable[Definitions]) -> Iterator[str]:
    """Yield every name of several words that models give to a variable, context entry, column, parameter or output."""
    for one in definitions:
        for node in one.nodes.values():
            yield from (name for name in (node.name, *_names(node)) if not name.isidentifier())


def texts(value: Any) -> Iterator[str]:
    """Yield all FEEL texts inside a boxed expression."""
    if isinstance(value, Literal):
        yield value.text
    for part in _parts(value):
        yield from texts(part)


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, Literal | Rule | Place):
        return  # the thousands of cells of a table name nothing
    if isinstance(value, Variable | OutputClause) and value.name:
        yield value.name
    for part in _parts(value):
        yield from _names(part)


def _parts(value: Any) -> Iterable[Any]:
    """Return what a record or tuple of records consists of."""
    if is_dataclass(value):
        return [getattr(value, field.name) for field in fields(value)]
    return value if isinstance(value, tuple) else ()
