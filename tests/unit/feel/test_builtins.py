"""The built-in functions of DMN 1.5, 10.3.4: what they give, and that wrong arguments give null."""

from datetime import UTC, datetime
from typing import Any

import pytest

from engine.base import clock
from engine.feel import compile_expression, to_feel
from engine.feel.builtins import BUILTINS

EXAMPLES = {
    "conversion": [
        ('number("1 000,5", " ", ",")', "1000.5"),
        ('number("1.000", ",", ",")', "null"),
        ('number("12a")', "null"),
        ("string(1.10)", '"1.1"'),
        ('string(["P1", @"PT1H", {sla: null}])', '"[\\"P1\\", @\\"PT1H\\", {sla: null}]"'),
        ("string(null)", "null"),
        ("not(true)", "false"),
        ("not(1)", "null"),
        ('range("(1..5]")', "(1..5]"),
        ('range("[5..1]")', "null"),
        ('range("[1..x]")', "null"),
        ('range("[duration(\\"PT1H\\")..@\\"PT8H\\"]").end', '@"PT8H"'),
    ],
    "strings": [
        ('substring("incident", 3)', '"cident"'),
        ('substring("incident", -4, 2)', '"de"'),
        ('substring("incident", 0)', "null"),
        ('string length("почта 📧")', "7"),
        ('upper case("vpn")', '"VPN"'),
        ('lower case("VPN")', '"vpn"'),
        ('substring before("INC-000123", "-")', '"INC"'),
        ('substring after("INC-000123", "-")', '"000123"'),
        ('substring after("INC", "")', '"INC"'),
        ('contains("mail server", "serv")', "true"),
        ('starts with("CHG-7", "CHG")', "true"),
        ('ends with("a.ru", ".com")', "false"),
        ('matches("INC-000123", "^INC-\\d{6}$")', "true"),
        ('matches("inc", "INC", "i")', "true"),
        ('matches("a", "(?=a)")', "null"),
        ('matches("a", "a", "z")', "null"),
        ('matches("a\nb", "a.b")', "false"),
        ('matches("a\nb", "a.b", "s")', "true"),
        ('matches("x-y", "[a-z-[x]]")', "true"),
        ('replace("abc", "(a)(b)", "$2$1")', '"bac"'),
        ('replace("a.b", ".", "-", "q")', '"a-b"'),
        ('replace("abc", "x*", "-")', "null"),
        ('split("a;b;;", ";")', '["a", "b", "", ""]'),
        ('string join(["a", null, "b"], ", ")', '"a, b"'),
        ("string join([])", '""'),
        ("string join([1])", "null"),
    ],
    "numbers": [
        ("decimal(2.5, 0)", "2"),
        ("decimal(1/3, 2)", "0.33"),
        ("floor(-1.56, 1)", "-1.6"),
        ("ceiling(-1.5)", "-1"),
        ("round up(5.01, 1)", "5.1"),
        ("round down(-5.59, 1)", "-5.5"),
        ("round half up(-2.5, 0)", "-3"),
        ("round half down(2.5, 0)", "2"),
        ("round up(1, 6177)", "null"),
        ("round half up(1234.5, -2)", "1200"),
        ('abs(@"-PT5M")', '@"PT5M"'),
        ("modulo(-12, 5)", "3"),
        ("modulo(10, 0)", "null"),
        ("sqrt(-1)", "null"),
        ("sqrt(16)", "4"),
        ("log(0)", "null"),
        ("decimal(log(10), 6)", "2.302585"),
        ("decimal(exp(1), 6)", "2.718282"),
        ("odd(-3)", "true"),
        ("even(2.5)", "false"),
        ("even(1e6000)", "true"),
        ("modulo(1e40, 7)", "4"),
    ],
    "lists": [
        ('list contains(["a", null], null)', "true"),
        ("count([])", "0"),
        ("min(3, 1, 2)", "1"),
        ('max(["b", "c", "a"])', '"c"'),
        ('min(1, "a")', "null"),
        ("min([])", "null"),
        ("sum([])", "null"),
        ("sum(1.5, 2)", "3.5"),
        ("mean([1, 2, 6])", "3"),
        ("median([8, 2, 5, 3, 4])", "4"),
        ("median([6, 1, 2, 3])", "2.5"),
        ("median([])", "null"),
        ("product(2, 3, 4)", "24"),
        ("decimal(stddev([2, 4, 7, 5]), 6)", "2.081666"),
        ("stddev([47])", "null"),
        ("mode([6, 1, 9, 6, 1])", "[1, 6]"),
        ("all([true, null])", "null"),
        ("all([false, null])", "false"),
        ("all([])", "true"),
        ("any([])", "false"),
        ("any([null, true])", "true"),
        ("sublist([4, 5, 6], -2)", "[5, 6]"),
        ("sublist([4, 5, 6], 1, 2)", "[4, 5]"),
        ("sublist([4, 5, 6], 4)", "null"),
        ("append([1], 2, [3])", "[1, 2, [3]]"),
        ("concatenate([1], [2, 3], 4)", "[1, 2, 3, 4]"),
        ("insert before([1, 3], 2, 2)", "[1, 2, 3]"),
        ("insert before([1, 3], 3, 2)", "null"),
        ("remove([1, 2, 3], -1)", "[1, 2]"),
        ("list replace([1, 2, 3], 2, 9)", "[1, 9, 3]"),
        ("list replace([1, 2, 3], function(item, newItem) item > 1, 0)", "[1, 0, 0]"),
        ("reverse([1, 2])", "[2, 1]"),
        ("index of([1, 2, 1], 1)", "[1, 3]"),
        ("union([1, 2], [2, 3])", "[1, 2, 3]"),
        ("distinct values([1, 1.0, null, [1], [1]])", "[1, null, [1]]"),
        ("flatten([[1, [2]], 3])", "[1, 2, 3]"),
        ("sort([3, 1, 2], function(a, b) a > b)", "[3, 2, 1]"),
        ("sort([3, 1, 2])", "null"),
    ],
    "contexts": [
        ('get value({impact: 1}, "impact")', "1"),
        ('get value({a: {b: 2}}, ["a", "b"])', "2"),
        ('get value({a: 1}, "b")', "null"),
        ("get entries({a: 1})", '[{key: "a", value: 1}]'),
        ('context([{key: "a", value: 1}, {key: "b", value: null}])', "{a: 1, b: null}"),
        ('context([{key: "a", value: 1}, {key: "a", value: 2}])', "null"),
        ('context put({a: {b: 1}}, ["a", "c"], 2)', "{a: {b: 1, c: 2}}"),
        ('context put({a: 1}, ["a", "c"], 2)', "null"),
        ("context merge([{a: 1, b: 1}, {b: 2}])", "{a: 1, b: 2}"),
        ("context merge([{a: 1}, 2])", "null"),
    ],
    "calendar": [
        ('date("2026-02-29")', "null"),
        ("date(2028, 2, 29)", '@"2028-02-29"'),
        ('date(@"2026-11-23T10:00:00Z")', '@"2026-11-23"'),
        ('date("-0044-03-15").year', "-44"),
        ('date("12026-01-01") - date("2026-01-01")', '@"P3652425D"'),
        ('date and time("2026-11-23")', '@"2026-11-23T00:00:00"'),
        ('date and time(date("2026-11-23"), time("08:30:00@Europe/Moscow"))', '@"2026-11-23T08:30:00@Europe/Moscow"'),
        ("date and time(2026, 11, 23, 8, 30, 0)", '@"2026-11-23T08:30:00"'),
        ('date and time(2026, 11, 23, 8, 30, 0, "Europe/Moscow").time offset', '@"PT3H"'),
        ('time("24:00:00")', '@"00:00:00"'),
        ('time("08:30:00+15:00")', "null"),
        ('time("08:30:00+03:00@Europe/Moscow")', "null"),
        ('time(8, 30, 1.25, @"PT3H")', '@"08:30:01.25+03:00"'),
        ('time(@"2026-11-23")', '@"00:00:00Z"'),
        ('duration("PT90M")', '@"PT1H30M"'),
        ('duration("P14M")', '@"P1Y2M"'),
        ('duration("P1Y1D")', "null"),
        ('duration("P")', "null"),
        ('years and months duration(@"2025-12-31", @"2026-11-30")', '@"P10M"'),
        ('years and months duration(@"2026-11-30", @"2025-12-31")', '@"-P10M"'),
        ('is(@"10:00:00Z", @"10:00:00+00:00")', "true"),
        ('is(@"10:00:00Z", @"11:00:00+01:00")', "false"),
        ('day of year(@"2026-12-31")', "365"),
        ('day of week(@"2026-11-23T10:00:00")', '"Monday"'),
        ('month of year(@"2026-11-23")', '"November"'),
        ('week of year(@"2027-01-03")', "53"),
    ],
    "ranges": [
        ("before(1, [2..3])", "true"),
        ("before([1..2), [2..3])", "true"),
        ("after([5..6], 4)", "true"),
        ("meets([1..2], [2..3])", "true"),
        ("meets([1..2), [2..3])", "false"),
        ("met by([2..3], [1..2])", "true"),
        ("overlaps([1..2), [2..3])", "false"),
        ("overlaps before([1..3], [2..5])", "true"),
        ("overlaps after([2..5], [1..3])", "true"),
        ("finishes(5, [1..5])", "true"),
        ("finished by([1..5], (3..5])", "true"),
        ("includes([1..5], (1..5))", "true"),
        ("during(5, [1..5))", "false"),
        ("starts([1..2], [1..5])", "true"),
        ("started by([1..5], 1)", "true"),
        ("coincides([1..5], [1..5])", "true"),
        ("before((< 3), 5)", "true"),
        ('before(1, "a")', "null"),
    ],
}


