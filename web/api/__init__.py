"""REST, version 1: the same operations, permissions and errors as the pages, for programs with a bearer token."""

from typing import Any

from flask import Flask
from flask_smorest import Api

from web.api import cockpit, incidents, people, tasks

PREFIX = "/api/v1"

_SETTINGS = {
    "API_TITLE": "Praxis",
    "API_VERSION": "v1",
    "OPENAPI_VERSION": "3.1.0",
    "OPENAPI_URL_PREFIX": PREFIX,
    "OPENAPI_JSON_PATH": "openapi.json",
}
_SPEC: dict[str, Any] = {
    "components": {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}},
    "security": [{"token": []}],
    "info": {"description": "Errors are problem documents (RFC 9457); `code` is stable, `fields` names what is wrong."},
}


class _Api(Api):  # type: ignore[misc]  # flask-smorest is untyped
    """Leaves errors to web/errors.py, which answers every door alike."""

    def _register_error_handlers(self) -> None:
        """Register none."""


def install(app: Flask) -> None:
    """Register the addresses under /api/v1 and their description at /api/v1/openapi.json."""
    for name, value in _SETTINGS.items():
        app.config.setdefault(name, value)
    api = _Api(app, spec_kwargs=_SPEC)
    for room in (incidents, tasks, people, cockpit):
        api.register_blueprint(room.blueprint, url_prefix=PREFIX)
