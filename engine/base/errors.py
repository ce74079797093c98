"""Every error that Praxis raises on purpose.

    AppError
      InvalidInput          422   the caller can correct it; `fields` names what is wrong
        DefinitionInvalid   422   a diagram, decision table or form; `findings` name file, line, element, hint
      NotAuthenticated      401   sign in first
      Forbidden             403   the role does not allow it
      NotFound              404   no such thing, or not yours to see
      RuleViolated          409   the rules of the practice say no
      Conflict              409   somebody was faster; read again
        StaleVersion              the record changed since it was read
        AlreadyClaimed            a colleague has the task
        AlreadyDone               the step was completed before; a double submit
      Busy                  503   try again in `retry_after_seconds`
      Transient             502   an outside system may answer later
      Permanent             502   an outside system will never accept this
      BpmnError             500   modelled: caught by a boundary event, a fault when nothing catches it
      ScriptFailed          500   an expression of the diagram failed; becomes a fault
      ServiceMissing        500   a diagram names a handler or connector nobody registered; becomes a fault

Codes are stable words with dots (`inbox.already-claimed`); their texts live in the message catalogues, in both
languages, and `docs/errors.md` explains each.
"""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar


class AppError(Exception):
    """Base of all errors raised on purpose; `code` finds the text, `params` fill it."""

    http_status: ClassVar[int] = 500

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code, params)
        self.code = code
        self.params: Mapping[str, Any] = params

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code} ({details})" if details else self.code


class InvalidInput(AppError):
    """What came in is wrong; `fields` maps a dotted field path to the error codes or sentences for it."""

    http_status = 422

    def __init__(self, code: str, fields: Mapping[str, Sequence[str]] | None = None, **params: Any) -> None:
        super().__init__(code, **params)
        self.fields: Mapping[str, Sequence[str]] = fields or {}


class DefinitionInvalid(InvalidInput):
    """A folder of diagrams that must not be deployed; `findings` are `engine.model_check.Finding` rows."""

    def __init__(self, code: str, findings: Sequence[Any] = (), **params: Any) -> None:
        super().__init__(code, **params)
        self.findings = findings


class NotAuthenticated(AppError):
    """Nobody is signed in, or the credentials are wrong."""

    http_status = 401


class Forbidden(AppError):
    """Signed in, but the role or relation does not allow it."""

    http_status = 403


class NotFound(AppError):
    """No such thing, or not visible to the caller (the two are not told apart)."""

    http_status = 404


class RuleViolated(AppError):
    """The rules of the practice refuse what was asked."""

    http_status = 409


class Conflict(AppError):
    """Somebody was faster; the caller reads again and decides."""

    http_status = 409


class StaleVersion(Conflict):
    """The record changed since the caller read it."""


class AlreadyClaimed(Conflict):
    """Another person has the human task."""


class AlreadyDone(Conflict):
    """The step was completed before; a second submit of the same form ends here."""


class Busy(AppError):
    """A lock or a limit stands in the way for a moment."""

    http_status = 503

    def __init__(self, code: str, retry_after_seconds: int = 1, **params: Any) -> None:
        super().__init__(code, **params)
        self.retry_after_seconds = retry_after_seconds


class Transient(AppError):
    """An outside system failed in a way that may pass; `retry_after_seconds` when it said so itself."""

    http_status = 502

    def __init__(self, code: str, retry_after_seconds: int | None = None, **params: Any) -> None:
        super().__init__(code, **params)
        self.retry_after_seconds = retry_after_seconds


class Permanent(AppError):
    """An outside system will never accept this call as it is."""

    http_status = 502


class BpmnError(AppError):
    """A modelled error: `error_code` is what error boundary events of the element compare with."""

    def __init__(self, error_code: str, message: str = "", **params: Any) -> None:
        super().__init__("engine.bpmn-error", error_code=error_code, message=message, **params)
        self.error_code = error_code
        self.message = message


class ScriptFailed(AppError):
    """An expression of the diagram failed or gave null where a value is needed."""


class ServiceMissing(AppError):
    """The diagram names a handler or a connector that nobody registered."""
