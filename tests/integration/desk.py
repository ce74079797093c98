"""A small practice of its own for the engine's tests: one diagram that meets every kind of waiting."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from engine import definitions, instances, services
from engine.base.actor import SYSTEM, Actor
from engine.base.db import Database
from engine.base.errors import BpmnError, RuleViolated
from engine.execution import Held

ANNA = Actor("user", "anna")
BORIS = Actor("user", "boris")

DIAGRAM = """<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d"
    xmlns:praxis="https://praxis-itsm.org/bpmn/1.0" targetNamespace="https://praxis-itsm.org/test">
  <bpmn:message id="m_reply" name="sample.replied"/>
  <bpmn:error id="e_down" name="Down" errorCode="connector.failed"/>
  <bpmn:process id="sample" name="Sample" isExecutable="true">
    <bpmn:startEvent id="start" name="Start" praxis:phase="new"/>
    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="look_up"/>
    <bpmn:serviceTask id="look_up" name="Look up" praxis:phase="new" praxis:connector="directory"
        praxis:operation="lookup" praxis:retry="PT1S,PT2S" praxis:idempotent="true">
      <bpmn:extensionElements>
        <praxis:input name="login" value="login"/>
        <praxis:output name="person" value="result.name"/>
      </bpmn:extensionElements>
    </bpmn:serviceTask>
    <bpmn:boundaryEvent id="down" name="Down" attachedToRef="look_up">
      <bpmn:errorEventDefinition errorRef="e_down"/>
    </bpmn:boundaryEvent>
    <bpmn:sequenceFlow id="f2" sourceRef="look_up" targetRef="work"/>
    <bpmn:sequenceFlow id="f2b" sourceRef="down" targetRef="work"/>
    <bpmn:userTask id="work" name="Work" praxis:phase="in_progress" praxis:groups="&quot;l1&quot;"/>
    <bpmn:sequenceFlow id="f3" sourceRef="work" targetRef="note"/>
    <bpmn:serviceTask id="note" name="Note" praxis:phase="in_progress" praxis:handler="sample.note"/>
    <bpmn:sequenceFlow id="f4" sourceRef="note" targetRef="wait"/>
    <bpmn:eventBasedGateway id="wait" name="Wait" praxis:phase="waiting_customer"/>
    <bpmn:sequenceFlow id="f5" sourceRef="wait" targetRef="replied"/>
    <bpmn:sequenceFlow id="f6" sourceRef="wait" targetRef="late"/>
    <bpmn:intermediateCatchEvent id="replied" name="Replied" praxis:result="reply">
      <bpmn:messageEventDefinition messageRef="m_reply"/>
    </bpmn:intermediateCatchEvent>
    <bpmn:intermediateCatchEvent id="late" name="Late">
      <bpmn:timerEventDefinition><bpmn:timeDuration>P2D</bpmn:timeDuration></bpmn:timerEventDefinition>
    </bpmn:intermediateCatchEvent>
    <bpmn:sequenceFlow id="f7" sourceRef="replied" targetRef="check"/>
    <bpmn:sequenceFlow id="f8" sourceRef="late" targetRef="end"/>
    <bpmn:exclusiveGateway id="check" name="Content?"/>
    <bpmn:sequenceFlow id="f9" sourceRef="check" targetRef="end">
      <bpmn:conditionExpression>reply.content</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="f10" sourceRef="check" targetRef="work">
      <bpmn:conditionExpression>not(reply.content)</bpmn:conditionExpression>
    </bpmn:sequenceFlow>
    <bpmn:endEvent id="end" name="End" praxis:phase="closed"/>
  </bpmn:process>
</bpmn:definitions>
"""

said: list[str] = []


@services.handler("sample.note")
def note(session: Session, call: services.ServiceCall) -> Mapping[str, Any]:
    """Do what the last of `said` tells: a handler that refuses, fails as modelled, or works."""
    word = said.pop() if said else ""
    if word == "refuse":
        raise RuleViolated("sample.refused")
    if word == "error":
        raise BpmnError("SAMPLE")
    return {}


def deploy(session: Session) -> None:
    """Deploy the sample practice."""
    definitions.deploy(session, {"sample.bpmn": DIAGRAM.encode()}, author=SYSTEM)


def begin(database: Database, business_key: str = "T-1") -> Held:
    """Deploy and start one instance, which then waits for its look-up."""
    with database.transaction() as session:
        deploy(session)
        return instances.start(session, "sample", business_key=business_key, variables={"login": "anna"}, actor=ANNA)
