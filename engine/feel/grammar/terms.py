"""The pieces every part of the grammar is made of, and the terms: literals, names, brackets, lists, contexts, calls."""

from collections.abc import Callable
from decimal import Decimal
from typing import TypeVar

from engine.feel.errors import Undefined
from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import KEYWORDS, Lexer, NameTable, Token
from engine.feel.grammar.names import NameReader
from engine.feel.grammar.strings import unescape
from engine.feel.grammar.syntax import Node
from engine.feel.limits import MAX_NESTING, MAX_TEXT
from engine.feel.temporal_text import parse_at_literal
from engine.feel.values import NUMBERS_FROM_TEXT

Result = TypeVar("Result")
NO_START = frozenset({")", "]", "}", ",", ":", "=", "!=", "<", "<=", ">", ">=", "*", "/", "+", "..", "."})
_INFIX_WORDS = frozenset({"and", "or", "then", "else", "return", "satisfies", "in", "between", "instance"})


class Pieces:
    """Stands in a text and takes what must come next; the parts of the grammar build on it."""

    def __init__(self, text: str, names: NameTable) -> None:
        self.lexer = Lexer("", names)
        if len(text) > MAX_TEXT:
            self.lexer.fail("feel.text-too-long", limit=MAX_TEXT)
        self.lexer = Lexer(text, names)
        self.names = NameReader(self.lexer)
        self.nesting = 0
        self.in_interval = False

    def expression(self) -> Node:
        """Parse a textual expression."""
        raise NotImplementedError

    def keyword(self, token: Token) -> Node:
        """Parse what a keyword begins."""
        raise NotImplementedError

    def separated(self, parse: Callable[[], Node]) -> tuple[Node, ...]:
        found = [parse()]
        while self.lexer.token.text == "," and self.lexer.token.kind == "sign":
            self.lexer.advance()
            found.append(parse())
        return tuple(found)

    def nested(self, parse: Callable[[], Result]) -> Result:
        self.nesting += 1
        if self.nesting > MAX_NESTING:
            self.lexer.fail("feel.nested-too-deep", limit=MAX_NESTING)
        outside, self.in_interval = self.in_interval, False
        result = parse()
        self.in_interval = outside
        self.nesting -= 1
        return result

    def close(self, sign: str, what: str = "") -> None:
        if self.lexer.token.text != sign or self.lexer.token.kind != "sign":
            self.lexer.expected(what or sign)
        self.lexer.advance()

    def word(self, word: str) -> None:
        if self.lexer.token.text != word or self.lexer.token.kind != "word":
            self.lexer.expected(word)
        self.lexer.advance()


class Terms(Pieces):
    """What can stand between two operators."""

    def postfix(self, value: Node) -> Node:
        while self.lexer.token.kind == "sign":
            token = self.lexer.token
            if token.text == ".":
                self.lexer.advance()
                value = syntax.Path(token.at, value, self.names.after_dot())
            elif token.text == "[" and not self._closes_interval():
                self.lexer.advance()
                condition = self.nested(self.expression)
                self.close("]")
                value = syntax.Filter(token.at, value, condition)
            elif token.text == "(":
                value = self._call(value)
            else:
                break
        return value

    def begins_value(self) -> bool:
        """Say whether a value can begin here; `]` begins an open interval only when its start follows."""
        token = self.lexer.token
        after = self.lexer.peek() if token.text == "]" else token
        return after.kind != "end" and (after.kind != "sign" or after.text not in NO_START)

    def _closes_interval(self) -> bool:
        """Say whether `[` ends an open interval, as in `[1..10[`, rather than beginning a filter."""
        if not self.in_interval:
            return False
        after = self.lexer.peek()
        return after.kind == "end" or after.text in NO_START or after.text in _INFIX_WORDS

    def _call(self, function: Node) -> Node:
        at = self.lexer.advance().at
        if self.lexer.token.text == ")":
            self.lexer.advance()
            return syntax.Call(at, function, ())
        names: list[str] = []

        def argument() -> Node:
            name = self.names.before_colon()
            if name is not None:
                names.append(name)
            elif names:
                self.lexer.expected("parameter-name")
            return self.expression()

        arguments = self.nested(lambda: self.separated(argument))
        self.close(")")
        if names and len(names) != len(arguments):
            self.lexer.fail("feel.mixed-arguments", at)
        if len(set(names)) != len(names):
            self.lexer.fail("feel.argument-twice", at)
        return syntax.Call(at, function, arguments, tuple(names))

    def primary(self) -> Node:
        token = self.lexer.token
        if token.kind == "number":
            self.lexer.advance()
            return self.number(token.at, token.text)
        if token.kind == "string":
            self.lexer.advance()
            return syntax.Literal(token.at, unescape(token.text[1:-1]))
        if token.kind == "word":
            return self._word_or_name(token)
        parse = {"(": self._bracket, "[": self._list, "]": self._open_interval, "{": self._context, "@": self._at}
        if token.text not in parse or not self.begins_value():
            self.lexer.expected("value")
        return self.nested(parse[token.text])

    def number(self, at: int, text: str) -> Node:
        try:
            value = NUMBERS_FROM_TEXT(text)
        except ArithmeticError:
            return syntax.Broken(at, "feel.number-too-large", {"operator": text[:40]})
        return syntax.Literal(at, value if value else Decimal(0))

    def _word_or_name(self, token: Token) -> Node:
        name = self.names.known_here()
        if name is None and token.text in KEYWORDS:
            return self.keyword(token)
        return syntax.Name(token.at, name or self.names.unknown_here())

    def _at(self) -> Node:
        at = self.lexer.advance().at
        if self.lexer.token.kind != "string":
            self.lexer.expected("at-text")
        text = unescape(self.lexer.advance().text[1:-1])
        try:
            return syntax.Literal(at, parse_at_literal(text))
        except Undefined as error:
            return syntax.Broken(at, error.code, error.params)

    def _bracket(self) -> Node:
        at = self.lexer.advance().at
        value = self.expression()
        if self.lexer.token.text == "..":
            return self.interval(at, False, value)
        self.close(")")
        return value

    def _open_interval(self) -> Node:
        at = self.lexer.advance().at
        return self.interval(at, False, self.expression())

    def _list(self) -> Node:
        at = self.lexer.advance().at
        if self.lexer.token.text == "]":
            self.lexer.advance()
            return syntax.ListOf(at, ())
        first = self.expression()
        if self.lexer.token.text == "..":
            return self.interval(at, True, first)
        items = [first]
        while self.lexer.token.text == ",":
            self.lexer.advance()
            items.append(self.expression())
        self.close("]")
        return syntax.ListOf(at, tuple(items))

    def interval(self, at: int, start_included: bool, start: Node) -> Node:
        if self.lexer.token.text != "..":
            self.lexer.expected("..")
        self.lexer.advance()
        self.in_interval = True
        end = self.expression()
        self.in_interval = False
        closing = self.lexer.token
        if closing.text not in (")", "]", "["):
            self.lexer.expected("interval-end")
        self.lexer.advance()
        return syntax.Interval(at, start_included, start, end, closing.text == "]")

    def _context(self) -> Node:
        at = self.lexer.advance().at
        entries: list[tuple[str, Node]] = []
        while self.lexer.token.text != "}":
            if entries:
                self.close(",", "comma-or-brace")
            key = self.names.key()
            self.close(":")
            entries.append((key, self.expression()))
        self.lexer.advance()
        return syntax.ContextOf(at, tuple(entries))
