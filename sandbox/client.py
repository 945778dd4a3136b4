"""Drives a workspace through its control API, from this process or another."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from types import TracebackType
from typing import Any, Literal, Self

import aiohttp

from sandbox.faults import FaultKind
from sandbox.seen import Home, Message, Notification, Outcome, View, message_of, outcome_of, view_of
from sandbox.shapes import Json

CALL_SECONDS = 120.0
GOOD = 300
Surface = Literal["modal", "home"]
SocketEnd = Literal["warning", "refresh_requested", "link_disabled", "too_many_websockets", "silent", "drop"]


InstallState = Literal["installed", "uninstalled", "revoked", "expired"]


class ControlError(Exception):
    """The workspace refused; the message says why."""


class NotSettledError(Exception):
    """Something was still under way when the time to settle was over."""


class Control:
    """One workspace, from outside. An async context manager."""

    def __init__(self, url: str) -> None:
        self._url = url.rstrip("/")
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        self._session = aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=CALL_SECONDS))
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._session is not None:
            await self._session.close()

    async def call(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Any:  # noqa: ANN401 - JSON
        """One control request, for routes without a method of their own here.

        Raises ControlError when the workspace refuses, RuntimeError outside the context.
        """
        if self._session is None:
            raise RuntimeError("use `async with Control(url)`")
        async with self._session.request(method, f"{self._url}/control{path}", json=body) as response:
            if response.content_type != "application/json":
                raise ControlError(await response.text())
            found = await response.json()
            if response.status >= GOOD:
                raise ControlError(found["error"])
            return found

    def act_as(self, user_id: str) -> "Actor":
        """That person's phone."""
        return Actor(self, user_id)

    async def clock(self) -> datetime:
        return _instant((await self.call("GET", "/clock"))["now"])

    async def freeze(self, at: datetime | None = None) -> None:
        """Stop the clock at an instant, or where it is. Nothing that falls due on the way is waited for."""
        await self.call("POST", "/clock", {"freeze": None if at is None else at.isoformat()})

    async def run(self) -> None:
        """Let a frozen clock go on from where it is."""
        await self.call("POST", "/clock", {"run": True})

    async def advance(self, *, to: datetime | None = None, by: timedelta | None = None) -> datetime:
        """Walk forward through everything that falls due, to an instant or by a time.

        Raises ValueError unless exactly one of the two is given.
        """
        if (to is None) == (by is None):
            raise ValueError("give either to or by")
        body: dict[str, object] = (
            {"advance_to": to.isoformat()} if to else {"advance_by": by.total_seconds() if by else 0}
        )
        return _instant((await self.call("POST", "/clock", body))["now"])

    async def next_due(self) -> datetime | None:
        """The earliest instant the hosted app waits for, if it follows the clock."""
        due = (await self.call("GET", "/clock"))["next_due"]
        return None if due is None else _instant(due)

    async def followers(self) -> int:
        return int((await self.call("GET", "/clock"))["followers"])

    async def advance_to_next(self) -> datetime | None:
        """Go to the next due instant; None when there is none."""
        if await self.next_due() is None:
            return None
        return _instant((await self.call("POST", "/clock", {"advance_to_next": True}))["now"])

    async def log(self, kind: str | None = None, *, since: int = 0) -> list[Json]:
        """Lines after the one numbered `since`: call, delivery, ack, act, event_lost, clock, socket, fault."""
        wanted = f"?since={since}" + (f"&kind={kind}" if kind else "")
        return list(await self.call("GET", f"/log{wanted}"))

    async def violations(self) -> list[Json]:
        return list(await self.call("GET", "/violations"))

    async def forget_violations(self) -> None:
        await self.call("DELETE", "/violations")

    async def install(self, state: InstallState) -> None:
        """Take the app's tokens away, or give them back; uninstalling sends both events."""
        await self.call("PUT", "/installation", {"state": state})

    async def people(self) -> list[Json]:
        return list(await self.call("GET", "/people"))

    async def add_person(self, **fields: object) -> Json:
        """A new account; the app is told with `team_join`."""
        return dict(await self.call("POST", "/people", fields))

    async def change_person(self, user_id: str, **changes: object) -> Json:
        """Change fields of an account; the app is told with `user_change`."""
        return dict(await self.call("PATCH", f"/people/{user_id}", changes))

    async def add_channel(
        self, name: str, members: list[str], *, with_app: bool = False, archived: bool = False
    ) -> str:
        body = {"name": name, "members": members, "with_app": with_app, "archived": archived}
        return str((await self.call("POST", "/conversations", body))["id"])

    async def set_request_url(self, url: str | None) -> None:
        """Send everything there as signed HTTP; None goes back to Socket Mode.

        Raises ControlError when the app does not echo the challenge.
        """
        await self.call("PUT", "/request_url", {"url": url})

    async def sign(self, how: Literal["right", "wrong", "missing"] = "right", *, seconds: int = 0) -> None:
        """How the next requests are signed; `seconds` moves their timestamp."""
        await self.call("PUT", "/signing", {"how": how, "seconds": seconds})

    async def change_rules(self, **figures: object) -> None:
        """Change figures of `Rules` from now on, such as `ack_seconds` or `posts_per_minute`."""
        await self.call("PATCH", "/rules", figures)

    async def sockets(self) -> int:
        """How many sockets the app has open."""
        return int((await self.call("GET", "/sockets"))["open"])

    async def disconnect_sockets(self, how: SocketEnd, *, seconds: float = 10.0) -> None:
        await self.call("POST", "/sockets", {"how": how, "seconds": seconds})

    async def resend(self, delivery: int) -> Outcome:
        """Deliver the very same payload again. Its acknowledgement changes nobody's screen."""
        return outcome_of(await self.call("POST", "/resend", {"delivery": delivery}))

    async def settle(self, *, seconds: float = 15.0) -> None:
        """Wait until nothing is under way and the app has caught up.

        Raises NotSettledError when that takes longer than `seconds` of real time.
        """
        if not (await self.call("POST", "/settle", {"seconds": seconds}))["settled"]:
            raise NotSettledError(f"still busy after {seconds} s")

    async def script_fault(
        self, method: str, kind: FaultKind, *, times: int | None = 1, after: int = 0, **more: object
    ) -> None:
        """Let calls of a method ("*" for any) go wrong: `times` of them, once `after` others have passed.

        `more` are further fields of `Fault`, such as `stored`, `error`, `status`, `retry_after`, `where`, `seconds`.
        Raises ControlError for a fault that cannot be.
        """
        await self.call("POST", "/faults", {"method": method, "kind": kind, "times": times, "after": after, **more})

    async def faults(self) -> list[Json]:
        """The faults still to come."""
        return list(await self.call("GET", "/faults"))

    async def clear_faults(self) -> None:
        """No more of them; whoever is kept in silence is hung up on."""
        await self.call("DELETE", "/faults")

    async def screen(self, user_id: str) -> Json:
        return dict(await self.call("GET", f"/screen/{user_id}"))


