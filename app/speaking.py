"""A notice becomes words, the words become a message, and what Slack answered becomes an outcome."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from app.clock import Clock
from bot.messages import Cast, Message
from bot.say import Sayings, say, settled
from bot.slack.errors import (
    DeliveryError,
    InstallationDownError,
    OurFaultError,
    OutcomeUnknownError,
    TryLaterError,
    UnreachableError,
)
from bot.slack.looking import TRY, Found, SlackLooking
from bot.slack.looking import CannotLook as SlackCannotLook
from bot.slack.messenger import Drawn as SlackDrawn
from bot.slack.messenger import SlackMessenger
from bot.wording import Wording
from jobs.outcomes import (
    CannotLook,
    InstallationDown,
    Later,
    Looked,
    NotThere,
    Refused,
    Say,
    SendOutcome,
    Sent,
    Unknown,
)
from jobs.redraw import Drawn
from plans.chain import Anchor
from plans.digest import Digest, digest_for
from plans.gist import Gist
from plans.ids import fresh
from plans.notices import Notice, NoticeKind
from plans.people import Person
from plans.ports import Begin

# With these a person's part in a plan is over, so their Home must not go on showing it (B-08).
_ENDS: Final = frozenset({NoticeKind.PLAN_WITHDRAWN, NoticeKind.OUTCOME_DELIVERED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaking:
    """Says notices in Slack. Text is drawn at this moment, from the plan as it is now.

    ``role_ended`` is called for whoever was just told that a plan of theirs is over. ``fingerprint`` is that of the key
    bundles are signed with. ``anchored`` is told of each anchor that HR is given.
    """

    messenger: SlackMessenger
    looking: SlackLooking
    wording: Wording
    begin: Begin
    clock: Clock
    role_ended: Callable[[Person], None]
    fingerprint: str = ""
    anchored: Callable[[Anchor, datetime], None] = lambda _anchor, _at: None
    _sayings: Sayings = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_sayings", Sayings(self.wording))

    async def __call__(self, notice: Notice, plan: Gist | None, person: Person) -> SendOutcome:
        message = await self._message(notice, plan, person)
        return await self._post(notice, person, self.messenger.draw(person, message, now=self.clock.now()))

    def draw_ahead(self, notice: Notice, plan: Gist | None, person: Person) -> Say | None:
        """What says a notice about a plan, drawn now. HR's digest is read from the database as it is said."""
        if plan is None:
            return None
        now = self.clock.now()
        message = self._sayings.say(notice, plan, reader=person, now=now)
        return partial(self._post, notice, person, self.messenger.draw(person, message, now=now))

    async def _post(self, notice: Notice, person: Person, drawn: SlackDrawn) -> SendOutcome:
        now = self.clock.now()
        try:
            reference = await self.messenger.post(person, drawn, key=key_of_try(notice), now=now)
        except DeliveryError as error:
            return self._outcome(error)
        if notice.owed.kind in _ENDS:
            self.role_ended(person)
        return Sent(reference)

    async def look_up(self, notice: Notice, person: Person) -> Looked:
        """Whether this notice was said already, though its answer was lost."""
        if notice.send_key is None:
            return CannotLook()
        now = self.clock.now()
        seen = await self.looking.look_up(person, key=notice.send_key, since=notice.owed.due_at, now=now)
        match seen:
            case Found():
                return Sent(seen.reference)
            case SlackCannotLook(again_at=None):
                return CannotLook()
            case SlackCannotLook():
                return Later(at=seen.again_at, reason=f"look-up:{seen.reason}", counted=False, alone=True)
            case _:
                return NotThere()

    async def redraw(self, notice: Notice, person: Person, *, answered_at: datetime) -> Drawn:
        """Take the buttons off a message whose question was answered."""
        if notice.message_ref is None:
            return Drawn.YES
        message = settled(notice, at=answered_at, wording=self.wording, reader=person)
        try:
            await self.messenger.update(notice.message_ref, person, message, now=self.clock.now())
        except (TryLaterError, InstallationDownError):
            return Drawn.LATER
        except DeliveryError:
            return Drawn.NO
        return Drawn.YES

    async def _message(self, notice: Notice, plan: Gist | None, person: Person) -> Message | Cast:
        if plan is not None:
            return self._sayings.say(notice, plan, reader=person, now=self.clock.now())
        digest = await self.digest(person) if notice.owed.kind is NoticeKind.DIGEST else None
        return say(notice, None, wording=self.wording, now=self.clock.now(), reader=person, digest=digest)

    async def digest(self, person: Person) -> Digest:
        """HR's digest as of now: only plans this member may read as HR (B-06)."""
        now = self.clock.now()
        async with self.begin() as work:
            plans = await work.plans.for_hr(person, now=now)
            cases = [(plan, await work.terms(plan)) for plan in plans]
            undelivered = await work.notices.undelivered(since=now - timedelta(days=7))
            anchor, looked = await work.audit.anchor(), await work.integrity.looked()
            if await work.integrity.note_anchor(anchor, at=now):
                await work.commit()
        self.anchored(anchor, now)
        told = digest_for(person, cases, undelivered, now=now)
        return replace(told, anchor=anchor, key=self.fingerprint, looked=looked)

    def _outcome(self, error: DeliveryError) -> SendOutcome:
        match error:
            case UnreachableError() | OurFaultError():
                return Refused(error.code)
            case TryLaterError():
                at = None if error.retry_after is None else self.clock.now() + timedelta(seconds=error.retry_after)
                counted = not error.limited if error.alone else error.code == "connect_failed"
                return Later(at=at, reason=error.code, counted=counted, alone=error.alone)
            case InstallationDownError():
                return InstallationDown(error.code)
            case OutcomeUnknownError():
                return Unknown(error.code)
            case _:
                return Unknown(error.code)


def key_of_try(notice: Notice) -> str:
    """What the message carries: the notice's send key and a part of this claim's token: no two carry the same."""
    return f"{notice.send_key or fresh()}{TRY}{(notice.lease_token or fresh())[:8]}"
