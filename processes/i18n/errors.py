"""What each error code says to a person: what happened, what was kept, what to do.

Codes are raised all over the house; a test finds every one of them in the source and asks for its text here.
"""

from collections.abc import Mapping

from engine.base.errors import AppError
from processes.i18n.catalogue import mark, translate
from processes.i18n.engine_errors import ENGINE_ERRORS
from processes.i18n.intake_errors import INTAKE_ERRORS
from processes.i18n.web_errors import WEB_ERRORS
from processes.i18n.worker_errors import WORKER_ERRORS

ERRORS: Mapping[str, str] = {
    **ENGINE_ERRORS,
    **INTAKE_ERRORS,
    **WEB_ERRORS,
    **WORKER_ERRORS,
    "attachments.bytes-missing": mark("The file is listed, but its content cannot be found. Tell an administrator."),
    "attachments.empty": mark("The file is empty. Choose another one."),
    "attachments.no-such-file": mark("There is no such file, or it is not yours to see."),
    "attachments.program": mark("Programs and scripts cannot be attached. Put the file into an archive."),
    "attachments.too-large": mark("The file is too large."),
    "db.busy": mark("Others are writing at the same moment. Nothing was changed; try again."),
    "incident.already-over": mark("The incident is over. Report a new one and refer to this one."),
    "incident.no-answer-expected": mark("Nobody waits for a confirmation here: the incident is not resolved."),
    "incident.not-closed": mark("Only a closed incident can be reopened. Write a reply instead."),
    "incident.not-open": mark("The incident is resolved. Wait for the requester's answer, or let it be refused first."),
    "incident.not-waiting": mark("The incident does not wait for anything."),
    "incident.reopen-window-over": mark("The time to reopen is over. Report a new incident that follows this one."),
    "incident.unknown-resolution": mark("There is no such kind of solution."),
    "input.bad-cursor": mark("This place in the list is unknown. Begin with the first page."),
    "input.invalid": mark("Some fields need correction. What you typed was kept."),
    "input.required": mark("This field is needed."),
    "input.too-long": mark("This text is too long."),
    "notify.no-such-delivery": mark("There is no such mail."),
    "people.bad-email": mark("This is not an e-mail address."),
    "people.bad-group-key": mark("A key has small Latin letters, digits and dashes, and begins with a letter."),
    "people.bad-login": mark("A sign-in name has small Latin letters, digits, dots and dashes."),
    "people.bad-name": mark("A name has 1 to 120 characters."),
    "people.bad-token": mark("The access token is wrong, expired or revoked."),
    "people.email-taken": mark("Another person has this e-mail address."),
    "people.group-key-is-fixed": mark("The key of a group stays as it is: diagrams and tickets refer to it."),
    "people.group-key-taken": mark("Another group has this key."),
    "people.last-administrator": mark("%(name)s is the last administrator. Make somebody else one first."),
    "people.login-taken": mark("Another person has this sign-in name."),
    "people.no-password-given": mark("Nobody can type a password here. Set PRAXIS_NEW_USER_PASSWORD."),
    "people.no-such-group": mark("There is no such group."),
    "people.no-such-token": mark("There is no such access token."),
    "people.no-such-user": mark("There is no such person."),
    "people.not-allowed": mark("Your roles do not allow this."),
    "people.password-too-long": mark("A password has at most 128 characters."),
    "people.password-too-short": mark("A password has at least 12 characters."),
    "people.password-too-simple": mark("This password is too easy to guess."),
    "people.reset-link-dead": mark("This link was used or has expired. Ask for a new one."),
    "people.sign-in-first": mark("Sign in first."),
    "people.stale": mark("Somebody changed this person meanwhile. Look at it again, then save."),
    "people.unknown-language": mark("There is no such language here."),
    "people.unknown-level": mark("There is no such level of support."),
    "people.unknown-role": mark("There is no such role."),
    "people.wrong-credentials": mark("Wrong name or password."),
    "settings.invalid": mark("%(name)s cannot be read: %(reason)s"),
    "ticket.bad-scale": mark("Choose 1 (high), 2 (medium) or 3 (low)."),
    "ticket.link-to-itself": mark("A ticket cannot be linked to itself."),
    "ticket.no-such-ticket": mark("There is no such ticket, or it is not yours to see."),
    "ticket.stale": mark("Somebody changed the ticket meanwhile. Look at it again; what you typed was kept."),
    "ticket.unknown-link": mark("There is no such kind of link."),
}
UNKNOWN = mark("Something went wrong. Nothing was changed.")


def error_text(error: AppError, language: str) -> str:
    """Return the sentence for an error raised on purpose, in this language."""
    return code_text(error.code, language, **error.params)


def code_text(code: str, language: str, **params: object) -> str:
    """Return the sentence for an error code; a code nobody wrote a text for says that nothing was changed."""
    text = translate(language, ERRORS.get(code, UNKNOWN))
    return text % _Known(params) if "%(" in text else text


class _Known(dict[str, object]):
    """What an error told of itself; a sentence about an error must not fail for a detail that is missing."""

    def __missing__(self, name: str) -> str:
        return "…"
