"""The long forms: `if`, `for`, `some`, `every`, `function`."""

from engine.feel.grammar import syntax
from engine.feel.grammar.lexer import Token
from engine.feel.grammar.syntax import Node
from engine.feel.grammar.terms import Terms

_CONSTANTS = {"true": True, "false": False, "null": None}


class Forms(Terms):
    """What a keyword begins."""

    def keyword(self, token: Token) -> Node:
        if token.text in _CONSTANTS:
            self.lexer.advance()
            return syntax.Literal(token.at, _CONSTANTS[token.text])
        parse = {
            "if": self._if,
            "for": self._for,
            "some": self._quantified,
            "every": self._quantified,
            "function": self._function,
        }.get(token.text)
        if parse is None:
            self.lexer.expected("value")
        return self.nested(parse)

    def _if(self) -> Node:
        at = self.lexer.advance().at
        condition = self.expression()
        self.word("then")
        then = self.expression()
        self.word("else")
        return syntax.If(at, condition, then, self.expression())

    def _for(self) -> Node:
        at = self.lexer.advance().at
        iterators = self._iterators()
        self.word("return")
        return syntax.For(at, iterators, self.expression())

    def _quantified(self) -> Node:
        token = self.lexer.advance()
        iterators = self._iterators()
        self.word("satisfies")
        return syntax.Quantified(token.at, token.text == "every", iterators, self.expression())

    def _iterators(self) -> tuple[syntax.Iterator, ...]:
        def iterator() -> syntax.Iterator:
            name = self.names.declared("in")
            self.word("in")
            over = self.expression()
            if self.lexer.token.text != "..":
                return syntax.Iterator(name, over, None)
            self.lexer.advance()
            return syntax.Iterator(name, over, self.expression())

        found = [iterator()]
        while self.lexer.token.text == ",":
            self.lexer.advance()
            found.append(iterator())
        return tuple(found)

    def _function(self) -> Node:
        at = self.lexer.advance().at
        self.close("(")
        parameters: list[tuple[str, syntax.TypeText | None]] = []
        while self.lexer.token.text != ")":
            if parameters:
                self.close(",", "comma-or-bracket")
            name = self.names.declared(",", ")", ":")
            has_type = self.lexer.token.text == ":"
            if has_type:
                self.lexer.advance()
            parameters.append((name, self.names.type_text() if has_type else None))
        self.lexer.advance()
        is_external = self.lexer.token.text == "external"
        if is_external:
            self.lexer.advance()
        return syntax.FunctionOf(at, tuple(parameters), self.expression(), is_external)
