"""Mails as machines see them: headers, languages, and nobody smuggles one in."""

from dataclasses import replace
from pathlib import Path

import pytest

from engine.base.clock import VirtualClock
from engine.base.errors import NotFound, Permanent
from processes.notify import mail_folder
from workers.jobs.letter import Letter, compose

LETTER = Letter(
    id="0198a6d2c3e47f00a1b2c3d4e5f60718",
    address="anna@demo.example",
    language="ru",
    subject="[INC-000001] Обращение решено",
    body="Здравствуйте, Анна!\n\nМы починили почту.\n",
    message_id="<0198a6d2@desk.example>",
    references="<INC-000001@desk.example>",
)


def test_a_letter_keeps_its_thread_and_asks_machines_not_to_answer(virtual_clock: VirtualClock) -> None:
    message = compose(LETTER)
    assert message["To"] == "anna@demo.example"
    assert message["Subject"] == LETTER.subject
    assert message["In-Reply-To"] == message["References"] == LETTER.references
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"] == "Mon, 02 Mar 2026 09:00:00 +0000"
    assert message.get_content().splitlines() == LETTER.body.splitlines()
    assert message.as_bytes().isascii()


@pytest.mark.parametrize(
    "changes",
    [
        {"subject": "Hello\r\nBcc: everybody@example.org"},
        {"subject": "Hello\nX: y"},
        {"references": "<a@b>\r\n\r\nbody"},
        {"message_id": "<a@b>\0"},
        {"language": "en\r\nBcc: x@y"},
    ],
    ids=str,
)
def test_a_header_with_a_line_end_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(Permanent, match=r"mail\.header-injection"):
        compose(replace(LETTER, **changes))


@pytest.mark.parametrize(
    "address",
    ["", "anna", "anna@demo.example, boris@demo.example", "anna@demo.example\r\nBcc: x@y", "a b@c", "Anna <a@b>"],
)
def test_an_address_that_is_not_exactly_one_is_refused(address: str) -> None:
    with pytest.raises(Permanent, match=r"mail\.bad-address"):
        compose(replace(LETTER, address=address))


def test_a_mail_in_the_folder_reads_as_it_was_written(tmp_path: Path, virtual_clock: VirtualClock) -> None:
    mail_folder.put(tmp_path / "mail", LETTER.id, compose(LETTER).as_bytes())
    mail_folder.put(tmp_path / "mail", LETTER.id, compose(LETTER).as_bytes())
    (entry,) = mail_folder.entries(tmp_path / "mail")
    assert (entry.subject, entry.to, entry.sent_at) == (LETTER.subject, LETTER.address, virtual_clock.now())
    mail = mail_folder.read(tmp_path / "mail", entry.name)
    assert (mail.text, mail.message_id) == (LETTER.body, LETTER.message_id)


def test_the_newest_mail_comes_first(tmp_path: Path) -> None:
    for number in (1, 3, 2):
        letter = replace(LETTER, subject=str(number))
        mail_folder.put(tmp_path, f"{number:032x}", compose(letter).as_bytes())
    assert [entry.subject for entry in mail_folder.entries(tmp_path, limit=2)] == ["3", "2"]


@pytest.mark.parametrize("name", ["../secret_key", "", "nobody", "0" * 32])
def test_only_mails_of_the_folder_are_read(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret_key").write_text("s")
    with pytest.raises(NotFound):
        mail_folder.read(tmp_path / "mail", name)
