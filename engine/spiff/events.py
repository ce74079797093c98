"""Events: catching ones wait as tokens or as listeners, throwing ones reach out; timers run on the injected clock."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import BpmnError, ScriptFailed
from engine.model_check.iso import is_time
from engine.model_check.model import Element
from engine.spiff import times
from engine.spiff.gateways import EventBasedGateway
from engine.spiff.nodes import Node, ProcessSpec
from engine.spiff.port import Thrown
from engine.spiff.scripts import Script, script
from engine.spiff.tokens import Instance, Token


class Trigger:
    """What a catching element waits for, ready to be armed on a token."""

    def __init__(self, element: Element) -> None:
        event = element.event
        self.element = element
        self.kind = event.kind if event else ""
        self.name = (event.name if event else None) or element.name or element.id
        self.code = event.code if event else None
        self.calendar = event.calendar if event else None
        self.correlation = script(element.correlation, element.id, "correlation")
        text = (event.expression if event else None) or ""
        self.literal = text if is_time(text) else None
        site = "condition" if self.kind == "conditional" else "timer"
        self.expression = Script(text, element.id, site) if text and not self.literal else None

    def arm(self, token: Token) -> None:
        """Write what is waited for into the token, and let it wait; raises ScriptFailed."""
        if self.kind == "message" and self.correlation:
            token.internal_data["correlation"] = self.correlation.key(token.context)
        if self.kind == "timer":
            self._set_alarm(token)
        token._set_state(TaskState.WAITING)

    def rearm(self, token: Token) -> bool:
        """Wait for the next time after a firing; False when this was the last one."""
        if self.kind != "timer":
            return True
        every, left = token.internal_data.get("every"), token.internal_data.get("left")
        if every is None or left == 0:
            return False
        surroundings = token.workflow.surroundings
        due_at, missed = times.following(every, token.internal_data["due"], surroundings.now(), self._calendar(token))
        if left is not None:
            left -= 1 + missed
            if left < 0:
                return False
        token.internal_data.update(due=due_at, left=left)
        return True

    def has_become_true(self, token: Token) -> bool:
        """Tell whether a condition is true that was not at the last look; null is not true yet."""
        assert self.expression is not None  # the check refuses a conditional event without a condition
        was_true = token.internal_data.get("was_true", False)
        token.internal_data["was_true"] = is_true = self.expression.value(token.context) is True
        return is_true and not was_true

    def _set_alarm(self, token: Token) -> None:
        value = self.expression.time(token.context) if self.expression else self.literal
        if value is None and self.expression is not None:
            raise self.expression.failed("a date, a time or a duration", None, token.context)
        alarm = times.alarm(value, token.workflow.surroundings.now(), self._calendar(token))
        token.internal_data["due"] = alarm.due_at
        if alarm.every:
            token.internal_data.update(every=alarm.every, left=alarm.left)

    def _calendar(self, token: Token) -> Any:
        return token.workflow.surroundings.calendar(self.calendar) if self.calendar else None


class Catch(Node):
    """Waits for a message, a signal or a time: intermediate catching event, message start; base of all listeners."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.trigger = Trigger(element)

    def step(self, token: Token) -> None:
        if token.internal_data.get("fired") or self.trigger.kind == "link":
            token.run()
        else:
            self.arm(token)

    def arm(self, token: Token) -> None:
        """Begin to wait."""
        self.trigger.arm(token)

    def listen_beside(self, host: Token) -> None:
        """Begin to wait as a listener below another token; one that cannot be armed leaves nothing behind."""
        listener = Token(host.workflow, self, host)
        try:
            self.arm(listener)
        except ScriptFailed:
            listener.remove()
            raise

    def execute(self, token: Token) -> bool | None:
        self.take(token, token.internal_data.pop("payload", None))
        return True

    def arrive_fired(self, instance: Instance, scope: Token, payload: Any) -> Token:
        """Put a token here whose event has already happened."""
        token = self.arrive(instance, scope)
        token.internal_data.update(fired=True, payload=payload)
        return token

    def fire(self, token: Token, payload: Any) -> None:
        """The awaited event came."""
        if isinstance(token.parent.task_spec, EventBasedGateway):
            token.parent.task_spec.won(token.parent, token, payload)
            return
        token.internal_data.update(fired=True, payload=payload)
        token.make_ready()


class Start(Catch):
    """The start of a process or sub-process: whoever places the token has already seen the event."""

    def step(self, token: Token) -> None:
        token.run()


