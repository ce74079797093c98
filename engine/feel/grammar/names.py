"""Names and types in a text: how far a name with spaces and signs goes, and what stands after `instance of`."""

import re

from engine.feel.grammar.lexer import KEYWORDS, NAME_TEXT, SPACES, Lexer
from engine.feel.grammar.strings import unescape
from engine.feel.grammar.syntax import TypeText
from engine.feel.limits import MAX_NESTING

_COLON = re.compile(r"\s*:")
_BRACKET = re.compile(r"\s*\(")
_CALLED_ONLY = frozenset({"date and time", "years and months duration"})
_LONG_TYPES = (
    "years and months duration",
    "year month duration",
    "days and time duration",
    "day time duration",
    "date and time",
)
_TYPE_PATTERNS = [(name, re.compile(name.replace(" ", r"\s+") + r"(?!\w)")) for name in _LONG_TYPES]
_NAME_SIGNS = frozenset("./-'+*")


class NameReader:
    """Reads names where the grammar allows one; known names win, the longest first (DMN 1.5, 10.3.1.4)."""

    def __init__(self, lexer: Lexer) -> None:
        self.lexer = lexer

    def known_here(self) -> str | None:
        """Step over the longest name of several words that is known and begins here, and return it."""
        lexer = self.lexer
        for name, end in lexer.names.longest(lexer.token.text, lexer.text, lexer.token.at):
            if name in _CALLED_ONLY and not _BRACKET.match(lexer.text, end):
                continue
            lexer.go(end)
            return name
        return None

    def unknown_here(self) -> str:
        """Step over the words that stand here side by side: as no operator joins them, they are one name."""
        words = [self.lexer.advance().text]
        while words[0] != "not" and self._continues():
            words.append(self.lexer.advance().text)
        return " ".join(words)

    def _continues(self) -> bool:
        token = self.lexer.token
        if token.kind != "word" or token.text in KEYWORDS:
            return False
        return token.text != "instance" or self.lexer.peek().text != "of"

    def after_dot(self) -> str:
        """Read the name of an entry or property."""
        if self.lexer.token.kind != "word":
            self.lexer.expected("name-after", sign=".")
        return self.known_here() or self.unknown_here()

    def before_colon(self) -> str | None:
        """Read `name:` when that stands here, as before a named argument."""
        lexer = self.lexer
        match = NAME_TEXT.match(lexer.text, lexer.token.at)
        colon = _COLON.match(lexer.text, match.end()) if match else None
        if match is None or colon is None:
            return None
        lexer.go(colon.end())
        return SPACES.sub(" ", match.group())

    def key(self) -> str:
        """Read the key of a context entry, a name or a string, and know it from here on."""
        lexer = self.lexer
        if lexer.token.kind == "string":
            name = unescape(lexer.advance().text[1:-1])
        else:
            match = NAME_TEXT.match(lexer.text, lexer.token.at)
            if match is None:
                lexer.expected("key")
            lexer.go(match.end())
            name = SPACES.sub(" ", match.group())
        lexer.names.add(name)
        return name

    def declared(self, *stops: str) -> str:
        """Read the name of a loop variable or parameter up to one of the words or signs that may follow it."""
        lexer = self.lexer
        start = end = lexer.token.at
        if lexer.token.kind != "word" or lexer.token.text in KEYWORDS:
            lexer.expected("name")
        while lexer.token.text not in stops and (lexer.token.kind == "word" or lexer.token.text in _NAME_SIGNS):
            end = lexer.advance().end
        name = SPACES.sub(" ", lexer.text[start:end])
        lexer.names.add(name)
        return name

    def type_text(self, depth: int = 0) -> TypeText:
        """Read a type: a name, `list<T>`, `range<T>`, `context<key: T>` or `function<T> -> R` (rules 53 to 56)."""
        lexer = self.lexer
        if depth > MAX_NESTING:
            lexer.fail("feel.nested-too-deep", limit=MAX_NESTING)
        name = self._type_name()
        if lexer.token.text != "<" or name not in ("list", "range", "context", "function"):
            return TypeText(name)
        lexer.advance()
        keys: list[str] = []
        arguments: list[TypeText] = []
        while lexer.token.text != ">":
            if arguments:
                self._sign(",")
            if name == "context":
                keys.append(self.key())
                self._sign(":")
            arguments.append(self.type_text(depth + 1))
        lexer.advance()
        result = None
        if name == "function":
            self._sign("->")
            result = self.type_text(depth + 1)
        return TypeText(name, tuple(arguments), tuple(keys), result)

    def _type_name(self) -> str:
        lexer = self.lexer
        if lexer.token.kind != "word":
            lexer.expected("type")
        for name, pattern in _TYPE_PATTERNS:
            match = pattern.match(lexer.text, lexer.token.at)
            if match:
                lexer.go(match.end())
                return name
        name = self.known_here() or self._type_word()
        while lexer.token.text == ".":
            lexer.advance()
            name += "." + self._type_word()
        return name

    def _type_word(self) -> str:
        lexer = self.lexer
        if lexer.token.kind != "word":
            lexer.expected("type")
        words = [lexer.advance().text]
        while self._continues():
            words.append(lexer.advance().text)
        return " ".join(words)

    def _sign(self, sign: str) -> None:
        if self.lexer.token.text != sign:
            self.lexer.expected(sign)
        self.lexer.advance()
