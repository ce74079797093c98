"""The structure of the code, checked like any other behaviour."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted(
    path
    for room in ("engine", "processes", "web", "workers")
    for path in (ROOT / room).rglob("*.py")
    if "versions" not in path.parts
)
FORBIDDEN_FILE_NAMES = {"utils", "util", "helpers", "common", "misc", "manager", "service"}
FORBIDDEN_CLASS_NAMES = {"Task", "Request", "Process", "Message"}
CATCH_ALL_PLACES = {"web/errors.py", "workers/runner.py", "workers/ticker.py"}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_module_says_in_one_sentence_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text())), f"{name_of(path)} has no docstring"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_a_file_stays_readable(path: Path) -> None:
    lines = path.read_text().count("\n")
    assert lines <= 350, f"{name_of(path)} has {lines} lines: split it by verb"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_noun_collects_everything(path: Path) -> None:
    assert path.stem not in FORBIDDEN_FILE_NAMES
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ClassDef):
            assert node.name not in FORBIDDEN_CLASS_NAMES, f"{name_of(path)}: class {node.name}"
            methods = sum(isinstance(item, ast.FunctionDef) for item in node.body)
            assert methods <= 20, f"{name_of(path)}: class {node.name} has {methods} methods"
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or 0) - node.lineno + 1
            assert length <= 60, f"{name_of(path)}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_everything_is_caught_in_three_places_only(path: Path) -> None:
    if name_of(path) in CATCH_ALL_PLACES:
        return
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ExceptHandler):
            caught = getattr(node.type, "id", None) if node.type else "everything"
            assert caught not in {"everything", "Exception", "BaseException"}, f"{name_of(path)}:{node.lineno}"
