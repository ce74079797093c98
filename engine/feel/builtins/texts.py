"""Built-in functions over strings (DMN 1.5, 10.3.4.3); positions count Unicode code points."""

from decimal import Decimal
from typing import Any

from engine.feel import regular
from engine.feel.builtins.registry import builtin, whole
from engine.feel.errors import FeelLimitExceeded, Undefined
from engine.feel.limits import MAX_STRING, Run
from engine.feel.values import kind_of


@builtin("substring(string: string, start position: number, [length: number])")
def substring(string: str, start: Decimal, length: Decimal | None = None) -> str:
    first = whole(start, "start position")
    if first == 0 or -first > len(string):
        raise Undefined("feel.position-out-of-range", parameter="start position", value=str(start))
    index = first - 1 if first > 0 else len(string) + first
    if length is None:
        return string[index:]
    wanted = whole(length, "length")
    if wanted < 0:
        raise Undefined("feel.position-out-of-range", parameter="length", value=str(length))
    return string[index : index + wanted]


@builtin("string length(string: string)")
def string_length(string: str) -> Decimal:
    return Decimal(len(string))


@builtin("upper case(string: string)")
def upper_case(string: str) -> str:
    return string.upper()


@builtin("lower case(string: string)")
def lower_case(string: str) -> str:
    return string.lower()


@builtin("substring before(string: string, match: string)")
def substring_before(string: str, match: str) -> str:
    head, found, _tail = string.partition(match) if match else ("", "", "")
    return head if found else ""


@builtin("substring after(string: string, match: string)")
def substring_after(string: str, match: str) -> str:
    return string.partition(match)[2] if match else string


@builtin("contains(string: string, match: string)")
def contains(string: str, match: str) -> bool:
    return match in string


@builtin("starts with(string: string, match: string)")
def starts_with(string: str, match: str) -> bool:
    return string.startswith(match)


@builtin("ends with(string: string, match: string)")
def ends_with(string: str, match: str) -> bool:
    return string.endswith(match)


@builtin("matches(input: string, pattern: string, [flags: string?])")
def matches(run: Run, text: str, pattern: str, flags: str | None = None) -> bool:
    run.check_time()
    return regular.matches(text, pattern, flags or "")


@builtin("replace(input: string, pattern: string, replacement: string, [flags: string?])")
def replace(run: Run, text: str, pattern: str, replacement: str, flags: str | None = None) -> str:
    run.check_time()
    return regular.replace(text, pattern, replacement, flags or "")


@builtin("split(string: string, delimiter: string)")
def split(run: Run, string: str, delimiter: str) -> list[str]:
    run.check_time()
    return regular.split(string, delimiter)


@builtin("string join(list: list, [delimiter: string?])")
def string_join(values: list[Any], delimiter: str | None = None) -> str:
    parts = [value for value in values if value is not None]
    for part in parts:
        if not isinstance(part, str):
            raise Undefined(
                "feel.wrong-argument", name="string join", parameter="list", expected="string", given=kind_of(part)
            )
    between = delimiter or ""
    if sum(map(len, parts)) + len(between) * len(parts) > MAX_STRING:
        raise FeelLimitExceeded("feel.string-too-long", limit=MAX_STRING)
    return between.join(parts)
