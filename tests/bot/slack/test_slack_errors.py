"""Each of Slack's error codes has one class, and with it one way to go on (our Slack notes, "Errors by class")."""

from typing import Final

import aiohttp
import pytest
from aiohttp.client_reqrep import ConnectionKey
from slack_sdk.errors import SlackApiError

from bot.asking import PersonUnknownError, SurfaceUnreachableError
from bot.slack.errors import (
    CLASS_OF,
    CLASSES,
    DeliveryError,
    InstallationDownError,
    OurFaultError,
    OutcomeUnknownError,
    TryLaterError,
    UnreachableError,
    before_sending,
    delivery_error,
)

# Written down a second time, from the notes and not from the code.
TABLE: Final[dict[type[DeliveryError], str]] = {
    UnreachableError: """
        channel_not_found is_archived not_in_channel messages_tab_disabled restricted_action* user_disabled
        user_not_found user_not_visible invalid_user_combination app_access_restricted account_deactivated
    """,
    InstallationDownError: """
        account_inactive token_revoked token_expired invalid_auth missing_scope team_not_found not_authed
        not_allowed_token_type
    """,
    OurFaultError: """
        invalid_blocks invalid_blocks_format invalid_arguments msg_blocks_too_long msg_too_long view_too_large no_text
        metadata_too_large
    """,
    TryLaterError: "ratelimited rate_limited message_limit_exceeded service_unavailable request_timeout",
    OutcomeUnknownError: "fatal_error internal_error",
}
# Slack has said these; a star in the notes means whatever else begins so.
BEGIN_SO: Final = (
    "",
    "_non_threadable_channel",
    "_read_only_channel",
    "_thread_locked",
    "_thread_only_channel",
    "_new",
)
ROWS: Final = [(code, kind) for kind, codes in TABLE.items() for code in codes.split()]
SAID: Final = [
    (code.replace("*", end), kind) for code, kind in ROWS for end in (BEGIN_SO if code.endswith("*") else ("",))
]
KEY: Final = ConnectionKey("127.0.0.1", 1, False, True, None, None, None)


def refused(code: str, *, status: int = 200, **headers: str) -> SlackApiError:
    class Response:
        data = {"ok": False, "error": code}  # noqa: RUF012 - as Slack's own response class has it
        status_code = status

    answer = Response()
    answer.headers = {name.replace("_", "-"): value for name, value in headers.items()}  # type: ignore[attr-defined]
    return SlackApiError("refused", answer)


@pytest.mark.parametrize(("code", "kind"), SAID)
def test_a_code_has_the_class_of_the_notes(code: str, kind: type[DeliveryError]) -> None:
    found = delivery_error(refused(code))
    assert (type(found), found.code, str(found)) == (kind, code, code)


@pytest.mark.parametrize("status", [200, 429])
@pytest.mark.parametrize("code", ["ratelimited", "rate_limited"])
def test_a_rate_limit_is_one_with_either_status_and_in_either_spelling(code: str, status: int) -> None:
    """One of posting concerns the whole workspace; one of a look-up concerns what it was for, and nothing else."""
    limited = refused(code, status=status, Retry_After="12")
    posting = delivery_error(limited)
    assert isinstance(posting, TryLaterError)
    assert (posting.limited, posting.alone, posting.retry_after) == (True, False, 12.0)
    looking = before_sending(limited)
    assert isinstance(looking, TryLaterError)
    assert (looking.limited, looking.alone, looking.retry_after) == (True, True, 12.0)


def test_every_code_the_program_knows_stands_in_the_notes_and_in_one_class_alone() -> None:
    assert sorted(CLASS_OF) == sorted(code for code, _ in ROWS)
    assert sum(len(kind.codes) for kind in CLASSES) == len(CLASS_OF)


@pytest.mark.parametrize("code", ["something_new", "", "internal", "restricted", "user_disabled_too"])
def test_a_code_nobody_knows_is_an_unknown_outcome(code: str) -> None:
    assert type(delivery_error(refused(code))) is OutcomeUnknownError


@pytest.mark.parametrize(
    ("wait", "seconds"), [("30", 30.0), ("0", 0.0), ("", None), ("soon", None), ("-5", None), ("9" * 400, 86_400.0)]
)
def test_too_many_requests_is_tried_again_after_the_time_slack_names(wait: str, seconds: float | None) -> None:
    found = delivery_error(refused("anything", status=429, Retry_After=wait))
    assert (type(found), found.code, found.retry_after) == (TryLaterError, "ratelimited", seconds)
    spoken_in_the_body = delivery_error(refused("rate_limited", retry_after="7"))
    assert (type(spoken_in_the_body), spoken_in_the_body.retry_after) == (TryLaterError, 7.0)


@pytest.mark.parametrize(
    ("error", "kind", "code"),
    [
        (aiohttp.ClientConnectorError(KEY, OSError(111, "refused")), TryLaterError, "connect_failed"),
        (aiohttp.ServerDisconnectedError(), OutcomeUnknownError, "ServerDisconnectedError"),
        (TimeoutError(), OutcomeUnknownError, "timeout"),
        (aiohttp.ServerTimeoutError(), OutcomeUnknownError, "timeout"),
        (ConnectionResetError(), OutcomeUnknownError, "ConnectionResetError"),
        (ValueError("what a person wrote"), OutcomeUnknownError, "ValueError"),
        (PersonUnknownError(), UnreachableError, "user_not_found"),
        (SurfaceUnreachableError(), TryLaterError, "look_up"),
    ],
)
def test_what_is_no_answer_of_slacks_is_sorted_by_what_may_have_happened(
    error: Exception, kind: type[DeliveryError], code: str
) -> None:
    found = delivery_error(error)
    assert (type(found), found.code) == (kind, code)


@pytest.mark.parametrize("error", [TimeoutError(), aiohttp.ServerDisconnectedError(), refused("fatal_error")])
def test_before_the_message_is_posted_nothing_is_unknown(error: Exception) -> None:
    found = before_sending(error)
    assert isinstance(found, TryLaterError)
    assert found.alone
    assert not found.limited
    assert type(before_sending(refused("token_revoked"))) is InstallationDownError


def test_behind_a_look_up_that_failed_slacks_own_answer_counts() -> None:
    for code, kind in (("token_revoked", InstallationDownError), ("ratelimited", TryLaterError)):
        error = SurfaceUnreachableError()
        error.__cause__ = refused(code)
        assert type(delivery_error(error)) is kind


@pytest.mark.parametrize("behind", [None, TimeoutError(), refused("internal_error"), refused("ratelimited")])
def test_a_look_up_that_failed_holds_nobody_else_up(behind: Exception | None) -> None:
    error = SurfaceUnreachableError()
    error.__cause__ = behind
    found = delivery_error(error)
    assert isinstance(found, TryLaterError)
    assert found.alone


def test_an_answer_that_is_no_answer_has_a_code_all_the_same() -> None:
    assert delivery_error(SlackApiError("unreadable", object())).code == "unreadable_answer"
