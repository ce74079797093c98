"""The language in small: expressions and what they give."""

from decimal import Decimal

import pytest

from engine.feel import (
    FeelExternalRefused,
    FeelLimitExceeded,
    FeelSyntaxError,
    compile_expression,
    compile_unary_tests,
    to_feel,
)

EXAMPLES = [
    ("1 + 2 * 3", "7"),
    ("2 ** 3 ** 2", "64"),
    ("-5 ** 2", "25"),
    ("10 - 4 - 3", "3"),
    ('"mail" + " down"', '"mail down"'),
    ("if null then 1 else 2", "2"),
    ("false and null", "false"),
    ("null or true", "true"),
    ('1 = "1"', "null"),
    ("null = null", "true"),
    ("5 between 1 and 5", "true"),
    ("5 in (1..5)", "false"),
    ("5 in (> 3, 1)", "true"),
    ("5 in [1..5]", "true"),
    ("[1, 2, 3, 4][item > 2]", "[3, 4]"),
    ("[1, 2, 3][-1]", "3"),
    ("[1, 2, 3][4]", "null"),
    ("[{item: 1}, {item: 2}][item >= 2]", "[{item: 2}]"),
    ("[{age: 1}, {age: 2}].age", "[1, 2]"),
    ("for i in 3..1 return i * i", "[9, 4, 1]"),
    ("for i in [1..3), j in [10, 20] return i + j", "[11, 21, 12, 22]"),
    ("for i in 1..4 return count(partial) * i", "[0, 2, 6, 12]"),
    ("some x in [1, 2] satisfies x > 1", "true"),
    ("every x in [] satisfies x > 1", "true"),
    ("{a b: 1, c: a b + 1}.c", "2"),
    ("{double: function(n: number) n * 2, r: double(n: 4)}.r", "8"),
    ("{fact: function(n) if n < 2 then 1 else n * fact(n - 1), r: fact(5)}.r", "120"),
    ('date and time("2026-11-23T10:30:00Z").time offset', '@"PT0S"'),
    ('@"2026-01-31" + @"P1M"', '@"2026-02-28"'),
    ('"x" instance of string', "true"),
    ("[1] instance of list<number>", "true"),
    ("/* a comment */ 1 // and another", "1"),
]


@pytest.mark.parametrize(("text", "value"), EXAMPLES)
def test_an_expression_gives_its_value(text: str, value: str) -> None:
    assert to_feel(compile_expression(text).evaluate({})) == value


def test_names_with_spaces_and_signs_are_known_from_outside() -> None:
    expression = compile_expression("Years of Service + Date-Time", ["Years of Service", "Date-Time"])
    assert expression.evaluate({"Years of Service": 1, "Date-Time": 2.5}) == Decimal("3.5")
    assert expression.names == {"Years of Service", "Date-Time"}


@pytest.mark.parametrize(
    ("text", "value", "verdict"),
    [
        ("-", 1, True),
        ('"high", "medium"', "medium", True),
        ('not("high", "medium")', "medium", False),
        ("< 5, > 10", 7, False),
        ("[1..5]", 5, True),
        ("(1..5)", 5, False),
        ("? > 5 and ? < 9", 7, True),
        ("true", False, False),
        ("null", None, True),
        ("< 5", None, None),
    ],
)
def test_a_cell_tests_its_input(text: str, value: object, verdict: bool | None) -> None:
    value = Decimal(value) if type(value) is int else value
    assert compile_unary_tests(text).evaluate({}, value) is verdict


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("(priority > )", 'line 1, column 13: expected a value after ">", found ")"'),
        ("a &&\nb", 'line 1, column 3: "&&" is not part of the language; did you mean "and"?'),
        ("a\n== b", 'line 2, column 2: expected a value after "=", found "="; did you mean "="?'),
        ("if a then b", 'line 1, column 12: expected "else", found the end'),
        ('"open', "line 1, column 1: this text has no closing quote"),
    ],
)
def test_a_syntax_error_says_where_and_what_was_expected(text: str, sentence: str) -> None:
    with pytest.raises(FeelSyntaxError) as caught:
        compile_expression(text)
    assert str(caught.value) == sentence
    assert caught.value.sentence("ru") != sentence


def test_code_of_other_languages_is_refused() -> None:
    with pytest.raises(FeelExternalRefused):
        compile_expression('function(x) external {java: {class: "java.lang.Math", method signature: "cos(double)"}}')


@pytest.mark.parametrize(
    "text",
    ["for i in 1..1000000000 return i", "{f: function(n) f(n + 1), r: f(1)}.r", "some i in 1..10 ** 9 satisfies i < 0"],
)
def test_a_runaway_expression_ends(text: str) -> None:
    with pytest.raises(FeelLimitExceeded):
        compile_expression(text).evaluate({})


def test_an_empty_list_needs_no_reason_to_stay_empty() -> None:
    assert compile_expression("[][item.priority + 1 > 1]").explain({}) == ([], ())
    assert compile_expression("[][n]").evaluate({"n": 1}) is None


def test_a_null_is_explained() -> None:
    value, why = compile_expression('priorty\nand 2 + "a" > 1').explain({"priority": 1})
    assert value is None
    assert [reason.sentence() for reason in why] == [
        'line 1, column 1: nothing here is called "priorty"; did you mean "priority"?',
        'line 2, column 7: "+" does not join number and string',
        "line 2, column 13: null and number cannot be compared",
    ]
