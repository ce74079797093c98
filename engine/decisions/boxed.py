"""Boxed expressions compiled to logic (DMN 1.5, chapter 10.2): each kind of box becomes one closure."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from engine.decisions.elements import (
    Boxed,
    Conditional,
    Context,
    DecisionTable,
    Filter,
    FunctionDefinition,
    Invocation,
    Iteration,
    ListOf,
    Literal,
    Relation,
)
from engine.decisions.evaluation import Evaluation, Logic, Variables
from engine.decisions.functions import call, compile_function
from engine.decisions.scope import Scope, compile_literal, texts, typed
from engine.decisions.tables import compile_table
from engine.feel import compile_expression
from engine.feel.values import kind_of


def compile_boxed(expression: Boxed, scope: Scope) -> Logic:
    """Compile any boxed expression; its value is converted to the type the box declares."""
    if isinstance(expression, Literal):
        return compile_literal(expression, scope)
    if isinstance(expression, FunctionDefinition):
        return compile_function(expression, scope, compile_boxed)
    if isinstance(expression, DecisionTable):
        return compile_table(expression, scope)
    logic = _COMPILERS[type(expression)](expression, scope)
    return typed(logic, scope.type_of(expression.type_ref, expression.place), expression.place)


def _context(expression: Context, scope: Scope) -> Logic:
    entries: list[tuple[str | None, Logic]] = []
    for variable, boxed in expression.entries:
        if variable is None:
            entries.append((None, compile_boxed(boxed, scope)))
            continue
        inner = scope.plus(variable.name) if isinstance(boxed, FunctionDefinition) else scope  # it may call itself
        logic = compile_boxed(boxed, inner)
        entries.append((variable.name, typed(logic, scope.type_of(variable.type_ref, boxed.place), boxed.place)))
        scope = scope.plus(variable.name)

    def context(variables: Variables, evaluation: Evaluation) -> Any:
        inner = dict(variables)
        found: dict[str, Any] = {}
        for name, logic in entries:
            value = logic(inner, evaluation)
            if name is None:
                return value
            inner[name] = found[name] = value
        return found

    return context


def _invocation(expression: Invocation, scope: Scope) -> Logic:
    callee = compile_boxed(expression.callee, scope)
    arguments = {
        parameter.name: typed(compile_boxed(boxed, scope), scope.type_of(parameter.type_ref, boxed.place), boxed.place)
        for parameter, boxed in expression.bindings
        if boxed is not None
    }
    place = expression.place

    def invocation(variables: Variables, evaluation: Evaluation) -> Any:
        function = callee(variables, evaluation)
        values = {name: logic(variables, evaluation) for name, logic in arguments.items()}
        return call(function, values, place, evaluation)

    return invocation


def _relation(expression: Relation, scope: Scope) -> Logic:
    columns = [(column.name, scope.type_of(column.type_ref, expression.place)) for column in expression.columns]
    rows = [
        {
            name: typed(compile_boxed(cell, scope), type_, cell.place)
            for (name, type_), cell in zip(columns, row, strict=False)
        }
        for row in expression.rows
    ]

    def relation(variables: Variables, evaluation: Evaluation) -> Any:
        return [{name: logic(variables, evaluation) for name, logic in row.items()} for row in rows]

    return relation


def _list(expression: ListOf, scope: Scope) -> Logic:
    items = [compile_boxed(item, scope) for item in expression.items]
    return lambda variables, evaluation: [item(variables, evaluation) for item in items]


def _conditional(expression: Conditional, scope: Scope) -> Logic:
    condition, then, otherwise = (
        compile_boxed(part, scope) for part in (expression.condition, expression.then, expression.otherwise)
    )
    place = expression.place

    def conditional(variables: Variables, evaluation: Evaluation) -> Any:
        answer = condition(variables, evaluation)
        if answer is not None and not isinstance(answer, bool):
            return evaluation.note("dmn.not-a-boolean", place, given=kind_of(answer))
        return then(variables, evaluation) if answer else otherwise(variables, evaluation)

    return conditional


def _collection_of(value: Any, place: Any, evaluation: Evaluation) -> list[Any] | None:
    """Return the items to go through: a single value counts as a list of one, null gives null."""
    if value is None:
        evaluation.note("dmn.nothing-to-iterate", place)
        return None
    return value if isinstance(value, list) else [value]


_ITEM_AT = compile_expression("items[position]")


def _filter(expression: Filter, scope: Scope) -> Logic:
    collection = compile_boxed(expression.collection, scope)
    match = compile_boxed(expression.match, scope.plus("item"))
    place = expression.place

    def keep(variables: Variables, evaluation: Evaluation) -> Any:
        items = _collection_of(collection(variables, evaluation), place, evaluation)
        if items is None:
            return None
        kept = []
        for item in items:
            evaluation.account.spend()
            own = item if isinstance(item, Mapping) else {}
            answer = match({**variables, "item": item, **own}, evaluation)
            if isinstance(answer, Decimal):
                return _ITEM_AT.evaluate({"items": items, "position": answer})
            if answer is not None and not isinstance(answer, bool):
                return evaluation.note("dmn.not-a-boolean", place, given=kind_of(answer))
            if answer:
                kept.append(item)
        return kept

    return keep


def _iteration(expression: Iteration, scope: Scope) -> Logic:
    collection = compile_boxed(expression.collection, scope)
    name = expression.variable.name
    is_for = expression.kind == "for"
    body = compile_boxed(expression.body, scope.plus(name, "partial") if is_for else scope.plus(name))
    finish = {"for": lambda values: values, "some": _some, "every": _every}[expression.kind]
    wants_partial = is_for and any("partial" in text for text in texts(expression.body))
    place = expression.place

    def iterate(variables: Variables, evaluation: Evaluation) -> Any:
        items = _collection_of(collection(variables, evaluation), place, evaluation)
        if items is None:
            return None
        values: list[Any] = []
        inner = dict(variables)
        for item in items:
            evaluation.account.spend()
            if wants_partial:  # a copy, for a round may keep what it sees
                evaluation.account.spend(len(values))
                inner["partial"] = list(values)
            inner[name] = item
            values.append(body(inner, evaluation))
        return finish(values)

    return iterate


def _some(values: list[Any]) -> bool | None:
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


def _every(values: list[Any]) -> bool | None:
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


_COMPILERS: dict[type, Callable[[Any, Scope], Logic]] = {
    Context: _context,
    Invocation: _invocation,
    Relation: _relation,
    ListOf: _list,
    Conditional: _conditional,
    Filter: _filter,
    Iteration: _iteration,
}
