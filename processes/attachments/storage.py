"""Where the bytes of attachments lie: one contract, a database and a directory behind it.

The directory keeps a file that a rolled-back transaction wrote; nothing refers to it, and writing again replaces it.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from sqlalchemy import Select, insert, select
from sqlalchemy.orm import Session

from engine.base import settings
from engine.base.errors import NotFound
from processes.attachments.tables import AttachmentPiece

DIRECTORY = settings.declare(
    "PRAXIS_ATTACHMENTS_DIR",
    str,
    "",
    "Directory for the bytes of attachments, shared by all web processes; empty keeps them in the database.",
)

PIECE_BYTES = 256 * 1024


class Storage(Protocol):
    """A place for bytes under the id of an attachment."""

    @property
    def name(self) -> str: ...

    def write(self, session: Session, attachment_id: str, pieces: Iterable[bytes]) -> None:
        """Keep the bytes, piece by piece; an error raised by `pieces` passes through."""
        ...

    def read(self, session: Session, attachment_id: str) -> Iterator[bytes]:
        """Give the bytes back, piece by piece; raises NotFound (`attachments.bytes-missing`)."""
        ...


class DatabaseStorage:
    """Bytes in rows of 256 KiB: in the same transaction and the same backup as the ticket."""

    name = "database"

    def write(self, session: Session, attachment_id: str, pieces: Iterable[bytes]) -> None:
        for position, content in enumerate(pieces):
            row = {"attachment_id": attachment_id, "position": position, "content": content}
            session.execute(insert(AttachmentPiece), [row])

    def read(self, session: Session, attachment_id: str) -> Iterator[bytes]:
        position = 0
        while (content := session.scalar(_piece(attachment_id, position))) is not None:
            yield content
            position += 1
        if position == 0:
            raise NotFound("attachments.bytes-missing", id=attachment_id)


class DirectoryStorage:
    """Bytes in files under a directory, spread over subdirectories by the random end of the id."""

    name = "directory"

    def __init__(self, root: Path) -> None:
        self._root = root

    def write(self, session: Session, attachment_id: str, pieces: Iterable[bytes]) -> None:
        path = self._path(attachment_id)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_suffix(".part")
        with unfinished.open("wb") as file:
            for content in pieces:
                file.write(content)
        unfinished.replace(path)

    def read(self, session: Session, attachment_id: str) -> Iterator[bytes]:
        path = self._path(attachment_id)
        if not path.is_file():
            raise NotFound("attachments.bytes-missing", id=attachment_id)
        with path.open("rb") as file:
            while content := file.read(PIECE_BYTES):
                yield content

    def _path(self, attachment_id: str) -> Path:
        return self._root / attachment_id[-2:] / attachment_id


def current() -> Storage:
    """Return the storage that new attachments go to."""
    directory = DIRECTORY.value()
    return _directory(directory) if directory else _database


def named(name: str) -> Storage:
    """Return the storage an attachment lies in, which may be the one of an earlier setting."""
    return _database if name == DatabaseStorage.name else _directory(DIRECTORY.value())


_database = DatabaseStorage()


@lru_cache
def _directory(path: str) -> DirectoryStorage:
    return DirectoryStorage(Path(path))


def _piece(attachment_id: str, position: int) -> Select[bytes]:
    return select(AttachmentPiece.content).where(
        AttachmentPiece.attachment_id == attachment_id, AttachmentPiece.position == position
    )
