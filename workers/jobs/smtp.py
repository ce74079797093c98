"""Handing a message to a mail server, over TLS unless told otherwise, with the server's refusals in our words."""

import smtplib
import ssl
from email.message import EmailMessage

from engine.base import settings
from engine.base.errors import Permanent, Transient

SECURITIES = ("starttls", "tls", "none")


def _security(text: str) -> str:
    if text not in SECURITIES:
        raise ValueError(f"expected one of {', '.join(SECURITIES)}")
    return text


HOST = settings.declare("PRAXIS_SMTP_HOST", str, "", "Mail server that takes outgoing mail.")
PORT = settings.declare("PRAXIS_SMTP_PORT", int, 587, "Port of the mail server: 587 for STARTTLS, 465 for TLS.")
SECURITY = settings.declare(
    "PRAXIS_SMTP_SECURITY",
    _security,
    "starttls",
    "`starttls`, `tls` (from the first byte) or `none`; certificates are checked.",
)
CA_FILE = settings.declare(
    "PRAXIS_SMTP_CA_FILE",
    str,
    "",
    "Certificates to trust for the mail server, when it is signed by your own authority.",
)
USER = settings.declare("PRAXIS_SMTP_USER", str, "", "Name to sign in to the mail server with; empty for none.")
PASSWORD = settings.declare("PRAXIS_SMTP_PASSWORD", str, "", "Password for the mail server.", secret=True)
TIMEOUT_SECONDS = 30.0


def send(message: EmailMessage) -> None:
    """Send one message.

    Raises:
        Permanent: no server is configured, it refuses the recipient, the content or the password for good, or its
            certificate is not to be trusted.
        Transient: it is not reachable, or says 4yz: try again (RFC 5321 section 4.2.1).
    """
    if not HOST.value():
        raise Permanent("mail.not-configured", setting=HOST.name)
    try:
        with _connected() as server:
            if USER.value():
                server.login(USER.value(), PASSWORD.value())
            server.send_message(message)
    except ssl.SSLCertVerificationError as error:
        raise Permanent("mail.certificate", host=HOST.value(), reason=error.verify_message) from error
    except smtplib.SMTPRecipientsRefused as error:
        status, reason = next(iter(error.recipients.values()))
        raise _refusal(status, reason) from error
    except smtplib.SMTPResponseException as error:
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except smtplib.SMTPNotSupportedError as error:
        raise Permanent("mail.not-supported", host=HOST.value(), reason=str(error)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise Transient("mail.unreachable", host=HOST.value(), reason=str(error)) from error


def _connected() -> smtplib.SMTP:
    context = ssl.create_default_context(cafile=CA_FILE.value() or None)
    if SECURITY.value() == "tls":
        return smtplib.SMTP_SSL(HOST.value(), PORT.value(), timeout=TIMEOUT_SECONDS, context=context)
    server = smtplib.SMTP(HOST.value(), PORT.value(), timeout=TIMEOUT_SECONDS)
    try:
        if SECURITY.value() == "starttls":
            server.starttls(context=context)
    except (smtplib.SMTPException, OSError):
        server.close()
        raise
    return server


def _refusal(status: int, reason: bytes | str) -> Permanent | Transient:
    text = reason.decode(errors="replace") if isinstance(reason, bytes) else reason
    kind = Transient if 400 <= status < 500 else Permanent
    return kind("mail.refused", status=status, reason=text)
