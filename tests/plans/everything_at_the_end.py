"""How a plan with something in every field ends: outcomes, what was owed, and why it is kept."""

from datetime import date

from plans.ending import Outcome, OutcomeState, OwedItem, OwedKind
from plans.ids import PlanId
from plans.kept import LegalHold
from plans.policy import OutcomeKind, ReviewKind
from tests.plans.canaries import FINAL, HR, INTERIM, OPEN_BARRIER, PROTECTED, SUPERVISOR, at, canary, pack


def outcomes(state: OutcomeState = OutcomeState.PROPOSED, kind: OutcomeKind = OutcomeKind.MET) -> tuple[Outcome, ...]:
    """One that HR returned, and a later one in ``state``."""
    settled = state is not OutcomeState.PROPOSED
    return (
        Outcome(
            kind=OutcomeKind.EXTENDED,
            state=OutcomeState.RETURNED,
            reasons=canary("returned.reasons"),
            proposed_by=SUPERVISOR.id,
            proposed_at=at(86),
            decided_by=HR.id,
            decided_at=at(87),
            returned_words=canary("returned.words"),
            new_end=date(2027, 3, 1),
            new_reviews=((ReviewKind.ADDED, date(2027, 2, 1)), (ReviewKind.FINAL, date(2027, 2, 26))),
        ),
        Outcome(
            kind=kind,
            state=state,
            reasons=canary("outcome.reasons"),
            proposed_by=SUPERVISOR.id,
            proposed_at=at(88),
            decided_by=HR.id if settled else None,
            decided_at=at(89) if settled else None,
            delivered_by=SUPERVISOR.id if state is OutcomeState.DELIVERED else None,
            delivered_at=at(90) if state is OutcomeState.DELIVERED else None,
            override_reason=canary("override"),
            picked=(pack().insufficient[0].key,),
            next_step=pack().next_steps[0].classification,
            owed=owed(),
            owed_accepted=owed() if settled else None,
            continued_as=PlanId("plan-2"),
        ),
    )


def owed() -> tuple[OwedItem, ...]:
    """Something of each kind, and one protected matter."""
    return (
        OwedItem(kind=OwedKind.SUPPORT_NOT_DELIVERED, subject="support-1"),
        OwedItem(kind=OwedKind.SUPPORT_NOT_RECEIVED, subject="support-2"),
        OwedItem(kind=OwedKind.REVIEW_NOT_HELD, subject=FINAL),
        OwedItem(kind=OwedKind.BARRIER_UNANSWERED, subject=OPEN_BARRIER),
        OwedItem(kind=OwedKind.BARRIER_UNANSWERED, subject=PROTECTED),
        OwedItem(kind=OwedKind.QUESTION_UNANSWERED, subject="question-1"),
        OwedItem(kind=OwedKind.CONTEST_UNANSWERED, subject="contest-1"),
        OwedItem(kind=OwedKind.DONE_UNANSWERED, subject=INTERIM),
    )


def holds() -> tuple[LegalHold, ...]:
    """One that was lifted, and one that stands."""
    lifted = LegalHold(
        reason=canary("legal-hold.first"),
        set_by=HR.id,
        set_at=at(30),
        lifted_by=HR.id,
        lifted_at=at(40),
        lifted_reason=canary("legal-hold.lifted"),
    )
    return (lifted, LegalHold(reason=canary("legal-hold.second"), set_by=HR.id, set_at=at(50)))
