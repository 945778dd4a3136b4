"""People who write one note after another for as long as a siege lasts, and now and then send the same one twice."""

import asyncio
import contextlib
import random
from dataclasses import dataclass, field
from typing import Final

from plans.ids import PlanId
from sandbox.client import Actor, Control, ControlError
from sandbox.seen import Outcome
from tests.crash.history import History, Submission

MOST_NOTES: Final = 100_000
# Of all submissions: so many are sent twice at once, and after so many an older one is delivered once more.
AT_ONCE: Final = 0.2
ONCE_MORE: Final = 0.4


@dataclass(slots=True, kw_only=True)
class Author:
    """One of the parties of a plan. ``up`` is set while there is a program to hear them."""

    number: int
    plan: PlanId
    native: str
    control: Control
    history: History
    dice: random.Random
    up: asyncio.Event
    may_write: asyncio.Event
    _acknowledged: list[tuple[Submission, int]] = field(default_factory=list)

    async def write(self) -> None:
        """One note after another, for as long as nobody stops it."""
        actor = self.control.act_as(self.native)
        for count in range(MOST_NOTES):
            await self._form(actor)
            words = f"Note {count} of author {self.number}."
            submission = Submission(words=words, plan=self.plan, author=self.native)
            await actor.fill({"text": words})
            self.history.submissions.append(submission)
            await self._sent(actor, submission)
            await asyncio.sleep(self.dice.uniform(0.2, 1.0))
            if self.dice.random() < ONCE_MORE:
                await self._once_more()
            await self.may_write.wait()

    async def _sent(self, actor: Actor, submission: Submission) -> None:
        """Until the person is told that it is saved."""
        while not submission.acknowledged:
            outcome = await actor.submit(copies=2 if self.dice.random() < AT_ONCE else 1)
            saved = await _saved(actor, outcome)
            submission.tries.append(saved)
            if saved and outcome.delivery is not None:
                self._acknowledged.append((submission, outcome.delivery))
            elif not saved:
                await asyncio.sleep(0.02)
                await self.up.wait()

    async def _once_more(self) -> None:
        """What was acknowledged, in this life of the program or in an earlier one, comes in again as it was."""
        submission, delivery = self.dice.choice(self._acknowledged)
        await self.up.wait()
        outcome = await self.control.resend(delivery)
        submission.repeats.append(outcome.ok)

    async def _form(self, actor: Actor) -> None:
        """Find the form for a note, however often that is cut short."""
        while True:
            await self.up.wait()
            with contextlib.suppress(ControlError):
                while await actor.modal() is not None:
                    await actor.close()
                outcome = await actor.command("/pip", "")
                for button in ("Open", "Add a note"):
                    if outcome.ok:
                        outcome = await actor.press(button)
                modal = await actor.modal()
                if modal is not None and modal.title == "Add a note":
                    return
            await asyncio.sleep(0.02)


async def _saved(actor: Actor, outcome: Outcome) -> bool:
    """Whether the form is gone or has become a receipt."""
    modal = await actor.modal()
    return outcome.ok and (modal is None or modal.submit is None)
