"""Mapping files: the shipped one is sound, and each mistake of a user's own is named by its place."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import pytest

from engine.base.errors import InvalidInput, NotFound
from processes.intake import mapping


def uci() -> dict[str, Any]:
    return json.loads((files("processes.intake") / "mappings" / "uci.json").read_text("utf-8"))


def test_the_shipped_mapping_is_found_by_its_name() -> None:
    assert mapping.load("uci").matrix[2][2] == 4


def test_a_users_own_file_is_found_by_its_path(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    own.write_text(json.dumps(uci() | {"name": "own"}))
    assert mapping.load(str(own)).name == "own"


def test_a_mapping_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        mapping.load("remedy")


def test_broken_json_is_named_by_its_line(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_text('{\n "name": own\n}')
    with pytest.raises(InvalidInput) as refusal:
        mapping.load(str(tmp_path / "own.json"))
    assert list(refusal.value.fields) == ["line 2"]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"states": {"New": "fresh"}}, "states.New"),
        ({"states": {}}, "states"),
        ({"matrix": [[1, 2], [2, 3]]}, "matrix"),
        ({"matrix": [[1, 2, 3], [2, 3, 4], [3, 4, 9]]}, "matrix.2.2"),
        ({"columns": {"number": "n", "state": "s"}}, "columns"),
        ({"columns": {"number": "n", "state": "s", "at": "t", "colour": "c"}}, "columns"),
        ({"levels": {"Group 70": "L4"}}, "levels.Group 70"),
        ({"time_zone": "Europe/Nowhere"}, "time_zone"),
        ({"weather": 1}, "file"),
    ],
    ids=str,
)
def test_a_mistake_is_named_by_its_place(change: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        mapping.parse(uci() | change)
    assert place in refusal.value.fields


def test_whoever_has_no_group_stands_at_the_first_level() -> None:
    levels = mapping.parse(uci())
    assert [levels.level_of(group) for group in (None, "Group 70", "Group 39", "Group 1")] == ["L1", "L1", "L3", "L2"]
