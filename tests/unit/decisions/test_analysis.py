"""Overlaps and gaps of tables, with examples; what is reported is checked by evaluating the example."""

from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.decisions import Finding, check_model, load_model
from tests.unit.decisions.writing import decision, definitions, input_data, table


def complaints(inputs: Sequence[str], rules: Sequence[Sequence[str]], **form: str) -> list[Finding]:
    logic = table(inputs, rules, **form)
    names = [text.partition("|")[0].strip() for text in inputs]
    content = definitions(*map(input_data, names), decision("answer", logic, inputs=names))
    return check_model({"mine.dmn": content})


def test_the_priority_matrix_has_neither_overlap_nor_gap() -> None:
    levels = "high", "medium", "low"
    allowed = '"high", "medium", "low"'
    rules = [(f'"{i}"', f'"{u}"', str(n + m + 1)) for n, i in enumerate(levels) for m, u in enumerate(levels)]
    assert complaints([f"impact | {allowed}", f"urgency | {allowed}"], rules) == []


def test_a_missing_cell_of_the_matrix_is_named() -> None:
    allowed = '"high", "low"'
    rules = [('"high"', "-", "1"), ('"low"', '"high"', "2")]
    (gap,) = complaints([f"impact | {allowed}", f"urgency | {allowed}"], rules)
    assert gap.message() == 'No rule covers impact = "low", urgency = "low".'
    assert "impact" in gap.message("ru")


def test_rules_that_overlap_are_named_with_an_example() -> None:
    (found,) = complaints(["n"], [("< 10", "1"), ("[5..15]", "2"), ("> 15", "3")])
    assert found.code == "dmn.overlap"
    assert (found.params["first"], found.params["second"]) == (1, 2)
    assert found.place.cell == "rule 2"


@pytest.mark.parametrize(
    ("conditions", "codes"),
    [
        (["< 10", ">= 10"], []),
        (["< 10", "> 10"], ["dmn.gap"]),
        (["< 10", "[10..20]", "> 20"], []),
        (["true", "false"], []),
        (["true"], ["dmn.gap"]),
        (['"a"', 'not("a")'], []),
        (['"a"', '"b"'], ["dmn.gap"]),
        (['date("2026-01-01")', 'not(date("2026-01-01"))'], []),
        (['<= date("2026-01-01")', '>= date("2026-01-02")'], []),
        (["-", "1"], ["dmn.overlap"]),
        (["n > 5", "n <= 5"], []),  # not constants: the benefit of the doubt
    ],
)
def test_overlaps_and_gaps_of_one_column(conditions: list[str], codes: list[str]) -> None:
    assert [found.code for found in complaints(["n"], [(condition, "1") for condition in conditions])] == codes


def test_other_policies_may_overlap_and_a_default_closes_every_gap() -> None:
    assert complaints(["n"], [("> 1", "1"), ("> 2", "2"), ("<= 1", "3")], policy="FIRST") == []
    assert complaints(["n"], [("> 1", "1")], default="0") == []


def test_rules_without_conditions_overlap() -> None:
    assert [found.code for found in complaints([], [("1",), ("2",)])] == ["dmn.overlap"]


def test_a_large_table_is_judged_in_reasonable_time() -> None:
    rules = [(f"[{n}..{n + 1})", f'"{n % 7}"', "-", str(n)) for n in range(400)]
    found = complaints(["a", "b", "c"], rules)
    assert [finding.code for finding in found] == ["dmn.gap"]


CELLS = st.one_of(
    st.just("-"),
    st.builds("{}{}".format, st.sampled_from(["<", "<=", ">", ">=", "= "]), st.integers(0, 4)),
    st.builds("[{}..{})".format, st.integers(0, 2), st.integers(2, 4)),
    st.builds("not({})".format, st.integers(0, 4)),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
def test_what_is_reported_happens_and_what_happens_is_reported(rows: list[tuple[str, str]]) -> None:
    rules = [(*row, str(number)) for number, row in enumerate(rows)]
    codes = {found.code for found in complaints(["a", "b"], rules)}
    logic = table(["a", "b"], rules, policy="COLLECT")
    content = definitions(input_data("a"), input_data("b"), decision("answer", logic, inputs=["a", "b"]))
    model = load_model({"mine.dmn": content})
    halves = [number / 2 for number in range(-1, 10)]
    hits = {len(model.evaluate("answer", {"a": a, "b": b}).value) for a in halves for b in halves}
    assert ("dmn.gap" in codes) == (0 in hits)
    assert ("dmn.overlap" in codes) == (max(hits) > 1)