class Boundary(Catch):
    """An event on the border of an activity; armed, it is a child of the activity's token."""

    listens = True

    def fire(self, token: Token, payload: Any) -> None:
        host = token.parent
        if not self.element.interrupting and not self.trigger.rearm(token):
            token.remove()
        self.strike(host, payload)

    def strike(self, host: Token, payload: Any) -> None:
        """Walk on from here, and end the activity when the event interrupts it."""
        self.arrive_fired(host.workflow, host.parent, payload)
        if self.element.interrupting:
            host.cancel()


class EventStart(Catch):
    """The start of an event sub-process; armed, it is a child of the scope that the sub-process lies in."""

    listens = True

    def fire(self, token: Token, payload: Any) -> None:
        scope = token.parent
        if not self.element.interrupting and not self.trigger.rearm(token):
            token.remove()
        self.strike(scope, payload)

    def strike(self, scope: Token, payload: Any) -> None:
        """Begin the event sub-process, and end everything else in the scope when the event interrupts it."""
        instance = scope.workflow
        if self.element.interrupting:
            for child in scope.children:
                child.cancel()
        home = instance.spec.task_specs[self.element.scope]
        inside = home.arrive(instance, scope)
        inside.internal_data["started"] = True
        self.arrive_fired(instance, inside, payload)


class Throw(Node):
    """Throws what it is drawn with, and goes on at once: intermediate throwing event, send task, end event."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.correlation = script(element.correlation, element.id, "correlation")

    def execute(self, token: Token) -> bool | None:
        event = self.element.event
        if event is None:
            return True
        payload = self.inputs_of(token)
        if event.kind == "message":
            correlation = self.correlation.key(token.context) if self.correlation else None
            name = event.name or self.element.name or self.name
            token.workflow.thrown.append(Thrown(self.name, token.id, name, correlation, payload))
        elif event.kind == "signal":
            name = event.name or self.element.name or self.name
            token.workflow.signals.append((name, payload))
            broadcast(token.workflow, name, payload)
        elif event.kind == "escalation":
            propagate(token, "escalation", event.code, {**payload, "code": event.code})
        elif event.kind == "error":
            token.internal_data["thrown"] = True
            raise modelled(event.code or "", payload)
        return True


class End(Throw):
    """Consumes the token; a terminating one ends everything else in its scope."""

    def execute(self, token: Token) -> bool | None:
        done = super().execute(token)
        if self.element.phase:
            token.workflow.last_phase = self.element.phase
        if self.element.event and self.element.event.kind == "terminate":
            for child in token.parent.children:
                if child is not token:
                    child.cancel()
        return done


def broadcast(instance: Instance, name: str, payload: Mapping[str, Any]) -> int:
    """Give a signal to everything in the instance that waits for it; return how many that were."""
    waiting = [token for token in instance.tasks.values() if is_waiting(token, "signal") and named(token) == name]
    for token in waiting:
        if token.id in instance.tasks:
            token.task_spec.fire(token, payload)
    return len(waiting)


def is_waiting(token: Token, kind: str) -> bool:
    """Tell whether a token waits for an event of this kind."""
    trigger = getattr(token.task_spec, "trigger", None)
    return token._state == TaskState.WAITING and trigger is not None and trigger.kind == kind


def named(token: Token) -> str:
    """Return the name of the message or signal that a token waits for."""
    return str(token.task_spec.trigger.name)


def propagate(origin: Token, kind: str, code: str | None, payload: Mapping[str, Any]) -> bool:
    """Carry an error or escalation outwards to the first boundary or event sub-process that catches it."""
    token: Token | None = origin
    while token is not None:
        boundary = None if token.is_instance else _catching(token.task_spec.boundaries, kind, code)
        if boundary is not None:
            boundary.strike(token, payload)
            return True
        scope = token.parent
        # What goes wrong inside an event sub-process is not caught by its own siblings.
        if scope is not None and not token.task_spec.element.by_event:
            start = _catching(scope.task_spec.event_starts, kind, code)
            if start is not None:
                start.strike(scope, payload)
                return True
        token = scope
    return False


def modelled(code: str, payload: Mapping[str, Any]) -> BpmnError:
    """Make the error for a code; what came with it goes along, except what would take the place of the code."""
    return BpmnError(code, **{name: value for name, value in payload.items() if name not in ("code", "error_code")})


def _catching(candidates: Iterable[Any], kind: str, code: str | None) -> Any:
    """Choose the catcher with this very code, else one that catches every code."""
    of_kind = [node for node in candidates if node.trigger.kind == kind]
    exact = [node for node in of_kind if code is not None and node.trigger.code == code]
    return next(iter(exact), next((node for node in of_kind if node.trigger.code is None), None))


def due_at(token: Token) -> datetime:
    """Return the instant a timer token waits for."""
    instant = token.internal_data["due"]
    assert isinstance(instant, datetime)
    return instant
