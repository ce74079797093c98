"""The index of a table never changes its answer: random tables against running every condition."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions.conditions import condition_of
from engine.decisions.index import Column, RuleIndex
from engine.feel import compile_unary_tests
from engine.feel.values import feel_value

NUMBERS = st.sampled_from(["-2", "0", "1", "1.5", "2", "3", "7.25"])
TEXTS = st.sampled_from(['"a"', '"b"', '"ab"', '""', '"я"'])
DAYS = st.sampled_from(['date("2026-01-31")', '@"2026-02-01"', 'date("2026-02-28")'])
SPANS = st.sampled_from(['duration("P1D")', '@"PT12H"', '@"P2D"'])
CONSTANTS = st.one_of(NUMBERS, TEXTS, DAYS, SPANS)


@st.composite
def unary_tests(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from([NUMBERS, TEXTS, DAYS, SPANS]))
    one = st.one_of(
        kind,
        st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "= "]), kind),
        st.builds("{}{}..{}{}".format, st.sampled_from("[("), kind, kind, st.sampled_from(")]")),
    )
    parts = ", ".join(draw(st.lists(one, min_size=1, max_size=3)))
    return draw(st.sampled_from(["{}", "{}", "not({})"])).format(parts)


OTHERS = st.sampled_from(["-", "true", "false", "null", "not(null)", "? = limit"])
CELLS = st.one_of(unary_tests(), CONSTANTS, OTHERS)
VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.sampled_from([-2, -1, 0, 1, 1.25, 1.5, 2, 3, 7.25, 99]),
    st.sampled_from(["", "a", "aa", "ab", "b", "я", "z"]),
    st.dates(min_value=date(2026, 1, 30), max_value=date(2026, 3, 1)),
    st.sampled_from([timedelta(hours=hours) for hours in (0, 12, 24, 36, 48, 90)]),
    st.just([1]),
)
SCOPE = {"limit": feel_value(2)}


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), max_size=8), VALUES, VALUES)
def test_the_index_finds_the_rules_whose_conditions_hold(rows: list[tuple[str, str]], first: Any, second: Any) -> None:
    values = [feel_value(first), feel_value(second)]
    compiled = [[compile_unary_tests(cell, ["limit"]) for cell in row] for row in rows]

    def holds(rule: int, column: int) -> bool:
        return compiled[rule][column].evaluate(SCOPE, values[column]) is True

    columns = [Column([condition_of(row[n].syntax, frozenset(SCOPE)) for row in compiled]) for n in range(2)]
    found = list(RuleIndex(columns, len(rows)).matching(values, holds))
    assert found == [rule for rule in range(len(rows)) if holds(rule, 0) and holds(rule, 1)]
