"""Where the log of the real desk lies, if it is at hand; it is not part of the project."""

import os
from pathlib import Path

import pytest

REAL_LOG = Path(os.environ.get("PRAXIS_UCI_LOG", "../shared/data/logs/uci_servicenow_incident_event_log.csv.gz"))
needs_real_log = pytest.mark.skipif(
    not REAL_LOG.is_file(), reason=f"no log of the real desk at {REAL_LOG}: name it by PRAXIS_UCI_LOG"
)
