"""What people send, in Slack's shape and signed as Slack does: submitted progress notes, commands and buttons."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from urllib.parse import urlencode

from benchmarks.ack_plans import PLANS_EACH, TEAM, Running
from bot.handles import BUTTON_LIFE, FORM_LIFE, Handles
from bot.parts import Stands
from plans.ids import fresh
from sandbox.credentials import Credentials
from sandbox.shapes import Json

Kind = Literal["submission", "command", "button"]
# Of every ten: six notes, two commands, two buttons.
MIX: Final[tuple[Kind, ...]] = (
    "submission",
    "command",
    "submission",
    "button",
    "submission",
    "submission",
    "command",
    "submission",
    "button",
    "submission",
)
IDS: Final = Credentials()
FORM: Final = "application/x-www-form-urlencoded"
_WORDS: Final = "Twelve desk questions were looked at together, and ten of them had a first answer within the day. " * 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Shot:
    """One request. ``entry`` is the id of the note a submission is to create."""

    kind: Kind
    body: bytes
    entry: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Makes shots. ``forms`` has for each plan the note's form as the bot opened it."""

    handles: Handles
    now: datetime
    forms: dict[str, Json]

    def opening(self, running: Running, trigger: str) -> Shot:
        """The button that opens the note's form."""
        return self._pressed(running, "add_note", trigger)

    def shot(self, kind: Kind, running: Running, trigger: str) -> Shot:
        if kind == "submission":
            return self._note(running)
        return self._command(running, trigger) if kind == "command" else self._pressed(running, "open_case", trigger)

    def _note(self, running: Running) -> Shot:
        entry, view = fresh(), self.forms[running.plan]
        handle = self._sealed("add_note", running, life=FORM_LIFE, entry=entry)
        fields = {block["element"]["action_id"]: block for block in view["blocks"] if block["type"] == "input"}
        goal, text = fields["goal"], fields["text"]
        chosen = {"type": "static_select", "selected_option": goal["element"]["options"][0]}
        typed = {"type": "plain_text_input", "value": _WORDS}
        values = {goal["block_id"]: {"goal": chosen}, text["block_id"]: {"text": typed}}
        payload = {
            **_header(running.native_id, "view_submission", trigger="-"),
            "view": {**view, "private_metadata": handle, "state": {"values": values}},
            "response_urls": [],
        }
        return Shot(kind="submission", body=_payload(payload), entry=entry)

    def _pressed(self, running: Running, ask: str, trigger: str) -> Shot:
        action = {
            "type": "button",
            "action_id": f"{ask}:0",
            "block_id": "b1",
            "value": self._sealed(ask, running, life=BUTTON_LIFE),
            "text": {"type": "plain_text", "text": "Open", "emoji": True},
            "action_ts": "1.1",
        }
        container = {"type": "message", "message_ts": "1.1", "channel_id": "D1", "is_ephemeral": False}
        header = _header(running.native_id, "block_actions", trigger=trigger)
        return Shot(kind="button", body=_payload({**header, "container": container, "actions": [action]}))

    def _command(self, running: Running, trigger: str) -> Shot:
        said = {
            "token": "unused",
            "team_id": IDS.team_id,
            "team_domain": IDS.team_domain,
            "channel_id": "D1",
            "channel_name": "directmessage",
            "user_id": running.native_id,
            "user_name": running.native_id.lower(),
            "command": "/pip",
            "text": "",
            "api_app_id": IDS.app_id,
            "is_enterprise_install": "false",
            "response_url": "http://127.0.0.1:1/",
            "trigger_id": trigger,
        }
        return Shot(kind="command", body=urlencode(said).encode())

    def _sealed(self, ask: str, running: Running, *, life: timedelta, entry: str | None = None) -> str:
        expires = self.now + life
        stands = Stands(ask=ask, plan=running.plan)
        return self.handles.seal(stands, workspace=TEAM, person=running.supervisor, expires=expires, entry=entry)


def round_robin(count: int, running: Sequence[Running]) -> list[tuple[Kind, Running]]:
    """Who does what, in order: each next act is another supervisor's, and each of their plans has its turn."""
    ordered = [one for turn in range(PLANS_EACH) for one in running[turn::PLANS_EACH]]
    rounds = (divmod(number, len(ordered)) for number in range(count))
    # Moved on by one each round, or a supervisor would do the same for ever.
    return [(MIX[(turn + place) % len(MIX)], ordered[place]) for turn, place in rounds]


def signed(body: bytes, *, at: float) -> dict[str, str]:
    """The headers Slack would send with it."""
    stamp = str(int(at))
    base = b"v0:" + stamp.encode() + b":" + body
    mac = hmac.new(IDS.signing_secret.encode(), base, hashlib.sha256).hexdigest()
    return {"Content-Type": FORM, "X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={mac}"}


def _header(native_id: str, kind: str, *, trigger: str) -> Json:
    return {
        "type": kind,
        "user": {"id": native_id, "username": native_id.lower(), "name": native_id.lower(), "team_id": IDS.team_id},
        "api_app_id": IDS.app_id,
        "token": "unused",
        "trigger_id": trigger,
        "team": {"id": IDS.team_id, "domain": IDS.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
    }


def _payload(payload: Json) -> bytes:
    return urlencode({"payload": json.dumps(payload)}).encode()
