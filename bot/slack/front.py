"""What a Slack payload asks for, and how a reply is carried out there.

Order in every handler: find the person, ask the desk (which commits), and only then answer Slack. The whole path has
2.5 s; past that the person is told nothing was saved, and the modal keeps its text.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.models.views import View
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import PersonUnknownError, SurfaceUnreachableError
from bot.desk import Desk
from bot.forms import Form, Raw
from bot.handles import BUTTON_LIFE, FORM_LIFE, ForgedHandleError, Handles, Opened
from bot.parts import Stands, Text
from bot.replies import Denied, Done, FieldErrors, ReplaceMessage, Reply, ShowForm
from bot.slack.admission import Admission, step_out
from bot.slack.blocks import STACKS, SUBMITS, Drawing
from bot.slack.errors import TryLaterError, code_of
from bot.slack.modals import BLOCKS_LIMIT, Modals, raw_answers
from bot.slack.pacing import Pacing
from bot.slack.people import SlackDirectory
from plans.ids import fresh
from plans.people import Person

OPEN_SECONDS: Final = 1.5
TROUBLE_BLOCK: Final = "trouble"
# The three seconds of a trigger were over, or another answer used it up.
_TRIGGER_GONE: Final = frozenset({"exchanged_trigger_id", "expired_trigger_id"})
# Another press has drawn this form anew already, or the person has closed it: what stands there is newer than ours.
_VIEW_GONE: Final = frozenset({"hash_conflict", "not_found"})
_ACTION: Final = re.compile(r"(?P<ask>[a-z_]{1,40}):(?P<number>\d{1,2})(?P<marks>(?::[a-z]+)*)")

log = structlog.get_logger("front")

Payload = Mapping[str, Any]
Ack = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """A pressed button: the ask it names, its handle, and what it does to the form it stands in."""

    ask: str
    handle: str
    submits: bool
    stacks: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Slack's side of the desk. ``kept`` is called after a commit, so that what is owed leaves at once."""

    desk: Desk
    directory: SlackDirectory
    handles: Handles
    client: AsyncWebClient
    pacing: Pacing
    clock: Callable[[], datetime]
    kept: Callable[[Person], None]
    admission: Admission = field(default_factory=Admission)

    # Finding the person and what they mean

    async def person(self, body: Payload) -> Person | None:
        """Who acted; None for someone Slack does not know, or from another workspace."""
        user = body.get("user") or {}
        native = str(user.get("id") or body.get("user_id") or "")
        team = str((body.get("team") or {}).get("id") or body.get("team_id") or "")
        if not native or team != self.directory.team:
            return None
        try:
            return await self.directory.look_up(native, now=self.clock())
        except PersonUnknownError:
            return None

    def opened(self, handle: str, ask: str, person: Person) -> Opened:
        return self.handles.open(handle, ask=ask, workspace=person.workspace, person=person.id, now=self.clock())

    # The three kinds of interaction

    async def command(self, body: Payload) -> str | None:
        """A slash command. The returned sentence, if any, is shown to that person only."""
        person = await self.person(body)
        if person is None:
            return self.sentence("denied-no-such-plan")
        reply = await self.desk.command(
            str(body.get("text") or ""),
            by=person,
            now=self.clock(),
            in_private=body.get("channel_name") == "directmessage",
        )
        return await self.open(reply, person, trigger=str(body["trigger_id"]))

    async def press(self, body: Payload) -> str | None:
        """A button: on a message or on Home it opens a form; in a form it replaces it, or stacks on it.

        The returned sentence, if any, says why nothing could be shown.
        """
        person = await self.person(body)
        pressed = read_press(body["actions"][0])
        if person is None or pressed is None:
            return self.sentence("denied-no-such-plan")
        view = body.get("view") or {}
        in_modal = view.get("type") == "modal"
        reply = await self._answer_press(pressed, person, view=view if in_modal else {})
        if pressed.submits and isinstance(reply, Denied):
            # What was typed stays in the form, as it does when the form itself is sent.
            reply = FieldErrors(form_error=reply.sentence)
        trigger = str(body["trigger_id"])
        if in_modal and not pressed.stacks:
            await self.replace(reply, person, view=view)
            return None
        return await self.open(reply, person, trigger=trigger, stacked=in_modal)

    async def _answer_press(self, pressed: Pressed, person: Person, *, view: Payload) -> Reply:
        try:
            stands = self.opened(pressed.handle, pressed.ask, person).stands
            if not pressed.submits:
                return await self.desk.show(stands, by=person, now=self.clock())
            # The form's own handle carries the id of what it creates, so pressing twice makes one.
            form = self.opened(str(view["private_metadata"]), str(view["callback_id"]), person)
        except ForgedHandleError:
            return self.desk.say("denied-stale-form" if pressed.submits else "denied-stale-button")
        return await self._take(stands, form.entry, person, raw=raw_answers(view["state"]["values"]))

    async def submit(self, body: Payload) -> dict[str, object]:
        """A submitted form. What is returned is the acknowledgement Slack carries out."""
        view = body["view"]
        person = await self.person(body)
        if person is None:
            return keep_open(view, self.sentence("denied-no-such-plan"))
        try:
            form = self.opened(str(view["private_metadata"]), str(view["callback_id"]), person)
        except ForgedHandleError:
            return keep_open(view, self.sentence("denied-stale-form"))
        if form.entry is None:
            # A button's handle in a form's place: without an id of its own it could be sent twice.
            return keep_open(view, self.sentence("denied-stale-form"))
        reply = await self._take(form.stands, form.entry, person, raw=raw_answers(view["state"]["values"]))
        return self.acknowledgement(reply, person, view=view)

    async def _take(self, stands: Stands, entry: str | None, person: Person, *, raw: Mapping[str, Raw]) -> Reply:
        try:
            reply = await self.desk.take(stands, raw, by=person, now=self.clock(), entry=entry or fresh())
        except SurfaceUnreachableError:
            return FieldErrors(form_error=self.sentence("error-could-not-check"))
        if not isinstance(reply, FieldErrors | Denied):
            self.kept(person)
        return reply

    async def publish_home(self, person: Person, *, waited_for: bool = False) -> None:
        """Draw the Home tab from the present state; ``waited_for`` says that they are looking at it.

        Raises:
            TryLaterError: too many were drawn in this minute; what stands there stays for now.

        """
        # Asked first: drawing a page that may not be shown is work for nothing.
        with self.pacing.call("views.publish", waited_for=waited_for):
            page = await self.desk.home(by=person, now=self.clock())
            view = View(type="home", blocks=self._drawing(person).blocks(page.parts)[:BLOCKS_LIMIT])
            if waited_for:
                step_out()
            await self.client.views_publish(user_id=person.handle.native_id, view=view)

    # Carrying a reply out

    async def open(self, reply: Reply, person: Person, *, trigger: str, stacked: bool = False) -> str | None:
        """Open what the reply shows, within the trigger's three seconds; or hand back a sentence to show.

        Raises:
            SlackApiError: Slack refused what we drew.

        """
        if isinstance(reply, Denied) and not stacked:
            return reply.sentence
        form = self._form_of(reply)
        if form is None:
            return None
        view = self._view(form, person)
        step_out()
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                with self.pacing.call("views.push" if stacked else "views.open"):
                    await (self.client.views_push if stacked else self.client.views_open)(trigger_id=trigger, view=view)
        except SlackApiError as error:
            log.warning("not_opened", code=code_of(error))
            if code_of(error) not in _TRIGGER_GONE:
                raise
            return self.sentence("trouble-too-slow")
        except (TryLaterError, TimeoutError, OSError, aiohttp.ClientError) as error:
            log.warning("not_opened", error=type(error).__name__)
            return self.sentence("trouble-too-slow")
        return None

    async def replace(self, reply: Reply, person: Person, *, view: Payload) -> None:
        """Show the reply in the place of the modal the button stands in."""
        if isinstance(reply, FieldErrors):
            said = [reply.form_error, *reply.errors.values()]
            new = kept_view(view, " ".join(line for line in said if line))
        else:
            form = self._form_of(reply) or self._receipt()
            new = self._view(form, person).to_dict()
        step_out()
        try:
            with self.pacing.call("views.update"):
                await self.client.views_update(view_id=str(view["id"]), hash=str(view["hash"]), view=new)
        except SlackApiError as error:
            log.info("not_replaced", code=code_of(error))
            if code_of(error) not in _VIEW_GONE:
                raise

    def acknowledgement(self, reply: Reply, person: Person, *, view: Payload) -> dict[str, object]:
        """How a submission is acknowledged (the table in our Slack notes, "Views, messages, Block Kit")."""
        match reply:
            case ShowForm():
                return {
                    "response_action": "push" if reply.stacks else "update",
                    "view": self._view(reply.form, person).to_dict(),
                }
            case FieldErrors():
                return errors_at(view, reply)
            case Denied():
                return keep_open(view, reply.sentence)
            case Done(receipt=Form() as receipt):
                return {"response_action": "update", "view": self._view(receipt, person).to_dict()}
            case Done() | ReplaceMessage():
                return {"response_action": "clear"}

    def _form_of(self, reply: Reply) -> Form | None:
        match reply:
            case ShowForm(form=form):
                return form
            case Done(receipt=receipt):
                return receipt
            case Denied(sentence=said):
                return self.note(said)
            case FieldErrors():
                return self.note(" ".join([reply.form_error or "", *reply.errors.values()]).strip())
            case ReplaceMessage():
                return None

    def note(self, said: str) -> Form:
        """A form that only says something."""
        wording = self.desk.house.wording
        return Form(title=wording.say("note-title"), stands=Stands(ask="help"), parts=(Text(said),))

    def plain_view(self, said: str) -> View:
        """A modal that only says something, and stands for nothing."""
        drawing = Drawing(lambda stands: stands.ask)
        modals = Modals(drawing, close=self.sentence("close"), more=self.sentence("more-than-fits"))
        return modals.view(self.note(said), handle="-")

    def _receipt(self) -> Form:
        return self.note(self.sentence("saved"))

    def sentence(self, line: str) -> str:
        return self.desk.house.wording.say(line)

    def _drawing(self, person: Person) -> Drawing:
        def seal(stands: Stands) -> str:
            expires = self.clock() + BUTTON_LIFE
            return self.handles.seal(stands, workspace=person.workspace, person=person.id, expires=expires)

        return Drawing(seal)

    def _view(self, form: Form, person: Person) -> View:
        entry = form.entry or fresh()
        handle = self.handles.seal(
            form.stands,
            workspace=person.workspace,
            person=person.id,
            expires=self.clock() + FORM_LIFE,
            entry=entry,
        )
        modals = Modals(self._drawing(person), close=self.sentence("close"), more=self.sentence("more-than-fits"))
        return modals.view(form.with_entry(entry), handle=handle)


