"""Builds everything from the settings: desk, listeners, messenger and beat; and takes it down again."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Final

import structlog

from app.anchors import AnchorFile
from app.clock import Clock, FollowedClock, SystemClock, wall_seconds
from app.connection import Clients, Socket, bolt_app, connected
from app.dates_door import DatesDoor
from app.erasures import ErasureList, keep_in_step
from app.following import Follower
from app.http import UP, serving
from app.keys import SigningKey
from app.metrics import Counted, Metrics
from app.offices import ASKED_AGAIN_AFTER, offices_from
from app.rooms import Rooms, alive, calendar_of, opened
from app.seams import USUAL, Seams
from app.settings import Settings
from app.speaking import Speaking
from app.versions import terms_version
from bot.asking import House
from bot.asks import ASKS
from bot.desk import Desk
from bot.handles import Handles
from bot.slack.front import Front
from bot.slack.ingress import Ingress
from bot.slack.listeners import Listeners
from bot.slack.looking import SlackLooking
from bot.slack.messenger import SlackMessenger
from bot.slack.pacing import Pacing
from bot.slack.people import SlackDirectory
from bot.slack.places import Places
from jobs.beat import Beat
from jobs.digest_times import DigestTimes
from jobs.housekeeping import forget, tidy
from jobs.integrity import Watching
from jobs.limits import Limits
from jobs.presence import Presence
from jobs.reconcile import notice_terms, reconcile_nightly, reconcile_out_of_step
from jobs.redraw import Redrawing
from jobs.retry import WAIT_FOR_OPERATOR
from jobs.sweep import Ahead, next_due, sweep
from jobs.timetable import RECONCILE, SWEEP
from jobs.traffic import Traffic, Window
from plans.chain import Anchor
from plans.ids import WorkspaceId
from plans.people import Person

DOWN: Final = "down"
# The share of a call's time that a look-up takes by itself: delivery cuts off what takes all of it.
LOOKING: Final = 0.6
PASSED_OVER: Final = timedelta(seconds=1)
log = structlog.get_logger("milepost")


class Milepost:
    """The program. ``port`` is where ``/health`` answers once it runs."""

    def __init__(
        self, settings: Settings, clients: Clients, rooms: Rooms, *, key: bytes, metrics: Metrics, seams: Seams = USUAL
    ) -> None:
        self.settings = settings
        self.metrics = metrics
        self.rooms = rooms
        self.port = 0
        self.real = SystemClock()
        follows = settings.milepost_follow_clock
        self.clock: Clock = FollowedClock(self.real.now()) if follows else self.real
        # The default pack's days off hold for what is about no plan.
        calendar = calendar_of(rooms.packs[settings.milepost_pack], extra=settings.milepost_holidays)
        self.traffic = Traffic(calendar=calendar, window=Window(settings.milepost_posts_a_minute))
        self.presence = Presence()
        self.limits = Limits(lease=settings.lease, call_timeout=settings.call_timeout, pause=settings.pause)
        self.times = DigestTimes(weekday=settings.digest_day, at=settings.digest_time, calendar=calendar)
        self._ahead: Ahead | None = None
        self._offices_read = False
        self._offices_asked = self.clock.now() - ASKED_AGAIN_AFTER
        self._strangers: tuple[str, ...] = ()
        self.anchors = AnchorFile.of(settings)
        self.watching = Watching(self.anchors.noted)
        self.redrawing = Redrawing()
        self._look_around(clients)
        self.dates = DatesDoor(key, begin=rooms.begin, directory=self.directory, base=self._reached, now=self.clock.now)
        self._make_surface(clients, Handles(key), fingerprint=SigningKey(key).fingerprint)
        self.app = bolt_app(settings, clients)
        self.listeners.attach(self.app)
        self.socket: Socket | None = None
        self.beat = Beat(
            {SWEEP.name: self.sweep, RECONCILE.name: self._reconcile},
            self.next_due,
            clock=self.clock.now,
            real_clock=self.real.now,
            timetable=seams.timetable,
        )
        self.follower = self._follower(follows) if follows else None

    def _look_around(self, clients: Clients) -> None:
        """What Slack is asked before anything is said, and how often it may be asked."""
        self.pacing = Pacing(clock=self.clock.now)
        self.places = Places(client=clients.posting, pacing=self.pacing)
        self.looking = SlackLooking(
            client=clients.reading,
            places=self.places,
            pacing=self.pacing,
            scopes=clients.scopes,
            seconds=self.limits.call_timeout.total_seconds() * LOOKING,
        )
        self.directory = SlackDirectory(
            client=clients.reading,
            begin=self.rooms.begin,
            workspace=self.rooms.workspace,
            team=clients.team,
            zone=self.settings.milepost_timezone,
            pacing=self.pacing,
        )

    def _make_surface(self, clients: Clients, handles: Handles, *, fingerprint: str) -> None:
        """What hears people, and what speaks to them; the second redraws Home through the first."""
        self.listeners = Listeners(
            front=self._front(clients, handles),
            installation_down=self._installation_down,
            due_times_moved=self.due_times_moved,
        )
        self.speaking = Speaking(
            messenger=SlackMessenger(
                client=clients.posting,
                directory=self.directory,
                places=self.places,
                handles=handles,
                call_seconds=self.limits.call_timeout.total_seconds(),
            ),
            looking=self.looking,
            wording=self.rooms.wording,
            begin=self.rooms.begin,
            clock=self.clock,
            role_ended=self.listeners.redraw_home,
            fingerprint=fingerprint,
            anchored=self._anchored,
        )
        self.speak = Counted(
            speak=self.speaking, drawing_ahead=self.speaking.draw_ahead, metrics=self.metrics, now=self.clock.now
        )

    def _front(self, clients: Clients, handles: Handles) -> Front:
        house = House(
            begin=self.rooms.begin,
            wording=self.rooms.wording,
            directory=self.directory,
            packs=self.rooms.packs,
            default_pack=self.settings.milepost_pack,
            dates_link=self.dates.link,
        )
        return Front(
            desk=Desk(house=house, asks=ASKS),
            directory=self.directory,
            handles=handles,
            client=clients.posting,
            pacing=self.pacing,
            clock=self.clock.now,
            kept=self.kept,
        )

    def _follower(self, url: str) -> Follower | None:
        if not isinstance(self.clock, FollowedClock):
            return None
        return Follower(url, self.clock, sweep=self.beat.sweep_now, next_due=self.next_due)

    # What happens

    def kept(self, person: Person) -> None:
        """Something was kept: what is owed leaves at once, and the person's Home is drawn again."""
        self.listeners.redraw_home(person)
        self.due_times_moved()

    def due_times_moved(self) -> None:
        """What is due next may be another instant now."""
        if self.follower is None:
            self.beat.nudge()
        else:
            self.follower.changed()

    async def sweep(self) -> None:
        """Everything that is due now, until nothing is; then messages that were answered lose their buttons."""
        if not self._offices_read and abs(self.clock.now() - self._offices_asked) >= ASKED_AGAIN_AFTER:
            await self.take_offices()
        async with self.rooms.database.turn() as ours:
            if ours:
                await self._take_turn()
            else:
                # Whoever has it may have looked a moment too early to see what woke us.
                self.beat.again_in(PASSED_OVER)

    async def _take_turn(self) -> None:
        with self.metrics.sweep.time():
            # Before anything is said: what moved is then said at its new time, and not at its old one.
            in_step = await reconcile_out_of_step(self.rooms.begin, now=self.clock.now())
            swept = await sweep(
                self.rooms.begin,
                self.speak,
                clock=self.clock.now,
                real_clock=self.real.now,
                traffic=self.traffic,
                draw_ahead=self.speak.draw_ahead,
                look_up=self.speaking.look_up,
                presence=self.presence,
                times=self.times,
                limits=self.limits,
            )
        await self._erased()
        self.metrics.swept(swept)
        self._ahead = swept.ahead
        await self.directory.keep()
        self.listeners.redraw_homes()
        if swept.cut_short or in_step.more:
            self.beat.nudge()
        elif swept.ahead is None or swept.ahead.redraws:
            await self.redrawing.some(
                self.rooms.begin,
                self.speaking.redraw,
                traffic=self.traffic,
                workspace=self.rooms.workspace,
                now=self.clock.now(),
            )

    async def _erased(self) -> None:
        """What was erased is written down beside the database, and leaves its log."""
        if self.rooms.database.erased:
            await keep_in_step(self.rooms, ErasureList.of(self.settings), now=self.clock.now())
            await self.rooms.database.wipe()

    async def next_due(self) -> datetime | None:
        """What the last sweep saw ahead, once; whatever is kept after it causes another sweep."""
        now, ahead, self._ahead = self.clock.now(), self._ahead, None
        if ahead is not None and (ahead.at is None or ahead.at > now):
            return ahead.at
        return await next_due(self.rooms.begin, now=now, traffic=self.traffic, times=self.times)

    async def _reconcile(self) -> None:
        self._ahead = None
        await self.take_offices()
        await reconcile_nightly(self.rooms.begin, now=self.clock.now())
        await tidy(self.rooms.begin, self.rooms.database.prune, now=self.clock.now())
        await forget(self.rooms.begin, self.rooms.database.forget_people, now=self.clock.now())
        looked = await self.watching.some(self.rooms.begin, now=self.clock.now())
        if looked is not None and looked[0].good:
            self._anchored(looked[1], self.clock.now())

    def _anchored(self, anchor: Anchor, at: datetime) -> None:
        self.anchors.add(anchor, at=at)

    async def take_offices(self) -> tuple[str, ...]:
        """Look up who the settings name; the ids the workspace does not know come back.

        As long as somebody was never met, those the database knows hold their offices, and each sweep asks on: for as
        long as nobody is HR, nobody would be told what waits for HR.
        """
        self._offices_asked = now = self.clock.now()
        strangers = () if self._offices_read else self._strangers
        read = await offices_from(self.settings, self.directory, now=now, strangers=strangers)
        offices, unknown = read.offices, read.unknown
        self._strangers = unknown
        self.rooms.database.set_offices(offices)
        if read.left:
            log.warning("offices_not_read", left=len(read.left))
            self._offices_read = False
            return unknown
        self._offices_read = True
        version = terms_version(
            self.rooms.packs.values(), offices, self.settings.retention, self.settings.milepost_holidays
        )
        if await notice_terms(self.rooms.begin, version, now=self.clock.now()):
            log.info("terms_changed", version=version)
        return unknown

    def _installation_down(self, reason: str) -> None:
        """The app was removed, or its token taken back: keep every row, send nothing (P-30)."""
        log.error("installation_down", reason=reason)
        self.traffic.down = reason
        now = self.clock.now()
        # After this the next message tries whether we are back; until then nothing is said.
        self.traffic.hush(self.rooms.workspace, until=now + WAIT_FOR_OPERATOR, now=now)

    async def health(self) -> Mapping[str, str]:
        """Each part's state, for ``/health``."""
        database = UP if await alive(self.rooms.database) else DOWN
        slack = UP if self.traffic.down is None and (self.socket is None or await self.socket.up()) else DOWN
        return {"database": database, "beat": UP if self.beat.well() else DOWN, "slack": slack}

    def _reached(self) -> str | None:
        """Where a browser finds this server; the pretend workspace runs on the same machine as its people."""
        if self.settings.milepost_public_url is None and self.settings.milepost_follow_clock is not None:
            return f"http://{self.settings.host}:{self.port}"
        return self.settings.milepost_public_url

    async def scrape(self) -> bytes:
        """The figures, for ``/metrics``."""
        return await self.metrics.scraped(self.rooms.begin, now=self.clock.now())


