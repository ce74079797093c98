"""Closures of `for`, `some`, `every` and filters."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import Any

from engine.feel.compiler.compilation import Compilation, Report, compiles, constant
from engine.feel.compiler.scopes import RUN, Code, Frame
from engine.feel.errors import FeelLimitExceeded, Undefined
from engine.feel.grammar import syntax
from engine.feel.intervals import walk, walk_range
from engine.feel.limits import MAX_LIST
from engine.feel.values import Range, kind_of

Rounds = Callable[[Frame], Iterator[None]]


@compiles(syntax.For)
def for_(c: Compilation, node: syntax.For) -> Code:
    layer = c.scopes.enter()
    results_slot = c.scopes.new_slot()
    layer["partial"] = results_slot
    rounds = _rounds(c, node.iterators, layer)
    body = c.code(node.body)
    c.scopes.leave()
    report = c.report(node.at)

    def run(frame: Frame) -> Any:
        results: list[Any] = []
        try:
            for _ in rounds(frame):
                frame[results_slot] = results
                results.append(body(frame))
                if len(results) > MAX_LIST:
                    raise FeelLimitExceeded("feel.list-too-long", limit=MAX_LIST)
        except Undefined as error:
            return report(frame, error)
        return results

    return run


@compiles(syntax.Quantified)
def quantified(c: Compilation, node: syntax.Quantified) -> Code:
    layer = c.scopes.enter()
    rounds = _rounds(c, node.iterators, layer)
    body = c.code(node.body)
    c.scopes.leave()
    report = c.report(node.at)
    decisive = not node.is_every

    def run(frame: Frame) -> Any:
        answer: bool | None = not decisive
        try:
            for _ in rounds(frame):
                verdict = body(frame)
                if verdict is decisive:
                    return decisive
                if verdict is not (not decisive):
                    answer = None
        except Undefined as error:
            return report(frame, error)
        return answer

    return run


def _rounds(c: Compilation, iterators: tuple[syntax.Iterator, ...], layer: dict[str, int]) -> Rounds:
    """Return what sets the loop variables for every round; a later iterator may use an earlier variable."""
    first, rest = iterators[0], iterators[1:]
    over = c.code(first.over)
    to = c.code(first.to) if first.to is not None else None
    slot = c.scopes.new_slot()
    layer[first.name] = slot
    inner = _rounds(c, rest, layer) if rest else None

    def rounds(frame: Frame) -> Iterator[None]:
        spend = frame[RUN].spend
        for value in _domain(over(frame), to(frame) if to is not None else None, to is not None):
            spend()
            frame[slot] = value
            if inner is None:
                yield
            else:
                yield from inner(frame)

    return rounds


def _domain(value: Any, end: Any, is_interval: bool) -> Iterable[Any]:
    if is_interval:
        return walk(value, end)
    if isinstance(value, list):
        return value
    if isinstance(value, Range):
        return walk_range(value)
    if value is None:
        raise Undefined("feel.not-iterable", kind="null")
    return [value]


@compiles(syntax.Filter)
def filter_(c: Compilation, node: syntax.Filter) -> Code:
    value = c.code(node.value)
    report = c.report(node.at)
    layer = c.scopes.enter()
    slot = c.scopes.new_slot()
    layer[""] = slot
    condition = c.code(node.condition)
    c.scopes.leave()
    is_known, position = constant(condition)
    if is_known and isinstance(position, Decimal):
        return lambda frame: _at(_as_list(value(frame)), position, frame, report)

    def run(frame: Frame) -> Any:
        values = value(frame)
        return None if values is None else _filtered(_as_list(values), condition, slot, frame, report)

    return run


def _as_list(value: Any) -> list[Any]:
    if type(value) is list:
        return value
    return [] if value is None else [value]


def _at(values: list[Any], position: Decimal, frame: Frame, report: Report) -> Any:
    index = int(position) if position == position.to_integral_value() and position.adjusted() < 12 else 0
    if 1 <= index <= len(values):
        return values[index - 1]
    if -len(values) <= index <= -1:
        return values[index]
    return report(frame, Undefined("feel.no-such-item", position=str(position), count=len(values)))


def _filtered(values: list[Any], condition: Code, slot: int, frame: Frame, report: Report) -> Any:
    """Keep the items for which the condition is true; a condition that is a number is a position instead."""
    if not values:
        return _of_nothing(condition, slot, frame, report)
    spend = frame[RUN].spend
    kept: list[Any] = []
    for item in values:
        spend()
        frame[slot] = item
        verdict = condition(frame)
        if verdict is True:
            kept.append(item)
        elif type(verdict) is Decimal:
            return _at(values, verdict, frame, report)
        elif verdict is not False and verdict is not None:
            return report(frame, Undefined("feel.bad-filter", kind=kind_of(verdict)))
    return kept


def _of_nothing(condition: Code, slot: int, frame: Frame, report: Report) -> Any:
    """Filter an empty list: null for a position, else the empty list; what null lacks as an item is nobody's reason."""
    run = frame[RUN]
    reasons, run.diagnostics = run.diagnostics, None
    frame[slot] = None
    position = condition(frame)
    run.diagnostics = reasons
    return _at([], position, frame, report) if type(position) is Decimal else []
