"""Reads form files and refuses the ones that would fail in front of a person."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from json import JSONDecodeError, loads
from pathlib import PurePosixPath
from typing import Any

import regex
from jsonschema import Draft202012Validator, SchemaError

from engine.base.errors import DefinitionInvalid, NotFound
from engine.forms.formats import checker, known_formats
from engine.forms.messages import sentence
from engine.forms.model import LANGUAGES, TYPES, WIDGETS, Condition, Form, Question

REFERENCES = ("$ref", "$dynamicRef", "$defs", "$id", "$anchor", "patternProperties")
PARTS = ("title", "schema", "ui")
FIELD_PARTS = ("label", "help", "widget", "choices", "source", "when")


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One thing that is wrong with a form file."""

    code: str
    file: str
    line_number: int = 1
    word: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    severity: str = "error"

    def text(self, language: str = "en") -> str:
        """Say what is wrong and what to do about it."""
        return sentence(self.code, language, self.params)

    def line(self, language: str = "en") -> str:
        """Say it in one line that begins with the place, as compilers do."""
        return f"{self.file}:{self.line_number}: {self.text(language)}"


def load_all(files: Mapping[str, bytes]) -> dict[str, Form]:
    """Read every `forms/*.json` of a folder; raises DefinitionInvalid with the findings of all of them."""
    forms: dict[str, Form] = {}
    findings: list[FormFinding] = []
    for name in sorted(files):
        if PurePosixPath(name).match("forms/*.json"):
            try:
                form = _read(name, files[name])
            except DefinitionInvalid as error:
                findings.extend(error.findings)
            else:
                forms[form.key] = form
    if findings:
        raise DefinitionInvalid("form.file-invalid", findings)
    return forms


def load(files: Mapping[str, bytes], key: str) -> Form:
    """Read one form; raises NotFound when the folder has no such file, DefinitionInvalid when it is not sound."""
    name = f"forms/{key}.json"
    if name not in files:
        raise NotFound("form.missing", form=key)
    return _read(name, files[name])


def _read(file: str, content: bytes) -> Form:
    try:
        raw = loads(content, parse_float=Decimal)
    except (UnicodeDecodeError, JSONDecodeError) as error:
        line, reason = getattr(error, "lineno", 1), getattr(error, "msg", str(error))
        wrong = FormFinding("form.not-json", file, line, params={"reason": reason})
        raise DefinitionInvalid("form.file-invalid", [wrong]) from error
    findings = list(_Check(file, content.decode(), raw).all())
    if findings:
        raise DefinitionInvalid("form.file-invalid", findings)
    return _build(PurePosixPath(file).stem, raw)


def _build(key: str, raw: Mapping[str, Any]) -> Form:
    schema = raw["schema"]
    needed = _needed(schema)
    questions = []
    for name in raw["ui"]["order"]:
        ui, rule = raw["ui"]["fields"][name], schema["properties"][name]
        condition = ui.get("when")
        questions.append(
            Question(
                name,
                rule,
                label=ui["label"],
                help=ui.get("help", {}),
                widget=ui.get("widget") or _widget(rule),
                choices=ui.get("choices", {}),
                source=ui.get("source"),
                when=Condition(condition["field"], tuple(condition["is"])) if condition else None,
                required=name in needed,
            )
        )
    return Form(key, raw["title"], schema, questions, {question.name: question for question in questions})


