"""The Web API: tokens, scopes, arguments, limits, conversations and people (rules 7, 10, 11, 12, 13)."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from aiohttp import ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.client import Control, InstallState
from sandbox.server import Sandbox
from sandbox.shapes import Json
from tests.sandbox.bench import (
    ANN,
    BEN,
    HANA,
    PEOPLE,
    START,
    Alone,
    actions,
    button,
    home,
    manifest,
    post,
    refused,
    section,
)


async def raw(alone: Alone, method: str, *, token: str | None = None, **request: object) -> Json:
    """A call without the SDK; the answer with its status."""
    headers = {} if token is None else {"Authorization": f"Bearer {token}"}
    async with (
        ClientSession() as session,
        session.post(alone.sandbox.api_url + method, headers=headers, **request) as response,  # type: ignore[arg-type]
    ):
        return {"status": response.status, **await response.json()}


@pytest.mark.parametrize(
    ("token", "method", "error"),
    [
        (None, "auth.test", "not_authed"),
        ("xoxb-of-somebody-else", "auth.test", "invalid_auth"),
        ("xapp-loopback-only", "chat.postMessage", "not_allowed_token_type"),
        ("xoxb-loopback-only", "apps.connections.open", "not_allowed_token_type"),
        ("xoxb-loopback-only", "chat.scheduleMessage", "unknown_method"),
        ("xoxb-loopback-only", "chat.postEphemeral", "unknown_method"),
    ],
)
async def test_a_call_needs_the_right_token_and_a_known_method(
    alone: Alone, token: str | None, method: str, error: str
) -> None:
    assert (await raw(alone, method, token=token))["error"] == error


async def test_the_app_token_counts_in_the_header_only(alone: Alone) -> None:
    answer = await raw(alone, "apps.connections.open", data={"token": "xapp-loopback-only"})
    assert answer["error"] == "not_authed"


@pytest.mark.parametrize("way", ["query", "form", "json"])
async def test_arguments_come_by_query_form_or_json(alone: Alone, way: str) -> None:
    sent: dict[str, Json] = {
        "query": {"params": {"user": ANN}},
        "form": {"data": {"user": ANN}},
        "json": {"json": {"user": ANN}},
    }
    answer = await raw(alone, "users.info", token="xoxb-loopback-only", **sent[way])
    assert answer["user"]["id"] == ANN


async def test_an_unknown_argument_is_refused_and_recorded(alone: Alone) -> None:
    answer = await refused(alone.client.chat_postMessage(**post(ANN, client_msg_id="1")))
    assert answer["error"] == "invalid_arguments"
    assert "client_msg_id" in answer["response_metadata"]["messages"][0]
    assert await alone.violated() == ["unknown_argument"]


async def test_auth_test_names_the_installation_and_its_scopes(alone: Alone) -> None:
    answer = await alone.client.auth_test()
    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T0SANDBOX", "U0SANDBOX", "B0SANDBOX")
    assert answer.headers["x-oauth-scopes"].split(",") == sorted(answer.headers["x-oauth-scopes"].split(","))
    assert "chat:write" in answer.headers["x-oauth-scopes"]


async def test_a_missing_scope_is_named(alone: Alone) -> None:
    async with Sandbox.serve(manifest(scopes=["commands"]), PEOPLE) as bare:
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=bare.api_url)
        answer = await refused(client.chat_postMessage(**post(ANN)))
        assert (answer["error"], answer["needed"], answer["provided"]) == (
            "missing_scope",
            "chat:write",
            "commands",
        )
    scopes = ["chat:write", "im:write", "users:read"]
    async with Sandbox.serve(manifest(scopes=scopes), PEOPLE) as bare:
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=bare.api_url)
        assert "email" not in (await client.users_info(user=ANN))["user"]["profile"]
        by_email = await refused(client.users_lookupByEmail(email="ann@example.org"))
        assert by_email["needed"] == "users:read.email"
        channel = (await client.conversations_open(users=ANN))["channel"]["id"]
        assert (await refused(client.conversations_history(channel=channel)))["needed"] == "im:history"


async def test_one_message_a_second_goes_into_one_conversation(alone: Alone) -> None:
    channel = (await alone.client.conversations_open(users=ANN))["channel"]["id"]
    await alone.client.chat_postMessage(**post(ANN))
    await alone.client.chat_postMessage(**post(BEN))
    answer = await refused(alone.client.chat_postMessage(**post(channel)))
    assert (answer["status"], answer["error"]) == (429, "ratelimited")
    assert await alone.violated() == []
    await refused(alone.client.chat_postMessage(**post(channel)))
    assert await alone.violated() == ["call_during_retry_after"]
    await alone.control.advance(by=timedelta(seconds=1))
    await alone.client.chat_postMessage(**post(channel))
    assert len(await alone.ann.messages()) == 2


async def test_retry_after_is_told_and_the_200_form_comes_on_request(alone: Alone) -> None:
    await alone.client.chat_postMessage(**post(ANN))
    with pytest.raises(SlackApiError) as caught:
        await alone.client.chat_postMessage(**post(ANN))
    assert caught.value.response.headers["Retry-After"] == "1"
    await alone.control.advance(by=timedelta(seconds=1))
    await alone.client.chat_postMessage(**post(ANN))
    await alone.control.change_rules(limit_status=200, limit_word="rate_limited")
    answer = await refused(alone.client.chat_postMessage(**post(ANN)))
    assert (answer["status"], answer["error"]) == (200, "rate_limited")


async def test_the_workspace_takes_so_many_posts_a_minute(alone: Alone) -> None:
    await alone.control.change_rules(posts_per_minute=2)
    await alone.client.chat_postMessage(**post(ANN))
    await alone.client.chat_postMessage(**post(BEN))
    assert (await refused(alone.client.chat_postMessage(**post(HANA))))["error"] == "ratelimited"
    await alone.control.advance(by=timedelta(minutes=1))
    await alone.client.chat_postMessage(**post(HANA))


async def test_each_method_has_the_floor_of_its_tier(alone: Alone) -> None:
    for _ in range(20):
        await alone.client.users_list()
    assert (await refused(alone.client.users_list()))["error"] == "ratelimited"
    await alone.client.users_info(user=ANN)


async def test_a_conversation_opens_once_for_each_person(alone: Alone) -> None:
    first = await alone.client.conversations_open(users=ANN)
    again = await alone.client.conversations_open(users=[ANN], return_im=True)
    assert again["already_open"] is True
    assert again["channel"] == {"id": first["channel"]["id"], "is_im": True, "user": ANN, "is_open": True}


@pytest.mark.parametrize(
    ("person", "error"),
    [
        ("U0NOBODY", "user_not_found"),
        ("U0GONE", "user_disabled"),
        ("U0EXT", "invalid_user_combination"),
        ("U0ROBOT", "cannot_dm_bot"),
        (f"{ANN},{BEN}", "missing_scope"),
    ],
)
async def test_a_conversation_does_not_open_with_just_anybody(alone: Alone, person: str, error: str) -> None:
    assert (await refused(alone.client.conversations_open(users=person)))["error"] == error


@pytest.mark.parametrize("person", ["U0GUEST", "U0SOLO", HANA])
async def test_guests_and_people_without_a_zone_can_be_written_to(alone: Alone, person: str) -> None:
    await alone.client.chat_postMessage(**post(person))
    assert len(await alone.control.act_as(person).messages()) == 1


async def test_a_post_to_somebody_deactivated_succeeds_and_is_recorded(alone: Alone) -> None:
    channel = (await alone.client.conversations_open(users=ANN))["channel"]["id"]
    await alone.control.change_person(ANN, deleted=True)
    assert (await alone.client.chat_postMessage(**post(channel)))["ok"]
    assert (await refused(alone.client.conversations_open(users=ANN)))["error"] == "user_disabled"
    assert await alone.violated() == ["post_to_deactivated"]


async def test_unknown_archived_and_foreign_channels_are_refused(alone: Alone) -> None:
    archived = await alone.control.add_channel("old", [ANN], with_app=True, archived=True)
    foreign = await alone.control.add_channel("theirs", [ANN, BEN])
    for channel, error in [
        ("D0NOWHERE", "channel_not_found"),
        (archived, "is_archived"),
        (foreign, "not_in_channel"),
        ("U0EXT", "channel_not_found"),
    ]:
        assert (await refused(alone.client.chat_postMessage(**post(channel))))["error"] == error


async def test_home_and_messages_tabs_can_be_off() -> None:
    described = manifest(home_tab_enabled=False, messages_tab_enabled=False)
    async with Sandbox.serve(described, PEOPLE) as sandbox, Control(sandbox.url) as control:
        client = AsyncWebClient(token="xoxb-loopback-only", base_url=sandbox.api_url)
        published = await refused(client.views_publish(user_id=ANN, view=home()))
        assert published["error"] == "not_enabled"
        assert (await refused(client.chat_postMessage(**post(ANN))))["error"] == "messages_tab_disabled"
        with pytest.raises(Exception, match="no home tab"):
            await control.act_as(ANN).open_home()


async def test_nobody_writes_into_a_read_only_messages_tab() -> None:
    described = manifest(messages_tab_read_only_enabled=True)
    async with Sandbox.serve(described, PEOPLE) as sandbox, Control(sandbox.url) as control:
        with pytest.raises(Exception, match="nobody can write"):
            await control.act_as(ANN).say("hello")


async def test_home_has_versions(alone: Alone) -> None:
    first = await alone.client.views_publish(user_id=ANN, view=home())
    second = await alone.client.views_publish(user_id=ANN, view=home(), hash=first["view"]["hash"])
    assert second["view"]["id"] == first["view"]["id"]
    stale = alone.client.views_publish(user_id=ANN, view=home(), hash=first["view"]["hash"])
    assert (await refused(stale))["error"] == "hash_conflict"
    assert (await refused(alone.client.views_publish(user_id="U0NOBODY", view=home())))["error"] == "user_not_found"
    assert await alone.control.act_as(BEN).home() is None


async def test_a_message_keeps_text_blocks_and_metadata_until_told_otherwise(alone: Alone) -> None:
    key = {"event_type": "note", "event_payload": {"key": "k1"}}
    posted = await alone.client.chat_postMessage(**post(ANN, actions(button("Go")), metadata=key))
    where = {"channel": posted["channel"], "ts": posted["ts"]}
    await alone.client.chat_update(**where, text="Done.", blocks=[section("Done")])
    (message,) = await alone.ann.messages()
    assert (message.text, message.notification, message.edited, message.metadata) == ("Done", "Done.", True, key)
    await alone.client.chat_update(**where, text="Done.", blocks=[section("Done")], metadata={})
    assert (await alone.ann.messages())[0].metadata is None
    await alone.client.chat_delete(**where)
    assert await alone.ann.messages() == []
    assert (await refused(alone.client.chat_delete(**where)))["error"] == "message_not_found"


async def test_an_update_wants_the_conversation_and_the_blocks(alone: Alone) -> None:
    posted = await alone.client.chat_postMessage(**post(ANN))
    by_person = alone.client.chat_update(channel=ANN, ts=posted["ts"], text="x", blocks=[section()])
    assert (await refused(by_person))["error"] == "channel_not_found"
    await alone.client.chat_update(channel=posted["channel"], ts=posted["ts"], text="x")
    assert await alone.violated() == ["update_without_blocks"]


async def test_what_a_person_wrote_cannot_be_edited(alone: Alone) -> None:
    await alone.ann.say("hello")
    (message,) = await alone.ann.messages()
    update = alone.client.chat_update(channel=message.channel, ts=message.ts, text="x", blocks=[section()])
    assert (await refused(update))["error"] == "cant_update_message"


async def test_history_pages_and_shows_metadata_only_on_request(alone: Alone) -> None:
    stamps = []
    for number in range(3):
        key = {"event_type": "note", "event_payload": {"key": str(number)}}
        stamps.append((await alone.client.chat_postMessage(**post(ANN, metadata=key)))["ts"])
        await alone.control.advance(by=timedelta(seconds=2))
    channel = (await alone.client.conversations_open(users=ANN))["channel"]["id"]
    page = await alone.client.conversations_history(channel=channel, limit=2)
    assert [one["ts"] for one in page["messages"]] == [stamps[2], stamps[1]]
    assert page["has_more"] is True
    assert "metadata" not in page["messages"][0]
    rest = await alone.client.conversations_history(
        channel=channel, cursor=page["response_metadata"]["next_cursor"], include_all_metadata=True
    )
    assert [one["metadata"]["event_payload"]["key"] for one in rest["messages"]] == ["0"]
    newer = await alone.client.conversations_history(channel=channel, oldest=stamps[1])
    assert [one["ts"] for one in newer["messages"]] == [stamps[2]]
    await alone.control.change_rules(withhold_metadata=True)
    bare = await alone.client.conversations_history(channel=channel, include_all_metadata=True)
    assert "metadata" not in bare["messages"][0]


async def test_one_send_key_in_two_messages_is_recorded(alone: Alone) -> None:
    key = {"event_type": "note", "event_payload": {"key": "same"}}
    await alone.client.chat_postMessage(**post(ANN, metadata=key))
    await alone.control.advance(by=timedelta(seconds=2))
    await alone.client.chat_postMessage(**post(ANN, metadata=key))
    assert await alone.violated() == ["send_key_twice"]


async def test_people_are_described_by_kind(alone: Alone) -> None:
    async def flags(person: str) -> Json:
        return dict((await alone.client.users_info(user=person, include_locale=True))["user"])

    ann = await flags(ANN)
    assert (ann["is_restricted"], ann["is_bot"], ann["deleted"]) == (False, False, False)
    assert (ann["locale"], ann["profile"]["email"]) == ("en-US", "ann@example.org")
    assert (await flags("U0GUEST"))["is_restricted"] is True
    assert (await flags("U0GUEST"))["is_ultra_restricted"] is False
    assert (await flags("U0SOLO"))["is_ultra_restricted"] is True
    assert (await flags("U0EXT"))["is_stranger"] is True
    assert (await flags("U0ROBOT"))["is_bot"] is True
    assert (await flags("U0GONE"))["deleted"] is True
    assert "tz" not in await flags(HANA)
    assert (await refused(alone.client.users_info(user="U0NOBODY")))["error"] == "user_not_found"


async def test_the_offset_of_a_zone_moves_with_summer_time(alone: Alone) -> None:
    async def offset() -> int:
        return int((await alone.client.users_info(user=BEN))["user"]["tz_offset"])

    assert await offset() == 3600
    await alone.control.advance(to=datetime(2026, 7, 1, tzinfo=UTC))
    assert await offset() == 7200


async def test_people_are_listed_in_pages_and_found_by_email(alone: Alone) -> None:
    first = await alone.client.users_list(limit=5)
    rest = await alone.client.users_list(limit=5, cursor=first["response_metadata"]["next_cursor"])
    found = [one["id"] for one in [*first["members"], *rest["members"]]]
    assert found == sorted(person.id for person in PEOPLE)
    assert (await alone.client.users_lookupByEmail(email="BEN@example.org"))["user"]["id"] == BEN
    gone = alone.client.users_lookupByEmail(email="gus@example.org")
    assert (await refused(gone))["error"] == "users_not_found"


async def test_tokens_can_end_and_come_back(alone: Alone) -> None:
    states: dict[InstallState, str] = {"expired": "token_expired", "revoked": "token_revoked"}
    for state, error in states.items():
        await alone.control.install(state)
        assert (await refused(alone.client.auth_test()))["error"] == error
    await alone.control.install("uninstalled")
    assert (await refused(alone.client.auth_test()))["error"] == "account_inactive"
    await alone.control.settle()
    sent = {line["what"] for line in await alone.control.log("delivery")}
    assert sent == {"tokens_revoked", "app_uninstalled"}
    await alone.control.install("installed")
    assert (await alone.client.auth_test())["ok"]


async def test_calls_are_logged_without_tokens(alone: Alone) -> None:
    await raw(alone, "users.info", data={"token": "xoxb-loopback-only", "user": ANN})
    lines = await alone.control.log("call")
    assert (lines[-1]["method"], lines[-1]["args"], lines[-1]["ok"]) == ("users.info", {"user": ANN}, True)
    assert "xoxb" not in json.dumps(lines)


async def test_message_timestamps_follow_the_frozen_clock_and_are_never_twice(alone: Alone) -> None:
    first = await alone.client.chat_postMessage(**post(ANN))
    second = await alone.client.chat_postMessage(**post(BEN))
    assert float(first["ts"]) == START.timestamp()
    assert second["ts"] > first["ts"]
