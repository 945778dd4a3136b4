"""The dates of a plan's reviews behind a link: signed, for one person, open for an hour (S3-17).

Nothing is ever uploaded to Slack, so the browser fetches the file from the program's own server. The link says who may
open it and until when; whether they still may is asked each time. Whatever is wrong, the answer is the same.
"""

import hmac
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.asking import Directory, PersonUnknownError, SurfaceUnreachableError
from plans.acts import Act
from plans.appointments import appointments
from plans.dates import DateOutOfRangeError
from plans.ids import PersonId, PlanId
from plans.plan import PlanError
from plans.ports import Begin, NoSuchPlanError, NotAllowedError

PATH: Final = "/dates/"
OPEN_FOR: Final = timedelta(hours=1)
_USE: Final = b"milepost dates link 1"
_LONGEST: Final = 512


class DatesDoor:
    """``base`` is where the server can be reached from a person's browser; None when nobody said, and then no link."""

    def __init__(
        self,
        installation_key: bytes,
        *,
        begin: Begin,
        directory: Directory,
        base: Callable[[], str | None],
        now: Callable[[], datetime],
    ) -> None:
        self._key = hmac.digest(installation_key, _USE, "sha256")
        self._begin, self._directory, self._base, self._now = begin, directory, base, now

    def link(self, plan: PlanId, person: PersonId) -> str | None:
        base = self._base()
        if base is None:
            return None
        until = int((self._now() + OPEN_FOR).timestamp())
        said = f"{plan}|{person}|{until}".encode()
        return f"{base.rstrip('/')}{PATH}{_text(said)}.{_text(self._mark(said))}.ics"

    async def opened(self, token: str) -> bytes | None:
        """The calendar file, in the person's own zone; None for a link that is not good, or not good any more."""
        found = self._read(token)
        if found is None:
            return None
        plan_id, person_id = found
        now = self._now()
        try:
            async with self._begin() as work:
                known = await work.people.get(person_id)
            # Who has left since the link was drawn opens nothing any more.
            person = await self._directory.look_up(known.handle.native_id, now=now)
            async with self._begin() as work:
                await work.plans.get(plan_id, by=person, act=Act.READ_RECORD, now=now)
                plan = await work.plans.read(plan_id, reader=person, now=now)
                terms = await work.terms(plan)
        except (KeyError, PersonUnknownError, SurfaceUnreachableError, NoSuchPlanError, NotAllowedError, PlanError):
            return None
        # Nobody who never opens such a link waits for it at the start.
        from bot.documents import ics

        return ics.render(appointments(plan, terms), zone=person.zone, made_at=now)

    def _read(self, token: str) -> tuple[PlanId, PersonId] | None:
        if len(token) > _LONGEST:
            return None
        said, _, mark = token.removesuffix(".ics").partition(".")
        try:
            content, given = _bytes(said), _bytes(mark)
            if not hmac.compare_digest(given, self._mark(content)):
                return None
            plan, person, until = content.decode().split("|")
            over = datetime.fromtimestamp(int(until), UTC) < self._now()
        except (ValueError, OverflowError, DateOutOfRangeError):
            return None
        return None if over else (PlanId(plan), PersonId(person))

    def _mark(self, said: bytes) -> bytes:
        return hmac.digest(self._key, said, "sha256")


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
