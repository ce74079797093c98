"""Activities: people, services, scripts, decisions, sub-processes, repetitions; what they read and write."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from engine.base.errors import AlreadyDone, BpmnError, NotFound, RuleViolated, ServiceMissing
from engine.feel import FeelSyntaxError
from engine.spiff.port import HandlerCall, RunAway, TooLarge
from engine.spiff.run import Run
from tests.unit.spiff.desk import Answer, Desk, Driver, flows, node, specification

ENDS = node("startEvent", "s") + node("endEvent", "e")
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def mapping(**values: str) -> str:
    rows = "".join(
        f'<praxis:{name.split("_")[0]} name="{name.split("_")[1]}" value="{text}"/>' for name, text in values.items()
    )
    return f"<extensionElements>{rows}</extensionElements>"


def test_a_human_task_is_offered_to_groups_and_an_assignee_until_an_instant(reload: bool) -> None:
    task = node("userTask", "a", praxis_groups="team", praxis_assignee="view.owner", praxis_due="PT8H")
    desk = Desk(views={"view": {"owner": "u7"}})
    run = Driver(
        ENDS + task + flows("s > a > e"),
        {"team": ["l1", "l2"]},
        reload=reload,
        desk=desk,
    )
    (waiting,) = run.waits.human_tasks
    assert (waiting.groups, waiting.assignee) == (("l1", "l2"), "u7")
    assert waiting.due_at == NINE + timedelta(hours=8) and waiting.visit == 1


def test_a_human_task_is_completed_once(reload: bool) -> None:
    run = Driver(ENDS + node("userTask", "a") + node("userTask", "b") + flows("s > a > b > e"), reload=reload)
    task_id = run.waits.human_tasks[0].task_id
    run.run.complete(task_id, {})
    with pytest.raises(AlreadyDone):
        run.run.complete(task_id, {})
    run.run.advance()
    with pytest.raises(NotFound):
        run.run.complete(task_id, {})
    with pytest.raises(NotFound):
        run.run.answer(run.waits.human_tasks[0].task_id, {})


CALL = node(
    "serviceTask",
    "a",
    mapping(input_login="who", output_caller="result"),
    praxis_connector="directory",
    praxis_operation="lookup",
    praxis_retry="PT2S, PT10S",
    praxis_idempotent="true",
)


def test_a_remote_call_is_asked_for_and_answered(reload: bool) -> None:
    run = Driver(ENDS + CALL + flows("s > a > e"), {"who": "ann"}, reload=reload)
    (call,) = run.waits.calls
    assert (call.connector, call.operation, call.inputs) == ("directory", "lookup", {"login": "ann"})
    assert (call.retry, call.idempotent, call.visit) == (("PT2S", "PT10S"), True, 1)
    run.answer("a", {"name": "Ann"})
    assert run.ended and run.variables["caller"] == {"name": "Ann"}


def test_each_round_of_a_loop_is_a_new_visit_with_a_new_task(reload: bool) -> None:
    body = (
        ENDS
        + CALL
        + node("exclusiveGateway", "m")
        + node("userTask", "z")
        + node("exclusiveGateway", "g", default="g-e")
    )
    run = Driver(body + flows("s > m > a > z > g > e", "g > m if again"), {"who": "x"}, reload=reload)
    seen = set()
    for visit in (1, 2, 3):
        (call,) = run.waits.calls
        assert call.visit == visit
        seen.add(call.task_id)
        run.answer("a", {})
        run.done("z", again=True)
    assert len(seen) == 3


def local(desk: Desk, reload: bool, inner: str = "", **attributes: str) -> Driver:
    task = node("serviceTask", "a", inner, praxis_handler="incident.resolve", **attributes)
    body = ENDS + task + node("userTask", "z")
    body += node("boundaryEvent", "b", '<errorEventDefinition errorRef="E1"/>', attachedToRef="a")
    return Driver(body + flows("s > a > e", "b > z > e"), {"n": 2}, reload=reload, desk=desk)


def test_a_local_handler_runs_at_once(reload: bool) -> None:
    calls: list[HandlerCall] = []

    def resolve(call: HandlerCall) -> dict[str, Any]:
        calls.append(call)
        return {"code": "done"}

    desk = Desk(handlers={"incident.resolve": resolve})
    run = local(desk, reload, mapping(input_number="n"), praxis_result="outcome")
    assert run.ended and run.variables["outcome"] == {"code": "done"}
    assert (calls[0].handler, calls[0].inputs) == ("incident.resolve", {"number": 2})


def test_a_modelled_error_of_a_handler_goes_to_its_boundary_else_it_is_a_fault(reload: bool) -> None:
    def refuse(call: HandlerCall) -> dict[str, Any]:
        raise BpmnError("e1" if call.inputs else "e2", "no")

    desk = Desk(handlers={"incident.resolve": refuse})
    assert local(desk, reload, mapping(input_number="n")).open == ["z"]
    run = local(desk, reload)
    assert run.waits.faults[0].params["error_code"] == "e2"


def test_a_missing_handler_is_a_fault_and_a_refusal_of_the_rules_passes_through(reload: bool) -> None:
    def missing(call: HandlerCall) -> dict[str, Any]:
        raise ServiceMissing("services.no-handler", handler=call.handler)

    desk = Desk(handlers={"incident.resolve": missing})
    run = local(desk, reload)
    assert run.waits.faults[0].code == "services.no-handler"
    desk.handlers["incident.resolve"] = lambda call: {}
    run.retry("a")
    assert run.ended

    def refuse(call: HandlerCall) -> dict[str, Any]:
        raise RuleViolated("incident.not-open")

    desk.handlers["incident.resolve"] = refuse
    with pytest.raises(RuleViolated):
        local(desk, reload)


def test_a_script_writes_its_variable(reload: bool) -> None:
    task = node("scriptTask", "a", "<script>n + 1</script>", scriptFormat="feel", praxis_result="m")
    run = Driver(ENDS + task + flows("s > a > e"), {"n": Decimal("1.5")}, reload=reload)
    assert run.variables["m"] == Decimal("2.5")


def test_a_decision_tells_which_rules_fired(reload: bool) -> None:
    desk = Desk(decisions={"priority": lambda inputs: Answer(inputs["impact"] * 2, ("r4",))})
    task = node("businessRuleTask", "a", praxis_decision="priority", praxis_result="priority")
    run = Driver(ENDS + task + flows("s > a > e"), {"impact": 2}, reload=reload, desk=desk)
    assert run.variables["priority"] == 4
    (step,) = [step for step in run.steps if step.element_id == "a" and step.event == "left"]
    assert step.detail["rules"] == ["r4"] and step.detail["decision"] == "priority"


def test_views_are_read_and_cannot_be_shadowed(reload: bool) -> None:
    task = node("scriptTask", "a", "<script>incident.priority</script>", praxis_result="seen")
    desk = Desk(views={"incident": {"priority": 1}})
    run = Driver(ENDS + task + flows("s > a > e"), {"incident": {"priority": 4}}, reload=reload, desk=desk)
    assert run.variables["seen"] == 1


def test_a_sub_process_ends_with_its_last_token_and_shares_the_variables(reload: bool) -> None:
    inner = node("startEvent", "is") + node("parallelGateway", "ig") + node("userTask", "i1") + node("userTask", "i2")
    body = ENDS + node("subProcess", "sub", inner + flows("is > ig > i1", "ig > i2")) + node("userTask", "z")
    run = Driver(body + flows("s > sub > z > e"), reload=reload)
    run.done("i1", x=1)
    assert run.open == ["i2"]
    run.done("i2")
    assert run.open == ["z"] and run.variables == {"x": 1}


MANY = """<multiInstanceLoopCharacteristics isSequential="{sequential}" praxis:collection="people" praxis:item="person"
 praxis:result="ok" praxis:results="votes"><completionCondition>{done}</completionCondition>
 </multiInstanceLoopCharacteristics>"""


def vote(done: str = "", *, sequential: bool = False, kind: str = "userTask", inner: str = "") -> str:
    loop = MANY.format(sequential=str(sequential).lower(), done=done)
    return ENDS + node(kind, "a", loop + inner, praxis_groups="person") + node("userTask", "z") + flows("s > a > z > e")


def test_everybody_votes_at_once_and_the_results_keep_the_order(reload: bool) -> None:
    run = Driver(vote(), {"people": ["x", "y", "q"]}, reload=reload)
    assert [waiting.groups for waiting in run.waits.human_tasks] == [("x",), ("y",), ("q",)]
    run.done("a", 2, ok="third")
    run.done("a", 0, ok="first")
    assert run.variables == {"people": ["x", "y", "q"], "votes": ["first", "third"]}
    run.done("a", ok="second")
    assert run.open == ["z"] and run.variables["votes"] == ["first", "second", "third"]


def test_one_after_another_waits_for_the_one_before(reload: bool) -> None:
    run = Driver(vote(sequential=True), {"people": ["x", "y"]}, reload=reload)
    assert [waiting.groups for waiting in run.waits.human_tasks] == [("x",)]
    run.done("a", ok=1)
    assert [waiting.groups for waiting in run.waits.human_tasks] == [("y",)]
    run.done("a", ok=2)
    assert run.open == ["z"] and run.variables["votes"] == [1, 2]


def test_three_of_five_are_enough_and_the_others_are_cancelled(reload: bool) -> None:
    run = Driver(vote("count(votes[item]) &gt;= 3"), {"people": list("abcde")}, reload=reload)
    for ok in (True, False, True):
        run.done("a", ok=ok)
        assert run.open.count("a") > 0
    run.done("a", ok=True)
    assert run.open == ["z"] and run.story("cancelled") == ["a"]


def test_the_completion_sees_how_many_there_are_and_how_many_are_done(reload: bool) -> None:
    run = Driver(vote("nrOfCompletedInstances / nrOfInstances >= 0.5"), {"people": list("abcd")}, reload=reload)
    run.done("a", ok=1)
    run.done("a", ok=1)
    assert run.open == ["z"]


def test_nobody_to_ask_is_done_at_once(reload: bool) -> None:
    run = Driver(vote(), {"people": []}, reload=reload)
    assert run.open == ["z"] and run.variables["votes"] == []


def test_a_repeated_sub_process_keeps_each_instance_to_itself(reload: bool) -> None:
    inner = node("startEvent", "is") + node("userTask", "i1", praxis_groups="person") + flows("is > i1")
    run = Driver(vote(kind="subProcess", inner=inner), {"people": ["x", "y"]}, reload=reload)
    run.done("i1", 1, ok="yes")
    run.done("i1", ok="no")
    assert run.variables["votes"] == ["no", "yes"] and run.open == ["z"]


def test_a_standard_loop_goes_on_while_its_condition_is_true(reload: bool) -> None:
    loop = '<standardLoopCharacteristics testBefore="false" loopMaximum="9">'
    loop += "<loopCondition>n != 0</loopCondition></standardLoopCharacteristics>"
    run = Driver(ENDS + node("userTask", "a", loop) + flows("s > a > e"), reload=reload)
    run.done("a", n=2)
    run.done("a", n=1)
    run.done("a", n=0)
    assert run.ended


def test_phases_follow_the_tokens(reload: bool) -> None:
    inner = node("startEvent", "is") + node("userTask", "i1") + node("userTask", "i2", praxis_phase="waiting")
    body = node("startEvent", "s") + node("endEvent", "e", praxis_phase="closed") + node("parallelGateway", "g")
    body += node("subProcess", "sub", inner + flows("is > i1 > i2"), praxis_phase="in_progress") + node("userTask", "a")
    run = Driver(body + flows("s > g > sub > e", "g > a"), reload=reload)
    assert run.run.phases == ("in_progress",)
    run.done("i1")
    assert run.run.phases == ("waiting",)
    run.done("i2")
    run.done("a")
    assert run.run.phases == ("closed",)


def test_a_cancelled_instance_is_over(reload: bool) -> None:
    run = Driver(ENDS + node("userTask", "a") + flows("s > a > e"), reload=reload)
    run.run.cancel()
    assert run.ended and isinstance(run.run, Run)


def test_an_operator_moves_a_token_inside_its_scope(reload: bool) -> None:
    inner = node("startEvent", "is") + node("userTask", "i1") + flows("is > i1")
    body = ENDS + node("userTask", "a") + node("userTask", "b") + node("subProcess", "sub", inner)
    run = Driver(body + flows("s > a > sub > b > e"), reload=reload)
    task_id = run.waits.human_tasks[0].task_id
    with pytest.raises(RuleViolated):
        run.run.move(task_id, "i1")
    with pytest.raises(NotFound):
        run.run.move(task_id, "nowhere")
    run.run.move(task_id, "b")
    run.run.advance()
    assert run.open == ["b"] and run.run.steps[-1].element_id == "b"


def test_a_token_on_an_element_that_is_gone_is_named(reload: bool) -> None:
    run = Driver(ENDS + node("userTask", "a") + flows("s > a > e"), reload=reload)
    other = specification(ENDS + node("userTask", "b") + flows("s > b > e"))
    with pytest.raises(NotFound, match="no-such-element"):
        Run.load(other, run.run.dump(), run.desk)


def test_a_loop_without_a_wait_is_stopped() -> None:
    body = ENDS + node("exclusiveGateway", "m") + node("exclusiveGateway", "g", default="g-m")
    with pytest.raises(RunAway):
        Driver(body + flows("s > m > g > m", "g > e if false"), reload=False)


def test_an_instance_that_grows_too_large_is_not_saved() -> None:
    run = Driver(ENDS + node("userTask", "a") + flows("s > a > e"), reload=False)
    run.run.complete(run.waits.human_tasks[0].task_id, {"text": "x" * 5_000_000})
    with pytest.raises(TooLarge):
        run.run.dump()


@pytest.mark.parametrize(
    "attack",
    [
        '__import__("os").system("true")',
        "().__class__.__mro__[1].__subclasses__()",
        'open("/etc/passwd").read()',
        "incident.__class__",
        "incident.update",
        "(lambda: 1)()",
        "[c for c in incident]",
    ],
)
def test_python_in_a_diagram_is_words_and_nothing_more(attack: str) -> None:
    body = ENDS + node("scriptTask", "a", f"<script><![CDATA[{attack}]]></script>", praxis_result="loot")
    try:
        run = Driver(body + flows("s > a > e"), reload=False, desk=Desk(views={"incident": {"priority": 1}}))
    except FeelSyntaxError:
        return
    assert run.variables == {"loot": None}


def test_an_operator_mends_what_a_form_wrote(reload: bool) -> None:
    body = ENDS + node("userTask", "a", default="a-e") + node("userTask", "b")
    run = Driver(body + flows("s > a", "a > b if x > 1", "a > e", "b > e"), reload=reload)
    run.done("a", x="many", y=1)
    assert run.waits.faults[0].element_id == "a"
    run.retry("a", x=2)
    assert run.open == ["b"] and run.variables == {"x": 2, "y": 1}


def test_a_vote_that_cannot_be_counted_is_mended_and_goes_on(reload: bool) -> None:
    run = Driver(vote("nrOfCompletedInstances >= quorum"), {"people": ["x", "y", "q"]}, reload=reload)
    run.done("a", ok=1)
    assert run.waits.faults[0].params["site"] == "completion condition"
    run.retry("a", quorum=2)
    assert run.waits.faults == () and run.open == ["a", "a"]
    run.done("a", ok=2)
    assert run.open == ["z"]
