"""What Alembic runs: migrations on the connection that `engine.migrations` opened."""

from typing import Any, Literal

from alembic import context

from engine.migrations import metadata


def render_own_types(kind: str, column_type: Any, _context: Any) -> str | Literal[False]:
    """Write Praxis' own column types as plain SQLAlchemy, so that an old revision never depends on today's code."""
    if kind == "type" and type(column_type).__name__ == "UtcDateTime":
        return "sa.DateTime(timezone=True)"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    render_as_batch=True,
    render_item=render_own_types,
)
context.run_migrations()
