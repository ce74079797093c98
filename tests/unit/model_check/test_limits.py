"""No file, however large or hostile, takes long, and none ends in a traceback."""

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from engine.model_check.bounded import check_bounded
from engine.model_check.cli import bpmn
from engine.model_check.folder import check_folder
from tests.unit.spiff.desk import diagram, flows, node

ENDS = node("startEvent", "s") + node("endEvent", "e")
SOUND = ENDS + node("task", "t") + flows("s > t > e")


def chain(length: int) -> bytes:
    names = [f"t{number}" for number in range(length)]
    return diagram(ENDS + "".join(node("task", name) for name in names) + flows(" > ".join(["s", *names, "e"])))


def ladder(rungs: int) -> bytes:
    """Parallel and inclusive blocks one after another: many states, many joins."""
    body, before = ENDS, "s"
    for number in range(rungs):
        kind = ("parallelGateway", "inclusiveGateway")[number % 2]
        body += (
            node(kind, f"o{number}")
            + node(kind, f"c{number}")
            + "".join(node("task", f"t{number}_{i}") for i in "abcd")
        )
        body += flows(f"{before} > o{number}", *(f"o{number} > t{number}_{i} > c{number}" for i in "abcd"))
        before = f"c{number}"
    return diagram(body + flows(f"{before} > e"))


@pytest.mark.slow
@pytest.mark.parametrize("data", [chain(2_000), ladder(330)], ids=["chain", "ladder"])
def test_two_thousand_elements_take_less_than_five_seconds(data: bytes) -> None:
    began = time.monotonic()
    found = check_folder({"p.bpmn": data}).findings
    assert time.monotonic() - began < 5
    assert {finding.code for finding in found} <= {"C03", "P12"}


def test_too_many_elements_are_refused_at_once() -> None:
    assert [found.code for found in check_folder({"p.bpmn": chain(5_001)}).findings] == ["P01"]


@pytest.mark.slow
def test_a_check_that_does_not_end_is_stopped() -> None:
    (found,) = check_bounded({"p.bpmn": ladder(100)}, patience=0.001).findings
    assert found.code == "A8"


BOMB = (
    b'<!DOCTYPE d [<!ENTITY a "'
    + b"a" * 1000
    + b'">'
    + b"".join(b'<!ENTITY %c "%s">' % (98 + number, b"&%c;" % (97 + number) * 10) for number in range(8))
    + b"]><d>&i;</d>"
)


@pytest.mark.slow
@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0",
        b"\xff\xfe<",
        BOMB,
        b"<a>" * 300,
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        diagram(SOUND)[:400],
    ],
    ids=["empty", "nul", "utf16", "bomb", "deep", "encoding", "cut"],
)
def test_hostile_bytes_get_one_clear_finding(data: bytes) -> None:
    (found,) = check_bounded({"p.bpmn": data}).findings
    assert found.code in {"A1", "A2", "A5", "A7"} and found.position.file == "p.bpmn"


@pytest.mark.slow
def test_the_command_prints_lines_and_tells_by_its_exit_status(tmp_path: Path) -> None:
    good, bad = tmp_path / "good.bpmn", tmp_path / "bad.bpmn"
    good.write_bytes(diagram(SOUND))
    bad.write_bytes(diagram(SOUND.replace("task", "serviceTask")))
    runner = CliRunner()
    assert runner.invoke(bpmn, ["check", str(good)]).exit_code == 0
    told = runner.invoke(bpmn, ["check", str(tmp_path)])
    assert told.exit_code == 1 and told.output.startswith("bad.bpmn:4:") and " error C01 t " in told.output
    told = runner.invoke(bpmn, ["check", "--format", "json", "--language", "ru", str(bad)])
    (row,) = json.loads(told.output)
    assert (row["code"], row["severity"], row["element_id"]) == ("C01", "error", "t") and "задача" in row["message"]


@pytest.mark.slow
def test_a_folder_named_like_its_diagram_is_one_whole(tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    (folder / "forms").mkdir(parents=True)
    (folder / "desk.bpmn").write_bytes(
        diagram(SOUND.replace("<task", '<userTask praxis:form="f" praxis:groups="g"').replace("</task", "</userTask"))
    )
    told = CliRunner().invoke(bpmn, ["check", str(folder)])
    assert {line.split()[2] for line in told.output.splitlines()} == {"P20", "P25"}


WIDE = diagram(
    ENDS
    + node("parallelGateway", "g")
    + node("parallelGateway", "j")
    + "".join(node("task", f"t{number}") for number in range(2_000))
    + flows("s > g", "j > e", *(f"g > t{number} > j" for number in range(2_000)))
)
MANY = diagram("".join(f'<task id="t{number}"/>' for number in range(90_000)))


@pytest.mark.slow
@pytest.mark.parametrize(("data", "codes"), [(WIDE, set()), (MANY, {"P01"})], ids=["wide", "many"])
def test_a_wide_and_a_huge_diagram_stay_inside_the_limits_of_the_child(data: bytes, codes: set[str]) -> None:
    assert {found.code for found in check_bounded({"p.bpmn": data}).findings} == codes
