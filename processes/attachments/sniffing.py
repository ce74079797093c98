"""What kind of file the bytes really are; the name and the sender's word for it are not believed."""

import codecs

from processes.text import one_line

SNIFF_BYTES = 4096

_SIGNATURES: tuple[tuple[int, bytes, str], ...] = (
    (0, b"\x89PNG\r\n\x1a\n", "image/png"),
    (0, b"\xff\xd8\xff", "image/jpeg"),
    (0, b"GIF87a", "image/gif"),
    (0, b"GIF89a", "image/gif"),
    (8, b"WEBP", "image/webp"),
    (0, b"%PDF-", "application/pdf"),
    (0, b"PK\x03\x04", "application/zip"),
    (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage"),
    (0, b"\x1f\x8b", "application/gzip"),
    (0, b"7z\xbc\xaf\x27\x1c", "application/x-7z-compressed"),
)
_PROGRAMS = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xce\xfa\xed\xfe", b"\xca\xfe\xba\xbe")

INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Types a browser may show in the page; everything else is offered as a download."""


def sniff(head: bytes) -> str:
    """Return the media type told by the first bytes; text is always plain, never HTML or SVG a browser would run."""
    for offset, signature, media_type in _SIGNATURES:
        if head[offset : offset + len(signature)] == signature:
            return media_type
    return "text/plain" if _is_text(head) else "application/octet-stream"


def is_program(head: bytes) -> bool:
    """Say whether the bytes begin like a program of Windows, Linux, macOS or Java, or a script with an interpreter."""
    return head.startswith(_PROGRAMS) or head.startswith(b"#!")


def file_name(name: str) -> str:
    """Return the last part of the sender's file name, printable, at most 200 characters, extension kept."""
    last = one_line(name.replace("\\", "/").rsplit("/", 1)[-1]).strip(". ") or "file"
    if len(last) <= 200:
        return last
    stem, dot, extension = last.rpartition(".")
    return f"{stem[: 199 - len(extension)]}{dot}{extension}" if dot and len(extension) <= 20 else last[:200]


def _is_text(head: bytes) -> bool:
    if not head or b"\x00" in head:
        return False
    decoder = codecs.getincrementaldecoder("utf-8")()  # a character cut in two by the end of the head is fine
    try:
        decoder.decode(head)
    except UnicodeDecodeError:
        return False
    return True
