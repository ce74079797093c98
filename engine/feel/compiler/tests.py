"""Closures of unary tests, in cells and after `in`: does a value pass (DMN 1.5, 10.3.2.13, table 55)?"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from engine.feel.compiler.compilation import Compilation, Constant, Report, compiles, constant
from engine.feel.compiler.scopes import INPUT, RUN, Code, Frame
from engine.feel.errors import Undefined
from engine.feel.grammar import syntax
from engine.feel.logic import satisfies
from engine.feel.values import Range, kind_of


@compiles(syntax.UnaryTestsOf)
def unary_tests(c: Compilation, node: syntax.UnaryTestsOf) -> Code:
    if not node.tests:
        return Constant(True)
    code = _any_of(_tests(c, node.tests, INPUT))
    if not node.is_negated:
        return code

    def negated(frame: Frame) -> Any:
        verdict = code(frame)
        return None if verdict is None else not verdict

    return negated


@compiles(syntax.In)
def in_(c: Compilation, node: syntax.In) -> Code:
    value = c.code(node.value)
    slot = c.scopes.new_slot()
    layer = c.scopes.enter()
    layer["?"] = slot
    passes = _any_of(_tests(c, node.tests, slot))
    c.scopes.leave()

    def run(frame: Frame) -> Any:
        frame[slot] = value(frame)
        return passes(frame)

    return run


def _tests(c: Compilation, tests: Sequence[syntax.Node], slot: int) -> list[Code]:
    return [_test(c, test, slot) for test in tests]


def _any_of(tests: list[Code]) -> Code:
    if len(tests) == 1:
        return tests[0]

    def run(frame: Frame) -> Any:
        answer: bool | None = False
        for test in tests:
            verdict = test(frame)
            if verdict is True:
                return True
            if verdict is None:
                answer = None
        return answer

    return run


def _test(c: Compilation, node: syntax.Node, slot: int) -> Code:
    code = c.code(node)
    report = c.report(node.at)
    is_known, value = constant(code)
    if is_known:
        return _known_test(value, slot, report)
    if mentions_input(node) or isinstance(node, syntax.Interval):
        return _result_test(code, slot, report)
    return _value_test(code, slot, report)


def _known_test(test: Any, slot: int, report: Report) -> Code:
    def general(frame: Frame) -> Any:
        return _satisfied(frame[slot], test, frame, report)

    kind = type(test)
    if kind is str or kind is Decimal:

        def same(frame: Frame) -> Any:
            value = frame[slot]
            return value == test if type(value) is kind else general(frame)

        return same
    if kind is Range and not test.operator.startswith(("=", "!")):
        return _known_range(test, slot, general)
    return general


def _known_range(test: Range, slot: int, general: Code) -> Code:
    """Numbers are compared at once; anything else goes the long way."""
    low, high = test.start, test.end
    if not (isinstance(low, Decimal | None) and isinstance(high, Decimal | None)):
        return general
    low_included, high_included = test.start_included, test.end_included

    def inside(frame: Frame) -> Any:
        value = frame[slot]
        if type(value) is not Decimal:
            return general(frame)
        if low is not None and (value < low or (value == low and not low_included)):
            return False
        return high is None or value < high or (value == high and high_included)

    return inside


def _value_test(code: Code, slot: int, report: Report) -> Code:
    """Test against a value; a boolean of an expression decides by itself unless the input is a boolean too."""

    def run(frame: Frame) -> Any:
        value, test = frame[slot], code(frame)
        if test is True and type(value) is not bool:
            return True
        return _satisfied(value, test, frame, report)

    return run


def _result_test(code: Code, slot: int, report: Report) -> Code:
    """Test by an expression that speaks of `?`: true, false or null is the answer; a range may fail to be one."""

    def run(frame: Frame) -> Any:
        result = code(frame)
        if result is None or type(result) is bool:
            return result
        return _satisfied(frame[slot], result, frame, report)

    return run


def _satisfied(value: Any, test: Any, frame: Frame, report: Report) -> Any:
    try:
        verdict = satisfies(value, test, frame[RUN])
    except Undefined as error:
        return report(frame, error)
    if verdict is None:
        return report(frame, Undefined("feel.not-comparable", left=kind_of(value), right=kind_of(test)))
    return verdict


def mentions_input(node: Any) -> bool:
    """Return whether `?` stands somewhere in an expression."""
    if isinstance(node, syntax.Name):
        return node.name == "?"
    if isinstance(node, tuple):
        return any(mentions_input(part) for part in node)
    if isinstance(node, syntax.Node | syntax.Iterator):
        return any(mentions_input(getattr(node, part)) for part in node.__dataclass_fields__)
    return False