def _needed(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return what must be filled when it is asked: required at once, or by an if/then of the schema."""
    rules = [schema, *(rule.get("then", {}) for rule in [schema, *schema.get("allOf", [])])]
    return frozenset(name for rule in rules for name in rule.get("required", []))


def _widget(rule: Mapping[str, Any]) -> str:
    if "enum" in rule:
        return "select"
    by_type = {"boolean": "checkbox", "integer": "number", "number": "number", "array": "checkboxes"}
    by_format = {"date": "date", "date-time": "datetime", "email": "email"}
    return by_type.get(rule.get("type", "string")) or by_format.get(rule.get("format", ""), "text")


@dataclass(frozen=True, slots=True)
class _Check:
    """Goes through a form file and tells what is wrong with it; later checks trust what earlier ones found sound."""

    file: str
    content: str
    raw: Any

    def all(self) -> Iterator[FormFinding]:
        shape = [*self._parts()] or [*self._schema()]
        yield from shape
        if shape:
            return
        yield from self._texts("title", self.raw["title"], "title")
        same = [*self._same_fields()]
        yield from same
        for name, rule in self.raw["schema"]["properties"].items():
            yield from self._property(name, rule)
            if not same:
                yield from self._question(name, rule, self.raw["ui"]["fields"][name])

    def _parts(self) -> Iterator[FormFinding]:
        raw = self.raw if isinstance(self.raw, dict) else {}
        for part in PARTS:
            if not isinstance(raw.get(part), dict):
                yield self._wrong("form.part-missing", part, part=part)
        yield from (self._wrong("form.part-unknown", name, part=name) for name in raw if name not in PARTS)
        ui = raw.get("ui")
        if isinstance(ui, dict) and not (isinstance(ui.get("order"), list) and isinstance(ui.get("fields"), dict)):
            yield self._wrong("form.part-missing", "ui", part="ui.order, ui.fields")

    def _schema(self) -> Iterator[FormFinding]:
        schema = self.raw["schema"]
        try:
            Draft202012Validator.check_schema(schema, format_checker=checker)
        except SchemaError as error:
            yield self._wrong("form.schema-invalid", "schema", reason=error.message)
            return
        if schema.get("type") != "object" or not schema.get("properties"):
            yield self._wrong("form.not-an-object", "schema")
        for keyword in sorted(_keywords(schema) & set(REFERENCES)):
            yield self._wrong("form.reference-unsupported", keyword, keyword=keyword)

    def _same_fields(self) -> Iterator[FormFinding]:
        ui, properties = self.raw["ui"], set(self.raw["schema"]["properties"])
        for name in sorted((set(ui["order"]) ^ properties) | (set(ui["fields"]) ^ properties)):
            yield self._wrong("form.field-missing", name, field=name)

    def _property(self, name: str, rule: Mapping[str, Any]) -> Iterator[FormFinding]:
        kind = rule.get("type", "string" if "enum" in rule else None)
        if kind not in TYPES or (kind == "array" and "enum" not in rule.get("items", {})):
            yield self._wrong("form.type-unsupported", name, field=name, allowed=", ".join(TYPES))
        if rule.get("format", "date") not in known_formats():
            yield self._wrong("form.format-unknown", name, format=rule["format"], allowed=", ".join(known_formats()))
        try:
            regex.compile(rule.get("pattern", ""))
        except regex.error as error:
            yield self._wrong("form.pattern-invalid", name, field=name, reason=str(error))

    def _question(self, name: str, rule: Mapping[str, Any], ui: Mapping[str, Any]) -> Iterator[FormFinding]:
        for part in ui:
            if part not in FIELD_PARTS:
                yield self._wrong("form.part-unknown", part, part=f"ui.fields.{name}.{part}")
        yield from self._texts(name, ui.get("label", {}), "label")
        if "help" in ui:
            yield from self._texts(name, ui["help"], "help")
        if ui.get("widget", "text") not in WIDGETS:
            yield self._wrong("form.widget-unknown", name, field=name, widget=ui["widget"], allowed=", ".join(WIDGETS))
        allowed = rule.get("enum") or rule.get("items", {}).get("enum") or []
        choices = ui.get("choices", {})
        if [str(value) for value in allowed] != list(choices):
            yield self._wrong("form.choice-mismatch", name, field=name)
        for value, texts in choices.items():
            yield from self._texts(f"{name}: {value}", texts, "choices")
        order, other = self.raw["ui"]["order"], ui.get("when", {}).get("field", name)
        if other != name and (other not in order or order.index(other) > order.index(name)):
            yield self._wrong("form.condition-unknown", name, field=name, other=other)

    def _texts(self, name: str, texts: Mapping[str, str], part: str) -> Iterator[FormFinding]:
        for language in LANGUAGES:
            if not texts.get(language):
                yield self._wrong("form.text-missing", name, field=name, part=part, language=language)

    def _wrong(self, code: str, word: str, **params: Any) -> FormFinding:
        """A finding at the first line that has the word in quotes (JSON readers keep no line numbers)."""
        place = self.content.find(f'"{word}"')
        return FormFinding(code, self.file, self.content.count("\n", 0, max(place, 0)) + 1, word, params)


def _keywords(schema: Any) -> set[str]:
    if isinstance(schema, dict):
        return set(schema).union(*(_keywords(value) for value in schema.values()))
    if isinstance(schema, list):
        return set().union(*(_keywords(value) for value in schema))
    return set()
