"""The workspace people answer in, as a process of its own: the sandbox without Slack's limits on opening forms.

``python -m benchmarks.ack_workspace`` prints its two addresses. Fifty forms a second are far beyond what Slack lets
any app open; what is measured here is us.
"""

import asyncio
import json
from collections import Counter
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import yaml
from aiohttp import web

from app.stopping import until_stopped
from benchmarks.ack_plans import accounts
from bot.wording import load
from sandbox.limits import Limits, Over
from sandbox.server import Sandbox
from sandbox.workspace import Rules

MANIFEST: Final = Path(__file__).parent.parent / "manifest.yml"
LONG: Final = 3_600.0
# Who pressed a button is told beside it, and not in the answer.
TOLD: Final = "told busy"
_BUSY: Final = load(folders=()).say("trouble-busy")
SANDBOX: Final = web.AppKey("sandbox", Sandbox)


class OnlyPosts(Limits):
    """Slack's limits for messages; none for anything else."""

    def take(self, now: datetime, wanted: list[tuple[str, int, timedelta]]) -> Over | None:
        return super().take(now, [one for one in wanted if one[0].startswith("chat.")])


async def _triggers(request: web.Request) -> web.Response:
    """As many triggers as asked for, of people named in turn."""
    sandbox, people = request.app[SANDBOX], await request.json()
    return web.json_response([sandbox.workspace.triggers.give(person) for person in people])


async def _calls(request: web.Request) -> web.Response:
    """How often each method was called, and how it went."""
    log = request.app[SANDBOX].workspace.records.log
    calls = [line for line in log if line["kind"] == "call"]
    made = Counter(f"{line['method']} {line['error'] or 'ok'}" for line in calls)
    made[TOLD] = sum(_BUSY in str(line["args"].get("view")) for line in calls)
    return web.json_response(dict(made))


async def main() -> None:
    """Serve until told to stop."""
    rules = Rules(trigger_seconds=LONG)
    manifest = yaml.safe_load(await asyncio.to_thread(MANIFEST.read_text, encoding="utf-8"))
    async with Sandbox.serve(manifest, accounts(), rules=rules, seed=3) as sandbox:
        sandbox.workspace.limits = OnlyPosts()
        side = web.Application(client_max_size=16 * 1024 * 1024)
        side[SANDBOX] = sandbox
        side.add_routes([web.post("/triggers", _triggers), web.get("/calls", _calls)])
        runner = web.AppRunner(side, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        addresses = {"workspace": sandbox.url, "side": f"http://127.0.0.1:{runner.addresses[0][1]}"}
        print(json.dumps(addresses), flush=True)  # noqa: T201 - whoever started it reads this line
        await until_stopped()
        await runner.cleanup()


if __name__ == "__main__":
    asyncio.run(main())
