"""Folding and cleaning of text that anybody may send."""

import pytest

from processes.text import clean, contains, fold, one_line


def test_case_yo_width_and_spaces_make_no_difference_to_a_search() -> None:
    assert fold("  ЁЛКА\tи\n ёж", None, "ＡＢＣ", "Straße") == "елка и еж abc strasse"
    assert contains("100%_\\") == "%100\\%\\_\\\\%"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00a\x07\tb\n\n", "a\tb"),
        ("lone \ud800 surrogate", "lone  surrogate"),
        ("👩‍💻 остаётся", "👩‍💻 остаётся"),
        ("   \n ", ""),
    ],
)
def test_text_is_kept_without_what_a_database_refuses(written: str, kept: str) -> None:
    assert clean(written) == kept
    kept.encode()


def test_one_line_is_one_line() -> None:
    assert one_line(" a\r\nBcc: b\x00\x85c\u2028d ") == "a Bcc: b c d"
