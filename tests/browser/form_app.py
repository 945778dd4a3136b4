"""A small app behind the page: one form with a field of every kind, a Home, and messages with buttons."""

from dataclasses import dataclass, field
from typing import Final

from slack_bolt.app.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck
from slack_sdk.web.async_client import AsyncWebClient

from sandbox.shapes import Json
from tests.sandbox.bench import actions, asking, button, home, modal, option, plain, post, question, section

COLOURS: Final = (option("red"), option("blue"), {**option("green"), "description": plain("like grass")})
ELEMENTS: Final[dict[str, Json]] = {
    "line": {"type": "plain_text_input", "max_length": 20},
    "lines": {"type": "plain_text_input", "multiline": True, "max_length": 50},
    "count": {"type": "number_input", "is_decimal_allowed": False, "min_value": "1", "max_value": "9"},
    "mail": {"type": "email_text_input"},
    "day": {"type": "datepicker"},
    "hour": {"type": "timepicker"},
    "one": {"type": "static_select", "options": list(COLOURS)},
    "who": {"type": "users_select"},
    "round": {"type": "radio_buttons", "options": list(COLOURS)},
    "boxes": {"type": "checkboxes", "options": list(COLOURS)},
    "several": {"type": "multi_static_select", "options": list(COLOURS), "max_selected_items": 2},
    "crew": {"type": "multi_users_select"},
}
SURE: Final = {"title": plain("Remove it?"), "text": plain("It is gone then."), "confirm": plain("Remove")}
FORM: Final = modal(
    *(asking(element, name) for name, element in ELEMENTS.items()),
    actions(button("Underline", "stack"), button("Remove", "remove", confirm={**SURE, "deny": plain("Keep")})),
)
SHORT: Final = modal(question("why"), question("how"), actions(button("Redraw", "redraw")))


def inner(title: str = "On top") -> Json:
    return modal(question("inner"), title=plain(title), callback_id="inner")


@dataclass(slots=True)
class FormApp:
    """Opens ``view`` at a command, answers a submission with ``answer``, and remembers what came."""

    view: Json = field(default_factory=lambda: FORM)
    answer: Json = field(default_factory=dict)
    submitted: list[Json] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    def listen(self, app: AsyncApp) -> None:
        app.command("/ask")(self._ask)
        app.view("form")(self._submit)
        app.action("stack")(self._stack)
        app.action("redraw")(self._redraw)
        for action in ("remove", "go", "no", "more"):
            app.action(action)(self._press)
        app.event("app_home_opened")(self._home)
        app.event("message")(self._nothing)

    async def _ask(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        if body["text"] == "quietly":
            await ack("Only a word for you.")
            return
        if body["text"] == "everything":
            await client.chat_postMessage(**post(body["channel_id"], section("A line"), actions(button("Go on"))))
            await ack()
            return
        await client.views_open(trigger_id=body["trigger_id"], view=self.view)
        await ack()

    async def _submit(self, ack: AsyncAck, body: Json) -> None:
        self.submitted.append(body["view"]["state"]["values"])
        await ack(**self.answer)

    async def _stack(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_push(trigger_id=body["trigger_id"], view=inner())
        await ack()

    async def _redraw(self, ack: AsyncAck, body: Json, client: AsyncWebClient) -> None:
        await client.views_update(view_id=body["view"]["id"], view={**self.view, "title": plain("Drawn again")})
        await ack()

    async def _press(self, ack: AsyncAck, body: Json) -> None:
        self.pressed.append(body["actions"][0]["text"]["text"])
        await ack()

    async def _home(self, ack: AsyncAck, event: Json, client: AsyncWebClient) -> None:
        await ack()
        if event["tab"] == "home":
            row = actions(button("One", "go"), button("Two", "no"), block_id="first")
            again = actions(button("Three", "go"), block_id="second")
            await client.views_publish(user_id=event["user"], view=home(section("Your page"), row, again))

    async def _nothing(self, ack: AsyncAck) -> None:
        await ack()
