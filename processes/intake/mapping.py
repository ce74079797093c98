"""How another system's log is read: a JSON file that its user writes; `mappings/uci.json` is an example to copy.

time_format, time_zone    of every time in the file; `missing` lists the texts that stand for nothing
columns                   our name -> the file's column; number, state and at are needed, the rest is optional
states                    the file's state -> a phase of the incident process
levels                    the file's group -> L1, L2 or L3; `default_level` for the others
impact, urgency, priority the file's words -> numbers, 1 is the highest
matrix                    the source's own priorities: rows by impact, columns by urgency
title, facts              the ticket's title as a template over columns; columns kept as lines of its description
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jsonschema import Draft202012Validator

from engine.base.errors import InvalidInput, NotFound

PHASES = (
    "new",
    "in_progress",
    "waiting_customer",
    "waiting_vendor",
    "waiting_problem",
    "waiting_evidence",
    "resolved",
    "closed",
    "cancelled",
)
LEVELS = ("L1", "L2", "L3")
NEEDED_COLUMNS = ("number", "state", "at")
COLUMNS = (
    *NEEDED_COLUMNS,
    "revision",
    "opened_at",
    "resolved_at",
    "impact",
    "urgency",
    "priority",
    "requester",
    "group",
    "assignee",
    "category",
    "subcategory",
)

_TEXT = {"type": "string", "minLength": 1}
_SCALE = {"type": "object", "additionalProperties": {"enum": [1, 2, 3]}}
_SCHEMA = {
    "type": "object",
    "additionalProperties": False,
    "required": ["name", "time_format", "columns", "states", "impact", "urgency", "priority", "matrix"],
    "properties": {
        "name": {"type": "string", "pattern": "^[a-z0-9-]{1,40}$"},
        "time_format": _TEXT,
        "time_zone": _TEXT,
        "delimiter": {"type": "string", "minLength": 1, "maxLength": 1},
        "encoding": _TEXT,
        "missing": {"type": "array", "items": {"type": "string"}},
        "columns": {
            "type": "object",
            "propertyNames": {"enum": list(COLUMNS)},
            "additionalProperties": _TEXT,
            "required": list(NEEDED_COLUMNS),
        },
        "states": {"type": "object", "minProperties": 1, "additionalProperties": {"enum": list(PHASES)}},
        "levels": {"type": "object", "additionalProperties": {"enum": list(LEVELS)}},
        "default_level": {"enum": list(LEVELS)},
        "impact": _SCALE,
        "urgency": _SCALE,
        "priority": {"type": "object", "additionalProperties": {"enum": [1, 2, 3, 4, 5]}},
        "matrix": {
            "type": "array",
            "minItems": 3,
            "maxItems": 3,
            "items": {"type": "array", "minItems": 3, "maxItems": 3, "items": {"enum": [1, 2, 3, 4, 5]}},
        },
        "title": _TEXT,
        "facts": {"type": "object", "additionalProperties": _TEXT},
    },
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceMapping:
    """A mapping file, read and found sound; see the head of this module."""

    name: str
    time_format: str
    columns: Mapping[str, str]
    states: Mapping[str, str]
    impact: Mapping[str, int]
    urgency: Mapping[str, int]
    priority: Mapping[str, int]
    matrix: Sequence[Sequence[int]]
    time_zone: str = "UTC"
    delimiter: str = ","
    encoding: str = "utf-8-sig"
    missing: Sequence[str] = ("",)
    levels: Mapping[str, str] = field(default_factory=dict)
    default_level: str = "L1"
    title: str = "{number}"
    facts: Mapping[str, str] = field(default_factory=dict)

    def level_of(self, group: str | None) -> str:
        """Return the support level of a group of the source; whoever has no group stands at the first level."""
        if group is None:
            return "L1"
        return self.levels.get(group, self.default_level)


def load(name: str) -> SourceMapping:
    """Read a mapping that ships with Praxis by its name, or a file by its path.

    Raises NotFound (`intake.mapping-missing`) and InvalidInput (`intake.mapping-invalid`), with a field for each place.
    """
    shipped = files("processes.intake") / "mappings" / f"{name}.json"
    path = Path(name)
    if path.suffix != ".json" and shipped.is_file():
        content = shipped.read_text("utf-8")
    elif path.is_file():
        content = path.read_text("utf-8")
    else:
        raise NotFound("intake.mapping-missing", name=name)
    try:
        return parse(json.loads(content))
    except json.JSONDecodeError as error:
        raise InvalidInput("intake.mapping-invalid", {f"line {error.lineno}": [error.msg]}, name=name) from error


def parse(raw: Any) -> SourceMapping:
    """Check the content of a mapping file; raises InvalidInput (`intake.mapping-invalid`)."""
    wrong: dict[str, list[str]] = {}
    for error in Draft202012Validator(_SCHEMA).iter_errors(raw):
        wrong.setdefault(".".join(str(step) for step in error.absolute_path) or "file", []).append(error.message)
    if not wrong:
        try:
            ZoneInfo(raw.get("time_zone", "UTC"))
        except (ZoneInfoNotFoundError, ValueError):
            wrong["time_zone"] = [f"{raw['time_zone']!r} is not an IANA time zone"]
    if wrong:
        raise InvalidInput("intake.mapping-invalid", wrong)
    return SourceMapping(**raw)
