"""The pages about diagrams say what the check does."""

from pathlib import Path

from engine.model_check.codes_page import codes_page
from engine.model_check.support import support_page

DOCS = Path(__file__).parents[3] / "docs"


def test_the_page_of_support_is_printed_from_the_table_of_the_check() -> None:
    page = (DOCS / "bpmn-support.md").read_text()
    assert page == support_page(), "run: .venv/bin/praxis bpmn support > docs/bpmn-support.md"


def test_the_page_of_findings_is_printed_from_the_catalogue() -> None:
    page = (DOCS / "diagram-findings.md").read_text()
    assert page == codes_page(), "run: .venv/bin/praxis bpmn codes > docs/diagram-findings.md"
