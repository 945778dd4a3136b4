"""The control API: act as anybody, look at any screen, read back what happened.

`README.md` beside this file describes every route.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable
from dataclasses import asdict, replace

from aiohttp import web

from sandbox.acts import Acts
from sandbox.control_clock import ClockControl
from sandbox.conversations import Conversation
from sandbox.delivery import Courier
from sandbox.events import Mail
from sandbox.filling import Filling
from sandbox.followers import Followers
from sandbox.forms import FillError
from sandbox.http_line import Signing
from sandbox.outcomes import outcome
from sandbox.parcels import Parcel
from sandbox.people import SandboxPerson
from sandbox.shapes import Json
from sandbox.showing import conversation_json, person_row, screen_json
from sandbox.tasks import Tasks
from sandbox.workspace import Workspace

LONGEST_WAIT = 25.0
SETTLE_SECONDS = 15.0
QUIET_SECONDS = 0.03
TOKEN_REFUSALS = {
    "installed": None,
    "uninstalled": "account_inactive",
    "revoked": "token_revoked",
    "expired": "token_expired",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Control:
    """Routes under `/control`."""

    def __init__(
        self,
        space: Workspace,
        *,
        acts: Acts,
        filling: Filling,
        courier: Courier,
        mail: Mail,
        followers: Followers,
        tasks: Tasks,
    ) -> None:
        self._space = space
        self._acts = acts
        self._filling = filling
        self._courier = courier
        self._mail = mail
        self._followers = followers
        self._tasks = tasks
        self._clock = ClockControl(space, followers)

    def routes(self) -> list[web.RouteDef]:
        return [
            *self._clock.routes(),
            web.get("/control/people", self._people),
            web.post("/control/people", _checked(self._add_person)),
            web.patch("/control/people/{person}", _checked(self._change_person)),
            web.get("/control/screen/{person}", _checked(self._screen)),
            web.get("/control/wait", _checked(self._wait)),
            web.post("/control/act/{person}/{act}", _checked(self._act)),
            web.get("/control/conversations", self._conversations),
            web.post("/control/conversations", _checked(self._add_conversation)),
            web.get("/control/log", _checked(self._log)),
            web.get("/control/violations", self._violations),
            web.delete("/control/violations", self._forget),
            web.put("/control/request_url", _checked(self._request_url)),
            web.put("/control/installation", _checked(self._install)),
            web.patch("/control/rules", _checked(self._rules)),
            web.put("/control/signing", _checked(self._signing)),
            web.post("/control/sockets", _checked(self._sockets)),
            web.get("/control/sockets", self._count_sockets),
            web.post("/control/resend", _checked(self._resend)),
            web.post("/control/settle", _checked(self._settle)),
        ]

    async def _people(self, _request: web.Request) -> web.Response:
        return web.json_response([person_row(self._space, one) for one in self._space.people])

    async def _add_person(self, request: web.Request) -> web.Response:
        person = SandboxPerson(**await body_of(request))
        self._space.add_person(person)
        self._mail.person_changed(person, joined=True)
        return web.json_response(person_row(self._space, person.id))

    async def _change_person(self, request: web.Request) -> web.Response:
        changes = await body_of(request)
        person = self._space.change_person(request.match_info["person"], changes)
        self._mail.person_changed(person)
        return web.json_response(person_row(self._space, person.id))

    async def _screen(self, request: web.Request) -> web.Response:
        shown = screen_json(self._space, request.match_info["person"])
        due = self._followers.next_due
        return web.json_response({**shown, "next_due": None if due is None else due.isoformat()})

    async def _wait(self, request: web.Request) -> web.Response:
        since = int(request.query.get("since", "0"))
        seconds = min(LONGEST_WAIT, float(request.query.get("seconds", LONGEST_WAIT)))
        revision = await self._space.pulse.beyond(since, seconds=seconds)
        return web.json_response({"revision": revision, "now": self._space.now.isoformat()})

    async def _act(self, request: web.Request) -> web.Response:
        person, act = request.match_info["person"], request.match_info["act"]
        said = await body_of(request)
        self._space.records.note("act", person=person, act=act)
        acts: dict[str, Callable[[], Awaitable[Json]]] = {
            "command": lambda: self._acts.command(
                person, str(said["name"]), str(said.get("text", "")), channel=said.get("channel")
            ),
            "press": lambda: self._acts.press(
                person,
                str(said["what"]),
                on=said.get("on"),
                message=said.get("message"),
                nth=int(said.get("nth", 0)),
            ),
            "fill": lambda: self._filling.fill(person, said["values"], on=said.get("on")),
            "submit": lambda: self._filling.submit(person, copies=int(said.get("copies", 1))),
            "close": lambda: self._filling.close(person),
            "home": lambda: self._open(person, str(said.get("tab", "home"))),
            "say": lambda: self._acts.say(person, str(said["text"])),
            "read": lambda: self._read(person),
        }
        if act not in acts:
            raise FillError(f"nobody can {act}")
        return web.json_response(await acts[act]())

    async def _open(self, person: str, tab: str) -> Json:
        await self._acts.open_home(person, tab=tab)
        await self._calm(SETTLE_SECONDS)
        return outcome()

    async def _read(self, person: str) -> Json:
        for place in self._space.conversations.values():
            if person in place.members and place.messages:
                place.read_up_to[person] = max(message.ts for message in place.messages)
        self._space.pulse.beat()
        return outcome()

    async def _conversations(self, _request: web.Request) -> web.Response:
        shown = []
        for place in self._space.conversations.values():
            reader = place.members[0] if place.kind == "im" else ""
            shown.append({**conversation_json(self._space, place, reader), "members": place.members})
        return web.json_response(shown)

    async def _add_conversation(self, request: web.Request) -> web.Response:
        said = await body_of(request)
        members = [str(one) for one in said.get("members", [])]
        if said.get("with_app") is True:
            members.append(self._space.credentials.bot_user_id)
        place = Conversation(
            id=self._space.ids.new("C"),
            kind="channel",
            name=str(said.get("name", "channel")),
            members=members,
            archived=said.get("archived") is True,
        )
        self._space.add_conversation(place)
        return web.json_response({"id": place.id})

    async def _log(self, request: web.Request) -> web.Response:
        kind, since = request.query.get("kind"), int(request.query.get("since", "0"))
        found = [line for line in self._space.records.log if line["id"] > since and kind in (None, line["kind"])]
        return web.json_response(found)

    async def _violations(self, _request: web.Request) -> web.Response:
        return web.json_response(list(self._space.records.violations))

    async def _forget(self, _request: web.Request) -> web.Response:
        self._space.records.forget()
        return web.json_response({})

    async def _request_url(self, request: web.Request) -> web.Response:
        url = (await body_of(request)).get("url")
        if url is not None and not await self._courier.http.verify(str(url)):
            raise FillError("the app did not answer the challenge at that address")
        self._space.request_url = None if url is None else str(url)
        return web.json_response({"url": self._space.request_url})

    async def _install(self, request: web.Request) -> web.Response:
        state = str((await body_of(request))["state"])
        self._space.token_refusal = TOKEN_REFUSALS[state]
        if state == "uninstalled":
            user = self._space.credentials.bot_user_id
            self._mail.post({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [user]}})
            self._mail.post({"type": "app_uninstalled"})
        return web.json_response({"state": state})

    async def _rules(self, request: web.Request) -> web.Response:
        self._space.rules = replace(self._space.rules, **await body_of(request))
        return web.json_response(asdict(self._space.rules))

    async def _signing(self, request: web.Request) -> web.Response:
        self._courier.http.signing = Signing(**await body_of(request))
        return web.json_response({})

    async def _sockets(self, request: web.Request) -> web.Response:
        said = await body_of(request)
        await self._courier.sockets.disconnect(said["how"], seconds=float(said.get("seconds", 10.0)))
        return web.json_response({"open": len(self._courier.sockets.open)})

    async def _count_sockets(self, _request: web.Request) -> web.Response:
        return web.json_response({"open": len(self._courier.sockets.open)})

    async def _resend(self, request: web.Request) -> web.Response:
        wanted = (await body_of(request))["delivery"]
        for line in self._space.records.log:
            if line["id"] == wanted and line["kind"] == "delivery":
                parcel = Parcel(kind=line["type"], payload=line["payload"], attempt=line["attempt"])
                return web.json_response(outcome(await self._courier.deliver(parcel)))
        raise FillError("there is no such delivery")

    async def _settle(self, request: web.Request) -> web.Response:
        seconds = float((await body_of(request)).get("seconds", SETTLE_SECONDS))
        return web.json_response({"settled": await self._calm(seconds)})

    async def _calm(self, seconds: float) -> bool:
        """Wait until nothing is under way, everyone has caught up, and it stays so for a moment."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + seconds
        records = self._space.records
        while (left := deadline - loop.time()) > 0:
            if not await self._tasks.pulse.until(lambda: self._tasks.idle, seconds=left):
                break
            left = max(0.0, deadline - loop.time())
            if not await self._followers.pulse.until(lambda: self._followers.caught_up, seconds=left):
                break
            seen = records.pulse.count
            await asyncio.sleep(QUIET_SECONDS)
            if records.pulse.count == seen and self._tasks.idle and self._followers.caught_up:
                return True
        return False


def _checked(handler: Handler) -> Handler:
    """Turn what a person cannot do into an answer instead of a failure of ours."""

    async def answered(request: web.Request) -> web.StreamResponse:
        try:
            return await handler(request)
        except KeyError as error:
            return web.json_response({"error": f"unknown or missing: {error.args[0]}"}, status=404)
        except (ValueError, TypeError) as error:
            return web.json_response({"error": str(error)}, status=409)

    return answered


async def body_of(request: web.Request) -> Json:
    """The JSON object of a request; an empty body is an empty object.

    Raises ValueError or TypeError for anything else. Only `application/json` is read, which no foreign page can send.
    """
    text = await request.text()
    if not text:
        return {}
    if request.content_type != "application/json":
        raise ValueError("send application/json")
    found = json.loads(text)
    if not isinstance(found, dict):
        raise TypeError("send a JSON object")
    return found
