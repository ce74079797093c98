"""Which rules of a table an input may match, found by bisection instead of running each condition.

A column whose conditions are constants (`"a", "b"`, `[1..5]`, `> 3`, `not("x")`) cuts the line of values at the
points it mentions. Each point and each gap between two points knows, as one bit mask, the rules that accept it; a table
is then looked up with one bisection per column and one `&` between columns. Conditions that are not constants stay
candidates and are run one by one.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel.temporal import Date, DayTimeDuration, YearMonthDuration

SORT_KEYS: Mapping[type, Callable[[Any], Any]] = {
    bool: lambda value: value,
    str: lambda value: value,
    Decimal: lambda value: value,
    Date: Date.to_days,
    DayTimeDuration: lambda value: value.nanos,
    YearMonthDuration: lambda value: value.months,
}
"""The kinds of values that lie on a line, and what sorts them there."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A stretch of the line; a limit of None is infinite. The values themselves, not their sort keys."""

    low: Any
    low_included: bool
    high: Any
    high_included: bool


@dataclass(frozen=True, slots=True)
class ConstantTest:
    """A condition made of constants of one kind: the input lies in one of the intervals, or in none when negated."""

    kind: type
    intervals: tuple[Interval, ...]
    negated: bool = False


class AnyValue:
    """The condition `-`."""


ANY_VALUE = AnyValue()
Condition = ConstantTest | AnyValue | None
"""What is known of a condition before it runs; None: nothing."""


class Line:
    """The values of one kind, cut into points and the gaps around them.

    Position `2i + 1` is the i-th point, `2i` the gap before it.
    """

    def __init__(self, kind: type, tests: Mapping[int, ConstantTest], *, domain: ConstantTest | None = None) -> None:
        """Cut the line at every value that the tests of the rules mention, and at those of the domain."""
        key = SORT_KEYS[kind]
        limits = [
            limit
            for test in (*tests.values(), *([domain] if domain else ()))
            for interval in test.intervals
            for limit in (interval.low, interval.high)
            if limit is not None
        ]
        self.kind = kind
        self.key = key
        self.values = sorted({key(limit): limit for limit in limits}.items())
        self.points = [point for point, _ in self.values]
        self.masks = self._masks(tests)

    def position(self, value: Any) -> int:
        """Return where a value lies."""
        point = self.key(value)
        found = bisect_left(self.points, point)
        return 2 * found + (found < len(self.points) and self.points[found] == point)

    def accepting(self, value: Any) -> int:
        """Return the mask of the rules that accept a value."""
        return self.masks[self.position(value)]

    def stretches(self, test: ConstantTest) -> list[tuple[int, int]]:
        """Return the positions a test accepts, as half-open stretches in order, apart from each other."""
        end_of_line = 2 * len(self.points) + 1
        merged: list[tuple[int, int]] = []
        for start, end in sorted(self._stretch(interval, end_of_line) for interval in test.intervals):
            if merged and start <= merged[-1][1]:
                merged[-1] = merged[-1][0], max(end, merged[-1][1])
            elif start < end:
                merged.append((start, end))
        if not test.negated:
            return merged
        borders = [0, *(border for stretch in merged for border in stretch), end_of_line]
        return [(start, end) for start, end in zip(borders[::2], borders[1::2], strict=True) if start < end]

    def _stretch(self, interval: Interval, end_of_line: int) -> tuple[int, int]:
        start = 0 if interval.low is None else self.position(interval.low) + (not interval.low_included)
        end = end_of_line if interval.high is None else self.position(interval.high) + interval.high_included
        return start, end

    def _masks(self, tests: Mapping[int, ConstantTest]) -> list[int]:
        changes = [0] * (2 * len(self.points) + 2)
        for rule, test in tests.items():
            for start, end in self.stretches(test):
                changes[start] ^= 1 << rule
                changes[end] ^= 1 << rule
        masks, mask = [], 0
        for change in changes[:-1]:
            mask ^= change
            masks.append(mask)
        return masks


class Column:
    """The conditions of one input over all rules."""

    def __init__(self, conditions: Sequence[Condition]) -> None:
        self.indifferent = _mask(rule for rule, test in enumerate(conditions) if isinstance(test, AnyValue))
        self.unknown = _mask(rule for rule, test in enumerate(conditions) if test is None)
        self.all = (1 << len(conditions)) - 1
        tests: dict[type, dict[int, ConstantTest]] = {}
        for rule, test in enumerate(conditions):
            if isinstance(test, ConstantTest):
                tests.setdefault(test.kind, {})[rule] = test
        self.lines = {kind: Line(kind, of_kind) for kind, of_kind in tests.items()}

    def candidates(self, value: Any) -> tuple[int, int]:
        """Return the mask of rules that may accept a value, and of those whose condition must be run to know."""
        kind = type(value)
        if kind not in SORT_KEYS:
            return self.all, self.all ^ self.indifferent
        line = self.lines.get(kind)
        sure = self.indifferent if line is None else self.indifferent | line.accepting(value)
        return sure | self.unknown, self.unknown


class RuleIndex:
    """All columns of a table."""

    def __init__(self, columns: Sequence[Column], rules: int) -> None:
        self.columns = columns
        self.all = (1 << rules) - 1

    def matching(self, values: Sequence[Any], holds: Callable[[int, int], bool]) -> Iterator[int]:
        """Yield the rules that accept the inputs, in order; `holds(rule, input)` runs one that is not constant."""
        candidates = self.all
        unsure: list[tuple[int, int]] = []
        for number, (column, value) in enumerate(zip(self.columns, values, strict=True)):
            possible, to_run = column.candidates(value)
            candidates &= possible
            if to_run:
                unsure.append((number, to_run))
        while candidates:
            bit = candidates & -candidates
            candidates ^= bit
            rule = bit.bit_length() - 1
            if all(holds(rule, number) for number, to_run in unsure if to_run & bit):
                yield rule


def _mask(rules: Iterator[int]) -> int:
    mask = 0
    for rule in rules:
        mask |= 1 << rule
    return mask
