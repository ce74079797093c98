"""What a form is once it has been read: its schema and the texts and widgets of its fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

LANGUAGES = ("en", "ru")
WIDGETS = (
    "text",
    "textarea",
    "select",
    "radio",
    "checkbox",
    "checkboxes",
    "number",
    "date",
    "datetime",
    "email",
    "hidden",
)
TYPES = ("string", "integer", "number", "boolean", "array")

Texts = Mapping[str, str]


def in_language(texts: Texts, language: str) -> str:
    """Choose the text of that language, or the English one."""
    return texts.get(language, texts.get("en", ""))


@dataclass(frozen=True, slots=True)
class Condition:
    """A field is asked only while another field has one of these values."""

    field: str
    values: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Question:
    """How one property of the schema meets a person."""

    name: str
    schema: Mapping[str, Any]
    label: Texts
    help: Texts
    widget: str
    choices: Mapping[str, Texts]
    source: str | None = None
    when: Condition | None = None
    required: bool = False

    @property
    def type(self) -> str:
        """JSON type of the value: one of TYPES; an enumeration without a type holds texts."""
        return str(self.schema.get("type", "string"))


@dataclass(frozen=True, slots=True)
class Form:
    """A form file, read and found sound."""

    key: str
    title: Texts
    schema: Mapping[str, Any]
    questions: Sequence[Question]
    by_name: Mapping[str, Question] = field(repr=False)

    def asked(self, data: Mapping[str, Any]) -> frozenset[str]:
        """Return the names of the fields that these answers leave visible."""
        return frozenset(question.name for question in self.questions if self._is_asked(question, data))

    def _is_asked(self, question: Question, data: Mapping[str, Any]) -> bool:
        condition = question.when
        if condition is None:
            return True
        return data.get(condition.field) in condition.values and self._is_asked(self.by_name[condition.field], data)
