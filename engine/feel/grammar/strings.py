"""Text of FEEL source: escapes read and written (DMN 1.5, 10.3.1.2, rules 35 and 64 to 66)."""

import re

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{6})|([ntr\"'\\]))")
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "'": "'", "\\": "\\"}
_SURROGATES = re.compile("[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"'}


def unescape(text: str) -> str:
    """Return the value of what stands between quotes; an unknown escape stays, as regular expressions need it."""
    if "\\" not in text:
        return text
    return _SURROGATES.sub(_joined, _ESCAPE.sub(_unescaped, text))


def _unescaped(match: re.Match[str]) -> str:
    short, long, plain = match.groups()
    if plain:
        return _PLAIN[plain]
    code = int(short or long, 16)
    return chr(code) if code <= 0x10FFFF else match.group()


def _joined(match: re.Match[str]) -> str:
    """Join a surrogate pair; half a pair is no character and becomes the replacement character."""
    if len(match.group()) == 1:
        return "\ufffd"
    return match.group().encode("utf-16", "surrogatepass").decode("utf-16")


def quoted(text: str) -> str:
    """Return text as a FEEL string literal; `unescape` of its inside gives the text again."""
    escaped = text.replace("\\", "\\\\")
    return '"' + "".join(_WRITTEN.get(letter, letter) for letter in escaped) + '"'
