"""What a table concludes from the rules that match: hit policies and aggregations (DMN 1.5, 8.2.10 and 8.2.11)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from engine.feel import compile_expression
from engine.feel.limits import Run
from engine.feel.logic import equal

Priority = Callable[[Any], tuple[int, ...]]
"""Gives the rank of a conclusion; the smallest comes first."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A matching rule (from 0) and its conclusion."""

    rule: int
    output: Any


class Unresolved(Exception):
    """The matching rules contradict the policy; the table is null, for this reason."""

    def __init__(self, code: str, hits: Sequence[Hit]) -> None:
        super().__init__(code)
        self.code = code
        self.rules = ", ".join(str(hit.rule + 1) for hit in hits)


@dataclass(frozen=True, slots=True)
class Conclusion:
    """The value of the table and the hits it rests on."""

    value: Any
    hits: Sequence[Hit]


Policy = Callable[[Sequence[Hit], Priority], Conclusion]


def _unique(hits: Sequence[Hit], _priority: Priority) -> Conclusion:
    if len(hits) > 1:
        raise Unresolved("dmn.unique-conflict", hits)
    return Conclusion(hits[0].output, hits)


def _any(hits: Sequence[Hit], _priority: Priority) -> Conclusion:
    account = Run()
    if any(not equal(hits[0].output, hit.output, account) for hit in hits[1:]):
        raise Unresolved("dmn.any-conflict", hits)
    return Conclusion(hits[0].output, hits)


def _first(hits: Sequence[Hit], _priority: Priority) -> Conclusion:
    return Conclusion(hits[0].output, hits[:1])


def _by_priority(hits: Sequence[Hit], priority: Priority) -> Conclusion:
    best = min(hits, key=lambda hit: priority(hit.output))
    return Conclusion(best.output, [best])


def _all(hits: Sequence[Hit], _priority: Priority) -> Conclusion:
    return Conclusion([hit.output for hit in hits], hits)


def _all_by_priority(hits: Sequence[Hit], priority: Priority) -> Conclusion:
    ordered = sorted(hits, key=lambda hit: priority(hit.output))
    return Conclusion([hit.output for hit in ordered], ordered)


POLICIES: Mapping[str, Policy] = {
    "UNIQUE": _unique,
    "ANY": _any,
    "FIRST": _first,
    "PRIORITY": _by_priority,
    "COLLECT": _all,
    "RULE ORDER": _all,
    "OUTPUT ORDER": _all_by_priority,
}

_FUNCTIONS = {name: compile_expression(f"{name.lower()}(hits)", ["hits"]) for name in ("SUM", "MIN", "MAX")}


def policy_of(hit_policy: str, aggregation: str | None, *, is_compound: bool) -> Policy:
    """Return the policy of a table; an aggregation counts with COLLECT only, and column by column when compound."""
    if hit_policy != "COLLECT" or aggregation is None:
        return POLICIES[hit_policy]
    if aggregation == "COUNT":
        return lambda hits, _priority: Conclusion(Decimal(len(hits)), hits)
    aggregate = _FUNCTIONS[aggregation]

    def collect(hits: Sequence[Hit], _priority: Priority) -> Conclusion:
        outputs = [hit.output for hit in hits]
        if is_compound:
            columns = {name: aggregate.evaluate({"hits": [row[name] for row in outputs]}) for name in outputs[0]}
            return Conclusion(columns, hits)
        return Conclusion(aggregate.evaluate({"hits": outputs}), hits)

    return collect
