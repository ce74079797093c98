"""Links jump, and compensation undoes what was done, last one first, with the variables of that time."""

from tests.unit.spiff.desk import Driver, flows, node

ENDS = node("startEvent", "s") + node("endEvent", "e")
UNDO = "<compensateEventDefinition/>"


def undoable(identity: str, kind: str = "userTask", inner: str = "") -> str:
    border = node("boundaryEvent", f"c_{identity}", UNDO, attachedToRef=identity)
    handler = node("userTask", f"undo_{identity}", isForCompensation="true")
    line = f'<association id="l_{identity}" sourceRef="c_{identity}" targetRef="undo_{identity}"/>'
    return node(kind, identity, inner) + border + handler + line


TWICE = (
    ENDS
    + undoable("a")
    + undoable("b")
    + node("exclusiveGateway", "m")
    + node("exclusiveGateway", "g", default="g-t")
    + node("intermediateThrowEvent", "t", UNDO)
    + node("userTask", "z")
    + flows("s > m > a > b > g", "g > m if again", "g > t > z > e")
)


def test_handlers_run_in_reverse_order_once_per_visit(reload: bool) -> None:
    run = Driver(TWICE, reload=reload)
    for again in (True, False):
        run.done("a")
        run.done("b", again=again)
    for name in ("undo_b", "undo_a", "undo_b", "undo_a"):
        assert run.open == [name]
        run.done(name)
    assert run.open == ["z"]
    run.done("z")
    assert run.ended


def test_a_handler_sees_the_variables_of_then_and_writes_those_of_now(reload: bool) -> None:
    script = node("scriptTask", "undo_a", "<script>n</script>", isForCompensation="true", praxis_result="undone")
    body = TWICE.replace(node("userTask", "undo_a", isForCompensation="true"), script)
    run = Driver(body, reload=reload)
    run.done("a", n=1)
    run.done("b", n=2, again=False)
    run.done("undo_b")
    assert run.variables["undone"] == 1 and run.variables["n"] == 2


def test_one_activity_alone_can_be_undone(reload: bool) -> None:
    throw = node("intermediateThrowEvent", "t", UNDO)
    run = Driver(TWICE.replace(throw, throw.replace("/><", ' activityRef="a"/><')), reload=reload)
    run.done("a")
    run.done("b", again=False)
    run.done("undo_a")
    assert run.open == ["z"]


def test_a_completed_sub_process_is_undone_from_outside(reload: bool) -> None:
    inner = node("startEvent", "is") + undoable("a") + undoable("b") + flows("is > a > b")
    body = ENDS + node("subProcess", "sub", inner) + node("userTask", "z") + node("endEvent", "t", UNDO)
    run = Driver(body + flows("s > sub > z > t"), reload=reload)
    for name in ("a", "b", "z", "undo_b", "undo_a"):
        run.done(name)
    assert run.ended


def test_each_instance_of_a_repeated_activity_is_undone(reload: bool) -> None:
    many = '<multiInstanceLoopCharacteristics praxis:collection="people" praxis:item="person"/>'
    body = ENDS + undoable("a", inner=many) + node("intermediateThrowEvent", "t", UNDO) + flows("s > a > t > e")
    run = Driver(body, {"people": ["x", "y"]}, reload=reload)
    run.done("a", ok=1)
    run.done("a", ok=2)
    run.done("undo_a")
    run.done("undo_a")
    assert run.ended


def test_what_was_not_done_is_not_undone(reload: bool) -> None:
    body = ENDS + undoable("a") + node("intermediateThrowEvent", "t", UNDO) + flows("s > t > e")
    assert Driver(body, reload=reload).ended


def test_a_link_leads_to_its_other_end(reload: bool) -> None:
    link = '<linkEventDefinition name="over there"/>'
    body = ENDS + node("intermediateThrowEvent", "t", link) + node("intermediateCatchEvent", "c", link)
    body += node("userTask", "a")
    run = Driver(body + flows("s > t", "c > a > e"), reload=reload)
    assert run.open == ["a"]
    run.done("a")
    assert run.ended and run.walked == ["s-t", "c-a", "a-e"]
