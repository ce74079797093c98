"""What may stand in the fields of a person and a group; every check returns error codes, none when all is well."""

import re
import unicodedata

LEVELS = ("L1", "L2", "L3")
LANGUAGES = ("en", "ru")

_LOGIN = re.compile(r"[a-z0-9][a-z0-9._-]{0,62}[a-z0-9]|[a-z0-9]")
_KEY = re.compile(r"[a-z][a-z0-9-]{0,62}")
# One at sign, no spaces or control characters, a dot in the domain: the shape of RFC 5321 section 4.1.2 that mail
# servers really deliver to. Whether the mailbox exists only a mail can tell.
_EMAIL = re.compile(r"[^\s@\"<>(),:;\\\[\]]{1,64}@[^\s@\"<>(),:;\\\[\]_]{1,189}\.[^\s@\"<>(),:;\\\[\]_.]{2,63}")

PASSWORD_LENGTH = (12, 128)
"""Shortest and longest password in characters (OWASP ASVS 4.0.3, 2.1.1 and 2.1.2)."""


def check_login(login: str) -> list[str]:
    """Return the error codes for a sign-in name: small Latin letters, digits, dot, dash, underscore."""
    return [] if _LOGIN.fullmatch(login) else ["people.bad-login"]


def check_email(email: str) -> list[str]:
    """Return the error codes for an e-mail address."""
    has_control = any(unicodedata.category(character) == "Cc" for character in email)
    return [] if _EMAIL.fullmatch(email) and not has_control and ".." not in email else ["people.bad-email"]


def check_name(name: str) -> list[str]:
    """Return the error codes for the name of a person or a group."""
    fits = 1 <= len(name.strip()) <= 120 and not any(unicodedata.category(c) == "Cc" for c in name)
    return [] if fits else ["people.bad-name"]


def check_key(key: str) -> list[str]:
    """Return the error codes for the key of a group, which diagrams refer to."""
    return [] if _KEY.fullmatch(key) else ["people.bad-group-key"]


def check_password(password: str, *personal: str) -> list[str]:
    """Return the error codes for a new password; `personal` are the login and address it must not be made of."""
    shortest, longest = PASSWORD_LENGTH
    if len(password) < shortest:
        return ["people.password-too-short"]
    if len(password) > longest:
        return ["people.password-too-long"]
    folded = password.casefold()
    if len(set(folded)) < 4 or any(folded == value.casefold() for value in personal):
        return ["people.password-too-simple"]
    return []
