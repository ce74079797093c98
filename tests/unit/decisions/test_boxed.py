"""Every boxed expression of the standard, in the smallest model that shows it (DMN 1.5, chapter 10.2)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.decisions.writing import (
    answer,
    decision,
    feel,
    formal,
    input_data,
    knowledge_model,
    table,
    variable,
)


def entry(name: str, logic: str, type_ref: str = "") -> str:
    return f"<contextEntry>{variable(name, type_ref)}{logic}</contextEntry>"


def result(logic: str) -> str:
    return f"<contextEntry>{logic}</contextEntry>"


def bind(parameter: str, text: str) -> str:
    return f'<binding><parameter name="{parameter}"/>{feel(text)}</binding>'


def boxed(logic: str, type_ref: str = "", **inputs: Any) -> Any:
    """The value of a decision with this logic over input data of these names."""
    data = [input_data(name) for name in inputs]
    return answer(*data, decision("answer", logic, inputs=list(inputs), type_ref=type_ref), **inputs).value


def test_a_literal_expression_sees_its_inputs() -> None:
    assert boxed(feel("a + b"), a=1, b=2) == 3


def test_names_with_spaces_and_signs_are_one_name() -> None:
    data = input_data("lead time"), input_data("cost/unit")
    logic = feel("lead time * 2 + cost/unit")
    parts = *data, decision("answer", logic, inputs=["lead time", "cost/unit"])
    assert answer(*parts, **{"lead time": 3, "cost/unit": 4}).value == 10


class TestContext:
    """Entries see the ones before them; an entry without a name is the result."""

    def test_without_a_result_it_is_a_context(self) -> None:
        logic = f"<context>{entry('a', feel('n + 1'))}{entry('b', feel('a * 2'))}</context>"
        assert boxed(logic, n=1) == {"a": 2, "b": 4}

    def test_with_a_result_it_is_that(self) -> None:
        assert boxed(f"<context>{entry('a', feel('n + 1'))}{result(feel('a * 10'))}</context>", n=1) == 20

    def test_an_entry_takes_the_type_it_declares(self) -> None:
        logic = f"<context>{entry('a', feel('[n]'), 'number')}{entry('b', feel('n'), 'string')}</context>"
        assert boxed(logic, n=1) == {"a": 1, "b": None}

    def test_a_nested_context_is_read_with_dots_even_with_spaces(self) -> None:
        inner = f"<context>{entry('net price', feel('5'))}</context>"
        assert boxed(f"<context>{entry('line', inner)}{result(feel('line.net price * n'))}</context>", n=3) == 15


class TestFunctions:
    """Function definitions are values; invocations pass arguments by name."""

    SQUARE = f"<functionDefinition>{formal(['x: number'])}{feel('x * x')}</functionDefinition>"

    def test_a_function_in_a_context_is_called_by_name(self) -> None:
        assert boxed(f"<context>{entry('square', self.SQUARE)}{result(feel('square(n)'))}</context>", n=4) == 16

    def test_an_argument_of_the_wrong_type_gives_null(self) -> None:
        call = result(feel('square("four")'))
        logic = f"<context>{entry('square', self.SQUARE)}{call}</context>"
        assert boxed(logic) is None

    def test_a_function_sees_the_variables_around_it(self) -> None:
        more = f"<functionDefinition>{formal(['x'])}{feel('x + n')}</functionDefinition>"
        assert boxed(f"<context>{entry('more', more)}{result(feel('more(1)'))}</context>", n=10) == 11

    def test_a_function_in_a_context_may_call_itself(self) -> None:
        body = feel("if x <= 1 then 1 else x * factorial(x - 1)")
        factorial = f"<functionDefinition>{formal(['x'])}{body}</functionDefinition>"
        logic = f"<context>{entry('factorial', factorial)}{result(feel('factorial(n)'))}</context>"
        assert boxed(logic, n=5) == 120

    def test_an_invocation_binds_arguments_by_name(self) -> None:
        binding = bind("b", "1") + bind("a", "n")
        parts = (
            input_data("n"),
            knowledge_model("minus", ["a", "b"], feel("a - b")),
            decision("answer", f"<invocation>{feel('minus')}{binding}</invocation>", inputs=["n"], knowledge=["minus"]),
        )
        assert answer(*parts, n=10).value == 9

    @pytest.mark.parametrize("bound", ["a", "a b c", "a z"])
    def test_an_invocation_with_other_parameters_is_null_and_says_so(self, bound: str) -> None:
        bindings = "".join(bind(name, "1") for name in bound.split())
        parts = (
            knowledge_model("minus", ["a", "b"], feel("a - b")),
            decision("answer", f"<invocation>{feel('minus')}{bindings}</invocation>", knowledge=["minus"]),
        )
        outcome = answer(*parts)
        assert outcome.value is None
        assert outcome.reasons

    def test_calling_what_is_no_function_is_null_and_says_so(self) -> None:
        outcome = answer(decision("answer", f"<invocation>{feel('1')}</invocation>"))
        assert (outcome.value, outcome.reasons[-1].code) == (None, "dmn.not-a-function")


def test_a_relation_is_a_list_of_contexts() -> None:
    cells = ("n", '"x"'), ("n + 1", '"y"')
    rows = "".join(f"<row>{feel(first)}{feel(second)}</row>" for first, second in cells)
    logic = f'<relation><column name="id"/><column name="short text"/>{rows}</relation>'
    assert boxed(logic, n=1) == [{"id": 1, "short text": "x"}, {"id": 2, "short text": "y"}]


def test_a_list_keeps_its_items_in_order() -> None:
    assert boxed(f"<list>{feel('n')}{feel('null')}{feel('n * 2')}</list>", n=2) == [2, None, 4]


@pytest.mark.parametrize(("condition", "value"), [("n > 1", "yes"), ("n < 1", "no"), ("null", "no"), ('"true"', None)])
def test_a_conditional_takes_its_else_when_the_condition_is_false_or_null(condition: str, value: str | None) -> None:
    yes, no = feel('"yes"'), feel('"no"')
    parts = f"<if>{feel(condition)}</if><then>{yes}</then><else>{no}</else>"
    assert boxed(f"<conditional>{parts}</conditional>", n=2) == value


class TestFilter:
    """`item` is the item; its entries are in scope when it is a context."""

    def keep(self, collection: str, match: str, **inputs: Any) -> Any:
        return boxed(f"<filter><in>{feel(collection)}</in><match>{feel(match)}</match></filter>", **inputs)

    def test_it_keeps_the_items_for_which_the_match_is_true(self) -> None:
        assert self.keep("[1, 2, 3, null, 4]", "item > n", n=2) == [3, 4]

    def test_entries_of_the_item_are_variables(self) -> None:
        assert self.keep("[{p: 1, q: 2}, {p: 5, q: 6}]", "p > 2") == [{"p": 5, "q": 6}]

    def test_a_match_that_is_no_boolean_makes_it_null(self) -> None:
        assert self.keep("[1, 2]", '"yes"') is None

    def test_a_number_picks_the_item_at_that_position_as_in_text(self) -> None:
        assert self.keep("[7, 8, 9]", "-1") == 9

    def test_a_single_value_is_a_list_of_one(self) -> None:
        assert self.keep("7", "item > 2") == [7]


class TestIteration:
    """`for`, `some` and `every` in boxes."""

    def iterate(self, kind: str, collection: str, body: str) -> Any:
        part = "return" if kind == "for" else "satisfies"
        inner = f"<in>{feel(collection)}</in><{part}>{feel(body)}</{part}>"
        return boxed(f'<{kind} iteratorVariable="one by one">{inner}</{kind}>')

    def test_for_gives_the_value_of_each_round(self) -> None:
        assert self.iterate("for", "[1, 2, 3]", "one by one * 10") == [10, 20, 30]

    def test_for_sees_what_came_before_in_partial(self) -> None:
        assert self.iterate("for", "[1, 2, 3]", "count(partial)") == [0, 1, 2]
        assert self.iterate("for", "[1, 2, 3]", "partial") == [[], [[]], [[], [[]]]]

    @pytest.mark.parametrize(
        ("kind", "body", "value"),
        [
            ("some", "one by one > 2", True),
            ("some", "one by one > 3", False),
            ("some", 'if one by one > 2 then "?" else false', None),
            ("every", "one by one > 0", True),
            ("every", "one by one > 1", False),
            ("every", 'if one by one > 2 then "?" else true', None),
        ],
    )
    def test_quantifiers_are_three_valued(self, kind: str, body: str, value: bool | None) -> None:
        assert self.iterate(kind, "[1, 2, 3]", body) is value

    def test_over_nothing_some_is_false_and_every_is_true(self) -> None:
        assert (self.iterate("some", "[]", "false"), self.iterate("every", "[]", "false")) == (False, True)

    def test_over_null_all_are_null(self) -> None:
        assert [self.iterate(kind, "null", "true") for kind in ("for", "some", "every")] == [None] * 3


def test_a_table_may_stand_inside_a_context() -> None:
    inner = table(["n"], [("> 5", '"big"'), ("<= 5", '"small"')])
    assert boxed(f"<context>{entry('size', inner)}{result(feel('size'))}</context>", n=6) == "big"


def test_a_compound_table_gives_a_context() -> None:
    rules = [("> 5", '"big"', "1"), ("<= 5", '"small"', "2")]
    value = boxed(table(["n"], rules, outputs=["size class", "level"]), n=6)
    assert value == {"size class": "big", "level": Decimal(1)}
