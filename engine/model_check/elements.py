"""Checks each element by itself: is it supported, is it complete, can its expressions be read."""

from collections import Counter
from collections.abc import Callable, Iterator

from engine.feel import FeelError, compile_expression
from engine.model_check.findings import Finding, finding
from engine.model_check.iso import is_time, looks_like_time, read_duration
from engine.model_check.model import Diagram, Element, Flow
from engine.model_check.support import ACTIVITIES, EVENTS, GATEWAYS, HUMAN


def check_elements(diagram: Diagram) -> list[Finding]:
    """Look at every element of a process; all findings at once."""
    found: list[Finding] = []
    for element in diagram.elements.values():
        for rule in _RULES:
            found += rule(diagram, element)
    return [*found, *_pairs(diagram)]


def _at(diagram: Diagram, element: Element, code: str, **params: object) -> Finding:
    return finding(code, diagram.positions[element.id], element, **params)


def _supported(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.type == "adHocSubProcess":
        yield _at(diagram, element, "C17")
    elif element.type in EVENTS:
        yield from _event_supported(diagram, element)
    elif element.type not in ACTIVITIES and element.type not in GATEWAYS:
        yield _at(diagram, element, "C02", type=element.type)


def _event_supported(diagram: Diagram, element: Element) -> Iterator[Finding]:
    kind = element.event.kind if element.event else ""
    home = diagram.elements.get(element.scope)
    place = "start of an event sub-process" if element.type == "startEvent" and home and home.by_event else element.type
    if kind == "conditional" and element.event and not element.event.expression:
        yield _at(diagram, element, "C18")
    elif kind not in EVENTS[place]:
        code = "C10" if element.type == "boundaryEvent" else "C02"
        yield _at(diagram, element, code, type=f"{place} ({kind or 'none'})")
    if element.event and element.event.timeless:
        yield _at(diagram, element, "C06")
    if kind in ("message", "signal") and element.event and element.event.name is None:
        yield _at(diagram, element, "P06", kind=kind)
    if place == "startEvent" and kind in ("timer", "signal") and home is None:
        yield _at(diagram, element, "P07", kind=kind)


def _boundary(diagram: Diagram, element: Element) -> Iterator[Finding]:
    if element.type != "boundaryEvent":
        return
    host = diagram.elements.get(element.attached_to or "")
    if host is None or host.type not in ACTIVITIES or host.scope != element.scope:
        yield _at(diagram, element, "P08", host=element.attached_to or "")


def _pairs(diagram: Diagram) -> Iterator[Finding]:
    """Look at what belongs together: links and their other ends, compensation events and their handlers."""
    elements = list(diagram.elements.values())
    handlers = Counter(element.handler_of for element in elements if element.for_compensation)
    ends = Counter((element.scope, element.event) for element in elements if element.type == "intermediateCatchEvent")
    for element in elements:
        kind = element.event.kind if element.event else ""
        if element.type == "intermediateThrowEvent" and kind == "link" and ends[element.scope, element.event] != 1:
            yield _at(diagram, element, "P16", name=(element.event and element.event.name) or "")
        if element.type == "boundaryEvent" and kind == "compensate" and handlers[element.attached_to] != 1:
            yield _at(diagram, element, "P17")


def _complete(diagram: Diagram, element: Element) -> Iterator[Finding]:
    kind = element.type
    if kind == "serviceTask" and not (element.handler or element.connector):
        yield _at(diagram, element, "C01")
    if bad := [text for text in element.retry if read_duration(text) is None]:
        yield _at(diagram, element, "P19", text=", ".join(bad))
    if kind == "businessRuleTask" and not element.decision:
        yield _at(diagram, element, "B03")
    elif kind == "scriptTask" and not element.script:
        yield _at(diagram, element, "C16")
    elif kind in ("scriptTask", "businessRuleTask") and not (element.result or element.outputs):
        yield _at(diagram, element, "P09")
    if kind == "callActivity" and not element.called:
        yield _at(diagram, element, "C14")
    if kind in HUMAN and not (element.groups or element.assignee or element.role):
        yield _at(diagram, element, "P10")
    if element.loop and element.loop.kind == "standard" and not (element.loop.condition or element.loop.maximum):
        yield _at(diagram, element, "C19")
    if element.loop and element.loop.kind != "standard" and not (element.loop.collection or element.loop.cardinality):
        yield _at(diagram, element, "C13")


def _gateway(diagram: Diagram, element: Element) -> Iterator[Finding]:
    flows = [diagram.flows[flow] for flow in element.outgoing]
    if element.default and element.default not in element.outgoing:
        yield _at(diagram, element, "P11", flow=element.default)
    if element.type in ("exclusiveGateway", "inclusiveGateway") and len(flows) > 1:
        for flow in flows:
            if flow.condition is None and flow.id != element.default:
                yield finding("C03", diagram.positions[flow.id], flow, gateway=element.name or element.id)
        if not element.default and not _one_is_true([flow.condition or "" for flow in flows]):
            yield _at(diagram, element, "P12")
    if element.type in ("parallelGateway", "eventBasedGateway"):
        for flow in flows:
            if flow.condition is not None:
                yield finding("P13", diagram.positions[flow.id], flow, gateway=element.name or element.id)
    if element.type == "eventBasedGateway":
        yield from _event_gateway(diagram, element, flows)


def _one_is_true(conditions: list[str]) -> bool:
    """Tell whether two of the conditions are each other's opposite, as far as their texts show it."""
    texts = {"".join(condition.split()) for condition in conditions}
    opposites = {f"not({text})" for text in texts}
    for sign, opposite in (("!=", "="), ("<=", ">"), (">=", "<")):
        opposites |= {text.replace(sign, opposite) for text in texts if text.count(sign) == 1}
    return bool(texts & opposites)


def _event_gateway(diagram: Diagram, element: Element, flows: list[Flow]) -> Iterator[Finding]:
    for flow in flows:
        target = diagram.elements.get(flow.target)
        if target is not None and (target.type not in ("intermediateCatchEvent", "receiveTask") or target.loop):
            yield _at(diagram, element, "P14", target=target.name or target.id)
    if len(flows) < 2:
        yield _at(diagram, element, "P15")


def _expressions(diagram: Diagram, element: Element) -> Iterator[Finding]:
    loop = element.loop
    sites = [
        ("groups", element.groups),
        ("assignee", element.assignee),
        ("correlation", element.correlation),
        ("due", None if element.due and is_time(element.due) else element.due),
        *((f"input {name}", text or "?") for name, text in element.inputs),
        *((f"output {name}", text or "?") for name, text in element.outputs),
    ]
    if loop:
        sites += [("collection", loop.collection), ("cardinality", loop.cardinality), ("result", loop.result)]
        sites += [("completion condition", loop.completion), ("loop condition", loop.condition)]
    if element.type == "scriptTask":
        sites.append(("script", element.script))
    for flow in element.outgoing:
        sites.append((f"condition of {flow}", diagram.flows[flow].condition))
    for site, text in sites:
        if text:
            yield from _expression(diagram, element, site, text)
    if element.event and element.event.expression:
        if element.event.kind == "timer":
            yield from _timer(diagram, element, element.event.expression)
        else:
            yield from _expression(diagram, element, "condition", element.event.expression)


def _timer(diagram: Diagram, element: Element, text: str) -> Iterator[Finding]:
    if is_time(text):
        return
    if _is_cron(text) or looks_like_time(text):
        yield _at(diagram, element, "D6", text=_short(text))
    else:
        yield from _expression(diagram, element, "timer", text)


def _expression(diagram: Diagram, element: Element, site: str, text: str) -> Iterator[Finding]:
    if text.startswith(("${", "#{")):
        yield _at(diagram, element, "D3", site=site, text=_short(text))
        return
    try:
        compile_expression(text)
    except FeelError as error:
        code = "D7" if site == "script" else "D5"
        detail = {language: error.sentence(language) for language in ("en", "ru")}
        yield _at(diagram, element, code, site=site, text=_short(text), detail=detail)


def _short(text: str) -> str:
    """Return the beginning of a text on one line."""
    return " ".join(text.split())[:80]


def _is_cron(text: str) -> bool:
    parts = text.split()
    return len(parts) in (5, 6, 7) and all(set(part) <= set("0123456789*/?,-LW#") for part in parts)


_RULES: tuple[Callable[[Diagram, Element], Iterator[Finding]], ...] = (
    _supported,
    _boundary,
    _complete,
    _gateway,
    _expressions,
)
