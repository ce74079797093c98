"""Writes docs/feel-errors.md from the table of messages: `python -m tests.unit.feel.errors_page`."""

from pathlib import Path

from engine.feel.messages import TEXTS

PAGE = Path(__file__).parents[3] / "docs/feel-errors.md"
HEADING = """# What FEEL says

Syntax errors and limits are raised; everything else makes a value null and is the reason that `praxis feel`, a fault of
a gateway or the trace of a decision shows, with line and column. How the language works: [feel.md](feel.md).

| code | English | Русский |
|---|---|---|
"""


def page() -> str:
    """Return the page: every code with its sentence in both languages."""
    return HEADING + "".join(
        f"| `{code}` | {english} | {russian} |\n" for code, (english, russian) in sorted(TEXTS.items())
    )


if __name__ == "__main__":
    PAGE.write_text(page())
