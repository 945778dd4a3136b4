"""Who is who: Slack's facts about an account become a ``Person``, stored and at most a minute old."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import PersonUnknownError, SurfaceUnreachableError
from bot.slack.admission import outside
from bot.slack.errors import TryLaterError, code_of
from bot.slack.pacing import Pacing
from plans.dates import safe_zone
from plans.ids import PersonId, WorkspaceId, fresh
from plans.people import Handle, Person, Standing
from plans.ports import Begin
from plans.words import Words

SURFACE: Final = "slack"
LOOK_UP_SECONDS: Final = 1.0
# What was learnt is stored in groups; more than this nobody has left lying in one process.
MOST_LEARNT: Final = 1_000
_UNKNOWN: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackDirectory:
    """Looks people up with ``users.info``. ``zone`` stands in where an account has none.

    ``learnt`` is what ``present`` was told and ``keep`` has not stored yet.
    """

    client: AsyncWebClient
    begin: Begin
    workspace: WorkspaceId
    team: str
    zone: str
    pacing: Pacing
    learnt: dict[PersonId, Person] = field(default_factory=dict)

    def handle(self, native_id: str) -> Handle:
        return Handle(surface=SURFACE, tenant=self.team, native_id=native_id)

    async def look_up(self, native_id: str, *, now: datetime) -> Person:
        """The person, with facts at most 60 s old. No network call is made inside a transaction.

        Raises:
            PersonUnknownError: Slack knows nobody by this id.
            SurfaceUnreachableError: Slack did not answer within a second, or its limit is reached.

        """
        async with self.begin() as work:
            known = await work.people.find(self.handle(native_id))
        if known is not None and known.fresh_at(now):
            return known
        return await self.learn(await self._facts(native_id, waited_for=True), now=now)

    async def present(self, person: Person, *, now: datetime) -> Person:
        """The person as they are now, for whoever has just read their row: fresh facts cost nothing (B-07).

        Stale ones cost one call to Slack and no query; what it says is stored by the next ``keep``.

        Raises:
            PersonUnknownError, SurfaceUnreachableError: as ``look_up``.

        """
        newest = max(person, self.learnt.get(person.id, person), key=lambda known: known.checked_at)
        if newest.fresh_at(now):
            return newest
        facts = await self._facts(person.handle.native_id, waited_for=False)
        found = replace(self.person(facts, now=now), id=person.id, workspace=person.workspace, offices=person.offices)
        while len(self.learnt) >= MOST_LEARNT:
            # It is only asked for once more.
            self.learnt.pop(next(iter(self.learnt)))
        self.learnt[person.id] = found
        return found

    async def keep(self) -> int:
        """Store what ``present`` has learnt, in one transaction; how many people.

        What an event has said since stands.
        """
        learnt = tuple(self.learnt.values())
        if not learnt:
            return 0
        stored = 0
        async with self.begin() as work:
            for person in learnt:
                known = await work.people.find(person.handle)
                if known is None or known.checked_at < person.checked_at:
                    await work.people.put(person)
                    stored += 1
            await work.commit()
        for person in learnt:
            if self.learnt.get(person.id) is person:
                del self.learnt[person.id]
        return stored

    async def learn(self, facts: Mapping[str, Any], *, now: datetime) -> Person:
        """Store what Slack just said about an account we asked for."""
        person = self.person(facts, now=now)
        async with self.begin() as work:
            stored = await work.people.put(person)
            await work.commit()
        return stored

    async def refresh(self, facts: Mapping[str, Any], *, now: datetime) -> bool:
        """Store what an event says about an account, if Milepost has met it: nobody else is copied (P-29).

        Whether the zone or the account's standing is another than before, so that due times move.
        """
        person = self.person(facts, now=now)
        async with self.begin() as work:
            known = await work.people.find(person.handle)
            if known is None:
                return False
            locale = person.locale if facts.get("locale") else known.locale
            await work.people.put(replace(person, locale=locale))
            await work.commit()
        return (known.zone, known.standing) != (person.zone, person.standing)

    async def _facts(self, native_id: str, *, waited_for: bool) -> Mapping[str, Any]:
        try:
            async with outside(), asyncio.timeout(LOOK_UP_SECONDS):
                with self.pacing.call("users.info", waited_for=waited_for):
                    answer = await self.client.users_info(user=native_id, include_locale=True)
        except SlackApiError as error:
            if code_of(error) in _UNKNOWN:
                raise PersonUnknownError from error
            raise SurfaceUnreachableError from error
        except (TryLaterError, aiohttp.ClientError, OSError, TimeoutError) as error:
            raise SurfaceUnreachableError from error
        facts = answer.get("user")
        if not isinstance(facts, Mapping):
            raise SurfaceUnreachableError
        return facts

    def person(self, facts: Mapping[str, Any], *, now: datetime) -> Person:
        """The account's facts as a person; id, name, e-mail, zone and locale are all we copy (P-29)."""
        profile = facts.get("profile") or {}
        email = profile.get("email")
        name = profile.get("real_name") or facts.get("real_name") or facts.get("name") or ""
        return Person(
            id=PersonId(fresh()),
            workspace=self.workspace,
            handle=self.handle(str(facts["id"])),
            name=Words(str(name)),
            email=Words(str(email)) if email else None,
            zone=safe_zone(str(facts.get("tz") or ""), self.zone),
            locale=str(facts.get("locale") or "en-US"),
            standing=self._standing(facts),
            checked_at=now,
        )

    def _standing(self, facts: Mapping[str, Any]) -> Standing:
        if facts.get("deleted"):
            return Standing.DEACTIVATED
        if facts.get("is_bot") or facts.get("id") == "USLACKBOT":
            return Standing.BOT
        if facts.get("is_stranger") or facts.get("team_id", self.team) != self.team:
            return Standing.EXTERNAL
        if facts.get("is_restricted") or facts.get("is_ultra_restricted"):
            return Standing.GUEST
        return Standing.MEMBER
