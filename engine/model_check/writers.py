"""Finds variables that two parallel branches both write: whichever comes later wins, and nobody can say which."""

from collections.abc import Iterator

from engine.model_check.findings import Finding, finding
from engine.model_check.model import Diagram, Element

_SPLITS = ("parallelGateway", "inclusiveGateway")


def check_writers(diagram: Diagram) -> list[Finding]:
    """Look behind every split that can start several branches."""
    return [found for element in diagram.elements.values() for found in _behind(diagram, element)]


def _behind(diagram: Diagram, split: Element) -> Iterator[Finding]:
    if len(split.outgoing) < 2 or not (split.type in _SPLITS or _is_activity_split(diagram, split)):
        return
    starts = [diagram.flows[flow].target for flow in split.outgoing]
    whole = [_ahead(diagram, start, None) for start in starts]
    joins = (name for name in whole[0] if _is_join(diagram, name))
    meeting = next((name for name in joins if all(name in reach for reach in whole)), None)
    branches = [_ahead(diagram, start, meeting) for start in starts]
    first_by_name: dict[str, int] = {}
    for number, branch in enumerate(branches):
        others = {name for other in branches[:number] + branches[number + 1 :] for name in other}
        for element in (diagram.elements[name] for name in branch if name not in others):
            for variable in _written(element):
                if first_by_name.setdefault(variable, number) != number:
                    yield finding("P18", diagram.positions[element.id], element, name=variable)


def _ahead(diagram: Diagram, start: str, stop: str | None) -> dict[str, None]:
    """Return the elements that can be reached, nearest first, not going past `stop`."""
    found: dict[str, None] = {}
    ahead = [start]
    for name in ahead:
        if name == stop or name in found or name not in diagram.elements:
            continue
        found[name] = None
        ahead += [diagram.flows[flow].target for flow in diagram.elements[name].outgoing]
    return found


def _is_activity_split(diagram: Diagram, element: Element) -> bool:
    free = [flow for flow in element.outgoing if diagram.flows[flow].condition is None and flow != element.default]
    return not element.type.endswith("Gateway") and len(free) > 1


def _is_join(diagram: Diagram, name: str) -> bool:
    element = diagram.elements[name]
    return element.type in _SPLITS and len(element.incoming) > 1


def _written(element: Element) -> set[str]:
    """Return the top-level variables an element is declared to write; the instances of a repeated one write none."""
    if element.loop and element.loop.kind != "standard":
        return {element.loop.results} if element.loop.results else set()
    names = {name for name, _ in element.outputs}
    return names | ({element.result} if element.result else set())
