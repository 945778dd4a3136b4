"""The plan of the Illinois form, lived from the first word to the outcome.

Read it as the supervisor would live it. Every chapter is played by the three people through their phones; after each
one stands what has to be true then, for them and on record.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from itertools import product
from typing import Final

import pytest
from structlog.testing import capture_logs

from app.story import illinois
from app.story.stage import Stage
from plans.states import MilestoneState, MissClass, PlanState
from tests.databases import CHOICES, CHOSEN, ON_POSTGRESQL
from tests.journeys.lives import (
    EMPLOYEE,
    HR,
    SECOND_HR,
    SUPERVISOR,
    Life,
    Transport,
    assert_log_is_clean,
    assert_messages_are_thin,
    assert_outsiders_heard_nothing,
    life,
)

Chapter = Callable[[Stage], Awaitable[None]]
Check = Callable[[Life], Awaitable[None]]
INSIDERS: Final = frozenset({SUPERVISOR, EMPLOYEE, HR, SECOND_HR})

# The audit trail, line by line, as anybody in HR can read it at the end.
TRAIL: Final = """
    plan.opened plan.edited plan.edited plan.edited plan.edited plan.edited plan.edited plan.edited plan.edited
    plan.submitted plan.approved edition.made signature.given
    plan.delivered signature.given signature.given input.added plan.activated
    support.delivered support.delivered
    barrier.raised milestone.at_risk barrier.answered milestone.missed
    check_in.asked check_in.answered check_in.answered review.held review.documented check_in.ended
    milestone.reported_done milestone.awaiting_word milestone.met
    check_in.asked check_in.answered review.held review.documented check_in.ended
    milestone.missed contest.raised contest.upheld milestone.met
    check_in.asked check_in.answered check_in.answered review.held review.documented check_in.ended plan.decision_due
    results.recorded outcome.proposed outcome.approved export.ordered outcome.delivered plan.closed export.written
"""


async def still_private(life: Life) -> None:
    """While it is a draft, the employee has no message, and Home knows nothing of it."""
    assert await life.told(EMPLOYEE) == []
    assert "There is no plan with you" in await life.stage.employee.home()


async def waits_for_hr(life: Life) -> None:
    """Both members of HR have a message that names nobody."""
    await still_private(life)
    assert (await life.plan()).state is PlanState.HR_REVIEW
    for user in (HR, SECOND_HR):
        assert await life.count(user, "Something is waiting for HR to look at it.") == 1


async def is_approved(life: Life) -> None:
    """HR has read every word, and its name stands under the text. The employee still has nothing."""
    await still_private(life)
    assert life.saw(HR, illinois.STRENGTHS[:40])
    assert (await life.kinds())[-1] == "signature.given"
    assert (await life.plan()).state is PlanState.APPROVED
    assert await life.count(SUPERVISOR, "HR has approved what you sent.") == 1


async def is_delivered(life: Life) -> None:
    """Now the employee has one message, and a lock screen tells nobody what it is about."""
    (message,) = await life.told(EMPLOYEE)
    assert message.notification == "You have something to read in Milepost."
    assert "Plan M-" in await life.stage.employee.home()
    assert (await life.plan()).state is PlanState.DELIVERED


async def is_running(life: Life) -> None:
    """Received is not agreed: the employee's own view stands on record, and both are told that it has begun."""
    plan = await life.plan()
    assert plan.state is PlanState.ACTIVE
    assert {given.role.value for given in plan.signatures} == {"employee", "supervisor", "hr"}
    assert life.saw(EMPLOYEE, "Receipt is not agreement")
    assert life.saw(EMPLOYEE, "The plan runs now")
    assert await life.count(SUPERVISOR, "What you delivered has its answer.") == 1


async def promises_are_kept(life: Life) -> None:
    """What the supervisor and the organisation promised is tracked like the goals are."""
    assert {support.state.value for support in (await life.plan()).supports} == {"delivered"}
    assert (await life.kinds())[-2:] == ["support.delivered", "support.delivered"]


async def missed_with_a_barrier(life: Life) -> None:
    """The date has passed. It was said before that something is in the way, so the record says that as well."""
    (step,) = [one for one in (await life.plan()).milestones if one.state is MilestoneState.MISSED]
    assert step.miss is MissClass.BARRIER_BEFORE_ANSWERED
    assert life.saw(EMPLOYEE, "reported before the due date")
    assert "reported before it, and answered before it" in life.last(EMPLOYEE)
    for user in (SUPERVISOR, EMPLOYEE):
        assert await life.count(user, "There is news about a date.") == 1


async def first_review_is_over(life: Life) -> None:
    """Neither read the other's note before both were written; then both have the same summary to open."""
    both_wrote = life.first_sight(SUPERVISOR, "both notes can be read now")
    assert life.first_sight(EMPLOYEE, "The other side cannot read it yet") < both_wrote
    hidden = "One guide is reviewed, the second is with a colleague."
    before = [sight.text for sight in life.sights[:both_wrote] if sight.user != EMPLOYEE]
    assert all(hidden not in text for text in before)
    for user in (SUPERVISOR, EMPLOYEE):
        assert await life.count(user, "The summary of a review is ready") == 1
    summary = life.last(EMPLOYEE)
    assert hidden in summary
    assert "The first guide is the clearest we have." in summary
    assert "reported before it, and answered before it" in summary


