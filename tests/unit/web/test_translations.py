"""Every word of a page has a Russian twin, and no word stands in a template outside the catalogue."""

import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract_from_dir

from processes.i18n.catalogue import catalogue
from web.i18n import LOCALE_FOLDER, script_messages

WEB = Path(__file__).parents[3] / "web"
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LETTERS = re.compile(r"[A-Za-zА-Яа-яЁё]{2,}")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
READ_ALOUD = {"title", "placeholder", "aria-label", "alt", "label", "aria-description", "data-label"}
NOT_WORDS = {"Praxis", "Ctrl", "Enter"}
UNSPOKEN = {"script", "style", "code"}


@cache
def source_texts() -> frozenset[tuple[str, ...]]:
    """Return singular, or singular and plural, of each text in Python, templates and scripts."""
    found = extract_from_dir(
        str(WEB), method_map=[("**.py", "python"), ("**.html", "jinja2")], keywords=KEYWORDS, comment_tags=()
    )
    texts = {text if isinstance(text, tuple) else (text,) for _file, _line, text, _comments, _context in found}
    return frozenset(texts | {(text,) for text in script_messages()})


@cache
def russian() -> dict[tuple[str, ...], Entry]:
    """Return the Russian catalogue by what it translates."""
    entries = (entry for entry in catalogue("ru", LOCALE_FOLDER) if entry.id)
    return {entry.id if isinstance(entry.id, tuple) else (entry.id,): entry for entry in entries}


def as_po(text: tuple[str, ...]) -> str:
    """Return a stub to paste into a catalogue."""
    quoted = ['"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"' for part in text]
    if len(quoted) == 1:
        return f'msgid {quoted[0]}\nmsgstr ""\n'
    return f'msgid {quoted[0]}\nmsgid_plural {quoted[1]}\nmsgstr[0] ""\nmsgstr[1] ""\nmsgstr[2] ""\n'


def test_every_text_is_in_the_russian_catalogue() -> None:
    missing = sorted(source_texts() - russian().keys())
    assert not missing, "add to a file in web/locale/ru:\n\n" + "\n".join(as_po(text) for text in missing)


def test_no_translation_is_empty_doubtful_or_left_over() -> None:
    for text, entry in russian().items():
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        assert all(strings), f"empty: {text}"
        assert not entry.fuzzy, f"doubtful: {text}"
        assert len(strings) == (1 if len(text) == 1 else 3), f"Russian has three forms of number: {text}"
        assert text in source_texts(), f"nobody says this any more: {text}"


def test_a_translation_fills_in_what_the_original_fills_in() -> None:
    for text, entry in russian().items():
        strings = entry.string if isinstance(entry.string, tuple | list) else (entry.string,)
        for string in strings:
            assert set(PLACEHOLDER.findall(string)) == set(PLACEHOLDER.findall(text[-1])), text


class Words(HTMLParser):
    """Collects the words a reader would see or hear."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._unspoken = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unspoken += tag in UNSPOKEN
        for name, value in attrs:
            if name in READ_ALOUD and value:
                self._note(value)

    def handle_endtag(self, tag: str) -> None:
        self._unspoken -= tag in UNSPOKEN

    def handle_data(self, data: str) -> None:
        if self._unspoken:
            return
        for name, value in ATTRIBUTE.findall(data):  # macros write attributes outside of a tag
            if name in READ_ALOUD:
                self._note(value)
        self._note(ATTRIBUTE.sub(" ", data))

    def _note(self, text: str) -> None:
        self.found += [word for word in LETTERS.findall(text) if word not in NOT_WORDS]


def bare_words(template: str) -> list[str]:
    """Return the words of a template that no catalogue knows; what Jinja computes is left out."""
    without_comments = re.sub(r"\{#.*?#\}", " ", template, flags=re.S)
    html = re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", without_comments, flags=re.S)
    words = Words()
    words.feed(html)
    return words.found


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_has_no_words_outside_the_catalogue(path: Path) -> None:
    assert bare_words(path.read_text(encoding="utf-8")) == []


def test_the_search_for_bare_words_finds_them() -> None:
    assert bare_words('<p title="Hello there">{{ _("fine") }} Bare <code>not_this</code> слово</p>') == [
        "Hello",
        "there",
        "Bare",
        "слово",
    ]


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.relative_to(WEB).as_posix())
def test_a_template_has_neither_inline_style_nor_inline_script_nor_another_host(path: Path) -> None:
    html = path.read_text(encoding="utf-8")
    assert not re.search(r"\sstyle=|\son[a-z]+=\"|javascript:|href=\"https?:|src=\"https?:", html)
    assert all("nonce=" in tag for tag in re.findall(r"<(?:script|style)\b[^>]*(?:\{\{.*?\}\}[^>]*)*>", html))
