"""The control API, the page's folder, the door, and what is kept between runs."""

import asyncio
import stat
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control, ControlError
from sandbox.keeping import StateFileError
from sandbox.manifest import ManifestError, read_manifest
from sandbox.people import SandboxPerson
from sandbox.server import NotLoopbackError, Sandbox
from tests.sandbox.bench import (
    ANN,
    BEN,
    PEOPLE,
    START,
    Alone,
    Connect,
    actions,
    button,
    home,
    manifest,
    modal,
    opening,
    post,
    section,
)


@pytest.mark.parametrize("host", ["0.0.0.0", "192.0.2.1", "::", "example.org"])
async def test_no_other_host_is_served(host: str) -> None:
    with pytest.raises(NotLoopbackError):
        async with Sandbox.serve(manifest(), PEOPLE, host=host):
            pass


@pytest.mark.parametrize(
    "headers",
    [{"Host": "evil.example.org"}, {"Host": "evil.example.org:80"}, {"Origin": "http://evil.example.org"}],
)
async def test_other_names_and_other_pages_are_turned_away(alone: Alone, headers: dict[str, str]) -> None:
    async with (
        ClientSession() as session,
        session.get(alone.sandbox.url + "/control/people", headers=headers) as response,
    ):
        assert response.status == 403


async def test_every_answer_forbids_foreign_scripts_and_caching(alone: Alone) -> None:
    async with ClientSession() as session:
        for path in ("/", "/control/people", "/api/auth.test", "/nothing.js"):
            async with session.get(alone.sandbox.url + path) as response:
                assert response.headers["Content-Security-Policy"].startswith("default-src 'self'")
                assert "unsafe" not in response.headers["Content-Security-Policy"]
                assert response.headers["Cache-Control"] == "no-store"


async def test_nothing_outside_the_page_folder_is_served(alone: Alone) -> None:
    async with ClientSession() as session:
        for path in ("/../server.py", "/%2e%2e/server.py", "/server.py", "/..%2fclock.py"):
            async with session.get(alone.sandbox.url + path) as response:
                assert response.status == 404


async def test_only_json_moves_anything(alone: Alone) -> None:
    async with (
        ClientSession() as session,
        session.post(alone.sandbox.url + f"/control/act/{ANN}/say", data='{"text": "hi"}') as response,
    ):
        assert response.status == 409
    assert await alone.ann.messages() == []


async def test_waiting_ends_when_something_changes_or_the_time_is_over(alone: Alone) -> None:
    revision = (await alone.control.screen(ANN))["revision"]
    waiting = asyncio.create_task(alone.control.call("GET", f"/wait?since={revision}"))
    await asyncio.sleep(0.05)
    assert not waiting.done()
    await alone.client.chat_postMessage(**post(BEN))
    assert (await waiting)["revision"] > revision
    revision = (await alone.control.screen(ANN))["revision"]
    over = await alone.control.call("GET", f"/wait?since={revision}&seconds=0.05")
    assert over["revision"] == revision


async def test_a_screen_holds_all_of_one_person_and_nothing_of_another(alone: Alone) -> None:
    await alone.client.chat_postMessage(**post(ANN, section("for *Ann*"), actions(button("Open"))))
    await alone.client.views_publish(user_id=ANN, view=home(section("Hello <@W0BEN>")))
    screen = await alone.control.screen(ANN)
    (place,) = [one for one in screen["conversations"] if one["kind"] == "im"]
    assert place["messages"][0]["text"] == "for Ann\n[ Open ]"
    assert screen["unread"] == place["unread"] == 1
    assert screen["home"]["text"] == "Hello @Ben Baker"
    assert screen["app"]["commands"] == ["/ask"]
    other = await alone.control.screen(BEN)
    assert (other["unread"], other["home"], other["notifications"]) == (0, None, [])
    assert "for *Ann*" not in str(other)
    await alone.ann.read()
    assert (await alone.control.screen(ANN))["unread"] == 0


async def test_the_impossible_is_refused_in_words(alone: Alone) -> None:
    for act in (
        alone.ann.submit(),
        alone.ann.close(),
        alone.ann.press("Nothing"),
        alone.ann.fill({"x": 1}),
        alone.control.screen("U0NOBODY"),
        alone.control.change_person(ANN, shoe_size=44),
        alone.control.change_person(ANN, tz="Mars/Base"),
        alone.control.act_as("U0GONE").command("/ask"),
        alone.control.call("POST", f"/act/{ANN}/dance", {}),
        alone.control.resend(1),
    ):
        with pytest.raises(ControlError):
            await act


