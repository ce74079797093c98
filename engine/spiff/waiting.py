"""Looks at the tokens of an instance: what they wait for, where they stand, whether any is left."""

from SpiffWorkflow.util.task import TaskState

from engine.base.errors import AlreadyDone, NotFound
from engine.spiff.activities import HumanTask, RemoteService
from engine.spiff.events import due_at, is_waiting, named
from engine.spiff.port import CallWait, FaultWait, HumanWait, MessageWait, SignalWait, TimerWait, Waits
from engine.spiff.tokens import Instance, Token


def waits_of(instance: Instance) -> Waits:
    """Look at every token once."""
    human: list[HumanWait] = []
    timers: list[TimerWait] = []
    messages: list[MessageWait] = []
    signals: list[SignalWait] = []
    calls: list[CallWait] = []
    faults: list[FaultWait] = []
    for token in instance.tasks.values():
        node, data = token.task_spec, token.internal_data
        if "fault" in data:
            faults.append(FaultWait(token.id, node.name, data["fault"]["code"], data["fault"]["params"]))
        elif isinstance(node, HumanTask) and node.is_offered(token):
            human.append(node.waiting(token))
        elif isinstance(node, RemoteService) and token._state == TaskState.STARTED and "inputs" in data:
            calls.append(node.waiting(token))
        elif is_waiting(token, "timer"):
            timers.append(TimerWait(token.id, node.name, due_at(token)))
        elif is_waiting(token, "message"):
            messages.append(MessageWait(token.id, node.name, named(token), data.get("correlation")))
        elif is_waiting(token, "signal"):
            signals.append(SignalWait(token.id, node.name, named(token)))
    return Waits(tuple(human), tuple(timers), tuple(messages), tuple(signals), tuple(calls), tuple(faults))


def token_of(instance: Instance, task_id: str) -> Token:
    """Return a token by id; raises NotFound."""
    token = instance.tasks.get(task_id)
    if token is None:
        raise NotFound("engine.no-such-task", task=task_id)
    return token


def call_of(instance: Instance, task_id: str) -> Token:
    """Return the token of a remote call that is not answered yet; raises NotFound, AlreadyDone."""
    token = token_of(instance, task_id)
    if not isinstance(token.task_spec, RemoteService) or "inputs" not in token.internal_data:
        raise NotFound("engine.not-a-call", task=task_id)
    if token._state != TaskState.STARTED:
        raise AlreadyDone("engine.call-answered", task=task_id)
    return token


def catcher_of(instance: Instance, task_id: str, kind: str) -> Token:
    """Return a token that waits for an event of this kind; raises NotFound, AlreadyDone."""
    token = token_of(instance, task_id)
    if not is_waiting(token, kind):
        raise AlreadyDone("engine.not-waiting", task=task_id, kind=kind)
    return token


def is_over(instance: Instance) -> bool:
    """Tell whether no token is left, by looking at every one of them."""
    return all(token is instance.task_tree or token.is_listener for token in instance.tasks.values())


def phases_of(instance: Instance) -> tuple[str, ...]:
    """Return the phases of the standing tokens; of a finished instance, that of the end event reached last."""
    if is_over(instance):
        return (instance.last_phase,) if instance.last_phase else ()
    found = [_phase_of(token) for token in instance.tasks.values() if _stands(token)]
    return tuple(dict.fromkeys(phase for phase in found if phase))


def _stands(token: Token) -> bool:
    return not token.is_listener and token.parent is not None and not token.live_children()


def _phase_of(token: Token | None) -> str | None:
    while token is not None:
        if token.task_spec.element.phase:
            return str(token.task_spec.element.phase)
        token = token.parent
    return None
