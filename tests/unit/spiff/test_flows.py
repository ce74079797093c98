"""Tokens walk sequence flows: order, conditions, defaults, splits, joins, loops."""

import pytest

from tests.unit.spiff.desk import TERMINATE, Driver, flows, node

ENDS = node("startEvent", "s") + node("endEvent", "e")


def test_a_process_runs_from_start_to_end(reload: bool) -> None:
    run = Driver(ENDS + node("userTask", "a") + flows("s > a > e"), reload=reload)
    assert run.open == ["a"] and not run.ended
    run.done("a", x=1)
    assert run.ended and run.variables == {"x": 1}
    assert run.walked == ["s-a", "a-e"]


CHOICE = ENDS + node("exclusiveGateway", "g", default="g-c") + "".join(node("userTask", name) for name in "abc")


@pytest.mark.parametrize(("x", "taken"), [(5, "a"), (2, "b"), (0, "c")])
def test_an_exclusive_gateway_takes_the_first_true_flow_in_document_order(x: int, taken: str, reload: bool) -> None:
    body = CHOICE + flows("s > g", "g > a if x > 2", "g > b if x > 1", "g > c", "a > e", "b > e", "c > e")
    assert Driver(body, {"x": x}, reload=reload).open == [taken]


def test_the_place_in_the_drawing_does_not_decide(reload: bool) -> None:
    body = CHOICE + flows("s > g", "g > b if x > 1", "g > a if x > 2", "g > c", "a > e", "b > e", "c > e")
    assert Driver(body, {"x": 5}, reload=reload).open == ["b"]


def test_null_at_a_gateway_is_a_fault_not_the_default_flow(reload: bool) -> None:
    body = CHOICE + flows("s > g", "g > a if x > 2", "g > c", "a > e", "c > e", "b > e")
    run = Driver(body, {"x": None}, reload=reload)
    fault = run.waits.faults[0]
    assert (fault.element_id, fault.code) == ("g", "engine.expression-gives-wrong-value")
    assert fault.params["got"] == "null" and fault.params["expression"] == "x > 2"
    run.retry("g", x=7)
    assert run.open == ["a"]


def test_several_flows_out_of_an_activity_split_and_conditions_on_them_count(reload: bool) -> None:
    body = CHOICE + node("userTask", "z") + flows("s > z", "z > a if x > 1", "z > b if x > 2", "z > c")
    for x, expected in ((3, ["a", "b", "c"]), (2, ["a", "c"])):
        run = Driver(body.replace(' default="g-c"', ""), {"x": x}, reload=reload)
        run.done("z")
        assert run.open == expected


def test_the_default_flow_of_an_activity_is_taken_when_no_condition_is_true(reload: bool) -> None:
    body = ENDS + node("userTask", "z", default="z-b") + node("userTask", "a") + node("userTask", "b")
    body += flows("s > z", "z > a if x > 1", "z > b", "a > e", "b > e")
    for x, expected in ((2, ["a"]), (0, ["b"])):
        run = Driver(body, reload=reload)
        run.done("z", x=x)
        assert run.open == expected


def test_a_path_may_end_without_an_end_event(reload: bool) -> None:
    run = Driver(node("startEvent", "s") + node("userTask", "a") + flows("s > a"), reload=reload)
    run.done("a")
    assert run.ended


LOOP = (
    ENDS
    + node("exclusiveGateway", "m")
    + node("parallelGateway", "split")
    + node("userTask", "a")
    + node("userTask", "b")
    + node("parallelGateway", "join")
    + node("userTask", "z")
    + node("exclusiveGateway", "g", default="g-e")
    + flows("s > m > split > a > join > z > g > e", "split > b > join", "g > m if again")
)


def test_a_parallel_join_inside_a_loop_waits_for_both_in_every_round(reload: bool) -> None:
    run = Driver(LOOP, reload=reload)
    for order, again in (("ab", True), ("ba", True), ("ab", False)):
        for name in order:
            assert "z" not in run.open
            run.done(name)
        assert run.open == ["z"]
        run.done("z", again=again)
    assert run.ended


def test_parallel_branches_see_what_the_other_one_wrote(reload: bool) -> None:
    run = Driver(LOOP, reload=reload)
    run.done("a", x=1, shared="a")
    run.done("b", y=2, shared="b")
    assert run.variables == {"x": 1, "y": 2, "shared": "b"}


INCLUSIVE = (
    ENDS
    + node("exclusiveGateway", "m")
    + node("inclusiveGateway", "split", default="split-c")
    + "".join(node("userTask", name) for name in "abc")
    + node("inclusiveGateway", "join")
    + node("userTask", "z")
    + node("exclusiveGateway", "g", default="g-e")
    + flows("s > m > split", "split > a if x", "split > b if y", "split > c", "a > join", "b > join", "c > join")
    + flows("join > z > g > e", "g > m if again")
)


@pytest.mark.parametrize(("x", "y", "opened"), [(True, True, "ab"), (True, False, "a"), (False, False, "c")])
def test_an_inclusive_join_waits_for_exactly_what_was_split_in_every_round(
    x: bool, y: bool, opened: str, reload: bool
) -> None:
    run = Driver(INCLUSIVE, {"x": x, "y": y}, reload=reload)
    for again in (True, True, False):
        assert run.open == list(opened)
        for name in opened:
            assert "z" not in run.open
            run.done(name)
        assert run.open == ["z"]
        run.done("z", again=again)
    assert run.ended


def test_a_terminating_end_ends_everything_in_its_scope(reload: bool) -> None:
    body = ENDS.replace('<endEvent id="e">', f'<endEvent id="e">{TERMINATE}')
    body += node("parallelGateway", "split") + node("userTask", "a") + node("userTask", "b")
    run = Driver(body + flows("s > split > a > e", "split > b"), reload=reload)
    run.done("a")
    assert run.ended and run.story("cancelled") == ["b"]


def test_two_tokens_through_an_exclusive_merge_run_what_follows_twice(reload: bool) -> None:
    body = ENDS + node("parallelGateway", "split") + node("userTask", "a") + node("userTask", "b")
    body += node("exclusiveGateway", "m") + node("userTask", "z") + flows("s > split > a > m > z > e", "split > b > m")
    run = Driver(body, reload=reload)
    run.done("a")
    run.done("b")
    assert run.open == ["z", "z"]
