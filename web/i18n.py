"""Which language and which time zone a reader wants, and the texts of pages and scripts in that language."""

import json
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo, available_timezones

from babel.support import NullTranslations
from flask import Flask, current_app, g, request
from flask_babel import Babel, Domain, get_locale, gettext

from processes.i18n.catalogue import translate, translations
from web.settings import WebSettings

LANGUAGES = {"en": "English", "ru": "Русский"}
LANGUAGE_COOKIE = "praxis_language"
TIME_ZONE_COOKIE = "praxis_time_zone"
LOCALE_FOLDER = Path(__file__).parent / "locale"
SCRIPTS = Path(__file__).parent / "static" / "js"
_SCRIPT_TEXT = re.compile(r"""\bt\(\s*"((?:[^"\\]|\\.)+)\"""")


class CatalogueDomain(Domain):  # type: ignore[misc]  # flask-babel is untyped
    """Lets Flask-Babel find our catalogues."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return translations(locale.language if locale else "en", LOCALE_FOLDER)


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


def named(texts: Mapping[str, str]) -> dict[str, str]:
    """Return the names of enumerated values (`processes.i18n.names`) in the language of this request."""
    language = get_locale().language
    return {value: translate(language, text) for value, text in texts.items()}
