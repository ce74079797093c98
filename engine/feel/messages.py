"""The sentences of the language's errors and diagnostics, in English and Russian, by code."""

from collections.abc import Mapping
from typing import Any, Protocol

_WORDS: Mapping[str, tuple[str, str]] = {
    "value": ("a value", "значение"),
    "end": ("an operator or the end", "оператор или конец выражения"),
    "value-after": ('a value after "{sign}"', "значение после «{sign}»"),
    "name-after": ('a name after "{sign}"', "имя после «{sign}»"),
    "name": ("a name", "имя"),
    "key": ("a key", "ключ"),
    "type": ("a type", "тип"),
    "at-text": ('a text in quotes after "@"', "текст в кавычках после «@»"),
    "parameter-name": ("a parameter name", "имя параметра"),
    "interval-end": ('")", "]" or "["', "«)», «]» или «[»"),
    "comma-or-brace": ('"," or "}}"', "«,» или «}}»"),
    "comma-or-bracket": ('"," or ")"', "«,» или «)»"),
}
TEXTS: Mapping[str, tuple[str, str]] = {
    "feel.expected": ("expected {expected}, found {found}", "ожидалось {expected}, найдено {found}"),
    "feel.strange-character": ("{found} is not part of the language", "{found} не входит в язык"),
    "feel.string-not-closed": ("this text has no closing quote", "у текста нет закрывающей кавычки"),
    "feel.comment-not-closed": ("this comment has no end", "комментарий не закрыт"),
    "feel.text-too-long": ("an expression has at most {limit} characters", "в выражении не больше {limit} знаков"),
    "feel.nested-too-deep": ("brackets go deeper than {limit} levels", "скобки вложены глубже {limit} уровней"),
    "feel.chain-too-long": ("this expression is too long a chain of operators", "слишком длинная цепочка операторов"),
    "feel.mixed-arguments": (
        "either all arguments have names or none",
        "имена есть либо у всех аргументов, либо ни у одного",
    ),
    "feel.argument-twice": ("an argument is given twice", "аргумент задан дважды"),
    "feel.external": (
        "external functions (Java, PMML) are not run here",
        "внешние функции (Java, PMML) здесь не выполняются",
    ),
    "feel.too-many-steps": ("the expression took more than {limit} steps", "выражению нужно больше {limit} шагов"),
    "feel.too-slow": ("the expression took more than {limit} seconds", "выражение вычислялось дольше {limit} с"),
    "feel.too-deep": ("functions call each other deeper than {limit}", "функции вызывают друг друга глубже {limit}"),
    "feel.list-too-long": ("a list has at most {limit} items", "в списке не больше {limit} элементов"),
    "feel.string-too-long": ("a text has at most {limit} characters", "в тексте не больше {limit} знаков"),
    "feel.pattern-too-long": ("a pattern has at most {limit} characters", "в шаблоне не больше {limit} знаков"),
    "feel.pattern-too-slow": (
        "the pattern {pattern} took more than {limit} seconds",
        "шаблон {pattern} работал дольше {limit} с",
    ),
    "feel.unknown-name": ("nothing here is called {name}", "здесь нет ничего с именем {name}"),
    "feel.unknown-zone": ("there is no time zone {zone}", "нет часового пояса {zone}"),
    "feel.unknown-type": ("there is no type {name}", "нет типа {name}"),
    "feel.no-such-date": ("the calendar has no {year}-{month}-{day}", "в календаре нет {year}-{month}-{day}"),
    "feel.no-such-time": ("no clock shows {hour}:{minute}:{second}", "часы не показывают {hour}:{minute}:{second}"),
    "feel.no-such-offset": (
        "an offset of {seconds} seconds is more than 14 hours",
        "смещение {seconds} с больше 14 часов",
    ),
    "feel.not-a-date": ("{text} is not a date such as 2026-11-23", "{text} не дата вида 2026-11-23"),
    "feel.not-a-time": ("{text} is not a time such as 10:30:00", "{text} не время вида 10:30:00"),
    "feel.not-a-duration": ("{text} is not a duration such as PT4H or P1Y", "{text} не длительность вида PT4H или P1Y"),
    "feel.not-a-number": ("{text} is not a number", "{text} не число"),
    "feel.not-a-range": ("{text} is not a range such as [1..5]", "{text} не диапазон вида [1..5]"),
    "feel.duration-too-long": ("the duration is too long", "слишком большая длительность"),
    "feel.number-too-large": ("{operator} has no result among the numbers", "у {operator} нет результата среди чисел"),
    "feel.division-by-zero": ("division by zero", "деление на ноль"),
    "feel.no-logarithm": ("{value} has no logarithm", "у {value} нет логарифма"),
    "feel.no-operator": ("{operator} does not join {left} and {right}", "{operator} не соединяет {left} и {right}"),
    "feel.no-sign": ("a {kind} has no minus", "у {kind} не бывает минуса"),
    "feel.not-comparable": ("{left} and {right} cannot be compared", "{left} и {right} нельзя сравнить"),
    "feel.zone-missing": ("one side has a time zone, the other has none", "часовой пояс есть только у одной стороны"),
    "feel.no-such-entry": ("the context has no {name}; it has: {known}", "в контексте нет {name}; есть: {known}"),
    "feel.path-of-null": ("there is no {name} in null", "у null нет {name}"),
    "feel.no-such-property": ("a {kind} has no {name}; it has: {known}", "у {kind} нет {name}; есть: {known}"),
    "feel.no-such-item": ("there is no item {position} among {count}", "нет элемента {position} из {count}"),
    "feel.bad-filter": (
        "a filter is a condition or a position, not a {kind}",
        "фильтр — условие или номер, а не {kind}",
    ),
    "feel.key-twice": ("the key {key} is given twice", "ключ {key} задан дважды"),
    "feel.no-entry": ("an entry needs a key and a value, found {given}", "элементу нужны key и value, найдено {given}"),
    "feel.no-context": ("{key} is a {given}, not a context", "{key} — {given}, а не context"),
    "feel.not-a-function": ("a {kind} cannot be called", "{kind} нельзя вызвать"),
    "feel.wrong-arity": (
        "{name} takes {expected} arguments, {given} given",
        "{name}: аргументов нужно {expected}, дано {given}",
    ),
    "feel.no-such-parameter": (
        "{name} has no such parameters: {parameter}; it has: {known}",
        "у {name} нет таких параметров: {parameter}; есть: {known}",
    ),
    "feel.null-argument": ("{name}: {parameter} is null", "{name}: параметр {parameter} — null"),
    "feel.wrong-argument": (
        "{name}: {parameter} must be {expected}, found {given}",
        "{name}: {parameter} должен быть {expected}, найдено {given}",
    ),
    "feel.wrong-type": (
        "{parameter} must be {expected}, found {given}",
        "{parameter}: ожидается {expected}, найдено {given}",
    ),
    "feel.wrong-separators": (
        "separators are a space, comma or period, and differ",
        "разделители — пробел, запятая или точка, и они различны",
    ),
    "feel.not-whole": ("{parameter} must be whole, found {value}", "{parameter} должно быть целым, найдено {value}"),
    "feel.position-out-of-range": ("{parameter} {value} is out of range", "{parameter} {value} вне допустимых границ"),
    "feel.list-too-short": ("{name} needs at least {least} items", "{name}: нужно элементов не меньше {least}"),
    "feel.no-boolean": ("{name}: the function must give true or false", "{name}: функция должна давать true или false"),
    "feel.range-end-missing": ("an end of the range is null", "граница диапазона — null"),
    "feel.range-backwards": ("the range ends before it starts", "диапазон заканчивается раньше, чем начинается"),
    "feel.no-interval": ("this range is no interval", "этот диапазон не отрезок"),
    "feel.not-iterable": ("one cannot walk over a {kind}", "нельзя пройти по {kind}"),
    "feel.bad-pattern": (
        "the pattern {pattern} is wrong at position {position}",
        "шаблон {pattern} неверен в позиции {position}",
    ),
    "feel.bad-flags": ("flags are s, m, i, x, q, found {flags}", "флаги: s, m, i, x, q, найдено {flags}"),
    "feel.bad-replacement": (
        "in {replacement}, $ and \\ stand before a digit or a sign",
        "в {replacement} после $ и \\ нужна цифра или знак",
    ),
    "feel.pattern-matches-nothing": (
        "the pattern {pattern} matches the empty text",
        "шаблон {pattern} подходит к пустому тексту",
    ),
}
_PLACE = ("line {line}, column {column}: {text}", "строка {line}, столбец {column}: {text}")
_TRY = ("{text}; did you mean {suggestion}?", "{text}; может быть, {suggestion}?")
_END = ("the end", "конец")


