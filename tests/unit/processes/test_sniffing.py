"""What a file is, told by its bytes."""

import pytest

from processes.attachments.sniffing import INLINE, file_name, is_program, sniff


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"RIFF....WEBP", "image/webp"),
        (b"%PDF-1.7", "application/pdf"),
        (b"PK\x03\x04", "application/zip"),
        (b"<html><script>alert(1)</script>", "text/plain"),
        (b"<svg onload='alert(1)'/>", "text/plain"),
        ("Журнал".encode()[:-1], "text/plain"),
        ("Журнал".encode("cp1251"), "application/octet-stream"),
        (b"text\x00with nul", "application/octet-stream"),
    ],
)
def test_the_bytes_tell_the_type(head: bytes, media_type: str) -> None:
    assert sniff(head) == media_type


def test_nothing_a_browser_would_run_is_shown_inline() -> None:
    assert all(media_type.startswith("image/") and "svg" not in media_type for media_type in INLINE)


@pytest.mark.parametrize("head", [b"MZ\x90", b"\x7fELF", b"#!/bin/sh", b"\xca\xfe\xba\xbe"])
def test_programs_are_known(head: bytes) -> None:
    assert is_program(head)
    assert not is_program(b"text")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\fakepath\\снимок экрана.png", "снимок экрана.png"),
        ("a\r\nContent-Type: text/html", "html"),
        ("..", "file"),
        ("", "file"),
        ("x" * 300 + ".log", "x" * 196 + ".log"),
        ("y" * 300, "y" * 200),
    ],
)
def test_a_file_name_is_harmless(sent: str, kept: str) -> None:
    assert file_name(sent) == kept
