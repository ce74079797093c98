"""What one evaluation of a decision gives: the value, the rules that fired, the inputs, and why things were null."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from engine.decisions.findings import Finding
from engine.feel.printing import to_feel


@dataclass(frozen=True, slots=True)
class FiredRule:
    """A row of a table that applied.

    `number` counts from 1 as people do; `inputs` pairs each column's label with the value it had, `output` is the row's
    conclusion, `annotations` are the texts that its author put beside it.
    """

    decision: str
    number: int
    id: str
    inputs: tuple[tuple[str, Any], ...]
    output: Any
    annotations: tuple[tuple[str, str], ...]

    def as_json(self) -> dict[str, Any]:
        """Return the row as JSON-ready values; what FEEL values were is written as FEEL text."""
        return {
            "decision": self.decision,
            "number": self.number,
            "id": self.id,
            "inputs": [[label, to_feel(value)] for label, value in self.inputs],
            "output": to_feel(self.output),
            "annotations": [list(pair) for pair in self.annotations],
        }


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of evaluating a decision or a decision service.

    `inputs` holds the input data the decision asked for, as FEEL values after conversion to their types; `decisions`
    the values of all decisions on the way; `reasons` says where and why a part of the evaluation became null.
    """

    value: Any
    rules: tuple[FiredRule, ...]
    inputs: Mapping[str, Any]
    decisions: Mapping[str, Any]
    reasons: tuple[Finding, ...]

    def trace(self) -> dict[str, Any]:
        """Return what a history keeps, JSON-ready: the rules that fired and the reasons for nulls."""
        return {
            "rules": [rule.as_json() for rule in self.rules],
            "reasons": [_stored(reason) for reason in self.reasons],
        }


def _stored(reason: Finding) -> dict[str, Any]:
    """Keep code and parameters rather than a sentence: the reader's language is not known yet."""
    params = {name: value if isinstance(value, int) else str(value) for name, value in reason.params.items()}
    return {"code": reason.code, "params": params, "place": asdict(reason.place)}
