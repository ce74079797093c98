"""One validator for browser, REST and channels: clean answers, or sentences for each field in the reader's language."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any, cast

from jsonschema import ValidationError

from engine.base.errors import InvalidInput
from engine.forms.formats import FormValidator, checker
from engine.forms.messages import ANSWERS, sentence
from engine.forms.model import Form, Question, in_language

MAX_TEXT = 100_000

Sources = Mapping[str, Mapping[str, str]]
Complaint = tuple[str, str, Mapping[str, Any]]  # field, code of the sentence, what fills it


def validate(
    form: Form, data: Mapping[str, Any], language: str = "en", *, sources: Sources | None = None
) -> dict[str, Any]:
    """Return one value for each field of the form; `None` stands for what was left empty or is not asked.

    So a second visit of the same form never leaves an answer of the first one behind. Blank texts count as empty,
    defaults fill what is asked and empty. `sources` gives the choices that live outside the file (`ui.source`).
    Raises InvalidInput `form.invalid`; its `fields` map each field to sentences.
    """
    given = {name: _plain(value) for name, value in data.items()}
    given = {name: value for name, value in given.items() if value is not None}
    unknown = {name: [sentence("unknown", language, {})] for name in given if name not in form.by_name}
    answers = _asked_only(form, {name: value for name, value in given.items() if name in form.by_name})
    wrong = {name: list(sentences) for name, sentences in _complaints(form, answers, language, sources or {}).items()}
    if unknown or wrong:
        raise InvalidInput("form.invalid", {**unknown, **wrong}, form=form.key)
    return {question.name: answers.get(question.name) for question in form.questions}


def _plain(value: Any) -> Any:
    """Blank text is no answer; a binary fraction becomes the decimal a person wrote."""
    if isinstance(value, str):
        return value if value.strip() else None
    if isinstance(value, float):
        if not isfinite(value):
            return str(value)
        return int(value) if value.is_integer() else Decimal(str(value))
    return value


def _asked_only(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """Drop answers to questions that the other answers hide, and fill defaults of those asked."""
    answers: dict[str, Any] = dict(given)
    for question in form.questions:
        if "default" in question.schema:
            answers.setdefault(question.name, question.schema["default"])
    asked = form.asked(answers)
    return {name: value for name, value in answers.items() if name in asked}


def _complaints(form: Form, answers: Mapping[str, Any], language: str, sources: Sources) -> dict[str, dict[str, None]]:
    complaints: dict[str, dict[str, None]] = {}
    for name, code, params in [*_schema_errors(form, answers), *_outside_errors(form, answers, sources)]:
        if code == "enum":
            params = {"allowed": ", ".join(_labels(form.by_name[name], language))}
        complaints.setdefault(name, {})[sentence(code, language, params)] = None
    return complaints


def _schema_errors(form: Form, answers: Mapping[str, Any]) -> Iterator[Complaint]:
    for error in FormValidator(form.schema, format_checker=checker).iter_errors(answers):
        if error.validator == "required":
            for name in cast(Sequence[str], error.validator_value):
                if name not in answers:
                    yield name, "required", {}
        else:
            yield _field_of(error), _code_of(error), {"limit": error.validator_value}


def _field_of(error: ValidationError) -> str:
    return str(error.absolute_path[0]) if error.absolute_path else ""


def _code_of(error: ValidationError) -> str:
    keyword = str(error.validator)
    if keyword == "const":
        return "invalid"
    if keyword in {"type", "format"}:
        keyword = str(error.validator_value)
    return keyword if keyword in ANSWERS else "invalid"


def _outside_errors(form: Form, answers: Mapping[str, Any], sources: Sources) -> Iterator[Complaint]:
    for name, value in answers.items():
        source = form.by_name[name].source or ""
        if source in sources and value not in sources[source]:
            yield name, "source", {}
        if isinstance(value, str) and len(value) > MAX_TEXT:
            yield name, "maxLength", {"limit": MAX_TEXT}


def _labels(question: Question, language: str) -> list[str]:
    return [in_language(texts, language) for texts in question.choices.values()]
