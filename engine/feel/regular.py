"""Regular expressions as XPath and XQuery Functions 3.1, section 5.6, define them, on an engine that stops in time.

The pattern is translated sign by sign to the `regex` library; what XPath does not have (look-around, possessive
quantifiers, references to groups that are not closed yet) is refused, so that a pattern means the same everywhere.
"""

from functools import lru_cache

import regex

from engine.feel.errors import FeelLimitExceeded, Undefined
from engine.feel.limits import MAX_LIST, MAX_STRING, REGEX_SECONDS

_NAME_START = r":A-Z_a-z\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u02FF\u0370-\u037D\u037F-\u1FFF\u200C-\u200D\u2070-\u218F"
_NAME_START += r"\u2C00-\u2FEF\u3001-\uD7FF\uF900-\uFDCF\uFDF0-\uFFFD\U00010000-\U000EFFFF"
_NAME_PART = _NAME_START + r"\-.0-9\u00B7\u0300-\u036F\u203F-\u2040"
_CLASSES = {
    "s": r"[ \t\n\r]",
    "S": r"[^ \t\n\r]",
    "d": r"\p{Nd}",
    "D": r"\P{Nd}",
    "w": r"[^\p{P}\p{Z}\p{C}]",
    "W": r"[\p{P}\p{Z}\p{C}]",
    "i": f"[{_NAME_START}]",
    "I": f"[^{_NAME_START}]",
    "c": f"[{_NAME_PART}]",
    "C": f"[^{_NAME_PART}]",
}
_SELF = frozenset("\\|.?*+(){}-[]^$")
_MAX_PATTERN = 2_000
_REPLACEMENT = regex.compile(r"\\([\\$])|\$([0-9]+)|([\\$])")
_QUANTIFIER = regex.compile(r"(?:[?*+]|\{[0-9]+(?:,[0-9]*)?\})\??")
_CATEGORY = regex.compile(r"\{(\^?[A-Za-z0-9\-]+)\}")


class _Translator:
    """Turns one XPath pattern into one for `regex`; raises `Undefined` where XPath has no such thing."""

    def __init__(self, pattern: str, flags: str) -> None:
        self.pattern = _without_spaces(pattern) if "x" in flags else pattern
        self.is_dot_all = "s" in flags
        self.is_multiline = "m" in flags
        self.at = 0
        self.opened = 0
        self.open_groups: list[int] = []
        self.can_repeat = False

    def translated(self) -> str:
        parts = []
        while self.at < len(self.pattern):
            parts.append(self._next())
        if self.open_groups:
            self._refuse()
        return "".join(parts)

    def _refuse(self) -> Undefined:
        raise Undefined("feel.bad-pattern", pattern=self.pattern[:60], position=self.at + 1)

    def _take(self, length: int = 1) -> str:
        taken = self.pattern[self.at : self.at + length]
        self.at += length
        return taken

    def _next(self) -> str:
        letter = self.pattern[self.at]
        if letter in "?*+{":
            return self._quantifier()
        repeatable, self.can_repeat = self.can_repeat, True
        if letter == "\\":
            return self._escape()
        if letter == "[":
            return self._class()
        if letter in "()|":
            return self._structure(letter)
        if letter in "]}":
            self.can_repeat = repeatable
            self._refuse()
        self.at += 1
        if letter in ".^$":
            return self._anchor(letter)
        return str(regex.escape(letter, special_only=False))

    def _anchor(self, letter: str) -> str:
        if letter == ".":
            return r"(?s:.)" if self.is_dot_all else r"[^\n\r]"
        if letter == "^":
            return r"(?:\A|(?<=\n)(?!\Z))" if self.is_multiline else r"\A"
        return r"(?=\n|\Z)" if self.is_multiline else r"\Z"

    def _quantifier(self) -> str:
        match = _QUANTIFIER.match(self.pattern, self.at)
        if match is None or not self.can_repeat:
            raise self._refuse()
        self.can_repeat = False
        self.at = match.end()
        return str(match.group())

    def _structure(self, letter: str) -> str:
        self.at += 1
        if letter == "|":
            self.can_repeat = False
            return "|"
        if letter == ")":
            if not self.open_groups:
                self._refuse()
            self.open_groups.pop()
            return ")"
        self.can_repeat = False
        if self.pattern.startswith("?", self.at):
            if self._take(2) != "?:":
                self._refuse()
            self.open_groups.append(0)
            return "(?:"
        self.opened += 1
        self.open_groups.append(self.opened)
        return "("

    def _escape(self) -> str:
        letter = self._take(2)[1:]
        if letter.isdigit() and letter.isascii():
            return self._reference(letter)
        return self._single(letter)

    def _single(self, letter: str) -> str:
        if letter in _CLASSES:
            return _CLASSES[letter]
        if letter in ("n", "r", "t"):
            return "\\" + letter
        if letter in ("p", "P"):
            return self._category(letter)
        if not letter or letter not in _SELF:
            self._refuse()
        return "\\" + letter

    def _category(self, letter: str) -> str:
        match = _CATEGORY.match(self.pattern, self.at)
        if match is None:
            raise self._refuse()
        self.at = match.end()
        name = match.group(1)
        return f"\\{letter}{{Block={name[2:]}}}" if name.startswith("Is") else f"\\{letter}{{{name}}}"

    def _reference(self, digits: str) -> str:
        """A reference goes on over digits as long as so many groups are open or closed (XPath 3.1, 5.6.1)."""
        while self.at < len(self.pattern) and self.pattern[self.at] in "0123456789":
            longer = digits + self.pattern[self.at]
            if int(longer) > self.opened:
                break
            digits = longer
            self.at += 1
        number = int(digits)
        if not 1 <= number <= self.opened or number in self.open_groups:
            self._refuse()
        return f"(?:\\{number})"

    def _class(self) -> str:
        """Translate `[…]`, in which `-[…]` takes signs away."""
        self.at += 1
        parts = ["[^"] if self.pattern.startswith("^", self.at) else ["["]
        self.at += parts[0] == "[^"
        while True:
            if self.at >= len(self.pattern):
                self._refuse()
            letter = self._take()
            if letter == "]":
                break
            if letter == "-" and self.pattern.startswith("[", self.at):
                inner = self._class()
                if not self.pattern.startswith("]", self.at):
                    self._refuse()
                self.at += 1
                negated = parts[0] == "[^"
                plain = "".join(parts) + "]"
                return f"(?:(?!{inner}){plain})" if negated or len(parts) > 1 else self._fail_class()
            parts.append(self._class_part(letter))
        return "".join(parts) + "]" if len(parts) > 1 else self._fail_class()

    def _fail_class(self) -> str:
        raise self._refuse()

    def _class_part(self, letter: str) -> str:
        if letter == "\\":
            return self._single(self._take())
        if letter == "[":
            self._refuse()
        return letter if letter == "-" and self._is_between() else "\\" + letter if letter in "-^&|~#" else letter

    def _is_between(self) -> bool:
        """Say whether `-` stands between two ends of a range rather than for itself."""
        before, after = self.pattern[self.at - 2], self.pattern[self.at : self.at + 1]
        return before not in "[^" and after not in ("]", "")


