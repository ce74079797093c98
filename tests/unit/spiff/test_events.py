"""Events: messages, signals, timers, errors, escalations, on borders, behind gateways and as event sub-processes."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.unit.spiff.desk import MESSAGE, SIGNAL, TERMINATE, Driver, flows, node, timer

ENDS = node("startEvent", "s") + node("endEvent", "e")
A, B, Z = (node("userTask", name) for name in "abz")
NINE = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def boundary(inner: str, *, interrupting: bool, host: str = "a", **more: str) -> str:
    return node("boundaryEvent", "b", inner, attachedToRef=host, cancelActivity=str(interrupting).lower(), **more)


HOSTED = ENDS + A + Z + flows("s > a > e", "b > z")


def test_an_interrupting_message_boundary_ends_the_activity(reload: bool) -> None:
    run = Driver(HOSTED + boundary(MESSAGE, interrupting=True, praxis_result="reply"), reload=reload)
    run.message("b", {"text": "hello"})
    assert run.open == ["z"] and run.variables["reply"] == {"text": "hello"}
    assert run.story("cancelled") == ["a"]
    run.done("z")
    assert run.ended


@pytest.mark.parametrize("inner", [MESSAGE, SIGNAL])
def test_a_non_interrupting_boundary_fires_every_time(inner: str, reload: bool) -> None:
    run = Driver(HOSTED + boundary(inner, interrupting=False, praxis_result="last"), reload=reload)
    for number in (1, 2, 3):
        if inner is MESSAGE:
            run.message("b", {"n": number})
        else:
            assert run.signal(n=number) == 1
        assert run.open == ["a", *["z"] * number] and run.variables["last"] == {"n": number}
    run.done("a")
    assert run.waits.messages == run.waits.signals == () and not run.ended
    for _ in range(3):
        run.done("z")
    assert run.ended


def test_an_interrupting_timer_boundary_fires_when_due_and_not_before(reload: bool) -> None:
    run = Driver(HOSTED + boundary(timer("PT4H"), interrupting=True), reload=reload)
    assert run.waits.timers[0].due_at == NINE + timedelta(hours=4)
    run.wait(hours=3)
    assert run.open == ["a"]
    run.wait(hours=1)
    assert run.open == ["z"]


def test_a_cycle_fires_once_after_an_outage_and_goes_on_in_its_beat(reload: bool) -> None:
    run = Driver(HOSTED + boundary(timer("R/PT1H", "timeCycle"), interrupting=False), reload=reload)
    run.wait(hours=100, minutes=5)
    assert run.open == ["a", "z"]
    assert run.waits.timers[0].due_at == NINE + timedelta(hours=101)
    run.wait(hours=1)
    assert run.open == ["a", "z", "z"]


def test_a_counted_cycle_stops_after_its_count(reload: bool) -> None:
    run = Driver(HOSTED + boundary(timer("R3/PT1H", "timeCycle"), interrupting=False), reload=reload)
    for _ in range(5):
        run.wait(hours=1)
    assert run.open == ["a", "z", "z", "z"] and run.waits.timers == ()


def test_a_message_is_waited_for_with_its_correlation(reload: bool) -> None:
    catch = node("intermediateCatchEvent", "c", MESSAGE, praxis_correlation="key", praxis_result="got")
    run = Driver(ENDS + catch + flows("s > c > e"), {"key": "INC-1"}, reload=reload)
    (waiting,) = run.waits.messages
    assert (waiting.name, waiting.correlation) == ("m1", "INC-1")
    run.message("c", {"x": 1})
    assert run.ended and run.variables["got"] == {"x": 1}


def test_a_message_sent_is_told_to_the_engine_with_its_payload(reload: bool) -> None:
    send = node(
        "sendTask",
        "c",
        '<extensionElements><praxis:input name="who" value="key"/></extensionElements>',
        messageRef="M2",
        praxis_correlation="key",
    )
    run = Driver(ENDS + send + flows("s > c > e"), {"key": "INC-1"}, reload=reload)
    (thrown,) = run.thrown
    assert (thrown.name, thrown.correlation, thrown.payload) == ("m2", "INC-1", {"who": "INC-1"})


GATE = (
    ENDS
    + node("eventBasedGateway", "g")
    + node("intermediateCatchEvent", "soon", timer("PT1H"))
    + node("intermediateCatchEvent", "late", timer("PT5H"))
    + node("receiveTask", "reply", messageRef="M1", praxis_result="got")
    + A
    + B
    + Z
    + flows("s > g > soon > a > e", "g > late > b > e", "g > reply > z > e")
)


def test_the_first_event_behind_a_gateway_wins_and_the_others_are_forgotten(reload: bool) -> None:
    run = Driver(GATE, reload=reload)
    assert [waiting.element_id for waiting in run.waits.timers] == ["soon", "late"]
    run.wait(hours=2)
    assert run.open == ["a"] and run.waits.timers == () and run.waits.messages == ()
    assert run.walked == ["s-g", "g-soon", "soon-a"]
    run = Driver(GATE, reload=reload)
    run.message("reply", 7)
    assert run.open == ["z"] and run.variables == {"got": 7}


def test_an_earlier_timer_does_not_hide_a_later_one_of_the_same_gateway(reload: bool) -> None:
    run = Driver(GATE.replace("PT1H", "PT9H"), reload=reload)
    run.wait(hours=6)
    assert run.open == ["b"]


SERVICE = node("serviceTask", "a", praxis_connector="crm", praxis_operation="lookup", praxis_result="caller")
ERRORS = (
    ENDS
    + SERVICE
    + B
    + Z
    + node("boundaryEvent", "b1", '<errorEventDefinition errorRef="E1"/>', attachedToRef="a", praxis_result="error")
    + node("boundaryEvent", "b0", "<errorEventDefinition/>", attachedToRef="a")
    + flows("s > a > e", "b1 > b > e", "b0 > z > e")
)


@pytest.mark.parametrize(("code", "taken"), [("e1", "b"), ("e9", "z")])
def test_the_boundary_with_the_code_is_chosen_before_the_one_that_catches_all(
    code: str, taken: str, reload: bool
) -> None:
    run = Driver(ERRORS, reload=reload)
    assert run.fail("a", code)
    assert run.open == [taken] and run.waits.calls == ()
    if code == "e1":
        assert run.variables["error"] == {"code": "e1", "message": "broken"}


def test_an_error_is_caught_by_the_boundary_of_this_task_only(reload: bool) -> None:
    other = SERVICE.replace('id="a"', 'id="o"')
    body = ENDS + SERVICE + other + Z + node("parallelGateway", "split")
    body += node("boundaryEvent", "b", "<errorEventDefinition/>", attachedToRef="o")
    run = Driver(body + flows("s > split > a > e", "split > o > e", "b > z > e"), reload=reload)
    assert not run.fail("a", "e1")
    assert run.open == ["a", "o"] and run.waits.faults[0].params["error_code"] == "e1"
    run.retry("a")
    assert run.waits.faults == () and {call.element_id for call in run.waits.calls} == {"o", "a"}


def subprocess(inner: str, identity: str = "sub", **attributes: str) -> str:
    return node("subProcess", identity, inner, **attributes)


INSIDE = node("startEvent", "is") + node("userTask", "i1") + node("endEvent", "ie")


def test_an_error_end_in_a_sub_process_is_caught_on_its_border(reload: bool) -> None:
    inner = node("startEvent", "is") + node("userTask", "i1") + node("userTask", "i2") + node("parallelGateway", "ig")
    inner += node("endEvent", "ie", '<errorEventDefinition errorRef="E1"/>') + flows("is > ig > i1 > ie", "ig > i2")
    body = (
        ENDS + subprocess(inner) + Z + boundary('<errorEventDefinition errorRef="E1"/>', interrupting=True, host="sub")
    )
    run = Driver(body + flows("s > sub > e", "b > z > e"), reload=reload)
    run.done("i1")
    assert run.open == ["z"] and run.story("cancelled") == ["i2", "sub"]


def event_process(start: str, *, interrupting: bool, **more: str) -> str:
    flag = str(interrupting).lower()
    inner = (
        node("startEvent", "es", start, isInterrupting=flag, **more) + node("userTask", "ex") + node("endEvent", "ee")
    )
    return node("subProcess", "event", inner + flows("es > ex > ee"), triggeredByEvent="true")


WITH_EVENT = ENDS + A + B + flows("s > a > b > e")


def test_a_non_interrupting_event_sub_process_runs_beside_the_work_every_time(reload: bool) -> None:
    run = Driver(WITH_EVENT + event_process(MESSAGE, interrupting=False, praxis_result="why"), reload=reload)
    run.message("es", "first")
    run.done("a", v="new")
    run.message("es", "second")
    assert run.open == ["b", "ex", "ex"] and run.variables == {"why": "second", "v": "new"}
    run.done("b")
    assert not run.ended and run.waits.messages != ()
    run.done("ex")
    run.done("ex")
    assert run.ended and run.waits.messages == ()


def test_an_interrupting_event_sub_process_ends_the_rest_of_its_scope(reload: bool) -> None:
    run = Driver(WITH_EVENT + event_process(MESSAGE, interrupting=True), reload=reload)
    run.done("a", v="new")
    run.message("es")
    assert run.open == ["ex"] and run.story("cancelled") == ["b"] and run.waits.messages == ()
    assert run.variables["v"] == "new"
    run.done("ex")
    assert run.ended


def test_an_event_sub_process_is_started_by_a_timer_and_a_signal_too(reload: bool) -> None:
    run = Driver(WITH_EVENT + event_process(timer("PT1H"), interrupting=False), reload=reload)
    run.wait(hours=2)
    run.wait(hours=2)
    assert run.open == ["a", "ex"]
    run = Driver(WITH_EVENT + event_process(SIGNAL, interrupting=True), reload=reload)
    assert run.signal() == 1 and run.open == ["ex"]


def test_an_error_event_sub_process_catches_what_goes_wrong_in_its_scope(reload: bool) -> None:
    body = ENDS + SERVICE + flows("s > a > e") + event_process("<errorEventDefinition/>", interrupting=True)
    run = Driver(body, reload=reload)
    assert run.fail("a", "e7") and run.open == ["ex"]
    run.done("ex")
    assert run.ended


def test_an_escalation_event_sub_process_runs_beside_what_escalated(reload: bool) -> None:
    escalation = '<escalationEventDefinition escalationRef="X1"/>'
    body = WITH_EVENT + event_process(escalation, interrupting=False) + node("intermediateThrowEvent", "t", escalation)
    run = Driver(body + flows("a > t"), reload=reload)
    run.done("a")
    assert run.open == ["b", "ex"]


def test_an_event_sub_process_inside_a_sub_process_ends_only_that(reload: bool) -> None:
    inner = INSIDE + flows("is > i1 > ie") + event_process(MESSAGE, interrupting=True)
    run = Driver(ENDS + subprocess(inner) + Z + flows("s > sub > z > e"), reload=reload)
    run.message("es")
    run.done("ex")
    assert run.open == ["z"]


def test_a_terminating_end_in_a_sub_process_leaves_the_rest_alone(reload: bool) -> None:
    inner = INSIDE.replace('<endEvent id="ie">', f'<endEvent id="ie">{TERMINATE}') + node("userTask", "i2")
    inner += node("parallelGateway", "ig") + flows("is > ig > i1 > ie", "ig > i2")
    body = ENDS + node("parallelGateway", "split") + A + Z + subprocess(inner)
    run = Driver(body + flows("s > split > a > e", "split > sub > z > e"), reload=reload)
    run.done("i1")
    assert run.open == ["a", "z"]


def test_an_escalation_leaves_the_work_going_when_its_boundary_does_not_interrupt(reload: bool) -> None:
    escalation = '<escalationEventDefinition escalationRef="X1"/>'
    inner = INSIDE + node("intermediateThrowEvent", "it", escalation) + flows("is > it > i1 > ie")
    body = ENDS + subprocess(inner) + Z + boundary(escalation, interrupting=False, host="sub")
    run = Driver(body + flows("s > sub > e", "b > z > e"), reload=reload)
    assert run.open == ["i1", "z"]


def test_a_signal_end_event_reaches_who_waits_for_it(reload: bool) -> None:
    body = node("startEvent", "s") + node("endEvent", "e", SIGNAL) + node("endEvent", "e2")
    body += node("intermediateCatchEvent", "c", SIGNAL) + node("parallelGateway", "split") + A + Z
    run = Driver(body + flows("s > split > c > z > e2", "split > a > e"), reload=reload)
    run.done("a")
    assert run.open == ["z"]


def test_a_message_start_is_chosen_by_its_name(reload: bool) -> None:
    body = ENDS + A + B + node("startEvent", "ms", MESSAGE, praxis_result="mail") + flows("s > a > e", "ms > b > e")
    assert Driver(body, reload=reload).open == ["a"]
    run = Driver(body, {"subject": "hi"}, reload=reload, message="m1")
    assert run.open == ["b"] and run.variables["mail"] == {"subject": "hi"}


def test_a_correlation_that_is_null_is_a_fault_not_somebody_elses_message(reload: bool) -> None:
    catch = node("intermediateCatchEvent", "c", MESSAGE, praxis_correlation="key")
    run = Driver(ENDS + catch + flows("s > c > e"), reload=reload)
    assert run.waits.messages == () and run.waits.faults[0].params["site"] == "correlation"
    run.retry("c", key=7)
    assert run.waits.messages[0].correlation == "7"


def test_a_retry_does_not_bring_back_a_timer_that_has_fired(reload: bool) -> None:
    run = Driver(
        ENDS + SERVICE + Z + boundary(timer("PT1H"), interrupting=False) + flows("s > a > e", "b > z"), reload=reload
    )
    run.wait(hours=1)
    run.fail("a", "e1")
    run.retry("a")
    assert run.open == ["a", "z"] and run.waits.timers == ()


def test_an_event_gateway_that_failed_is_armed_once_on_retry(reload: bool) -> None:
    run = Driver(GATE.replace("PT5H", "later"), reload=reload)
    assert run.open == ["g"]
    run.retry("g", later="PT5H")
    assert [waiting.element_id for waiting in run.waits.timers] == ["soon", "late"]
    assert len(run.waits.messages) == 1


def test_an_escalation_may_end_the_work_that_threw_it(reload: bool) -> None:
    escalation = '<escalationEventDefinition escalationRef="X1"/>'
    inner = INSIDE + node("intermediateThrowEvent", "it", escalation)
    inner += flows("is > it", "it > i1 if nothing", "i1 > ie")
    body = ENDS + subprocess(inner) + Z + boundary(escalation, interrupting=True, host="sub")
    run = Driver(body + flows("s > sub > e", "b > z > e"), reload=reload)
    assert run.open == ["z"] and "failed" not in {step.event for step in run.steps}


def condition(text: str) -> str:
    return f"<conditionalEventDefinition><condition>{text}</condition></conditionalEventDefinition>"


def test_a_conditional_event_waits_until_its_condition_is_true(reload: bool) -> None:
    body = ENDS + node("parallelGateway", "g") + A + B + node("intermediateCatchEvent", "c", condition("x > 1"))
    run = Driver(body + flows("s > g > a > b > e", "g > c > e"), reload=reload)
    assert "c" not in run.story()
    run.done("a", x=2)
    assert "c" in run.story() and run.open == ["b"]
    assert "c" in Driver(body + flows("s > g > a > b > e", "g > c > e"), {"x": 5}, reload=reload).story()


def test_a_non_interrupting_condition_fires_each_time_it_becomes_true(reload: bool) -> None:
    body = ENDS + node("subProcess", "sub", INSIDE + node("userTask", "i2") + flows("is > i1 > i2 > ie")) + A + Z
    body += node("parallelGateway", "g") + boundary(condition("x"), interrupting=False, host="sub")
    body += node("exclusiveGateway", "m") + node("exclusiveGateway", "l", default="l-e")
    run = Driver(body + flows("s > g > sub > e", "g > m > a > l > e", "l > m if again", "b > z"), reload=reload)
    for x, fired in ((False, 0), (True, 1), (True, 1), (False, 1), (True, 2)):
        run.done("a", x=x, again=True)
        assert run.open.count("z") == fired


def test_an_interrupting_condition_ends_its_scope(reload: bool) -> None:
    run = Driver(WITH_EVENT + event_process(condition("v = 1"), interrupting=True), reload=reload)
    run.done("a", v=1)
    assert run.open == ["ex"]


def test_an_uncaught_error_keeps_its_code_whatever_its_payload_says(reload: bool) -> None:
    run = Driver(ENDS + SERVICE + flows("s > a > e"), reload=reload)
    (call,) = run.waits.calls
    assert not run.run.fail(call.task_id, "e1", {"code": "x", "error_code": "y", "cause": "z"})
    params = run.waits.faults[0].params
    assert (params["error_code"], params["cause"]) == ("e1", "z")
