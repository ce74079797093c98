"""Requirement graphs: scopes, functions, services, imports, types of variables."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal

import pytest

from engine.base.errors import InvalidInput, NotFound
from engine.decisions import compile_model, load_model
from engine.feel.errors import FeelExternalRefused, FeelLimitExceeded
from tests.unit.decisions.writing import (
    MINE,
    answer,
    decision,
    definitions,
    feel,
    formal,
    input_data,
    knowledge_model,
    variable,
)

OTHER = "https://example.org/other"


def service(name: str, outputs: list[str], decisions: list[str], data: list[str]) -> str:
    parts = [f'<outputDecision href="#d-{one}"/>' for one in outputs]
    parts += [f'<inputDecision href="#d-{one}"/>' for one in decisions]
    parts += [f'<inputData href="#i-{one}"/>' for one in data]
    return f'<decisionService id="k-{name}" name="{name}">{variable(name)}{"".join(parts)}</decisionService>'


def test_a_decision_sees_the_values_of_the_decisions_it_requires() -> None:
    parts = (
        input_data("n"),
        decision("twice", feel("n * 2"), inputs=["n"]),
        decision("answer", feel("twice + 1"), decisions=["twice"]),
    )
    outcome = answer(*parts, n=4)
    assert outcome.value == 9
    assert outcome.decisions == {"twice": 8, "answer": 9}


def test_a_decision_does_not_see_what_it_does_not_require() -> None:
    parts = input_data("n"), decision("answer", feel("n"))
    assert answer(*parts, n=4).value is None


def test_a_chain_of_a_thousand_decisions_is_evaluated() -> None:
    parts = [decision("s0", feel("1"))]
    parts += [decision(f"s{n}", feel(f"s{n - 1} + 1"), decisions=[f"s{n - 1}"]) for n in range(1, 1000)]
    assert answer(*parts, of="s999").value == 1000


def test_a_knowledge_model_calls_another_and_itself() -> None:
    parts = (
        knowledge_model("half", ["x"], feel("x / 2")),
        knowledge_model("halvings", ["x"], feel("if x <= 1 then 0 else 1 + halvings(half(x))"), knowledge=["half"]),
        decision("answer", feel("halvings(64)"), knowledge=["halvings"]),
    )
    assert answer(*parts).value == 6


def test_endless_recursion_ends_with_a_clear_error() -> None:
    parts = knowledge_model("loop", ["x"], feel("loop(x + 1)")), decision("answer", feel("loop(1)"), knowledge=["loop"])
    with pytest.raises(FeelLimitExceeded):
        answer(*parts)


@pytest.mark.parametrize("type_ref", ["number", "tOne"])
def test_the_result_of_a_knowledge_model_takes_its_type(type_ref: str) -> None:
    parts = (
        '<itemDefinition name="tOne"><functionItem outputTypeRef="number"/></itemDefinition>',
        knowledge_model("one", [], feel("[1]"), type_ref=type_ref),
        decision("answer", feel("one()"), knowledge=["one"]),
    )
    assert answer(*parts).value == 1


def test_each_reason_stands_at_the_text_it_comes_from() -> None:
    parts = (
        knowledge_model("inner", ["x"], feel("x + null")),
        decision("answer", feel('["a" + 1, inner(1), "b" * 2]'), knowledge=["inner"]),
    )
    assert sorted(reason.place.element for reason in answer(*parts).reasons) == ["answer", "answer", "inner"]


def test_the_reasons_of_a_long_loop_are_cut_off() -> None:
    outcome = answer(decision("answer", feel('for i in 1..1000 return i + "x"')))
    assert len(outcome.value) == 1000
    assert 0 < len(outcome.reasons) <= 50


@pytest.mark.parametrize(
    ("type_ref", "text", "value"),
    [
        ("number", "1", 1),
        ("number", "[1]", 1),
        ("number", '"1"', None),
        ("string", "null", None),
        ("Any", "1", 1),
        ("tMany", "1", [1]),
        ("tMany", "[1, 2]", [1, 2]),
        ("tMany", '[1, "2"]', None),
        ("tByte", "255", 255),
        ("tByte", "256", None),
        ("tPair", '{a: 1, b c: "x"}', {"a": 1, "b c": "x"}),
        ("tPair", '{a: "1", b c: "x"}', None),
        ("tPair", "{a: 1}", None),
        ("tShort", "[1, 2]", [1, 2]),
        ("tShort", "[1, 2, 3]", None),
        ("feel:number", "1", 1),
        ("feel:number", '"1"', None),
    ],
)
def test_the_value_of_a_decision_takes_its_type(type_ref: str, text: str, value: object) -> None:
    items = (
        '<itemDefinition name="tMany" isCollection="true"><typeRef>number</typeRef></itemDefinition>',
        '<itemDefinition name="tByte"><typeRef>number</typeRef>'
        "<allowedValues><text>[0..255]</text></allowedValues></itemDefinition>",
        '<itemDefinition name="tPair"><itemComponent name="a"><typeRef>number</typeRef></itemComponent>'
        '<itemComponent name="b c"><typeRef>string</typeRef></itemComponent></itemDefinition>',
        '<itemDefinition name="tShort" isCollection="true"><typeRef>number</typeRef>'
        "<typeConstraint><text>count(?) &lt; 3</text></typeConstraint></itemDefinition>",
    )
    outcome = answer(*items, decision("answer", feel(text), type_ref=type_ref))
    assert outcome.value == value
    assert [reason.code for reason in outcome.reasons if value is None and text != "null"] in ([], ["dmn.wrong-type"])


def test_instance_of_knows_the_types_of_the_model_without_allowed_values() -> None:
    item = (
        '<itemDefinition name="t byte"><typeRef>number</typeRef>'
        "<allowedValues><text>[0..255]</text></allowedValues></itemDefinition>"
    )
    parts = item, decision("answer", feel('[256 instance of t byte, "x" instance of t byte]'))
    assert answer(*parts).value == [True, False]


def test_input_that_does_not_fit_or_is_missing_is_null_and_says_so() -> None:
    parts = input_data("n", "number"), decision("answer", feel("n"), inputs=["n"])
    wrong, missing = answer(*parts, n="four"), answer(*parts)
    assert (wrong.value, [reason.code for reason in wrong.reasons]) == (None, ["dmn.wrong-type"])
    assert (missing.value, [reason.code for reason in missing.reasons]) == (None, ["dmn.input-missing"])


class TestDecisionService:
    """A service is a function of its input data, then of its input decisions."""

    PARTS = (
        input_data("n", "number"),
        decision("base", feel("100"), type_ref="number"),
        decision("sum", feel("base + n"), inputs=["n"], decisions=["base"]),
        decision("product", feel("base * n"), inputs=["n"], decisions=["base"]),
        service("one", ["sum"], ["base"], ["n"]),
        service("both", ["sum", "product"], ["base"], ["n"]),
        decision(
            "answer",
            feel("[one(1, 2), both(base: 3, n: 4).product, base]"),
            decisions=["base"],
            knowledge=["one", "both"],
        ),
        decision("wrong", feel('one("1", 2)'), knowledge=["one"]),
        decision("few", feel("one(1)"), knowledge=["one"]),
    )

    def test_it_is_called_from_text_and_leaves_the_values_outside_alone(self) -> None:
        assert answer(*self.PARTS).value == [3, 12, 100]

    @pytest.mark.parametrize("name", ["wrong", "few"])
    def test_arguments_that_do_not_fit_give_null(self, name: str) -> None:
        assert answer(*self.PARTS, of=name).value is None

    def test_it_is_evaluated_by_name_with_given_input_decisions(self) -> None:
        assert answer(*self.PARTS, of="one", n=1, base=5).value == 6
        assert answer(*self.PARTS, of="both", n=2, base=5).value == {"sum": 7, "product": 10}


def test_a_knowledge_model_is_evaluated_by_name() -> None:
    assert answer(knowledge_model("sum", ["a", "b"], feel("a + b")), of="sum", a=1, b=2).value == 3


class TestImports:
    """Nodes and types of another file under the name of the import."""

    THEIRS = definitions(
        '<itemDefinition name="tAge"><typeRef>number</typeRef></itemDefinition>',
        input_data("age", "tAge"),
        decision("is adult", feel("age >= 18"), inputs=["age"]),
        knowledge_model("older", ["by"], feel("by + 1")),
        namespace=OTHER,
    )

    def mine(self, name: str, text: str) -> bytes:
        return definitions(
            f'<import name="{name}" namespace="{OTHER}" importType="https://www.omg.org/spec/DMN/20230324/MODEL/"/>',
            decision("answer", feel(text), decisions=[f"{OTHER}#d-is adult"], knowledge=[f"{OTHER}#k-older"]),
            decision("typed", feel('["x"]'), type_ref=f"{name}.tAge" if name else "tAge"),
        )

    @pytest.mark.parametrize(
        ("name", "text"),
        [("their rules", "[their rules.is adult, their rules.older(1)]"), ("", "[is adult, older(1)]")],
    )
    def test_they_are_named_through_the_import(self, name: str, text: str) -> None:
        model = load_model({"mine.dmn": self.mine(name, text), "theirs.dmn": self.THEIRS})
        for inputs in ({"age": 20}, {f"{{{OTHER}}}age": 20}, {"their rules": {"age": 20}, "age": 20}):
            assert model.evaluate("answer", inputs).value == [True, 2]
        assert model.evaluate("typed", {}).value is None

    def test_their_functions_are_called_from_boxes_and_their_services_from_text(self) -> None:
        offered = service("rules", ["is adult"], [], ["age"])
        theirs = self.THEIRS.replace(b"</definitions>", offered.encode() + b"</definitions>")
        binding = f'<binding><parameter name="by"/>{feel("1")}</binding>'
        invocation = f"<invocation>{feel('their rules.older')}{binding}</invocation>"
        mine = definitions(
            f'<import name="their rules" namespace="{OTHER}"/>',
            decision(
                "boxed",
                invocation,
                knowledge=[f"{OTHER}#k-older"],
            ),
            decision("called", feel("their rules.rules(age: 17)"), knowledge=[f"{OTHER}#k-rules"]),
        )
        model = load_model({"mine.dmn": mine, "theirs.dmn": theirs})
        assert (model.evaluate("boxed", {}).value, model.evaluate("called", {}).value) == (2, False)

    def test_a_missing_file_is_named(self) -> None:
        _, findings = compile_model({"mine.dmn": self.mine("x", "1")})
        assert "dmn.import-missing" in [finding.code for finding in findings]

    def test_a_circle_of_imports_is_an_error(self) -> None:
        back = definitions(f'<import name="m" namespace="{MINE}"/>', namespace=OTHER)
        _, findings = compile_model({"mine.dmn": self.mine("x", "1"), "theirs.dmn": back})
        assert "dmn.import-cycle" in [finding.code for finding in findings]


def test_threads_share_a_model() -> None:
    parts = (
        input_data("n"),
        knowledge_model("sum to", ["x"], feel("if x <= 1 then x else x + sum to(x - 1)")),
        decision("answer", feel("sum to(n) + n"), inputs=["n"], knowledge=["sum to"]),
    )
    model = load_model({"mine.dmn": definitions(*parts)})
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: model.evaluate("answer", {"n": n}).value, range(1, 41)))
    assert found == [n * (n + 1) // 2 + n for n in range(1, 41)]


def test_a_name_that_nobody_has_is_not_found_and_the_known_ones_are_told() -> None:
    with pytest.raises(NotFound, match="answer"):
        answer(decision("answer", feel("1")), of="question")


def test_a_name_in_two_files_needs_the_id_or_the_file() -> None:
    files = {name: definitions(decision("answer", feel("1")), namespace=name) for name in ("a.dmn", "b.dmn")}
    model = load_model(files)
    with pytest.raises(InvalidInput, match="ambiguous"):
        model.evaluate("answer", {})
    assert model.evaluate("answer", {}, file="b.dmn").value == Decimal(1)


def test_a_decision_without_logic_is_null_and_says_so() -> None:
    outcome = answer(decision("answer", ""))
    assert (outcome.value, [reason.code for reason in outcome.reasons]) == (None, ["dmn.no-logic"])


def test_a_function_in_java_is_refused_at_loading_and_when_it_is_called() -> None:
    java = f'<functionDefinition kind="Java">{formal(["x"])}{feel("null")}</functionDefinition>'
    entries = f"{variable('f')}{java}", feel("f(1)")
    logic = "<context>" + "".join(f"<contextEntry>{one}</contextEntry>" for one in entries) + "</context>"
    model, (finding,) = compile_model({"mine.dmn": definitions(decision("answer", logic))})
    assert (finding.code, finding.severity) == ("dmn.external-function", "error")
    with pytest.raises(FeelExternalRefused):
        model.evaluate("answer", {})
