"""``milepost check``: tries everything the bot needs, and says what to do about each fault (B-09)."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp
from rich.console import Console

from app.clock import SystemClock
from app.connection import Clients, SlackRefusedError, SocketRefusedError, connected, try_socket
from app.faults import sentence_of
from app.offices import offices_from, unknown_starters
from app.rooms import Rooms, opened
from app.settings import Settings
from bot.slack.errors import DeliveryError
from bot.slack.looking import SCOPE, SlackLooking
from bot.slack.pacing import Pacing
from bot.slack.people import SlackDirectory
from bot.slack.places import Places
from plans.acts import Act
from plans.ids import WorkspaceId
from plans.ports import System

SCOPES: Final = frozenset({"chat:write", "commands", "im:write", "users:read", "users:read.email"})
# So many of our newest messages are tried: somebody may have deleted one.
LOOKED_AT: Final = 5
GAIN: Final = "With it a message whose answer was lost is looked up before it is sent again: docs/reference/look-up.md."
SKEW_SECONDS: Final = 60
ONE_IS_TOO_FEW: Final = 2
MOST_NAMED: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """``well`` is None for advice that does not stop the bot."""

    well: bool | None
    said: str


async def check_everything(settings: Settings) -> bool:
    """Print a line for each thing tried; whether the bot can run."""
    console = Console(highlight=False)
    good = True
    async for finding in findings(settings):
        mark = {True: "[green]ok[/green]  ", False: "[red]no[/red]  ", None: "[yellow]hint[/yellow]"}[finding.well]
        console.print(f"{mark} {finding.said}")
        good = good and finding.well is not False
    return good


async def findings(settings: Settings) -> AsyncIterator[Finding]:
    """What was found, in the order an operator would mend it."""
    try:
        async with connected(settings) as clients:
            yield Finding(well=True, said="Slack accepts the bot token.")
            for finding in _scopes(clients):
                yield finding
            yield await _clock(settings)
            if settings.slack_app_token is not None:
                yield await _socket(clients, settings.slack_app_token.get_secret_value())
            async for finding in _rooms(settings, clients):
                yield finding
    except SlackRefusedError as error:
        yield Finding(well=False, said=sentence_of(error) or "")


def _scopes(clients: Clients) -> list[Finding]:
    if not clients.scopes:
        return [Finding(well=None, said="Slack did not say which scopes were granted.")]
    missing = sorted(SCOPES - clients.scopes)
    extra = sorted(clients.scopes - SCOPES - {SCOPE})
    found = []
    if missing:
        said = f"Scopes are missing: {', '.join(missing)}. Add them and install the app again."
        found.append(Finding(well=False, said=said))
    if extra:
        said = f"Scopes nobody needs were granted: {', '.join(extra)}. Take them away."
        found.append(Finding(well=None, said=said))
    return found or [Finding(well=True, said="Every scope of the manifest is granted, and none that nobody needs.")]


async def _clock(settings: Settings) -> Finding:
    """Slack's signatures allow five minutes; one is already a sign that nothing keeps the clock."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=10)) as session,
            session.get(settings.slack_api_url) as answer,
        ):
            told = answer.headers.get("Date")
        said = None if told is None else parsedate_to_datetime(told)
    except (aiohttp.ClientError, OSError, TimeoutError, ValueError):
        said = None
    if said is None:
        return Finding(well=None, said="The clock could not be compared with Slack's.")
    skew = abs((SystemClock().now() - said).total_seconds())
    if skew > SKEW_SECONDS:
        return Finding(well=False, said=f"The clock is {skew:.0f} s off Slack's; turn on time synchronisation (NTP).")
    return Finding(well=True, said="The clock agrees with Slack's.")


async def _socket(clients: Clients, token: str) -> Finding:
    try:
        await try_socket(clients.posting, token)
    except SocketRefusedError as error:
        return Finding(well=False, said=sentence_of(error) or "")
    return Finding(well=True, said="Socket Mode opens.")


