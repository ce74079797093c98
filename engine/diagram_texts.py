"""The texts of a diagram in the reader's language (`praxis:name-ru` beside `name`), and the lane of each element."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree
from sqlalchemy.orm import Session

from engine import definitions
from engine.tables import Definition

BPMN = "{http://www.omg.org/spec/BPMN/20100524/MODEL}"
PRAXIS = "{https://praxis-itsm.org/bpmn/1.0}"
KEPT = 64


@dataclass(frozen=True, slots=True)
class Texts:
    """What the elements of one version are called, whose lane each lies in, and the drawing with those names in it."""

    names: Mapping[str, str]
    lanes: Mapping[str, str]
    types: Mapping[str, str]
    drawing: str


def texts(session: Session, definition_id: str, language: str) -> Texts:
    """Return the texts of a definition version; what has no name in this language has its English one."""
    known = _cache()
    if (definition_id, language) not in known:
        if len(known) >= KEPT:
            del known[next(iter(known))]
        drawing = definitions.diagram(session.get_one(Definition, definition_id))
        known[definition_id, language] = _read(drawing, language)
    return known[definition_id, language]


@lru_cache(maxsize=1)
def _cache() -> dict[tuple[str, str], Texts]:
    return {}


def _read(drawing: bytes, language: str) -> Texts:
    root = etree.fromstring(drawing, etree.XMLParser(resolve_entities=False, no_network=True))
    names: dict[str, str] = {}
    types: dict[str, str] = {}
    for element in root.iter(f"{BPMN}*"):
        name = element.get(f"{PRAXIS}name-{language}") or element.get("name") or ""
        if name:
            element.set("name", name)
        if element_id := element.get("id"):
            names[element_id] = name
            types[element_id] = etree.QName(element).localname
    lanes = {
        (reference.text or "").strip(): lane.get("name", "")
        for lane in root.iter(f"{BPMN}lane")
        for reference in lane.iter(f"{BPMN}flowNodeRef")
    }
    return Texts(names, lanes, types, etree.tostring(root, encoding="unicode"))
