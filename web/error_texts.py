"""What a person reads for an error on a page: a heading and an advice for each status, a text for each code."""

from typing import Any

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from engine.base.errors import AppError
from processes.i18n.errors import ERRORS, code_text, error_text

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


def title_of(status: int) -> str:
    """Return a heading for an HTTP status."""
    return str(TITLES.get(status, TITLES[500 if status >= 500 else 400]))


def for_status(status: int) -> str:
    """Return what to do about an HTTP status."""
    return str(BY_STATUS.get(status, BY_STATUS[500 if status >= 500 else 400]))


def sentence_of(error: AppError) -> str:
    """Return one sentence for the error: by its code, else by its status."""
    return error_text(error, _language()) if error.code in ERRORS else for_status(error.http_status)


def of_code(code: str, **params: Any) -> str:
    """Return the sentence for a code; what is not a code is a sentence already."""
    if code not in ERRORS:
        return code
    try:
        return code_text(code, _language(), **params)
    except KeyError:  # an old row may lack what today's sentence tells
        return code


def field_sentences(error: AppError) -> dict[str, list[str]]:
    """Return the sentences for each wrong field."""
    fields: dict[str, list[str]] = getattr(error, "fields", {})
    return {name: [of_code(code) for code in codes] for name, codes in fields.items()}


def _language() -> str:
    return str(get_locale().language)
