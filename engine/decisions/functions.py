"""Functions of a model: function definitions as values, and calls with named arguments."""

from collections.abc import Callable, Mapping
from typing import Any

from engine.decisions.elements import Boxed, FunctionDefinition, Place
from engine.decisions.evaluation import Evaluation, Logic, Variables
from engine.decisions.scope import Scope, fitted, refuse
from engine.feel.errors import Undefined
from engine.feel.limits import Run
from engine.feel.types import ANY, FeelType
from engine.feel.values import FeelFunction, kind_of

Compile = Callable[[Boxed, Scope], Logic]


def compile_function(definition: FunctionDefinition, scope: Scope, compile_boxed: Compile) -> Logic:
    """Return logic whose value is the function, closed over the variables in scope."""
    return function_builder(definition, scope, compile_boxed, "function", None)


def function_builder(
    definition: FunctionDefinition, scope: Scope, compile_boxed: Compile, name: str, declared: FeelType | None
) -> Callable[[Variables, Evaluation], FeelFunction]:
    """Compile a function definition; the builder gives the function for one evaluation and its variables.

    `declared` is the type of the variable that holds the function: a function type, or, as most editors write it, the
    type of the function's result.
    """
    place = definition.place
    parameters = [(parameter.name, scope.type_of(parameter.type_ref, place)) for parameter in definition.parameters]
    result = declared.item if declared is not None and declared.name == "function" else declared
    types = [type_ for type_ in (result, scope.type_of(definition.type_ref, place)) if type_ not in (None, ANY)]
    body = _body(definition, scope.plus(*(parameter.name for parameter in definition.parameters)), compile_boxed)

    def build(variables: Variables, evaluation: Evaluation) -> FeelFunction:
        def run_body(_account: Run, arguments: list[Any]) -> Any:
            inner = {**variables, **dict(zip((name for name, _ in parameters), arguments, strict=True))}
            value = evaluation.apart(body, inner)
            for type_ in types:
                value = fitted(value, type_, place, evaluation)
            return value

        return FeelFunction(parameters, run_body, name, types[0] if types else None)

    return build


def _body(definition: FunctionDefinition, scope: Scope, compile_boxed: Compile) -> Logic:
    if definition.kind.upper() != "FEEL":
        scope.findings.error("dmn.external-function", definition.place, kind=definition.kind)
        return refuse
    if definition.body is None:
        return lambda _variables, _evaluation: None
    return compile_boxed(definition.body, scope)


def call(function: Any, arguments: Mapping[str, Any], place: Place, evaluation: Evaluation) -> Any:
    """Call a function value with named arguments; null, with a reason, when it cannot be called like that."""
    if not isinstance(function, FeelFunction):
        evaluation.note("dmn.not-a-function", place, given=kind_of(function))
        return None
    try:
        return function.invoke_named(evaluation.account, arguments)
    except Undefined as error:
        evaluation.note(error.code, place, **error.params)
        return None