async def test_fields_are_found_by_label_and_wrong_values_are_refused(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        await bench.ann.command("/ask")
        await bench.ann.fill({"your WHY ": "found"})
        view = await bench.ann.modal()
        assert view is not None
        assert "[ found ]" in view.text
        with pytest.raises(ControlError, match="no field is called"):
            await bench.ann.fill({"Other": "x"})


async def test_a_button_is_found_newest_first_or_on_its_message(connect: Connect) -> None:
    async with connect(opening(modal())) as bench:
        first = await bench.client.chat_postMessage(**post(ANN, actions(button("Open", value="one"))))
        await bench.control.freeze(START + timedelta(days=9_000))
        await bench.client.chat_postMessage(**post(ANN, actions(button("Open", value="two"))))
        bench.sandbox.workspace.rules = type(bench.sandbox.workspace.rules)(ack_seconds=0.2)
        await bench.ann.press("Open")
        await bench.ann.press("open", nth=1)
        await bench.ann.press("go", message=first["ts"])
        pressed = [line["payload"] for line in await bench.control.log("delivery")]
        assert [one["actions"][0]["value"] for one in pressed] == ["two", "one", "one"]
        assert pressed[2]["container"]["message_ts"] == first["ts"]
        assert pressed[2]["message"]["text"] == "You have a new item."


async def test_changed_and_new_people_are_told_to_the_app(connect: Connect) -> None:
    seen: list[dict[str, object]] = []

    async def told(event: dict[str, object]) -> None:
        seen.append(event)

    def listen(app: object) -> None:
        for kind in ("user_change", "team_join"):
            app.event(kind)(told)  # type: ignore[attr-defined]

    async with connect(listen) as bench:
        await bench.control.change_person(ANN, deleted=True, tz="Asia/Tokyo")
        await bench.control.add_person(id="U0NEW", name="Nia New", email="nia@example.org")
        await bench.control.settle()
        assert [(one["type"], one["user"]["id"]) for one in seen] == [  # type: ignore[index]
            ("user_change", ANN),
            ("team_join", "U0NEW"),
        ]
        assert seen[0]["user"]["deleted"] is True  # type: ignore[index]


async def test_a_workspace_is_kept_between_runs(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "workspace.json"
    async with Sandbox.serve(manifest(), PEOPLE, state_file=path) as sandbox, Control(sandbox.url) as control:
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=sandbox.api_url)
        await control.advance(by=timedelta(days=40))
        posted = await client.chat_postMessage(**post(ANN, actions(button("Open"))))
        await client.views_publish(user_id=ANN, view=home())
        await control.change_person(BEN, name="Benedict Baker")
        before = await control.clock()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    async with Sandbox.serve(manifest(), PEOPLE, state_file=path) as sandbox, Control(sandbox.url) as control:
        (message,) = await control.act_as(ANN).messages()
        assert (message.ts, message.text) == (posted["ts"], "[ Open ]")
        seen = await control.act_as(ANN).home()
        assert seen is not None
        assert seen.text == "Your page"
        assert {one["id"]: one["name"] for one in await control.people()}[BEN] == "Benedict Baker"
        assert timedelta(0) <= await control.clock() - before < timedelta(seconds=30)
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=sandbox.api_url)
        await client.chat_delete(channel=posted["channel"], ts=posted["ts"])


async def test_ids_differ_from_those_of_an_earlier_run(tmp_path: Path) -> None:
    found = []
    for _ in range(2):
        async with Sandbox.serve(manifest(), PEOPLE, state_file=tmp_path / "workspace.json") as sandbox:
            found.append(sandbox.workspace.ids.new("Ev"))
    assert found[0] != found[1]


async def test_the_state_is_written_while_the_workspace_runs(tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    async with Sandbox.serve(manifest(), PEOPLE, state_file=path) as sandbox:
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=sandbox.api_url)
        await client.chat_postMessage(**post(ANN))
        for _ in range(40):
            await asyncio.sleep(0.05)
            if "You have a new item." in path.read_text(encoding="utf-8"):
                break
        assert "You have a new item." in path.read_text(encoding="utf-8")


async def test_a_file_that_is_no_workspace_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "workspace.json"
    for text in ("{", "[]", '{"form": 99}'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(StateFileError):
            async with Sandbox.serve(manifest(), PEOPLE, state_file=path):
                pass


def test_a_manifest_is_held_to_what_it_asks_for() -> None:
    with pytest.raises(ManifestError) as caught:
        read_manifest(
            {
                "features": {"slash_commands": [{"command": "ask"}]},
                "settings": {"event_subscriptions": {"bot_events": ["message.im", "reaction_added"]}},
            }
        )
    assert len(caught.value.problems) == 4


@pytest.mark.parametrize(
    "wrong",
    [{"id": "X0ANN"}, {"id": "u0ann"}, {"kind": "robot"}, {"tz": "Nowhere/City"}],
)
def test_a_person_slack_could_not_have_made_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises((ValueError, KeyError)):
        SandboxPerson(**{"id": "U0X", "name": "X", "email": "x@example.org", **wrong})  # type: ignore[arg-type]
