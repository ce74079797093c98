"""Gateways: exclusive, parallel, inclusive, event-based. Joins count tokens per incoming flow (BPMN 2.0.2, 13.4)."""

from collections import Counter
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import ScriptFailed
from engine.spiff.nodes import Node, Outflow
from engine.spiff.tokens import Instance, Token


class ExclusiveGateway(Node):
    """One flow: the first, in document order, whose condition is true; else the default; else a fault."""

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        context = token.context
        for flow in self._non_default():
            if flow.condition is None or flow.condition.truth(context):
                return (flow,)
        default = tuple(self._default())
        if self.flows and not default:
            raise ScriptFailed("engine.no-flow-to-take", element=self.name)
        return default


class Join(Node):
    """A gateway that waits: one token stands there and counts arrivals by flow until it may go on."""

    def arrive(self, instance: Instance, scope: Token, flow_id: str | None = None) -> Token:
        if len(self.element.incoming) < 2 or flow_id is None:
            return super().arrive(instance, scope, flow_id)
        token = self._standing(scope)
        if token is None:
            token = Token(instance, self, scope)
            token._set_state(TaskState.WAITING)
            token.internal_data["arrived"] = {}
            instance.record(token, "entered")
        arrived = token.internal_data["arrived"]
        arrived[flow_id] = arrived.get(flow_id, 0) + 1
        self.arrived(token)
        return token

    def arrived(self, token: Token) -> None:
        """Look whether the arrival was the last one needed."""

    def is_released(self, token: Token) -> bool:
        """Release the join if it need not wait longer; asked when nothing else in the instance can step."""
        return False

    def release(self, token: Token) -> None:
        """Go on with one token of each incoming flow that has one; surplus tokens stay for the next time."""
        left = Counter(token.internal_data.pop("arrived"))
        left.subtract(dict.fromkeys(left, 1))
        token.make_ready()
        surplus = {flow: count for flow, count in left.items() if count}
        if surplus:
            rest = Token(token.workflow, self, token.parent)
            rest._set_state(TaskState.WAITING)
            rest.internal_data["arrived"] = surplus
            token.workflow.record(rest, "entered")
            self.arrived(rest)

    def _standing(self, scope: Token) -> Token | None:
        for child in scope.children:
            if child.task_spec is self and "arrived" in child.internal_data:
                return child
        return None


class ParallelGateway(Join):
    """Joins when every incoming flow has brought a token; walks every outgoing flow."""

    def arrived(self, token: Token) -> None:
        if len(token.internal_data["arrived"]) == len(self.element.incoming):
            self.release(token)

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return self.flows


class InclusiveGateway(Join):
    """Joins when no token that is still on its way could reach an incoming flow that is empty."""

    def is_released(self, token: Token) -> bool:
        """Apply the rule of BPMN 2.0.2, table 13.3."""
        arrived = token.internal_data["arrived"]
        empty = set(self.element.incoming) - set(arrived)
        for other in token.parent.live_children():
            if other is token:
                continue
            reached = _flows_ahead(other.task_spec, self)
            if reached & empty and not reached & set(arrived):
                return False
        self.release(token)
        return True


class EventBasedGateway(Node):
    """Waits for the first of several events; each stands as a listener below the gateway's token."""

    def step(self, token: Token) -> None:
        if token.internal_data.get("fired"):
            token.run()
            return
        token._set_state(TaskState.WAITING)
        for child in token.children:  # of an attempt that failed
            child.remove()
        for flow in self.flows:
            flow.target.listen_beside(token)

    def choose(self, token: Token) -> tuple[Outflow, ...]:
        return ()

    def won(self, token: Token, listener: Token, payload: Any) -> None:
        """Go on with the event that came first and forget the others."""
        instance, scope, event = token.workflow, token.parent, listener.task_spec
        walked = next(flow.id for flow in self.flows if flow.target is event)
        instance.record(token, "left", flows=(walked,))
        event.arrive_fired(instance, scope, payload)
        token.remove()


def _flows_ahead(start: Any, join: Node) -> set[str]:
    """Return the incoming flows of the join that a token at `start` can reach without passing the join."""
    reached: set[str] = set()
    seen = {start.name}
    ahead = [start]
    while ahead:
        node = ahead.pop()
        exits = [node, *node.boundaries]
        for flow in (flow for source in exits for flow in source.flows):
            if flow.target is join:
                reached.add(flow.id)
            elif flow.target.name not in seen:
                seen.add(flow.target.name)
                ahead.append(flow.target)
    return reached
