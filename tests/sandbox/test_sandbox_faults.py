"""Faults on request, as the real slack_sdk meets them (rule 9)."""

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control, ControlError
from sandbox.faults import FaultKind
from sandbox.server import Sandbox
from sandbox.shapes import Json
from tests.sandbox.bench import ANN, BEN, HANA, PEOPLE, Alone, home, manifest, post, refused

POST = "chat.postMessage"


async def stored(alone: Alone) -> int:
    """How many messages Ann has."""
    return len(await alone.ann.messages())


async def met(alone: Alone) -> list[tuple[str, bool]]:
    """Each fault in the log: its kind, and whether the call took effect."""
    return [(line["fault"], line["stored"]) for line in await alone.control.log("fault")]


async def broken(call: Awaitable[Any]) -> SlackApiError:
    with pytest.raises(SlackApiError) as caught:
        await call
    return caught.value


@pytest.fixture(params=[False, True], ids=["before", "after"])
def effect(request: pytest.FixtureRequest) -> bool:
    """Whether the fault strikes before the call takes effect or after."""
    found: bool = request.param
    return found


@pytest.mark.parametrize("kind", ["drop", "reset"])
async def test_a_connection_ends_before_or_after_the_message_is_stored(
    alone: Alone, kind: FaultKind, effect: bool
) -> None:
    await alone.control.script_fault(POST, kind, stored=effect)
    # Whether a client sees an end or a reset depends on what it was doing at that moment.
    with pytest.raises((aiohttp.ServerDisconnectedError, aiohttp.ClientOSError)):
        await alone.client.chat_postMessage(**post(ANN))
    assert await stored(alone) == effect
    assert await met(alone) == [(kind, effect)]
    (line,) = [one for one in await alone.control.log("call") if one["method"] == POST]
    assert (line["ok"], line["status"], line["fault"]) == (effect, None, kind)


async def test_a_reset_reaches_the_client_as_a_reset(alone: Alone) -> None:
    await alone.control.script_fault(POST, "reset")
    with pytest.raises(aiohttp.ClientOSError, match="reset by peer"):
        await alone.client.chat_postMessage(**post(ANN))


async def test_silence_lasts_until_the_client_gives_up(alone: Alone, effect: bool) -> None:
    await alone.control.script_fault(POST, "silence", stored=effect)
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await alone.client.chat_postMessage(**post(ANN))
    assert await stored(alone) == effect
    assert await met(alone) == [("silence", effect)]


async def test_the_clients_own_timeout_ends_a_silence(alone: Alone) -> None:
    impatient = AsyncWebClient(token=alone.client.token, base_url=alone.client.base_url, timeout=1, retry_handlers=[])
    await alone.control.script_fault(POST, "silence")
    with pytest.raises(TimeoutError):
        await impatient.chat_postMessage(**post(ANN))


async def test_clearing_the_faults_ends_a_silence(alone: Alone) -> None:
    await alone.control.script_fault(POST, "silence", times=None)
    call = asyncio.create_task(alone.client.chat_postMessage(**post(ANN)))
    await asyncio.sleep(0.1)
    assert not call.done()
    await alone.control.clear_faults()
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await asyncio.wait_for(call, timeout=2)
    await alone.client.chat_postMessage(**post(ANN))
    assert await stored(alone) == 1


async def test_a_silence_ends_by_itself(alone: Alone) -> None:
    await alone.control.script_fault(POST, "silence", seconds=0.2)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await asyncio.wait_for(alone.client.chat_postMessage(**post(ANN)), timeout=2)


async def test_a_silence_does_not_keep_the_workspace_from_being_settled(alone: Alone) -> None:
    await alone.control.script_fault(POST, "silence")
    call = asyncio.create_task(alone.client.chat_postMessage(**post(ANN)))
    await asyncio.sleep(0.1)
    await alone.control.settle(seconds=2)
    call.cancel()
    await asyncio.wait({call})


