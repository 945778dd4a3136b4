"""Stop the weekly line, or have it come again (S2-08)."""

from dataclasses import dataclass
from datetime import datetime

from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.weekly import prompt_muted


@dataclass(frozen=True, slots=True, kw_only=True)
class MutePrompt:
    """``seen`` is the revision of the form, so that a form sent twice does not undo itself."""

    plan: PlanId
    seen: int | None = None


async def mute_prompt(work: Work, request: MutePrompt, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.MUTE_PROMPT,
        by=by,
        now=now,
        rule=lambda plan, terms: prompt_muted(plan, terms, by=by, at=now),
        seen=request.seen,
    )
