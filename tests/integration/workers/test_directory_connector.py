"""The directory connector against a real HTTP server, in good and bad moods."""

import socket
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from engine.base.errors import BpmnError, Permanent, ServiceMissing, Transient
from workers.connectors.contract import Call, OutcomeUnknown
from workers.connectors.directory import DIRECTORY
from workers.demo_directory import Directory

ANNA = {"login": "anna", "name": "Anna Petrova", "mail": "anna@demo.example"}


def look_up(**inputs: object) -> object:
    return DIRECTORY.call(Call("lookup", inputs, key="instance.task.1"))


@pytest.fixture
def directory(monkeypatch: pytest.MonkeyPatch) -> Iterator[Directory]:
    with Directory(people=[ANNA]) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("PRAXIS_DIRECTORY_URL", server.url)
        yield server
        server.shutdown()


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[bytes]]:
    """A server that answers every call with the raw bytes the test puts into the list."""
    raw: list[bytes] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.wfile.write(raw[0])
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        monkeypatch.setenv("PRAXIS_DIRECTORY_URL", f"http://127.0.0.1:{server.server_address[1]}")
        yield raw
        server.shutdown()


def reply(status: str, body: bytes = b"{}", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", "Connection: close", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


@pytest.mark.parametrize("wanted", [{"login": "anna"}, {"login": "ANNA"}, {"mail": "anna@demo.example"}])
def test_a_person_is_found_by_login_or_by_mail(directory: Directory, wanted: dict[str, str]) -> None:
    assert look_up(**wanted) == ANNA
    assert directory.seen["instance.task.1"] == 1


def test_an_unknown_person_is_an_error_the_diagram_can_catch(directory: Directory) -> None:
    with pytest.raises(BpmnError) as unknown:
        look_up(login="nobody")
    assert unknown.value.error_code == "PERSON_UNKNOWN"


def test_a_busy_directory_is_asked_again_when_it_says(directory: Directory) -> None:
    directory.failures = 1
    with pytest.raises(Transient) as busy:
        look_up(login="anna")
    assert busy.value.retry_after_seconds == 1
    assert not isinstance(busy.value, OutcomeUnknown)
    assert look_up(login="anna") == ANNA


@pytest.mark.parametrize(
    ("raw", "expected", "code"),
    [
        (reply("500 Broken"), OutcomeUnknown, "connector.busy"),
        (reply("429 Slow down", b"{}", "Retry-After: Thu, 01 Jan 1970 00:00:00 GMT"), Transient, "connector.busy"),
        (reply("429 Slow down", b"{}", "Retry-After: soon"), Transient, "connector.busy"),
        (reply("400 Bad"), Permanent, "connector.refused"),
        (reply("302 Elsewhere", b"", "Location: http://127.0.0.1/steal"), Permanent, "connector.refused"),
        (reply("200 OK", b"<html>"), Permanent, "connector.no-json"),
        (reply("200 OK", b"[1]"), Permanent, "connector.no-json"),
        (reply("200 OK", b'"' + b"x" * 1_000_001 + b'"'), Permanent, "connector.reply-too-long"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{}", OutcomeUnknown, "connector.cut-off"),
        (b"", OutcomeUnknown, "connector.cut-off"),
    ],
    ids=lambda value: value[:24].decode() if isinstance(value, bytes) else None,
)
def test_a_bad_answer_is_told_in_the_words_of_the_contract(
    answering: list[bytes], raw: bytes, expected: type, code: str
) -> None:
    answering.append(raw)
    with pytest.raises(expected) as failure:
        look_up(login="anna")
    assert failure.value.code == code


def test_a_directory_that_is_not_there_is_asked_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        monkeypatch.setenv("PRAXIS_DIRECTORY_URL", f"http://127.0.0.1:{closed.getsockname()[1]}")
        with pytest.raises(Transient) as unreachable:
            look_up(login="anna")
    assert unreachable.value.code == "connector.unreachable"
    assert not isinstance(unreachable.value, OutcomeUnknown)


def test_a_call_that_makes_no_sense_is_refused(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Permanent, match="input-missing"):
        look_up(name="Anna")
    with pytest.raises(ServiceMissing, match="operation-missing"):
        DIRECTORY.call(Call("erase", {}, key="k"))
    monkeypatch.delenv("PRAXIS_DIRECTORY_URL")
    with pytest.raises(Permanent, match="not-configured"):
        look_up(login="anna")
    monkeypatch.setenv("PRAXIS_DIRECTORY_URL", "no-scheme")
    with pytest.raises(Permanent, match="bad-address"):
        look_up(login="anna")


def test_a_token_is_sent_and_counts_as_a_secret(directory: Directory, monkeypatch: pytest.MonkeyPatch) -> None:
    directory.token = "open sesame"
    with pytest.raises(Permanent, match="refused"):
        look_up(login="anna")
    monkeypatch.setenv("PRAXIS_DIRECTORY_TOKEN", "open sesame")
    assert look_up(login="anna") == ANNA
    assert [setting.secret for setting in DIRECTORY.settings] == [False, True]