async def test_stopping_the_server_ends_a_silence() -> None:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        token = sandbox.workspace.credentials.bot_token
        client = AsyncWebClient(token=token, base_url=sandbox.api_url, retry_handlers=[])
        await control.script_fault(POST, "silence", seconds=60)
        call = asyncio.create_task(client.chat_postMessage(**post(ANN)))
        await asyncio.sleep(0.1)
        began = asyncio.get_running_loop().time()
    assert asyncio.get_running_loop().time() - began < 2
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await asyncio.wait_for(call, timeout=2)


@pytest.mark.parametrize("status", [500, 503])
async def test_an_http_error_says_nothing_about_the_message(alone: Alone, status: int, effect: bool) -> None:
    await alone.control.script_fault(POST, "http", status=status, stored=effect)
    error = await broken(alone.client.chat_postMessage(**post(ANN)))
    assert error.response.status_code == status
    assert await stored(alone) == effect
    assert await met(alone) == [("http", effect)]


@pytest.mark.parametrize("status", [200, 502])
async def test_a_page_comes_where_json_should_be(alone: Alone, status: int, effect: bool) -> None:
    await alone.control.script_fault(POST, "html", status=status, stored=effect)
    error = await broken(alone.client.chat_postMessage(**post(ANN)))
    assert error.response.status_code == status
    assert error.response.data == {}
    assert await stored(alone) == effect
    assert await met(alone) == [("html", effect)]


async def test_half_of_the_json_comes(alone: Alone, effect: bool) -> None:
    await alone.control.script_fault(POST, "broken_json", stored=effect)
    error = await broken(alone.client.chat_postMessage(**post(ANN)))
    assert "non-JSON format" in str(error)
    assert await stored(alone) == effect
    assert await met(alone) == [("broken_json", effect)]


@pytest.mark.parametrize("word", ["ratelimited", "rate_limited"])
@pytest.mark.parametrize("status", [429, 200])
async def test_a_refusal_for_the_rate_comes_in_each_form(alone: Alone, status: int, word: str) -> None:
    await alone.control.script_fault(POST, "rate_limit", status=status, error=word, retry_after=30)
    answer = await refused(alone.client.chat_postMessage(**post(ANN)))
    assert (answer["status"], answer["error"]) == (status, word)
    assert await stored(alone) == 0
    assert await met(alone) == [("rate_limit", False)]


async def test_whoever_calls_inside_a_wait_is_recorded(alone: Alone) -> None:
    await alone.control.script_fault(POST, "rate_limit", times=2, retry_after=300)
    assert (await broken(alone.client.chat_postMessage(**post(ANN)))).response.headers["Retry-After"] == "300"
    assert await alone.violated() == []
    await alone.control.advance(by=timedelta(seconds=299))
    assert (await broken(alone.client.chat_postMessage(**post(BEN)))).response.headers["Retry-After"] == "1"
    assert await alone.violated() == ["call_during_retry_after"]
    assert [left["to_spoil"] for left in await alone.control.faults()] == [1], "a call in the wait uses up no fault"
    await alone.control.clear_faults()
    await alone.control.advance(by=timedelta(seconds=1))
    await alone.client.chat_postMessage(**post(ANN))
    assert await alone.violated() == ["call_during_retry_after"]


async def test_other_methods_do_not_share_the_wait(alone: Alone) -> None:
    await alone.control.script_fault(POST, "rate_limit", retry_after=30)
    await refused(alone.client.chat_postMessage(**post(ANN)))
    await alone.client.users_info(user=ANN)
    assert await alone.violated() == []


async def test_a_refusal_without_a_header_binds_nobody(alone: Alone) -> None:
    await alone.control.script_fault(POST, "rate_limit", status=200)
    assert "Retry-After" not in (await broken(alone.client.chat_postMessage(**post(ANN)))).response.headers
    await alone.client.chat_postMessage(**post(ANN))
    assert await alone.violated() == []


@pytest.mark.parametrize("code", ["fatal_error", "internal_error"])
async def test_an_error_may_hide_that_the_message_is_stored(alone: Alone, code: str, effect: bool) -> None:
    await alone.control.script_fault(POST, "error", error=code, stored=effect)
    assert (await refused(alone.client.chat_postMessage(**post(ANN))))["error"] == code
    assert await stored(alone) == effect
    (line,) = await alone.control.log("fault")
    assert (line["method"], line["error"], line["stored"]) == (POST, code, effect)