@pytest.mark.parametrize(("text", "value"), [pair for pairs in EXAMPLES.values() for pair in pairs])
def test_a_function_gives_its_value(text: str, value: str) -> None:
    assert to_feel(compile_expression(text).evaluate({})) == value


def test_the_clock_of_the_house_says_what_time_it_is() -> None:
    with clock.use(clock.VirtualClock(datetime(2026, 11, 23, 10, 30, tzinfo=UTC))):
        assert evaluated("now()") == '@"2026-11-23T10:30:00Z"'
        assert evaluated("today()") == '@"2026-11-23"'
        assert evaluated('now() - @"2026-11-23T10:00:00Z" < @"PT1H"') == "true"


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_wrong_arguments_give_null_and_a_reason(name: str) -> None:
    wrong: list[Any] = [f"{name}(no such name: 1)"]
    if name not in ("now", "today"):
        wrong += [f"{name}()"]
    if all(not signature.has_rest for signature in BUILTINS[name].signatures):
        wrong += [f"{name}({', '.join(['1'] * 9)})"]
    for text in wrong:
        value, reasons = compile_expression(text).explain({})
        assert value is None, text
        assert reasons, text


@pytest.mark.parametrize("name", sorted(BUILTINS))
def test_null_is_taken_only_where_a_signature_says_so(name: str) -> None:
    for signature in BUILTINS[name].signatures:
        for index, parameter in enumerate(signature.parameters):
            if parameter.is_nullable or not parameter.kinds or len(BUILTINS[name].signatures) > 1:
                continue
            given = ["null" if i == index else "1" for i in range(max(signature.least, index + 1))]
            assert compile_expression(f"{name}({', '.join(given)})").evaluate({}) is None


def evaluated(text: str) -> str:
    return to_feel(compile_expression(text).evaluate({}))
