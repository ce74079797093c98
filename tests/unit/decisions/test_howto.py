"""The how-to for decision tables: its commands run, its cells are FEEL."""

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from engine.decisions.cli import dmn
from engine.feel import compile_unary_tests

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs/howto/decision-tables.md").read_text()


def test_its_commands_run() -> None:
    commands = [shlex.split(line)[2:] for line in PAGE.splitlines() if line.startswith("    praxis dmn ")]
    assert len(commands) == 2
    for name, file, *rest in commands:
        result = CliRunner().invoke(dmn, [name, str(ROOT / file), *rest], catch_exceptions=False)
        assert result.exit_code == 0, result.output


def test_its_cells_are_unary_tests() -> None:
    rows = PAGE.partition("| cell | matches |")[2].partition("\n\n")[0]
    cells = [cell for row in rows.splitlines()[2:] for cell in re.findall(r"`([^`]+)`", row.split(" | ")[0])]
    assert len(cells) >= 8
    for cell in cells:
        compile_unary_tests(cell)
