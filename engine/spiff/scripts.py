"""Adapts FEEL to the sites of a diagram: each site says which kind of value it accepts, and refuses null aloud."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from engine.base.errors import ScriptFailed
from engine.feel import FeelLimitExceeded, compile_expression, to_feel
from engine.feel.temporal import Date, DateTime, DayTimeDuration, YearMonthDuration
from engine.spiff import codec


class Script:
    """One FEEL text with the place it stands at; compiled once, shared by all instances."""

    __slots__ = ("_compiled", "element_id", "site", "text")

    def __init__(self, text: str, element_id: str, site: str) -> None:
        self.text = text
        self.element_id = element_id
        self.site = site
        self._compiled = compile_expression(text)

    def value(self, context: Mapping[str, Any]) -> Any:
        """Return whatever the expression gives, null included; raises ScriptFailed when it is too greedy."""
        try:
            return self._compiled.evaluate(context)
        except FeelLimitExceeded as error:
            raise ScriptFailed("engine.expression-too-greedy", **self._place(), cause=error.code) from error

    def kept(self, context: Mapping[str, Any]) -> Any:
        """Return a value that a variable can hold, copied out of views and other variables; raises ScriptFailed."""
        value = self.value(context)
        try:
            return codec.loads(codec.dumps(value))
        except TypeError:
            raise self.failed("a value that can be kept", value, context) from None

    def truth(self, context: Mapping[str, Any]) -> bool:
        """Return a boolean; raises ScriptFailed for anything else, null above all."""
        value = self.value(context)
        if not isinstance(value, bool):
            raise self.failed("true or false", value, context)
        return value

    def whole(self, context: Mapping[str, Any]) -> int:
        """Return a whole number that is not negative; raises ScriptFailed."""
        value = self.value(context)
        if isinstance(value, bool) or not isinstance(value, int | Decimal) or value < 0 or value != int(value):
            raise self.failed("a whole number", value, context)
        return int(value)

    def items(self, context: Mapping[str, Any]) -> list[Any]:
        """Return a list; raises ScriptFailed."""
        value = self.value(context)
        if not isinstance(value, list | tuple):
            raise self.failed("a list", value, context)
        return list(value)

    def words(self, context: Mapping[str, Any]) -> tuple[str, ...]:
        """Return strings, from one string or a list of them; null is no string at all. Raises ScriptFailed."""
        value = self.value(context)
        values = [] if value is None else list(value) if isinstance(value, list | tuple) else [value]
        if not all(isinstance(item, str) for item in values):
            raise self.failed("a string or a list of strings", value, context)
        return tuple(values)

    def word(self, context: Mapping[str, Any]) -> str | None:
        """Return one string, a number as its digits, or None for null; raises ScriptFailed."""
        value = self.value(context)
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            return str(value)
        if value is not None and not isinstance(value, str):
            raise self.failed("a string", value, context)
        return value

    def key(self, context: Mapping[str, Any]) -> str:
        """Return one string that is not empty, a number as its digits; raises ScriptFailed, for null too."""
        word = self.word(context)
        if not word:
            raise self.failed("a key", word, context)
        return word

    def time(self, context: Mapping[str, Any]) -> Any:
        """Return a duration, a date, an instant, or an ISO 8601 text; null is None. Raises ScriptFailed."""
        value = self.value(context)
        if isinstance(value, str | YearMonthDuration | None):
            return value
        if isinstance(value, Date | DateTime | DayTimeDuration):
            return value.to_python()
        raise self.failed("a date, a time or a duration", value, context)

    def failed(self, wanted: str, value: Any, context: Mapping[str, Any]) -> ScriptFailed:
        """Make the error that tells what was wanted here, what came, and what FEEL says about it."""
        _, diagnostics = self._compiled.explain(context)
        return ScriptFailed(
            "engine.expression-gives-wrong-value",
            **self._place(),
            wanted=wanted,
            got=to_feel(value)[:200],
            because="; ".join(found.sentence() for found in diagnostics),
        )

    def _place(self) -> dict[str, str]:
        return {"element": self.element_id, "site": self.site, "expression": self.text}


def script(text: str | None, element_id: str, site: str) -> Script | None:
    """Compile a text if there is one."""
    return Script(text, element_id, site) if text else None
