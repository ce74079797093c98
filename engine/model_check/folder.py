"""Checks a whole folder: every diagram in it, what they call, and the files they name."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from engine.model_check import elements, graph, references
from engine.model_check.findings import Finding, finding
from engine.model_check.model import Diagram, Position
from engine.model_check.reader import Reading, read_diagrams
from engine.model_check.references import Known
from engine.model_check.soundness import check_soundness
from engine.model_check.source import BPMN, Source, read_source
from engine.model_check.writers import check_writers

DIAGRAM_SUFFIXES = (".bpmn", ".bpmn2", ".bpmn20.xml")


@dataclass(slots=True)
class Checked:
    """What came of a check: all findings, and the processes in document order, the folder's own first."""

    findings: list[Finding] = field(default_factory=list)
    diagrams: list[Diagram] = field(default_factory=list)

    @property
    def is_refused(self) -> bool:
        """Whether any finding is an error."""
        return any(found.severity == "error" for found in self.findings)


def check_folder(files: Mapping[str, bytes], known: Known | None = None) -> Checked:
    """Read and check every diagram of a folder; all findings at once, sorted by place."""
    known = known or Known()
    checked = Checked()
    readings = [reading for name in sorted(files) if (reading := _read(name, files[name], checked)) is not None]
    for reading in readings:
        checked.findings += reading.findings
        checked.findings += _about_file(reading)
        checked.diagrams += reading.diagrams
    keys = {diagram.key: diagram for diagram in reversed(checked.diagrams)}
    for diagram in checked.diagrams:
        if too_large := graph.check_size(diagram):
            checked.findings += too_large
            continue
        checked.findings += elements.check_elements(diagram)
        checked.findings += graph.check_graph(diagram)
        if not checked.is_refused:
            checked.findings += check_soundness(diagram) + check_writers(diagram)
        checked.findings += references.check_references(diagram, keys, files, known)
    _own_first(checked, readings)
    checked.findings += _about_others(checked.diagrams)
    if known.key is not None and checked.diagrams:
        checked.findings += _about_key(checked.diagrams[0], known.key)
    checked.findings.sort(
        key=lambda found: (found.position.file, found.position.line, found.position.column, found.code)
    )
    return checked


def _place(found: Finding) -> tuple[str, int, int, str]:
    return (found.position.file, found.position.line, found.position.column, found.code)


def is_diagram(name: str) -> bool:
    """Tell by its name whether a file of the folder is a BPMN diagram."""
    return name.lower().endswith(DIAGRAM_SUFFIXES)


def _read(name: str, data: bytes, checked: Checked) -> Reading | None:
    if not is_diagram(name):
        return None
    source = read_source(name, data)
    if isinstance(source, Finding):
        checked.findings.append(source)
        return None
    if source.root.tag != f"{BPMN}definitions":
        checked.findings.append(_not_bpmn(source))
        return None
    return read_diagrams(source)


def _not_bpmn(source: Source) -> Finding:
    tag = str(source.root.tag)
    code = "A4" if tag.startswith(BPMN) else "A5"
    return finding(code, source.at(source.root), root=tag.rpartition("}")[2])


def _about_file(reading: Reading) -> list[Finding]:
    source = reading.source
    top = Position(source.file, source.at(source.root).line, source.at(source.root).column)
    if not reading.diagrams:
        kinds = sorted({str(child.tag).rpartition("}")[2] for child in source.root if isinstance(child.tag, str)})
        return [finding("A4", top, root=", ".join(kinds) or "definitions")]
    found = []
    if not any(reading.executable.values()):
        found.append(finding("A3", reading.diagrams[0].positions[reading.diagrams[0].key]))
    seen: set[str] = set()
    for diagram in reading.diagrams:
        if diagram.key in seen:
            found.append(finding("B04", diagram.positions[diagram.key], diagram_as_element(diagram), key=diagram.key))
        seen.add(diagram.key)
    return found


def _about_others(diagrams: list[Diagram]) -> list[Finding]:
    """Warn of processes that lie in the folder but are neither its own nor called: they would never run."""
    called = {element.called for diagram in diagrams for element in diagram.elements.values()}
    others = [diagram for diagram in diagrams[1:] if diagram.key not in called | {diagrams[0].key}]
    return [finding("P28", other.positions[other.key], diagram_as_element(other), name=other.key) for other in others]


def _about_key(own: Diagram, key: str) -> list[Finding]:
    if own.key == key:
        return []
    return [finding("P25", own.positions[own.key], diagram_as_element(own), id=own.key, name=key)]


def diagram_as_element(diagram: Diagram) -> object:
    """Let a finding about a whole process name it like an element."""
    return graph.Named(diagram.key, diagram.name if diagram.name != diagram.key else "")


def _own_first(checked: Checked, readings: list[Reading]) -> None:
    """Put the process that the folder is for first: not called by another, named like its file, executable."""
    called = {element.called for diagram in checked.diagrams for element in diagram.elements.values()}

    def rank(reading: Reading, diagram: Diagram) -> tuple[bool, bool, bool]:
        stem = PurePosixPath(reading.source.file).name.partition(".")[0]
        return (diagram.key in called, stem != diagram.key, not reading.executable.get(diagram.key, True))

    pairs = [(rank(reading, diagram), diagram) for reading in readings for diagram in reading.diagrams]
    checked.diagrams = [diagram for _, diagram in sorted(pairs, key=lambda pair: pair[0])]