@asynccontextmanager
async def assembled(settings: Settings, *, jobs_only: bool = False, seams: Seams = USUAL) -> AsyncIterator[Milepost]:
    """The whole program, running for as long as the block. ``jobs_only`` answers nobody in Slack.

    Raises:
        SlackRefusedError: the token was not accepted.
        AlreadyRunningError, DatabaseFromTheFutureError, PackFaultsError: a room would not open.

    """
    async with AsyncExitStack() as stack:
        metrics = Metrics.of_database(settings.database)
        trace = metrics.following(SystemClock().now)
        clients = await stack.enter_async_context(connected(settings, trace, *seams.traces))
        room = opened(settings, workspace=WorkspaceId(clients.team), alone=True)
        rooms = seams.rooms(await stack.enter_async_context(room))
        key = await rooms.database.installation_key()
        # Whoever was stopped right after erasing something had no time for it; and a backup may have brought it back.
        await keep_in_step(rooms, ErasureList.of(settings), now=SystemClock().now())
        await rooms.database.wipe(anyway=True)
        milepost = Milepost(settings, clients, rooms, key=key, metrics=metrics, seams=seams)
        await milepost.take_offices()
        ingress = None
        if not jobs_only and not settings.socket_mode and settings.slack_signing_secret is not None:
            secret = settings.slack_signing_secret.get_secret_value()
            ingress = Ingress(milepost.app, secret, wall_seconds, milepost.listeners.turned_away)
        serve = serving(
            host=settings.host,
            port=settings.port,
            health=milepost.health,
            scrape=milepost.scrape,
            ingress=ingress,
            dates=milepost.dates.opened,
        )
        milepost.port = await stack.enter_async_context(serve)
        stack.push_async_callback(milepost.listeners.finish)
        await stack.enter_async_context(_beating(milepost))
        if not jobs_only and settings.slack_app_token is not None:
            milepost.socket = seams.socket(milepost.app, settings.slack_app_token.get_secret_value(), clients.posting)
            await milepost.socket.start()
            stack.push_async_callback(milepost.socket.stop)
        log.info("running", port=milepost.port, transport="socket" if milepost.socket else "http")
        yield milepost


@asynccontextmanager
async def _beating(milepost: Milepost) -> AsyncIterator[None]:
    following = asyncio.create_task(milepost.follower.run()) if milepost.follower else None
    if milepost.follower is not None:
        # The workspace's clock is taken over before the first sweep: its present may be months away.
        taken_over = asyncio.create_task(milepost.follower.followed.wait())
        await asyncio.wait({t for t in (taken_over, following) if t}, return_when=asyncio.FIRST_COMPLETED)
        if following is not None and following.done():
            taken_over.cancel()
            # It ends only by an error, which must not be waited for in silence.
            await following
    milepost.beat.start()
    try:
        yield
    finally:
        # What was claimed is said and settled; nothing more is claimed.
        milepost.traffic.closing = True
        await milepost.beat.stop()
        if following is not None:
            following.cancel()
            with suppress(asyncio.CancelledError):
                await following
