"""A plan's dates in three lines, to be drawn: the reviews, and what each side has undertaken."""

from collections.abc import Iterator

from plans.dates import local_date
from plans.document import Code, Lane, Mark, Timeline
from plans.scribe import Scribe


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
