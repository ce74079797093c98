"""The one table of what a diagram may hold: the check refuses by it, and docs/bpmn-support.md is printed from it."""

MAX_ELEMENTS = 5_000  # in one process, called ones drawn in
HUMAN = frozenset({"userTask", "manualTask"})
SCOPES = frozenset({"subProcess", "transaction", "adHocSubProcess"})

ACTIVITIES = {
    "task": "passes at once: BPMN gives it no work to do",
    "userTask": "offered in the inbox, with form, candidate groups, assignee and due time",
    "manualTask": "offered in the inbox like a user task",
    "serviceTask": "`praxis:handler` runs inside the transaction, `praxis:connector` as a job of a worker",
    "scriptTask": "evaluates FEEL into `praxis:result`; no other language ever runs",
    "businessRuleTask": "asks a DMN decision of the folder; the rules that fired go into the history",
    "sendTask": "sends a message with payload and correlation",
    "receiveTask": "waits for a message; boundary events on it work",
    "callActivity": "the called process is drawn in at deployment: own variables, declared inputs and outputs",
    "subProcess": "embedded, nested to any depth, with event sub-processes; shares the variables around it",
}
GATEWAYS = {
    "exclusiveGateway": "the first true flow in document order, else the default flow, else a fault",
    "parallelGateway": "joins one token of each incoming flow, in every round of a loop",
    "inclusiveGateway": "joins when no other token can still arrive (BPMN 2.0.2, table 13.3)",
    "eventBasedGateway": "the first event wins, any number of timers among them",
}
MARKERS = {
    "multiInstanceLoopCharacteristics": "parallel and sequential, over a list or a number, with completion condition",
    "standardLoopCharacteristics": "with condition, maximum, and test before or after",
    "several outgoing flows": "conditional and default flows leave any activity; several flows are a parallel split",
    "no end event": "a path may simply stop",
    "dataObject": "a picture of a variable: variables are seen at any depth without associations",
}
# Which events each position may carry; an empty word is the event without a definition.
EVENTS: dict[str, frozenset[str]] = {
    "startEvent": frozenset({"", "message", "timer", "signal"}),
    "start of an event sub-process": frozenset({"message", "timer", "signal", "conditional", "error", "escalation"}),
    "intermediateCatchEvent": frozenset({"message", "timer", "signal", "conditional", "link"}),
    "intermediateThrowEvent": frozenset({"", "message", "signal", "escalation", "link", "compensate"}),
    "boundaryEvent": frozenset({"message", "timer", "signal", "conditional", "error", "escalation", "compensate"}),
    "endEvent": frozenset({"", "message", "error", "escalation", "signal", "terminate", "compensate"}),
}
REFUSED = {
    "complexGateway": "an inclusive gateway, or a FEEL condition after a parallel one",
    "adHocSubProcess": "the order that is meant, or a multi-instance activity",
    "transaction": "a sub-process with compensation and an error boundary",
    "callChoreography": "a process: choreographies do not run",
    "choreographyTask": "a process: choreographies do not run",
    "subChoreography": "a process: choreographies do not run",
    "conditional start of a process": "a message start",
    "multiple and parallel multiple event": "an event-based gateway, or one event after another",
    "cancel event": "an error event and compensation",
}
PICTURES = {
    "timer or signal start of a process": "kept in the drawing only (a warning): instances begin by hand or by message",
    "dataStore": "a picture only (a warning): read and write with a service task",
    "textAnnotation, group, category": "pictures",
}

# How the names of the things that tokens visit end in BPMN; everything else in a process is written beside them.
NODE_ENDINGS = ("task", "event", "gateway", "process", "transaction", "activity", "choreography")
# Where a token may stand for a while; a ring without one of these never ends.
WAITING = (
    HUMAN | SCOPES | {"receiveTask", "callActivity", "eventBasedGateway", "intermediateCatchEvent"} | REFUSED.keys()
)


def support_page() -> str:
    """Return docs/bpmn-support.md."""
    events = {place: ", ".join(sorted(kind or "none" for kind in kinds)) for place, kinds in EVENTS.items()}
    parts = [
        "# What runs in Praxis\n",
        "Each element below does what BPMN 2.0 says, or is refused at deployment with a message that helps."
        " This page is printed from the table that the check uses.\n",
        _table("Activities", "how it runs", ACTIVITIES),
        _table("Gateways", "how it runs", GATEWAYS),
        _table("Markers and shapes", "how it runs", MARKERS),
        _table("Events by position", "kinds", events),
        "Non-interrupting message and signal events fire every time; a cycle that was missed fires once and goes on in"
        " its beat. A condition is looked at whenever the instance has moved, and fires each time it becomes true. An"
        " error goes to the boundary with its code, else to one without code, else outwards.\n",
        _table("Refused", "what to draw instead", REFUSED),
        _table("Pictures", "what becomes of them", PICTURES),
    ]
    return "\n".join(parts)


def _table(title: str, heading: str, rows: dict[str, str]) -> str:
    lines = [f"| {name} | {text} |" for name, text in rows.items()]
    return "\n".join([f"## {title}\n", f"| element | {heading} |", "|---|---|", *lines, ""])
