"""The runner of the kit itself: it counts, refuses and goes on."""

from pathlib import Path

import pytest

from tests.conformance import dmn_tck
from tests.unit.decisions.writing import decision, definitions, feel, input_data

CASES = """<testCases xmlns="http://www.omg.org/spec/DMN/20160719/testcase"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><modelName>model.dmn</modelName>{cases}</testCases>"""
CASE = """<testCase id="{id}"><inputNode name="n"><value xsi:type="xsd:decimal">2</value></inputNode>
    <resultNode name="{id}"><expected>{expected}</expected></resultNode></testCase>"""
NUMBER = '<value xsi:type="xsd:decimal">{}</value>'
NIL = '<value xsi:nil="true"/>'


def write_suite(folder: Path, expected: dict[str, tuple[str, str]]) -> None:
    """Write a model and its cases: decision name to (text, expected value)."""
    decisions = [decision(name, feel(text), inputs=["n"]) for name, (text, _) in expected.items()]
    (folder / "model.dmn").write_bytes(definitions(input_data("n"), *decisions))
    cases = "".join(CASE.format(id=name, expected=value) for name, (_, value) in expected.items())
    (folder / "model-test-01.xml").write_text(CASES.format(cases=cases))


def test_it_counts_passed_failed_and_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    java = 'function(x) external {java: {class: "java.lang.Math", method signature: "abs(double)"}}'
    write_suite(
        tmp_path,
        {
            "right": ("n * 2", NUMBER.format("4.000000001")),
            "nothing": ('n + "x"', NIL),
            "broken": ("n +", NIL),
            "wrong": ("n * 2", NUMBER.format(5)),
            "java": (f"({java})(n)", NUMBER.format(2)),
            "list": ("[n, {a: n}]", f"<list><item>{NUMBER.format(2)}</item><item><component name='a'>"
             f"{NUMBER.format(2)}</component></item></list>"),
        },
    )  # fmt: skip
    assert dmn_tck.main([str(tmp_path)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "4 passed, 1 failed, 1 refused"
    assert any(line.startswith("    wrong: wrong: expected Decimal('5'), got Decimal('4')") for line in lines)


def test_a_runaway_case_fails_and_the_run_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dmn_tck, "SECONDS_A_CASE", 1)
    endless = "count(for a in 1..2000, b in 1..2000, c in 1..2000 return a)"
    write_suite(tmp_path, {"endless": (endless, NIL), "right": ("n", NUMBER.format(2))})
    verdicts = {result.case: result.verdict for result in dmn_tck.run_suite(tmp_path / "model-test-01.xml")}
    assert verdicts == {"endless": "failed", "right": "passed"}


def test_an_empty_tree_is_a_failure(tmp_path: Path) -> None:
    assert dmn_tck.main([str(tmp_path)]) == 1
