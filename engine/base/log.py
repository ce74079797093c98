"""One log line, one JSON object: loggers are called `praxis.*` and carry what the context knows."""

import logging
import sys

import structlog

from engine.base import settings


def configure() -> None:
    """Send everything that is logged, by Praxis and by libraries, through one formatter to standard error."""
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    readable = settings.LOG_FORMAT.value() == "text"
    last = structlog.dev.ConsoleRenderer(colors=False) if readable else structlog.processors.JSONRenderer()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(processor=last, foreign_pre_chain=shared))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.LOG_LEVEL.value().upper())
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def get_logger(room: str) -> structlog.stdlib.BoundLogger:
    """Return the logger `praxis.<room>`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(f"praxis.{room}")
    return logger
