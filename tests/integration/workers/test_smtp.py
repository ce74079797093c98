"""Sending mail to a real SMTP server: open, over STARTTLS, over TLS, and when it refuses."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from engine.base.errors import Permanent, Transient
from workers.jobs import smtp


class Mailbox:
    """Takes mail, unless told what to answer instead."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []
        self.answer_to_recipient = "250 OK"
        self.answer_to_data = "250 OK"

    async def handle_RCPT(
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        return self.answer_to_recipient

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        self.envelopes.append(envelope)
        return self.answer_to_data


@pytest.fixture
def mailbox() -> Mailbox:
    return Mailbox()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate),
        ],
        check=True,
        capture_output=True,
    )
    return certificate, key


@pytest.fixture
def context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(*certificate)
    return made


def serve(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox, security: str, **options: object) -> Iterator[Controller]:
    """Run a server on a free port and point the settings at it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(mailbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    for name, value in {"HOST": "127.0.0.1", "PORT": str(port), "SECURITY": security}.items():
        monkeypatch.setenv(f"PRAXIS_SMTP_{name}", value)
    yield controller
    controller.stop()


@pytest.fixture
def open_server(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox) -> Iterator[Controller]:
    yield from serve(monkeypatch, mailbox, "none")


@pytest.fixture
def starttls_server(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox, context: ssl.SSLContext) -> Iterator[Controller]:
    def check(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=data == LoginPassword(b"praxis", b"open sesame"), handled=False)

    yield from serve(
        monkeypatch,
        mailbox,
        "starttls",
        tls_context=context,
        require_starttls=True,
        authenticator=check,
        auth_required=True,
    )


@pytest.fixture
def tls_server(monkeypatch: pytest.MonkeyPatch, mailbox: Mailbox, context: ssl.SSLContext) -> Iterator[Controller]:
    yield from serve(monkeypatch, mailbox, "tls", ssl_context=context)


def a_mail() -> EmailMessage:
    message = EmailMessage()
    message["From"] = "Praxis <praxis@desk.example>"
    message["To"] = "anna@demo.example"
    message["Subject"] = "Обращение решено"
    message.set_content("Готово.\n")
    return message


def test_a_mail_reaches_its_recipient(open_server: Controller, mailbox: Mailbox) -> None:
    smtp.send(a_mail())
    (envelope,) = mailbox.envelopes
    assert (envelope.mail_from, envelope.rcpt_tos) == ("praxis@desk.example", ["anna@demo.example"])


@pytest.mark.slow
def test_starttls_and_a_password_are_used(
    starttls_server: Controller,
    mailbox: Mailbox,
    certificate: tuple[Path, Path],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("PRAXIS_SMTP_CA_FILE", str(certificate[0]))
    monkeypatch.setenv("PRAXIS_SMTP_USER", "praxis")
    monkeypatch.setenv("PRAXIS_SMTP_PASSWORD", "open sesame")
    smtp.send(a_mail())
    assert len(mailbox.envelopes) == 1
    monkeypatch.setenv("PRAXIS_SMTP_PASSWORD", "wrong")
    with pytest.raises(Permanent) as refused:
        smtp.send(a_mail())
    assert (refused.value.code, refused.value.params["status"]) == ("mail.refused", 535)


@pytest.mark.slow
def test_tls_from_the_first_byte_is_used(
    tls_server: Controller, mailbox: Mailbox, certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAXIS_SMTP_CA_FILE", str(certificate[0]))
    smtp.send(a_mail())
    assert len(mailbox.envelopes) == 1


@pytest.mark.slow
def test_a_server_nobody_vouches_for_gets_nothing(tls_server: Controller, mailbox: Mailbox) -> None:
    with pytest.raises(Permanent, match=r"mail\.certificate"):
        smtp.send(a_mail())
    assert mailbox.envelopes == []


def test_a_server_without_tls_gets_nothing_when_tls_is_asked_for(
    open_server: Controller, mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PRAXIS_SMTP_SECURITY", "starttls")
    with pytest.raises(Permanent, match=r"mail\.not-supported"):
        smtp.send(a_mail())
    assert mailbox.envelopes == []


@pytest.mark.parametrize(("answer", "expected"), [("550 No such person", Permanent), ("451 Greylisted", Transient)])
def test_a_refused_recipient_is_final_or_not_as_the_server_says(
    open_server: Controller, mailbox: Mailbox, answer: str, expected: type
) -> None:
    mailbox.answer_to_recipient = answer
    with pytest.raises(expected) as refused:
        smtp.send(a_mail())
    assert refused.value.params == {"status": int(answer[:3]), "reason": answer[4:]}


def test_refused_content_is_told_with_its_reason(open_server: Controller, mailbox: Mailbox) -> None:
    mailbox.answer_to_data = "554 Looks like spam"
    with pytest.raises(Permanent, match="Looks like spam"):
        smtp.send(a_mail())


def test_a_server_that_is_not_there_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PRAXIS_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("PRAXIS_SMTP_PORT", str(closed.getsockname()[1]))
        with pytest.raises(Transient, match=r"mail\.unreachable"):
            smtp.send(a_mail())


def test_without_a_server_mail_waits_for_an_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PRAXIS_SMTP_HOST", raising=False)
    with pytest.raises(Permanent, match=r"mail\.not-configured"):
        smtp.send(a_mail())
