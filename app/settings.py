"""Settings from the environment, read once. Every wrong one is named at once, in a plain sentence.

A secret may also come from a file: ``SLACK_BOT_TOKEN_FILE`` names a file that holds ``SLACK_BOT_TOKEN``.
"""

import re
import stat
from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal, Self
from urllib.parse import urlsplit
from zoneinfo import available_timezones

import platformdirs
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)

from plans.policy import RETENTION_MONTHS, Retention, RetentionProfile

SECRETS: Final = ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DATABASE_URL")
# A call with what leads up to it takes one and a half timeouts at most, and its outcome is still to be written.
CALLS_IN_A_LEASE: Final = 2
_LONGEST_SECONDS: Final = 3600
WAYS_IN: Final = ("SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")
SPANS: Final = ("MILEPOST_LEASE", "MILEPOST_CALL_TIMEOUT", "MILEPOST_PAUSE")
MEMBERS: Final = "members"
# Stands in for a secret whose file is at fault already, so that it is not said to be missing as well.
UNREADABLE: Final = "-"
DAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SLACK_ID: Final = re.compile(r"[UW][A-Z0-9]{2,}")
_MONTHS: Final = re.compile(r"([1-9]\d{0,2}) months")
_PROFILES: Final = frozenset(RetentionProfile) - {RetentionProfile.DEFAULT, RetentionProfile.CUSTOM}
_LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class SettingsFaultsError(Exception):
    """What is wrong with the settings, a sentence each; never a value."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        super().__init__("; ".join(faults))
        self.faults = faults


def _ids(given: object) -> object:
    return tuple(part for part in given.replace(",", " ").split() if part) if isinstance(given, str) else given


def _starters(given: object) -> object:
    return MEMBERS if given == MEMBERS else _ids(given)


def _paper(given: object) -> object:
    return given.lower() or None if isinstance(given, str) else given


def _holidays(given: object) -> object:
    """``2026-11-27 Founders' Day, 2026-12-24`` as days with their names; a day without one is a holiday."""
    if not isinstance(given, str):
        return given
    days = [part.strip().partition(" ") for part in given.split(",") if part.strip()]
    try:
        return tuple((date.fromisoformat(day), name.strip() or "holiday") for day, _, name in days)
    except ValueError as error:
        raise ValueError("must be days such as 2026-11-27 Founders' Day, with commas between them") from error


Ids = Annotated[tuple[str, ...], BeforeValidator(_ids)]


