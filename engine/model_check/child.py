"""The child of `bounded`: limits itself, reads a folder from standard input, writes findings and diagrams."""

import base64
import resource
import sys
from dataclasses import asdict

import orjson

from engine.model_check.folder import check_folder
from engine.model_check.references import Known
from engine.model_check.written import write_diagram


def main(seconds: int, memory: int) -> None:
    """Answer one question and end."""
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    question = orjson.loads(sys.stdin.buffer.read())
    files = {name: base64.b64decode(data) for name, data in question["files"].items()}
    checked = check_folder(files, Known(**question["known"]))
    answer = {
        "findings": [asdict(found) for found in checked.findings],
        "diagrams": [write_diagram(diagram) for diagram in checked.diagrams] if not checked.is_refused else [],
    }
    sys.stdout.buffer.write(orjson.dumps(answer))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
