"""Built-in functions over lists (DMN 1.5, 10.3.4.4), apart from those that count and measure numbers."""

from collections.abc import Iterator
from decimal import Decimal
from functools import cmp_to_key
from typing import Any

from engine.feel.builtins.registry import builtin, call_function, whole
from engine.feel.errors import FeelLimitExceeded, Undefined
from engine.feel.limits import MAX_LIST, Run
from engine.feel.logic import compare, equal

List = list[Any]


def _index(values: List, position: Decimal, parameter: str = "position") -> int:
    """Return the index of a position that counts from 1, or from -1 at the end; raises `Undefined` outside."""
    number = whole(position, parameter)
    index = number - 1 if number > 0 else len(values) + number
    if number == 0 or not 0 <= index < len(values):
        raise Undefined("feel.position-out-of-range", parameter=parameter, value=str(position))
    return index


@builtin("list contains(list: list, element: any)")
def list_contains(run: Run, values: List, element: Any) -> bool:
    run.spend(len(values))
    return any(equal(value, element, run) for value in values)


@builtin("count(list: list)")
def count(values: List) -> Decimal:
    return Decimal(len(values))


def _extreme(values: List, sign: int) -> Any:
    if not values:
        return None
    best = values[0]
    for value in values:
        if compare(value, best) == sign:
            best = value
    return best


@builtin("min(c: any...2)")
@builtin("min(list: list)")
def min_(values: List) -> Any:
    return _extreme(values, -1)


@builtin("max(c: any...2)")
@builtin("max(list: list)")
def max_(values: List) -> Any:
    return _extreme(values, 1)


@builtin("all(b: any...2)")
@builtin("all(list: list)")
def all_(values: List) -> bool | None:
    """Return false when one is false, true when all are true, null when something is no boolean."""
    if any(value is False for value in values):
        return False
    return True if all(value is True for value in values) else None


@builtin("any(b: any...2)")
@builtin("any(list: list)")
def any_(values: List) -> bool | None:
    """Return true when one is true, false when all are false, null when something is no boolean."""
    if any(value is True for value in values):
        return True
    return False if all(value is False for value in values) else None


@builtin("sublist(list: list, start position: number, [length: number])")
def sublist(values: List, start: Decimal, length: Decimal | None = None) -> List:
    first = _index(values, start, "start position")
    if length is None:
        return values[first:]
    wanted = whole(length, "length")
    if wanted < 0 or first + wanted > len(values):
        raise Undefined("feel.position-out-of-range", parameter="length", value=str(length))
    return values[first : first + wanted]


@builtin("append(list: list, item: any...)")
def append(values: List, items: List) -> List:
    return [*values, *items]


@builtin("concatenate(list: list...)")
def concatenate(lists: list[List]) -> List:
    if sum(map(len, lists)) > MAX_LIST:
        raise FeelLimitExceeded("feel.list-too-long", limit=MAX_LIST)
    return [value for values in lists for value in values]


@builtin("insert before(list: list, position: number, newItem: any)")
def insert_before(values: List, position: Decimal, item: Any) -> List:
    index = _index(values, position)
    return [*values[:index], item, *values[index:]]


@builtin("remove(list: list, position: number)")
def remove(values: List, position: Decimal) -> List:
    index = _index(values, position)
    return values[:index] + values[index + 1 :]


@builtin("list replace(list: list, position: number, newItem: any)")
def list_replace(values: List, position: Decimal, item: Any) -> List:
    index = _index(values, position)
    return [*values[:index], item, *values[index + 1 :]]


@builtin("list replace(list: list, match: function, newItem: any)")
def list_replace_matching(run: Run, values: List, match: Any, item: Any) -> List:
    def verdict(value: Any) -> bool:
        answer = call_function(match, run, [value, item])
        if not isinstance(answer, bool):
            raise Undefined("feel.no-boolean", name="list replace")
        return answer

    return [item if verdict(value) else value for value in values]


@builtin("reverse(list: list)")
def reverse(values: List) -> List:
    return values[::-1]


@builtin("index of(list: list, match: any)")
def index_of(run: Run, values: List, match: Any) -> List:
    run.spend(len(values))
    return [Decimal(position) for position, value in enumerate(values, 1) if equal(value, match, run)]


@builtin("distinct values(list: list)")
def distinct_values(run: Run, values: List) -> List:
    seen: set[Any] = set()
    others: List = []
    kept: List = []
    for value in values:
        if type(value) in (str, Decimal, bool):
            key = (type(value), value)
            if key not in seen:
                seen.add(key)
                kept.append(value)
        else:
            run.spend(len(others) + 1)
            if not any(equal(value, other, run) for other in others):
                others.append(value)
                kept.append(value)
    return kept


@builtin("union(list: list...)")
def union(run: Run, lists: list[List]) -> List:
    return distinct_values(run, concatenate(lists))


@builtin("flatten(list: list)")
def flatten(run: Run, values: List) -> List:
    return list(_leaves(run, values))


def _leaves(run: Run, values: List) -> Iterator[Any]:
    for value in values:
        run.spend()
        if type(value) is list:
            yield from _leaves(run, value)
        else:
            yield value


@builtin("sort(list: list, precedes: function)")
def sort(run: Run, values: List, precedes: Any) -> List:
    def order(left: Any, right: Any) -> int:
        if call_function(precedes, run, [left, right]) is True:
            return -1
        return 1 if call_function(precedes, run, [right, left]) is True else 0

    return sorted(values, key=cmp_to_key(order))
