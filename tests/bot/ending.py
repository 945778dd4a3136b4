"""How a plan comes to an outcome at the desk: results, a proposal, and one by which it goes on."""

from plans import examples
from tests.bot.running import PLAN, Story

GOALS = (examples.GUIDES, examples.DESK)
EVIDENCE = "Three guides, each tried out by a colleague."
REASONS = "Both goals were reached, and it lasts."
NEW_END, FINAL, FURTHER = "2027-12-01", "2027-11-30", "2027-10-15"
LONGER = {"kind": "extended", "reasons": REASONS, "new_end": NEW_END, "final": FINAL, "added": FURTHER}


def results(*goals: str) -> dict[str, str]:
    return {
        **{f"result_{goal}": "met" for goal in goals},
        **{f"evidence_{goal}": EVIDENCE for goal in goals},
    }


async def record(told: Story) -> None:
    await told.supervisor.open("record_results", PLAN)
    await told.supervisor.send(results(*GOALS))


async def propose(told: Story) -> None:
    await record(told)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send({"kind": "met", "reasons": REASONS})


async def approve_longer(told: Story) -> None:
    """An extension that HR has approved and nobody has delivered yet."""
    await record(told)
    await told.supervisor.press("Propose an outcome")
    await told.supervisor.send(LONGER)
    await told.hr.open("decide_outcome", PLAN)
    await told.hr.send({"decision": "approve"})


async def extend(told: Story) -> None:
    await approve_longer(told)
    await told.supervisor.open("deliver_outcome", PLAN)
    await told.supervisor.send()
