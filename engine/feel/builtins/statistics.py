"""Built-in functions that sum up lists of numbers (DMN 1.5, 10.3.4.4)."""

from collections import Counter
from decimal import Decimal
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.values import NUMBERS, kind_of


def _numbers(values: list[Any], name: str, least: int = 1) -> list[Decimal]:
    for value in values:
        if type(value) is not Decimal:
            raise Undefined("feel.wrong-argument", name=name, parameter="list", expected="number", given=kind_of(value))
    if len(values) < least:
        raise Undefined("feel.list-too-short", name=name, least=least)
    return values


def _total(values: list[Decimal]) -> Decimal:
    total = Decimal(0)
    for value in values:
        total = NUMBERS.add(total, value)
    return total


@builtin("sum(n: any...2)")
@builtin("sum(list: list)")
def sum_(values: list[Any]) -> Decimal:
    return _total(_numbers(values, "sum"))


@builtin("mean(n: any...2)")
@builtin("mean(list: list)")
def mean(values: list[Any]) -> Decimal:
    return NUMBERS.divide(_total(_numbers(values, "mean")), Decimal(len(values)))


@builtin("product(n: any...2)")
@builtin("product(list: list)")
def product(values: list[Any]) -> Decimal:
    result = Decimal(1)
    for value in _numbers(values, "product"):
        result = NUMBERS.multiply(result, value)
    return result


@builtin("median(n: any...2)")
@builtin("median(list: list)")
def median(values: list[Any]) -> Decimal:
    ordered = sorted(_numbers(values, "median"))
    middle = len(ordered) // 2
    if len(ordered) % 2:
        return ordered[middle]
    return NUMBERS.divide(NUMBERS.add(ordered[middle - 1], ordered[middle]), Decimal(2))


@builtin("stddev(n: any...2)")
@builtin("stddev(list: list)")
def stddev(values: list[Any]) -> Decimal:
    """The deviation of a sample: the squares are divided by one less than their number."""
    numbers = _numbers(values, "stddev", least=2)
    middle = mean(numbers)
    squares = [NUMBERS.power(NUMBERS.subtract(number, middle), Decimal(2)) for number in numbers]
    return NUMBERS.sqrt(NUMBERS.divide(_total(squares), Decimal(len(numbers) - 1)))


@builtin("mode(n: any...2)")
@builtin("mode(list: list)")
def mode(values: list[Any]) -> list[Decimal]:
    found = Counter(_numbers(values, "mode", least=0))
    most = max(found.values(), default=0)
    return sorted(number for number, times in found.items() if times == most)
