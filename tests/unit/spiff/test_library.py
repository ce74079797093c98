"""What we lean on in SpiffWorkflow, so that a new release of it tells where it differs."""

from concurrent.futures import ThreadPoolExecutor

from SpiffWorkflow.bpmn import BpmnWorkflow
from SpiffWorkflow.bpmn.specs.bpmn_task_spec import BpmnTaskSpec
from SpiffWorkflow.task import Task
from SpiffWorkflow.util.task import TaskState

from engine.spiff.nodes import ProcessSpec
from engine.spiff.specification import Specification
from engine.spiff.tokens import NO_PYTHON
from tests.unit.spiff.desk import Driver, flows, node, specification
from tests.unit.spiff.test_walks import BODY


class Element(BpmnTaskSpec):
    """A task specification that does what it is told."""

    def __init__(self, process: ProcessSpec, outcome: bool | None) -> None:
        super().__init__(process, f"element {outcome}")
        self.outcome = outcome

    def _run_hook(self, task: Task) -> bool | None:
        return self.outcome

    def _on_complete(self, task: Task) -> None:
        task.data["completed"] = True


def test_running_a_task_asks_our_hook_and_follows_its_answer() -> None:
    process = ProcessSpec("p")
    workflow = BpmnWorkflow(process, script_engine=NO_PYTHON, deserializing=True)
    expected = {True: TaskState.COMPLETED, None: TaskState.STARTED, False: TaskState.ERROR}
    for outcome, state in expected.items():
        task = Task(workflow, Element(process, outcome), state=TaskState.READY)
        task.run()
        assert task.state == state and task.data == ({"completed": True} if outcome else {})


def test_a_workflow_made_for_loading_begins_empty_and_evaluates_no_python() -> None:
    workflow = BpmnWorkflow(ProcessSpec("p"), script_engine=NO_PYTHON, deserializing=True)
    assert workflow.tasks == {} and workflow.script_engine is NO_PYTHON


def test_a_process_has_no_elements_of_its_own_whose_names_could_clash() -> None:
    assert ProcessSpec("p").task_specs == {}
    body = node("startEvent", "Start") + node("task", "Root") + node("endEvent", "End") + flows("Start > Root > End")
    assert Driver(body, reload=False).ended


def test_threads_share_a_specification() -> None:
    shared = specification(BODY)

    def walk(seed: int, spec: Specification = shared) -> tuple[list[str], list[str]]:
        run = Driver(spec, {"x": 9, "people": [str(seed), "q"]}, reload=True)
        run.answer("c", seed)
        run.done("b", x=seed)
        return run.open, run.walked

    alone = [walk(seed) for seed in range(24)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(walk, range(24))) == alone
