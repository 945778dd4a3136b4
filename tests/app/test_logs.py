"""A log line holds ids and codes; what people wrote, names and tokens have no way into it (threats §3.7)."""

import logging
from typing import Final

import pytest

from app.logs import ALLOWED, PlaceOnly, allowed_only

SAID: Final = "xoxb-1 what Jonas wrote"


def record(logger: str, text: str, *given: object, error: BaseException | None = None) -> logging.LogRecord:
    info = None if error is None else (type(error), error, error.__traceback__)
    return logging.LogRecord(logger, logging.ERROR, "somewhere/app.py", 12, text, given, info)


@pytest.mark.parametrize(
    "logger", ["slack_bolt.AsyncApp", "slack_sdk", "aiohttp.server", "sqlalchemy.engine", "asyncio"]
)
def test_other_peoples_loggers_say_where_and_never_what(logger: str) -> None:
    line = PlaceOnly().format(record(logger, "body: %s", SAID))
    assert line == f"error {logger} app.py:12"


def test_an_error_is_told_by_class_and_place() -> None:
    with pytest.raises(ValueError, match="invalid literal") as caught:
        int(SAID)
    line = PlaceOnly().format(record("asyncio", SAID, error=caught.value))
    assert "error=ValueError place=test_logs.py:" in line
    assert "Jonas" not in line
    assert "xoxb" not in line


def test_our_own_jobs_may_name_ids_and_codes() -> None:
    line = PlaceOnly().format(record("jobs.deliver", "a notice is undeliverable: notice=%s", "n1"))
    assert line.endswith("notice=n1")


def test_keys_nobody_allowed_and_long_values_are_dropped() -> None:
    given = {"event": "kept", "plan": "p" * 32, "text": SAID, "name": "Jonas", "reason": "x" * 201, "body": {}}
    assert allowed_only(None, "info", given) == {"event": "kept", "plan": "p" * 32}


def test_no_key_invites_what_people_wrote() -> None:
    assert not ALLOWED & {"text", "body", "name", "email", "words", "token", "payload", "value", "message"}
