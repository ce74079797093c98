"""The command `praxis feel`: evaluate one expression and say why something in it became null."""

import json
from decimal import Decimal
from typing import Any

import click

from engine.feel.errors import FeelError
from engine.feel.expression import compile_expression, compile_unary_tests
from engine.feel.json_values import from_json, to_json
from engine.feel.printing import to_feel


def _read_json(_context: click.Context, parameter: click.Parameter, text: str | None) -> Any:
    if text is None:
        return None
    try:
        return from_json(json.loads(text, parse_float=Decimal))
    except json.JSONDecodeError as error:
        raise click.BadParameter(f"not JSON: {error}", param=parameter) from error


def _read_context(context: click.Context, parameter: click.Parameter, text: str) -> Any:
    values = _read_json(context, parameter, text)
    if not isinstance(values, dict):
        raise click.BadParameter("must be a JSON object", param=parameter)
    return values


@click.command()
@click.argument("expression")
@click.option("--context", default="{}", callback=_read_context, help='JSON object, for example {"priority": 1}.')
@click.option("--input", "tested", callback=_read_json, help="JSON value: treat the text as the tests of a cell.")
@click.option("--json", "as_json", is_flag=True, help="Print the value as JSON rather than as FEEL.")
@click.option("--lang", type=click.Choice(["en", "ru"]), default="en", help="Language of errors and reasons.")
def feel(expression: str, context: dict[str, Any], tested: Any, as_json: bool, lang: str) -> None:
    """Evaluate a FEEL EXPRESSION; reasons for nulls go to standard error."""
    is_cell = click.get_current_context().get_parameter_source("tested") is click.core.ParameterSource.COMMANDLINE
    try:
        compiled = (compile_unary_tests if is_cell else compile_expression)(expression, context)
        value, reasons = compiled.explain(context, tested)
    except FeelError as error:
        click.echo(f"praxis: {error.sentence(lang)}", err=True)
        raise SystemExit(1) from error
    click.echo(json.dumps(to_json(value), ensure_ascii=False) if as_json else to_feel(value))
    for reason in reasons:
        click.echo(reason.sentence(lang), err=True)
