"""Who is who: Slack's facts about an account become a ``Person``, stored and at most a minute old."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.asking import PersonUnknownError, SurfaceUnreachableError
from bot.slack.errors import code_of
from plans.dates import safe_zone
from plans.ids import PersonId, WorkspaceId, fresh
from plans.people import Handle, Person, Standing
from plans.ports import Begin
from plans.words import Words

SURFACE: Final = "slack"
LOOK_UP_SECONDS: Final = 1.0
_UNKNOWN: Final = frozenset({"user_not_found", "user_not_visible", "users_not_found"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SlackDirectory:
    """Looks people up with ``users.info``. ``zone`` stands in where an account has none."""

    client: AsyncWebClient
    begin: Begin
    workspace: WorkspaceId
    team: str
    zone: str

    def handle(self, native_id: str) -> Handle:
        return Handle(surface=SURFACE, tenant=self.team, native_id=native_id)

    async def look_up(self, native_id: str, *, now: datetime) -> Person:
        """The person, with facts at most 60 s old. No network call is made inside a transaction.

        Raises:
            PersonUnknownError: Slack knows nobody by this id.
            SurfaceUnreachableError: Slack did not answer within a second.

        """
        async with self.begin() as work:
            known = await work.people.find(self.handle(native_id))
        if known is not None and known.fresh_at(now):
            return known
        return await self.learn(await self._facts(native_id), now=now)

    async def learn(self, facts: Mapping[str, Any], *, now: datetime) -> Person:
        """Store what Slack just said about an account we asked for."""
        person = self.person(facts, now=now)
        async with self.begin() as work:
            stored = await work.people.put(person)
            await work.commit()
        return stored

    async def refresh(self, facts: Mapping[str, Any], *, now: datetime) -> None:
        """Store what an event says about an account, if Milepost has met it: nobody else is copied (P-29)."""
        person = self.person(facts, now=now)
        async with self.begin() as work:
            known = await work.people.find(person.handle)
            if known is not None:
                locale = person.locale if facts.get("locale") else known.locale
                await work.people.put(replace(person, locale=locale))
                await work.commit()

    async def _facts(self, native_id: str) -> Mapping[str, Any]:
        try:
            async with asyncio.timeout(LOOK_UP_SECONDS):
                answer = await self.client.users_info(user=native_id, include_locale=True)
        except SlackApiError as error:
            if code_of(error) in _UNKNOWN:
                raise PersonUnknownError from error
            raise SurfaceUnreachableError from error
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
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
