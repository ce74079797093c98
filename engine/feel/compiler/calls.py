"""Closures of function definitions and calls."""

from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.compiler.compilation import Compilation, compiles
from engine.feel.compiler.scopes import RUN, Code, Frame
from engine.feel.errors import FeelExternalRefused, Undefined
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import place
from engine.feel.limits import Run
from engine.feel.logic import is_function
from engine.feel.types import FeelType
from engine.feel.values import NATIVE, FeelFunction, feel_value, kind_of


@compiles(syntax.FunctionOf)
def function_of(c: Compilation, node: syntax.FunctionOf) -> Code:
    if node.is_external:
        line, column = place(c.text, node.at)
        raise FeelExternalRefused("feel.external", line=line, column=column)
    self_slot, c.self_slot = c.self_slot, None
    layer = c.scopes.enter()
    slots = [c.scopes.new_slot() for _ in node.parameters]
    layer.update(zip((name for name, _ in node.parameters), slots, strict=True))
    body = c.code(node.body)
    c.scopes.leave()
    try:
        parameters = [(name, _type(c, text)) for name, text in node.parameters]
    except Undefined as error:
        return c.always_null(node.at, error)

    def define(frame: Frame) -> Any:
        captured = frame[:]

        def call(run: Run, arguments: list[Any]) -> Any:
            inner = captured[:]
            inner[RUN] = run
            for slot, value in zip(slots, arguments, strict=True):
                inner[slot] = value
            return body(inner)

        made = FeelFunction(parameters, call)
        if self_slot is not None:
            captured[self_slot] = made
        return made

    return define


def _type(c: Compilation, text: syntax.TypeText | None) -> FeelType | None:
    return None if text is None else c.type_of(text)


@compiles(syntax.Call)
def call(c: Compilation, node: syntax.Call) -> Code:
    function = _callee(c, node)
    arguments = [c.code(argument) for argument in node.arguments]
    report = c.report(node.at if not isinstance(node.function, syntax.Name) else node.function.at)

    def run(frame: Frame) -> Any:
        target = function(frame)
        try:
            if not is_function(target):
                raise Undefined("feel.not-a-function", kind=kind_of(target))
            value = target.invoke(frame[RUN], [argument(frame) for argument in arguments])
        except Undefined as error:
            return report(frame, error)
        return value if type(value) in NATIVE else feel_value(value)

    def run_named(frame: Frame) -> Any:
        target = function(frame)
        try:
            if not is_function(target):
                raise Undefined("feel.not-a-function", kind=kind_of(target))
            given = {name: argument(frame) for name, argument in zip(node.names, arguments, strict=True)}
            return feel_value(target.invoke_named(frame[RUN], given))
        except Undefined as error:
            return report(frame, error)

    return run_named if node.names else run


def _callee(c: Compilation, node: syntax.Call) -> Code:
    """Return the code of the function; the name of a built-in one is its own unless something callable hides it."""
    if not isinstance(node.function, syntax.Name):
        return c.code(node.function)
    name = node.function.name
    builtin = BUILTINS.get(name)
    found = c.scopes.find(name)
    if builtin is None:
        return c.code(node.function)
    if found.slot is None and name not in c.known_names:
        return lambda _frame: builtin
    named = c.code(node.function)

    def hidden(frame: Frame) -> Any:
        value = named(frame)
        return value if is_function(value) else builtin

    return hidden
