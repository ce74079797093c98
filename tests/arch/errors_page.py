"""Finds every error code in the source and writes docs/errors.md: `python -m tests.arch.errors_page`."""

import ast
from collections.abc import Iterator
from pathlib import Path

from engine.base import errors
from engine.base.errors import AppError
from processes.i18n.catalogue import translate
from processes.i18n.errors import ERRORS

ROOT = Path(__file__).parents[2]
ROOMS = ("engine", "processes", "web", "workers")
CLASSES = {name: cls for name, cls in vars(errors).items() if isinstance(cls, type) and issubclass(cls, AppError)}

HEADING = """# Errors

Every error that Praxis raises on purpose has a stable code. REST gives it as `code` in a problem document (RFC 9457,
`application/problem+json`); pages and the command line give its sentence in the reader's language. A code without a
status names what is wrong with one field and stands under `fields` of an error with status 422.

| code | status | English | Русский |
|---|---|---|---|
"""


def raised() -> dict[str, set[int]]:
    """Return each code that is raised anywhere, with the HTTP statuses of its classes."""
    found: dict[str, set[int]] = {}
    for call in _calls():
        name = getattr(call.func, "id", "")
        code = call.args[0] if call.args else None
        if name in CLASSES and name != "BpmnError" and isinstance(code, ast.Constant):
            found.setdefault(str(code.value), set()).add(CLASSES[name].http_status)
    return found


def field_codes(folder: Path) -> set[str]:
    """Return the codes that are given for single fields: words with a dot in a list."""
    lists = (node for path in folder.rglob("*.py") for node in ast.walk(_tree(path)) if isinstance(node, ast.List))
    words = (item.value for node in lists for item in node.elts if isinstance(item, ast.Constant))
    return {word for word in words if isinstance(word, str) and "." in word}


def page() -> str:
    """Return the page of errors."""
    statuses = raised()
    rows = [
        f"| `{code}` | {', '.join(map(str, sorted(statuses.get(code, ()))))} | {text} | {translate('ru', text)} |"
        for code, text in sorted(ERRORS.items())
    ]
    return HEADING + "\n".join(rows) + "\n"


def _calls() -> Iterator[ast.Call]:
    for room in ROOMS:
        for path in (ROOT / room).rglob("*.py"):
            yield from (node for node in ast.walk(_tree(path)) if isinstance(node, ast.Call))


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


if __name__ == "__main__":
    (ROOT / "docs/errors.md").write_text(page())
