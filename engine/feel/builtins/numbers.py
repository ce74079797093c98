"""Built-in functions over numbers (DMN 1.5, 10.3.4.5)."""

import decimal
from decimal import Decimal

from engine.feel.builtins.registry import builtin, whole
from engine.feel.errors import Undefined
from engine.feel.temporal import DayTimeDuration, YearMonthDuration
from engine.feel.values import NUMBERS

_SCALES = range(-6111, 6177)
_WIDE = decimal.Context(prec=13_000)  # a remainder is exact however many digits the quotient has


def rounded(n: Decimal, scale: Decimal, rounding: str) -> Decimal:
    """Return n with at most `scale` decimals; raises `Undefined` outside the scales of decimal128."""
    digits = whole(scale, "scale")
    if digits not in _SCALES:
        raise Undefined("feel.position-out-of-range", parameter="scale", value=str(scale))
    exponent = n.as_tuple().exponent
    if not isinstance(exponent, int) or digits >= -exponent:
        return n
    shifted = NUMBERS.scaleb(n, digits)
    return NUMBERS.scaleb(NUMBERS.plus(shifted.to_integral_value(rounding)), -digits)


@builtin("decimal(n: number, scale: number)")
def decimal_(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_HALF_EVEN)


@builtin("floor(n: number, [scale: number])")
def floor(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return rounded(n, scale, decimal.ROUND_FLOOR)


@builtin("ceiling(n: number, [scale: number])")
def ceiling(n: Decimal, scale: Decimal = Decimal(0)) -> Decimal:
    return rounded(n, scale, decimal.ROUND_CEILING)


@builtin("round up(n: number, scale: number)")
def round_up(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_UP)


@builtin("round down(n: number, scale: number)")
def round_down(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_DOWN)


@builtin("round half up(n: number, scale: number)")
def round_half_up(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_HALF_UP)


@builtin("round half down(n: number, scale: number)")
def round_half_down(n: Decimal, scale: Decimal) -> Decimal:
    return rounded(n, scale, decimal.ROUND_HALF_DOWN)


@builtin("abs(n: number | duration)")
def abs_(n: Decimal | DayTimeDuration | YearMonthDuration) -> Decimal | DayTimeDuration | YearMonthDuration:
    if isinstance(n, DayTimeDuration):
        return DayTimeDuration(abs(n.nanos))
    if isinstance(n, YearMonthDuration):
        return YearMonthDuration(abs(n.months))
    return NUMBERS.abs(n)


@builtin("modulo(dividend: number, divisor: number)")
def modulo(dividend: Decimal, divisor: Decimal) -> Decimal:
    """The remainder has the sign of the divisor: dividend - divisor * floor(dividend / divisor)."""
    if not divisor:
        raise Undefined("feel.division-by-zero")
    rest = NUMBERS.plus(_WIDE.remainder(dividend, divisor))
    return NUMBERS.add(rest, divisor) if rest and (rest < 0) != (divisor < 0) else rest


@builtin("sqrt(number: number)")
def sqrt(number: Decimal) -> Decimal:
    return NUMBERS.sqrt(number)


@builtin("log(number: number)")
def log(number: Decimal) -> Decimal:
    if number <= 0:
        raise Undefined("feel.no-logarithm", value=str(number))
    return NUMBERS.ln(number)


@builtin("exp(number: number)")
def exp(number: Decimal) -> Decimal:
    return NUMBERS.exp(number)


@builtin("odd(number: number)")
def odd(number: Decimal) -> bool:
    return abs(_WIDE.remainder(number, Decimal(2))) == 1


@builtin("even(number: number)")
def even(number: Decimal) -> bool:
    return _WIDE.remainder(number, Decimal(2)) == 0
