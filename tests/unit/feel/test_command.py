"""`praxis feel` and `praxis bench feel`, as a designer types them."""

import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.bench.cli import bench
from engine.feel.cli import feel

ROOT = Path(__file__).parents[3]


def run(*arguments: str) -> tuple[str, str, int]:
    result = CliRunner().invoke(feel, arguments)
    return result.stdout, result.stderr, result.exit_code


def test_both_commands_are_registered() -> None:
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["entry-points"]
    assert declared["praxis.commands"]["feel"] == "engine.feel.cli:feel"
    assert declared["praxis.commands"]["bench"] == "engine.bench.cli:bench"
    assert declared["praxis.bench"]["feel"] == "engine.bench.feel:feel"


def test_the_value_is_printed() -> None:
    assert run("priority + 1", "--context", '{"priority": 1.5}') == ("2.5\n", "", 0)


def test_the_value_is_printed_as_json() -> None:
    assert run('{d: @"2026-11-23", n: 1}', "--json") == ('{"d": "2026-11-23", "n": 1}\n', "", 0)


def test_a_cell_is_tested_against_an_input() -> None:
    assert run("< 5", "--input", "3") == ("true\n", "", 0)
    assert run("null", "--input", "null") == ("true\n", "", 0)


def test_reasons_for_null_go_to_standard_error_in_the_language_asked_for() -> None:
    assert run('1 < "a"', "--lang", "ru") == ("null\n", "строка 1, столбец 3: number и string нельзя сравнить\n", 0)


def test_a_syntax_error_is_one_sentence_and_a_failure() -> None:
    sentence = 'praxis: line 1, column 9: expected a value after ">", found ")"\n'
    assert run("(impact>)") == ("", sentence, 1)


def test_a_context_that_is_no_object_is_refused() -> None:
    assert "must be a JSON object" in run("1", "--context", "[]")[1]
    assert "not JSON" in run("1", "--context", "{")[1]


@pytest.mark.slow
def test_the_benchmark_compares_both_sides() -> None:
    result = CliRunner().invoke(bench, ["feel", "--json"])
    found = json.loads(result.stdout)
    assert found["ratio"] > 0
    assert {"condition", "praxis_us", "spiffworkflow_us", "ratio"} == found["conditions"][0].keys()
    assert found["table"]["rules"] == 500
