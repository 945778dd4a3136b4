"""One workspace and its HTTP server."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from aiohttp import web

from sandbox.acts import Acts
from sandbox.clock import SandboxClock
from sandbox.control import Control
from sandbox.control_faults import FaultControl
from sandbox.credentials import Credentials
from sandbox.delivery import Courier
from sandbox.events import Mail
from sandbox.faults import FaultScript
from sandbox.filling import Filling
from sandbox.followers import Followers
from sandbox.keeping import Keeper, read_state, restore
from sandbox.manifest import read_manifest
from sandbox.people import SandboxPerson
from sandbox.responses import Responses
from sandbox.shapes import Json
from sandbox.tasks import Tasks
from sandbox.timers import Timers
from sandbox.web_api import WebApi
from sandbox.workspace import Rules, Workspace

PAGE = Path(__file__).parent / "page"
LONGEST_BODY = 2 * 1024 * 1024
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class NotLoopbackError(ValueError):
    """The workspace is for this machine alone."""


class Sandbox:
    """A running workspace. Make one with `serve`."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace = workspace
        self.url = ""
        self.tasks = Tasks()
        self.timers = Timers(workspace.clock)
        self.courier = Courier(workspace, self.tasks)
        self.mail = Mail(workspace, self.courier, self.timers, self.tasks)
        self.followers = Followers(
            workspace.clock, self.timers, workspace.records, patience=workspace.rules.follower_seconds
        )
        self._responses = Responses(workspace)
        acts = Acts(workspace, self.courier, self.mail, self._responses)
        self._control = Control(
            workspace,
            acts=acts,
            filling=Filling(workspace, self.courier, acts),
            courier=self.courier,
            mail=self.mail,
            followers=self.followers,
            tasks=self.tasks,
        )
        self._faults = FaultScript()
        self._api = WebApi(workspace, self.courier.sockets, self.tasks, self._faults)

    @property
    def api_url(self) -> str:
        """What a client of the Web API takes as its base address."""
        return f"{self.url}/api/"

    @classmethod
    @asynccontextmanager
    async def serve(
        cls,
        manifest: Mapping[str, object],
        people: Sequence[SandboxPerson],
        *,
        host: str = "127.0.0.1",
        port: int = 0,
        credentials: Credentials | None = None,
        clock: SandboxClock | None = None,
        state_file: Path | None = None,
        seed: int = 0,
        rules: Rules | None = None,
    ) -> AsyncIterator["Sandbox"]:
        """Run a workspace for as long as the block; port 0 takes a free one.

        Raises NotLoopbackError for a host others could reach, ManifestError for a manifest it
        cannot honour, StateFileError for a state file it cannot read.
        """
        if not _is_loopback(host):
            raise NotLoopbackError(f"{host} is not loopback")
        state = read_state(state_file)
        runs = 1 if state is None else int(state["runs"]) + 1
        space = Workspace(
            read_manifest(manifest),
            people,
            credentials=credentials or Credentials(),
            clock=clock or _clock_of(state),
            rules=rules or Rules(),
            # Ids must differ from those of an earlier run: an app may remember them.
            seed=f"{seed}:{runs}",
        )
        if state is not None:
            restore(space, state)
        sandbox = cls(space)
        keeper = None if state_file is None else Keeper(space, state_file, runs=runs)
        async with sandbox._running(host, port), sandbox._kept(keeper):
            yield sandbox

    @asynccontextmanager
    async def _kept(self, keeper: Keeper | None) -> AsyncIterator[None]:
        if keeper is None:
            yield
            return
        self.tasks.spawn(keeper.loop(), counted=False)
        try:
            yield
        finally:
            keeper.write()

    @asynccontextmanager
    async def _running(self, host: str, port: int) -> AsyncIterator[None]:
        await self.courier.http.start()
        runner = web.AppRunner(self._application(), access_log=None, shutdown_timeout=0.5)
        await runner.setup()
        try:
            await web.TCPSite(runner, host, port).start()
            bound = runner.addresses[0][1]
            shown = f"[{host}]" if ":" in host else host
            self.url = self._responses.base = f"http://{shown}:{bound}"
            self.tasks.spawn(self.timers.loop(), counted=False)
            yield
        finally:
            self._faults.clear()
            await self.courier.sockets.stop()
            await self.followers.stop()
            await self.tasks.stop()
            await runner.cleanup()
            await self.courier.http.stop()

    def _application(self) -> web.Application:
        app = web.Application(middlewares=[_at_home], client_max_size=LONGEST_BODY)
        app.on_response_prepare.append(_dress)
        app.add_routes(
            [
                web.route("*", "/api/{method}", self._api.serve),
                web.get("/link/", self.courier.sockets.serve),
                web.post("/response/{token}", self._responses.serve),
                *self._control.routes(),
                *FaultControl(self._faults, methods=self._api.methods).routes(),
                web.get("/", _index),
                web.get(r"/{name:[a-z0-9_-]+\.(?:css|js|svg|png|ico|woff2)}", _asset),
            ]
        )
        return app


def _clock_of(state: Json | None) -> SandboxClock:
    if state is None:
        return SandboxClock()
    frozen = state["frozen_at"]
    return SandboxClock(
        offset=timedelta(seconds=state["offset"]),
        frozen_at=None if frozen is None else datetime.fromisoformat(frozen),
    )


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@web.middleware
async def _at_home(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Answer to loopback names alone, and to no page of another origin."""
    name = request.host.rpartition(":")[0] if not request.host.endswith("]") else request.host
    if not _is_loopback((name or request.host).strip("[]")):
        raise web.HTTPForbidden(text="this workspace answers on loopback only")
    origin = request.headers.get("Origin")
    if origin is not None and origin != f"http://{request.host}":
        raise web.HTTPForbidden(text="this workspace answers its own page only")
    return await handler(request)


async def _dress(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(HEADERS)


async def _index(_request: web.Request) -> web.StreamResponse:
    return _file("index.html") or web.Response(text="The workspace is running; its page is not here yet.\n")


async def _asset(request: web.Request) -> web.StreamResponse:
    found = _file(request.match_info["name"])
    if found is None:
        raise web.HTTPNotFound
    return found


def _file(name: str) -> web.FileResponse | None:
    path = PAGE / name
    return web.FileResponse(path) if path.is_file() else None
