"""The four listeners for people, and one for what happens to the workspace.

A new feature adds an ask and an action, never a listener.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.asking import SurfaceUnreachableError
from bot.slack.errors import TryLaterError, delivery_error
from bot.slack.front import OPEN_SECONDS, Ack, Front, Payload, keep_open, kept_view
from plans.ids import PersonId, fresh
from plans.people import Person

DEADLINE_SECONDS: Final = 2.5
# What one process answers at once; beyond it people are told "busy, not saved" instead of being kept waiting.
AT_ONCE: Final = 64

log = structlog.get_logger("listeners")


@dataclass(slots=True, kw_only=True)
class Listeners:
    """Bolt's side of the front. ``installation_down`` is told when Slack says the app was removed."""

    front: Front
    installation_down: Callable[[str], None]
    deadline: float = DEADLINE_SECONDS
    _busy: int = 0
    # Whose Home shows something that has changed since, because too many were drawn at that moment.
    _homes: dict[PersonId, Person] = field(default_factory=dict)
    _redrawing: bool = False
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    def attach(self, app: AsyncApp) -> None:
        """Register with Bolt. The catch-alls stand last: what matches nothing would come again."""
        app.middleware(self.once)
        app.command(re.compile(r"^/.+"))(self.on_command)
        app.action(re.compile(r".*"))(self.on_press)
        app.view(re.compile(r".*"))(self.on_submit)
        app.event("app_home_opened")(self.on_home)
        app.event(re.compile(r".*"))(self.on_workspace)

    async def once(self, body: dict[str, Any], next: Callable[[], Awaitable[object]]) -> BoltResponse | None:  # noqa: A002 - Bolt passes ``next`` by this name
        """Let every event in once. A database error rises, so that Slack sends the event again."""
        event_id = body.get("event_id")
        if isinstance(event_id, str):
            async with self.front.desk.house.begin() as work:
                first = await work.once(f"event:{event_id}", at=self.front.clock())
                await work.commit()
            if not first:
                return BoltResponse(status=200)
        await next()
        return None

    async def on_command(self, ack: Ack, body: dict[str, Any]) -> None:
        said = await self._guarded(self.front.command(body), on_trouble=lambda sentence: sentence)
        await (ack(text=said) if said else ack())

    async def on_press(self, ack: Ack, body: dict[str, Any]) -> None:
        trouble = await self._guarded(self.front.press(body), on_trouble=lambda sentence: sentence)
        await ack()
        if trouble:
            # Bolt answers Slack when this returns, so the sentence is shown beside it and not before it.
            self._start(self._show_trouble(body, trouble))

    async def on_submit(self, ack: Ack, body: dict[str, Any]) -> None:
        view = body["view"]
        answer = await self._guarded(self.front.submit(body), on_trouble=lambda sentence: keep_open(view, sentence))
        await ack(**answer)

    async def on_home(self, event: dict[str, Any], body: dict[str, Any]) -> None:
        if event.get("tab") != "home":
            return

        async def draw() -> None:
            person = await self.front.person({"user_id": event["user"], "team_id": body.get("team_id")})
            if person is not None:
                await self._publish(person, waited_for=True)

        await self._guarded(draw(), on_trouble=lambda _: None)

    async def on_workspace(self, event: dict[str, Any]) -> None:
        """A changed account is stored at once; a removed app stops the sending."""
        kind = str(event.get("type"))
        if kind in {"user_change", "team_join"} and isinstance(event.get("user"), Mapping):
            await self.front.directory.refresh(event["user"], now=self.front.clock())
        elif kind == "app_uninstalled" or (kind == "tokens_revoked" and _of_bot(event)):
            self.installation_down(kind)

    def redraw_home(self, person: Person) -> None:
        """Draw a person's Home again after something was kept; nobody waits for it.

        Where Slack lets no more be drawn in this minute it is left to ``redraw_homes``.
        """
        self._start(self._redraw(person))

    def redraw_homes(self) -> None:
        """Draw what was put off, as far as it may be drawn now; to be called now and then. Nobody waits for it."""
        if self._homes and not self._redrawing:
            self._redrawing = True
            self._start(self._redraw_those_left())

    async def _redraw_those_left(self) -> None:
        try:
            for person in tuple(self._homes.values()):
                del self._homes[person.id]
                await self._redraw(person)
                if person.id in self._homes:
                    break
        finally:
            self._redrawing = False

    async def _redraw(self, person: Person) -> None:
        await self._guarded(self._publish(person), on_trouble=lambda _: None)

    async def _publish(self, person: Person, *, waited_for: bool = False) -> None:
        try:
            await self.front.publish_home(person, waited_for=waited_for)
        except (TryLaterError, SlackApiError) as error:
            if not isinstance(delivery_error(error), TryLaterError):
                raise
            self._homes[person.id] = person

    async def finish(self) -> None:
        """Wait for what was begun beside the answers; each of them is bounded."""
        await asyncio.gather(*self._tasks)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        # Without a reference of ours the task may vanish before it ran.
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _guarded(self, work: Coroutine[Any, Any, Any], *, on_trouble: Callable[[str], Any]) -> Any:  # noqa: ANN401 - each handler has its own answer
        """The handler's answer within the deadline, or what ``on_trouble`` makes of a plain sentence."""
        if self._busy >= AT_ONCE:
            work.close()
            log.warning("busy")
            return on_trouble(self.front.sentence("trouble-busy"))
        self._busy += 1
        try:
            async with asyncio.timeout(self.deadline):
                return await work
        except SurfaceUnreachableError:
            return on_trouble(self.front.sentence("error-could-not-check"))
        except (TryLaterError, TimeoutError):
            log.warning("deadline_passed")
            return on_trouble(self.front.sentence("trouble-too-slow"))
        except Exception as error:  # noqa: BLE001 - one of the two places that catch everything
            return on_trouble(self._unexpected(error))
        finally:
            self._busy -= 1

    def _unexpected(self, error: Exception) -> str:
        """Log class and place with a reference, and the sentence that gives the reference to the person."""
        reference = fresh()[:8]
        log.error("unexpected", reference=reference, error=type(error).__name__, place=place_of(error))
        return self.front.desk.house.wording.say("trouble-unexpected", reference=reference)

    async def _show_trouble(self, body: Payload, sentence: str) -> None:
        """Say it in the modal the button stands in, or in one of its own."""
        view = body.get("view") or {}
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                if view.get("type") == "modal":
                    with self.front.pacing.call("views.update"):
                        await self.front.client.views_update(view_id=view["id"], view=kept_view(view, sentence))
                else:
                    note = self.front.plain_view(sentence)
                    with self.front.pacing.call("views.open"):
                        await self.front.client.views_open(trigger_id=body["trigger_id"], view=note)
        except Exception as error:  # noqa: BLE001 - the sentence could not be shown; the log has the reference
            log.warning("trouble_not_shown", error=type(error).__name__)


def _of_bot(event: Payload) -> bool:
    """Whether it was our own token that was taken back; a person's token is nothing to us."""
    tokens = event.get("tokens")
    return not isinstance(tokens, Mapping) or bool(tokens.get("bot"))


def place_of(error: BaseException) -> str:
    """File and line where it was raised; never the text of an error, which may hold what a person wrote."""
    trace = error.__traceback__
    place = "unknown"
    while trace is not None:
        place = f"{trace.tb_frame.f_code.co_filename.rpartition('/')[2]}:{trace.tb_lineno}"
        trace = trace.tb_next
    return place
