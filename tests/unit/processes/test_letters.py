"""The letters as people get them, kept as files beside this test so that a change of words is seen."""

from itertools import product
from pathlib import Path

import pytest

from processes.notify import letters

KEPT = Path(__file__).parent / "letters"
VALUES = {
    "name": "Анна Петрова",
    "login": "anna",
    "number": "INC-000042",
    "title": "Не печатает принтер",
    "link": "https://desk.example/tickets/INC-000042",
    "text": "Какая надпись на экране?\n\nПришлите фотографию.",
    "author": "Ирина Соколова",
    "priority": "2",
}


@pytest.mark.parametrize(("occasion", "language"), sorted(product(letters.occasions("en"), ["en", "ru"])))
def test_a_letter_reads_as_it_was_approved(occasion: str, language: str) -> None:
    letter = letters.write(occasion, language, VALUES)
    kept = (KEPT / language / f"{occasion}.txt").read_text()
    assert f"{letter.subject}\n\n{letter.body}" == kept


def test_words_that_are_missing_leave_no_gap() -> None:
    letter = letters.write("cancelled", "en", VALUES | {"text": ""})
    assert "\n\n\n" not in letter.body


def test_a_dollar_in_a_title_is_a_dollar() -> None:
    assert "costs $name" in letters.write("opened", "en", VALUES | {"title": "It costs $name"}).subject
