"""From texts to values: what a browser or a chat sends is text only, the schema says what it stands for."""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import Any

from engine.forms.model import Form, Question

TRUE = frozenset({"true", "on", "yes", "1"})
FALSE = frozenset({"false", "off", "no", "0"})


def from_text(form: Form, texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Turn posted texts (a list per name) into values of the schema's types.

    An empty text is an absent answer; a checkbox that was not ticked is `false`. What cannot be turned stays text,
    so that the validator can say what is wrong with it; names the form does not know stay for the same reason.
    """
    values = {name: list(given) for name, given in texts.items()}
    data: dict[str, Any] = {name: given[-1] for name, given in values.items() if name not in form.by_name and given}
    for question in form.questions:
        value = _value(question, [text.strip() for text in values.get(question.name, [])])
        if value is not None:
            data[question.name] = value
    return data


def _value(question: Question, given: list[str]) -> Any:
    filled = [text for text in given if text]
    if question.type == "array":
        return filled or None
    if question.type == "boolean":
        return _boolean(filled)
    if not filled:
        return None
    if question.type in {"integer", "number"}:
        return _number(filled[-1])
    return filled[-1]


def _boolean(given: list[str]) -> bool | str:
    text = given[-1].lower() if given else "off"
    return text in TRUE if text in TRUE | FALSE else text


def _number(text: str) -> int | Decimal | str:
    try:
        number = Decimal(text.replace(",", ".").replace("\u00a0", ""))
    except InvalidOperation:
        return text
    if not number.is_finite() or abs(number.adjusted()) > 30:
        return text
    return int(number) if number == number.to_integral_value() else number
