"""What the errors of the web and of REST say to a person or a program."""

from collections.abc import Mapping

from processes.i18n.catalogue import mark

WEB_ERRORS: Mapping[str, str] = {
    "api.bad-idempotency-key": mark("An Idempotency-Key has 1 to 200 printable ASCII characters."),
    "api.idempotency-key-reused": mark("This Idempotency-Key came before with another request."),
    "attachments.too-many": mark("Attach at most ten files at once."),
    "drafts.unreadable": mark("The draft cannot be read."),
    "input.bad-characters": mark("This text contains characters that cannot be stored."),
    "input.bad-limit": mark("A page has 1 to 200 rows."),
    "input.not-a-flag": mark("Give true or false."),
    "input.not-a-list": mark("Give a list."),
    "input.not-a-number": mark("Give a whole number."),
    "input.not-an-object": mark("Give an object."),
    "input.not-json": mark("The body is not JSON, or nested more deeply than anything here needs."),
    "input.not-text": mark("Give a text."),
    "input.unknown-field": mark("There is no such field."),
    "input.unknown-value": mark("This value is not one of those possible."),
    "settings.missing": mark("%(name)s must be set."),
    "submission.already-sent": mark("This form was sent before. Nothing was done twice."),
    "submission.bad-key": mark("The page is out of date. Reload it and send again."),
    "web.stale-page": mark("This page was open for too long. Go back, reload it and send again; nothing was changed."),
}
