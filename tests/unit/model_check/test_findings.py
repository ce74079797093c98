"""Each thing that would not run as drawn is refused, with its place, its element and plain words in both languages."""

import pytest

from engine.model_check.folder import check_folder
from engine.model_check.messages import CATALOGUE
from engine.model_check.references import Known
from tests.unit.spiff.desk import HEAD, MESSAGE, diagram, flows, node, timer

ENDS = node("startEvent", "s") + node("endEvent", "e")
XOR = node("exclusiveGateway", "g") + node("userTask", "a") + node("userTask", "b")
LOOP = node("exclusiveGateway", "g1") + node("exclusiveGateway", "g2", default="g2-e")
SCRIPT = node("scriptTask", "t", "<script>1</script>", praxis_result="x")
CATCH = "intermediateCatchEvent"


def around(task: str) -> str:
    return ENDS + task + flows("s > t > e")


def event(kind: str, inner: str) -> str:
    return ENDS + node(kind, "t", inner) + flows("s > t > e")


CASES = {
    "B03": around(node("businessRuleTask", "t")),
    "C01": around(node("serviceTask", "t")),
    "C02": around(node("complexGateway", "t")),
    "C03": ENDS + XOR + flows("s > g > a > e", "g > b > e if x"),
    "C04": node("endEvent", "e"),
    "C06": event(CATCH, "<timerEventDefinition/>"),
    "C07": around(node("subProcess", "t", node("userTask", "u"))),
    "C09": ENDS + flows("s > e", "s > nowhere"),
    "C10": around(node("userTask", "t") + node("boundaryEvent", "b", attachedToRef="t")),
    "C11": event(CATCH, '<messageEventDefinition messageRef="M9"/>'),
    "C12": around(node("businessRuleTask", "t", praxis_decision="d", praxis_result="r")),
    "C13": around(node("userTask", "t", "<multiInstanceLoopCharacteristics/>")),
    "C14": around(node("callActivity", "t")),
    "C15": around(node("callActivity", "t", calledElement="q")),
    "C16": around(node("scriptTask", "t")),
    "C17": around(node("adHocSubProcess", "t")),
    "C18": event(CATCH, "<conditionalEventDefinition/>"),
    "C19": around(node("userTask", "t", "<standardLoopCharacteristics/>")),
    "D3": around(node("scriptTask", "t", "<script>${x}</script>", praxis_result="x")),
    "D5": ENDS + XOR.replace('id="g"', 'id="g" default="g-b"') + flows("s > g > b > e", "g > a if return x;", "a > e"),
    "D6": event(CATCH, timer("0 0/5 * * * ?", "timeCycle")),
    "D7": around(node("scriptTask", "t", "<script>x = = 1</script>", praxis_result="x")),
    "X1": ENDS + LOOP + SCRIPT + flows("s > g1 > t > g2 > e", "g2 > g1 if x"),
    "X2": ENDS + LOOP + flows("s > g1 > g2 > e", "g2 > g1 if x"),
    "X3": around(node("callActivity", "t", calledElement="p")),
    "P02": ENDS + node("subProcess", "t", node("startEvent", "i") + flows("i > e")) + flows("s > t > e"),
    "P03": around(node("userTask", "t")) + flows("t > s"),
    "P04": ENDS + node("startEvent", "s2") + flows("s > e", "s2 > e"),
    "P05": around(node("userTask", "t")) + node("userTask", "u"),
    "P06": event(CATCH, "<messageEventDefinition/>"),
    "P07": node("startEvent", "s", timer("PT1H")) + node("endEvent", "e") + flows("s > e"),
    "P08": ENDS + node("boundaryEvent", "b", MESSAGE, attachedToRef="s") + flows("s > e", "b > e"),
    "P09": around(node("scriptTask", "t", "<script>1</script>")),
    "P10": around(node("userTask", "t")),
    "P11": around(node("userTask", "t", default="s-t")),
    "P12": ENDS + XOR + flows("s > g > a > e if x", "g > b > e if y"),
    "P13": ENDS + node("parallelGateway", "g") + flows("s > g", "g > e if x"),
    "P14": ENDS + node("eventBasedGateway", "g") + node("userTask", "t") + flows("s > g > t > e"),
    "P15": ENDS + node("eventBasedGateway", "g") + node(CATCH, "t", MESSAGE) + flows("s > g > t > e"),
    "P16": event("intermediateThrowEvent", '<linkEventDefinition name="x"/>'),
    "P17": around(
        node("userTask", "t") + node("boundaryEvent", "b", "<compensateEventDefinition/>", attachedToRef="t")
    ),
    "P26": event(CATCH, timer("P1D", calendar="nobody")),
    "P30": ENDS
    + XOR.replace('id="g"', 'id="g" default="g-b"').replace("userTask", "task")
    + node("exclusiveGateway", "c", default="c-j2")
    + node("parallelGateway", "j")
    + node("task", "d")
    + flows("s > g", "g > a if x", "a > e", "g > b > c", "c > j if y", "c > d > j > e").replace("c-d", "c-j2"),
    "P31": ENDS
    + XOR.replace('id="g"', 'id="g" default="g-b"').replace("userTask", "task")
    + node("parallelGateway", "j")
    + flows("s > g", "g > a if x", "g > b", "a > j > e", "b > j"),
    "P32": ENDS
    + node("parallelGateway", "g")
    + node("exclusiveGateway", "m")
    + node("task", "a")
    + node("task", "b")
    + node("parallelGateway", "j")
    + flows("s > g > a > m > j > e", "g > b > m", "g > j"),
    "P18": ENDS
    + node("parallelGateway", "g")
    + node("exclusiveGateway", "m")
    + "".join(node("scriptTask", name, "<script>1</script>", praxis_result="x") for name in "ab")
    + node("manualTask", "w", praxis_groups="x")
    + node("parallelGateway", "j")
    + node("exclusiveGateway", "o", default="o-e")
    + flows("s > m > g > a > j > w > o > e", "g > b > j", "o > m if again"),
    "P19": around(node("serviceTask", "t", praxis_connector="x", praxis_retry="2 s")),
    "P20": around(node("userTask", "t", praxis_form="triage", praxis_groups="x")),
    "P21": around(node("serviceTask", "t", praxis_handler="no.such")),
    "P22": around(node("serviceTask", "t", praxis_connector="nobody")),
    "P23": event(CATCH, MESSAGE),
    "P24": around(node("userTask", "t", praxis_groups="&quot;nobody&quot;")),
}
KNOWN = Known(handlers=(), connectors=(), messages=(), groups=(), calendars=(), views=())
FILES = {
    "A1": b"<definitions",
    "A2": b'<?xml version="1.0" encoding="UTF-8"?><definitions name="\xf3"/>',
    "A3": diagram(around(SCRIPT)).replace(b'isExecutable="true"', b'isExecutable="false"'),
    "A4": (HEAD + "<collaboration/></definitions>").encode(),
    "A5": b"<xmi/>",
    "A6": b"<definitions>" + b" " * 2_000_001 + b"</definitions>",
    "A7": b"<!DOCTYPE definitions [<!ENTITY a 'b'>]>" + diagram(around(SCRIPT)),
    "B01": diagram(around(SCRIPT)).replace(b"<process", b'<dataStore id="d" name="crm"/><process'),
    "B02": diagram(around(SCRIPT)).replace(b'<message id="M1"', b"<message"),
    "B04": diagram(around(SCRIPT)).replace(b"</definitions>", b'<process id="p"/></definitions>'),
    "P28": diagram(around(SCRIPT)).replace(b"</definitions>", b'<process id="q"/></definitions>'),
    "P27": diagram(around(SCRIPT)).replace(b'id="p"', b'id="p" praxis:view="nobody"'),
    "B05": diagram(around(SCRIPT) + node("userTask", "t")),
}


