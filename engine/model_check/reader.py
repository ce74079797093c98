"""Turns a parsed BPMN file into diagrams: every element and flow in document order, whether supported or not."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from engine.model_check.findings import Finding, finding
from engine.model_check.model import Diagram, Element, Event, Flow, Loop, Position
from engine.model_check.source import BPMN, PRAXIS, Source
from engine.model_check.support import MAX_ELEMENTS, NODE_ENDINGS, SCOPES

_SUFFIX = "EventDefinition"
_NAMED = {"message": "messageRef", "signal": "signalRef", "error": "errorRef", "escalation": "escalationRef"}


@dataclass(frozen=True, slots=True)
class Declared:
    """A message, signal, error or escalation declared beside the processes."""

    name: str | None
    code: str | None


@dataclass(slots=True)
class Reading:
    """What one file holds."""

    source: Source
    diagrams: list[Diagram] = field(default_factory=list)
    executable: dict[str, bool] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


def read_diagrams(source: Source) -> Reading:
    """Read every process of a file; elements keep their order, references that lead nowhere become findings."""
    reading = Reading(source)
    declared = _declared(source, reading.findings)
    for node in source.root.iter(f"{BPMN}process"):
        reader = _ProcessReader(source, declared, reading.findings)
        diagram = reader.read(node)
        reading.diagrams.append(diagram)
        reading.executable[diagram.key] = node.get("isExecutable", "true") != "false"
    for store in source.root.iterchildren(f"{BPMN}dataStore"):
        shown = Element(store.get("id", ""), store.get("name") or "", "dataStore", "")
        reading.findings.append(finding("B01", source.at(store), shown, name=shown.name or shown.id))
    return reading


def text_of(node: etree._Element | None) -> str | None:
    """Return an element's text without the white space around it, None when there is none."""
    text = "".join(str(part) for part in node.itertext()).strip() if node is not None else ""
    return text or None


def kind_of(node: etree._Element) -> str:
    """Return the local name of a BPMN element, an empty string for any other."""
    tag = node.tag
    return tag[len(BPMN) :] if isinstance(tag, str) and tag.startswith(BPMN) else ""


def _declared(source: Source, findings: list[Finding]) -> dict[str, Declared]:
    found = {}
    for kind in _NAMED:
        for node in source.root.iterchildren(f"{BPMN}{kind}"):
            if not node.get("id"):
                findings.append(finding("B02", source.at(node), kind=kind, name=node.get("name", "")))
                continue
            code = node.get("errorCode") or node.get("escalationCode")
            found[str(node.get("id"))] = Declared(node.get("name"), code)
    return found


