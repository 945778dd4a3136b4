"""What the supervisor owes in words: after a miss or a review off track (S0-19), and what went better (S0-18)."""

from collections.abc import Iterator
from datetime import datetime

from plans.goals import Milestone
from plans.meetings import Review, Standing
from plans.plan import Plan
from plans.record import ContestState
from plans.states import MilestoneState
from plans.visible import SUPERVISOR_SIDE

_IN_A_ROW = 2


def missed_since(milestone: Milestone) -> datetime | None:
    """When it was first classed as missed; None for a date that stands otherwise by now."""
    if milestone.state is not MilestoneState.MISSED or not milestone.history:
        return None
    return milestone.history[0].at


def given(plan: Plan, milestone: Milestone, *, since: datetime) -> bool:
    """Whether the supervisor has spoken since: by a note on the goal or the plan, a review, or a contest's answer."""
    return any(at > since for at in _spoken(plan, milestone))


def _spoken(plan: Plan, milestone: Milestone) -> Iterator[datetime]:
    for note in plan.record.notes:
        if note.role in SUPERVISOR_SIDE and note.goal in {None, milestone.goal}:
            yield note.at
    for review in plan.reviews:
        if review.documented_at is not None:
            yield review.documented_at
    for contest in plan.record.contests:
        if contest.milestone == milestone.id and contest.state is not ContestState.OPEN and contest.answered_at:
            yield contest.answered_at


def off_track_since(review: Review) -> datetime | None:
    """When it was put on record that the plan is not on track; None for a review that says nothing of the kind."""
    return review.documented_at if review.standing is Standing.NOT_ON_TRACK else None


def followed_up(plan: Plan, *, since: datetime) -> bool:
    """Whether the supervisor has spoken since such a review: by a note on any goal or the plan, or a later review."""
    notes = (note.at for note in plan.record.notes if note.role in SUPERVISOR_SIDE)
    later = (review.documented_at for review in plan.reviews if review.documented_at is not None)
    return any(at > since for at in (*notes, *later))


def to_look_for_better(plan: Plan, review: Review) -> bool:
    """Whether this review is the second in a row before which nothing good was put on record.

    Good is a date that was reached. Asked once in a row of such reviews: the third is not asked about again.
    """
    documented = sorted((one for one in plan.reviews if one.documented_at is not None), key=_documented_at)
    place = next((at for at, one in enumerate(documented, start=1) if one.id == review.id), 0)
    if place != len(documented) or place < _IN_A_ROW:
        return False
    return _nothing_good(plan, documented, place) and not (
        place > _IN_A_ROW and _nothing_good(plan, documented, place - 1)
    )


def _nothing_good(plan: Plan, documented: list[Review], place: int) -> bool:
    """In the time of the two reviews up to this place."""
    until = _documented_at(documented[place - 1])
    since = _documented_at(documented[place - _IN_A_ROW - 1]) if place > _IN_A_ROW else plan.active_at
    return not any(
        one.state is MilestoneState.MET
        and one.settled_at is not None
        and one.settled_at <= until
        and (since is None or one.settled_at > since)
        for one in plan.milestones
    )


def _documented_at(review: Review) -> datetime:
    """Only asked of documented reviews."""
    at = review.documented_at
    if at is None:
        raise ValueError(review.id)
    return at
