"""Checks the shape of a process: starts, flows that lead nowhere, loops without a wait, elements nobody reaches."""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.model_check.findings import Finding, finding
from engine.model_check.model import Diagram, Element
from engine.model_check.support import GATEWAYS, MAX_ELEMENTS, SCOPES, WAITING


@dataclass(frozen=True, slots=True)
class Named:
    """Something a finding can point at by id and name."""

    id: str
    name: str


def check_graph(diagram: Diagram) -> list[Finding]:
    """Look at one process and each sub-process in it."""
    found = list(_flows(diagram))
    for scope in _scopes(diagram):
        found += _starts(diagram, scope)
    found += _unreached(diagram)
    found += _loops_without_wait(diagram)
    return found


def check_size(diagram: Diagram) -> list[Finding]:
    """Refuse a process with more elements than any other rule should have to look at."""
    if len(diagram.elements) <= MAX_ELEMENTS:
        return []
    limits = {"count": len(diagram.elements), "limit": MAX_ELEMENTS}
    return [finding("P01", diagram.positions[diagram.key], Named(diagram.key, diagram.name), **limits)]


def inside(diagram: Diagram, scope: str) -> list[Element]:
    """Return the elements that lie directly in a process or sub-process."""
    return [element for element in diagram.elements.values() if element.scope == scope]


def _scopes(diagram: Diagram) -> Iterator[Named]:
    yield Named(diagram.key, diagram.name if diagram.name != diagram.key else "")
    for element in diagram.elements.values():
        if element.type in SCOPES and element.type != "adHocSubProcess":
            yield Named(element.id, element.name)


def _flows(diagram: Diagram) -> Iterator[Finding]:
    elements = diagram.elements
    for flow in diagram.flows.values():
        source, target = elements.get(flow.source), elements.get(flow.target)
        shown = source or Named(flow.id, flow.name)
        place = diagram.positions[source.id if source else flow.id]
        if source is None or target is None:
            yield finding("C09", place, shown, flow=flow.id, target=flow.target if source else flow.source)
        elif source.scope != target.scope:
            yield finding("P02", diagram.positions[flow.id], Named(flow.id, flow.name), target=target.id)
        elif target.type in ("startEvent", "boundaryEvent"):
            yield finding("P03", diagram.positions[flow.id], Named(flow.id, flow.name), target=target.id)


def _starts(diagram: Diagram, scope: Named) -> Iterator[Finding]:
    starts = [element for element in inside(diagram, scope.id) if element.type == "startEvent"]
    place = diagram.positions[scope.id]
    if scope.id == diagram.key:
        if not starts:
            yield finding("C04", place, scope)
        plain = [start for start in starts if start.event is None]
        if len(plain) > 1:
            yield finding("P04", diagram.positions[plain[1].id], plain[1], count=len(plain))
    elif len(starts) != 1:
        yield finding("C07", place, scope, count=len(starts))


def _unreached(diagram: Diagram) -> Iterator[Finding]:
    for element in diagram.elements.values():
        begins = element.type in ("startEvent", "boundaryEvent") or element.by_event or element.for_compensation
        link = element.type == "intermediateCatchEvent" and element.event and element.event.kind == "link"
        if not (begins or link or element.incoming or _is_adhoc(diagram, element)):
            yield finding("P05", diagram.positions[element.id], element)


def _is_adhoc(diagram: Diagram, element: Element) -> bool:
    home = diagram.elements.get(element.scope)
    return home is not None and home.type == "adHocSubProcess"


def _loops_without_wait(diagram: Diagram) -> Iterator[Finding]:
    """Find rings of elements in which no token ever stops: they would run for ever in one go."""
    moving = [
        element for element in diagram.elements.values() if element.type not in WAITING and not _is_remote(element)
    ]
    ahead = {element.id: {diagram.flows[flow].target for flow in element.outgoing} for element in moving}
    for ring in _rings(ahead):
        members = [diagram.elements[identity] for identity in ring]
        first = next((element for element in members if element.type in GATEWAYS), members[0])
        only_gateways = all(element.type in GATEWAYS for element in members)
        names = ", ".join(element.name or element.id for element in members[:5])
        yield finding("X2" if only_gateways else "X1", diagram.positions[first.id], first, ring=names)


def _is_remote(element: Element) -> bool:
    """Tell whether a service task leaves the process waiting for a worker."""
    return element.type == "serviceTask" and element.handler is None


def _rings(ahead: dict[str, set[str]]) -> Iterator[list[str]]:
    """Take away what leads nowhere, then what nothing leads to; rings are what remains."""
    graph = _without_leaves({name: targets & ahead.keys() for name, targets in ahead.items()})
    behind = _without_leaves(_reversed(graph))
    graph, seen = _reversed(behind), set[str]()
    for start in graph:
        ring, ready = [], [start]
        while ready:
            name = ready.pop()
            if name not in seen:
                seen.add(name)
                ring.append(name)
                ready += graph[name] | behind[name]
        if ring:
            yield [name for name in ahead if name in ring]


def _without_leaves(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    behind, gone = _reversed(graph), set()
    count = {name: len(targets) for name, targets in graph.items()}
    ready = [name for name, targets in count.items() if not targets]
    while ready:
        name = ready.pop()
        gone.add(name)
        for before in behind[name]:
            count[before] -= 1
            if not count[before]:
                ready.append(before)
    return {name: targets - gone for name, targets in graph.items() if name not in gone}


def _reversed(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    behind: dict[str, set[str]] = {name: set() for name in graph}
    for name, targets in graph.items():
        for target in targets:
            behind[target].add(name)
    return behind
