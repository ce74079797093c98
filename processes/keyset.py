"""Pages of a list that remember where they ended: any page costs what the first one costs."""

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Generic, TypeVar

from engine.base.errors import InvalidInput

Row = TypeVar("Row")

LARGEST_PAGE = 200


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """Rows of one page and the cursor of the next one, None on the last."""

    rows: Sequence[Row]
    next: str | None


def cursor(instant: datetime, row_id: str) -> str:
    """Return the opaque place after the row with this instant and id."""
    return base64.urlsafe_b64encode(f"{instant.isoformat()} {row_id}".encode()).decode()


def place(text: str) -> tuple[datetime, str]:
    """Read a cursor back; raises InvalidInput (`input.bad-cursor`)."""
    try:
        instant, row_id = base64.urlsafe_b64decode(text.encode()).decode("ascii").split(" ")
        found = datetime.fromisoformat(instant)
    except (ValueError, binascii.Error) as error:
        raise InvalidInput("input.bad-cursor", {"after": ["input.bad-cursor"]}) from error
    if found.tzinfo is None:
        raise InvalidInput("input.bad-cursor", {"after": ["input.bad-cursor"]})
    return found, row_id
