"""Both sides send their notes in the same moment, and the clock comes by: nobody waits for ever, nothing is lost."""

import asyncio
from datetime import datetime

from plans import examples
from plans.actions.answer_check_in import AnswerCheckIn, answer_check_in
from plans.actions.pass_time import pass_time
from plans.change import Change
from plans.ids import EntryId, ReviewId, fresh
from plans.keeping import keep
from plans.passing import next_passing
from plans.people import Person
from plans.plan import Plan, PlanChangedMeanwhileError
from plans.ports import Begin
from plans.record import CheckInNote
from plans.states import PlanState
from plans.words import Words

_CASE = examples.case(PlanState.ACTIVE)
_REVIEW = _CASE.plan.reviews[0].id
# By the time the first check-in is asked the clock has changed the plan fewer times than this.
_MOST_PASSES = 20


async def _asked(begin: Begin) -> Plan:
    async with begin() as work:
        for person in examples.PEOPLE.values():
            await work.people.put(person)
        await work.packs.keep(_CASE.terms.pack)
        plan = await keep(work, Change(plan=_CASE.plan.with_(revision=0), events=()))
        await work.commit()
    for _ in range(_MOST_PASSES):
        if plan.reviews[0].asked_at is not None:
            return plan
        plan = await _passed(begin, plan, at=_next(plan)) or plan
    raise AssertionError(plan.reviews[0])


def _next(plan: Plan) -> datetime:
    at = next_passing(plan, _CASE.terms)
    assert at is not None
    return at


async def _passed(begin: Begin, plan: Plan, *, at: datetime) -> Plan | None:
    """None where somebody else was quicker; the next sweep comes again."""
    try:
        async with begin() as work:
            return await pass_time(work, plan.id, now=at)
    except PlanChangedMeanwhileError:
        return None


async def _answers(begin: Begin, plan: Plan, by: Person, *, at: datetime) -> None:
    request = AnswerCheckIn(
        plan=plan.id,
        review=ReviewId(_REVIEW),
        entry=EntryId(fresh()),
        progress={},
        challenges=Words("The desk is short on Fridays."),
        support_needed=Words(""),
        feedback=Words(""),
    )
    async with begin() as work:
        await answer_check_in(work, request, by=by, now=at)


def _authors(notes: tuple[CheckInNote, ...]) -> set[str]:
    return {note.author for note in notes}


async def test_both_notes_are_taken(begin: Begin) -> None:
    plan = await _asked(begin)
    at = _next(plan)
    both = (examples.EMPLOYEE, examples.SUPERVISOR)
    await asyncio.gather(*(_answers(begin, plan, by, at=at) for by in both), _passed(begin, plan, at=at))
    async with begin() as work:
        after = await work.plans.read(plan.id, reader=examples.HR, now=at)
    assert _authors(after.record.check_ins) == {person.id for person in both}
