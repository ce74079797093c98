"""Forms beside the diagram: one reading, one validator and one render model for browser, REST and channels.

A form file `forms/<key>.json` has three parts. `title` is the heading, `schema` is plain JSON Schema 2020-12 (an
object whose properties are texts, numbers, booleans or lists of choices), `ui` says how a person meets it:

    {"title": {"en": "Confirm", "ru": "Подтвердить"},
     "schema": {"type": "object", "properties": {"answer": {"enum": ["yes", "no"]}}, "required": ["answer"]},
     "ui": {"order": ["answer"],
            "fields": {"answer": {"label": {"en": "Is it solved?", "ru": "Решено?"}, "widget": "radio",
                                  "choices": {"yes": {"en": "Yes", "ru": "Да"}, "no": {"en": "No", "ru": "Нет"}}}}}}

Every text is there in every language of `LANGUAGES`; a file that misses one is refused like any other mistake.
"""

from engine.forms.coercion import from_text
from engine.forms.fields import Field, Option, fields
from engine.forms.loading import load, load_all
from engine.forms.model import LANGUAGES, Form
from engine.forms.validation import validate

__all__ = ["LANGUAGES", "Field", "Form", "Option", "fields", "from_text", "load", "load_all", "validate"]
