"""Field checks collected into one refusal, so that a person sees everything that is wrong at once."""

from engine.base.errors import InvalidInput


def refuse(**problems: list[str]) -> None:
    """Raise InvalidInput naming each field that has error codes; say nothing when none has."""
    fields = {name: codes for name, codes in problems.items() if codes}
    if fields:
        raise InvalidInput("input.invalid", fields)
