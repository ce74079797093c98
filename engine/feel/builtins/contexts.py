"""Built-in functions over contexts (DMN 1.5, 10.3.4.9)."""

from collections.abc import Mapping
from typing import Any

from engine.feel.builtins.registry import builtin
from engine.feel.errors import Undefined
from engine.feel.values import entry, kind_of, plain_context

Context = Mapping[str, Any]


@builtin("get value(m: context, key: string)")
def get_value(m: Context, key: str) -> Any:
    return entry(m, key) if key in m else None


@builtin("get value(context: context, keys: list)")
def get_value_by_path(m: Context, keys: list[Any]) -> Any:
    if not keys:
        raise Undefined("feel.list-too-short", name="get value", least=1)
    value: Any = m
    for key in keys:
        if not isinstance(value, Mapping) or not isinstance(key, str) or key not in value:
            return None
        value = entry(value, key)
    return value


@builtin("get entries(m: context)")
def get_entries(m: Context) -> list[Any]:
    return [{"key": key, "value": value} for key, value in plain_context(m).items()]


@builtin("context(entries: list)")
def context(entries: list[Any]) -> Context:
    made: dict[str, Any] = {}
    for one in entries:
        if not isinstance(one, Mapping) or "key" not in one or "value" not in one:
            raise Undefined("feel.no-entry", given=kind_of(one))
        key = entry(one, "key")
        if not isinstance(key, str):
            raise Undefined("feel.no-entry", given=kind_of(key))
        if key in made:
            raise Undefined("feel.key-twice", key=key)
        made[key] = entry(one, "value")
    return made


@builtin("context put(context: context, key: string, value: any)")
def context_put(m: Context, key: str, value: Any) -> Context:
    return {**plain_context(m), key: value}


@builtin("context put(context: context, keys: list, value: any)")
def context_put_by_path(m: Context, keys: list[Any], value: Any) -> Context:
    if not keys:
        raise Undefined("feel.list-too-short", name="context put", least=1)
    key, rest = keys[0], keys[1:]
    if not isinstance(key, str):
        raise Undefined(
            "feel.wrong-argument", name="context put", parameter="keys", expected="string", given=kind_of(key)
        )
    if not rest:
        return context_put(m, key, value)
    inner = get_value(m, key)
    if not isinstance(inner, Mapping):
        raise Undefined("feel.no-context", key=key, given=kind_of(inner))
    return context_put(m, key, context_put_by_path(inner, rest, value))


@builtin("context merge(contexts: list)")
def context_merge(contexts: list[Any]) -> Context:
    merged: dict[str, Any] = {}
    for one in contexts:
        if not isinstance(one, Mapping):
            raise Undefined(
                "feel.wrong-argument",
                name="context merge",
                parameter="contexts",
                expected="context",
                given=kind_of(one),
            )
        merged.update(plain_context(one))
    return merged
