"""Blueprints of REST: what cannot be read becomes InvalidInput with error codes for each field."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from json import JSONDecodeError
from typing import Any, NoReturn, TypeVar

from flask import Request
from flask_smorest import Blueprint
from marshmallow import RAISE, Schema, ValidationError
from webargs.flaskparser import FlaskParser

from engine.base.errors import InvalidInput

View = TypeVar("View", bound=Callable[..., Any])

DEEPEST = 20
"""Levels of JSON; the answers of a form have two."""


class CodeParser(FlaskParser):
    """Raises our own error, which the web answers as a problem document in the reader's language."""

    DEFAULT_UNKNOWN_BY_LOCATION = {**FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION, "query": RAISE}  # noqa: RUF012

    def _raw_load_json(self, req: Request) -> Any:
        """Read JSON, but none that would exhaust the stack or the number parser of whoever walks over it."""
        try:
            value = super()._raw_load_json(req)
        except JSONDecodeError:
            raise
        except (RecursionError, ValueError) as error:
            raise InvalidInput("input.not-json") from error
        if _depth(value) > DEEPEST:
            raise InvalidInput("input.not-json")
        return value

    def handle_error(self, error: ValidationError, *_: Any, **__: Any) -> NoReturn:
        raise InvalidInput("input.invalid", dict(_flat(error.messages_dict)))


class ApiBlueprint(Blueprint):  # type: ignore[misc]  # flask-smorest is untyped
    """A group of addresses; the decorators of flask-smorest with their types."""

    ARGUMENTS_PARSER = CodeParser()

    def route(self, rule: str, **options: Any) -> Callable[[View], View]:
        """Register a view at an address and in the description."""
        decorate: Callable[[View], View] = super().route(rule, **options)
        return decorate

    def arguments(self, schema: type[Schema], *, location: str = "json") -> Callable[[View], View]:
        """Read what comes in; the view gets it as its first argument."""
        decorate: Callable[[View], View] = super().arguments(schema, location=location)
        return decorate

    def response(self, status_code: int, schema: Schema | type[Schema]) -> Callable[[View], View]:
        """Write what goes out."""
        decorate: Callable[[View], View] = super().response(status_code, schema)
        return decorate


def _depth(value: Any) -> int:
    """Count the levels of lists and objects, without recursion."""
    depth, level = 0, [value]
    while level := [inner for outer in level if isinstance(outer, dict | list) for inner in _inside(outer)]:
        depth += 1
        if depth > DEEPEST:
            break
    return depth


def _inside(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _flat(messages: Mapping[Any, Any], prefix: str = "") -> Iterator[tuple[str, list[str]]]:
    """Give each field under its dotted path; the place a value came from (`json`, `query`) is no part of it."""
    for name, value in messages.items():
        path = f"{prefix}.{name}" if prefix else str(name)
        if prefix == "" and name in ("json", "query", "_schema") and isinstance(value, Mapping):
            yield from _flat(value)
        elif isinstance(value, Mapping):
            yield from _flat(value, path)
        else:
            yield path, [str(code) for code in value]
