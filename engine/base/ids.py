"""Identifiers: opaque, unguessable, and in the order they were made (UUID version 7, RFC 9562 section 5.7)."""

import os
import time
from uuid import UUID


def new_id() -> str:
    """Return 32 hexadecimal digits; a later call gives a greater string, to the millisecond."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = (milliseconds & (2**48 - 1)) << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62
    return UUID(int=value | random & (2**62 - 1)).hex
