"""The employee asks for a change of the plan, or for a pause; whoever may amend it answers (P-13, P-14, F-03)."""

from dataclasses import dataclass
from datetime import date, datetime

from plans import wanting
from plans.actions.acting import act_on
from plans.actions.answering import answer
from plans.acts import Act
from plans.ids import EntryId, GoalId, PlanId
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.record import WantedKind
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForChange:
    """``goal`` is None where it is about the plan as a whole. Fields: ``text``, ``on``."""

    plan: PlanId
    entry: EntryId
    kind: WantedKind
    text: Words | None
    goal: GoalId | None = None
    on: date | None = None


async def ask_for_change(work: Work, request: AskForChange, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ASK_FOR_CHANGE,
        by=by,
        now=now,
        rule=lambda plan, _terms: wanting.change_asked(
            plan,
            entry=request.entry,
            kind=request.kind,
            text=request.text,
            goal=None if request.goal is None else plan.goal(request.goal),
            on=request.on,
            by=by,
            at=now,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AskForPause:
    """Fields: ``first``, ``last``; there is no reason."""

    plan: PlanId
    entry: EntryId
    first: date
    last: date


async def ask_for_pause(work: Work, request: AskForPause, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.ASK_FOR_PAUSE,
        by=by,
        now=now,
        rule=lambda plan, _terms: wanting.pause_asked(
            plan, entry=request.entry, first=request.first, last=request.last, by=by, at=now
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerChange:
    """Field: ``answer``, which a no must have."""

    plan: PlanId
    wanted: EntryId
    accepted: bool
    answer: Words | None


async def answer_change(work: Work, request: AnswerChange, *, by: Person, now: datetime) -> Plan:
    return await answer(
        work,
        request.plan,
        Act.ANSWER_CHANGE,
        subject=request.wanted,
        by=by,
        now=now,
        rule=lambda plan, _terms: wanting.answered(
            plan, request.wanted, accepted=request.accepted, answer=request.answer, by=by, at=now
        ),
    )
