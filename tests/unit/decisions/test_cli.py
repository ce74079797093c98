"""`praxis dmn` as a designer sees it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.base.errors import InvalidInput
from engine.decisions.cli import dmn
from tests.unit.decisions.writing import decision, definitions, feel, input_data, table

RULES = [("1", "1", "1"), ("1", "2", "2"), ("2", "-", "3")]
OTHER = "https://example.org/other"


def matrix(*rules: tuple[str, ...]) -> bytes:
    logic = table(["impact | 1, 2", "urgency | 1, 2"], rules)
    return definitions(
        input_data("impact"), input_data("urgency"), decision("priority", logic, inputs=["impact", "urgency"])
    )


def run(*arguments: str) -> tuple[int, list[str]]:
    result = CliRunner().invoke(dmn, list(arguments), catch_exceptions=False)
    return result.exit_code, result.output.splitlines()


def test_evaluate_prints_the_value_and_explains_it(tmp_path: Path) -> None:
    file = tmp_path / "matrix.dmn"
    file.write_bytes(matrix(*RULES))
    inputs = '{"impact": 1, "urgency": 2}'
    assert run("evaluate", str(file), "priority", "--input", inputs) == (0, ["2"])
    _, lines = run("evaluate", str(file), "priority", "--input", inputs, "--explain")
    assert "  priority: rule 2 (r2): impact = 1, urgency = 2 -> 2" in lines


def test_evaluate_explains_a_null(tmp_path: Path) -> None:
    file = tmp_path / "matrix.dmn"
    file.write_bytes(matrix(*RULES))
    _, lines = run("evaluate", str(file), "priority", "--input", '{"impact": 1}', "--explain")
    assert lines[0] == "null"
    assert any("No value was given for the input urgency." in line for line in lines)
    arguments = ["priority", "--input", '{"impact": 1}', "--explain", "--language", "ru"]
    assert any("Для входа urgency не дано значения." in line for line in run("evaluate", str(file), *arguments)[1])


def test_inputs_may_be_dates(tmp_path: Path) -> None:
    file = tmp_path / "due.dmn"
    file.write_bytes(definitions(input_data("day"), decision("year", feel("day.year"), inputs=["day"])))
    assert run("evaluate", str(file), "year", "--input", '{"day": {"@": "2026-12-31"}}') == (0, ["2026"])


@pytest.mark.parametrize("inputs", ["{", "[]", "1"])
def test_inputs_that_are_no_json_object_are_refused(tmp_path: Path, inputs: str) -> None:
    file = tmp_path / "due.dmn"
    file.write_bytes(definitions(decision("answer", feel("1"))))
    with pytest.raises(InvalidInput, match="inputs-not-json"):
        run("evaluate", str(file), "answer", "--input", inputs)


def test_check_names_mistakes_and_ends_with_status_1(tmp_path: Path) -> None:
    file = tmp_path / "matrix.dmn"
    file.write_bytes(matrix(*RULES, (">", "1", "4")))
    status, lines = run("check", str(file))
    assert status == 1
    assert "rule 4, input 1" in lines[0]
    assert lines[-1] == "1 errors, 0 warnings"


def test_evaluate_names_the_mistakes_of_a_model_that_does_not_load(tmp_path: Path) -> None:
    file = tmp_path / "matrix.dmn"
    file.write_bytes(matrix(*RULES, (">", "1", "4")))
    status, lines = run("evaluate", str(file), "priority")
    assert status == 1
    assert "rule 4, input 1" in lines[0]


def test_check_names_overlaps_and_gaps_in_the_language_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "matrix.dmn"
    file.write_bytes(matrix(("1", "-", "1"), ("-", "1", "2")))
    status, lines = run("check", str(file), "--language", "ru")
    assert status == 0
    assert "Правила 1 и 2 вместе подходят для impact = 1, urgency = 1" in lines[0]
    assert "Ни одно правило не покрывает impact = 2, urgency = 2." in lines[1]


def test_imported_files_are_found_beside_the_file(tmp_path: Path) -> None:
    (tmp_path / "theirs.dmn").write_bytes(definitions(decision("base", feel("40")), namespace=OTHER))
    (tmp_path / "broken.dmn").write_bytes(b"not a model")
    file = tmp_path / "mine.dmn"
    imported = f'<import name="their" namespace="{OTHER}"/>'
    file.write_bytes(definitions(imported, decision("answer", feel("their.base + 2"), decisions=[f"{OTHER}#d-base"])))
    assert run("evaluate", str(file), "answer") == (0, ["42"])
