"""Whatever is done to a model: findings and nulls, never a crash."""

from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from engine.base.errors import InvalidInput, NotFound
from engine.decisions import check_model, compile_model
from engine.feel import FeelError
from tests.unit.decisions.writing import decision, definitions, feel, formal, input_data, knowledge_model, table

ITEM = """<itemDefinition name="tPair"><itemComponent name="a"><typeRef>number</typeRef></itemComponent>
    <itemComponent name="b" isCollection="true"><typeRef>string</typeRef><allowedValues><text>"x", "y"</text>
    </allowedValues></itemComponent></itemDefinition>"""
SERVICE = """<decisionService id="k-s" name="s"><outputDecision href="#d-table"/><inputData href="#i-n"/>
    </decisionService>"""
FUNCTION = f"<functionDefinition>{formal(['x: number'])}{feel('x + 1')}</functionDefinition>"
BOXES = "".join(
    [
        f"<for iteratorVariable='i'><in>{feel('1..3')}</in><return>{feel('i * n')}</return></for>",
        f"<filter><in>{feel('[n, 2]')}</in><match>{feel('item > 1')}</match></filter>",
        f"<conditional><if>{feel('n > 1')}</if><then>{feel('1')}</then><else>{feel('2')}</else></conditional>",
        f"<invocation>{feel('k')}<binding><parameter name='x'/>{feel('n')}</binding></invocation>",
        f"<relation><column name='c'/><row>{feel('n')}</row></relation>",
        f"<context><contextEntry><variable name='f'/>{FUNCTION}</contextEntry></context>",
    ]
)
RULES = [("> 1", '"x"', "1"), ('"a", "b"', "-", "2"), ("-", "not(null)", "n + 1")]
MODEL = definitions(
    ITEM,
    input_data("n", "number"),
    knowledge_model("k", ["x: number"], feel("x * 2"), type_ref="number"),
    decision("table", table(["n", "m | 1, 2"], RULES, policy="COLLECT", aggregation="SUM"), inputs=["n"]),
    decision("boxes", f"<list>{BOXES}</list>", inputs=["n"], knowledge=["k", "s"], decisions=["table"]),
    SERVICE,
)
TEXTS = [
    "",
    "-",
    "1 +",
    "null",
    "?",
    "[1..",
    "function(x) x(x)",
    "for i in 1..9 return partial",
    "n.a[1]",
    "not(n)",
    "k",
]
VALUES = ["", "x", "number", "tPair", "#d-boxes", "#nobody", "UNIQUE", "ANY", "PRIORITY", "true", "list<", "Java"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_mangled_model_gives_findings_or_nulls(data: st.DataObject) -> None:
    root = etree.fromstring(MODEL)
    elements = list(root.iter())[1:]
    for _ in range(data.draw(st.integers(1, 4))):
        element = data.draw(st.sampled_from(elements))
        what = data.draw(st.sampled_from(["remove", "text", "rename", "attribute"]))
        if what == "remove" and element.getparent() is not None:
            element.getparent().remove(element)
        elif what == "text":
            element.text = data.draw(st.sampled_from(TEXTS))
        elif what == "rename":
            element.tag = data.draw(st.sampled_from(elements)).tag
        elif what == "attribute" and element.attrib:
            element.attrib[data.draw(st.sampled_from(sorted(element.attrib)))] = data.draw(st.sampled_from(VALUES))
    files = {"mangled.dmn": etree.tostring(root)}
    model, _ = compile_model(files)
    for finding in check_model(files):
        assert finding.line("en") and finding.line("ru")
    for name in ("d-table", "d-boxes", "k-k", "k-s"):
        with suppress(FeelError, InvalidInput, NotFound):  # refused, twice the same id, or renamed away
            model.evaluate(name, {"n": 2, "m": 1}).trace()
