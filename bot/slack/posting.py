"""Posting a message: one request on the shared session, and nothing around it.

The SDK's own ``chat_postMessage`` costs as much processor time again as the request itself (``benchmarks/``), and a
morning's reminders are the one thing here that comes by the thousand. What Slack answers is judged by the SDK.
"""

import json
from dataclasses import dataclass
from typing import Any, Final

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

METHOD: Final = "chat.postMessage"
_OK: Final = 200
_NO_TIMEOUT: Final = aiohttp.ClientTimeout(total=None)
_encoded: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


@dataclass(frozen=True, slots=True)
class Posting:
    """``client`` is the one that retries nothing by itself; its session, address and token are used."""

    client: AsyncWebClient

    async def post(self, arguments: dict[str, Any]) -> tuple[str, str]:
        """Post a message; where it stands: the conversation and the time.

        Raises:
            SlackApiError: Slack refused it, or gave an answer that is none.
            aiohttp.ClientError, TimeoutError: there was no answer.

        """
        session = self.client.session
        if session is None:
            raise NoSharedSessionError
        # The caller's timeout holds; the session's own would be one more alarm clock for each message.
        headers = {"Authorization": f"Bearer {self.client.token}", "Content-Type": "application/json; charset=utf-8"}
        body = _encoded(arguments).encode()
        # The way out is the SDK's for every other call: it takes a proxy from the environment too.
        way_out: dict[str, Any] = {name: found for name in ("proxy", "ssl") if (found := getattr(self.client, name))}
        async with session.post(
            self.client.base_url + METHOD, data=body, headers=headers, timeout=_NO_TIMEOUT, **way_out
        ) as answer:
            raw = await answer.read()
            data = _read(raw)
            if answer.status == _OK and data.get("ok") is True and data.get("channel") and data.get("ts"):
                return str(data["channel"]), str(data["ts"])
            self._judge(data, status=answer.status, headers=dict(answer.headers))
        raise UnreadableAnswerError

    def _judge(self, data: dict[str, Any], *, status: int, headers: dict[str, str]) -> None:
        AsyncSlackResponse(
            client=self.client,
            http_verb="POST",
            api_url=self.client.base_url + METHOD,
            req_args={},
            data=data,
            headers=headers,
            status_code=status,
        ).validate()


class NoSharedSessionError(RuntimeError):
    """The client was made without a session; that would open a connection for each message."""


class UnreadableAnswerError(RuntimeError):
    """Slack said yes and not to what: whether the message was posted is not known."""


def _read(raw: bytes) -> dict[str, Any]:
    """The answer; an empty one if it is no JSON object."""
    try:
        data = json.loads(raw)
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
