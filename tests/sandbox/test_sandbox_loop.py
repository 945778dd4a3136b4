"""A whole exchange through real Bolt, on both transports."""

from typing import Any

from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

ANN = "U0ANN"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("A form"),
    "submit": plain("Send"),
    "private_metadata": "opaque",
    "blocks": [
        {
            "type": "input",
            "block_id": "why",
            "label": plain("Why"),
            "element": {"type": "plain_text_input", "action_id": "typed", "multiline": True},
        },
    ],
}


def listen(app: AsyncApp) -> None:
    async def ask(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async def sent(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        values = body["view"]["state"]["values"]
        if values["why"]["typed"]["value"] == "bad":
            await ack(response_action="errors", errors={"why": "Say more."})
            return
        opened = await client.conversations_open(users=body["user"]["id"])
        await client.chat_postMessage(
            channel=opened["channel"]["id"],
            text="Something new",
            blocks=[
                {"type": "section", "text": {"type": "mrkdwn", "text": "*Thanks*"}},
                {"type": "actions", "elements": [{"type": "button", "text": plain("Open it"), "action_id": "go"}]},
            ],
            unfurl_links=False,
            unfurl_media=False,
            metadata={"event_type": "note", "event_payload": {"key": "k1"}},
        )
        await ack()

    async def go(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)
        await ack()

    async def home(event: dict[str, Any], client: AsyncWebClient) -> None:
        view = {"type": "home", "blocks": [{"type": "header", "text": plain("Your page")}]}
        await client.views_publish(user_id=event["user"], view=view)

    app.command("/ask")(ask)
    app.view("form")(sent)
    app.action("go")(go)
    app.event("app_home_opened")(home)


async def test_a_command_a_form_a_message_a_button_and_home_work_together(connect: Any) -> None:
    async with connect(listen) as bench:
        ann = bench.control.act_as(ANN)
        outcome = await ann.command("/ask")
        assert outcome.ok and outcome.opened
        modal = await ann.modal()
        assert modal is not None
        assert modal.text.splitlines()[:2] == ["A form", "Why"]
        outcome = await ann.submit()
        assert (outcome.kind, outcome.sent) == ("errors", False)
        await ann.fill({"Why": "bad"})
        outcome = await ann.submit()
        assert outcome.errors == {"why": "Say more."}
        await ann.fill({"Why": "a long and good reason"})
        outcome = await ann.submit()
        assert outcome.kind == "closed"
        assert await ann.modal() is None
        (message,) = await ann.messages()
        assert message.text == "Thanks\n[ Open it ]"
        assert message.notification == "Something new"
        assert (await ann.press("Open it")).opened
        await ann.close()
        assert (await ann.open_home()).text == "Your page"
        await bench.control.settle()
        assert await bench.control.violations() == []
