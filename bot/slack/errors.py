"""What Slack's error codes mean for a message that should be sent (the table "Errors by class" of our Slack notes).

Each class lists its codes; whatever is not listed is an unknown outcome, because assuming would lose a reminder.
"""

from collections.abc import Mapping
from typing import ClassVar, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from bot.asking import PersonUnknownError, SurfaceUnreachableError

# Whatever Slack says, nobody waits for longer without asking again.
LONGEST_WAIT: Final = 86_400.0
# Stands for an answer without a code of Slack's own: HTML, half a JSON object, nothing at all.
UNREADABLE: Final = "unreadable_answer"


class DeliveryError(Exception):
    """A message was not, or may not have been, delivered. ``code`` is Slack's own; it holds nothing personal.

    ``codes`` are those of the class; one that ends in ``*`` stands for all that begin so.
    """

    codes: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, code: str, *, retry_after: float | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.retry_after = retry_after


class UnreachableError(DeliveryError):
    """Permanent for this person or channel: HR's digest says so."""

    codes = frozenset(
        {
            "account_deactivated",
            "app_access_restricted",
            "channel_not_found",
            "invalid_user_combination",
            "is_archived",
            "messages_tab_disabled",
            "not_in_channel",
            "restricted_action*",
            "user_disabled",
            "user_not_found",
            "user_not_visible",
        },
    )


class InstallationDownError(DeliveryError):
    """Permanent for the whole installation: stop sending, keep the rows, tell the operator."""

    codes = frozenset(
        {
            "account_inactive",
            "invalid_auth",
            "missing_scope",
            "not_allowed_token_type",
            "not_authed",
            "team_not_found",
            "token_expired",
            "token_revoked",
        },
    )


class OurFaultError(DeliveryError):
    """We drew something Slack refuses; trying again would not help."""

    codes = frozenset(
        {
            "invalid_arguments",
            "invalid_blocks",
            "invalid_blocks_format",
            "metadata_too_large",
            "msg_blocks_too_long",
            "msg_too_long",
            "no_text",
            "view_too_large",
        },
    )


class TryLaterError(DeliveryError):
    """Nothing was done. ``retry_after`` is in seconds where Slack, or our own count of its calls, said so.

    ``alone`` says that a call *beside* posting failed, such as a look-up: what it was for has to wait, and nothing
    else. Otherwise posting itself was put off, and with it every post of the workspace.
    """

    codes = frozenset(
        {"message_limit_exceeded", "rate_limited", "ratelimited", "request_timeout", "service_unavailable"},
    )

    def __init__(self, code: str, *, retry_after: float | None = None, alone: bool = False) -> None:
        super().__init__(code, retry_after=retry_after)
        self.alone = alone

    @property
    def limited(self) -> bool:
        """Whether a limit was met, so that nothing is amiss and no attempt was used up."""
        return self.code in _LIMITS


class OutcomeUnknownError(DeliveryError):
    """The message may have been delivered: the connection died, or Slack could not say."""

    codes = frozenset({"fatal_error", "internal_error"})


# What our own count says before it comes to a call; Slack never does.
HELD_BACK: Final = "held_back"
_LIMITS: Final = frozenset({HELD_BACK, "message_limit_exceeded", "rate_limited", "ratelimited"})

CLASSES: Final = (UnreachableError, InstallationDownError, OurFaultError, TryLaterError, OutcomeUnknownError)
CLASS_OF: Final[Mapping[str, type[DeliveryError]]] = {code: kind for kind in CLASSES for code in kind.codes}


def class_of(code: str) -> type[DeliveryError]:
    """What Slack's code means for a message that should be sent."""
    exact = CLASS_OF.get(code)
    if exact is not None:
        return exact
    families = (kind for name, kind in CLASS_OF.items() if name.endswith("*") and code.startswith(name[:-1]))
    return next(families, OutcomeUnknownError)


def delivery_error(error: Exception) -> DeliveryError:
    """The class of whatever a call to Slack raised."""
    if isinstance(error, DeliveryError):
        return error
    if isinstance(error, SlackApiError):
        return _from_slack(error)
    if isinstance(error, PersonUnknownError):
        return UnreachableError("user_not_found")
    if isinstance(error, SurfaceUnreachableError):
        # A look-up failed; what Slack said to it, if anything, stands behind.
        cause = error.__cause__
        return before_sending(cause if isinstance(cause, Exception) else TryLaterError("look_up"))
    if isinstance(error, aiohttp.ClientConnectorError):
        # DNS, TCP or TLS failed before a byte was sent.
        return TryLaterError("connect_failed")
    return OutcomeUnknownError("timeout" if isinstance(error, TimeoutError) else type(error).__name__)


def before_sending(error: Exception) -> DeliveryError:
    """The class of what a call raised before the message was posted: nothing was said, so nothing is unknown.

    A wait it asks for is for that call, and holds no other message up.
    """
    found = delivery_error(error)
    if isinstance(found, OutcomeUnknownError | TryLaterError):
        return TryLaterError(found.code, retry_after=found.retry_after, alone=True)
    return found


def _from_slack(error: SlackApiError) -> DeliveryError:
    response = error.response
    status = getattr(response, "status_code", 200)
    headers = {name.lower(): value for name, value in (getattr(response, "headers", None) or {}).items()}
    wait = headers.get("retry-after", "")
    retry_after = min(float(wait), LONGEST_WAIT) if str(wait).isdecimal() else None
    if status == 429:  # noqa: PLR2004 - HTTP's own number
        return TryLaterError("ratelimited", retry_after=retry_after)
    code = _code(response)
    return class_of(code)(code, retry_after=retry_after)


def code_of(error: SlackApiError) -> str:
    """Slack's own code, also for an answer that was no answer."""
    return _code(error.response)


def _code(response: object) -> str:
    data = getattr(response, "data", response)
    found = data.get("error") if isinstance(data, Mapping) else None
    return found if isinstance(found, str) else UNREADABLE
