"""Diagrams as JSON-ready values: how a checked diagram crosses from the reading child and is stored per version."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from engine.model_check.model import Diagram, Element, Event, Flow, Loop

_FORMAT = 1


def write_diagram(diagram: Diagram) -> dict[str, Any]:
    """Return the diagram as plain values; positions stay behind, for they concern the file and not the process."""
    return {
        "format": _FORMAT,
        "key": diagram.key,
        "name": diagram.name,
        "view": diagram.view,
        "elements": [_sparse(asdict(element)) for element in diagram.elements.values()],
        "flows": [_sparse(asdict(flow)) for flow in diagram.flows.values()],
    }


def read_diagram(written: Mapping[str, Any]) -> Diagram:
    """Read what `write_diagram` wrote."""
    elements = {row["id"]: _element(row) for row in written["elements"]}
    flows = {row["id"]: Flow(**row) for row in written["flows"]}
    return Diagram(written["key"], written["name"], written["view"], elements, flows)


def _sparse(row: dict[str, Any]) -> dict[str, Any]:
    """Leave out what has its usual value; most elements use few of their fields."""
    kept = {name: value for name, value in row.items() if value not in (None, "", False, (), []) or name == "scope"}
    return kept if row.get("interrupting", True) else kept | {"interrupting": False}


def _element(row: Mapping[str, Any]) -> Element:
    values = {"name": "", **row}
    for name in ("retry", "incoming", "outgoing"):
        values[name] = tuple(row.get(name, ()))
    for name in ("inputs", "outputs"):
        values[name] = tuple((variable, text) for variable, text in row.get(name, ()))
    values["event"] = Event(**row["event"]) if row.get("event") else None
    values["loop"] = Loop(**row["loop"]) if row.get("loop") else None
    values["interrupting"] = row.get("interrupting", True)
    return Element(**values)
