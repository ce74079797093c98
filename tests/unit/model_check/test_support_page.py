"""docs/bpmn-support.md says what the check does."""

from pathlib import Path

from engine.model_check.support import support_page

PAGE = Path(__file__).parents[3] / "docs" / "bpmn-support.md"


def test_the_page_is_printed_from_the_table_of_the_check() -> None:
    assert PAGE.read_text() == support_page(), "run: .venv/bin/praxis bpmn support > docs/bpmn-support.md"
