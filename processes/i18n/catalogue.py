"""The gettext catalogues of the practices (every `processes/locale/<language>/*.po`), read once, compiled in memory.

English needs no catalogue: its sentences are the msgids. `mark` is for texts that stand in a table and are translated
when somebody reads them.
"""

from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations

LOCALE = Path(__file__).parents[1] / "locale"
LANGUAGES = ("en", "ru")


def mark(msgid: str) -> str:
    """Return the text as it is; tells the extraction of messages that it is one."""
    return msgid


def translate(language: str, msgid: str, **params: Any) -> str:
    """Return the text in this language with `%(name)s` filled in; an unknown language reads English."""
    text = translations(language).gettext(msgid)
    return text % params if params else text


def translate_plural(language: str, singular: str, plural: str, number: int, **params: Any) -> str:
    """Return the form of the text for this number, which also fills `%(number)s`."""
    return translations(language).ngettext(singular, plural, number) % {"number": number, **params}


def catalogue(language: str, folder: Path = LOCALE) -> Catalog:
    """Return the entries of all files of a language in a folder; rooms write in files of their own."""
    merged = Catalog(locale=language)
    for path in sorted((folder / language).glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale=language):
                if entry.id:
                    merged[entry.id] = entry
    return merged


@lru_cache
def translations(language: str, folder: Path = LOCALE) -> NullTranslations:
    """Return the texts of a language, the msgids themselves for English and for languages we do not have."""
    if language not in LANGUAGES or not (folder / language).is_dir():
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue(language, folder))
    compiled.seek(0)
    return Translations(compiled)
