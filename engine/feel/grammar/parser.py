"""From text to nodes: the grammar of DMN 1.5, 10.3.1.2, by recursive descent over binding strengths."""

from collections.abc import Iterable

from engine.feel.grammar import syntax
from engine.feel.grammar.forms import Forms
from engine.feel.grammar.lexer import SPACES, Token
from engine.feel.grammar.syntax import Node

_COMPARISONS = frozenset({"=", "!=", "<", "<=", ">", ">="})
_STRENGTH = {"or": 1, "and": 2, "between": 3, "in": 3, "+": 4, "-": 4, "*": 5, "/": 5, "**": 6}
_STRENGTH.update(dict.fromkeys(_COMPARISONS, 3))


class Parser(Forms):
    """Parses one text; `whole_expression` and `whole_unary_tests` are the two places to begin."""

    def whole_expression(self) -> Node:
        """Parse all of the text as one expression."""
        node = self.expression()
        self._end()
        return node

    def whole_unary_tests(self) -> syntax.UnaryTestsOf:
        """Parse all of the text as the content of a cell: `-`, `not(…)` or tests with commas (rules 13 to 15)."""
        lexer = self.lexer
        token = lexer.token
        if token.text == "-" and lexer.peek().kind == "end":
            lexer.advance()
            return syntax.UnaryTestsOf(token.at, (), False)
        negated = self._negated_tests() if token.text == "not" else None
        if negated is not None:
            return syntax.UnaryTestsOf(token.at, negated, True)
        tests = self.separated(self.expression)
        self._end()
        return syntax.UnaryTestsOf(token.at, tests, False)

    def _negated_tests(self) -> tuple[Node, ...] | None:
        """Parse `not(a, b)` when it is all there is; `not(a) and b` is an expression like any other."""
        lexer = self.lexer
        start = lexer.token.at
        lexer.advance()
        if lexer.token.text == "(":
            lexer.advance()
            tests = self.nested(lambda: self.separated(self.expression))
            self.close(")")
            if lexer.token.kind == "end":
                return tests
        lexer.go(start)
        return None

    def _end(self) -> None:
        if self.lexer.token.kind != "end":
            self.lexer.expected("end")

    def expression(self) -> Node:
        """Parse a textual expression; a comparison sign in front makes it a unary range (rule 7)."""
        token = self.lexer.token
        if token.kind == "sign" and token.text in _COMPARISONS:
            self.lexer.advance()
            return _unary_interval(token.at, token.text, self._binary(4))
        return self._binary(1)

    def _binary(self, weakest: int, first: Node | None = None) -> Node:
        left = self._unary() if first is None else first
        while True:
            token = self.lexer.token
            strength = _STRENGTH.get(token.text, 0) if token.kind in ("sign", "word") else 0
            if strength < weakest:
                return left
            self.lexer.advance()
            if token.text == "between":
                left = self._between(token, left)
            elif token.text == "in":
                left = syntax.In(token.at, left, self._tests())
            else:
                left = syntax.Binary(token.at, token.text, left, self._operand(strength + 1, token))

    def _operand(self, weakest: int, operator: Token) -> Node:
        if not self.begins_value():
            self.lexer.expected("value-after", sign=operator.text)
        return self._binary(weakest)

    def _between(self, token: Token, value: Node) -> Node:
        low = self._operand(4, token)
        self.word("and")
        return syntax.Between(token.at, value, low, self._binary(4))

    def _tests(self) -> tuple[Node, ...]:
        """Parse what follows `in`: one test, or several in brackets (rule 51c, d)."""
        token = self.lexer.token
        if token.kind == "sign" and token.text in _COMPARISONS:
            return (self.expression(),)
        if token.text != "(":
            return (self._binary(4),)
        tests = self.nested(self._bracketed_tests)
        if len(tests) > 1:
            return tests
        return (self._binary(4, self._instance_of(self.postfix(tests[0]))),)

    def _bracketed_tests(self) -> tuple[Node, ...]:
        at = self.lexer.advance().at
        first = self.expression()
        if self.lexer.token.text == "..":
            return (self.interval(at, False, first),)
        tests = [first]
        while self.lexer.token.text == ",":
            self.lexer.advance()
            tests.append(self.expression())
        self.close(")")
        return tuple(tests)

    def _unary(self) -> Node:
        token = self.lexer.token
        if token.kind != "sign" or token.text != "-":
            return self._instance_of(self.postfix(self.primary()))
        self.lexer.advance()
        if self.lexer.token.kind == "number":
            number = self.lexer.advance()
            return self._instance_of(self.postfix(self.number(token.at, "-" + number.text)))
        return self.nested(lambda: syntax.Negation(token.at, self._operand(7, token)))

    def _instance_of(self, value: Node) -> Node:
        while self.lexer.token.text == "instance" and self.lexer.peek().text == "of":
            at = self.lexer.advance().at
            self.lexer.advance()
            value = syntax.InstanceOf(at, value, self.names.type_text())
        return value


def _unary_interval(at: int, operator: str, end: Node) -> Node:
    if operator in ("=", "!="):
        return syntax.Interval(at, operator == "=", end, end, operator == "=", operator)
    if operator in ("<", "<="):
        return syntax.Interval(at, False, None, end, operator == "<=", operator)
    return syntax.Interval(at, operator == ">=", end, None, False, operator)


def normalise_names(names: Iterable[str]) -> frozenset[str]:
    """Return names with single spaces, as the parser compares them."""
    return frozenset(SPACES.sub(" ", name.strip()) for name in names)