def read_press(action: Payload) -> Pressed | None:
    """What a pressed button names; None for something we never drew."""
    found = _ACTION.fullmatch(str(action.get("action_id", "")))
    if found is None or not isinstance(action.get("value"), str):
        return None
    marks = found["marks"].split(":")
    return Pressed(ask=found["ask"], handle=action["value"], submits=SUBMITS in marks, stacks=STACKS in marks)


def errors_at(view: Payload, reply: FieldErrors) -> dict[str, object]:
    """Each sentence at its field. What has no field here goes to the form, or above it where there is no field."""
    blocks = {block.partition("--")[0]: block for block in view["state"]["values"]}
    placed = {blocks[field]: said for field, said in reply.errors.items() if field in blocks}
    loose = [said for field, said in reply.errors.items() if field not in blocks]
    general = " ".join([*([reply.form_error] if reply.form_error else []), *loose])
    if general and not placed:
        return keep_open(view, general)
    if general:
        first = next(iter(placed))
        placed[first] = f"{placed[first]} {general}"
    return {"response_action": "errors", "errors": placed}


def keep_open(view: Payload, said: str) -> dict[str, object]:
    """The modal stays with its text, and the sentence stands where the person is looking.

    At the first field where there is one: Slack leaves the form alone and brings that field into view (threats §3.2).
    """
    first = next((block.get("block_id") for block in view["blocks"] if block.get("type") == "input"), None)
    if first is not None:
        return {"response_action": "errors", "errors": {first: said}}
    return {"response_action": "update", "view": kept_view(view, said)}


def kept_view(view: Payload, said: str) -> dict[str, object]:
    """The same modal with a sentence above it. Block and action ids stay, so Slack keeps what was typed."""
    trouble = {
        "type": "section",
        "block_id": TROUBLE_BLOCK,
        "text": {"type": "plain_text", "text": f"⚠ {said}"[:3000], "emoji": False},
    }
    same = [block for block in view["blocks"] if block.get("block_id") != TROUBLE_BLOCK]
    kept = {key: view[key] for key in ("type", "callback_id", "private_metadata", "title", "close") if view.get(key)}
    if view.get("submit"):
        kept["submit"] = view["submit"]
    return {**kept, "blocks": [trouble, *same][:100]}
