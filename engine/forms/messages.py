"""The sentences of the form room, in each language: what is wrong with an answer, and with a form file."""

from collections.abc import Mapping
from typing import Any

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "required": {"en": "This is needed.", "ru": "Это поле нужно заполнить."},
    "unknown": {"en": "This form has no such field.", "ru": "В этой форме нет такого поля."},
    "string": {"en": "Expected text.", "ru": "Ожидается текст."},
    "integer": {"en": "Expected a whole number.", "ru": "Ожидается целое число."},
    "number": {"en": "Expected a number.", "ru": "Ожидается число."},
    "boolean": {"en": "Expected yes or no.", "ru": "Ожидается «да» или «нет»."},
    "array": {"en": "Expected a list.", "ru": "Ожидается список."},
    "enum": {"en": "Choose one of: {allowed}.", "ru": "Выберите одно из: {allowed}."},
    "source": {"en": "This choice does not exist (any more).", "ru": "Такого варианта нет (или уже нет)."},
    "minimum": {"en": "At least {limit}.", "ru": "Не меньше {limit}."},
    "maximum": {"en": "At most {limit}.", "ru": "Не больше {limit}."},
    "exclusiveMinimum": {"en": "More than {limit}.", "ru": "Больше {limit}."},
    "exclusiveMaximum": {"en": "Less than {limit}.", "ru": "Меньше {limit}."},
    "multipleOf": {"en": "Must be a multiple of {limit}.", "ru": "Должно быть кратно {limit}."},
    "minLength": {"en": "At least {limit} characters.", "ru": "Не короче {limit} знаков."},
    "maxLength": {"en": "At most {limit} characters.", "ru": "Не длиннее {limit} знаков."},
    "minItems": {"en": "Choose at least {limit}.", "ru": "Выберите не меньше {limit}."},
    "maxItems": {"en": "Choose at most {limit}.", "ru": "Выберите не больше {limit}."},
    "uniqueItems": {"en": "The same choice is there twice.", "ru": "Один и тот же вариант указан дважды."},
    "pattern": {"en": "This does not have the expected form.", "ru": "Значение не того вида, который ожидается."},
    "date": {"en": "Expected a date like 2026-03-31.", "ru": "Ожидается дата вида 2026-03-31."},
    "time": {"en": "Expected a time like 14:30.", "ru": "Ожидается время вида 14:30."},
    "date-time": {
        "en": "Expected date and time like 2026-03-31T14:30:00+03:00.",
        "ru": "Ожидаются дата и время вида 2026-03-31T14:30:00+03:00.",
    },
    "email": {"en": "Expected an e-mail address.", "ru": "Ожидается адрес электронной почты."},
    "uri": {"en": "Expected a link that begins with https://.", "ru": "Ожидается ссылка, начинающаяся с https://."},
    "invalid": {"en": "This value does not fit the form.", "ru": "Значение не подходит к форме."},
}

FILES: Mapping[str, Mapping[str, str]] = {
    "form.not-json": {
        "en": "This is not JSON: {reason}. Mend the file at this line.",
        "ru": "Это не JSON: {reason}. Исправьте файл в этой строке.",
    },
    "form.part-missing": {
        "en": "The part “{part}” is missing or is not an object. A form has title, schema and ui.",
        "ru": "Части «{part}» нет, или она не объект. В форме есть title, schema и ui.",
    },
    "form.part-unknown": {
        "en": "Nobody reads “{part}” here. Remove it or correct its name.",
        "ru": "«{part}» здесь никто не читает. Удалите или исправьте имя.",
    },
    "form.schema-invalid": {
        "en": "The schema is not JSON Schema 2020-12: {reason}.",
        "ru": "Схема не соответствует JSON Schema 2020-12: {reason}.",
    },
    "form.not-an-object": {
        "en": "The schema must have type “object” and at least one property.",
        "ru": "У схемы должны быть type «object» и хотя бы одно свойство.",
    },
    "form.type-unsupported": {
        "en": "Property “{field}” must be one of: {allowed} (a list holds choices of text).",
        "ru": "Свойство «{field}» должно быть одного из видов: {allowed} (список содержит текстовые варианты).",
    },
    "form.reference-unsupported": {
        "en": "A form does not refer to other schemas ({keyword}). Write the rule out in place.",
        "ru": "Форма не ссылается на другие схемы ({keyword}). Запишите правило на месте.",
    },
    "form.format-unknown": {
        "en": "Nobody checks the format “{format}”. Known: {allowed}.",
        "ru": "Формат «{format}» никто не проверяет. Известны: {allowed}.",
    },
    "form.pattern-invalid": {
        "en": "The pattern of “{field}” is not a regular expression: {reason}.",
        "ru": "Шаблон поля «{field}» не является регулярным выражением: {reason}.",
    },
    "form.text-missing": {
        "en": "“{field}” has no {part} in language “{language}”.",
        "ru": "У «{field}» нет текста {part} на языке «{language}».",
    },
    "form.field-missing": {
        "en": "Property “{field}” is in the schema but not in ui.order and ui.fields (or the other way round).",
        "ru": "Свойство «{field}» есть в схеме, но не в ui.order и ui.fields (или наоборот).",
    },
    "form.widget-unknown": {
        "en": "“{field}” wants the widget “{widget}”. Known: {allowed}.",
        "ru": "«{field}» хочет виджет «{widget}». Известны: {allowed}.",
    },
    "form.choice-mismatch": {
        "en": "The choices of “{field}” and its enum are not the same list.",
        "ru": "Варианты поля «{field}» не совпадают с его enum.",
    },
    "form.condition-unknown": {
        "en": "“{field}” is shown when “{other}” has a value, but the form does not ask “{other}” before it.",
        "ru": "«{field}» показывается при значении «{other}», но форма не спрашивает «{other}» раньше.",
    },
}


def sentence(code: str, language: str, params: Mapping[str, Any]) -> str:
    """Fill the sentence of that code in that language (English when the language is not spoken here)."""
    texts = ANSWERS.get(code) or FILES[code]
    return texts.get(language, texts["en"]).format_map(params)
