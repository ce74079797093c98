"""DMN files as XML trees: a parser that trusts nothing, and the few ways in which we look into a tree."""

from collections.abc import Iterator
from typing import Any

from lxml import etree

from engine.decisions.elements import Place
from engine.decisions.findings import Findings

MAX_BYTES = 2 * 1024 * 1024

MODEL_NAMESPACES = {
    "http://www.omg.org/spec/DMN/20151101/dmn.xsd": "1.1",
    "http://www.omg.org/spec/DMN/20180521/MODEL/": "1.2",
    "https://www.omg.org/spec/DMN/20191111/MODEL/": "1.3",
    "https://www.omg.org/spec/DMN/20211108/MODEL/": "1.4",
    "https://www.omg.org/spec/DMN/20230324/MODEL/": "1.5",
    "https://www.omg.org/spec/DMN/20240513/MODEL/": "1.6",
}
FEEL_MARK = "FEEL"
"""Part of every URI that stands for the FEEL namespace, whatever the version (`http://www.omg.org/spec/FEEL/20140401`)."""


def parse(file: str, content: bytes, findings: Findings) -> etree._Element | None:
    """Return the root of a DMN file, or None after noting why it is none."""
    if len(content) > MAX_BYTES:
        findings.error("dmn.too-large", Place(file, 1), limit=MAX_BYTES)
        return None
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(content, parser)
    except etree.XMLSyntaxError as error:
        findings.error("dmn.not-xml", Place(file, error.lineno or 1), reason=error.msg or "")
        return None
    if _has_doctype(root):
        findings.error("dmn.doctype", Place(file, 1))
        return None
    name = etree.QName(root)
    if name.localname != "definitions" or name.namespace not in MODEL_NAMESPACES:
        findings.error("dmn.not-dmn", Place(file, line_of(root)), root=root.tag)
        return None
    return root


def _has_doctype(root: Any) -> bool:
    return bool(root.getroottree().docinfo.doctype)


def line_of(element: Any) -> int:
    """Return the line on which an element begins."""
    return int(element.sourceline or 0)


def local(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(etree.QName(element).localname)


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Yield the child elements of the DMN namespace, those of the given names only when names are given."""
    namespace = etree.QName(element).namespace
    for child in element:
        if (
            isinstance(child.tag, str)
            and etree.QName(child).namespace == namespace
            and (not names or local(child) in names)
        ):
            yield child


def child(element: etree._Element, *names: str) -> etree._Element | None:
    """Return the first child of one of these names."""
    return next(children(element, *names), None)


def attribute(element: etree._Element, name: str) -> str | None:
    """Return an attribute with its white space collapsed, None when it is absent or blank."""
    return " ".join(str(element.get(name, "")).split()) or None


def text(element: etree._Element | None) -> str:
    """Return the content of the `text` child, stripped; empty when there is none."""
    if element is None:
        return ""
    found = child(element, "text")
    return "".join(map(str, found.itertext())).strip() if found is not None else ""


def type_ref(element: etree._Element) -> str | None:
    """Return the type an element refers to: `number`, a name of this model, `import.name`, or `{namespace}name`.

    Older files write a QName (`feel:string`) and put it into a child element.
    """
    found = child(element, "typeRef")
    written = attribute(element, "typeRef") or (found is not None and (found.text or "").strip()) or None
    if written is None or ":" not in written:
        return written
    prefix, _, name = written.partition(":")
    namespace = element.nsmap.get(prefix) or prefix  # some editors write `feel:` without declaring it
    return name if FEEL_MARK in namespace.upper() else f"{{{namespace}}}{name}"
