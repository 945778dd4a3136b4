"""Logs that carry ids and codes only: allow-listed keys, and never the text of an error (threats §3.7)."""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Final, TextIO

import structlog

from bot.slack.listeners import place_of

ALLOWED: Final = frozenset(
    {
        "event",
        "level",
        "timestamp",
        "logger",
        "attempts",
        "code",
        "count",
        "error",
        "expired",
        "job",
        "kind",
        "late",
        "moved",
        "notice",
        "place",
        "plan",
        "port",
        "reason",
        "reference",
        "refused",
        "seconds",
        "sent",
        "state",
        "transport",
        "url",
        "withdrawn",
    },
)
OURS: Final = frozenset({"jobs", "storage"})
QUIET: Final = ("slack_bolt", "slack_sdk", "aiohttp", "sqlalchemy", "apscheduler", "alembic", "asyncio")


def allowed_only(
    _logger: object,
    _method: str,
    line: MutableMapping[str, Any],
) -> MutableMapping[str, Any]:
    """Drop whatever is not on the list; ids and codes are short, so long values go as well."""
    return {key: value for key, value in line.items() if key in ALLOWED and len(str(value)) <= 200}  # noqa: PLR2004


class PlaceOnly(logging.Formatter):
    """Other people's loggers: logger, level, and for an error its class and place. Their messages may hold payloads.

    Our own packages write ids and codes into their messages and nothing else, so those are kept.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = f"{record.levelname.lower()} {record.name} {record.filename}:{record.lineno}"
        if record.name.partition(".")[0] in OURS:
            line += f" {record.getMessage()}"
        if record.exc_info and record.exc_info[1] is not None:
            error = record.exc_info[1]
            line += f" error={type(error).__name__} place={place_of(error)}"
        return line


def set_up_logs(*, human: bool, into: TextIO | None = None, quiet: bool = False) -> None:
    """Structured lines, plain ones for a person at a terminal; on standard error, or ``into`` an open file.

    ``quiet`` keeps warnings and errors only.
    """
    stream = into or sys.stderr
    handler = logging.StreamHandler(stream)
    handler.setFormatter(PlaceOnly())
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            allowed_only,
            structlog.dev.ConsoleRenderer(colors=False) if human else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING if quiet else logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(file=stream),
        cache_logger_on_first_use=True,
    )
