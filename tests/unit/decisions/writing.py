"""Small DMN files written in a few words, so that a test shows only what it is about."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from engine.decisions import Outcome, load_model

NAMESPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"
MINE = "https://example.org/mine"


def definitions(*parts: str, namespace: str = MINE, xmlns: str = NAMESPACE) -> bytes:
    """A file of these parts."""
    body = "\n".join(parts)
    prefix = f'xmlns="{xmlns}" xmlns:feel="{xmlns.replace("MODEL", "FEEL")}"'
    head = f'<definitions {prefix} namespace="{namespace}" name="m">'
    return f"{head}\n{body}\n</definitions>".encode()


def feel(text: str, type_ref: str = "") -> str:
    """A literal expression."""
    return f"<literalExpression{_type(type_ref)}><text>{escape(text)}</text></literalExpression>"


def input_data(name: str, type_ref: str = "") -> str:
    """Input data; its id is `i-` and the name."""
    return f"<inputData id={quoteattr('i-' + name)} name={quoteattr(name)}>{variable(name, type_ref)}</inputData>"


def variable(name: str, type_ref: str = "") -> str:
    """An information item."""
    return f"<variable name={quoteattr(name)}{_type(type_ref)}/>"


def decision(
    name: str,
    logic: str,
    *,
    inputs: Sequence[str] = (),
    decisions: Sequence[str] = (),
    knowledge: Sequence[str] = (),
    type_ref: str = "",
) -> str:
    """A decision; its id is `d-` and the name. Requirements are names, or whole hrefs."""
    needs = [_need("information", "Input", href(name, "i")) for name in inputs]
    needs += [_need("information", "Decision", href(name, "d")) for name in decisions]
    needs += [_need("knowledge", "Knowledge", href(name, "k")) for name in knowledge]
    head = f"<decision id={quoteattr('d-' + name)} name={quoteattr(name)}>{variable(name, type_ref)}"
    return f"{head}{''.join(needs)}{logic}</decision>"


def knowledge_model(
    name: str, parameters: Sequence[str], logic: str, *, knowledge: Sequence[str] = (), type_ref: str = ""
) -> str:
    """A business knowledge model; its id is `k-` and the name. A parameter may be `name: type`."""
    needs = "".join(_need("knowledge", "Knowledge", href(name, "k")) for name in knowledge)
    body = f"<encapsulatedLogic>{formal(parameters)}{logic}</encapsulatedLogic>"
    head = f"<businessKnowledgeModel id={quoteattr('k-' + name)} name={quoteattr(name)}>"
    return f"{head}{variable(name, type_ref)}{body}{needs}</businessKnowledgeModel>"


def formal(parameters: Sequence[str]) -> str:
    """Formal parameters, each `name` or `name: type`."""
    pairs = [parameter.partition(":") for parameter in parameters]
    return "".join(f"<formalParameter name={quoteattr(name)}{_type(type_.strip())}/>" for name, _, type_ in pairs)


def href(name: str, kind: str) -> str:
    """The pointer to a node of this file, unless a whole one is given."""
    return name if "#" in name else f"#{kind}-{name}"


def table(
    inputs: Sequence[str],
    rules: Sequence[Sequence[str]],
    *,
    outputs: Sequence[str] = ("",),
    policy: str = "UNIQUE",
    aggregation: str = "",
    default: str = "",
) -> str:
    """A decision table. Inputs are `expression` or `expression | allowed values`; outputs `name | allowed values`."""
    head = f'<decisionTable hitPolicy="{policy}"' + (f' aggregation="{aggregation}"' if aggregation else "") + ">"
    columns = "".join(_clause("input", text) for text in inputs)
    columns += "".join(_clause("output", text, default) for text in outputs)
    rows = "".join(_rule(number, row, len(inputs)) for number, row in enumerate(rules, 1))
    return f"{head}{columns}{rows}</decisionTable>"


def answer(*parts: str, of: str = "answer", **inputs: Any) -> Outcome:
    """Load a model of these parts and evaluate one decision."""
    return load_model({"mine.dmn": definitions(*parts)}).evaluate(of, inputs)


def _clause(kind: str, text: str, default: str = "") -> str:
    name, _, allowed = (part.strip() for part in text.partition("|"))
    if kind == "input":
        limits = f"<inputValues><text>{escape(allowed)}</text></inputValues>" if allowed else ""
        return f"<input><inputExpression><text>{escape(name)}</text></inputExpression>{limits}</input>"
    limits = f"<outputValues><text>{escape(allowed)}</text></outputValues>" if allowed else ""
    other = f"<defaultOutputEntry><text>{escape(default)}</text></defaultOutputEntry>" if default else ""
    return f"<output{f' name={quoteattr(name)}' if name else ''}>{limits}{other}</output>"


def _rule(number: int, row: Sequence[str], inputs: int) -> str:
    cells = "".join(f"<inputEntry><text>{escape(cell)}</text></inputEntry>" for cell in row[:inputs])
    cells += "".join(f"<outputEntry><text>{escape(cell)}</text></outputEntry>" for cell in row[inputs:])
    return f'<rule id="r{number}">{cells}</rule>'


def _need(requirement: str, kind: str, target: str) -> str:
    return f"<{requirement}Requirement><required{kind} href={quoteattr(target)}/></{requirement}Requirement>"


def _type(type_ref: str) -> str:
    return f" typeRef={quoteattr(type_ref)}" if type_ref else ""
