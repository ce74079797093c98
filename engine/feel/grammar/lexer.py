"""Tokens, read on demand: where a name may stand, the names known there decide how long it is (DMN 1.5, 10.3.1.2)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NoReturn

from engine.feel.errors import FeelSyntaxError

_START = (
    r"?A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
    r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
)
_PART = _START + r"0-9\u00B7\u0300-\u036F\u203F-\u2040"
_SPACE = r"\s\u180E\u200B\uFEFF"
WORD = re.compile(rf"[{_START}][{_PART}]*")
NAME_TEXT = re.compile(rf"[{_START}](?:[{_PART}{_SPACE}./\-'+*]*[{_PART}./\-'+*])?")
_SKIP = re.compile(rf"(?:[{_SPACE}]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_TOKEN = re.compile(
    rf"""(?P<number>[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)
    |(?P<string>"(?:[^"\\]|\\.)*")
    |(?P<word>[{_START}][{_PART}]*)
    |(?P<sign>\*\*|<=|>=|!=|\.\.|->|[<>=+\-*/()\[\]{{}},:.@])""",
    re.VERBOSE | re.DOTALL,
)
SPACES = re.compile(rf"[{_SPACE}]+")
KEYWORDS = frozenset(
    {"for", "return", "if", "then", "else", "some", "every", "satisfies", "in", "between"}
    | {"and", "or", "null", "true", "false", "function", "external"}
)
_HINTS = {
    "&&": "and",
    "&": "and",
    "||": "or",
    "|": "or",
    "==": "=",
    "=>": ">=",
    "=<": "<=",
    "<>": "!=",
    "!": "not(...)",
    "'": '"',
    "“": '"',
    "«": '"',
    "’": '"',
    "^": "**",
    "%": "modulo(a, b)",
    ";": ",",
}


@dataclass(frozen=True, slots=True)
class Token:
    """One token; `kind` is `number`, `string`, `word`, `sign` or `end`."""

    kind: str
    text: str
    at: int
    end: int


class NameTable:
    """The names of more than one word that may stand in a text, found by their first word.

    A table may stand on another one: what a text declares itself is added above what its vocabulary knows.
    """

    def __init__(self, names: Iterable[str] = (), below: "NameTable | None" = None) -> None:
        self._below = below
        self._by_word: dict[str, dict[str, re.Pattern[str]]] = {}
        for name in names:
            self.add(name)

    def add(self, name: str) -> None:
        """Know a name from here on; one-word names need no table."""
        name = SPACES.sub(" ", name.strip())
        first = WORD.match(name)
        if first is None or first.end() == len(name):
            return
        rows = self._by_word.setdefault(first.group(), {})
        if name not in rows:
            rows[name] = _pattern(name)

    def longest(self, word: str, text: str, at: int) -> list[tuple[str, int]]:
        """Return the known names of several words that begin here, the longest first, with their ends."""
        found: dict[str, int] = {}
        table: NameTable | None = self
        while table is not None:
            for name, pattern in table._by_word.get(word, {}).items():
                match = pattern.match(text, at)
                if match:
                    found[name] = match.end()
            table = table._below
        return sorted(found.items(), key=lambda item: -item[1])


@lru_cache(maxsize=4096)
def _pattern(name: str) -> re.Pattern[str]:
    boundary = rf"(?![{_PART}])" if re.match(rf"[{_PART}]", name[-1]) else ""
    return re.compile(rf"[{_SPACE}]+".join(re.escape(word) for word in name.split(" ")) + boundary)


class Lexer:
    """Walks through a text one token ahead; the parser may ask for a name instead of a token."""

    def __init__(self, text: str, names: NameTable) -> None:
        self.text = text
        self.names = names
        self.token = self._read(0)

    def _read(self, at: int) -> Token:
        match = _SKIP.match(self.text, at)
        at = match.end() if match else at
        if at >= len(self.text):
            return Token("end", "", at, at)
        match = _TOKEN.match(self.text, at)
        if match is None:
            self._strange(at)
        return Token(match.lastgroup or "", match.group(), at, match.end())

    def _strange(self, at: int) -> NoReturn:
        text = self.text
        if text[at] == '"':
            self.fail("feel.string-not-closed", at)
        if text.startswith("/*", at):
            self.fail("feel.comment-not-closed", at)
        sign = text[at : at + 2] if text[at : at + 2] in _HINTS else text[at]
        self.fail("feel.strange-character", at, found=sign, suggestion=_HINTS.get(sign, ""))

    def advance(self) -> Token:
        """Step over the current token and return it."""
        token = self.token
        self.token = self._read(token.end)
        return token

    def go(self, at: int) -> None:
        """Stand at an offset and read the token there."""
        self.token = self._read(at)

    def peek(self) -> Token:
        """Return the token after the current one."""
        return self._read(self.token.end)

    def fail(self, code: str, at: int | None = None, **params: object) -> NoReturn:
        """Raise the syntax error for this place."""
        at = self.token.at if at is None else at
        line, column = place(self.text, at)
        raise FeelSyntaxError(code, line=line, column=column, **params)

    def expected(self, what: str, *, sign: str = "") -> NoReturn:
        """Raise `expected … , found …` at the current token; `what` is a word of the message table or a sign."""
        token = self.token
        pair = self.text[token.at : token.at + 2]
        before = self.text[max(token.at - 1, 0) : token.at + 1]
        hint = _HINTS.get(pair) or (_HINTS.get(before) if what.startswith("value") else None)
        self.fail("feel.expected", expected=what, found=token.text, suggestion=hint or "", sign=sign)


def place(text: str, at: int) -> tuple[int, int]:
    """Return line and column, both from 1, of an offset."""
    line_start = text.rfind("\n", 0, at) + 1
    return text.count("\n", 0, at) + 1, at - line_start + 1
