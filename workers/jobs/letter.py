"""From a stored letter to a message of RFC 5322: headers that machines understand, and no way to smuggle one in."""

from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from engine.base import clock, settings
from engine.base.errors import Permanent

SENDER = settings.declare(
    "PRAXIS_MAIL_FROM", str, "Praxis <praxis@localhost>", "Sender of all mails: an address, or `Name <address>`."
)
SEVEN_BIT = SMTP.clone(cte_type="7bit")  # not every server on the way takes eight


@dataclass(frozen=True, slots=True)
class Letter:
    """What the mail job reads in its transaction and sends outside of it."""

    id: str
    address: str
    language: str
    subject: str
    body: str
    message_id: str
    references: str


def compose(letter: Letter) -> EmailMessage:
    """Return the message; the headers of RFC 3834 keep answering machines from answering.

    Raises:
        Permanent: `mail.header-injection` when a header would hold a line end, `mail.bad-address`, both before anything
            is sent.
    """
    message = EmailMessage(policy=SEVEN_BIT)
    headers = {
        "From": SENDER.value(),
        "To": _recipient(letter.address),
        "Subject": letter.subject,
        "Message-ID": letter.message_id,
        "In-Reply-To": letter.references,
        "References": letter.references,
        "Date": format_datetime(clock.now()),
        "Content-Language": letter.language,
        "Auto-Submitted": "auto-generated",
        "X-Auto-Response-Suppress": "All",
    }
    for name, value in headers.items():
        if any(character in str(value) for character in "\r\n\0"):
            raise Permanent("mail.header-injection", header=name)
        if value:
            message[name] = value
    message.set_content(letter.body)
    return message


def _recipient(address: str) -> Address:
    try:
        return Address(addr_spec=address)
    except (ValueError, IndexError, MessageError) as error:  # an empty address runs over the end of the text
        raise Permanent("mail.bad-address", address=address) from error
