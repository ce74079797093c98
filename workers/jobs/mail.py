"""The kind of job that carries one mail: read the delivery, hand it to a mail server or the mail folder, note it."""

from typing import Any

from sqlalchemy.orm import Session

from engine import jobs
from engine.base.errors import AppError
from engine.jobs import Claimed
from processes.notify import mail_folder, operations
from workers.jobs import letter, smtp
from workers.registry import Kind


class Mail(Kind):
    """One mail to one person; sent twice after a crash at worst, under the same Message-ID."""

    name = operations.MAIL
    lease_seconds = 180.0

    def read(self, session: Session, job: Claimed) -> letter.Letter | None:
        delivery = operations.get(session, job.payload["delivery_id"])
        if delivery.state == "sent":
            return None
        return letter.Letter(
            id=delivery.id,
            address=delivery.address,
            language=delivery.language,
            subject=delivery.subject,
            body=delivery.body,
            message_id=delivery.message_id,
            references=delivery.references or "",
        )

    def perform(self, job: Claimed, prepared: Any) -> None:
        if prepared is None:
            return
        message = letter.compose(prepared)
        folder = mail_folder.FOLDER.value()
        if folder is not None:
            mail_folder.put(folder, prepared.id, message.as_bytes())
        else:
            smtp.send(message)

    def done(self, session: Session, job: Claimed, result: Any) -> None:
        jobs.finish(session, job.id, job.lease_token)
        operations.mark_sent(session, job.payload["delivery_id"])

    def failed(self, session: Session, job: Claimed, error: AppError) -> None:
        super().failed(session, job, error)
        operations.mark_failed(session, job.payload["delivery_id"], str(error))
