"""Values from outside, types and their conversions, names, and many threads over one expression."""

from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from typing import Any

import pytest

from engine.feel import (
    FeelFunction,
    FeelSyntaxError,
    FeelType,
    Vocabulary,
    coerce,
    compile_expression,
    compile_unary_tests,
    conforms,
    from_json,
    parse_type,
    to_feel,
    to_json,
)
from engine.feel.errors import Undefined


class Ticket(Mapping[str, Any]):
    """A view that computes an entry only when it is read, and counts."""

    def __init__(self) -> None:
        self.read: list[str] = []

    def __getitem__(self, key: str) -> Any:
        if key not in ("priority", "impact"):
            raise KeyError(key)
        self.read.append(key)
        return 1

    def __iter__(self) -> Iterator[str]:
        return iter(("priority", "impact"))

    def __len__(self) -> int:
        return 2


def test_a_lazy_view_is_read_only_where_the_expression_looks() -> None:
    ticket = Ticket()
    assert compile_expression("incident.priority = 1 or incident.impact = 1").evaluate({"incident": ticket}) is True
    assert ticket.read == ["priority"]


def test_a_view_is_a_context_like_any_other() -> None:
    values = {"incident": Ticket()}
    assert to_feel(compile_expression("incident").evaluate(values)) == "{priority: 1, impact: 1}"
    assert compile_expression("incident = {priority: 1, impact: 1}").evaluate(values) is True
    assert compile_expression("count(get entries(incident))").evaluate(values) == 2


def test_python_numbers_become_decimals_wherever_they_lie() -> None:
    values = {"list": [1, 2.5, [3]], "deep": {"n": 0.1}, "nan": float("nan")}
    assert compile_expression("list[1] + list[2] + list[3][1] + deep.n").evaluate(values) == Decimal("6.6")
    assert compile_expression("nan").evaluate(values) is None


def test_a_function_of_python_is_called_by_position_and_by_name() -> None:
    minus = FeelFunction([("a", FeelType("number")), ("b", None)], lambda _run, given: given[0] - given[1], "minus")
    for text in ("minus(5, 2)", "minus(b: 2, a: 5)", "minus([5], 2)"):
        assert compile_expression(text).evaluate({"minus": minus}) == 3
    for text in ("minus(5)", 'minus("5", 2)', "minus(a: 5, c: 2)"):
        assert compile_expression(text).evaluate({"minus": minus}) is None
    assert minus(5, 2) == minus(b=2, a=5) == 3


def test_a_function_given_out_is_called_from_python() -> None:
    double = compile_expression("function(x: number) x * factor").evaluate({"factor": 2})
    assert double(21) == 42
    assert double("x") is None


@pytest.mark.parametrize(
    ("value", "type_", "yes"),
    [
        ("1", "number", True),
        ("null", "Any", False),
        ("[1, null]", "list<number>", True),
        ('[1, "a"]', "list<number>", False),
        ("[]", "list<string>", True),
        ("{a: 1, b: 2}", "context<a: number>", True),
        ("{b: 2}", "context<a: number>", False),
        ("[1..2]", "range<number>", True),
        ("function(a: number) a", "function<number> -> number", True),
        ("function(a, b) a", "function<number> -> number", False),
        ('@"PT1H"', "dayTimeDuration", True),
    ],
)
def test_a_value_conforms_to_a_type(value: str, type_: str, yes: bool) -> None:
    assert conforms(compile_expression(value).evaluate({}), parse_type(type_)) is yes


@pytest.mark.parametrize(
    ("value", "type_", "taken"),
    [
        ("[1]", "number", "1"),
        ("1", "list<number>", "[1]"),
        ("[1, 2]", "number", "null"),
        ('@"2026-11-23"', "date and time", '@"2026-11-23T00:00:00Z"'),
        ('"1"', "number", "null"),
    ],
)
def test_a_value_is_taken_as_its_type_wants_it(value: str, type_: str, taken: str) -> None:
    assert to_feel(coerce(compile_expression(value).evaluate({}), parse_type(type_))) == taken


def test_a_type_of_a_model_is_known_by_its_name() -> None:
    person = FeelType("context", entries=(("name", FeelType("string")),))
    types = {"Service Desk.tPerson": person}
    assert compile_expression('{name: "Ann"} instance of Service Desk.tPerson', types=types).evaluate({}) is True
    with pytest.raises(Undefined):
        parse_type("tNobody", types)
    with pytest.raises(FeelSyntaxError):
        parse_type("list<", types)


def test_allowed_values_narrow_a_type() -> None:
    level = FeelType("number", allowed=lambda value: 1 <= value <= 3)
    assert conforms(Decimal(2), level)
    assert coerce(Decimal(4), level) is None


@pytest.mark.parametrize("value", [1, 2.5, "x", None, True, [1, {"a b": ["c"]}]])
def test_plain_json_comes_back_as_it_was(value: Any) -> None:
    assert to_json(from_json(value)) == value


def test_tagged_json_keeps_what_plain_json_loses() -> None:
    value = from_json({"at": {"@": "2026-11-23T10:30:00Z"}, "n": {"@": "0.1234567890123456789"}})
    assert compile_expression('at + @"PT1H" > at and n < 1').evaluate(value) is True
    assert to_json(value, tagged=True) == {"at": {"@": "2026-11-23T10:30:00Z"}, "n": {"@": "0.1234567890123456789"}}
    assert to_json(value)["at"] == "2026-11-23T10:30:00Z"


def test_the_longest_known_name_wins() -> None:
    values = {"due": 5, "date": 2, "due-date": 9, "due date": 7}
    for text, value in (("due - date", 3), ("due-date", 9), ("due date", 7), ("due  \n date + 1", 8)):
        assert compile_expression(text, values).evaluate(values) == value


def test_a_local_name_hides_a_builtin_one() -> None:
    assert compile_expression("{max: function(a) a * 2, r: max(4)}.r").evaluate({}) == 8
    assert compile_expression('{date: @"2026-11-23", r: date("2026-01-01").year + date.day}.r').evaluate({}) == 2049


def test_the_names_an_expression_reads_are_known() -> None:
    text = "some a in approvals satisfies a.by = requester and count(tags[item = level]) > 0"
    assert compile_expression(text, ["level"]).names == {"approvals", "requester", "tags", "level"}


def test_a_vocabulary_is_shared_by_the_texts_of_a_model() -> None:
    vocabulary = Vocabulary(["affected users"], {"tLevel": FeelType("number")})
    first = compile_expression("affected users > 5", vocabulary)
    assert first is compile_expression("affected users > 5", vocabulary)
    assert first.evaluate({"affected users": 6}) is True
    assert compile_unary_tests("? instance of tLevel", vocabulary).evaluate({}, Decimal(1)) is True


def test_one_expression_serves_many_threads() -> None:
    expression = compile_expression("sum(for i in 1..n return if i in [a..b] then i * factor(i) else 0)")

    def work(n: int) -> bool:
        values = {"n": n, "a": 2, "b": n - 1, "factor": FeelFunction([("i", None)], lambda _run, given: given[0])}
        return bool(expression.evaluate(values) == sum(i * i for i in range(2, n)))

    with ThreadPoolExecutor(4) as pool:
        assert all(pool.map(work, range(3, 60)))