def _without_spaces(pattern: str) -> str:
    """Take white space away as flag `x` asks, except inside a class in brackets."""
    kept: list[str] = []
    depth = 0
    escaped = False
    for letter in pattern:
        if letter in " \t\n\r" and depth == 0:
            continue
        if not escaped:
            depth += (letter == "[") - (letter == "]" and depth > 0)
        escaped = letter == "\\" and not escaped
        kept.append(letter)
    return "".join(kept)


@lru_cache(maxsize=512)
def _compiled(pattern: str, flags: str) -> "regex.Pattern[str]":
    if len(pattern) > _MAX_PATTERN:
        raise FeelLimitExceeded("feel.pattern-too-long", limit=_MAX_PATTERN)
    if set(flags) - set("smixq"):
        raise Undefined("feel.bad-flags", flags=flags)
    translated = regex.escape(pattern) if "q" in flags else _Translator(pattern, flags).translated()
    options = regex.VERSION1 | (regex.IGNORECASE if "i" in flags else 0)
    try:
        return regex.compile(translated, options)
    except (regex.error, OverflowError, RecursionError) as error:
        raise Undefined("feel.bad-pattern", pattern=pattern[:60], position=1) from error


def _too_slow(pattern: str) -> FeelLimitExceeded:
    return FeelLimitExceeded("feel.pattern-too-slow", pattern=pattern[:60], limit=REGEX_SECONDS)


def matches(text: str, pattern: str, flags: str) -> bool:
    """Return whether the pattern is found; raises `Undefined`, or `FeelLimitExceeded` when it takes long."""
    try:
        return _compiled(pattern, flags).search(text, timeout=REGEX_SECONDS) is not None
    except TimeoutError as error:
        raise _too_slow(pattern) from error


def _never_empty(pattern: str, flags: str) -> "regex.Pattern[str]":
    compiled = _compiled(pattern, flags)
    if compiled.search("", timeout=REGEX_SECONDS) is not None:
        raise Undefined("feel.pattern-matches-nothing", pattern=pattern[:60])
    return compiled


def _found(text: str, pattern: str, flags: str) -> "list[regex.Match[str]]":
    found: list[regex.Match[str]] = []
    try:
        for match in _never_empty(pattern, flags).finditer(text, timeout=REGEX_SECONDS):
            if len(found) >= MAX_LIST:
                raise FeelLimitExceeded("feel.list-too-long", limit=MAX_LIST)
            found.append(match)
    except TimeoutError as error:
        raise _too_slow(pattern) from error
    return found


def replace(text: str, pattern: str, replacement: str, flags: str) -> str:
    """Return the text with every match replaced; `$1` stands for a group, `$0` for the match."""
    matched = _found(text, pattern, flags)
    groups = _compiled(pattern, flags).groups
    parts: list[str] = []
    length = end = 0
    for match in matched:
        new = replacement if "q" in flags else _filled(replacement, match, groups)
        parts += [text[end : match.start()], new]
        length += len(new)
        if length > MAX_STRING:
            raise FeelLimitExceeded("feel.string-too-long", limit=MAX_STRING)
        end = match.end()
    return "".join([*parts, text[end:]])


def _filled(replacement: str, match: "regex.Match[str]", groups: int) -> str:
    def fill(sign: "regex.Match[str]") -> str:
        escaped, digits, strange = sign.groups()
        if strange:
            raise Undefined("feel.bad-replacement", replacement=replacement[:60])
        if escaped:
            return str(escaped)
        taken = len(digits)
        while taken > 1 and int(digits[:taken]) > groups:
            taken -= 1
        number = int(digits[:taken])
        return ((match.group(number) or "") if number <= groups else "") + digits[taken:]

    return str(_REPLACEMENT.sub(fill, replacement))


def split(text: str, pattern: str) -> list[str]:
    """Return the parts of the text between the matches."""
    parts: list[str] = []
    end = 0
    for match in _found(text, pattern, ""):
        parts.append(text[end : match.start()])
        end = match.end()
    return [*parts, text[end:]]
