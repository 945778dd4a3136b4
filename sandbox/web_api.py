"""The front of the Web API: arguments, tokens, limits, then the method."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from aiohttp import web

from sandbox.fault_answers import spoilt
from sandbox.faults import Fault, FaultScript
from sandbox.limits import MINUTE, SECOND
from sandbox.methods import app, chat, people, views
from sandbox.methods.call import Call, Method, RefusedError, TokenKind
from sandbox.methods.people import scopes
from sandbox.shapes import Json
from sandbox.socket_line import Sockets
from sandbox.tasks import Tasks
from sandbox.workspace import Workspace

POST_MESSAGE = "chat.postMessage"


@dataclass(slots=True)
class _Made:
    """What a call has come to so far."""

    args: Json = field(default_factory=dict)
    answer: Json = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    status: int = 200
    fault: Fault | None = None


class WebApi:
    """Every method of the workspace under one address."""

    def __init__(self, space: Workspace, sockets: Sockets, tasks: Tasks, faults: FaultScript) -> None:
        self._space = space
        self._faults = faults
        self._tasks = tasks
        connect = Method(run=sockets.ticket, token="app", header_only=True)  # noqa: S106 - a kind of token
        self.methods: Mapping[str, Method] = {
            **app.METHODS,
            **chat.METHODS,
            **people.METHODS,
            **views.METHODS,
            "apps.connections.open": connect,
        }

    async def serve(self, request: web.Request) -> web.Response:
        """One call, answered in Slack's shape unless a fault was asked for."""
        name = request.match_info["method"]
        started = self._space.clock.monotonic()
        made = _Made()
        with self._tasks.busy():
            await self._make(request, name, made)
            self._note(name, made, seconds=self._space.clock.monotonic() - started)
        if made.fault is None:
            return web.json_response(made.answer, status=made.status, headers=made.headers)
        # No longer counted as under way: a silence may outlast whoever waits for quiet.
        return await spoilt(request, made.fault, made.answer, cleared=self._faults.cleared)

    async def _make(self, request: web.Request, name: str, made: _Made) -> None:
        try:
            made.args = await _arguments(request)
            made.fault = self._fault(name, made.args)
            if made.fault is None or made.fault.stored:
                made.answer = {"ok": True, **self._run(request, name, made.args, made.headers)}
        except RefusedError as refusal:
            made.answer = {"ok": False, "error": refusal.code, **refusal.more}
            made.status = self._space.rules.limit_status if "Retry-After" in made.headers else 200

    def _fault(self, name: str, args: Json) -> Fault | None:
        """The fault for this call. A call inside a wait is refused like any other, and recorded as such."""
        method = self.methods.get(name)
        if method is None:
            return None
        now = self._space.now
        if self._space.limits.waits(now, [bucket for bucket, _, _ in self._buckets(name, method, args)]):
            return None
        fault = self._faults.take(name, args)
        if fault is not None and fault.kind == "rate_limit" and fault.retry_after is not None:
            self._space.limits.close(name, now, seconds=fault.retry_after)
        return fault

    def _note(self, name: str, made: _Made, *, seconds: float) -> None:
        ok = made.answer.get("ok", False)
        fault = made.fault
        facts: Json = {
            "method": name,
            "args": {key: value for key, value in made.args.items() if key != "token"},
            "ok": ok,
            "error": made.answer.get("error"),
            "status": made.status,
            "seconds": round(seconds, 4),
        }
        if fault is not None:
            shown = None if fault.kind in {"drop", "reset", "silence"} else fault.shown_status
            facts |= {"status": shown, "error": fault.word or facts["error"], "fault": fault.kind}
        line = self._space.records.note("call", **facts)
        if fault is not None:
            self._space.records.note(
                "fault", method=name, fault=fault.kind, error=fault.word or None, stored=ok, call=line["id"]
            )

    def _run(self, request: web.Request, name: str, args: Json, headers: dict[str, str]) -> Json:
        method = self.methods.get(name)
        if method is None:
            self._space.records.violate("unknown_method", method=name)
            raise RefusedError("unknown_method")
        self._admit(request, method, args)
        headers["x-oauth-scopes"] = scopes(self._space)
        headers["x-accepted-oauth-scopes"] = method.scope or ""
        if method.scope is not None and method.scope not in self._space.manifest.scopes:
            raise RefusedError("missing_scope", needed=method.scope, provided=scopes(self._space))
        self._limit(name, method, args, headers)
        # Clients that Bolt hands to listeners add the team to every call.
        if args.get("team_id", self._space.credentials.team_id) != self._space.credentials.team_id:
            raise RefusedError("team_not_found")
        given = {key: value for key, value in args.items() if key not in {"token", "team_id"}}
        unknown = sorted(given.keys() - method.args)
        if unknown:
            self._space.records.violate("unknown_argument", method=name, arguments=unknown)
            lines = [f"[ERROR] unknown argument: {key}" for key in unknown]
            raise RefusedError("invalid_arguments", response_metadata={"messages": lines})
        base = f"http://{request.host}"
        return method.run(self._space, Call(method=name, args=given, base=base))

    def _admit(self, request: web.Request, method: Method, args: Json) -> None:
        """Check the token.

        Raises RefusedError with Slack's word for none, an unknown one, or the wrong kind.
        """
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != "bearer":
            token = "" if method.header_only else str(args.get("token", ""))
        if not token:
            raise RefusedError("not_authed")
        known: dict[str, TokenKind] = {
            self._space.credentials.bot_token: "bot",
            self._space.credentials.app_token: "app",
        }
        if token not in known:
            raise RefusedError("invalid_auth")
        if self._space.token_refusal is not None:
            raise RefusedError(self._space.token_refusal)
        if known[token] != method.token:
            raise RefusedError("not_allowed_token_type")

    def _limit(self, name: str, method: Method, args: Json, headers: dict[str, str]) -> None:
        wanted = self._buckets(name, method, args)
        over = self._space.limits.take(self._space.now, wanted)
        if over is None:
            return
        if over.inside_wait:
            self._space.records.violate("call_during_retry_after", method=name)
        headers["Retry-After"] = str(over.retry_after)
        raise RefusedError(self._space.rules.limit_word)

    def _buckets(self, name: str, method: Method, args: Json) -> list[tuple[str, int, timedelta]]:
        if name != POST_MESSAGE:
            return [(name, method.per_minute, MINUTE)]
        channel = str(args.get("channel", ""))
        found = self._space.conversations.get(channel)
        # A direct message has one bucket, whether it is addressed by conversation or by person.
        place = found.members[0] if found is not None and found.kind == "im" else channel
        return [(f"{name}:{place}", 1, SECOND), (name, self._space.rules.posts_per_minute, MINUTE)]


async def _arguments(request: web.Request) -> Json:
    args: Json = dict(request.query)
    if request.method != "POST" or not request.can_read_body:
        return args
    if request.content_type == "application/json":
        try:
            body = json.loads(await request.text())
        except ValueError as error:
            raise RefusedError("invalid_json") from error
        if not isinstance(body, dict):
            raise RefusedError("json_not_object")
        return args | body
    if request.content_type in {"application/x-www-form-urlencoded", "multipart/form-data"}:
        form = await request.post()
        return args | {key: value for key, value in form.items() if isinstance(value, str)}
    raise RefusedError("invalid_post_type")
