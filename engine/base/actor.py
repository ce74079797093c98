"""Who does something: the author of every history entry, audit entry and claim."""

from dataclasses import dataclass
from typing import Literal

ActorKind = Literal["user", "contact", "system", "job"]


@dataclass(frozen=True, slots=True)
class Actor:
    """A user, a contact who wrote in, the engine itself, or a job of a worker."""

    kind: ActorKind
    id: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.id}"


SYSTEM = Actor("system", "engine")
