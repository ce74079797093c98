"""The golden vectors of service-level arithmetic, where their folder is at hand."""

import json
import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.calendars import Calendar

VECTORS = Path(os.environ.get("PRAXIS_SLA_VECTORS") or Path(__file__).parents[4] / "shared/data/sla/sla_vectors.json")


def calendar_of(vector: dict[str, Any]) -> Calendar:
    described = vector["calendar"]
    week = described["weekly"]
    if week != "24x7":
        week = {day: ["-".join(span) for span in spans] for day, spans in week.items()}
    closed = [{"date": day, "hours": []} for day in described.get("holidays", ())]
    return Calendar.from_json({"name": vector["id"], "time_zone": described["tz"], "week": week, "exceptions": closed})


def test_golden_vectors_without_pauses_hold() -> None:
    if not VECTORS.exists():
        pytest.skip(f"NOT RUN: the golden vectors are not at {VECTORS}; set PRAXIS_SLA_VECTORS")
    vectors = [vector for vector in json.loads(VECTORS.read_text()) if "pauses" not in vector]
    wrong = []
    for vector in vectors:
        calendar, start = calendar_of(vector), datetime.fromisoformat(vector["start"])
        if vector["op"] == "due":
            found = calendar.add(start, timedelta(seconds=vector["target_seconds"]))
            right = found == datetime.fromisoformat(vector["due"])
        else:
            elapsed = calendar.elapsed(start, datetime.fromisoformat(vector["end"]))
            right = elapsed == timedelta(seconds=vector["business_seconds"])
        if not right:
            wrong.append(vector["id"])
    assert wrong == []
    assert len(vectors) >= 10