def codes(data: bytes) -> set[str]:
    return {found.code for found in check_folder({"p.bpmn": data}, KNOWN).findings}


@pytest.mark.parametrize("code", CASES)
def test_a_diagram_with_this_slip_gets_this_finding(code: str) -> None:
    assert code in codes(diagram(CASES[code]))


@pytest.mark.parametrize("code", FILES)
def test_a_file_with_this_slip_gets_this_finding(code: str) -> None:
    assert code in codes(FILES[code])


def test_every_code_has_a_case() -> None:
    elsewhere = {"A8", "A9", "P01", "P25"}
    assert CATALOGUE.keys() == CASES.keys() | FILES.keys() | elsewhere


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("code", [*CASES, *FILES])
def test_every_finding_speaks_the_language_in_full(code: str, language: str) -> None:
    data = FILES[code] if code in FILES else diagram(CASES[code])
    for found in check_folder({"p.bpmn": data}, KNOWN).findings:
        message, hint = found.message(language), found.hint(language)
        assert message.endswith(".") and hint.endswith(".") and "{" not in message.replace("${", "")
        assert (language == "ru") == any("а" <= letter <= "я" for letter in message + hint)


def test_a_sound_diagram_has_no_finding() -> None:
    assert codes(diagram(around(SCRIPT))) == set()


