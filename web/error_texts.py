"""What a person reads for each error: a sentence for known codes, else one for the status."""

from collections.abc import Mapping
from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from engine.base.errors import AppError
from processes.i18n.errors import ERRORS, code_text

TITLES = {
    400: _l("The request cannot be understood"),
    401: _l("Please sign in"),
    403: _l("This is not open to you"),
    404: _l("There is nothing here"),
    405: _l("This address does not do that"),
    406: _l("This form of answer does not exist"),
    409: _l("This cannot be done now"),
    413: _l("Too much at once"),
    415: _l("This kind of content is not accepted"),
    422: _l("Something needs another look"),
    429: _l("Too many attempts"),
    500: _l("Something broke on our side"),
    502: _l("Another system did not answer"),
    503: _l("Busy for a moment"),
}

BY_STATUS = {
    400: _l("Go back, reload the page and try once more."),
    401: _l("Your session has ended or you are not signed in. What you typed is still in the page you came from."),
    403: _l("Your roles do not include this. An administrator can change them."),
    404: _l("The address is wrong, or the thing it names is not yours to see."),
    405: _l("Use the links and buttons of the pages to get here."),
    406: _l("Ask for HTML or JSON."),
    409: _l("The state of things does not allow it any more. Reload the page to see where it stands."),
    413: _l("The files or the text are larger than what this desk accepts. Send less or attach smaller files."),
    415: _l("Send a form or JSON."),
    422: _l("Some of what came in is not right. Nothing was changed."),
    429: _l("Wait a minute and try again."),
    500: _l("Nothing was saved. The fault is recorded; try again, and tell the operator the number below."),
    502: _l("Nothing was lost. Try again in a few minutes."),
    503: _l("Somebody else is writing at this moment. Nothing was saved; try again."),
}

BY_CODE = {
    "csrf.missing": _l(
        "This page was open for too long or in another session. Go back, reload it and send again; nothing was changed."
    ),
    "db.busy": _l("Others are writing at this moment. Nothing was saved; try again in a few seconds."),
    "people.sign-in-first": _l("Sign in to continue."),
    "people.not-allowed": _l("Your roles do not include this. An administrator can change them."),
}


def title_of(status: int) -> str:
    """Return a heading for an HTTP status."""
    return str(TITLES.get(status, TITLES[500 if status >= 500 else 400]))


def sentence_of(error: AppError) -> str:
    """Return one sentence for the error: by its code, else by its status."""
    return _sentence(error.code, error.params) or for_status(error.http_status)


def for_status(status: int) -> str:
    """Return what to do about an HTTP status."""
    return str(BY_STATUS.get(status, BY_STATUS[500 if status >= 500 else 400]))


def field_sentences(error: AppError) -> dict[str, list[str]]:
    """Return the sentences for each wrong field; what is not a known code is a sentence already."""
    fields: dict[str, list[str]] = getattr(error, "fields", {})
    return {name: [_sentence(code, {}) or code for code in codes] for name, codes in fields.items()}


def _sentence(code: str, params: Mapping[str, Any]) -> str | None:
    """The web's own words for a code, else those all doors share."""
    if code in BY_CODE:
        return str(BY_CODE[code])
    locale = get_locale()
    return code_text(code, locale.language if locale else "en", **params) if code in ERRORS else None
