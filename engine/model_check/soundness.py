"""Plays the token game on paper: finds joins that can wait for ever and places where tokens pile up.

Each scope is explored by itself, as a set of flows that hold tokens, up to a limit; a larger one is left unjudged.
Which condition is true nobody can know here, so every choice is tried: a finding says what can happen, not what must.
"""

from collections.abc import Iterator
from itertools import combinations

from engine.model_check.findings import Finding, finding
from engine.model_check.model import Diagram, Element

MAX_WORK = 300_000  # flows looked at; about a third of a second
MAX_CHOICES = 6  # flows of an inclusive split beyond which not every subset is tried

State = frozenset[str]


def check_soundness(diagram: Diagram) -> list[Finding]:
    """Look for deadlocks and missing synchronisation in a process and in each sub-process of it."""
    scopes = {element.scope for element in diagram.elements.values()}
    found: list[Finding] = []
    for scope in sorted(scopes):
        found += _Game(diagram, scope).findings()
    return found


class _Game:
    """The reachable states of one scope."""

    def __init__(self, diagram: Diagram, scope: str) -> None:
        self.diagram = diagram
        self.nodes = {element.id: element for element in diagram.elements.values() if element.scope == scope}
        self.boundaries: dict[str, list[Element]] = {}
        for node in self.nodes.values():
            if node.attached_to and node.interrupting:
                self.boundaries.setdefault(node.attached_to, []).append(node)
        self.piled: set[str] = set()
        self.stuck: set[str] = set()
        self.can_end = False
        self.work = 0

    def findings(self) -> Iterator[Finding]:
        """Play every game, then say what was met."""
        if not any(self._waits_for_all(node) for node in self.nodes.values()):
            return
        if not self._explore():
            return
        for join in sorted(self.stuck):
            code = "P30" if self.can_end else "P31"
            yield finding(code, self.diagram.positions[join], self.nodes[join])
        for flow in sorted(self.piled):
            target = self.nodes[self.diagram.flows[flow].target]
            if self._waits_for_all(target):
                yield finding("P32", self.diagram.positions[target.id], target, flow=flow)

    def _explore(self) -> bool:
        """Visit every state; False when there are too many to judge."""
        ahead = [frozenset(node.outgoing) for node in self.nodes.values() if node.type == "startEvent"]
        seen: set[State] = set()
        while ahead:
            state = ahead.pop()
            if state in seen:
                continue
            seen.add(state)
            stands_still = True
            for following in self._moves(state):
                stands_still = False
                ahead.append(following)
                self.work += len(following) + 1
                if self.work > MAX_WORK:
                    return False
            if not state:
                self.can_end = True
            elif stands_still:
                self.stuck |= {self.diagram.flows[flow].target for flow in state}
        return True

    def _moves(self, state: State) -> Iterator[State]:
        """Yield what can happen next; a token with one way to go goes first and alone, for it disturbs no other."""
        targets = {self.diagram.flows[flow].target for flow in state}
        nodes = [self.nodes[target] for target in sorted(targets) if target in self.nodes]
        for node in nodes:
            if not self._waits_for_all(node) and self._has_one_way(node):
                flow = next(flow for flow in node.incoming if flow in state)
                yield from self._leave(state - {flow}, node)
                return
        for node in nodes:
            arrived = [flow for flow in node.incoming if flow in state]
            if not self._waits_for_all(node):
                for flow in arrived:
                    yield from self._leave(state - {flow}, node)
            elif self._may_go_on(state, node, arrived):
                yield from self._leave(state - set(arrived), node)

    def _has_one_way(self, node: Element) -> bool:
        plain = node.type == "parallelGateway" or not any(self.diagram.flows[flow].condition for flow in node.outgoing)
        choosing = node.type in ("exclusiveGateway", "eventBasedGateway") and len(node.outgoing) > 1
        return plain and not choosing and node.id not in self.boundaries

    def _may_go_on(self, state: State, join: Element, arrived: list[str]) -> bool:
        if join.type == "parallelGateway":
            return len(arrived) == len(join.incoming)
        return not self._may_still_come(state, join, arrived)

    def _leave(self, rest: State, node: Element) -> Iterator[State]:
        if node.type == "endEvent" and node.event and node.event.kind == "terminate":
            yield frozenset()
            return
        for chosen in self._choices(node):
            self.piled |= rest & set(chosen)
            yield rest | set(chosen)

    def _choices(self, node: Element) -> Iterator[tuple[str, ...]]:
        flows = node.outgoing
        if node.type in ("exclusiveGateway", "eventBasedGateway"):
            yield from ((flow,) for flow in flows)
        elif node.type == "parallelGateway" or not any(self.diagram.flows[flow].condition for flow in flows):
            yield flows
        elif len(flows) <= MAX_CHOICES:
            sizes = range(1, len(flows) + 1)
            yield from (chosen for size in sizes for chosen in combinations(flows, size))
        else:
            yield from (*((flow,) for flow in flows), flows)
        for boundary in self.boundaries.get(node.id, []):
            yield boundary.outgoing

    def _may_still_come(self, state: State, join: Element, arrived: list[str]) -> bool:
        empty = set(join.incoming) - set(arrived)
        for flow in state - set(arrived):
            reached = self._reach(flow, join)
            if reached & empty and not reached & set(arrived):
                return True
        return False

    def _reach(self, flow: str, join: Element) -> set[str]:
        reached: set[str] = set()
        seen: set[str] = set()
        ahead = [flow]
        while ahead:
            current = ahead.pop()
            self.work += 1
            target = self.diagram.flows[current].target
            if target == join.id:
                reached.add(current)
            elif target in self.nodes and target not in seen:
                seen.add(target)
                ahead += self.nodes[target].outgoing
                ahead += [out for boundary in self.boundaries.get(target, []) for out in boundary.outgoing]
        return reached

    @staticmethod
    def _waits_for_all(node: Element) -> bool:
        return node.type in ("parallelGateway", "inclusiveGateway") and len(node.incoming) > 1
