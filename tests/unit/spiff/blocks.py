"""Random sound processes made of blocks, each with a reference meaning that knows nothing of the engine.

A block knows how to draw itself and how to run: `start` and `done` move it, `open` are the tasks a person may do now.
The only variable is `x`; choices compare it with a number, at the instant the choice is reached.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from tests.unit.spiff.desk import node


@dataclass
class Drawing:
    """Elements and flows of a process, numbered as they come."""

    parts: list[str] = field(default_factory=list)
    count: int = 0

    def add(self, kind: str, **attributes: str) -> str:
        self.count += 1
        name = f"n{self.count}"
        self.parts.append(node(kind, name, **attributes))
        return name

    def flow(self, source: str, target: str, condition: str = "", name: str = "") -> None:
        self.count += 1
        inner = f"<conditionExpression>{condition}</conditionExpression>" if condition else ""
        identity = name or f"f{self.count}"
        self.parts.append(
            f'<sequenceFlow id="{identity}" sourceRef="{source}" targetRef="{target}">{inner}</sequenceFlow>'
        )


class Block:
    """A part of a process with one way in and one way out."""

    over = True

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        raise NotImplementedError

    def start(self, x: int) -> None:
        raise NotImplementedError

    def open(self) -> Iterator["Leaf"]:
        raise NotImplementedError

    def moved(self, x: int) -> None:
        """Something inside was done: go on if a part is over."""


class Leaf(Block):
    """One human task."""

    name = ""

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        self.name = drawing.add("userTask")
        return self.name, self.name

    def start(self, x: int) -> None:
        self.over = False

    def open(self) -> Iterator["Leaf"]:
        if not self.over:
            yield self


@dataclass
class Sequence(Block):
    """Blocks one after another."""

    blocks: list[Block]
    place: int = 0

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        ends = [block.draw(drawing) for block in self.blocks]
        for (_, source), (target, _) in pairwise(ends):
            drawing.flow(source, target)
        return ends[0][0], ends[-1][1]

    def start(self, x: int) -> None:
        self.place = 0
        self.over = False
        self.blocks[0].start(x)
        self.moved(x)

    def open(self) -> Iterator[Leaf]:
        if not self.over:
            yield from self.blocks[self.place].open()

    def moved(self, x: int) -> None:
        if self.over:
            return
        self.blocks[self.place].moved(x)
        while self.blocks[self.place].over:
            if self.place + 1 == len(self.blocks):
                self.over = True
                return
            self.place += 1
            self.blocks[self.place].start(x)


@dataclass
class Split(Block):
    """Branches: one of them, all of them, or those whose number is smaller than x; the last is the default."""

    kind: str
    blocks: list[Block]
    running: list[Block] = field(default_factory=list)

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        conditional = self.kind != "parallelGateway"
        default = f"default{drawing.count}"
        split = drawing.add(self.kind, **({"default": default} if conditional else {}))
        join = drawing.add(self.kind)
        for number, block in enumerate(self.blocks):
            first, last = block.draw(drawing)
            is_default = conditional and block is self.blocks[-1]
            condition = f"x &gt; {number * 2}" if conditional and not is_default else ""
            drawing.flow(split, first, condition, default if is_default else "")
            drawing.flow(last, join)
        return split, join

    def start(self, x: int) -> None:
        true = [block for number, block in enumerate(self.blocks[:-1]) if x > number * 2]
        if self.kind == "parallelGateway":
            self.running = list(self.blocks)
        elif self.kind == "exclusiveGateway":
            self.running = true[:1] or self.blocks[-1:]
        else:
            self.running = true or self.blocks[-1:]
        for block in self.running:
            block.start(x)
        self.over = False
        self.moved(x)

    def open(self) -> Iterator[Leaf]:
        for block in self.running:
            yield from block.open()

    def moved(self, x: int) -> None:
        for block in self.running:
            block.moved(x)
        self.over = all(block.over for block in self.running)


@dataclass
class Loop(Block):
    """A block that begins again while x is large."""

    block: Block

    def draw(self, drawing: Drawing) -> tuple[str, str]:
        merge = drawing.add("exclusiveGateway")
        first, last = self.block.draw(drawing)
        out = f"out{drawing.count}"
        again, after = drawing.add("exclusiveGateway", default=out), drawing.add("exclusiveGateway")
        drawing.flow(merge, first)
        drawing.flow(last, again)
        drawing.flow(again, merge, "x &gt; 5")
        drawing.flow(again, after, "", out)
        return merge, after

    def start(self, x: int) -> None:
        self.over = False
        self.block.start(x)

    def open(self) -> Iterator[Leaf]:
        if not self.over:
            yield from self.block.open()

    def moved(self, x: int) -> None:
        if self.over:
            return
        self.block.moved(x)
        if self.block.over:
            if x > 5:
                self.block.start(x)
            else:
                self.over = True


def random_block(choice: random.Random, depth: int = 3) -> Block:
    """Make a block; every loop holds a task, so that none runs for ever."""
    kind = choice.choice(["leaf", "sequence", "split", "split", "loop"]) if depth else "leaf"
    if kind == "sequence":
        return Sequence([random_block(choice, depth - 1) for _ in range(choice.randint(1, 3))])
    if kind == "split":
        gateway = choice.choice(["exclusiveGateway", "parallelGateway", "inclusiveGateway"])
        return Split(gateway, [random_block(choice, depth - 1) for _ in range(choice.randint(2, 3))])
    return Loop(random_block(choice, depth - 1)) if kind == "loop" else Leaf()


def draw_process(block: Block) -> str:
    """Draw a whole process around a block."""
    drawing = Drawing()
    start, end = drawing.add("startEvent"), drawing.add("endEvent")
    first, last = block.draw(drawing)
    drawing.flow(start, first)
    drawing.flow(last, end)
    return "".join(drawing.parts)
