"""Form files: what is refused, and whether the finding says where."""

import json
from typing import Any

import pytest

from engine import forms
from engine.base.errors import DefinitionInvalid, NotFound
from tests.unit.forms.samples import leave_form, written


def codes(raw: Any) -> list[str]:
    with pytest.raises(DefinitionInvalid) as refusal:
        forms.load_all({"forms/leave.json": written(raw)})
    return [finding.code for finding in refusal.value.findings]


def test_a_sound_file_becomes_a_form_in_the_order_of_its_questions() -> None:
    form = forms.load({"forms/leave.json": written(leave_form())}, "leave")
    assert form.title["ru"] == "Отпуск"
    assert [question.name for question in form.questions] == ["kind", "days", "reason", "paid", "extras", "start"]
    assert [question.widget for question in form.questions] == [
        "select", "number", "textarea", "checkbox", "checkboxes", "date",
    ]  # fmt: skip


def test_all_forms_of_a_folder_are_read_and_other_files_left_alone() -> None:
    files = {"forms/leave.json": written(leave_form()), "leave.bpmn": b"<x/>", "notes.json": b"{"}
    assert list(forms.load_all(files)) == ["leave"]


def test_a_form_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        forms.load({}, "leave")


def test_broken_json_is_refused_with_its_line() -> None:
    with pytest.raises(DefinitionInvalid) as refusal:
        forms.load_all({"forms/leave.json": b'{\n "title": {,\n}'})
    assert refusal.value.findings[0].line("en").startswith("forms/leave.json:2: This is not JSON")


def test_bytes_that_are_no_text_are_refused() -> None:
    assert codes_of_bytes(b'{"title": "\xff"}') == ["form.not-json"]


def codes_of_bytes(content: bytes) -> list[str]:
    with pytest.raises(DefinitionInvalid) as refusal:
        forms.load_all({"forms/leave.json": content})
    return [finding.code for finding in refusal.value.findings]


@pytest.mark.parametrize("raw", [[], "text", None, {}, {"title": {}, "schema": []}], ids=str)
def test_a_file_without_its_three_parts_is_refused(raw: Any) -> None:
    assert set(codes(raw)) == {"form.part-missing"}


@pytest.mark.parametrize(
    ("path", "value", "code"),
    [
        (["extra"], 1, "form.part-unknown"),
        (["schema", "type"], "array", "form.not-an-object"),
        (["schema", "properties", "days", "minimum"], "one", "form.schema-invalid"),
        (["schema", "properties", "days", "type"], "object", "form.type-unsupported"),
        (["schema", "properties", "extras", "items"], {"type": "number"}, "form.type-unsupported"),
        (["schema", "properties", "start", "format"], "iban", "form.format-unknown"),
        (["schema", "properties", "reason", "pattern"], "(", "form.pattern-invalid"),
        (["schema", "properties", "reason", "$ref"], "https://example.org/schema", "form.reference-unsupported"),
        (["schema", "properties", "other"], {"type": "string"}, "form.field-missing"),
        (["ui", "order"], ["kind"], "form.field-missing"),
        (["ui", "fields", "days", "label"], {"en": "Days"}, "form.text-missing"),
        (["ui", "fields", "days", "help"], {"ru": "Дни"}, "form.text-missing"),
        (["title"], {"en": "Leave"}, "form.text-missing"),
        (["ui", "fields", "days", "widget"], "slider", "form.widget-unknown"),
        (["ui", "fields", "days", "colour"], "red", "form.part-unknown"),
        (["schema", "properties", "kind", "enum"], ["holiday"], "form.choice-mismatch"),
        (["ui", "fields", "reason", "when"], {"field": "nobody", "is": [1]}, "form.condition-unknown"),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else None,
)
def test_a_mistake_in_a_form_file_is_named(path: list[str], value: Any, code: str) -> None:
    raw = leave_form()
    place = raw
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    assert code in codes(raw)


def test_a_finding_names_the_line_of_the_field_in_both_languages() -> None:
    raw = leave_form()
    raw["ui"]["fields"]["days"]["widget"] = "slider"
    with pytest.raises(DefinitionInvalid) as refusal:
        forms.load_all({"forms/leave.json": json.dumps(raw, indent=1).encode()})
    finding = refusal.value.findings[0]
    assert finding.line("en").startswith("forms/leave.json:")
    assert "“days” wants the widget “slider”" in finding.text("en")
    assert "«days» хочет виджет «slider»" in finding.text("ru")
