"""Nothing that a person reads is left untranslated, and no error is left without words."""

import re
from pathlib import Path
from string import Template

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir

from engine.base.errors import NotFound
from processes.i18n import names
from processes.i18n.catalogue import catalogue, translate, translate_plural
from processes.i18n.errors import ERRORS, code_text, error_text
from processes.notify import letters
from processes.people.rules import Role
from processes.ticket.rules import Status
from tests.arch.errors_page import field_codes, page, raised

ROOT = Path(__file__).parents[3]
PLACEHOLDER = re.compile(r"%\(\w+\)s")


def msgids_in_the_source() -> set[str]:
    keywords = {"mark": None, "translate": (2,), "translate_plural": (2, 3)}
    found = extract_from_dir(
        str(ROOT / "processes"), method_map=[("**.py", "python")], keywords=keywords, comment_tags=()
    )
    return {text if isinstance(text, str) else text[0] for _file, _line, text, _comments, _context in found}


def russian() -> dict[str, Entry]:
    return {str(entry.id): entry for entry in catalogue("ru") if entry.id}


def test_every_text_has_a_russian_translation_and_none_is_left_over() -> None:
    source, catalogue = msgids_in_the_source(), russian()
    assert {text for text in source if text not in catalogue} == set(), "add these to processes/locale/ru"
    assert {text for text in catalogue if text not in source} == set(), "nobody says these any more"
    assert {text for text, entry in catalogue.items() if entry.fuzzy or not entry.string} == set()


def test_a_translation_fills_in_what_the_original_fills_in() -> None:
    for msgid, entry in russian().items():
        assert set(PLACEHOLDER.findall(msgid)) == set(PLACEHOLDER.findall(str(entry.string))), msgid


def test_every_error_code_has_its_words() -> None:
    codes = set(raised()) | field_codes(ROOT / "processes")
    assert codes - ERRORS.keys() == set(), "add a sentence to processes/i18n/*errors.py and to the catalogue"


def test_the_page_of_errors_explains_each_code() -> None:
    assert (ROOT / "docs/errors.md").read_text() == page(), "run `.venv/bin/python -m tests.arch.errors_page`"


def test_every_status_and_role_has_a_name_in_both_languages() -> None:
    assert set(names.STATUSES) == set(Status)
    assert set(names.ROLES) == set(Role)
    assert names.name_of(names.STATUSES, Status.WAITING_CUSTOMER, "ru") == "Ждём заказчика"
    assert names.name_of(names.PRIORITIES, 1, "en") == "1 · Critical"
    assert names.name_of(names.PRIORITIES, None, "en") == ""


def test_an_error_speaks_the_language_of_the_reader() -> None:
    error = NotFound("ticket.no-such-ticket", number="INC-000009")
    assert error_text(error, "ru") == "Такого обращения нет, или оно вам не видно."
    assert error_text(error, "xx") == "There is no such ticket, or it is not yours to see."
    assert code_text("settings.invalid", "en", name="X", reason="100%") == "X cannot be read: 100%"
    assert code_text("nobody.wrote-this", "en") == "Something went wrong. Nothing was changed."


def test_plural_forms_follow_the_language() -> None:
    assert translate_plural("en", "%(number)s file", "%(number)s files", 1) == "1 file"
    assert translate("en", "100% sure") == "100% sure"


def test_every_letter_exists_in_both_languages_and_fills_in_the_same() -> None:
    assert letters.occasions("en") == letters.occasions("ru")
    for occasion in letters.occasions("en"):
        english, russian_text = (
            set(Template((letters.TEXTS / language / f"{occasion}.txt").read_text()).get_identifiers())
            for language in ("en", "ru")
        )
        assert english == russian_text, occasion


@pytest.mark.parametrize("title", ["Почта\r\nBcc: everybody@desk.example", "Mail\x00is\x85down"])
def test_a_title_cannot_smuggle_a_header_into_a_letter(title: str) -> None:
    letter = letters.write("opened", "en", {"number": "INC-000001", "title": title, "name": "A", "link": "x"})
    assert not re.search(r"[\x00-\x1f\x85]", letter.subject)
    assert letter.subject.startswith("[INC-000001] We registered your report: ")
