"""Decision tables compiled to logic (DMN 1.5, chapter 8): indexed conditions, conclusions, a trace of what fired."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice
from typing import Any

from engine.decisions.conditions import condition_of
from engine.decisions.elements import DecisionTable, InputClause, Literal, OutputClause, Rule
from engine.decisions.evaluation import Evaluation, Logic, Variables
from engine.decisions.hit_policies import Hit, Priority, Unresolved, policy_of
from engine.decisions.index import Column, Condition, ConstantTest, RuleIndex
from engine.decisions.outcome import FiredRule
from engine.decisions.scope import Scope, broken, compile_literal, typed
from engine.feel import Expression
from engine.feel.errors import Undefined
from engine.feel.limits import Run
from engine.feel.logic import satisfies
from engine.feel.printing import to_feel


def compile_table(table: DecisionTable, scope: Scope, type_ref: str | None = None) -> Logic:
    """Compile a decision table; `type_ref` is the type of the variable that takes its value."""
    is_known = table.policy in DecisionTable.POLICIES and table.aggregation in (None, *DecisionTable.AGGREGATIONS)
    if not is_known or not table.outputs:
        return broken(table.place)
    compiled = CompiledTable(table, scope, type_ref or table.type_ref)
    scope.tables.append(compiled)
    return compiled.evaluate


class CompiledTable:
    """One compiled table; evaluations share it."""

    def __init__(self, table: DecisionTable, scope: Scope, type_ref: str | None) -> None:
        self.place = table.place
        self.labels = [clause.label for clause in table.inputs]
        self.inputs = [compile_literal(clause.expression, scope) for clause in table.inputs]
        self.rules = table.rules
        self.is_compound = len(table.outputs) > 1
        self.names = [clause.name or "" for clause in table.outputs]
        self.outputs = [self._outputs(rule, table.outputs, scope) for rule in table.rules]
        self.default = self._default(table.outputs, scope)
        self.policy_name, self.aggregation = table.policy, table.aggregation
        self.policy = policy_of(table.policy, table.aggregation, is_compound=self.is_compound)
        self.limit = 1 if table.policy == "FIRST" else None
        self.priority = _priority(table, scope, type_ref)
        self._compile_conditions(table, scope)

    def _compile_conditions(self, table: DecisionTable, scope: Scope) -> None:
        self.tests = [[scope.unary_tests(cell) for cell in rule.conditions] for rule in table.rules]
        self.conditions = [[_condition(row[n], scope) for row in self.tests] for n in range(len(table.inputs))]
        self.index = RuleIndex([Column(conditions) for conditions in self.conditions], len(table.rules))
        self.domains = [_domain(clause, scope) for clause in table.inputs]

    def _outputs(self, rule: Rule, clauses: Sequence[OutputClause], scope: Scope) -> list[Logic]:
        return [_output(cell, clause, scope) for cell, clause in zip(rule.conclusions, clauses, strict=False)]

    def _default(self, clauses: Sequence[OutputClause], scope: Scope) -> list[Logic] | None:
        cells = [clause.default for clause in clauses]
        if not any(cells):
            return None
        filled = [cell or Literal(clause.place, None, "null") for cell, clause in zip(cells, clauses, strict=True)]
        return [_output(cell, clause, scope) for cell, clause in zip(filled, clauses, strict=True)]

    def evaluate(self, variables: Variables, evaluation: Evaluation) -> Any:
        """Look the inputs up, combine the conclusions of the matching rules, and note which rules fired."""
        values = [logic(variables, evaluation) for logic in self.inputs]
        account = evaluation.account

        def holds(rule: int, column: int) -> bool:
            test = self.tests[rule][column]
            return test is not None and test.evaluate_in(variables, account, values[column]) is True

        rules = list(islice(self.index.matching(values, holds), self.limit))
        account.diagnostics = []  # a condition that cannot be applied to a value just does not match
        if not rules:
            return self._nothing_matched(variables, values, evaluation)
        hits = [Hit(rule, self._conclude(self.outputs[rule], variables, evaluation)) for rule in rules]
        try:
            conclusion = self.policy(hits, self.priority)
        except Unresolved as problem:
            return evaluation.note(problem.code, self.place, rules=problem.rules)
        evaluation.fire(self._fired(hit, values) for hit in conclusion.hits)
        return conclusion.value

    def _conclude(self, logics: Sequence[Logic], variables: Variables, evaluation: Evaluation) -> Any:
        if not self.is_compound:
            return logics[0](variables, evaluation)
        return {name: logic(variables, evaluation) for name, logic in zip(self.names, logics, strict=True)}

    def _nothing_matched(self, variables: Variables, values: Sequence[Any], evaluation: Evaluation) -> Any:
        if self.default is not None:
            return self._conclude(self.default, variables, evaluation)
        seen = ", ".join(f"{label} = {to_feel(value)[:80]}" for label, value in zip(self.labels, values, strict=True))
        evaluation.note("dmn.no-rule-matches", self.place, inputs=seen)
        return _without_hits(self.policy_name, self.aggregation)

    def _fired(self, hit: Hit, values: Sequence[Any]) -> FiredRule:
        rule = self.rules[hit.rule]
        inputs = tuple(zip(self.labels, values, strict=True))
        return FiredRule(self.place.element, hit.rule + 1, rule.id, inputs, hit.output, rule.annotations)


def _condition(tests: Expression | None, scope: Scope) -> Condition:
    return None if tests is None else condition_of(tests.syntax, scope.names)


def _domain(clause: InputClause, scope: Scope) -> ConstantTest | None:
    """Return the values an input can take, when they are listed as constants."""
    allowed = clause.allowed or scope.types.allowed_values(clause.expression.type_ref, None)
    condition = None if allowed is None else _condition(scope.unary_tests(allowed), scope)
    return condition if isinstance(condition, ConstantTest) else None


def _without_hits(policy: str, aggregation: str | None) -> Any:
    """Return the value of a table without default in which nothing matched: an empty list, a count of 0, else null."""
    if policy == "COLLECT" and aggregation is not None:
        return Decimal(0) if aggregation == "COUNT" else None
    return [] if policy in ("COLLECT", "RULE ORDER", "OUTPUT ORDER") else None


def _output(cell: Literal, clause: OutputClause, scope: Scope) -> Logic:
    return typed(compile_literal(cell, scope), scope.type_of(clause.type_ref, clause.place), cell.place)


def _priority(table: DecisionTable, scope: Scope, type_ref: str | None) -> Priority:
    """Return how a conclusion ranks: per output the place of its value among the allowed ones (DMN 1.5, 8.2.10)."""
    if table.policy not in ("PRIORITY", "OUTPUT ORDER"):
        return lambda _output: ()
    rankings = [_allowed_values(clause, scope, type_ref) for clause in table.outputs]
    if len(rankings) == 1:
        return lambda output: (_rank(output, rankings[0]),)
    columns = [(clause.name or "", ranking) for clause, ranking in zip(table.outputs, rankings, strict=True)]

    def rank(output: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(_rank(output[name], ranking) for name, ranking in columns)

    return rank


def _allowed_values(clause: OutputClause, scope: Scope, type_ref: str | None) -> list[Any]:
    """Evaluate the allowed values of an output as a list: those of the clause, else of its type."""
    literal = clause.allowed or scope.types.allowed_values(clause.type_ref or type_ref, clause.name)
    if literal is None:
        return []
    as_list = Literal(literal.place, None, f"[{literal.text}]", literal.language)
    value = compile_literal(as_list, scope)({}, Evaluation())
    return value if isinstance(value, list) else []


def _rank(value: Any, ranking: Sequence[Any]) -> int:
    return next((rank for rank, allowed in enumerate(ranking) if _accepts(allowed, value)), len(ranking))


def _accepts(allowed: Any, value: Any) -> bool:
    try:
        return satisfies(value, allowed, Run()) is True
    except Undefined:  # a range of another kind
        return False
