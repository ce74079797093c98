"""Draws called processes into their caller, so that a version carries all it needs and never changes under it."""

from collections.abc import Mapping
from dataclasses import replace

from engine.model_check.model import Diagram, Element, Flow


def expand(diagram: Diagram, others: Mapping[str, Diagram]) -> Diagram:
    """Return the diagram with the elements of every called process inside its call activity, ids prefixed.

    The check has refused calls that lead back to themselves, so this ends.
    """
    elements, flows = dict(diagram.elements), dict(diagram.flows)
    for call in diagram.elements.values():
        if call.called and call.called in others:
            called = expand(others[call.called], others)
            elements |= {f"{call.id}/{name}": _inside(call, called, inner) for name, inner in called.elements.items()}
            flows |= {f"{call.id}/{name}": _flow_inside(call, flow) for name, flow in called.flows.items()}
    return replace(diagram, elements=elements, flows=flows)


def _inside(call: Element, called: Diagram, inner: Element) -> Element:
    def within(name: str | None) -> str | None:
        return name and f"{call.id}/{name}"

    return replace(
        inner,
        id=f"{call.id}/{inner.id}",
        scope=call.id if inner.scope == called.key else f"{call.id}/{inner.scope}",
        incoming=tuple(f"{call.id}/{flow}" for flow in inner.incoming),
        outgoing=tuple(f"{call.id}/{flow}" for flow in inner.outgoing),
        default=within(inner.default),
        attached_to=within(inner.attached_to),
        handler_of=within(inner.handler_of),
        lane=inner.lane or call.lane,
    )


def _flow_inside(call: Element, flow: Flow) -> Flow:
    return replace(
        flow, id=f"{call.id}/{flow.id}", source=f"{call.id}/{flow.source}", target=f"{call.id}/{flow.target}"
    )
