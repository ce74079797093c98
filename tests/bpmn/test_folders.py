"""What a practice names is there: forms, decisions, handlers, connectors; and the folder bears the process' id."""

from dataclasses import replace

import pytest
from lxml import etree

from engine import definitions, plugins
from engine.model_check.folder import check_folder
from tests.bpmn.playing import practices, specification


@pytest.mark.parametrize("key", practices())
def test_a_practice_is_deployed_without_error_or_warning(key: str) -> None:
    plugins.wire()
    known = replace(definitions.known(), key=key)
    findings = check_folder(practices()[key].files, known).findings
    assert [finding.line() for finding in findings] == []


@pytest.mark.parametrize("key", practices())
def test_every_form_is_used_by_a_human_task_or_by_the_portal(key: str) -> None:
    files = practices()[key].files
    named = {element.form for element in specification(key).elements.values()} | {"report"}
    assert {
        name.removeprefix("forms/").removesuffix(".json") for name in files if name.startswith("forms/")
    } == named - {None}


@pytest.mark.parametrize("key", practices())
def test_every_name_in_the_diagram_is_there_in_russian(key: str) -> None:
    root = etree.fromstring(practices()[key].files[f"{key}.bpmn"])
    untranslated = [
        node.get("id")
        for node in root.iter()
        if node.get("name")
        and etree.QName(node).localname not in {"message", "error", "signal", "input", "output"}
        and not node.get("{https://praxis-itsm.org/bpmn/1.0}name-ru")
    ]
    assert untranslated == []


@pytest.mark.parametrize("key", practices())
def test_stand_ins_of_the_scenarios_stand_for_real_handlers(key: str) -> None:
    used = {element.handler for element in specification(key).elements.values() if element.handler}
    assert set(practices()[key].handlers) == used
