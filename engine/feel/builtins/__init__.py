"""The built-in functions of DMN 1.5, 10.3.4, by name; a file for each kind of value."""

from engine.feel.builtins import calendar, contexts, conversion, lists, numbers, ranges, statistics, texts
from engine.feel.builtins.registry import BUILTINS, Builtin

__all__ = [
    "BUILTINS",
    "Builtin",
    "calendar",
    "contexts",
    "conversion",
    "lists",
    "numbers",
    "ranges",
    "statistics",
    "texts",
]
