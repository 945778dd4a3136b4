"""The everyday plan of ninety days, along every path the Illinois plan does not take.

One story, lived once; after each chapter stands what has to be true then.
"""

from collections.abc import Awaitable, Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from app.story import generic
from app.story.stage import Stage
from plans.record import ContestState
from plans.states import MilestoneState, MissClass, PlanState, ReviewState, SupportState
from tests.databases import address_of
from tests.journeys.lives import (
    EMPLOYEE,
    HR,
    SECOND_HR,
    SUPERVISOR,
    Life,
    assert_messages_are_thin,
    assert_outsiders_heard_nothing,
    life,
)

Chapter = Callable[[Stage], Awaitable[None]]
Check = Callable[[Life], Awaitable[None]]


async def thrown_away(found: Life) -> None:
    """Nothing of the draft is left, and nobody ever heard of it."""
    assert await found.plans() == []
    for user in (EMPLOYEE, HR, SECOND_HR):
        assert await found.told(user) == []


async def taken_up_again(found: Life) -> None:
    """What was typed before the pause stood in the form afterwards; another plan of the same person may be written."""
    plan = await found.plan()
    assert plan.state is PlanState.HR_REVIEW
    assert [review.on for review in plan.reviews] == [date(2026, 10, 8), date(2026, 11, 9), date(2026, 12, 7)]
    half = [
        one.text
        for one in found.sights
        if one.text.startswith("What is expected") and "answered within two" in one.text
    ]
    assert "[ Requests are answered within two working days, or the caller hears when. ]" in half[0]
    assert await found.told(EMPLOYEE) == []


async def changed_as_hr_asked(found: Life) -> None:
    """The comment stood beside its part, the supervisor changed that part, and HR approved the new text."""
    assert found.saw(SUPERVISOR, generic.HR_COMMENT)
    kinds = await found.kinds()
    asked = kinds.index("plan.changes_requested")
    assert kinds[asked:] == [
        "plan.changes_requested",
        "plan.edited",
        "plan.submitted",
        "plan.approved",
        "edition.made",
    ]
    measure = (await found.plan()).goals[0].measure
    assert measure is not None
    assert measure.reveal() == generic.BETTER_MEASURE
    assert await found.told(EMPLOYEE) == []


async def delivered(found: Life) -> None:
    """The employee owes an answer from the delivery on, and not from the day HR approved the text."""
    assert (await found.plan()).state is PlanState.DELIVERED
    assert len(await found.told(EMPLOYEE)) == 1


async def declined(found: Life) -> None:
    """Declining is on record with the employee's comment, and blocks nothing."""
    plan = await found.plan()
    assert plan.state is PlanState.ACTIVE
    assert (await found.kinds())[-2:] == ["signature.declined", "plan.activated"]
    own = next(given for given in plan.signatures if given.role.value == "employee")
    assert own.kind == "declined"


async def support_settled(found: Life) -> None:
    """Turned down is the employee's choice; said to be kept and not received is open until it has its answer."""
    course, shadowing = (await found.plan()).supports
    assert shadowing.state is SupportState.DECLINED
    assert not course.disputed
    (objection,) = course.objections
    assert objection.answer is not None
    assert objection.answer.reveal() == generic.NOT_RECEIVED_ANSWER
    assert (await found.kinds())[-4:] == [
        "support.declined",
        "support.delivered",
        "support.not_received",
        "support.answered",
    ]
    assert found.saw(EMPLOYEE, "Read the plan and answer, Sep 10, 2026: done")


async def fell_out_and_held(found: Life) -> None:
    """The first date stays on record as not held; the new one was held, and the late note says that it is late."""
    reviews = {review.on: review for review in (await found.plan()).reviews}
    assert reviews[date(2026, 10, 8)].state is ReviewState.NOT_HELD
    assert reviews[date(2026, 10, 15)].state is ReviewState.DOCUMENTED
    (note,) = (await found.plan()).record.check_ins
    assert note.late
    await found.stage.supervisor.press("Read the summary")
    shown = await found.stage.supervisor.reads()
    assert generic.LATE_NOTE in shown
    assert "written after the end" in shown
    await found.stage.supervisor.close()


