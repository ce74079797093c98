"""Closures of literals, names, lists, contexts, intervals, paths and `instance of`."""

from collections.abc import Mapping
from difflib import get_close_matches
from typing import Any

from engine.feel.builtins import BUILTINS
from engine.feel.compiler.compilation import Compilation, Constant, compiles, constant
from engine.feel.compiler.scopes import CONTEXT, INPUT, RUN, Code, Frame
from engine.feel.errors import Undefined
from engine.feel.grammar import syntax
from engine.feel.intervals import interval_of
from engine.feel.properties import read
from engine.feel.types import conforms
from engine.feel.values import NATIVE, FeelFunction, Range, feel_value


@compiles(syntax.Literal)
def literal(_c: Compilation, node: syntax.Literal) -> Code:
    return Constant(node.value)


@compiles(syntax.Broken)
def broken(c: Compilation, node: syntax.Broken) -> Code:
    return c.always_null(node.at, Undefined(node.code, **node.params))


@compiles(syntax.Name)
def name(c: Compilation, node: syntax.Name) -> Code:
    found = c.scopes.find(node.name)
    code = _outer(c, node, found.slot, in_filter=bool(found.items))
    for slot in reversed(found.items):
        code = _item_entry(slot, node.name, code)
    return code


def _item_entry(slot: int, key: str, outside: Code) -> Code:
    """Read an entry of the item that a filter looks at, and what lies outside when the item has none."""

    def look(frame: Frame) -> Any:
        item = frame[slot]
        if isinstance(item, Mapping) and key in item:
            return feel_value(item[key])
        return outside(frame)

    return look


def _outer(c: Compilation, node: syntax.Name, slot: int | None, *, in_filter: bool) -> Code:
    if slot is not None:
        return _partial(slot) if node.name == "partial" else lambda frame: frame[slot]
    if node.name == "?" and "?" not in c.known_names:
        return lambda frame: frame[INPUT]
    builtin = BUILTINS.get(node.name)
    if (not in_filter and builtin is None) or node.name in c.known_names:
        c.free_names.add(node.name)
    return _from_context(c, node, builtin)


def _partial(slot: int) -> Code:
    """The results so far are copied, for the list behind goes on growing."""

    def copied(frame: Frame) -> Any:
        results = frame[slot]
        frame[RUN].spend(len(results) // 8 + 1)
        return list(results) if type(results) is list else results

    return copied


def _from_context(c: Compilation, node: syntax.Name, builtin: FeelFunction | None) -> Code:
    key = node.name
    report = c.report(node.at)

    def missing(frame: Frame) -> Any:
        if builtin is None:
            close = get_close_matches(key, [str(known) for known in frame[CONTEXT]], 1) if _asked(frame) else []
            report(frame, Undefined("feel.unknown-name", name=key, suggestion=close[0] if close else ""))
        return builtin

    def outside(frame: Frame) -> Any:
        try:
            value = frame[CONTEXT][key]
        except KeyError:
            return missing(frame)
        return value if type(value) in NATIVE else feel_value(value)

    return outside


def _asked(frame: Frame) -> bool:
    return frame[RUN].diagnostics is not None


@compiles(syntax.ListOf)
def list_of(c: Compilation, node: syntax.ListOf) -> Code:
    items = [c.code(item) for item in node.items]
    return lambda frame: [item(frame) for item in items]


@compiles(syntax.ContextOf)
def context_of(c: Compilation, node: syntax.ContextOf) -> Code:
    keys = [key for key, _ in node.entries]
    twice = next((key for key in keys if keys.count(key) > 1), None)
    if twice is not None:
        return c.always_null(node.at, Undefined("feel.key-twice", key=twice))
    layer = c.scopes.enter()
    entries: list[tuple[str, int, Code]] = []
    for key, value in node.entries:
        slot = c.scopes.new_slot()
        if isinstance(value, syntax.FunctionOf):
            layer[key] = c.self_slot = slot  # a function may call itself by the name of its entry
        entries.append((key, slot, c.code(value)))
        layer[key] = slot
    c.scopes.leave()

    def build(frame: Frame) -> Any:
        made: dict[str, Any] = {}
        for key, slot, code in entries:
            value = code(frame)
            made[key] = frame[slot] = value
        return made

    return build


@compiles(syntax.Interval)
def interval(c: Compilation, node: syntax.Interval) -> Code:
    report = c.report(node.at)
    if node.operator:
        return _unary_interval(c, node)
    assert node.start is not None
    assert node.end is not None
    start, end = c.code(node.start), c.code(node.end)

    def build(frame: Frame) -> Any:
        try:
            return interval_of(node.start_included, start(frame), end(frame), node.end_included)
        except Undefined as error:
            return report(frame, error)

    return _folded(build, start, end)


def _unary_interval(c: Compilation, node: syntax.Interval) -> Code:
    start = c.code(node.start) if node.start is not None else Constant(None)
    end = c.code(node.end) if node.end is not None else Constant(None)
    report = c.report(node.at)
    is_ordered = node.operator not in ("=", "!=")

    def build(frame: Frame) -> Any:
        low, high = start(frame), end(frame)
        if is_ordered and low is None and high is None:
            return report(frame, Undefined("feel.range-end-missing"))
        return Range(node.start_included, low, high, node.end_included, node.operator)

    return _folded(build, start, end)


def _folded(build: Code, *parts: Code) -> Code:
    """Compute now what stands on constants alone, when it has a value."""
    if not all(constant(part)[0] for part in parts):
        return build
    value = build([None, _SILENT])
    return build if value is None else Constant(value)


class _SILENT:
    """Stands for the account of an evaluation while constants are computed."""

    diagnostics = None


@compiles(syntax.Path)
def path(c: Compilation, node: syntax.Path) -> Code:
    value = c.code(node.value)
    key = node.name
    report = c.report(node.at)

    def step(frame: Frame) -> Any:
        holder = value(frame)
        if type(holder) is dict and key in holder:
            inner = holder[key]
            return inner if type(inner) in NATIVE else feel_value(inner)
        try:
            return read(holder, key)
        except Undefined as error:
            return report(frame, error)

    return step


@compiles(syntax.InstanceOf)
def instance_of(c: Compilation, node: syntax.InstanceOf) -> Code:
    value = c.code(node.value)
    try:
        type_ = c.type_of(node.type_text)
    except Undefined as error:
        return c.always_null(node.at, error)
    return lambda frame: conforms(value(frame), type_)
