"""What people wrote about a ticket, as rows for a page, and the way a new turn with its files comes in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, cast

from flask import g, request, url_for
from werkzeug.datastructures import FileStorage

from engine.base.errors import InvalidInput
from processes.attachments import operations as attachments
from processes.attachments.tables import Attachment
from processes.ticket.tables import Comment, Ticket
from web.pages.words import Face, face, size_text

MOST_FILES = 10


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file to fetch."""

    name: str
    size: str
    href: str


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn; `kind` is in (the requester), out (the desk) or note (internal)."""

    id: str
    kind: str
    author: Face
    at: datetime
    text: str
    files: Sequence[FileRow]


def turns(ticket: Ticket, comments: Iterable[Comment], files: Iterable[Attachment]) -> list[Turn]:
    """Return the conversation, beginning with the report itself."""
    by_comment: dict[str | None, list[FileRow]] = {}
    for file in files:
        by_comment.setdefault(file.comment_id, []).append(file_row(file))
    report = Turn(
        ticket.id,
        "in",
        face(ticket.requester),
        ticket.opened_at,
        ticket.description or ticket.title,
        by_comment.get(None, []),
    )
    return [report] + [
        Turn(
            comment.id,
            _kind(ticket, comment),
            face(comment.author),
            comment.created_at,
            comment.text,
            by_comment.get(comment.id, []),
        )
        for comment in comments
    ]


def file_row(file: Attachment) -> FileRow:
    """Return a file as a link."""
    return FileRow(file.name, size_text(file.size), url_for("files.fetch", file_id=file.id))


def sent_files() -> list[FileStorage]:
    """Return the files of the posted form; raises InvalidInput (field `files`) for too many."""
    found = [file for file in request.files.getlist("files") if file.filename]
    if len(found) > MOST_FILES:
        raise InvalidInput("input.invalid", {"files": ["attachments.too-many"]})
    return found


def attach_all(
    ticket: Ticket, files: Sequence[FileStorage], *, is_public: bool = True, comment_id: str | None = None
) -> None:
    """Store the posted files with a ticket; raises InvalidInput (field `files`) that names the file it is about."""
    for file in files:
        try:
            attachments.attach(
                g.session,
                ticket.id,
                name=file.filename or "",
                stream=cast(BinaryIO, file.stream),
                actor=g.actor,
                is_public=is_public,
                comment_id=comment_id,
            )
        except InvalidInput as error:
            raise InvalidInput("input.invalid", {"files": error.fields.get("file", ())}, file=file.filename) from error


def _kind(ticket: Ticket, comment: Comment) -> str:
    if not comment.is_public:
        return "note"
    return "in" if comment.author_id == ticket.requester_id else "out"
