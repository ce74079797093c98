"""A form that has one question of each kind."""

import json
from typing import Any

from engine import forms


def leave_form() -> dict[str, Any]:
    """Return the file's content, fresh, so that a test may spoil it."""
    return {
        "title": {"en": "Leave", "ru": "Отпуск"},
        "schema": {
            "type": "object",
            "properties": {
                "kind": {"type": "string", "enum": ["holiday", "sick"], "default": "holiday"},
                "days": {"type": "number", "minimum": 0.5, "maximum": 30, "multipleOf": 0.5},
                "reason": {"type": "string", "minLength": 3, "maxLength": 40},
                "paid": {"type": "boolean"},
                "extras": {"type": "array", "items": {"enum": ["visa", "flight"]}, "maxItems": 1},
                "start": {"type": "string", "format": "date"},
            },
            "required": ["kind", "days"],
            "if": {"properties": {"kind": {"const": "sick"}}},
            "then": {"required": ["reason"]},
        },
        "ui": {
            "order": ["kind", "days", "reason", "paid", "extras", "start"],
            "fields": {
                "kind": {
                    "label": {"en": "Kind", "ru": "Вид"},
                    "choices": {
                        "holiday": {"en": "Holiday", "ru": "Отпуск"},
                        "sick": {"en": "Sick", "ru": "Больничный"},
                    },
                },
                "days": {"label": {"en": "Days", "ru": "Дней"}, "help": {"en": "Halves too", "ru": "Можно половины"}},
                "reason": {
                    "label": {"en": "Reason", "ru": "Причина"},
                    "widget": "textarea",
                    "when": {"field": "kind", "is": ["sick"]},
                },
                "paid": {"label": {"en": "Paid", "ru": "Оплачиваемый"}},
                "extras": {
                    "label": {"en": "Extras", "ru": "Дополнительно"},
                    "choices": {"visa": {"en": "Visa", "ru": "Виза"}, "flight": {"en": "Flight", "ru": "Билет"}},
                },
                "start": {"label": {"en": "From", "ru": "С"}},
            },
        },
    }


def written(raw: Any) -> bytes:
    """Return the content as the bytes of a file."""
    return json.dumps(raw).encode()


def leave() -> forms.Form:
    """Return the form, read."""
    return forms.load({"forms/leave.json": written(leave_form())}, "leave")