async def done_in_time(life: Life) -> None:
    """The date came with no answer from the supervisor: that is waiting for a word, and never a miss."""
    assert (await life.kinds())[-3:] == ["milestone.reported_done", "milestone.awaiting_word", "milestone.met"]
    guides = (await life.plan()).goals[0]
    # The last of a goal's dates is its own; those on the way come before it.
    met = [one for one in (await life.plan()).milestones if one.goal == guides.id][-1]
    assert met.state is MilestoneState.MET
    assert met.miss is None


async def missed_and_contested(life: Life) -> None:
    """A date passed with nothing said. The employee contests it, is right, and what stood there first still shows."""
    schedules = (await life.plan()).goals[1]
    (found,) = [one for one in (await life.plan()).milestones if one.goal == schedules.id]
    assert found.state is MilestoneState.MET
    assert [past.miss for past in found.history] == [MissClass.NO_COMMUNICATION]
    assert life.saw(EMPLOYEE, "The date passed, and nothing about it was on record before.")
    assert await life.count(HR, "Something was said about a date and needs an answer.") == 1
    assert await life.count(EMPLOYEE, "There is an answer about a date.") == 1
    await life.stage.employee.press("Read it")
    shown = await life.stage.employee.reads()
    assert "First recorded as: The date passed, and nothing about it was on record before." in shown
    assert "The calendar shows it on May 10." in shown
    await life.stage.employee.close()


async def ready_for_a_decision(life: Life) -> None:
    """Three reviews, three summaries for each of them; the proposal is between the supervisor and HR."""
    assert (await life.plan()).state is PlanState.DECISION_DUE
    for user in (SUPERVISOR, EMPLOYEE):
        assert await life.count(user, "The summary of a review is ready") == 3
    assert await life.count(HR, "A proposal waits for HR’s decision.") == 1
    assert not life.saw(EMPLOYEE, "Four reviewed guides, two questions since June.")


async def is_closed(life: Life) -> None:
    """HR's overview named the class behind each missed date, and the employee has read the outcome with its reasons."""
    overview = next(one.text for one in life.sights if one.user == HR and "Overview for HR" in one.text)
    assert "Barrier reported before and answered" in overview
    assert "Decide on a proposed outcome" in overview
    assert (await life.plan()).state is PlanState.CLOSED
    assert "Both goals are reached and have held since spring." in life.last(EMPLOYEE)
    await life.stage.employee.command("")
    assert "It is over." in await life.stage.employee.reads()
    await life.stage.employee.close()


CHECKS: Final[Mapping[Chapter, Check]] = {
    illinois.open_plan: still_private,
    illinois.finish_draft: waits_for_hr,
    illinois.approve: is_approved,
    illinois.deliver: is_delivered,
    illinois.acknowledge: is_running,
    illinois.keep_promises: promises_are_kept,
    illinois.miss_with_a_barrier: missed_with_a_barrier,
    illinois.first_review: first_review_is_over,
    illinois.report_done: done_in_time,
    illinois.miss_without_a_word: missed_and_contested,
    illinois.final_review: ready_for_a_decision,
    illinois.outcome: is_closed,
}


DATABASES: Final = (CHOSEN,) if ON_POSTGRESQL else CHOICES
AT_ONCE: Final = frozenset({("sqlite", "socket"), ("postgresql", "http")})


def marks(database: str, transport: str) -> tuple[pytest.MarkDecorator, ...]:
    """Where both databases are tried, each meets one transport at once, and the other in the deep tests."""
    return () if len(DATABASES) == 1 or (database, transport) in AT_ONCE else (pytest.mark.deep,)


@pytest.mark.parametrize(
    ("empty_address", "transport"),
    [pytest.param(*way, marks=marks(*way)) for way in product(DATABASES, ("socket", "http"))],
    indirect=["empty_address"],
)
async def test_a_whole_plan_is_lived_from_the_first_word_to_the_outcome(
    empty_address: str, transport: Transport, caplog: pytest.LogCaptureFixture
) -> None:
    """S0-01, on both databases and over both transports. The bot finds an empty database and makes its tables."""
    assert set(CHECKS) == set(illinois.CHAPTERS)
    caplog.set_level("INFO")
    with capture_logs() as logged:
        async with life(empty_address, transport=transport) as found:
            await live_it(found)
    assert any(line["event"] == "running" for line in logged), "nothing was captured, so nothing was looked at"
    assert_log_is_clean(json.dumps(logged, default=str) + caplog.text, found.typed)


async def live_it(found: Life) -> None:
    """Every chapter with its check, and then what holds for the plan as a whole."""
    for chapter in illinois.CHAPTERS:
        await chapter(found.stage)
        await found.breathe()
        await CHECKS[chapter](found)
    case = await found.case_file()
    assert case["draft"] is False
    assert await found.kinds() == list(TRAIL.split())
    await assert_messages_are_thin(found)
    await assert_outsiders_heard_nothing(found, insiders=INSIDERS)
