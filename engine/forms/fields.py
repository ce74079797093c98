"""What the page draws: one plain row per field, with its texts, choices, value and complaints."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from engine.forms.model import Condition, Form, Question, in_language
from engine.forms.validation import Sources

ATTRIBUTES = {
    "minLength": "minlength",
    "maxLength": "maxlength",
    "minimum": "min",
    "maximum": "max",
    "multipleOf": "step",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of a list."""

    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field as a page draws it; `value` is what was typed, right or wrong, as text (or a boolean)."""

    name: str
    label: str
    help: str
    widget: str
    required: bool
    value: str | bool
    options: Sequence[Option] = ()
    errors: Sequence[str] = ()
    when: Condition | None = None
    attributes: Mapping[str, str] = field(default_factory=dict)


def fields(
    form: Form,
    data: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]] | None = None,
    language: str = "en",
    *,
    sources: Sources | None = None,
) -> list[Field]:
    """Return the rows in the order of the form; `data` is what was typed before or what is known already."""
    complaints = errors or {}
    return [
        _row(question, data, complaints.get(question.name, ()), language, sources or {}) for question in form.questions
    ]


def _row(question: Question, data: Mapping[str, Any], errors: Sequence[str], language: str, sources: Sources) -> Field:
    given = data.get(question.name, question.schema.get("default"))
    return Field(
        name=question.name,
        label=in_language(question.label, language),
        help=in_language(question.help, language),
        widget=question.widget,
        required=question.required,
        value=_shown(question, given),
        options=_options(question, given, language, sources),
        errors=tuple(errors),
        when=question.when,
        attributes={html: str(question.schema[key]) for key, html in ATTRIBUTES.items() if key in question.schema},
    )


def _shown(question: Question, given: Any) -> str | bool:
    if question.widget == "checkbox":
        return given is True or given in {"true", "on"}
    return "" if given is None or isinstance(given, list) else str(given)


def _options(question: Question, given: Any, language: str, sources: Sources) -> list[Option]:
    chosen = {str(value) for value in (given if isinstance(given, list) else [given])}
    labels = {value: in_language(texts, language) for value, texts in question.choices.items()}
    labels.update(sources.get(question.source or "", {}))
    return [Option(value, label, value in chosen) for value, label in labels.items()]
