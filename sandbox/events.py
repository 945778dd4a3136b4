"""Events to the app, and their retries (rule 5)."""

from datetime import datetime, timedelta

from sandbox.delivery import Courier
from sandbox.parcels import Answer, Parcel
from sandbox.people import SandboxPerson, user_object
from sandbox.shapes import Json
from sandbox.tasks import Tasks
from sandbox.timers import Timers
from sandbox.workspace import Workspace

RETRY_AFTER = (timedelta(0), timedelta(minutes=1), timedelta(minutes=5))
"""Since the first attempt, in sandbox time."""


class Mail:
    """Wraps events and sees them through to a 2xx, or to being lost."""

    def __init__(self, space: Workspace, courier: Courier, timers: Timers, tasks: Tasks) -> None:
        self._space = space
        self._courier = courier
        self._timers = timers
        self._tasks = tasks

    async def send(self, event: Json, *, subscription: str | None = None) -> Answer | None:
        """Deliver now and answer with the first attempt's result; nothing if the app did not subscribe."""
        if (subscription or event["type"]) not in self._space.manifest.events:
            return None
        return await self._try(self._envelope(event), attempt=0, reason="", first_sent=self._space.now)

    def post(self, event: Json, *, subscription: str | None = None) -> None:
        """The same, without waiting."""
        self._tasks.spawn(self.send(event, subscription=subscription))

    def person_changed(self, person: SandboxPerson, *, joined: bool = False) -> None:
        shown = user_object(
            person,
            self._space.now,
            home_team=self._space.credentials.team_id,
            with_email="users:read.email" in self._space.manifest.scopes,
            with_locale=True,
        )
        stamp = self._space.stamps.next(self._space.now)
        kind = "team_join" if joined else "user_change"
        self.post({"type": kind, "user": shown, "cache_ts": self._space.seconds, "event_ts": stamp})

    async def _try(self, envelope: Json, *, attempt: int, reason: str, first_sent: datetime) -> Answer:
        parcel = Parcel(kind="events_api", payload=envelope, attempt=attempt, reason=reason)
        answer = await self._courier.deliver(parcel)
        if answer.ok:
            return answer
        event_id = envelope["event_id"]
        if answer.no_retry:
            self._space.records.note("event_lost", event_id=event_id, why="no_retry")
        elif attempt >= len(RETRY_AFTER):
            self._space.records.note("event_lost", event_id=event_id, why=answer.reason)
            self._space.records.violate("event_lost", event_id=event_id, why=answer.reason)
        else:
            self._again(envelope, attempt=attempt + 1, reason=answer.reason, first_sent=first_sent)
        return answer

    def _again(self, envelope: Json, *, attempt: int, reason: str, first_sent: datetime) -> None:
        async def retry() -> None:
            await self._try(envelope, attempt=attempt, reason=reason, first_sent=first_sent)

        wait = RETRY_AFTER[attempt - 1]
        if not wait:
            self._tasks.spawn(retry())
            return
        self._timers.at(first_sent + wait, retry)

    def _envelope(self, event: Json) -> Json:
        ids = self._space.credentials
        return {
            "token": "unused",
            "team_id": ids.team_id,
            "api_app_id": ids.app_id,
            "event": event,
            "type": "event_callback",
            "event_id": self._space.ids.new("Ev"),
            "event_time": self._space.seconds,
            "authorizations": [
                {
                    "enterprise_id": None,
                    "team_id": ids.team_id,
                    "user_id": ids.bot_user_id,
                    "is_bot": True,
                    "is_enterprise_install": False,
                }
            ],
            "is_ext_shared_channel": False,
            "event_context": self._space.ids.new("EC"),
        }
