"""Deadlines, retries, sockets and signatures (rules 3, 5, 6 and 14)."""

import asyncio
import contextlib
import logging
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from typing import Literal

import pytest
from aiohttp import ClientSession, WSServerHandshakeError, web
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control
from sandbox.outcomes import TROUBLE
from sandbox.server import Sandbox
from sandbox.shapes import Json
from sandbox.workspace import Rules
from tests.sandbox.bench import (
    ANN,
    BEN,
    PEOPLE,
    START,
    Connect,
    acks,
    actions,
    button,
    manifest,
    modal,
    new_app,
    open_socket,
    opening,
    post,
    running,
)

QUICK = Rules(ack_seconds=0.3, late_seconds=2.0)


async def slow(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await asyncio.sleep(0.6)
    await ack()


async def broken(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    raise RuntimeError("this listener fails on purpose")


@pytest.mark.parametrize("listener", [slow, broken], ids=["late", "raises"])
async def test_an_unacknowledged_submission_stays_open_with_its_text(connect: Connect, listener: object) -> None:
    async with connect(opening(modal(), view_form=listener), rules=QUICK) as bench:  # type: ignore[arg-type]
        await bench.ann.command("/ask")
        await bench.ann.fill({"why": "kept"})
        assert (await bench.ann.submit()).trouble
        (view,) = await bench.ann.stack()
        assert view.trouble == TROUBLE
        assert view.field_named("why").value == "kept"
        await asyncio.sleep(0.5)
        assert len(await bench.ann.stack()) == 1
        expected = ["late_ack"] if listener is slow else []
        assert await bench.violated() == expected


async def test_an_unacknowledged_command_or_button_shows_an_error_to_that_person_only(connect: Connect) -> None:
    def listen(app: AsyncApp) -> None:
        app.command("/ask")(broken)
        app.action("go")(broken)

    async with connect(listen, rules=QUICK) as bench:
        assert (await bench.ann.command("/ask")).trouble
        await bench.client.chat_postMessage(**post(ANN, actions(button("Open"))))
        assert (await bench.ann.press("Open")).trouble
        assert await bench.ann.troubles() == [TROUBLE, TROUBLE]
        assert await bench.control.act_as(BEN).troubles() == []


async def test_a_command_nobody_declared_reaches_no_app(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        outcome = await bench.ann.command("/other")
        assert (outcome.sent, outcome.error) == (False, "/other is not a command here")
        assert await bench.control.log("delivery") == []


async def test_an_answer_to_a_command_is_seen_by_its_caller_alone(connect: Connect) -> None:
    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await ack("Only you &amp; me.")

    async with connect(lambda app: app.command("/ask")(ask)) as bench:  # type: ignore[arg-type]
        outcome = await bench.ann.command("/ask", channel="C0GENERAL")
        assert outcome.text == "Only you & me."
        general = {place["id"]: place for place in (await bench.control.screen(BEN))["conversations"]}["C0GENERAL"]
        assert general["messages"] == []
        mine = {place["id"]: place for place in (await bench.control.screen(ANN))["conversations"]}["C0GENERAL"]
        assert mine["messages"][0]["ephemeral"] is True
        delivered = (await bench.control.log("delivery"))[0]["payload"]
        assert (delivered["channel_id"], delivered["channel_name"]) == ("C0GENERAL", "general")


async def test_a_response_url_works_five_times(connect: Connect) -> None:
    seen: list[str] = []

    async def ask(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        seen.append(body["response_url"])
        await ack()

    async with connect(lambda app: app.command("/ask")(ask)) as bench, ClientSession() as session:  # type: ignore[arg-type]
        await bench.ann.command("/ask")
        statuses = []
        for number in range(6):
            async with session.post(seen[0], json={"text": f"Answer {number}"}) as response:
                statuses.append(response.status)
        assert statuses == [200] * 5 + [404]
        assert len(await bench.ann.messages()) == 5
        assert await bench.violated() == ["dead_response_url"]


def failing(seen: list[Json], *, times: int) -> Callable[[AsyncApp], None]:
    """An app whose event listener fails so many times, then works."""

    async def event(body: Json, request: AsyncBoltRequest) -> None:
        headers = {str(key): value[0] for key, value in request.headers.items()}
        seen.append({"id": body["event_id"], **headers})
        if len(seen) <= times:
            raise RuntimeError("not yet")

    return lambda app: app.event("app_home_opened")(event)  # type: ignore[return-value]


async def test_an_event_comes_again_at_once_after_a_minute_and_after_five(connect: Connect) -> None:
    seen: list[Json] = []
    async with connect(failing(seen, times=9), rules=QUICK) as bench:
        await bench.control.freeze(START)
        await bench.ann.open_messages()
        await bench.control.settle()
        assert len(seen) == 2
        await bench.control.advance(by=timedelta(seconds=59))
        assert len(seen) == 2
        await bench.control.advance(by=timedelta(seconds=1))
        assert len(seen) == 3
        await bench.control.advance(by=timedelta(minutes=10))
        assert len(seen) == 4
        assert len({one["id"] for one in seen}) == 1
        assert [one.get("x-slack-retry-num", "0") for one in seen] == ["0", "1", "2", "3"]
        reason = "http_error" if bench.sandbox.workspace.request_url else "http_timeout"
        assert {one["x-slack-retry-reason"] for one in seen[1:]} == {reason}
        (lost,) = await bench.control.log("event_lost")
        assert lost["event_id"] == seen[0]["id"]
        assert await bench.violated() == ["event_lost"]


async def test_an_event_that_is_taken_on_its_first_retry_does_not_come_again(connect: Connect) -> None:
    seen: list[Json] = []
    async with connect(failing(seen, times=1), rules=QUICK) as bench:
        await bench.control.freeze(START)
        await bench.ann.open_messages()
        await bench.control.advance(by=timedelta(hours=1))
        assert len(seen) == 2
        assert await bench.violated() == []


async def test_a_retry_comes_by_itself_on_a_running_clock() -> None:
    seen: list[Json] = []
    async with running("http", failing(seen, times=2)) as bench:
        await bench.ann.open_messages()
        await bench.control.settle()
        assert len(seen) == 2
        # Jump to just before the minute is over; the rest passes in real time.
        await bench.control.advance(by=timedelta(seconds=59.6))
        assert len(seen) == 2
        await asyncio.sleep(0.6)
        assert len(seen) == 3


@contextlib.asynccontextmanager
async def bare_app(handle: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[Control]:
    """A workspace in front of one bare HTTP handler."""
    site = web.Application()
    site.router.add_post("/", handle)
    runner = web.AppRunner(site, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
            await control.set_request_url(f"http://127.0.0.1:{runner.addresses[0][1]}/")
            yield control
    finally:
        await runner.cleanup()


async def test_x_slack_no_retry_stops_the_retries() -> None:
    hits = 0

    async def handle(request: web.Request) -> web.Response:
        nonlocal hits
        body = await request.json()
        if body["type"] == "url_verification":
            return web.json_response({"challenge": body["challenge"]})
        hits += 1
        return web.Response(status=500, headers={"x-slack-no-retry": "1"})

    async with bare_app(handle) as control:
        await control.act_as(ANN).open_messages()
        await control.settle()
        assert hits == 1
        assert [line["why"] for line in await control.log("event_lost")] == ["no_retry"]


async def test_a_request_url_that_does_not_echo_the_challenge_is_not_taken() -> None:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        with pytest.raises(Exception, match="challenge"):
            await control.set_request_url("http://127.0.0.1:9/")


@pytest.mark.parametrize(
    ("how", "seconds", "passes"),
    [
        ("right", 0, True),
        ("right", 299, True),
        ("right", -299, True),
        ("right", 302, False),
        ("right", -301, False),
        ("wrong", 0, False),
        ("missing", 0, False),
    ],
)
async def test_requests_are_signed_and_can_be_signed_wrongly(
    how: Literal["right", "wrong", "missing"], seconds: int, passes: bool, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with running("http", opening(modal())) as bench:
        await bench.control.sign(how, seconds=seconds)
        assert (await bench.ann.command("/ask")).trouble is not passes
        status = (await bench.control.log("ack"))[-1]["status"]
        assert status == (200 if passes else 401)


async def test_each_envelope_goes_to_one_of_several_sockets() -> None:
    async with running("socket", opening(modal())) as bench:
        bench.handlers.extend([await open_socket(bench.app, bench.sandbox) for _ in range(3)])
        counts: Counter[int] = Counter()

        def counting(number: int) -> Callable[[object], object]:
            async def heard(message: object) -> None:
                counts[number] += "slash_commands" in str(message)

            return heard

        for number, handler in enumerate(bench.handlers):
            handler.client.on_message_listeners.append(counting(number))  # type: ignore[arg-type]
        for _ in range(24):
            await bench.ann.command("/ask")
            await bench.ann.close()
        assert sum(counts.values()) == 24
        assert len([count for count in counts.values() if count]) > 1


async def test_an_eleventh_socket_is_turned_away() -> None:
    async with (
        Sandbox.serve(manifest(), PEOPLE) as sandbox,
        Control(sandbox.url) as control,
        ClientSession() as session,
    ):
        client = AsyncWebClient(base_url=sandbox.api_url)
        token = sandbox.workspace.credentials.app_token
        sockets = []
        for _ in range(11):
            address = await client.apps_connections_open(app_token=token)
            sockets.append(await session.ws_connect(address["url"]))
        assert [(await one.receive_json())["type"] for one in sockets] == ["hello"] * 10 + ["disconnect"]
        assert await control.sockets() == 10


async def test_a_socket_address_works_once() -> None:
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, ClientSession() as session:
        client = AsyncWebClient(base_url=sandbox.api_url)
        address = await client.apps_connections_open(app_token=sandbox.workspace.credentials.app_token)
        await session.ws_connect(address["url"])
        with pytest.raises(WSServerHandshakeError):
            await session.ws_connect(address["url"])


async def test_without_a_socket_interactions_fail_and_events_wait_for_their_retries() -> None:
    seen: list[Json] = []
    async with Sandbox.serve(manifest(), PEOPLE) as sandbox, Control(sandbox.url) as control:
        await control.freeze(START)
        ann = control.act_as(ANN)
        assert (await ann.command("/ask")).trouble
        await ann.open_messages()
        app = new_app(sandbox)
        failing(seen, times=0)(app)
        handler = await open_socket(app, sandbox)
        await control.advance(by=timedelta(minutes=1))
        assert [one["x-slack-retry-num"] for one in seen] == ["2"]
        await handler.close_async()


@pytest.mark.parametrize("how", ["warning", "refresh_requested", "link_disabled", "drop"])
async def test_the_sdk_comes_back_after_each_kind_of_disconnect(
    how: Literal["warning", "refresh_requested", "link_disabled", "drop"], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.CRITICAL)
    async with running("socket", opening(modal())) as bench:
        opened = len([line for line in await bench.control.log("socket") if line["what"] == "opened"])
        await bench.control.disconnect_sockets(how, seconds=0.1)
        for _ in range(60):
            await asyncio.sleep(0.05)
            lines = await bench.control.log("socket")
            if len([line for line in lines if line["what"] == "opened"]) > opened:
                break
        assert (await bench.ann.command("/ask")).ok


async def test_a_silent_socket_answers_no_ping_and_delivers_nothing() -> None:
    async with running("socket", opening(modal()), rules=QUICK) as bench:
        await bench.control.disconnect_sockets("silent")
        assert (await bench.ann.command("/ask")).trouble


async def test_two_acknowledgements_are_recorded() -> None:
    async with (
        Sandbox.serve(manifest(), PEOPLE) as sandbox,
        Control(sandbox.url) as control,
        ClientSession() as session,
    ):
        client = AsyncWebClient(base_url=sandbox.api_url)
        address = await client.apps_connections_open(app_token=sandbox.workspace.credentials.app_token)
        socket = await session.ws_connect(address["url"])
        await socket.receive_json()
        asking = asyncio.create_task(control.act_as(ANN).command("/ask"))
        envelope = await socket.receive_json()
        assert envelope["accepts_response_payload"] is True
        for _ in range(2):
            await socket.send_json({"envelope_id": envelope["envelope_id"]})
        await socket.send_json({"envelope_id": "nobody"})
        assert (await asking).ok
        await control.settle()
        assert [one["kind"] for one in await control.violations()] == ["two_acks", "unknown_ack"]


async def test_a_body_in_the_acknowledgement_of_a_button_is_recorded(connect: Connect) -> None:
    view = modal(actions(button("Go")))
    async with connect(opening(view, action_go=acks({"text": "no use"}))) as bench:
        await bench.ann.command("/ask")
        await bench.ann.press("Go")
        assert await bench.violated() == ["ack_body_ignored"]


async def test_interactions_fail_where_the_manifest_leaves_them_off(connect: Connect) -> None:
    view = modal(actions(button("Go")))
    listen = opening(view, action_go=acks())
    async with connect(listen, described=manifest(interactive=False)) as bench:
        await bench.ann.command("/ask")
        assert (await bench.ann.press("Go")).trouble
