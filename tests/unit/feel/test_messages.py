"""Every reason that the language gives has words in both languages, and the words fit their parameters."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from engine.feel import messages
from engine.feel.errors import Diagnostic
from tests.unit.feel import errors_page

ROOM = Path(messages.__file__).parent
CODES = sorted(
    {
        node.value
        for path in ROOM.rglob("*.py")
        if path.name != "messages.py"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.fullmatch(r"feel\.[a-z-]+", node.value)
    }
)


@pytest.mark.parametrize("code", CODES)
def test_a_code_has_a_sentence_in_both_languages(code: str) -> None:
    english, russian = messages.TEXTS[code]
    assert fields(english) == fields(russian)
    assert re.search("[а-я]", russian)


def test_no_sentence_is_kept_for_a_code_that_nobody_gives() -> None:
    assert sorted(messages.TEXTS) == CODES


def test_braces_in_a_value_do_not_break_a_sentence() -> None:
    assert (
        Diagnostic("feel.not-a-date", {"text": "{x}"}).sentence()
        == 'line 1, column 1: "{x}" is not a date such as 2026-11-23'
    )


def fields(text: str) -> set[str | None]:
    return {field for _, field, _, _ in Formatter().parse(text) if field}


def test_the_page_of_reasons_is_up_to_date() -> None:
    assert errors_page.PAGE.read_text() == errors_page.page()
