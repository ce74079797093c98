"""All texts of the check by code: message, then hint, in both languages."""

from engine.model_check import texts_bpmn, texts_praxis
from engine.model_check.wording import Text

CATALOGUE: dict[str, Text] = {**texts_bpmn.TEXTS, **texts_praxis.TEXTS}
