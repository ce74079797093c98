"""Overlaps and gaps of decision tables, each shown with an example input.

Every column is cut into the points and gaps of its constants (see `engine.decisions.index`), so a table has finitely
many different inputs. Conditions that are not constants get the benefit of the doubt: what is reported is certain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from engine.decisions.findings import Findings
from engine.decisions.index import ANY_VALUE, Condition, ConstantTest, Line
from engine.decisions.samples import sample_at
from engine.decisions.tables import CompiledTable
from engine.feel.printing import to_feel

MAX_OVERLAPS = 20
MAX_STATES = 200_000
"""Different sets of rules to follow while gaps are searched; a table beyond it is not judged."""
SINGLE_HIT = ("UNIQUE", "FIRST", "ANY", "PRIORITY")


@dataclass(frozen=True, slots=True)
class Segment:
    """Inputs that no rule of the table tells apart: one of them, and the rules that surely or perhaps accept them."""

    sample: Any
    sure: int
    possible: int


def check_table(table: CompiledTable, findings: Findings) -> None:
    """Warn of rules of a UNIQUE table that match at once, and of inputs without a rule in a single-hit table."""
    columns = [_segments(*column) for column in zip(table.conditions, table.domains, strict=True)]
    place = table.place
    if table.policy_name == "UNIQUE":
        for first, second, example in _overlaps(columns, len(table.rules)):
            where = table.rules[second].place
            findings.warning("dmn.overlap", where, first=first + 1, second=second + 1, example=_say(table, example))
    if table.policy_name in SINGLE_HIT and table.default is None and table.rules:
        gap = _gap(columns)
        if gap is not None:
            findings.warning("dmn.gap", place, example=_say(table, gap))


def _say(table: CompiledTable, example: Sequence[Segment]) -> str:
    parts = zip(table.labels, example, strict=True)
    return ", ".join(f"{label} = {'-' if one.sample is None else to_feel(one.sample)}" for label, one in parts)


def _segments(conditions: Sequence[Condition], domain: ConstantTest | None) -> list[Segment]:
    """Cut a column; segments without a value, or outside the values allowed for the input, are left out."""
    every = (1 << len(conditions)) - 1
    unknown = _mask(rule for rule, test in enumerate(conditions) if test is None)
    indifferent = _mask(rule for rule, test in enumerate(conditions) if test is ANY_VALUE)
    tests = {rule: test for rule, test in enumerate(conditions) if isinstance(test, ConstantTest)}
    kinds = {test.kind for test in tests.values()} | ({domain.kind} if domain else set())
    found: dict[int, Segment] = {}
    for kind in kinds:
        of_kind = {rule: test for rule, test in tests.items() if test.kind is kind}
        own_domain = domain if domain and domain.kind is kind else None
        if domain and own_domain is None:
            continue
        line = Line(kind, of_kind, domain=own_domain)
        allowed = [(0, len(line.masks))] if own_domain is None else line.stretches(own_domain)
        for position, accepting in enumerate(line.masks):
            sample = sample_at(line, position)
            if sample is None or not any(start <= position < end for start, end in allowed):
                continue
            sure = accepting | indifferent
            found.setdefault(sure, Segment(sample, sure, sure | unknown))
    return list(found.values()) or [Segment(None, indifferent, every)]


def _mask(rules: Iterator[int]) -> int:
    return sum(1 << rule for rule in rules)


def _overlaps(columns: Sequence[Sequence[Segment]], rules: int) -> Iterator[tuple[int, int, list[Segment]]]:
    """Yield pairs of rules that accept one input, the first few of them."""
    together = [_together(column, rules) for column in columns]
    reported = 0
    for rule in range(rules):
        others = (1 << rules) - (1 << (rule + 1))
        for column in together:
            others &= column[rule]
        while others and reported < MAX_OVERLAPS:
            bit = others & -others
            others ^= bit
            both = bit | 1 << rule
            reported += 1
            yield (
                rule,
                bit.bit_length() - 1,
                [next(segment for segment in column if segment.sure & both == both) for column in columns],
            )


def _together(column: Sequence[Segment], rules: int) -> list[int]:
    """Return for each rule the mask of those that accept one value of the column together with it."""
    everywhere, somewhere = (1 << rules) - 1, 0
    for segment in column:
        everywhere &= segment.sure
        somewhere |= segment.sure
    found = [somewhere if everywhere >> rule & 1 else 0 for rule in range(rules)]
    for segment in column:
        rest = segment.sure & ~everywhere
        while rest:
            bit = rest & -rest
            rest ^= bit
            found[bit.bit_length() - 1] |= segment.sure
    return found


def _gap(columns: Sequence[Sequence[Segment]]) -> list[Segment] | None:
    """Return one segment per column that no rule accepts together, None when there is no gap or too much to search."""
    states: dict[int, list[Segment]] = {-1: []}
    for number, column in enumerate(columns, 1):
        following: dict[int, list[Segment]] = {}
        for mask, path in states.items():
            for segment in column:
                left = mask & segment.possible
                if not left:
                    return [*path, segment, *(rest[0] for rest in columns[number:])]
                following.setdefault(left, [*path, segment])
            if len(following) > MAX_STATES:
                return None
        states = following
    return None
