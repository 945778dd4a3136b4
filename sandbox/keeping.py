"""The workspace on disk between runs: people, conversations, Home views, the clock's lead."""

import asyncio
import json
import os
from dataclasses import asdict, replace
from datetime import timedelta
from pathlib import Path

from sandbox.conversations import Conversation
from sandbox.people import SandboxPerson
from sandbox.screens import OpenView
from sandbox.shapes import Json
from sandbox.workspace import Workspace

FORM = 1
BETWEEN_WRITES = 1.0


class StateFileError(ValueError):
    """The file is not one of ours, or from another version."""


def read_state(path: Path | None) -> Json | None:
    """What an earlier run left, or nothing.

    Raises StateFileError when the file cannot be understood.
    """
    if path is None or not path.exists():
        return None
    try:
        state = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise StateFileError(f"{path} is not a workspace file") from error
    if not isinstance(state, dict) or state.get("form") != FORM:
        raise StateFileError(f"{path} was written by another version")
    return state


def restore(space: Workspace, state: Json) -> None:
    """Put an earlier run's people, conversations and Home views back."""
    for saved in state["people"]:
        space.people[saved["id"]] = SandboxPerson(**saved)
        space.phone(saved["id"])
    for saved in state["conversations"]:
        conversation = Conversation.from_saved(saved)
        space.add_conversation(conversation)
        for message in conversation.messages:
            space.stamps.take(message.ts)
    general = space.conversations["C0GENERAL"]
    general.members += [person for person in space.people if person not in general.members]
    for saved in state["homes"]:
        view = OpenView(**saved)
        space.ids.take(view.id)
        space.phone(view.person).home = view


def as_state(space: Workspace, *, runs: int) -> Json:
    """Modals and ephemeral messages are left out: on a real screen a restart ends them too."""
    lasting = []
    for one in space.conversations.values():
        kept = [message for message in one.messages if message.audience is None]
        lasting.append(replace(one, messages=kept).as_saved())
    homes = [phone.home for phone in space.phones.values() if phone.home is not None]
    return {
        "form": FORM,
        "runs": runs,
        "offset": space.clock.offset / timedelta(seconds=1),
        "frozen_at": space.now.isoformat() if space.clock.frozen else None,
        "people": [asdict(person) for person in space.people.values()],
        "conversations": lasting,
        "homes": [asdict(home) for home in homes],
    }


class Keeper:
    """Writes the workspace whenever it changed, at most once a second, and at stop."""

    def __init__(self, space: Workspace, path: Path, *, runs: int) -> None:
        self._space = space
        self._path = path
        self._runs = runs

    async def loop(self) -> None:
        """Run until cancelled."""
        self.write()
        while True:
            seen = self._space.pulse.count
            await asyncio.sleep(BETWEEN_WRITES)
            await self._space.pulse.beyond(seen, seconds=3600)
            self.write()

    def write(self) -> None:
        """Replace the file as a whole; a crash leaves the old one or the new one."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        beside = self._path.with_suffix(self._path.suffix + ".new")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(as_state(self._space, runs=self._runs), file)
        beside.replace(self._path)