async def _rooms(settings: Settings, clients: Clients) -> AsyncIterator[Finding]:
    workspace = WorkspaceId(clients.team)
    pacing = Pacing(clock=SystemClock().now)
    try:
        async with opened(settings, workspace=workspace) as rooms:
            yield Finding(well=True, said="Database, packs and wording can be used.")
            directory = SlackDirectory(
                client=clients.reading,
                begin=rooms.begin,
                workspace=workspace,
                team=clients.team,
                zone=settings.milepost_timezone,
                pacing=pacing,
            )
            for finding in await _hr(settings, directory, rooms, now=SystemClock().now()):
                yield finding
            yield await _look_up(rooms, clients, pacing)
    except Exception as error:
        said = sentence_of(error)
        if said is None:
            raise
        yield Finding(well=False, said=said)


async def _look_up(rooms: Rooms, clients: Clients, pacing: Pacing) -> Finding:
    """Whether a lost answer can be looked up. Nothing is posted: a message that was sent is read again."""
    if SCOPE not in clients.scopes:
        return Finding(well=None, said=f"The scope {SCOPE} is not granted, and need not be. {GAIN}")
    places = Places(client=clients.posting, pacing=pacing)
    looking = SlackLooking(client=clients.reading, places=places, pacing=pacing, scopes=clients.scopes)
    async with rooms.begin() as work:
        sent = await work.notices.newest_sent(limit=LOOKED_AT)
    try:
        for notice in sent:
            back = None if notice.message_ref is None else await looking.comes_back(notice.message_ref)
            if back is not None:
                return _proven(back=back)
    except DeliveryError as error:
        return Finding(well=None, said=f"{SCOPE} is granted, but our last message could not be read: {error.code}.")
    return Finding(
        well=None,
        said=f"{SCOPE} is granted. Whether it helps shows once a message of ours is there; run this again then.",
    )


def _proven(*, back: bool) -> Finding:
    if back:
        said = f"{SCOPE} is granted and our metadata comes back. A message whose answer was lost is looked up."
        return Finding(well=True, said=said)
    said = f"{SCOPE} is granted, but Slack keeps our metadata back, so it helps nobody: take the scope away again."
    return Finding(well=None, said=said)


async def _hr(settings: Settings, directory: SlackDirectory, rooms: Rooms, *, now: datetime) -> list[Finding]:
    read = await offices_from(settings, directory, now=now)
    offices = read.offices
    strangers, left = await unknown_starters(settings, directory, now=now)
    nobody = dict.fromkeys((*read.unknown, *strangers))
    found = [Finding(well=False, said=f"Slack knows nobody by the id {native}.") for native in nobody]
    if read.left:
        said = f"{len(read.left)} of HR's members were not looked up: Slack did not answer, or allows so many a minute."
        found.append(Finding(well=None, said=said))
    if left:
        said = f"{len(left)} of MILEPOST_STARTERS were not looked up: Slack allows so many a minute."
        found.append(Finding(well=None, said=said))
    if not offices.hr and not read.left:
        found.append(Finding(well=False, said="Nobody is HR: set MILEPOST_HR_MEMBERS, or no plan can be approved."))
    elif len(offices.hr) < ONE_IS_TOO_FEW:
        said = "There is one HR member; a plan they are a party to needs a second one to act."
        found.append(Finding(well=None, said=said))
    else:
        found.append(Finding(well=True, said=f"{len(offices.hr)} HR members are known."))
    rooms.database.set_offices(offices)
    return [*found, *await _without_hr(rooms, now=now)]


async def _without_hr(rooms: Rooms, *, now: datetime) -> list[Finding]:
    """Plans on which nobody in HR may act, because each is a party or stands apart (F-05)."""
    alone = list[str]()
    async with rooms.begin() as work:
        for plan_id in await work.plans.open_ids():
            plan = await work.plans.get(plan_id, by=System.OPERATOR, act=Act.LEARN, now=now)
            if not (await work.terms(plan)).hr_for(plan):
                alone.append(plan.case_number)
    if not alone:
        return []
    named = ", ".join(sorted(alone)[:MOST_NAMED])
    more = f" and {len(alone) - MOST_NAMED} more" if len(alone) > MOST_NAMED else ""
    said = (
        f"Nobody in HR may act on {named}{more}: each of them is on the plan or stands apart. Name another HR member."
    )
    return [Finding(well=None, said=said)]
