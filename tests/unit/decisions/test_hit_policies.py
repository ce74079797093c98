"""What each hit policy and aggregation concludes (DMN 1.5, 8.2.10 and 8.2.11)."""

from decimal import Decimal
from typing import Any

import pytest

from tests.unit.decisions.writing import answer, decision, input_data, table

SIZES = [("> 10", '"large"'), ("> 100", '"huge"'), ("[5..50]", '"medium"')]
FEES = [("> 10", "5"), ("> 100", "7"), ("[5..50]", "3")]


def decide(number: int, rules: list[tuple[str, ...]], **form: Any) -> Any:
    form.setdefault("outputs", ['size | "huge", "medium", "large"'])
    return answer(input_data("n"), decision("answer", table(["n"], rules, **form), inputs=["n"]), n=number)


@pytest.mark.parametrize(
    ("policy", "number", "value"),
    [
        ("UNIQUE", 75, "large"),
        ("FIRST", 20, "large"),
        ("FIRST", 200, "large"),
        ("PRIORITY", 20, "medium"),
        ("PRIORITY", 200, "huge"),
        ("COLLECT", 20, ["large", "medium"]),
        ("RULE ORDER", 200, ["large", "huge"]),
        ("OUTPUT ORDER", 200, ["huge", "large"]),
        ("OUTPUT ORDER", 20, ["medium", "large"]),
        ("UNIQUE", 1, None),
        ("FIRST", 1, None),
        ("PRIORITY", 1, None),
        ("COLLECT", 1, []),
        ("RULE ORDER", 1, []),
        ("OUTPUT ORDER", 1, []),
    ],
)
def test_a_policy_chooses_among_the_matching_rules(policy: str, number: int, value: Any) -> None:
    assert decide(number, SIZES, policy=policy).value == value


@pytest.mark.parametrize(
    ("aggregation", "number", "value"),
    [
        ("SUM", 200, 12),
        ("MIN", 20, 3),
        ("MAX", 20, 5),
        ("COUNT", 20, 2),
        ("COUNT", 1, 0),
        ("SUM", 1, None),
        ("MIN", 1, None),
    ],
)
def test_collect_aggregates(aggregation: str, number: int, value: int | None) -> None:
    found = decide(number, FEES, policy="COLLECT", aggregation=aggregation, outputs=["fee"]).value
    assert found == (None if value is None else Decimal(value))


def test_unique_is_null_when_two_rules_match_and_says_which() -> None:
    outcome = decide(20, SIZES, policy="UNIQUE")
    assert outcome.value is None
    assert any("Rules 1, 3 match at once" in reason.message() for reason in outcome.reasons)
    assert any("Правила 1, 3" in reason.message("ru") for reason in outcome.reasons)


def test_any_accepts_rules_that_agree_and_refuses_those_that_do_not() -> None:
    rules = [("> 1", "true"), ("> 2", "true"), ("> 3", "false")]
    assert decide(3, rules, policy="ANY", outputs=[""]).value is True
    refused = decide(4, rules, policy="ANY", outputs=[""])
    assert refused.value is None
    assert refused.reasons[-1].code == "dmn.any-conflict"


def test_priority_goes_by_the_first_output_then_by_the_next() -> None:
    outputs = ['a | "high", "low"', 'b | "x", "y"']
    rules = [("-", '"low"', '"x"'), ("-", '"high"', '"y"'), ("-", '"high"', '"x"')]
    assert decide(1, rules, policy="PRIORITY", outputs=outputs).value == {"a": "high", "b": "x"}
    ordered = decide(1, rules, policy="OUTPUT ORDER", outputs=outputs).value
    assert [row["a"] + row["b"] for row in ordered] == ["highx", "highy", "lowx"]


def test_the_priority_of_an_output_may_come_from_its_type() -> None:
    item = (
        '<itemDefinition name="tLevel"><typeRef>string</typeRef>'
        '<allowedValues><text>"gold", "silver"</text></allowedValues></itemDefinition>'
    )
    rules = [("-", '"silver"'), ("-", '"gold"')]
    logic = table(["n"], rules, policy="PRIORITY")
    parts = item, input_data("n"), decision("answer", logic, inputs=["n"], type_ref="tLevel")
    assert answer(*parts, n=1).value == "gold"


def test_allowed_values_may_be_ranges_and_what_is_not_among_them_comes_last() -> None:
    rules = [("-", "50"), ("-", '"none"'), ("-", "7")]
    found = decide(1, rules, policy="OUTPUT ORDER", outputs=["fee | [0..10], [11..99]"]).value
    assert found == [Decimal(7), Decimal(50), "none"]


def test_aggregation_of_several_outputs_goes_column_by_column() -> None:
    rules = [("-", "1", "10"), ("-", "2", "20")]
    found = decide(1, rules, policy="COLLECT", aggregation="SUM", outputs=["a", "b"]).value
    assert found == {"a": Decimal(3), "b": Decimal(30)}


@pytest.mark.parametrize("policy", ["UNIQUE", "FIRST", "COLLECT"])
def test_the_default_output_stands_in_when_nothing_matches(policy: str) -> None:
    assert decide(1, SIZES, policy=policy, default='"none"').value == "none"


def test_a_table_tells_which_rules_fired_with_inputs_and_conclusion() -> None:
    outcome = decide(200, SIZES, policy="RULE ORDER")
    assert [(fired.decision, fired.number, fired.id) for fired in outcome.rules] == [
        ("answer", 1, "r1"),
        ("answer", 2, "r2"),
    ]
    assert outcome.rules[1].inputs == (("n", Decimal(200)),)
    assert outcome.rules[1].output == "huge"
    assert outcome.inputs == {"n": Decimal(200)}


def test_a_table_without_a_matching_rule_says_what_it_saw() -> None:
    outcome = decide(1, SIZES)
    assert outcome.rules == ()
    assert [reason.message() for reason in outcome.reasons] == ["No rule matches n = 1."]
