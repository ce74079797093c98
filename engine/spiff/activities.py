"""Activities: people, services, scripts, decisions, receive tasks, sub-processes; each may have boundary events."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import NotFound, ScriptFailed
from engine.model_check.iso import is_time
from engine.model_check.model import Element
from engine.spiff import compensation, loops, times
from engine.spiff.events import Catch, Start, Throw
from engine.spiff.nodes import Node, ProcessSpec
from engine.spiff.port import CallWait, HandlerCall, HumanWait
from engine.spiff.scripts import Script, script
from engine.spiff.tokens import Token

LISTENED = frozenset({"timer", "message", "signal", "conditional"})  # errors and escalations find their way alone


class Activity(Node):
    """An element that may repeat, may have boundary events, and may take long."""

    counts_visits = True

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.repeats = loops.Repeats(element.loop, element.id) if element.loop else None

    def execute(self, token: Token) -> bool | None:
        if self.repeats is not None and not token.is_instance:
            return self.repeats.proceed(token)
        return self.perform(token)

    def perform(self, token: Token) -> bool | None:
        """Do the work of one visit; None leaves it to somebody outside."""
        return True

    def gather(self, token: Token) -> None:
        if self.repeats is not None and token.is_instance:
            self.repeats.gather(token)

    def emptied(self, token: Token) -> None:
        token.make_ready()

    def note_done(self, token: Token) -> None:
        compensation.note_done(token)

    def listen(self, token: Token) -> None:
        """Arm the boundary events; those of a repeated activity belong to the whole of it."""
        if not token.is_instance:
            arm_once(self.boundaries, token)


class HumanTask(Activity):
    """Stands ready in an inbox until a person completes it."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.manual = True
        self.groups = script(element.groups, element.id, "groups")
        self.assignee = script(element.assignee, element.id, "assignee")
        literal = element.due if element.due and is_time(element.due) else None
        self.due_literal = literal
        self.due = None if literal else script(element.due, element.id, "due")

    def step(self, token: Token) -> None:
        if "submitted" in token.internal_data or (self.repeats is not None and not token.is_instance):
            token.run()
        else:
            self.offer(token)

    def offer(self, token: Token) -> None:
        """Work out who may do it and until when; raises ScriptFailed."""
        self.listen(token)
        context = token.context
        token.internal_data["offer"] = {
            "groups": list(self.groups.words(context)) if self.groups else [],
            "assignee": self.assignee.word(context) if self.assignee else None,
            "due_at": self._due_at(token),
        }

    def is_offered(self, token: Token) -> bool:
        """Whether a person may complete the token now."""
        data = token.internal_data
        return token._state == TaskState.READY and "offer" in data and "submitted" not in data

    def waiting(self, token: Token) -> HumanWait:
        """Describe the waiting token."""
        offer = token.internal_data["offer"]
        visit = token.internal_data.get("visit", 1)
        return HumanWait(token.id, self.name, visit, tuple(offer["groups"]), offer["assignee"], offer["due_at"])

    def perform(self, token: Token) -> bool | None:
        data: Mapping[str, Any] = token.internal_data.get("submitted", {})
        token.variables.update(data)
        self.take(token, dict(data))
        return True

    def _due_at(self, token: Token) -> datetime | None:
        value = self.due.time(token.context) if self.due else self.due_literal
        return None if value is None else times.alarm(value, token.workflow.surroundings.now(), None).due_at


class LocalService(Activity):
    """Calls a registered handler inside the transaction."""

    def perform(self, token: Token) -> bool | None:
        call = HandlerCall(self.element.handler or "", self.name, token.id, self.inputs_of(token))
        self.take(token, dict(token.workflow.surroundings.handle(call)))
        return True


