"""A folder becomes a specification, or is refused with every finding."""

import pytest

from engine.base.errors import DefinitionInvalid
from engine.spiff.definition import compile_folder
from engine.spiff.specification import load_specification
from tests.unit.spiff.desk import Driver, diagram, flows, node

ENDS = node("startEvent", "s") + node("endEvent", "e")
CALLED = diagram(
    node("startEvent", "s") + node("userTask", "a") + node("endEvent", "e") + flows("s > a > e"), key="called"
)
CALLER = (
    ENDS
    + node(
        "callActivity",
        "c",
        '<extensionElements><praxis:input name="n" value="x"/><praxis:output name="y" value="result.m"/>'
        "</extensionElements>",
        calledElement="called",
    )
    + flows("s > c > e")
)


@pytest.mark.slow
def test_a_folder_compiles_to_bytes_that_run(reload: bool) -> None:
    compiled = compile_folder({"p.bpmn": diagram(ENDS + node("userTask", "a") + flows("s > a > e"))})
    assert (compiled.key, compiled.elements["a"].type, compiled.flows["s-a"].target) == ("p", "userTask", "a")
    run = Driver(load_specification(compiled.specification), reload=reload)
    run.done("a")
    assert run.ended


@pytest.mark.slow
def test_every_finding_is_reported_at_once() -> None:
    with pytest.raises(DefinitionInvalid) as refused:
        compile_folder(
            {"p.bpmn": diagram(ENDS + node("serviceTask", "a") + node("scriptTask", "b") + flows("s > a > b > e"))}
        )
    assert [(found.code, found.element_id) for found in refused.value.findings if found.severity == "error"] == [
        ("C01", "a"),
        ("C16", "b"),
    ]


@pytest.mark.slow
def test_a_called_process_is_drawn_in_and_sees_only_what_is_handed_in(reload: bool) -> None:
    compiled = compile_folder({"p.bpmn": diagram(CALLER), "called.bpmn": CALLED})
    assert compiled.elements["c/a"].scope == "c"
    run = Driver(load_specification(compiled.specification), {"x": 1, "secret": 2}, reload=reload)
    assert run.open == ["c/a"]
    run.done("c/a", m=5)
    assert run.ended and run.variables == {"x": 1, "secret": 2, "y": 5}
