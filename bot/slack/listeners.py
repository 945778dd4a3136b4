"""The four listeners for people, and one for what happens to the workspace.

A new feature adds an ask and an action, never a listener.
"""

import asyncio
import json
import re
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import structlog
from slack_bolt.app.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError

from bot.asking import SurfaceUnreachableError
from bot.slack.admission import TooManyAskingError
from bot.slack.errors import TryLaterError, delivery_error
from bot.slack.front import OPEN_SECONDS, Ack, Front, Payload, keep_open, kept_view
from plans.ids import PersonId, fresh
from plans.people import Person

DEADLINE_SECONDS: Final = 2.5
# So many who pressed a button are told beside it that something went wrong at a time; each costs a call to Slack.
TELLING: Final = 8
# So many more wait for that, in seconds for so long: with the call itself it is over before their trigger is gone.
MOST_TO_TELL: Final = 64
TELL_WITHIN: Final = 1.2
# What nobody waits for is put off for this long while people are being answered.
MANNERS_SECONDS: Final = 1.0

_JSON: Final[dict[str, str | Sequence[str]]] = {"Content-Type": ["application/json"]}

log = structlog.get_logger("listeners")


@dataclass(slots=True, kw_only=True)
class Listeners:
    """Bolt's side of the front. ``installation_down`` is told when Slack says the app was removed.

    ``due_times_moved`` is told when somebody moved to another zone, or their account became another.
    """

    front: Front
    installation_down: Callable[[str], None]
    due_times_moved: Callable[[], None]
    deadline: float = DEADLINE_SECONDS
    # Whose Home shows something that has changed since. However often it changes, it is drawn once.
    _homes: dict[PersonId, Person] = field(default_factory=dict)
    _redrawing: bool = False
    _to_tell: int = 0
    _telling: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(TELLING))
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
            self._tell(body, trouble)

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
            if await self.front.directory.refresh(event["user"], now=self.front.clock()):
                self.due_times_moved()
        elif kind == "app_uninstalled" or (kind == "tokens_revoked" and _of_bot(event)):
            self.installation_down(kind)

    def redraw_home(self, person: Person) -> None:
        """Draw a person's Home again after something was kept; nobody waits for it.

        Where Slack lets no more be drawn in this minute it is left to ``redraw_homes``.
        """
        self._homes[person.id] = person
        self.redraw_homes()

    def redraw_homes(self) -> None:
        """Draw what is owed, as far as it may be drawn now; to be called now and then. Nobody waits for it."""
        if self._homes and not self._redrawing:
            self._redrawing = True
            self._start(self._redraw_all())

    async def _redraw_all(self) -> None:
        """One after the other, and people who ask for something come first."""
        try:
            while self._homes:
                await self.front.admission.calm(at_most=MANNERS_SECONDS)
                person = self._homes.pop(next(iter(self._homes)))
                if await self._beside(self._publish(person)) is False:
                    break
        finally:
            self._redrawing = False

    async def _publish(self, person: Person, *, waited_for: bool = False) -> bool:
        """Whether it could be drawn now. If not it is owed."""
        try:
            await self.front.publish_home(person, waited_for=waited_for)
        except (TryLaterError, SlackApiError) as error:
            if not isinstance(delivery_error(error), TryLaterError):
                raise
            self._homes[person.id] = person
            return False
        return True

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
        try:
            async with asyncio.timeout(self.deadline), self.front.admission.turn():
                return await work
        except TooManyAskingError:
            log.warning("busy")
            return on_trouble(self.front.sentence("trouble-busy"))
        except SurfaceUnreachableError:
            return on_trouble(self.front.sentence("error-could-not-check"))
        except (TryLaterError, TimeoutError):
            log.warning("deadline_passed")
            return on_trouble(self.front.sentence("trouble-too-slow"))
        except Exception as error:  # noqa: BLE001 - one of the two places that catch everything
            return on_trouble(self._unexpected(error))
        finally:
            # Of one that got no turn nothing was begun.
            work.close()

    async def _beside(self, work: Coroutine[Any, Any, bool]) -> bool | None:
        """Something nobody waits for: it takes nobody's turn. None if it came to nothing, which is only logged."""
        try:
            async with asyncio.timeout(self.deadline):
                return await work
        except TimeoutError:
            log.warning("deadline_passed")
        except Exception as error:  # noqa: BLE001 - as for an answer; nobody is there to be told
            self._unexpected(error)
        return None

    def turned_away(self, body: Payload) -> BoltResponse | None:
        """What to answer at the door if whoever comes now would wait in vain; None to let them in.

        At the door it costs a tenth of what it costs inside, and there are many of them when it counts.
        """
        if not self.front.admission.hopeless:
            return None
        said = self.front.sentence("trouble-busy")
        kind, view = body.get("type"), body.get("view")
        if kind == "view_submission" and isinstance(view, Mapping) and isinstance(view.get("blocks"), list):
            answer = BoltResponse(status=200, body=json.dumps(keep_open(view, said)), headers=_JSON)
        elif kind == "block_actions" and isinstance(body.get("trigger_id"), str):
            self._tell(body, said)
            answer = BoltResponse(status=200)
        elif isinstance(body.get("command"), str):
            answer = BoltResponse(status=200, body=said)
        else:
            return None
        log.warning("busy")
        return answer

    def _tell(self, body: Payload, sentence: str) -> None:
        """Say it where the pressed button stands, in its turn, unless more wait for theirs than Slack lets us tell."""
        if self._to_tell >= MOST_TO_TELL:
            log.warning("trouble_not_shown", error="TooManyAskingError")
            return
        self._to_tell += 1
        self._start(self._tell_in_turn(body, sentence))

    async def _tell_in_turn(self, body: Payload, sentence: str) -> None:
        try:
            async with asyncio.timeout(TELL_WITHIN):
                await self._telling.acquire()
        except TimeoutError:
            log.warning("trouble_not_shown", error="TooManyAskingError")
        else:
            try:
                await self._show_trouble(body, sentence)
            finally:
                self._telling.release()
        finally:
            self._to_tell -= 1

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
