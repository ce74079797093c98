"""Built-in functions that compare points and intervals (DMN 1.5, 10.3.4.8).

Every end becomes a key that sorts as the end lies: `(5` is a little after 5 and `5)` a little before it, a missing
end is infinitely far. A point is an interval with two equal ends. So the fourteen relations are comparisons of keys.
"""

from collections.abc import Callable
from functools import total_ordering
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.logic import compare
from engine.feel.values import Range


@total_ordering
class _End:
    """Where an interval begins or ends: infinity, value, and which side of the value."""

    def __init__(self, infinity: int, value: Any, side: int) -> None:
        self.infinity = infinity
        self.value = value
        self.side = side

    def _order(self, other: "_End") -> int:
        if self.infinity or other.infinity:
            return self.infinity - other.infinity
        return compare(self.value, other.value) or self.side - other.side

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _End) and self._order(other) == 0

    def __lt__(self, other: "_End") -> bool:
        return self._order(other) < 0

    def __hash__(self) -> int:
        return hash((self.infinity, self.side))


def _start(value: Any) -> _End:
    if not isinstance(value, Range):
        return _End(0, value, 0)
    if value.operator == "!=":
        raise Undefined("feel.no-interval")
    return _End(-1, None, 0) if value.start is None else _End(0, value.start, 0 if value.start_included else 1)


def _end(value: Any) -> _End:
    if not isinstance(value, Range):
        return _End(0, value, 0)
    return _End(1, None, 0) if value.end is None else _End(0, value.end, 0 if value.end_included else -1)


def before(first: Any, second: Any) -> bool:
    return _end(first) < _start(second)


def meets(first: Range, second: Range) -> bool:
    return first.end_included and second.start_included and _end(first) == _start(second)


def overlaps(first: Any, second: Any) -> bool:
    return not before(first, second) and not before(second, first)


def overlaps_before(first: Range, second: Range) -> bool:
    return _start(first) < _start(second) <= _end(first) <= _end(second)


def finishes(first: Any, second: Range) -> bool:
    return _end(first) == _end(second) and _start(first) >= _start(second)


def includes(first: Range, second: Any) -> bool:
    return _start(first) <= _start(second) and _end(first) >= _end(second)


def starts(first: Any, second: Range) -> bool:
    return _start(first) == _start(second) and _end(first) <= _end(second)


def coincides(first: Any, second: Any) -> bool:
    return _start(first) == _start(second) and _end(first) == _end(second)


Relation = Callable[[Any, Any], bool]
_POINTS = "point1: point, point2: point"
_POINT_RANGE = "point: point, range: range"
_RANGE_POINT = "range: range, point: point"
_RANGES = "range1: range, range2: range"


def _declare(name: str, relation: Relation, *shapes: str) -> None:
    for shape in shapes:
        builtin(f"{name}({shape})")(lambda first, second: relation(first, second))


def _turned(relation: Relation) -> Relation:
    return lambda first, second: relation(second, first)


_declare("before", before, _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("after", _turned(before), _POINTS, _POINT_RANGE, _RANGE_POINT, _RANGES)
_declare("meets", meets, _RANGES)
_declare("met by", _turned(meets), _RANGES)
_declare("overlaps", overlaps, _RANGES)
_declare("overlaps before", overlaps_before, _RANGES)
_declare("overlaps after", _turned(overlaps_before), _RANGES)
_declare("finishes", finishes, _POINT_RANGE, _RANGES)
_declare("finished by", _turned(finishes), _RANGE_POINT, _RANGES)
_declare("includes", includes, _RANGE_POINT, _RANGES)
_declare("during", _turned(includes), _POINT_RANGE, _RANGES)
_declare("starts", starts, _POINT_RANGE, _RANGES)
_declare("started by", _turned(starts), _RANGE_POINT, _RANGES)
_declare("coincides", coincides, _POINTS, _RANGES)
