"""Conditions seen before they run: which of them are constants, so that a table can be indexed and analysed."""

from collections.abc import Sequence
from typing import Any

from engine.decisions.index import ANY_VALUE, SORT_KEYS, Condition, ConstantTest, Interval
from engine.feel.errors import Undefined
from engine.feel.grammar import syntax
from engine.feel.temporal_text import parse_at_literal
from engine.feel.values import kind_of

CONSTRUCTORS = frozenset({"date", "duration"})


def condition_of(tests: syntax.Node, shadowed: frozenset[str]) -> Condition:
    """Say what is known of a cell: `-`, a test made of constants of one kind, or nothing (None).

    `shadowed` are the variables in scope: a variable called `date` hides the function.
    """
    assert isinstance(tests, syntax.UnaryTestsOf)
    if not tests.tests:
        return ANY_VALUE
    intervals: list[Interval] = []
    for test in tests.tests:
        found = _intervals(test, shadowed)
        if found is None:
            return None
        intervals.extend(found)
    kinds = {type(limit) for interval in intervals for limit in (interval.low, interval.high) if limit is not None}
    if len(kinds) != 1 or not kinds <= SORT_KEYS.keys():
        return None
    return ConstantTest(kinds.pop(), tuple(intervals), tests.is_negated)


def _intervals(test: syntax.Node, shadowed: frozenset[str]) -> Sequence[Interval] | None:
    if isinstance(test, syntax.Interval):
        return _of_interval(test, shadowed)
    if isinstance(test, syntax.ListOf):
        parts = [_intervals(item, shadowed) for item in test.items]
        return None if None in parts else [interval for part in parts if part is not None for interval in part]
    value = _constant(test, shadowed)
    return None if value is None else [Interval(value, True, value, True)]


def _of_interval(test: syntax.Interval, shadowed: frozenset[str]) -> Sequence[Interval] | None:
    limits = [None if limit is None else _constant(limit, shadowed) for limit in (test.start, test.end)]
    unread = [node is not None and value is None for node, value in zip((test.start, test.end), limits, strict=True)]
    if any(unread) or test.operator == "!=":
        return None
    low, high = limits
    if low is not None and high is not None and (type(low) is not type(high) or _reversed(low, high)):
        return None  # what FEEL says about such a range is left to FEEL
    return [Interval(low, test.start_included, high, test.end_included)]


def _reversed(low: Any, high: Any) -> bool:
    key = SORT_KEYS.get(type(low))
    return key is None or key(low) > key(high)


def _constant(node: syntax.Node, shadowed: frozenset[str]) -> Any:
    """Return the value of a literal or of `date("…")` and `duration("…")`, None for anything else, null included."""
    if isinstance(node, syntax.Literal):
        return node.value
    if not (isinstance(node, syntax.Call) and isinstance(node.function, syntax.Name) and len(node.arguments) == 1):
        return None
    (argument,) = node.arguments
    name = node.function.name
    if name not in CONSTRUCTORS - shadowed or node.names or not isinstance(argument, syntax.Literal):
        return None
    try:
        value = parse_at_literal(str(argument.value))
    except Undefined:
        return None
    return value if isinstance(argument.value, str) and kind_of(value).endswith(name) else None