class RemoteService(Activity):
    """Asks for a call and waits, STARTED, until a worker brings the answer."""

    def perform(self, token: Token) -> bool | None:
        if "reply" in token.internal_data:
            self.take(token, token.internal_data["reply"])
            return True
        self.listen(token)
        token.internal_data["inputs"] = self.inputs_of(token)
        return None

    def waiting(self, token: Token) -> CallWait:
        """Describe the call that is asked for."""
        element, data = self.element, token.internal_data
        return CallWait(
            task_id=token.id,
            element_id=self.name,
            visit=data.get("visit", 1),
            connector=element.connector or "",
            operation=element.operation or "",
            inputs=data["inputs"],
            retry=element.retry,
            idempotent=element.idempotent,
        )


class ScriptTask(Activity):
    """Evaluates a FEEL expression into a variable."""

    def __init__(self, process: ProcessSpec, element: Element) -> None:
        super().__init__(process, element)
        self.expression = Script(element.script or "null", element.id, "script")

    def perform(self, token: Token) -> bool | None:
        self.take(token, self.expression.kept(token.context))
        return True


class DecisionTask(Activity):
    """Asks a decision and notes in the history which of its rules answered."""

    def perform(self, token: Token) -> bool | None:
        inputs = self.inputs_of(token) if self.mappings_in else token.context
        try:
            outcome = token.workflow.surroundings.decide(self.element.decision or "", inputs)
        except NotFound as error:  # an operator can mend that, the person who completed the last step cannot
            raise ScriptFailed(error.code, **error.params) from error
        token.internal_data["detail"] = {"decision": self.element.decision, **outcome.trace()}
        self.take(token, outcome.value)
        return True


class SendTask(Activity, Throw):
    """Sends a message and goes on."""

    def perform(self, token: Token) -> bool | None:
        return Throw.execute(self, token)

    def execute(self, token: Token) -> bool | None:
        return Activity.execute(self, token)


class ReceiveTask(Activity, Catch):
    """Waits for a message, as an activity with boundary events of its own."""

    def step(self, token: Token) -> None:
        if "fired" in token.internal_data or (self.repeats is not None and not token.is_instance):
            token.run()
        else:
            self.listen(token)
            self.arm(token)

    def execute(self, token: Token) -> bool | None:
        return Activity.execute(self, token)

    def perform(self, token: Token) -> bool | None:
        return Catch.execute(self, token)


class SubProcess(Activity):
    """A scope: done when the last token inside has left."""

    def perform(self, token: Token) -> bool | None:
        if "emptied" in token.internal_data:
            return True
        self.listen(token)
        self.open(token)
        return None

    def open(self, token: Token) -> None:
        """Arm the event sub-processes and put the first token inside."""
        arm_once(self.event_starts, token)
        if token.internal_data.get("started"):  # an event sub-process: its start event has already happened
            return
        for start in self.starts:
            if isinstance(start, Start):
                start.arrive(token.workflow, token)

    def emptied(self, token: Token) -> None:
        if self.repeats is None or token.is_instance:
            token.internal_data["emptied"] = True
        token.make_ready()

    def step(self, token: Token) -> None:
        if "emptied" in token.internal_data and token.live_children():  # an event came in between
            del token.internal_data["emptied"]
            token._set_state(TaskState.STARTED)
        else:
            token.run()


class CallActivity(SubProcess):
    """Another process, drawn in at deployment: sees what is handed in, hands back what is asked for."""

    def open(self, token: Token) -> None:
        if "called" not in token.internal_data:
            handed_in = self.inputs_of(token) if self.mappings_in else token.all_variables()
            token.internal_data["called"] = token.data  # a repeated call has its loop variables there
            token.data = handed_in
        super().open(token)

    def perform(self, token: Token) -> bool | None:
        if "emptied" in token.internal_data:
            inside, token.data = token.data, token.internal_data.pop("called")
            self.take(token, inside)
            return True
        return super().perform(token)


def arm_once(events: tuple[Catch, ...], token: Token) -> None:
    """Arm the events that wait beside a token, each once in its life: a retry does not bring back what has fired."""
    armed = token.internal_data.setdefault("armed", [])
    for event in events:
        if event.name not in armed and event.trigger.kind in LISTENED:
            event.listen_beside(token)
            armed.append(event.name)
