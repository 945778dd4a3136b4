"""What the employee was owed and has not had: the list that goes with every *not met* (F-01).

It is read off states alone, so that it stays the same until somebody does something about it.
"""

from collections.abc import Iterator

from plans.ending import OwedItem, OwedKind
from plans.people import Role
from plans.plan import Plan
from plans.record import ContestState
from plans.states import BarrierState, MilestoneState, ReviewState, SupportState


def owed_to_employee(plan: Plan) -> tuple[OwedItem, ...]:
    """Support, reviews and answers that did not come, in the order of the plan.

    On the whole plan it holds protected matters too; on what a reader may see of it, no more than that reader may know.
    """
    return (*_support(plan), *_reviews(plan), *_answers(plan))


def _support(plan: Plan) -> Iterator[OwedItem]:
    for item in plan.supports:
        if item.open or item.state is SupportState.NOT_DELIVERED:
            yield OwedItem(kind=OwedKind.SUPPORT_NOT_DELIVERED, subject=item.id)
        elif item.disputed:
            yield OwedItem(kind=OwedKind.SUPPORT_NOT_RECEIVED, subject=item.id)


def _reviews(plan: Plan) -> Iterator[OwedItem]:
    for review in plan.reviews:
        # One that was written up without having been held tells nothing of a meeting either.
        if review.state is ReviewState.NOT_HELD or review.held_on is None:
            yield OwedItem(kind=OwedKind.REVIEW_NOT_HELD, subject=review.id)


def _asked(plan: Plan) -> Iterator[OwedItem]:
    for question in plan.record.questions:
        # HR may let a plan begin without an answer; it was owed all the same.
        if question.answered_at is None:
            yield OwedItem(kind=OwedKind.QUESTION_UNANSWERED, subject=question.id)
    for wanted in plan.record.wanted_changes:
        # What the supervisor asks for is not owed to the employee.
        if wanted.open and wanted.role is Role.EMPLOYEE:
            yield OwedItem(kind=OwedKind.CHANGE_UNANSWERED, subject=wanted.id)


def _answers(plan: Plan) -> Iterator[OwedItem]:
    record = plan.record
    for barrier in record.barriers:
        if barrier.state is BarrierState.RAISED:
            yield OwedItem(kind=OwedKind.BARRIER_UNANSWERED, subject=barrier.id)
    yield from _asked(plan)
    for contest in record.contests:
        if contest.state is ContestState.OPEN:
            yield OwedItem(kind=OwedKind.CONTEST_UNANSWERED, subject=contest.id)
    for milestone in plan.milestones:
        if milestone.state is MilestoneState.AWAITING_WORD:
            yield OwedItem(kind=OwedKind.DONE_UNANSWERED, subject=milestone.id)
