"""Reads one XML file of a deployed folder without trusting it, and remembers where each element stands."""

from dataclasses import dataclass
from xml.parsers import expat

from lxml import etree

from engine.model_check.findings import Finding, finding
from engine.model_check.model import Position

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PRAXIS = "{https://praxis-itsm.org/bpmn/1.0}"
MAX_BYTES = 2_000_000


@dataclass(frozen=True, slots=True)
class Source:
    """A well-formed file."""

    file: str
    root: etree._Element
    places: dict[etree._Element, Position]

    def at(self, node: etree._Element) -> Position:
        """Return where the element begins."""
        return self.places.get(node, Position(self.file, int(str(node.sourceline))))


def read_source(file: str, data: bytes) -> Source | Finding:
    """Parse one file with entities, network and document types off; give the finding that refuses it instead."""
    if len(data) > MAX_BYTES:
        return finding("A6", Position(file), size=len(data), limit=MAX_BYTES)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return _syntax_finding(file, error)
    except ValueError as error:  # an encoding nobody knows
        return finding("A2", Position(file), detail=str(error))
    if root is None:
        return finding("A1", Position(file), detail="the file is empty")
    if root.getroottree().docinfo.doctype:  # type: ignore[union-attr]  # the stubs do not know it
        return finding("A7", Position(file))
    return Source(file, root, _places(file, root, data))


def _syntax_finding(file: str, error: etree.XMLSyntaxError) -> Finding:
    line, column = error.position
    code = "A2" if _is_about_encoding(error) else "A1"
    return finding(code, Position(file, max(line, 1), max(column, 1)), detail=error.msg or "the file is empty")


def _is_about_encoding(error: etree.XMLSyntaxError) -> bool:
    return "encod" in (error.msg or "").lower()


def _places(file: str, root: etree._Element, data: bytes) -> dict[etree._Element, Position]:
    """Pair lxml's elements with expat's positions: both see start tags in the same order, only expat knows columns."""
    found: list[Position] = []
    parser = expat.ParserCreate()

    def start(_name: str, _attributes: dict[str, str]) -> None:
        found.append(Position(file, parser.CurrentLineNumber, parser.CurrentColumnNumber + 1))

    parser.StartElementHandler = start
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError):  # an encoding that only lxml reads: lines without columns
        return {}
    nodes = [node for node in root.iter() if isinstance(node.tag, str)]
    return dict(zip(nodes, found, strict=False))
