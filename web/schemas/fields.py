"""Fields whose complaints are error codes of the catalogue, and the base of every input."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

_NEEDED = {"required": "input.required", "null": "input.required", "validator_failed": "input.invalid"}


class Input(Schema):
    """What comes in; a field nobody knows is refused by name."""

    error_messages = {"unknown": "input.unknown-field", "type": "input.not-an-object"}  # noqa: RUF012  # marshmallow's way


class Text(fields.String):
    """Text that both databases can store: no NUL, no lone surrogates."""

    default_error_messages = {**_NEEDED, "invalid": "input.not-text", "characters": "input.bad-characters"}  # noqa: RUF012

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
            raise self.make_error("characters")
        return text


class Whole(fields.Integer):
    """A whole number; `true` and `"1"` are not numbers in JSON."""

    default_error_messages = {  # noqa: RUF012
        **_NEEDED,
        "invalid": "input.not-a-number",
        "too_large": "input.not-a-number",
    }

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.make_error("invalid")
        return value


class QueryNumber(fields.Integer):
    """A whole number written in the query of an address."""

    default_error_messages = {**Whole.default_error_messages}  # noqa: RUF012


class Flag(fields.Boolean):
    """Yes or no."""

    default_error_messages = {**_NEEDED, "invalid": "input.not-a-flag"}  # noqa: RUF012
    truthy = {True, "true"}  # noqa: RUF012
    falsy = {False, "false"}  # noqa: RUF012


class Words(fields.List[str]):
    """A list of texts."""

    default_error_messages = {**_NEEDED, "invalid": "input.not-a-list"}  # noqa: RUF012

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(Text(), **kwargs)


class Object(fields.Dict):
    """Answers of a form, checked by the form itself."""

    default_error_messages = {**_NEEDED, "invalid": "input.not-an-object"}  # noqa: RUF012


def at_most(limit: int) -> validate.Length:
    """Return the check of a text's length."""
    return validate.Length(max=limit, error="input.too-long")


def one_of(*values: str) -> validate.OneOf:
    """Return the check that a text is one of a closed list."""
    return validate.OneOf(values, error="input.unknown-value")


class PageQuery(Input):
    """Which page of a list: the cursor of the previous one and how many rows."""

    after = Text(metadata={"description": "`next` of the previous page"})
    limit = QueryNumber(load_default=50, validate=validate.Range(1, 200, error="input.bad-limit"))
