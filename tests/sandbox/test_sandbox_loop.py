"""A whole exchange through real Bolt, on both transports."""

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.shapes import Json
from tests.sandbox.bench import Connect, actions, button, home, modal, opening, post, question, section

FORM = modal(question("why", multiline=True), private_metadata="opaque")


async def sent(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    if body["view"]["state"]["values"]["why"]["typed"]["value"] == "bad":
        await ack(response_action="errors", errors={"why": "Say more."})
        return
    opened = await client.conversations_open(users=body["user"]["id"])
    key = {"event_type": "note", "event_payload": {"key": "k1"}}
    thanks = [section("*Thanks*"), actions(button("Open it"))]
    await client.chat_postMessage(**post(opened["channel"]["id"], *thanks, metadata=key))
    await ack()


async def go(ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
    await client.views_open(trigger_id=body["trigger_id"], view=FORM)
    await ack()


async def at_home(event: Json, client: AsyncWebClient) -> None:
    await client.views_publish(user_id=event["user"], view=home())


def listen(app: AsyncApp) -> None:
    opening(FORM, view_form=sent, action_go=go)(app)
    app.event("app_home_opened")(at_home)


async def test_a_command_a_form_a_message_a_button_and_home_work_together(connect: Connect) -> None:
    async with connect(listen) as bench:
        ann = bench.ann
        outcome = await ann.command("/ask")
        assert outcome.ok
        assert outcome.opened
        opened = await ann.modal()
        assert opened is not None
        assert opened.text.splitlines() == ["A form", "Your why", "  [ ]", "[ Cancel ]  [ Send ]"]
        outcome = await ann.submit()
        assert (outcome.kind, outcome.sent) == ("errors", False)
        await ann.fill({"Your why": "bad"})
        assert (await ann.submit()).errors_by_label == {"Your why": "Say more."}
        await ann.fill({"why": "a long and good reason"})
        assert (await ann.submit()).kind == "closed"
        assert await ann.modal() is None
        (message,) = await ann.messages()
        assert message.text == "Thanks\n[ Open it ]"
        assert [one.text for one in await ann.notifications()] == ["You have a new item."]
        assert (await ann.press("Open it")).opened
        await ann.close()
        assert (await ann.open_home()).text == "Your page"
        assert await bench.violated() == []
