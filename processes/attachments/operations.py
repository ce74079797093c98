"""Adding a file to a ticket and giving it back."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import IO

from sqlalchemy import select
from sqlalchemy.orm import Session

from engine.base import settings
from engine.base.actor import Actor
from engine.base.errors import InvalidInput, NotFound
from processes.attachments import sniffing, storage
from processes.attachments.tables import Attachment
from processes.audit import trail

MAX_BYTES = settings.declare(
    "PRAXIS_ATTACHMENT_MAX_BYTES", int, 25 * 1024 * 1024, "Largest attachment in bytes; a larger one is refused."
)


def attach(
    session: Session,
    ticket_id: str,
    *,
    name: str,
    stream: IO[bytes],
    actor: Actor,
    is_public: bool = True,
    comment_id: str | None = None,
) -> Attachment:
    """Store a file with a ticket, reading the stream piece by piece.

    Raises InvalidInput (field `file`): `attachments.empty`, `attachments.too-large`, `attachments.program`.
    """
    head = stream.read(storage.PIECE_BYTES)
    _check_head(head)
    kept = storage.current()
    row = Attachment(
        ticket_id=ticket_id,
        comment_id=comment_id,
        author_id=actor.id if actor.kind == "user" else None,
        name=sniffing.file_name(name),
        media_type=sniffing.sniff(head[: sniffing.SNIFF_BYTES]),
        size=0,
        sha256="",
        storage=kept.name,
        is_public=is_public,
    )
    session.add(row)
    session.flush()
    counted = _Counted(head, stream, MAX_BYTES.value())
    kept.write(session, row.id, counted)
    row.size, row.sha256 = counted.size, counted.hash.hexdigest()
    session.flush()
    trail.record(session, actor, "ticket.attach", subject=("ticket", ticket_id), name=row.name, size=row.size)
    return row


def get(session: Session, attachment_id: str) -> Attachment:
    """Return an attachment; raises NotFound (`attachments.no-such-file`)."""
    row = session.scalar(select(Attachment).where(Attachment.id == attachment_id))
    if row is None:
        raise NotFound("attachments.no-such-file", id=attachment_id)
    return row


def of_ticket(session: Session, ticket_id: str, *, with_internal: bool) -> Sequence[Attachment]:
    """Return the files of a ticket, oldest first; internal ones only for those who may read notes."""
    statement = select(Attachment).where(Attachment.ticket_id == ticket_id).order_by(Attachment.id)
    return session.scalars(statement if with_internal else statement.where(Attachment.is_public)).all()


def get_of_ticket(session: Session, ticket_id: str, attachment_id: str, *, with_internal: bool) -> Attachment:
    """Return a file of this very ticket that the reader may see; raises NotFound (`attachments.no-such-file`)."""
    row = get(session, attachment_id)
    if row.ticket_id != ticket_id or not (row.is_public or with_internal):
        raise NotFound("attachments.no-such-file", id=attachment_id)
    return row


def content(session: Session, attachment: Attachment) -> Iterator[bytes]:
    """Give the bytes of an attachment piece by piece."""
    return storage.named(attachment.storage).read(session, attachment.id)


class _Counted:
    """The pieces of a stream, measured on their way; raises InvalidInput where the limit is passed."""

    def __init__(self, head: bytes, stream: IO[bytes], limit: int) -> None:
        self._head = head
        self._stream = stream
        self._limit = limit
        self.size = 0
        self.hash = hashlib.sha256()

    def __iter__(self) -> Iterator[bytes]:
        piece = self._head
        while piece:
            self.size += len(piece)
            if self.size > self._limit:
                raise InvalidInput("input.invalid", {"file": ["attachments.too-large"]}, limit_bytes=self._limit)
            self.hash.update(piece)
            yield piece
            piece = self._stream.read(storage.PIECE_BYTES)


def _check_head(head: bytes) -> None:
    if not head:
        raise InvalidInput("input.invalid", {"file": ["attachments.empty"]})
    if sniffing.is_program(head):
        raise InvalidInput("input.invalid", {"file": ["attachments.program"]})
