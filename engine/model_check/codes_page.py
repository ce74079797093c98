"""Prints docs/diagram-findings.md: every code of the check with its sentences, in both languages."""

from engine.model_check.messages import CATALOGUE

_INTRO = {
    "en": "Every code that `praxis bpmn check` and a deployment can give, what it says and what to do. Words in braces"
    " stand for what is found in the file.",
    "ru": "Все коды, которые дают `praxis bpmn check` и развёртывание: что они говорят и что делать. Слова в фигурных"
    " скобках заменяются найденным в файле.",
}


def codes_page() -> str:
    """Return the page; a test keeps the file equal to it."""
    parts = ["# What the check of diagrams says", ""]
    for language in ("en", "ru"):
        parts += [_INTRO[language], "", "| code | | message | hint |", "|---|---|---|---|"]
        for code, text in sorted(CATALOGUE.items()):
            message, hint = text.message(language), text.hint(language)
            parts.append(f"| {code} | {text.severity} | {message} | {hint} |".replace("{{", "{").replace("}}", "}"))
        parts.append("")
    return "\n".join(parts)