class _ProcessReader:
    """Collects the elements of one process, sub-processes included."""

    def __init__(self, source: Source, declared: dict[str, Declared], findings: list[Finding]) -> None:
        self.source = source
        self.declared = declared
        self.findings = findings
        self.elements: dict[str, Element] = {}
        self.flows: dict[str, Flow] = {}
        self.positions: dict[str, Position] = {}

    def read(self, node: etree._Element) -> Diagram:
        key = node.get("id") or "process"
        self.positions[key] = self.source.at(node)
        self._read_scope(node, key)
        self._link_compensation(node)
        name = node.get("name") or key
        return Diagram(key, name, node.get(f"{PRAXIS}view"), self._connected(), self.flows, self.positions)

    def _read_scope(self, node: etree._Element, scope: str) -> None:
        lanes = _lanes(node)
        for child in node:
            kind = kind_of(child)
            if len(self.elements) > MAX_ELEMENTS:  # it is refused anyway: read no further
                return
            if kind == "sequenceFlow":
                self._read_flow(child)
            elif kind.lower().endswith(NODE_ENDINGS):
                element = self._read_element(child, kind, scope, lanes)
                if kind in SCOPES:
                    self._read_scope(child, element.id)

    def _remember(self, identity: str, node: etree._Element, *, taken: bool) -> None:
        if taken:
            self.findings.append(finding("B05", self.source.at(node), id=identity))
        self.positions[identity] = self.source.at(node)

    def _read_flow(self, node: etree._Element) -> None:
        source, target = node.get("sourceRef", ""), node.get("targetRef", "")
        identity = node.get("id") or f"{source}-to-{target}-{len(self.flows) + 1}"
        self._remember(identity, node, taken=identity in self.flows or identity in self.elements)
        condition = text_of(node.find(f"{BPMN}conditionExpression"))
        self.flows[identity] = Flow(identity, source, target, node.get("name") or "", condition)

    def _read_element(self, node: etree._Element, kind: str, scope: str, lanes: dict[str, str]) -> Element:
        identity = node.get("id") or f"{kind}-{len(self.elements) + 1}"
        self._remember(identity, node, taken=identity in self.elements or identity in self.flows)
        parent = self.elements.get(scope)
        element = Element(
            id=identity,
            name=node.get("name") or "",
            type=kind,
            scope=scope,
            lane=lanes.get(identity) or (parent.lane if parent else None),
            retry=tuple(part.strip() for part in node.get(f"{PRAXIS}retry", "").split(",") if part.strip()),
            idempotent=node.get(f"{PRAXIS}idempotent") == "true",
            result=node.get(f"{PRAXIS}result"),
            correlation=node.get(f"{PRAXIS}correlation"),
            script=text_of(node.find(f"{BPMN}script")),
            inputs=tuple(_mappings(node, "input")),
            outputs=tuple(_mappings(node, "output")),
            default=node.get("default"),
            event=self._event(node, kind, identity),
            attached_to=node.get("attachedToRef") if kind == "boundaryEvent" else None,
            interrupting=node.get("cancelActivity", node.get("isInterrupting", "true")) != "false",
            by_event=node.get("triggeredByEvent") == "true",
            loop=_loop(node),
            called=node.get("calledElement"),
            for_compensation=node.get("isForCompensation") == "true",
            name_ru=node.get(f"{PRAXIS}name-ru"),
            phase=node.get(f"{PRAXIS}phase"),
            form=node.get(f"{PRAXIS}form"),
            groups=node.get(f"{PRAXIS}groups"),
            assignee=node.get(f"{PRAXIS}assignee"),
            due=node.get(f"{PRAXIS}due"),
            role=node.get(f"{PRAXIS}role"),
            handler=node.get(f"{PRAXIS}handler"),
            connector=node.get(f"{PRAXIS}connector"),
            operation=node.get(f"{PRAXIS}operation"),
            decision=node.get(f"{PRAXIS}decision") or _foreign_decision(node),
        )
        self.elements[identity] = element
        return element

    def _event(self, node: etree._Element, kind: str, identity: str) -> Event | None:
        if kind in ("sendTask", "receiveTask"):
            return self._named_event(node, node, "message", identity)
        definitions = [child for child in node if kind_of(child).endswith(_SUFFIX)]
        if len(definitions) > 1 or node.get("parallelMultiple") == "true":
            timers = [_timer(child) for child in definitions if kind_of(child) == "timerEventDefinition"]
            return Event("multiple", timeless=any(timer.timeless for timer in timers))
        if not definitions:
            return None
        definition = definitions[0]
        event = kind_of(definition)[: -len(_SUFFIX)]
        if event in _NAMED:
            return self._named_event(node, definition, event, identity)
        if event == "timer":
            return _timer(definition)
        if event == "conditional":
            return Event(event, expression=text_of(definition.find(f"{BPMN}condition")))
        return Event(event, name=definition.get("name"), activity=definition.get("activityRef"))

    def _named_event(self, node: etree._Element, definition: etree._Element, kind: str, identity: str) -> Event:
        reference = (definition.get(_NAMED[kind]) or "").rpartition(":")[2]
        if not reference:
            return Event(kind, name=None)
        if reference not in self.declared:
            shown = Element(identity, node.get("name") or "", "", "")
            found = finding("C11", self.source.at(node), shown, kind=kind, reference=reference)
            self.findings.append(found)
            return Event(kind, name=reference, code=reference)
        declared = self.declared[reference]
        return Event(kind, name=declared.name or reference, code=declared.code)

    def _connected(self) -> dict[str, Element]:
        """Write each flow into its two ends, in document order."""
        incoming: dict[str, list[str]] = {identity: [] for identity in self.elements}
        outgoing: dict[str, list[str]] = {identity: [] for identity in self.elements}
        for flow in self.flows.values():
            if flow.source in outgoing and flow.target in incoming:
                outgoing[flow.source].append(flow.id)
                incoming[flow.target].append(flow.id)
        return {
            identity: replace(element, incoming=tuple(incoming[identity]), outgoing=tuple(outgoing[identity]))
            for identity, element in self.elements.items()
        }

    def _link_compensation(self, node: etree._Element) -> None:
        for association in node.iter(f"{BPMN}association"):
            boundary = self.elements.get(association.get("sourceRef", ""))
            undoing = self.elements.get(association.get("targetRef", ""))
            if boundary and undoing and boundary.event and boundary.event.kind == "compensate":
                self.elements[undoing.id] = replace(undoing, handler_of=boundary.attached_to)


