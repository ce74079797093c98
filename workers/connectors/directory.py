"""The directory connector: who is this person, asked of an outside HTTP directory by login or by mail address."""

from typing import Any

from engine.base import settings
from engine.base.errors import BpmnError, Permanent
from workers.connectors.contract import Call, Connector
from workers.connectors.http import get_json

URL = settings.declare(
    "PRAXIS_DIRECTORY_URL", str, "", "Base address of the outside directory; `GET <address>/people?login=...` answers."
)
TOKEN = settings.declare(
    "PRAXIS_DIRECTORY_TOKEN", str, "", "Bearer token for the outside directory, when it wants one.", secret=True
)
PERSON_UNKNOWN = "PERSON_UNKNOWN"


def lookup(call: Call) -> dict[str, Any]:
    """Return the person with this `login` or `mail`, as the directory describes them.

    Raises:
        BpmnError: `PERSON_UNKNOWN` when the directory has no such person.
        Permanent: neither login nor mail was given, no address is configured, or the reply is no JSON object.
    """
    wanted = {name: str(call.inputs[name]) for name in ("login", "mail") if call.inputs.get(name)}
    if not wanted:
        raise Permanent("connector.input-missing", connector="directory", inputs="login, mail")
    address = URL.value()
    if not address:
        raise Permanent("connector.not-configured", connector="directory", setting=URL.name)
    status, person = get_json(f"{address.rstrip('/')}/people", params=wanted, token=TOKEN.value(), key=call.key)
    if status == 404:
        raise BpmnError(PERSON_UNKNOWN, f"the directory knows nobody with {wanted}")
    if not isinstance(person, dict):
        raise Permanent("connector.no-json", url=address)
    return person


DIRECTORY = Connector("directory", {"lookup": lookup}, settings=(URL, TOKEN))
