"""The lists that forms take their choices from (`"source": "groups"`), in the reader's language."""

from collections.abc import Mapping

from sqlalchemy.orm import Session

from processes.i18n import names
from processes.people import queries as people


def sources(session: Session, language: str) -> Mapping[str, Mapping[str, str]]:
    """Return each list by its name: value and what it is called."""
    return {
        "groups": {group.key: f"{group.level} · {group.name}" for group in people.groups(session)},
        "categories": {key: names.name_of(names.CATEGORIES, key, language) for key in names.CATEGORIES},
    }