async def contested_in_vain(found: Life) -> None:
    """The class stands; the contest, HR's answer and the employee's own view stand beside it."""
    plan = await found.plan()
    (contest,) = plan.record.contests
    assert contest.state is ContestState.REJECTED
    milestone = plan.milestone(contest.milestone)
    assert milestone.state is MilestoneState.MISSED
    assert milestone.miss is MissClass.NO_COMMUNICATION
    assert [one.text.reveal() for one in plan.record.rebuttals] == [generic.REBUTTAL]
    assert (await found.kinds())[-3:] == ["contest.raised", "contest.rejected", "rebuttal.added"]
    await found.stage.employee.press("Read it")
    assert generic.CONTEST_ANSWER in await found.stage.employee.reads()
    await found.stage.employee.close()


async def rested_for_hr_alone(found: Life) -> None:
    """The supervisor saw that the date rests, and not why; neither did the second look at the record say it."""
    kinds = await found.kinds()
    raised = kinds.index("barrier.raised")
    assert kinds[raised:] == [
        "barrier.raised",
        "milestone.on_hold",
        "barrier.answered",
        "milestone.hold_lifted",
    ]
    templates = (await found.plan()).goals[1]
    (date_of,) = [one for one in (await found.plan()).milestones if one.goal == templates.id]
    assert date_of.on == date(2026, 11, 13)
    assert date_of.state in {MilestoneState.PLANNED, MilestoneState.AT_RISK}
    assert "on hold" in found.last(SUPERVISOR).casefold()
    for secret in (generic.PROTECTED, generic.PROTECTED_HELP, generic.PROTECTED_ANSWER):
        assert not found.saw(SUPERVISOR, secret)
    assert found.saw(HR, generic.PROTECTED)
    assert await found.count(HR, "There is an answer for you.") == 0


async def moved_and_accepted(found: Life) -> None:
    """The new date counts at once, is on record with its reason, and the other side has accepted it."""
    reviews = {review.on: review for review in (await found.plan()).reviews}
    moved = reviews[date(2026, 11, 11)]
    assert moved.state is ReviewState.CONFIRMED
    assert [(one.old, one.new) for one in moved.moves] == [(date(2026, 11, 9), date(2026, 11, 11))]
    # Once for the review that fell out, and once for this one.
    assert await found.count(EMPLOYEE, "A review has another date.") == 2
    assert (await found.kinds())[-2:] == ["review.moved", "review.confirmed"]


async def ended(found: Life) -> None:
    """The plan is closed, nobody is reminded any more, and the employee can read why."""
    assert (await found.plan()).state is PlanState.CLOSED
    assert generic.ENDED_BECAUSE in found.last(EMPLOYEE)
    before = {user: len(await found.told(user)) for user in (SUPERVISOR, EMPLOYEE)}
    await found.stage.go_to(date(2026, 12, 21))
    assert {user: len(await found.told(user)) for user in before} == before


CHECKS: Final[Mapping[Chapter, Check]] = {
    generic.throw_a_draft_away: thrown_away,
    generic.save_and_take_up_again: taken_up_again,
    generic.answer_hr: changed_as_hr_asked,
    generic.deliver: delivered,
    generic.decline_to_acknowledge: declined,
    generic.dispute_support: support_settled,
    generic.review_falls_out: fell_out_and_held,
    generic.contest_in_vain: contested_in_vain,
    generic.put_on_hold: rested_for_hr_alone,
    generic.move_a_review: moved_and_accepted,
    generic.end_it_early: ended,
}


async def test_the_everyday_plan_takes_every_other_path(tmp_path: Path) -> None:
    """S3-26: the generic form, with everything that can go another way than in the Illinois story."""
    assert set(CHECKS) == set(generic.CHAPTERS)
    async with life(address_of(tmp_path / "milepost.db")) as found:
        for chapter in generic.CHAPTERS:
            await chapter(found.stage)
            await found.breathe()
            await CHECKS[chapter](found)
        case = str(await found.case_file())
        for words in (generic.DECLINED_BECAUSE, generic.NOT_HELD_BECAUSE, generic.REBUTTAL, generic.ENDED_BECAUSE):
            assert words in case
        # What is between HR and one person does not leave with the file; nor does a draft that was thrown away.
        for words in (generic.PROTECTED, generic.PROTECTED_ANSWER, generic.ABANDONED):
            assert words not in case
        await assert_messages_are_thin(found)
        await assert_outsiders_heard_nothing(found, insiders=frozenset({SUPERVISOR, EMPLOYEE, HR, SECOND_HR}))
