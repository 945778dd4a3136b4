"""The people of the workspace, and how Slack describes them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from sandbox.shapes import Json

Kind = Literal["member", "multi_guest", "single_guest", "external", "bot"]
KINDS: tuple[Kind, ...] = ("member", "multi_guest", "single_guest", "external", "bot")


@dataclass(frozen=True, kw_only=True, slots=True)
class SandboxPerson:
    """One account. `tz` is an IANA name, or nothing as for some real accounts."""

    id: str
    name: str
    email: str
    tz: str | None = "Europe/Berlin"
    locale: str = "en-US"
    kind: Kind = "member"
    deleted: bool = False
    team_id: str | None = None

    def __post_init__(self) -> None:
        """Refuse what Slack could not have made.

        Raises ValueError for an id that begins with neither U nor W, an unknown kind or zone.
        """
        if self.id[:1] not in {"U", "W"} or not self.id.isalnum() or not self.id.isupper():
            raise ValueError(f"person id {self.id!r} is not a Slack person id")
        if self.kind not in KINDS:
            raise ValueError(f"unknown kind of person {self.kind!r}")
        if self.tz is not None:
            ZoneInfo(self.tz)

    @property
    def handle(self) -> str:
        """The short name in payloads."""
        return self.email.partition("@")[0] or self.id.lower()


def zone_fields(tz: str | None, now: datetime) -> Json:
    """The three zone fields; the offset is the one that holds at `now`."""
    if tz is None:
        return {}
    local = now.astimezone(ZoneInfo(tz))
    offset = local.utcoffset()
    seconds = 0 if offset is None else int(offset.total_seconds())
    return {"tz": tz, "tz_label": local.tzname() or tz, "tz_offset": seconds}


def user_object(
    person: SandboxPerson, now: datetime, *, home_team: str, with_email: bool, with_locale: bool = False
) -> Json:
    """A person as `users.info` shows them."""
    external = person.kind == "external"
    team = person.team_id or ("T0ELSEWHERE" if external else home_team)
    profile: Json = {"real_name": person.name, "display_name": person.handle, "team": team}
    if with_email:
        profile["email"] = person.email
    found: Json = {
        "id": person.id,
        "team_id": team,
        "name": person.handle,
        "real_name": person.name,
        "deleted": person.deleted,
        "profile": profile,
        "is_bot": person.kind == "bot",
        "is_app_user": False,
        "updated": int(now.timestamp()),
    }
    if not person.deleted:
        found |= zone_fields(person.tz, now)
        found |= {
            "is_admin": False,
            "is_owner": False,
            "is_restricted": person.kind in {"multi_guest", "single_guest"},
            "is_ultra_restricted": person.kind == "single_guest",
        }
    if external:
        found["is_stranger"] = True
    if with_locale:
        found["locale"] = person.locale
    return found