def test_a_finding_names_file_line_column_and_element() -> None:
    body = "\n".join([node("startEvent", "s"), f"  {node('scriptTask', 't', name='Count')}", flows("s > t")])
    (found,) = check_folder({"a/p.bpmn": diagram(body)}).findings
    assert found.line().startswith('a/p.bpmn:5:3 error C16 t "Count" — ')
    assert found.as_json("ru")["message"] == "У задачи-сценария нет сценария."
    assert (found.as_json()["line"], found.as_json()["column"], found.as_json()["element_id"]) == (5, 3, "t")


def test_the_folder_gives_its_name_to_the_process() -> None:
    found = check_folder({"p.bpmn": diagram(around(SCRIPT))}, Known(key="incident")).findings
    assert [finding.code for finding in found] == ["P25"]


def test_calls_may_not_lead_back_through_others() -> None:
    one = diagram(around(node("callActivity", "t", calledElement="two")), key="one")
    two = diagram(around(node("callActivity", "t", calledElement="one")), key="two")
    found = check_folder({"one.bpmn": one, "two.bpmn": two}).findings
    assert [finding.code for finding in found] == ["X3", "X3"]


def test_calls_that_multiply_are_counted_before_they_are_drawn_in() -> None:
    twice = node("callActivity", "t", calledElement="{0}") + node("callActivity", "u", calledElement="{0}")
    files = {
        f"p{number}.bpmn": diagram(ENDS + twice.format(f"p{number + 1}") + flows("s > t > u > e"), key=f"p{number}")
        for number in range(40)
    }
    files["p40.bpmn"] = diagram(around(SCRIPT), key="p40")
    assert {finding.code for finding in check_folder(files).findings} == {"P01"}


@pytest.mark.parametrize("pair", [("x = 1", "x != 1"), ("x > 1", "x <= 1"), ("x", "not(x)"), ("x = null", "x!=null")])
def test_two_opposite_conditions_need_no_default_flow(pair: tuple[str, str]) -> None:
    body = (
        ENDS
        + XOR
        + flows("s > g", "a > e", "b > e")
        + "".join(
            f'<sequenceFlow id="{name}" sourceRef="g" targetRef="{name[-1]}"><conditionExpression><![CDATA[{text}]]>'
            "</conditionExpression></sequenceFlow>"
            for name, text in zip(("to-a", "to-b"), pair, strict=True)
        )
    )
    assert codes(diagram(body)) == {"P10"}


def test_an_attribute_in_the_wrong_place_changes_nothing() -> None:
    checked = check_folder({"p.bpmn": diagram(around(SCRIPT) + node("task", "u", attachedToRef="t") + flows("t > u"))})
    assert not checked.findings and checked.diagrams[0].elements["u"].attached_to is None


def test_encodings_other_than_utf_8_are_read() -> None:
    named = diagram(around(node("scriptTask", "t", "<script>1</script>", praxis_result="x", name="Relatório")))
    latin = b'<?xml version="1.0" encoding="ISO-8859-1"?>' + named.decode().encode("latin-1")
    checked = check_folder({"p.bpmn": latin})
    assert not checked.findings and checked.diagrams[0].elements["t"].name == "Relatório"
