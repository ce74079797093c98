"""Growth: long loops, many reminders and approvers, long chains, deep nests leave nothing behind."""

import pytest

from engine.spiff.run import Run
from tests.unit.spiff.desk import Desk, Driver, flows, node, specification, timer
from tests.unit.spiff.test_flows import LOOP

ENDS = node("startEvent", "s") + node("endEvent", "e")


@pytest.mark.slow
def test_five_thousand_rounds_of_a_loop_leave_no_trace_in_the_saved_instance() -> None:
    shared, desk = specification(LOOP), Desk()
    run = Run.start(shared, {"again": True}, desk)
    sizes = set()
    for _ in range(5_000):
        run.advance()
        for name in ("a", "b", "z"):
            (task_id,) = (waiting.task_id for waiting in run.waits().human_tasks if waiting.element_id == name)
            run.complete(task_id, {})
            run.advance()
        saved = run.dump()
        sizes.add((len(saved) // 50, run.size.tasks, run.size.depth))
        run = Run.load(shared, saved, desk)
    assert len(sizes) <= 2  # the counters of visits get digits


def test_a_thousand_reminders_come_one_by_one() -> None:
    remind = node("boundaryEvent", "r", timer("R/PT1H", "timeCycle"), attachedToRef="a", cancelActivity="false")
    run = Driver(
        ENDS + node("userTask", "a") + remind + node("task", "tell") + flows("s > a > e", "r > tell"), reload=True
    )
    for _ in range(1_000):
        run.wait(hours=1)
    assert run.story().count("tell") == 1_000 and run.run.size.tasks == 3
    run.done("a")
    assert run.ended


@pytest.mark.slow
def test_three_hundred_people_vote() -> None:
    many = '<multiInstanceLoopCharacteristics praxis:collection="people" praxis:result="ok" praxis:results="votes">'
    many += "<completionCondition>nrOfCompletedInstances = 200</completionCondition></multiInstanceLoopCharacteristics>"
    body = ENDS + node("userTask", "a", many) + flows("s > a > e")
    run = Driver(body, {"people": list(range(300))}, reload=False)
    for number in range(200):
        run.done("a", ok=number)
    assert run.ended and run.variables["votes"] == list(range(200))
    assert run.story("cancelled") == ["a"] * 100


def test_a_chain_of_a_thousand_elements_and_a_nest_of_fifty_levels_run() -> None:
    names = [f"t{number}" for number in range(1_000)]
    body = ENDS + "".join(node("task", name) for name in names) + flows(" > ".join(["s", *names, "e"]))
    assert Driver(body, reload=True).ended
    inner = node("userTask", "deep") + flows("s0 > deep")
    for level in range(50):
        inner = node("subProcess", f"p{level}", node("startEvent", f"s{level}") + inner)
        inner += flows(f"s{level + 1} > p{level}")
    run = Driver(node("startEvent", "s50") + inner, reload=True)
    assert run.open == ["deep"] and run.run.size.depth == 51
    run.done("deep")
    assert run.ended