class Coded(Protocol):
    """Anything with a code and the params that fill its sentence."""

    @property
    def code(self) -> str: ...

    @property
    def params(self) -> Mapping[str, Any]: ...


def render(error: Coded, language: str = "en") -> str:
    """Return the sentence of an error or diagnostic in `en` or `ru`; an unknown language reads English."""
    which = 1 if language.startswith("ru") else 0
    params = dict(error.params)
    quoted = {key: _quoted(str(value), which) for key, value in params.items() if key in _QUOTED}
    filled = {**params, **quoted}
    if error.code == "feel.expected":
        filled["expected"] = _expected(params, which)
        filled["found"] = _quoted(str(params["found"]), which) if params["found"] else _END[which]
    template = TEXTS.get(error.code)
    text = template[which].format(**filled) if template else error.code
    if params.get("suggestion"):
        text = _TRY[which].format(text=text, suggestion=_quoted(str(params["suggestion"]), which))
    line, column = _place(error)
    return _PLACE[which].format(line=line, column=column, text=text) if line else text


_QUOTED = frozenset({"found", "text", "name", "zone", "key", "pattern", "flags", "replacement", "operator"})


def _expected(params: Mapping[str, Any], which: int) -> str:
    wanted = str(params["expected"])
    words = _WORDS.get(wanted)
    return words[which].format(sign=params.get("sign", "")) if words else _quoted(wanted, which)


def _quoted(text: str, which: int) -> str:
    return f"«{text}»" if which else f'"{text}"'


def _place(error: Coded) -> tuple[int, int]:
    line = getattr(error, "line", error.params.get("line", 0))
    return line, getattr(error, "column", error.params.get("column", 0))
