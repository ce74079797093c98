"""Passwords as argon2id hashes, and secrets that are stored only as digests."""

import hashlib
import secrets
import unicodedata

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

# RFC 9106 section 4, second recommended option: argon2id, three passes over 64 MiB, four lanes, 16 bytes of salt.
_hasher = PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=4, hash_len=32, salt_len=16, type=Type.ID)


def hash_password(password: str) -> str:
    """Return the PHC string that holds parameters, salt and hash."""
    return _hasher.hash(_normal(password))


def verify(password_hash: str | None, password: str) -> bool:
    """Compare in constant time; without a stored hash the same work is done in vain, so that timing tells nothing."""
    try:
        return _hasher.verify(password_hash or _unknown(), _normal(password)) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


def needs_rehash(password_hash: str) -> bool:
    """Say whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def new_secret() -> tuple[str, str]:
    """Return a fresh secret of 256 random bits and the digest under which it is stored."""
    secret = secrets.token_urlsafe(32)
    return secret, digest(secret)


def digest(secret: str) -> str:
    """Return SHA-256 in hexadecimal: enough for secrets that are random, never for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _normal(password: str) -> str:
    """Fold composed and decomposed spellings (NIST SP 800-63B section 5.1.1.2): keyboards differ, people do not."""
    return unicodedata.normalize("NFKC", password)


_decoy: list[str] = []


def _unknown() -> str:
    if not _decoy:
        _decoy.append(_hasher.hash(secrets.token_urlsafe(16)))
    return _decoy[0]
