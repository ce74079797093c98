"""The pages for designers say what the language does: every example on them is evaluated."""

import json
import re
from pathlib import Path

import pytest

from engine.feel import compile_expression, compile_unary_tests, from_json, limits, to_feel

DOCS = Path(__file__).parents[3] / "docs"
PAGES = ("feel.md", "feel.ru.md")


def rows(page: str, cells: int) -> list[tuple[str, ...]]:
    pattern = r"\| " + r" \| ".join([r"`((?:[^`|]|\\\|)+)`"] * cells) + r" \|"
    found = (re.fullmatch(pattern, line) for line in (DOCS / page).read_text().splitlines())
    return [tuple(cell.replace("\\|", "|") for cell in match.groups()) for match in found if match]


def context(page: str) -> dict[str, object]:
    block = re.search(r"```json context\n(.*?)```", (DOCS / page).read_text(), re.DOTALL)
    assert block
    values = from_json(json.loads(block.group(1)))
    assert isinstance(values, dict)
    return values


@pytest.mark.parametrize(("page", "text", "value"), [(page, *row) for page in PAGES for row in rows(page, 2)])
def test_an_expression_on_the_page_gives_its_value(page: str, text: str, value: str) -> None:
    assert to_feel(compile_expression(text).evaluate(context(page))) == value


@pytest.mark.parametrize(
    ("page", "cell", "tested", "passes"), [(page, *row) for page in PAGES for row in rows(page, 3)]
)
def test_a_cell_on_the_page_passes_as_it_says(page: str, cell: str, tested: str, passes: str) -> None:
    value = compile_expression(tested).evaluate({})
    assert to_feel(compile_unary_tests(cell).evaluate({}, value)) == passes


@pytest.mark.parametrize("page", PAGES)
def test_the_page_names_the_limits_as_they_are(page: str) -> None:
    numbers = {int(re.sub(r"\D", "", found)) for found in re.findall(r"\d[\d,\u00a0]*", (DOCS / page).read_text())}
    wanted = {limits.MAX_TEXT, limits.MAX_NESTING, limits.MAX_LIST, limits.MAX_STEPS, int(limits.MAX_SECONDS)}
    assert wanted <= numbers


def test_both_pages_show_the_same_examples() -> None:
    assert rows("feel.md", 2) == rows("feel.ru.md", 2)
    assert rows("feel.md", 3) == rows("feel.ru.md", 3)


@pytest.mark.parametrize("page", PAGES)
def test_no_example_escapes_the_test(page: str) -> None:
    lines = [line for line in (DOCS / page).read_text().splitlines() if line.startswith("| `")]
    assert len(lines) == len(rows(page, 2)) + len(rows(page, 3))
