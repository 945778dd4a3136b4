"""Trigger ids: three real seconds, one use, one person (rule 2)."""

from dataclasses import dataclass

from sandbox.clock import SandboxClock
from sandbox.ids import Ids


class TriggerError(Exception):
    """Why a trigger was refused, in Slack's word."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(kw_only=True, slots=True)
class Trigger:
    """The right to open one view for the person who acted."""

    id: str
    person: str
    view_id: str | None
    made: float
    used: bool = False


class Triggers:
    """Every trigger ever given; none is forgotten, so that a second use is known as one."""

    def __init__(self, clock: SandboxClock, ids: Ids, *, life: float) -> None:
        self._clock = clock
        self._ids = ids
        self._life = life
        self._all: dict[str, Trigger] = {}

    def give(self, person: str, *, view_id: str | None = None) -> str:
        """A new trigger, for an act in `view_id` or outside any modal. Its life begins now."""
        trigger = Trigger(id=self._ids.trigger(), person=person, view_id=view_id, made=self._clock.monotonic())
        self._all[trigger.id] = trigger
        return trigger.id

    def peek(self, trigger_id: str) -> Trigger:
        """The trigger, unspent.

        Raises TriggerError when it is unknown, was used before, or is too old.
        """
        trigger = self._all.get(trigger_id)
        if trigger is None:
            raise TriggerError("invalid_trigger_id")
        if trigger.used:
            raise TriggerError("exchanged_trigger_id")
        if self._clock.monotonic() - trigger.made > self._life:
            raise TriggerError("expired_trigger_id")
        return trigger