class Settings(BaseModel):
    """Everything an operator may set. Names are the environment's own, in lower case."""

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True, extra="ignore")

    slack_bot_token: SecretStr = Field(min_length=1)
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    port: int = Field(default=3000, ge=0, le=65535)
    host: str = "127.0.0.1"
    database_url: str = ""
    milepost_hr_members: Ids = ()
    milepost_hr_lead: str | None = None
    milepost_starters: Annotated[Literal["members"] | tuple[str, ...], BeforeValidator(_starters)] = "members"
    milepost_timezone: str = "UTC"
    milepost_pack: str = "generic"
    milepost_digest: str = "monday 09:00"
    milepost_packs_dir: Path | None = None
    milepost_holidays: Annotated[tuple[tuple[date, str], ...], BeforeValidator(_holidays)] = ()
    milepost_public_url: str | None = None
    milepost_paper: Annotated[Literal["a4", "letter"] | None, BeforeValidator(_paper)] = None
    # In seconds: for how long a message is one process's own, a call to Slack may take, and a lost answer is let be.
    milepost_posts_a_minute: int = Field(default=60, ge=1, le=6_000)
    milepost_lease: float = Field(default=30, gt=0, le=_LONGEST_SECONDS)
    milepost_call_timeout: float = Field(default=10, gt=0, le=_LONGEST_SECONDS)
    milepost_pause: float = Field(default=30, gt=0, le=_LONGEST_SECONDS)
    milepost_retention: str | None = None
    milepost_erasures: Path | None = None
    milepost_anchors: Path | None = None
    wording_dir: Path | None = None
    # The pretend workspace alone sets this: its clock is then the one due times follow.
    milepost_follow_clock: str | None = None

    @field_validator("milepost_timezone")
    @classmethod
    def _zone(cls, given: str) -> str:
        if given not in available_timezones():
            raise ValueError("is not the name of a time zone such as Europe/Berlin")
        return given

    @field_validator("milepost_digest")
    @classmethod
    def _digest(cls, given: str) -> str:
        if not re.fullmatch(rf"(?:{'|'.join(DAYS)}) (?:[01]\d|2[0-3]):[0-5]\d", given.lower()):
            raise ValueError("must be a day and an hour such as monday 09:00")
        return given.lower()

    @field_validator("milepost_packs_dir", "wording_dir")
    @classmethod
    def _folder(cls, given: Path | None) -> Path | None:
        if given is not None and not given.is_dir():
            raise ValueError("is not a folder")
        return given

    @field_validator("milepost_retention")
    @classmethod
    def _retention(cls, given: str | None) -> str | None:
        if given is not None and given not in _PROFILES and not _MONTHS.fullmatch(given):
            raise ValueError(f"must be one of {', '.join(sorted(_PROFILES))}, or a time such as 60 months")
        return given

    @field_validator("slack_api_url")
    @classmethod
    def _address(cls, given: str) -> str:
        if not (given.startswith("https://") or _on_this_machine(given)):
            raise ValueError("must begin with https:// (plain http is for this machine alone)")
        return given.rstrip("/") + "/"

    @field_validator("milepost_public_url")
    @classmethod
    def _public(cls, given: str | None) -> str | None:
        if given and not (given.startswith("https://") or _on_this_machine(given)):
            raise ValueError("must begin with https:// (plain http is for this machine alone)")
        return given.rstrip("/") if given else None

    @field_validator("milepost_follow_clock")
    @classmethod
    def _pretend(cls, given: str | None) -> str | None:
        if given is not None and not _on_this_machine(given):
            raise ValueError("is for the pretend workspace on this machine alone; take it away")
        return given

    @field_validator("milepost_hr_members", "milepost_starters")
    @classmethod
    def _people(cls, given: tuple[str, ...] | str) -> tuple[str, ...] | str:
        if given != MEMBERS and not all(_SLACK_ID.fullmatch(one) for one in given):
            raise ValueError("holds something that is no Slack id (they look like U024BE7LH)")
        return given

    @field_validator("milepost_hr_lead")
    @classmethod
    def _lead(cls, given: str | None) -> str | None:
        if given is not None and not _SLACK_ID.fullmatch(given):
            raise ValueError("is no Slack id (they look like U024BE7LH)")
        return given

    @field_validator("database_url")
    @classmethod
    def _database(cls, given: str) -> str:
        if given and not given.startswith(("sqlite:///", "postgresql://", "postgres://")):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        if "?" in given:
            # Late, so that an address without sizes need not load SQLAlchemy.
            from storage.pools import check_sizes

            check_sizes(given)
        return given

    @model_validator(mode="after")
    def _in_time(self) -> Self:
        if self.milepost_call_timeout * CALLS_IN_A_LEASE > self.milepost_lease:
            raise ValueError("MILEPOST_LEASE must be at least twice MILEPOST_CALL_TIMEOUT: a call must end before it")
        return self

    @property
    def socket_mode(self) -> bool:
        """Whether Slack is met over a socket; with both secrets set, the socket wins."""
        return self.slack_app_token is not None

    @property
    def lease(self) -> timedelta:
        """For how long a claimed message is one process's own; then another may take it over."""
        return timedelta(seconds=self.milepost_lease)

    @property
    def call_timeout(self) -> timedelta:
        """For how long an answer of Slack's is waited for."""
        return timedelta(seconds=self.milepost_call_timeout)

    @property
    def pause(self) -> timedelta:
        """How long a message is let be that may or may not have been heard, before it is tried again."""
        return timedelta(seconds=self.milepost_pause)

    @property
    def digest_day(self) -> int:
        """The day of the week HR's weekly digest comes on; Monday is 0 (B-06)."""
        return DAYS.index(self.milepost_digest.split()[0])

    @property
    def digest_time(self) -> time:
        """The hour of HR's digests, on each member's own clock."""
        return time.fromisoformat(self.milepost_digest.split()[1])

    @property
    def retention(self) -> Retention | None:
        """How long plans are kept whose pack leaves it open; None for the longest minimum we know (§6.3)."""
        given = self.milepost_retention
        if given is None:
            return None
        months = _MONTHS.fullmatch(given)
        if months is not None:
            return Retention(profile=RetentionProfile.CUSTOM, months=int(months[1]))
        profile = RetentionProfile(given)
        return Retention(profile=profile, months=RETENTION_MONTHS[profile])

    @property
    def database(self) -> str:
        """The database's address; by default a file under the user's data directory."""
        return self.database_url or f"sqlite:///{data_folder() / 'milepost.db'}"


def _on_this_machine(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "http" and parts.hostname in _LOOPBACK and parts.username is None


def data_folder() -> Path:
    """Where Milepost keeps its own file on this machine, made if need be and readable by its owner alone."""
    folder = Path(platformdirs.user_data_dir("milepost", appauthor=False))
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Settings from an environment.

    Raises:
        SettingsFaultsError: naming every fault at once.

    """
    given, faults = _from_files(environ)
    if not any(given.get(name, "").strip() for name in WAYS_IN):
        faults.append("Set SLACK_APP_TOKEN for Socket Mode, or SLACK_SIGNING_SECRET for HTTP.")
    values: dict[str, object] = {
        name: given[name.upper()].strip() for name in Settings.model_fields if given.get(name.upper(), "").strip()
    }
    try:
        settings = Settings(**values)
    except ValidationError as error:
        faults.extend(_sentence(fault["loc"], fault["type"], fault["msg"]) for fault in error.errors())
    else:
        if not faults:
            return settings
    raise SettingsFaultsError(tuple(faults))


def _from_files(environ: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    given, faults = dict(environ), list[str]()
    for name in SECRETS:
        named = environ.get(f"{name}_FILE", "").strip()
        if not named:
            continue
        path = Path(named)
        try:
            open_to_others = path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
            given[name] = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            faults.append(f"{name}_FILE names a file that cannot be read.")
            given[name] = UNREADABLE
            continue
        if open_to_others:
            faults.append(f"{name}_FILE names a file that others can read; make it yours alone (chmod 600).")
    return given, faults


def _sentence(place: tuple[int | str, ...], kind: str, message: str) -> str:
    name = str(place[0]).upper() if place else ""
    if kind == "missing":
        return f"{name} is not set."
    if name == "PORT":
        return "PORT must be a number from 0 to 65535."
    if name == "MILEPOST_POSTS_A_MINUTE":
        return f"{name} must be a number from 1 to 6000."
    if name in SPANS:
        return f"{name} must be a number of seconds above 0 and up to {_LONGEST_SECONDS}."
    said = message.removeprefix("Value error, ").rstrip(".")
    if not name:
        return f"{said[:1].upper()}{said[1:]}."
    return f"{name} {said[:1].lower()}{said[1:]}."
