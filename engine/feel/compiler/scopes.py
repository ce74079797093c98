"""Where a name lives while a text is compiled: a slot of the frame, the item of a filter, or the context outside.

A frame is a list: the context, the account of the evaluation (`Run`), the input of a unary test, then the local values.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

Frame = list[Any]
Code = Callable[[Frame], Any]

CONTEXT, RUN, INPUT, FIRST_LOCAL = 0, 1, 2, 3


@dataclass(slots=True)
class Found:
    """Where a name was found: items of filters to ask first, then a slot, or the outside when that is None."""

    items: list[int]
    slot: int | None


@dataclass(slots=True)
class Scopes:
    """The local names at one place of a text, the innermost last."""

    size: int = FIRST_LOCAL
    layers: list[dict[str, int]] = field(default_factory=list)

    def new_slot(self) -> int:
        """Return a slot that nothing else uses."""
        self.size += 1
        return self.size - 1

    def enter(self) -> dict[str, int]:
        """Open a layer of names."""
        self.layers.append({})
        return self.layers[-1]

    def leave(self) -> None:
        """Close the innermost layer."""
        self.layers.pop()

    def find(self, name: str) -> Found:
        """Return where a name lives; a filter's layer holds its item under the empty name."""
        items: list[int] = []
        for layer in reversed(self.layers):
            if name in layer:
                return Found(items, layer[name])
            if "" in layer:
                items.append(layer[""])
                if name == "item":
                    return Found(items, layer[""])
        return Found(items, None)
