"""Mail delivered into a folder instead of a mail server, for a demo desk: workers put it there, a page shows it.

Each mail is one file in the format of RFC 5322, named by its delivery, so that a mail delivered twice lies there once.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import parsedate_to_datetime
from pathlib import Path

from engine.base import settings
from engine.base.errors import NotFound


def _folder(text: str) -> Path | None:
    return Path(text)


FOLDER = settings.declare(
    "PRAXIS_MAIL_FOLDER", _folder, None, "Folder that takes all mail instead of a mail server; a page shows it (demo)."
)
_NAME = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class MailEntry:
    """One mail in the list."""

    name: str
    sent_at: datetime
    sender: str
    to: str
    subject: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, opened."""

    entry: MailEntry
    text: str
    message_id: str
    references: str


def put(folder: Path, name: str, content: bytes) -> None:
    """Store a mail under the id of its delivery; it appears whole or not at all."""
    folder.mkdir(parents=True, exist_ok=True)
    unfinished = _path(folder, name).with_suffix(".part")
    unfinished.write_bytes(content)
    unfinished.replace(_path(folder, name))


def entries(folder: Path, limit: int = 200) -> list[MailEntry]:
    """Return the newest mails first."""
    names = sorted((path.stem for path in folder.glob("*.eml")), reverse=True)
    return [_entry(name, _parsed(folder, name)) for name in names[:limit]]


def read(folder: Path, name: str) -> Mail:
    """Return one mail; raises NotFound (`notify.no-such-delivery`), also for a name that is no name of a mail."""
    message = _parsed(folder, name)
    return Mail(
        entry=_entry(name, message),
        text=message.get_content().replace("\r\n", "\n"),
        message_id=str(message["Message-ID"]),
        references=str(message["References"] or ""),
    )


def _parsed(folder: Path, name: str) -> EmailMessage:
    try:
        content = _path(folder, name).read_bytes()
    except FileNotFoundError as error:
        raise NotFound("notify.no-such-delivery", id=name) from error
    message = message_from_bytes(content, policy=SMTP)
    assert isinstance(message, EmailMessage)
    return message


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise NotFound("notify.no-such-delivery", id=name)
    return folder / f"{name}.eml"


def _entry(name: str, message: EmailMessage) -> MailEntry:
    return MailEntry(
        name=name,
        sent_at=parsedate_to_datetime(str(message["Date"])),
        sender=str(message["From"]),
        to=str(message["To"]),
        subject=str(message["Subject"]),
    )
