"""Random walks through a diagram that holds everything: saved and reloaded after each action, nothing differs."""

import random
from datetime import timedelta
from typing import Any

import pytest

from tests.unit.spiff.desk import MESSAGE, SIGNAL, Driver, flows, node, specification, timer

PEOPLE = """<multiInstanceLoopCharacteristics isSequential="{}" praxis:collection="people" praxis:item="person"
 praxis:result="x" praxis:results="votes"/>"""
EVENT = node("startEvent", "es", MESSAGE.replace("M1", "M2"), isInterrupting="false", praxis_result="news")
BODY = (
    node("startEvent", "s")
    + node("exclusiveGateway", "again")
    + node("inclusiveGateway", "split", default="split-a")
    + node("userTask", "a", praxis_phase="one")
    + node("userTask", "b", PEOPLE.format("false"))
    + node("serviceTask", "c", praxis_connector="x", praxis_operation="y", praxis_result="x")
    + node("boundaryEvent", "c_err", '<errorEventDefinition errorRef="E1"/>', attachedToRef="c")
    + node("inclusiveGateway", "join")
    + node(
        "subProcess",
        "sub",
        node("startEvent", "is")
        + node("parallelGateway", "fork")
        + node("userTask", "i1", PEOPLE.format("true"))
        + node("userTask", "i2")
        + node("parallelGateway", "meet")
        + node("endEvent", "ie")
        + flows("is > fork > i1 > meet > ie", "fork > i2 > meet"),
        praxis_phase="two",
    )
    + node("boundaryEvent", "remind", timer("R/PT1H", "timeCycle"), attachedToRef="sub", cancelActivity="false")
    + node("boundaryEvent", "stop", SIGNAL, attachedToRef="sub")
    + node("userTask", "r")
    + node("eventBasedGateway", "gate")
    + node("intermediateCatchEvent", "late", timer("PT5H"))
    + node("receiveTask", "reply", messageRef="M1", praxis_result="reply")
    + node("exclusiveGateway", "end", default="end-e")
    + node("endEvent", "e", praxis_phase="done")
    + node("subProcess", "event", EVENT + node("userTask", "ex") + flows("es > ex"), triggeredByEvent="true")
    + flows("s > again > split", "split > a > join", "split > b if x > 3", "split > c if x > 5", "b > join", "c > join")
    + flows("c_err > join", "join > sub > gate > late > end > e", "gate > reply > end", "remind > r", "stop > end")
    + flows("end > again if x > 2")
)


def actions(run: Driver) -> list[tuple[str, str]]:
    waits = run.waits
    found = {("done", waiting.element_id) for waiting in waits.human_tasks}
    found |= {(kind, call.element_id) for call in waits.calls for kind in ("answer", "fail")}
    found |= {("message", waiting.element_id) for waiting in waits.messages}
    found |= {("signal", "s1") for _ in waits.signals} | {("wait", "") for _ in waits.timers}
    return sorted(found)


def act(run: Driver, action: tuple[str, str], number: int) -> None:
    kind, element = action
    if kind == "done":
        run.done(element, x=number)
    elif kind == "answer":
        run.answer(element, number)
    elif kind == "fail":
        run.fail(element, "e1")
    elif kind == "message":
        run.message(element, {"n": number})
    elif kind == "signal":
        run.signal()
    else:
        run.wait(hours=number)


def seen(run: Driver) -> dict[str, Any]:
    return {
        "open": run.open,
        "actions": actions(run),
        "variables": run.variables,
        "phases": run.run.phases,
        "due": sorted(waiting.due_at for waiting in run.waits.timers),
        "steps": [(step.element_id, step.event, dict(step.detail)) for step in run.steps],
        "ended": run.ended,
    }


@pytest.mark.parametrize("seed", range(40))
def test_a_saved_instance_goes_on_as_if_it_had_never_been_saved(seed: int) -> None:
    choice = random.Random(seed)
    shared = specification(BODY)
    start = {"x": choice.randint(0, 9), "people": ["p", "q", "r"][: choice.randint(0, 3)]}
    straight, reloaded = Driver(shared, start, reload=False), Driver(shared, start, reload=True)
    for _ in range(40):
        assert seen(straight) == seen(reloaded)
        if not (possible := actions(straight)):
            break
        action, number = choice.choice(possible), choice.randint(0, 9)
        act(straight, action, number)
        act(reloaded, action, number)
    assert not straight.waits.faults
    assert straight.run.size.tasks < 200 and straight.desk.instant - reloaded.desk.instant == timedelta()


def test_no_run_changes_the_specification_it_shares() -> None:
    shared = specification(BODY)
    before = repr([(name, sorted(vars(spec))) for name, spec in shared.process.task_specs.items()])
    outgoing = {name: spec.flows for name, spec in shared.process.task_specs.items()}
    for seed in range(5):
        choice = random.Random(seed)
        run = Driver(shared, {"x": 9, "people": ["p"]}, reload=True)
        for _ in range(25):
            if possible := actions(run):
                act(run, choice.choice(possible), choice.randint(0, 9))
    assert repr([(name, sorted(vars(spec))) for name, spec in shared.process.task_specs.items()]) == before
    assert {name: spec.flows for name, spec in shared.process.task_specs.items()} == outgoing
