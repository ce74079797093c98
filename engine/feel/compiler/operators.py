"""Closures of `if`, `and`, `or`, comparison, arithmetic, `between`; each has a short way for the common kinds."""

import decimal
import operator
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from engine.feel.arithmetic import OPERATIONS, calculate, negate
from engine.feel.compiler.compilation import Compilation, compiles, constant
from engine.feel.compiler.scopes import RUN, Code, Frame
from engine.feel.errors import Undefined
from engine.feel.grammar import syntax
from engine.feel.logic import both, compare, either, equal
from engine.feel.values import kind_of

_ORDERS: dict[str, tuple[Callable[[Any, Any], bool], frozenset[int]]] = {
    "<": (operator.lt, frozenset({-1})),
    "<=": (operator.le, frozenset({-1, 0})),
    ">": (operator.gt, frozenset({1})),
    ">=": (operator.ge, frozenset({0, 1})),
}


@compiles(syntax.If)
def if_(c: Compilation, node: syntax.If) -> Code:
    condition, then, otherwise = c.code(node.condition), c.code(node.then), c.code(node.otherwise)
    return lambda frame: then(frame) if condition(frame) is True else otherwise(frame)


@compiles(syntax.Negation)
def negation(c: Compilation, node: syntax.Negation) -> Code:
    operand = c.code(node.operand)
    report = c.report(node.at)

    def run(frame: Frame) -> Any:
        try:
            return negate(operand(frame))
        except Undefined as error:
            return report(frame, error)

    return run


@compiles(syntax.Binary)
def binary(c: Compilation, node: syntax.Binary) -> Code:
    left, right = c.code(node.left), c.code(node.right)
    sign = node.operator
    if sign == "and":
        return _and(left, right)
    if sign == "or":
        return _or(left, right)
    if sign in ("=", "!="):
        return _equality(c, node, left, right)
    if sign in _ORDERS:
        return _order(c, node, left, right)
    return _arithmetic(c, node, left, right)


def _and(left: Code, right: Code) -> Code:
    def run(frame: Frame) -> Any:
        first = left(frame)
        if first is False:
            return False
        return both(first, right(frame))

    return run


def _or(left: Code, right: Code) -> Code:
    def run(frame: Frame) -> Any:
        first = left(frame)
        if first is True:
            return True
        return either(first, right(frame))

    return run


def _equality(c: Compilation, node: syntax.Binary, left: Code, right: Code) -> Code:
    report = c.report(node.at)
    is_positive = node.operator == "="

    def decide(first: Any, second: Any, frame: Frame) -> Any:
        same = equal(first, second, frame[RUN])
        if same is None:
            return report(frame, Undefined("feel.not-comparable", left=kind_of(first), right=kind_of(second)))
        return same if is_positive else not same

    is_known, value = constant(right)
    kind = type(value)
    if not is_known or kind not in (str, Decimal, bool):
        return lambda frame: decide(left(frame), right(frame), frame)
    quick = operator.eq if is_positive else operator.ne

    def run(frame: Frame) -> Any:
        first = left(frame)
        return quick(first, value) if type(first) is kind else decide(first, value, frame)

    return run


def _order(c: Compilation, node: syntax.Binary, left: Code, right: Code) -> Code:
    report = c.report(node.at)
    quick, wanted = _ORDERS[node.operator]

    def run(frame: Frame) -> Any:
        first, second = left(frame), right(frame)
        if type(first) is Decimal and type(second) is Decimal:
            return quick(first, second)
        try:
            return compare(first, second) in wanted
        except Undefined as error:
            return report(frame, error)

    return run


def _arithmetic(c: Compilation, node: syntax.Binary, left: Code, right: Code) -> Code:
    report = c.report(node.at)
    sign = node.operator
    quick = OPERATIONS[sign][(Decimal, Decimal)]

    def run(frame: Frame) -> Any:
        first, second = left(frame), right(frame)
        if type(first) is Decimal and type(second) is Decimal:
            try:
                return quick(first, second)
            except decimal.DecimalException:
                pass  # said in words below
        try:
            result = calculate(sign, first, second)
            frame[RUN].weigh(result)
            return result
        except Undefined as error:
            return report(frame, error)

    return run


@compiles(syntax.Between)
def between(c: Compilation, node: syntax.Between) -> Code:
    value, low, high = c.code(node.value), c.code(node.low), c.code(node.high)
    report = c.report(node.at)

    def reaches(upper: Any, lower: Any, frame: Frame) -> bool | None:
        try:
            return compare(upper, lower) >= 0
        except Undefined as error:
            return report(frame, error)

    def run(frame: Frame) -> Any:
        middle = value(frame)
        return both(reaches(middle, low(frame), frame), reaches(high(frame), middle, frame))

    return run
