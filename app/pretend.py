"""``milepost sandbox``: the pretend workspace and the bot in one process, with data kept between runs."""

import errno
import secrets
import shutil
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Final

import yaml
from rich.console import Console

from app.assemble import Milepost, assembled
from app.http import PortTakenError
from app.running import migrate_database
from app.settings import Settings, data_folder, read_settings
from app.stopping import until_stopped
from plans.examples import EMPLOYEE, HR, OUTSIDER, REVIEWER, SECOND_HR, SUPERVISOR
from plans.people import Person
from sandbox.people import SandboxPerson
from sandbox.server import Sandbox

MANIFEST: Final = Path(__file__).parent.parent / "manifest.yml"
CAST: Final = (SUPERVISOR, EMPLOYEE, HR, SECOND_HR, REVIEWER, OUTSIDER)
"""Who lives in the pretend workspace; the first three stand side by side on its page."""


def manifest(*more: str) -> dict[str, object]:
    """The manifest an admin would paste: the pretend workspace grants exactly what it asks for.

    ``more`` are scopes the admin granted beside those, such as ``im:history``.
    """
    read = dict(yaml.safe_load(MANIFEST.read_text(encoding="utf-8")))
    read["oauth_config"]["scopes"]["bot"].extend(more)
    return read


def inhabitants(people: Sequence[Person] = CAST) -> list[SandboxPerson]:
    """The example people as accounts, and one of each kind that may not be on a plan."""
    accounts = [
        SandboxPerson(
            id=person.handle.native_id,
            name=person.name.reveal(),
            email=person.email.reveal() if person.email else "nobody@example.org",
            tz=person.zone,
        )
        for person in people
    ]
    return [
        *accounts,
        SandboxPerson(id="U0GUEST", name="Gia Guest", email="gia@example.org", kind="multi_guest"),
        SandboxPerson(id="U0EXTERNAL", name="Ezra External", email="ezra@example.org", kind="external"),
        SandboxPerson(id="U0GONE", name="Dana Departed", email="dana@example.org", deleted=True),
    ]


def pretend_environment(sandbox: Sandbox, *, database: str, http: bool = False) -> dict[str, str]:
    """What the environment would hold for this workspace."""
    credentials = sandbox.workspace.credentials
    way_in = (
        {"SLACK_SIGNING_SECRET": credentials.signing_secret} if http else {"SLACK_APP_TOKEN": credentials.app_token}
    )
    return {
        **way_in,
        "SLACK_BOT_TOKEN": credentials.bot_token,
        "SLACK_API_URL": sandbox.api_url,
        "DATABASE_URL": database,
        "PORT": "0",
        "MILEPOST_HR_MEMBERS": f"{HR.handle.native_id} {SECOND_HR.handle.native_id}",
        "MILEPOST_TIMEZONE": "America/Chicago",
        "MILEPOST_PACK": "illinois-library",
        "MILEPOST_FOLLOW_CLOCK": sandbox.url,
    }


def pretend_settings(sandbox: Sandbox, *, database: str, http: bool = False) -> Settings:
    return read_settings(pretend_environment(sandbox, database=database, http=http))


@asynccontextmanager
async def pretending(
    folder: Path, *, port: int = 0, state: bool = True, database: str | None = None
) -> AsyncIterator[tuple[Sandbox, Milepost]]:
    """Workspace and bot, with their data in ``folder``, or with the bot's in ``database``.

    Raises:
        PortTakenError: another program listens on the port.

    """
    state_file = folder / "workspace.json" if state else None
    seed = 0 if state_file else secrets.randbits(32)
    async with AsyncExitStack() as stack:
        serve = Sandbox.serve(manifest(), inhabitants(), port=port, state_file=state_file, seed=seed)
        try:
            sandbox = await stack.enter_async_context(serve)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTakenError(port) from None
            raise
        settings = pretend_settings(sandbox, database=database or f"sqlite:///{folder / 'sandbox.db'}")
        if database is None:
            # Nobody runs it for anyone, and nobody should have to look for its file after an update.
            await migrate_database(settings)
        yield sandbox, await stack.enter_async_context(assembled(settings))


async def run_sandbox(*, port: int, fresh: bool) -> None:
    """Until Ctrl+C. The address is printed once both are up."""
    folder = data_folder() / "sandbox"
    if fresh:
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    async with pretending(folder, port=port) as (sandbox, _):
        console = Console()
        console.print(f"\n  Milepost runs in a pretend workspace: [bold]{sandbox.url}[/bold]", highlight=False)
        console.print("  Be the supervisor and type [bold]/pip new[/bold]. Ctrl+C stops it; what you did is kept.\n")
        await until_stopped()
