"""A DMN file read into records: imports, item definitions and the nodes of the requirement graph."""

from lxml import etree

from engine.decisions.elements import (
    Decision,
    DecisionService,
    Definitions,
    Import,
    InputData,
    ItemDefinition,
    KnowledgeModel,
    Literal,
    Node,
    Place,
    Reference,
    Variable,
)
from engine.decisions.findings import Findings
from engine.decisions.reading_boxed import Source, boxed_child, function_definition, literal, variable
from engine.decisions.xml import attribute, child, children, local, parse, text, type_ref

References = tuple[tuple[Place, Reference], ...]


def read(file: str, content: bytes, findings: Findings) -> Definitions | None:
    """Read one file; what is wrong goes to `findings`, and None means that nothing could be read."""
    root = parse(file, content, findings)
    if root is None:
        return None
    source = Source(file, findings, language=attribute(root, "expressionLanguage"))
    namespace = attribute(root, "namespace") or file
    nodes: dict[str, Node] = {}
    for element in children(root, "inputData", "decision", "businessKnowledgeModel", "decisionService"):
        node = _node(source, element, namespace)
        if node.reference.id in nodes:
            findings.error("dmn.id-twice", node.place, id=node.reference.id)
        nodes[node.reference.id] = node
    return Definitions(
        place=source.at(root),
        name=attribute(root, "name") or file,
        namespace=namespace,
        imports=tuple(_import(source, element) for element in children(root, "import")),
        items=tuple(_item(source, element) for element in children(root, "itemDefinition")),
        nodes=nodes,
    )


def _import(source: Source, element: etree._Element) -> Import:
    return Import(
        source.at(element),
        attribute(element, "name") or "",
        attribute(element, "namespace") or "",
        attribute(element, "importType") or "",
    )


def _item(source: Source, element: etree._Element) -> ItemDefinition:
    name = attribute(element, "name") or ""
    source = source.within(name)
    if not name:
        source.findings.error("dmn.attribute-missing", source.at(element), attribute="name")
    function = child(element, "functionItem")
    return ItemDefinition(
        place=source.at(element),
        name=name,
        type_ref=type_ref(element),
        is_collection=attribute(element, "isCollection") == "true",
        components=tuple(_item(source, component) for component in children(element, "itemComponent")),
        allowed=_constraint(source, element, "allowedValues"),
        constraint=_constraint(source, element, "typeConstraint"),
        function=None if function is None else _function_item(function),
    )


def _constraint(source: Source, element: etree._Element, name: str) -> Literal | None:
    found = child(element, name)
    return None if found is None or not text(found) else literal(source, found, name)


def _function_item(element: etree._Element) -> tuple[tuple[Variable, ...], str | None]:
    parameters = tuple(variable(parameter, "") for parameter in children(element, "parameters"))
    return parameters, attribute(element, "outputTypeRef")


def _node(source: Source, element: etree._Element, namespace: str) -> Node:
    name = attribute(element, "name") or attribute(element, "id") or ""
    source = source.within(name)
    place = source.at(element)
    if not name:
        source.findings.error("dmn.attribute-missing", place, attribute="name")
    reference = Reference(namespace, attribute(element, "id") or name)
    result = variable(child(element, "variable"), name)

    def references(outer: str, inner: str | None = None) -> References:
        return _references(source, element, namespace, outer, inner)

    kind = local(element)
    if kind == "inputData":
        return InputData(place, reference, name, result)
    knowledge = references("knowledgeRequirement", "requiredKnowledge")
    if kind == "businessKnowledgeModel":
        logic = child(element, "encapsulatedLogic")
        definition = None if logic is None else function_definition(source, logic)
        return KnowledgeModel(place, reference, name, result, definition, knowledge)
    if kind == "decisionService":
        parts = ("outputDecision", "encapsulatedDecision", "inputDecision", "inputData")
        return DecisionService(place, reference, name, result, *(references(part) for part in parts))
    information = references("informationRequirement", "requiredDecision") + references(
        "informationRequirement", "requiredInput"
    )
    return Decision(place, reference, name, result, boxed_child(source, element), information, knowledge)


def _references(source: Source, element: etree._Element, namespace: str, outer: str, inner: str | None) -> References:
    holders = children(element, outer)
    pointers = holders if inner is None else (pointer for holder in holders for pointer in children(holder, inner))
    found = []
    for pointer in pointers:
        model, _, node_id = (attribute(pointer, "href") or "").rpartition("#")
        if not node_id:
            source.findings.error("dmn.attribute-missing", source.at(pointer), attribute="href")
            continue
        found.append((source.at(pointer), Reference(model or namespace, node_id)))
    return tuple(found)
