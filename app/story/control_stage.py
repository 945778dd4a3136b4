"""The story on the sandbox's control API."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time

from app.story.stage import Phone, StoryBrokenError
from plans.dates import instant
from sandbox.client import Actor, Control
from sandbox.seen import Outcome

ZONE = "America/Chicago"
SETTLE_SECONDS = 60.0
SEND_IT_AGAIN = "Please send it again"


class ControlPhone:
    """A phone driven over HTTP. ``seen`` is told what stood in a form when the person was done with it."""

    def __init__(self, control: Control, user: str, *, seen: Callable[[str, str, str], None]) -> None:
        self.user = user
        self._control = control
        self._actor: Actor = control.act_as(user)
        self._seen = seen
        self._open_form = ""

    async def command(self, words: str) -> None:
        await self._checked(await self._actor.command("/pip", words), f"/pip {words}".strip())

    async def fill(self, values: Mapping[str, object]) -> None:
        await self._actor.fill(values)
        self._open_form = await self.reads()

    async def submit(self) -> None:
        self._done_with_form()
        outcome = await self._actor.submit()
        if any(SEND_IT_AGAIN in said for said in outcome.errors.values()):
            # The machine stood still for longer than Slack may take to answer; the form says what a person does then.
            outcome = await self._actor.submit()
        await self._checked(outcome, "submit")
        # What was kept may be owed to somebody at once: the others look at their phones after it has left.
        await self._control.settle(seconds=SETTLE_SECONDS)

    async def press(self, what: str, *, nth: int = 0) -> None:
        self._done_with_form()
        await self._checked(await self._actor.press(what, nth=nth), f"press {what}")

    async def press_home(self, what: str, *, nth: int = 0) -> None:
        await self._actor.open_home()
        await self._checked(await self._actor.press(what, nth=nth, on="home"), f"press {what} on Home")

    async def close(self) -> None:
        self._done_with_form()
        while await self._actor.modal() is not None:
            await self._actor.close()

    async def reads(self) -> str:
        modal = await self._actor.modal()
        return "" if modal is None else modal.text

    async def home(self) -> str:
        return (await self._actor.open_home()).text

    async def messages(self) -> list[str]:
        return [message.text for message in await self._actor.messages()]

    async def _checked(self, outcome: Outcome, act: str) -> None:
        shown = await self.reads()
        if not outcome.ok:
            said = dict(outcome.errors_by_label) or outcome.error or "trouble connecting"
            raise StoryBrokenError(f"{self.user}, {act}: {said}\n{shown}")
        if "⚠" in shown:
            raise StoryBrokenError(f"{self.user}, {act}: refused\n{shown}")
        self._open_form = shown

    def _done_with_form(self) -> None:
        if self._open_form:
            self._seen(self.user, "form", self._open_form)
        self._open_form = ""


class ControlStage:
    """Three phones and the clock."""

    def __init__(
        self,
        control: Control,
        *,
        people: tuple[str, str, str],
        seen: Callable[[str, str, str], None] | None = None,
        told: Callable[[str], None] | None = None,
    ) -> None:
        show = seen or _nothing
        self.control = control
        self.supervisor: Phone
        self.employee: Phone
        self.hr: Phone
        self.supervisor, self.employee, self.hr = (ControlPhone(control, user, seen=show) for user in people)
        self._told = told

    async def go_to(self, day: date, *, hour: int = 10) -> datetime:
        target = max(instant(day, time(hour), ZONE), await self.control.clock())
        reached = await self.control.advance(to=target)
        await self.control.settle(seconds=SETTLE_SECONDS)
        return reached.astimezone(UTC)

    def tell(self, title: str) -> None:
        if self._told is not None:
            self._told(title)


def _nothing(user: str, kind: str, text: str) -> None:
    del user, kind, text
