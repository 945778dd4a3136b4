"""What of a plan can be drawn: its dates in three lines, and how the numbers of its goals went."""

from collections.abc import Iterator

from plans.dates import local_date
from plans.document import Chart, Code, Lane, Mark, Timeline
from plans.goals import Goal
from plans.scribe import Scribe
from plans.states import ReviewState


def timeline(scribe: Scribe) -> tuple[Timeline, ...]:
    """None as long as the plan has no dates."""
    plan = scribe.plan
    marks = tuple(sorted(_marks(scribe), key=lambda mark: (mark.on, mark.lane, mark.state.value)))
    days = [day for day in (plan.start, plan.end) if day is not None] + [mark.on for mark in marks]
    if not marks:
        return ()
    return (
        Timeline(
            first=min(days),
            last=max(days),
            today=local_date(scribe.made_at, scribe.zone),
            marks=marks,
            pauses=tuple((pause.first, pause.last) for pause in plan.pauses),
        ),
    )


def progress(scribe: Scribe) -> tuple[Chart, ...]:
    """One for each goal that a number can show and of which a documented review found one (S2-07)."""
    charts = (_chart(scribe, goal, number) for number, goal in enumerate(scribe.plan.goals, start=1))
    return tuple(chart for chart in charts if chart is not None)


def _chart(scribe: Scribe, goal: Goal, number: int) -> Chart | None:
    found = sorted(
        (review.held_on or review.on, said.number)
        for review in scribe.plan.reviews
        if review.state is ReviewState.DOCUMENTED
        for said in review.progress
        if said.goal == goal.id and said.number is not None
    )
    if goal.figures is None or not found:
        return None
    figures = goal.figures
    return Chart(
        goal=number,
        metric=figures.metric,
        unit=figures.unit,
        baseline=figures.baseline,
        aim=figures.aim,
        found=tuple(found),
    )


def _marks(scribe: Scribe) -> Iterator[Mark]:
    plan = scribe.plan
    for review in plan.reviews:
        on = review.held_on or review.on
        yield Mark(
            lane=Lane.REVIEWS, on=on, part=Code(f"review_kind.{review.kind}"), state=Code(f"review.{review.state}")
        )
    numbers = {goal.id: number for number, goal in enumerate(plan.goals, start=1)}
    for milestone in plan.milestones:
        state = Code(f"milestone.{milestone.state}")
        yield Mark(lane=Lane.EMPLOYEE, on=milestone.on, part=numbers.get(milestone.goal, 0), state=state)
    for number, item in enumerate(plan.supports, start=1):
        if item.due is not None:
            yield Mark(lane=Lane.ORGANISATION, on=item.due, part=number, state=Code(f"support.{item.state}"))
