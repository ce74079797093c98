"""Repeated activities: instances at once or one by one, until all are done or the completion says enough."""

from typing import Any

from engine.model_check.model import Loop
from engine.spiff.scripts import script
from engine.spiff.tokens import Token


class Repeats:
    """Drives the token of a repeated activity; its instances are tokens below it with variables of their own."""

    def __init__(self, loop: Loop, element_id: str) -> None:
        self.loop = loop
        self.collection = script(loop.collection, element_id, "collection")
        self.cardinality = script(loop.cardinality, element_id, "cardinality")
        self.result = script(loop.result, element_id, "result of one instance")
        self.completion = script(loop.completion, element_id, "completion condition")
        self.condition = script(loop.condition, element_id, "loop condition")

    def proceed(self, token: Token) -> bool | None:
        """Begin, begin the next one, or end; asked at entry and after each instance that ended."""
        state = token.internal_data.get("loop")
        if state is None:
            state = token.internal_data["loop"] = self._begin(token)
            token.task_spec.listen(token)
        self._publish(token, state)
        if self._is_enough(token, state):
            for child in token.live_children():
                child.cancel()
            return True
        for number in self._next_numbers(state):
            self._spawn(token, state, number)
        return None

    def gather(self, token: Token) -> None:
        """Collect what one finished instance contributes; raises ScriptFailed."""
        state = token.parent.internal_data["loop"]
        if self.result is not None:
            number = str(token.internal_data["instance"])
            state["results"][number] = self.result.kept(token.context)
        state["done"] += 1

    def _begin(self, token: Token) -> dict[str, Any]:
        items = self.collection.items(token.context) if self.collection else None
        total = self.cardinality.whole(token.context) if self.cardinality and items is None else None
        if items is not None:
            total = len(items)
        return {"items": items, "total": total, "begun": 0, "done": 0, "results": {}}

    def _next_numbers(self, state: dict[str, Any]) -> range:
        if self.loop.kind == "parallel":
            return range(state["begun"], state["total"])
        return range(state["begun"], state["begun"] + (state["begun"] == state["done"]))

    def _spawn(self, token: Token, state: dict[str, Any], number: int) -> None:
        node, instance = token.task_spec, token.workflow
        child = Token(instance, node, token)
        child.internal_data["instance"] = number
        child.internal_data["visit"] = instance.next_visit(node.name)
        if self.loop.kind != "standard":  # a standard loop writes outside, where its condition looks
            child.data = {"loopCounter": number + 1}
            if self.loop.item and state["items"] is not None:
                child.data[self.loop.item] = state["items"][number]
        instance.record(child, "entered")
        child.make_ready()
        state["begun"] += 1

    def _is_enough(self, token: Token, state: dict[str, Any]) -> bool:
        if self.loop.kind == "standard":
            return self._standard_is_enough(token, state)
        if state["done"] and self.completion is not None and self.completion.truth(self._context(token, state)):
            return True
        return bool(state["done"] == state["total"])

    def _standard_is_enough(self, token: Token, state: dict[str, Any]) -> bool:
        done = state["done"]
        if self.loop.maximum is not None and done >= self.loop.maximum:
            return True
        if self.condition is None or (done == 0 and not self.loop.test_before):
            return False
        return not self.condition.truth(self._context(token, state))

    def _context(self, token: Token, state: dict[str, Any]) -> Any:
        counts = {
            "nrOfInstances": state["total"],
            "nrOfCompletedInstances": state["done"],
            "nrOfActiveInstances": state["begun"] - state["done"],
            "loopCounter": state["done"],
        }
        if self.loop.results:
            counts[self.loop.results] = self._results(state)
        return token.context.new_child(counts)  # type: ignore[attr-defined]  # it is a ChainMap

    def _publish(self, token: Token, state: dict[str, Any]) -> None:
        if self.loop.results:
            token.variables[self.loop.results] = self._results(state)

    def _results(self, state: dict[str, Any]) -> list[Any]:
        return [state["results"][number] for number in sorted(state["results"], key=int)]
