"""Rooms above the engine are found through entry points; importing a room's wiring registers what it offers."""

from importlib.metadata import entry_points


def wire() -> None:
    """Import every module of the entry-point group `praxis.wiring`: handlers, views, calendars and listeners."""
    for point in entry_points(group="praxis.wiring"):
        point.load()
