"""Compiles a folder into what is deployed: refuses it with all findings, or gives the specification as bytes."""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.base.errors import DefinitionInvalid
from engine.model_check.bounded import check_bounded
from engine.model_check.findings import Finding
from engine.model_check.model import Diagram, Element, Flow
from engine.model_check.references import Known
from engine.spiff.expansion import expand
from engine.spiff.specification import Specification, load_specification, write_specification

__all__ = ["Compiled", "Element", "Flow", "Specification", "compile_folder", "load_specification"]


@dataclass(frozen=True, slots=True)
class Compiled:
    """A folder that may be deployed; called processes are drawn in, their element ids prefixed with the caller's."""

    key: str
    name: str
    view: str | None
    specification: bytes
    elements: Mapping[str, Element]
    flows: Mapping[str, Flow]
    warnings: tuple[Finding, ...] = ()


def compile_folder(files: Mapping[str, bytes], known: Known | None = None) -> Compiled:
    """Check a folder in a limited child process and compile it; raises DefinitionInvalid with every finding."""
    checked = check_bounded(files, known)
    if checked.is_refused or not checked.diagrams:
        raise DefinitionInvalid("engine.definition-invalid", findings=checked.findings)
    own, *others = checked.diagrams
    diagram = expand(own, {other.key: other for other in others})
    return _compiled(diagram, tuple(checked.findings))


def _compiled(diagram: Diagram, warnings: tuple[Finding, ...]) -> Compiled:
    specification = write_specification(diagram)
    return Compiled(diagram.key, diagram.name, diagram.view, specification, diagram.elements, diagram.flows, warnings)
