"""Saves an instance and reads it back: its tokens, outermost first, each with its scope, state and variables."""

from collections import Counter
from typing import Any

from engine.base.errors import NotFound
from engine.spiff import codec
from engine.spiff.nodes import Node
from engine.spiff.tokens import Instance, Token

_FORMAT = 1


def dump(instance: Instance) -> bytes:
    """Write everything that the instance will need again."""
    rows: list[Any] = []
    _add_rows(instance.task_tree, None, rows)
    return codec.dumps(
        {"format": _FORMAT, "visits": dict(instance.visits), "phase": instance.last_phase, "tokens": rows}
    )


def load(instance: Instance, root: Node, saved: bytes) -> None:
    """Fill a new instance with what `dump` wrote; raises NotFound when a token stands where no element is any more."""
    stored = codec.loads(saved)
    instance.visits = Counter(stored["visits"])
    instance.last_phase = stored["phase"]
    tokens: list[Token] = []
    for token_id, above, name, status, internal, data in stored["tokens"]:
        node = instance.spec.task_specs.get(name) if name else root
        if node is None:
            raise NotFound("engine.no-such-element", element=name)
        token = Token(instance, node, None if above is None else tokens[above], token_id)
        token._set_state(status)
        token.internal_data = internal
        token.data = data
        tokens.append(token)
    instance.task_tree = tokens[0]
    instance.completed = len(tokens) == 1


def _add_rows(token: Token, above: int | None, rows: list[Any]) -> None:
    place = len(rows)
    row = [token.id, above, token.task_spec.name, int(token._state), token.internal_data, token.data]
    rows.append(row)
    for child in token.children:
        _add_rows(child, place, rows)