class Actor:
    """One person's phone."""

    def __init__(self, control: Control, user_id: str) -> None:
        self._control = control
        self.user_id = user_id

    async def _act(self, act: str, **said: object) -> Outcome:
        return outcome_of(await self._control.call("POST", f"/act/{self.user_id}/{act}", said))

    async def command(self, name: str, text: str = "", *, channel: str | None = None) -> Outcome:
        """Type a slash command, in the app's own conversation unless a channel id is given."""
        return await self._act("command", name=name, text=text, channel=channel)

    async def stack(self) -> list[View]:
        """Every open modal, the top one last."""
        return [view_of(one) for one in (await self._control.screen(self.user_id))["stack"]]

    async def modal(self) -> View | None:
        """The top modal."""
        stack = await self.stack()
        return stack[-1] if stack else None

    async def fill(self, values: Mapping[str, object], *, on: Surface | None = None) -> Outcome:
        """Enter values by visible label, action id or block id, in the top modal or on Home.

        Options go by their visible text or value, people by id or name, dates as YYYY-MM-DD; a
        list for several; None to empty a field. Raises ControlError for what is not there.
        """
        return await self._act("fill", values=dict(values), on=on)

    async def submit(self, *, copies: int = 1) -> Outcome:
        """Press the modal's submit button; `copies` sends the same payload so many times at once."""
        return await self._act("submit", copies=copies)

    async def close(self) -> Outcome:
        return await self._act("close")

    async def press(
        self, what: str, *, message: str | None = None, nth: int = 0, on: Surface | Literal["message"] | None = None
    ) -> Outcome:
        """Press a button by its text or action id.

        It is looked for on `on`, or on the message with that ts; failing both, in the open modal
        if there is one, else among all messages, newest first. `nth` counts the matches.
        Raises ControlError when there is no such button.
        """
        return await self._act("press", what=what, message=message, nth=nth, on=on)

    async def open_home(self) -> Home:
        """Turn to the app's Home tab and look at it.

        Raises ControlError when it is off or empty.
        """
        await self._act("home", tab="home")
        found = await self.home()
        if found is None:
            raise ControlError("Home is empty")
        return found

    async def open_messages(self) -> Outcome:
        """Turn to the app's Messages tab."""
        return await self._act("home", tab="messages")

    async def home(self) -> Home | None:
        """Home as it stands, without telling the app that anybody looks."""
        shown = (await self._control.screen(self.user_id))["home"]
        return None if shown is None else view_of(shown)

    async def say(self, text: str) -> Outcome:
        """Write to the app."""
        return await self._act("say", text=text)

    async def messages(self) -> list[Message]:
        """The conversation with the app, oldest first, with what only this person sees."""
        places = (await self._control.screen(self.user_id))["conversations"]
        return [message_of(one) for place in places if place["kind"] == "im" for one in place["messages"]]

    async def notifications(self) -> list[Notification]:
        return [Notification(**one) for one in (await self._control.screen(self.user_id))["notifications"]]

    async def troubles(self) -> list[str]:
        """Errors only this person saw outside modals."""
        return [one["text"] for one in (await self._control.screen(self.user_id))["trouble"]]

    async def read(self) -> None:
        """Mark everything as read."""
        await self._act("read")


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text)