@pytest.mark.parametrize("code", ["token_revoked", "account_inactive", "channel_not_found", "user_disabled"])
async def test_any_error_comes_by_name(alone: Alone, code: str) -> None:
    await alone.control.script_fault(POST, "error", error=code)
    assert (await refused(alone.client.chat_postMessage(**post(ANN))))["error"] == code
    assert await stored(alone) == 0
    await alone.client.chat_postMessage(**post(ANN))
    assert await met(alone) == [("error", False)]


async def test_errors_of_other_methods_come_by_name_too(alone: Alone) -> None:
    await alone.control.script_fault("views.publish", "error", error="hash_conflict")
    await alone.control.script_fault("views.open", "error", error="expired_trigger_id")
    await alone.control.script_fault("conversations.open", "error", error="user_disabled")
    published = await refused(alone.client.views_publish(user_id=ANN, view=home()))
    opened = await refused(alone.client.views_open(trigger_id="1.2.3", view=home()))
    talked = await refused(alone.client.conversations_open(users=ANN))
    assert [one["error"] for one in (published, opened, talked)] == [
        "hash_conflict",
        "expired_trigger_id",
        "user_disabled",
    ]


async def test_a_fault_strikes_so_many_calls_after_so_many_others(alone: Alone) -> None:
    await alone.control.script_fault("users.info", "error", times=2, after=1, error="fatal_error")
    assert await alone.control.faults() == [{"method": "users.info", "kind": "error", "to_pass": 1, "to_spoil": 2}]
    went = [await _answered(alone) for _ in range(4)]
    assert went == [True, False, False, True]
    assert await alone.control.faults() == []


async def _answered(alone: Alone) -> bool:
    try:
        await alone.client.users_info(user=ANN)
    except SlackApiError:
        return False
    return True


async def test_a_fault_without_an_end_strikes_every_method_until_it_is_cleared(alone: Alone) -> None:
    await alone.control.script_fault("*", "error", times=None, error="token_revoked")
    assert (await refused(alone.client.users_info(user=ANN)))["error"] == "token_revoked"
    assert (await refused(alone.client.auth_test()))["error"] == "token_revoked"
    await alone.control.clear_faults()
    assert await _answered(alone)


async def test_a_fault_can_be_for_one_person_alone(alone: Alone) -> None:
    await alone.control.script_fault("users.info", "error", times=None, where={"user": BEN}, error="fatal_error")
    await alone.client.users_info(user=HANA)
    assert (await refused(alone.client.users_info(user=BEN)))["error"] == "fatal_error"


async def test_two_faults_of_one_method_come_in_the_order_they_were_asked_for(alone: Alone) -> None:
    await alone.control.script_fault("users.info", "error", error="fatal_error")
    await alone.control.script_fault("users.info", "error", error="internal_error")
    codes = [(await refused(alone.client.users_info(user=ANN)))["error"] for _ in range(2)]
    assert codes == ["fatal_error", "internal_error"]


async def test_a_call_that_is_refused_anyway_takes_no_effect_under_a_fault(alone: Alone) -> None:
    await alone.control.script_fault(POST, "drop", stored=True)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await alone.client.chat_postMessage(**post("C0NOWHERE"))
    assert await met(alone) == [("drop", False)]


@pytest.mark.parametrize(
    "said",
    [
        {"method": "chat.scheduleMessage", "kind": "drop"},
        {"method": POST, "kind": "earthquake"},
        {"method": POST, "kind": "error"},
        {"method": POST, "kind": "rate_limit", "stored": True},
        {"method": POST, "kind": "drop", "times": 0},
        {"method": POST, "kind": "drop", "after": -1},
        {"method": POST, "kind": "silence", "seconds": 3600},
        {"method": POST, "kind": "drop", "loudly": True},
        {"kind": "drop"},
    ],
    ids=lambda said: "-".join(str(value) for value in said.values()),
)
async def test_a_fault_that_cannot_be_is_refused(alone: Alone, said: Json) -> None:
    with pytest.raises(ControlError):
        await alone.control.call("POST", "/faults", said)
    assert await alone.control.faults() == []
