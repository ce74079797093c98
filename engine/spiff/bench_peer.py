"""SpiffWorkflow's own evaluation of conditions, for `praxis bench` to be compared with; nothing else uses it."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from SpiffWorkflow.bpmn.script_engine import PythonScriptEngine


@dataclass
class _Holder:
    """What the script engine reads of a token."""

    data: dict[str, Any]


def python_evaluator(data: dict[str, Any]) -> Callable[[str], Any]:
    """Return the stock evaluation of a Python condition over process data, as a gateway calls it."""
    return partial(PythonScriptEngine().evaluate, _Holder(data))
