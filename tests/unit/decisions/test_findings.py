"""A model that is wrong somewhere: refused with file, line, cell and a hint, in both languages."""

import pytest

from engine.base.errors import DefinitionInvalid
from engine.decisions import Finding, compile_model, load_model
from engine.decisions.messages import TEXTS
from tests.unit.decisions.writing import MINE, decision, definitions, feel, input_data, knowledge_model, table


def findings(content: bytes) -> list[Finding]:
    with pytest.raises(DefinitionInvalid) as caught:
        load_model({"mine.dmn": content})
    return list(caught.value.findings)


def only(*parts: str) -> Finding:
    (finding,) = findings(definitions(*parts))
    return finding


PYTHON = '<literalExpression expressionLanguage="python"'

HOSTILE = [
    (b"", "dmn.not-xml"),
    (b"decisions", "dmn.not-xml"),
    (b"<definitions>", "dmn.not-xml"),
    (b"<definitions/>", "dmn.not-dmn"),
    (b'<bpmn xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"/>', "dmn.not-dmn"),
    (b"<!DOCTYPE definitions><definitions/>", "dmn.doctype"),
    (b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]><d>&a;</d>', "dmn.doctype"),
    (b"<definitions>" + b" " * 2_100_000 + b"</definitions>", "dmn.too-large"),
]


@pytest.mark.parametrize(("content", "code"), HOSTILE, ids=[code for _, code in HOSTILE])
def test_what_is_no_decision_model_is_refused(content: bytes, code: str) -> None:
    assert [finding.code for finding in findings(content)] == [code]


def test_entities_that_multiply_are_not_expanded() -> None:
    layers = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE d [<!ENTITY e0 "ha">{layers}]><d>&e11;</d>'.encode()
    assert [finding.code for finding in findings(bomb)] in (["dmn.doctype"], ["dmn.not-xml"])


def test_a_wrong_cell_is_named_with_line_rule_and_column() -> None:
    rows = [("> 1", '"a"'), ("> )", '"b"'), ("> 3", '"c" +')]
    logic = table(["n"], rows).replace("<rule", "\n<rule")
    found = findings(definitions(input_data("n"), decision("answer", logic, inputs=["n"])))
    places = [(finding.place.line, finding.place.cell) for finding in found]
    assert places == [(5, "rule 2, input 1"), (6, "rule 3, output 1")]
    assert found[0].line().startswith("mine.dmn:5: answer, rule 2, input 1: line 1, column 3: ")
    assert found[0].line("ru").startswith("mine.dmn:5: answer, правило 2, вход 1: строка 1, столбец 3: ")


@pytest.mark.parametrize(
    ("part", "code"),
    [
        (decision("a", feel("1 +")), "feel.expected"),
        (decision("a", feel("1").replace("<literalExpression", PYTHON)), "dmn.language"),
        (decision("a", feel("1"), type_ref="tNobody"), "dmn.unknown-type"),
        (decision("a", feel("1"), inputs=["nobody"]), "dmn.unknown-reference"),
        (decision("a", feel("1"), inputs=["#k-b"]) + knowledge_model("b", [], feel("1")), "dmn.wrong-reference"),
        (decision("a", feel("1")) * 2, "dmn.id-twice"),
        (decision("a", table(["1"], [("-", "1", "2")])), "dmn.rule-shape"),
        (decision("a", table(["1", "2"], [("-", "1")])), "dmn.rule-shape"),
        (decision("a", table(["1"], [()])), "dmn.rule-shape"),
        (decision("a", table(["1"], [("-", "1")], policy="BEST")), "dmn.unknown-hit-policy"),
        (decision("a", table(["1"], [("-", "1")], policy="COLLECT", aggregation="AVG")), "dmn.unknown-aggregation"),
        (decision("a", table(["1"], [("-",)], outputs=[])), "dmn.no-outputs"),
        (decision("a", "<conditional><if/><then/><else/></conditional>"), "dmn.expression-missing"),
        (decision("a", f"<for><in>{feel('[]')}</in><return>{feel('1')}</return></for>"), "dmn.attribute-missing"),
        (decision("a", "<relation><column name='x'/><row/></relation>"), "dmn.row-length"),
        (f"<import name='x' namespace='{MINE}/x' importType='http://www.w3.org/2001/XMLSchema'/>", "dmn.import-type"),
        ("<itemDefinition name='t'><typeRef>t</typeRef></itemDefinition>", "dmn.type-cycle"),
    ],
)
def test_each_mistake_has_its_code(part: str, code: str) -> None:
    found = findings(definitions(part))
    assert code in [finding.code for finding in found]
    for finding in found:
        assert finding.message("en") and finding.message("ru") != finding.message("en")


def test_allowed_values_that_only_describe_do_not_stand_in_the_way() -> None:
    logic = table(["n"], [("-", "1")], outputs=['fee | not("none"), [0..100]'])
    assert load_model({"mine.dmn": definitions(input_data("n"), decision("answer", logic, inputs=["n"]))})


def test_decisions_that_need_each_other_are_refused() -> None:
    found = only(decision("a", feel("b"), decisions=["b"]), decision("b", feel("a"), decisions=["a"]))
    assert found.code == "dmn.requirement-cycle"


def test_a_broken_text_leaves_the_other_decisions_usable() -> None:
    content = definitions(decision("broken", feel("1 +")), decision("answer", feel("2")))
    model, found = compile_model({"mine.dmn": content})
    assert [finding.code for finding in found] == ["feel.expected"]
    assert model.evaluate("answer", {}).value == 2
    broken = model.evaluate("broken", {})
    assert (broken.value, broken.reasons[0].code) == (None, "dmn.broken-expression")


@pytest.mark.parametrize(
    "xmlns",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
    ],
)
def test_older_versions_of_the_standard_are_read(xmlns: str) -> None:
    model = load_model({"old.dmn": definitions(decision("answer", feel("1 + 1")), xmlns=xmlns)})
    assert model.evaluate("answer", {}).value == 2


def test_every_sentence_is_there_in_both_languages_with_the_same_places() -> None:
    for code, (english, russian) in TEXTS.items():
        assert sorted(part.split("}")[0] for part in english.split("{")[1:]) == sorted(
            part.split("}")[0] for part in russian.split("{")[1:]
        ), code
