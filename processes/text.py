"""Folding of text for searching: neither SQLite nor a C-locale PostgreSQL knows that Ё and ё are one letter."""

import unicodedata


def fold(*parts: str | None) -> str:
    """Return the parts in one line, without case, with ё as е, and with every run of white space as one space."""
    joined = one_line(" ".join(part for part in parts if part))
    return " ".join(unicodedata.normalize("NFKC", joined).casefold().replace("ё", "е").split())


def contains(term: str) -> str:
    """Return the LIKE pattern (escape character `\\`) that finds rows whose folded text contains the folded term."""
    escaped = fold(term).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def one_line(value: str) -> str:
    """Return the text without control characters and line ends: safe in a mail header, a title, a file name."""
    return " ".join("".join(" " if _is_unprintable(c) else c for c in value).split())


def clean(value: str) -> str:
    """Return text of several lines as it is stored: with `\\n`, without what a database refuses or nobody sees."""
    lines = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(c for c in lines if c in "\n\t" or not _is_unprintable(c)).strip()


def _is_unprintable(character: str) -> bool:
    """Control characters (PostgreSQL refuses NUL in text) and lone surrogates (no encoding of UTF-8 holds them)."""
    return unicodedata.category(character) in {"Cc", "Cs"}
