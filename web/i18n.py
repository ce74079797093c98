"""Which language, which time zone, and the catalogues: every `*.po` file in `locale/<language>` taken together.

Catalogues are read as they are written, without a compiled twin: a translation cannot be forgotten in a build, and
rooms that write in different files do not get in each other's way.
"""

import json
import re
from functools import cache
from io import BytesIO
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale, gettext

from web.settings import WebSettings

LANGUAGES = {"en": "English", "ru": "Русский"}
LANGUAGE_COOKIE = "praxis_language"
TIME_ZONE_COOKIE = "praxis_time_zone"
LOCALE_FOLDER = Path(__file__).parent / "locale"
SCRIPTS = Path(__file__).parent / "static" / "js"
_SCRIPT_TEXT = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)+)\"""")


def merged_catalog(language: str) -> Catalog:
    """Read all files of one language into one catalogue."""
    merged = Catalog(locale=language)
    for path in sorted((LOCALE_FOLDER / language).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=language):
                if message.id:
                    merged[message.id] = message
    return merged


@cache
def translations(language: str) -> NullTranslations:
    """Return the texts of a language; English is the language of the message ids themselves."""
    catalog = merged_catalog(language)
    if not len(catalog):
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalog)
    compiled.seek(0)
    return Translations(compiled)


class CatalogueDomain(Domain):  # type: ignore[misc]  # flask-babel is untyped
    """Lets Flask-Babel find our catalogues."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return translations(locale.language if locale else "en")


class Catalogues(Babel):  # type: ignore[misc]  # flask-babel is untyped
    """Flask-Babel with our way of finding texts."""

    domain_instance = CatalogueDomain()


def install(app: Flask, settings: WebSettings) -> None:
    """Choose language and time zone for each request; give templates `_`, `ngettext` and the scripts' texts."""
    app.config.update(BABEL_DEFAULT_LOCALE=settings.language, BABEL_DEFAULT_TIMEZONE=settings.time_zone)
    Catalogues(app, locale_selector=choose_language, timezone_selector=choose_time_zone)
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.globals.update(script_texts=script_texts, LANGUAGES=LANGUAGES, get_locale=get_locale)


def choose_language() -> str:
    """Take the language of the person signed in, else of the cookie, else the best the browser asks for."""
    viewer = g.get("viewer")
    for wish in (viewer.language if viewer else None, request.cookies.get(LANGUAGE_COOKIE)):
        if wish in LANGUAGES:
            return str(wish)
    default: str = current_app.config["BABEL_DEFAULT_LOCALE"]
    return request.accept_languages.best_match(LANGUAGES, default=default) or default


def choose_time_zone() -> str:
    """Take the zone the browser has told in a cookie, when there is such a zone."""
    name = request.cookies.get(TIME_ZONE_COOKIE, "")
    default: str = current_app.config["BABEL_DEFAULT_TIMEZONE"]
    return name if name in available_timezones() else default


def time_zone() -> ZoneInfo:
    """Return the zone of the reader, for what a page counts or parses itself."""
    return ZoneInfo(choose_time_zone())


@cache
def script_messages() -> tuple[str, ...]:
    """Return the message ids that our scripts pass to `t("…")`."""
    sources = [path.read_text(encoding="utf-8") for path in sorted(SCRIPTS.glob("*.js"))]
    return tuple(sorted({json.loads(f'"{found}"') for source in sources for found in _SCRIPT_TEXT.findall(source)}))


def script_texts() -> dict[str, str]:
    """Return what the scripts say, in the language of this request."""
    return {message: gettext(message) for message in script_messages()}
