"""Checks what a process names outside itself: forms, decisions, handlers, connectors, groups, called processes."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from lxml import etree

from engine.model_check.findings import Finding, finding
from engine.model_check.graph import Named
from engine.model_check.model import Diagram, Element
from engine.model_check.source import Source, read_source
from engine.model_check.support import MAX_ELEMENTS


@dataclass(frozen=True, slots=True)
class Known:
    """What the caller knows to exist; None means that it does not know, and nothing is said about that kind."""

    key: str | None = None  # the folder's name, which the process id must equal
    handlers: Collection[str] | None = None
    connectors: Collection[str] | None = None  # each with its operation: `directory.lookup`
    groups: Collection[str] | None = None
    messages: Collection[str] | None = None
    calendars: Collection[str] | None = None
    views: Collection[str] | None = None
    is_whole: bool = True  # whether the files given are the whole folder, forms included


def check_references(
    diagram: Diagram, keys: Mapping[str, Diagram], files: Mapping[str, bytes], known: Known
) -> list[Finding]:
    """Look whether everything a process names is there."""
    decisions = _decisions(files)
    found = []
    shown = Named(diagram.key, diagram.name)
    if known.views is not None and diagram.view and diagram.view not in known.views:
        found.append(finding("P27", diagram.positions[diagram.key], shown, name=diagram.view))
    if (count := _drawn_in(diagram.key, keys, {})) > MAX_ELEMENTS:
        limits = {"count": count, "limit": MAX_ELEMENTS}
        found.append(finding("P01", diagram.positions[diagram.key], shown, **limits))
    for element in diagram.elements.values():
        for code, name in _missing(element, keys, files, decisions, known):
            found.append(finding(code, diagram.positions[element.id], element, name=name))
        if element.type == "callActivity" and element.called and calls_itself(element.called, diagram.key, keys):
            found.append(finding("X3", diagram.positions[element.id], element, name=element.called))
    return found


def _drawn_in(key: str, keys: Mapping[str, Diagram], counted: dict[str, int]) -> int:
    """Count the elements of a process with every called process drawn in; calls that lead back count once."""
    if key not in counted and key in keys:
        counted[key] = 0
        elements = keys[key].elements.values()
        called = (_drawn_in(element.called, keys, counted) for element in elements if element.called)
        counted[key] = len(elements) + sum(called)
    return counted.get(key, 0)


def calls_itself(called: str, key: str, keys: Mapping[str, Diagram]) -> bool:
    """Tell whether calling `called` leads back to `key`, directly or through others."""
    seen: set[str] = set()
    ahead = [called]
    while ahead:
        current = ahead.pop()
        if current == key:
            return True
        if current in seen or current not in keys:
            continue
        seen.add(current)
        ahead += [element.called for element in keys[current].elements.values() if element.called]
    return False


def _missing(
    element: Element,
    keys: Mapping[str, Diagram],
    files: Mapping[str, bytes],
    decisions: Collection[str],
    known: Known,
) -> Iterator[tuple[str, str]]:
    if element.called and element.called not in keys:
        yield "C15", element.called
    if element.decision and element.decision not in decisions:
        yield "C12", element.decision
    if known.is_whole and element.form and f"forms/{element.form}.json" not in files:
        yield "P20", element.form
    if known.handlers is not None and element.handler and element.handler not in known.handlers:
        yield "P21", element.handler
    call = f"{element.connector}.{element.operation}"
    if known.connectors is not None and element.connector and call not in known.connectors:
        yield "P22", call
    if known.calendars is not None and element.event and element.event.calendar not in {None, *known.calendars}:
        yield "P26", element.event.calendar or ""
    message = element.event.name if element.event and element.event.kind == "message" else None
    if known.messages is not None and message and message not in known.messages:
        yield "P23", message
    if known.groups is not None and (literal := _literal(element.groups)) and literal not in known.groups:
        yield "P24", literal


def _literal(text: str | None) -> str | None:
    """Return the group that a plain string literal names; other expressions are known only when they run."""
    if text and len(text) > 2 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        return text[1:-1]
    return None


def _decisions(files: Mapping[str, bytes]) -> set[str]:
    found: set[str] = set()
    for name, data in files.items():
        if name.lower().endswith(".dmn"):
            source = read_source(name, data)
            if isinstance(source, Source):
                found |= set(_ids(source.root))
    return found


def _ids(root: etree._Element) -> Iterator[str]:
    for node in root.iter():
        if isinstance(node.tag, str) and node.tag.rpartition("}")[2] == "decision" and node.get("id"):
            yield str(node.get("id"))
