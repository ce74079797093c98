"""Files of tickets in both storages and on both databases."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from engine.base.errors import InvalidInput, NotFound
from processes.attachments import operations, storage
from processes.attachments.tables import AttachmentPiece
from processes.ticket.tables import Ticket
from tests.integration.processes.desk import acting, make_ticket


@pytest.fixture
def ticket(session: Session) -> Ticket:
    return make_ticket(session)


@pytest.fixture(params=["database", "directory"])
def place(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    if request.param == "directory":
        monkeypatch.setenv("PRAXIS_ATTACHMENTS_DIR", str(tmp_path / "files"))
    return str(request.param)


@pytest.mark.parametrize("size", [1, storage.PIECE_BYTES, storage.PIECE_BYTES * 2 + 1])
def test_what_was_attached_comes_back_byte_for_byte(session: Session, ticket: Ticket, place: str, size: int) -> None:
    content = b"\x89" * size
    kept = operations.attach(
        session, ticket.id, name="журнал.bin", stream=BytesIO(content), actor=acting(ticket.requester)
    )
    assert (kept.storage, kept.size, kept.sha256) == (place, size, hashlib.sha256(content).hexdigest())
    assert b"".join(operations.content(session, operations.get(session, kept.id))) == content


def test_a_large_file_lies_in_pieces(session: Session, ticket: Ticket) -> None:
    stream = BytesIO(bytes(storage.PIECE_BYTES * 3))
    operations.attach(session, ticket.id, name="x", stream=stream, actor=acting(ticket.requester))
    assert session.scalar(select(func.count()).select_from(AttachmentPiece)) == 3


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "attachments.empty"), (b"MZ\x90", "attachments.program"), (b"x" * 1001, "attachments.too-large")],
)
def test_a_bad_file_is_refused_by_name_of_the_field(
    session: Session, ticket: Ticket, place: str, monkeypatch: pytest.MonkeyPatch, content: bytes, code: str
) -> None:
    monkeypatch.setenv("PRAXIS_ATTACHMENT_MAX_BYTES", "1000")
    with pytest.raises(InvalidInput) as refused:
        operations.attach(session, ticket.id, name="x", stream=BytesIO(content), actor=acting(ticket.requester))
    assert refused.value.fields == {"file": [code]}


def test_internal_files_are_listed_for_those_who_read_notes_only(session: Session, ticket: Ticket) -> None:
    for name, is_public in (("screen.png", True), ("dump.txt", False)):
        operations.attach(
            session,
            ticket.id,
            name=name,
            stream=BytesIO(b"text"),
            actor=acting(ticket.requester),
            is_public=is_public,
        )
    assert [row.name for row in operations.of_ticket(session, ticket.id, with_internal=False)] == ["screen.png"]
    assert len(operations.of_ticket(session, ticket.id, with_internal=True)) == 2


def test_a_file_whose_bytes_are_gone_says_so(session: Session, ticket: Ticket, place: str) -> None:
    with pytest.raises(NotFound):
        list(storage.current().read(session, "0" * 32))
    with pytest.raises(NotFound):
        operations.get(session, "0" * 32)