def _foreign_decision(node: etree._Element) -> str | None:
    """Return the decision another engine's attribute names, so that the check can speak of it by name."""
    for extension in node.iterfind(f"{BPMN}extensionElements/*"):
        if str(extension.tag).endswith("}calledDecisionId"):
            return text_of(extension)
        if str(extension.tag).endswith("}calledDecision"):
            return extension.get("decisionId")
    return next((str(value) for name, value in node.attrib.items() if str(name).endswith("}decisionRef")), None)


def _lanes(node: etree._Element) -> dict[str, str]:
    """Map element ids to lane names; the innermost lane wins because it is read last."""
    lanes = {}
    for lane_set in node.iterchildren(f"{BPMN}laneSet"):
        for lane in lane_set.iter(f"{BPMN}lane"):
            for reference in lane.iterchildren(f"{BPMN}flowNodeRef"):
                lanes[text_of(reference) or ""] = lane.get("name") or lane.get("id") or ""
    return lanes


def _mappings(node: etree._Element, word: str) -> Iterator[tuple[str, str]]:
    for mapping in node.iterfind(f"{BPMN}extensionElements/{PRAXIS}{word}"):
        yield mapping.get("name", ""), mapping.get("value", "")


def _timer(definition: etree._Element) -> Event:
    for kind in ("timeDuration", "timeDate", "timeCycle"):
        time = definition.find(f"{BPMN}{kind}")
        if time is not None and text_of(time):
            return Event("timer", timer=kind, expression=text_of(time), calendar=definition.get(f"{PRAXIS}calendar"))
    return Event("timer", timeless=True)


def _loop(node: etree._Element) -> Loop | None:
    standard = node.find(f"{BPMN}standardLoopCharacteristics")
    if standard is not None:
        maximum = standard.get("loopMaximum", "")
        return Loop(
            "standard",
            condition=text_of(standard.find(f"{BPMN}loopCondition")),
            test_before=standard.get("testBefore") == "true",
            maximum=int(maximum) if maximum.isdigit() else None,
        )
    many = node.find(f"{BPMN}multiInstanceLoopCharacteristics")
    if many is None:
        return None
    return Loop(
        "sequential" if many.get("isSequential") == "true" else "parallel",
        collection=many.get(f"{PRAXIS}collection") or text_of(many.find(f"{BPMN}loopDataInputRef")),
        cardinality=text_of(many.find(f"{BPMN}loopCardinality")),
        item=many.get(f"{PRAXIS}item") or _data_item(many, "inputDataItem"),
        result=many.get(f"{PRAXIS}result") or _data_item(many, "outputDataItem"),
        results=many.get(f"{PRAXIS}results") or text_of(many.find(f"{BPMN}loopDataOutputRef")),
        completion=text_of(many.find(f"{BPMN}completionCondition")),
    )


def _data_item(many: etree._Element, kind: str) -> str | None:
    item = many.find(f"{BPMN}{kind}")
    return None if item is None else item.get("name") or item.get("id")
