"""What the practices give to the engine: importing this module registers handlers, views, calendars, listeners.

Every process that runs instances imports it once: web, worker, ticker, command line.
"""

from processes import opening_hours
from processes.incident import handlers, queries
from processes.notify import listeners
from processes.ticket import projection

__all__ = ["handlers", "listeners", "opening_hours", "projection", "queries"]
