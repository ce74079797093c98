"""SpiffWorkflow's own decision tables, run for comparison in `praxis bench feel` and for nothing else."""

from collections.abc import Callable, Mapping
from types import SimpleNamespace
from typing import Any

from lxml import etree
from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine
from SpiffWorkflow.dmn.engine.DMNEngine import DMNEngine
from SpiffWorkflow.dmn.parser.BpmnDmnParser import BpmnDmnParser


def table_evaluator(decision: str, content: bytes) -> Callable[[Mapping[str, Any]], Mapping[str, Any]]:
    """Return a function that evaluates the table of a decision over inputs, with as little around it as can be."""
    parser = BpmnDmnParser()
    parser.add_dmn_xml(etree.fromstring(content), "peer.dmn")
    engine: DMNEngine = parser.get_engine(decision, None)
    workflow = SimpleNamespace(script_engine=PythonScriptEngine())

    def evaluate(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
        result: Mapping[str, Any] = engine.result(SimpleNamespace(data=dict(inputs), workflow=workflow))
        return result

    return evaluate
