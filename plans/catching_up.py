"""After a time away: what of all that came due is still to be told, in which order, and what our lateness costs nobody.

Everybody gets one message that stands for it all. A date the employee was reminded of too late is given grace, since
only what a person could have known counts (requirements §5).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from plans import check_ins, milestones
from plans.acts import Act
from plans.announcements import still_worth_saying
from plans.change import Change
from plans.dates import safe_zone
from plans.desks import base_of
from plans.ids import MilestoneId, ReviewId, WorkspaceId
from plans.notices import Notice, NoticeKind, Owed
from plans.people import Person
from plans.permissions import Allow, decide
from plans.plan import Plan
from plans.policy import ReviewKind
from plans.reminders import REMINDERS, reminders_for
from plans.terms import Terms

# Nobody swept for longer than this, so whatever came due meanwhile is told in one message.
AWAY: Final = timedelta(minutes=15)
# What is not later than this was no time away, however long nothing was due.
LATE: Final = timedelta(minutes=1)
# How far a restored database's heartbeat is put back: further than anybody was ever away, so that it can be told apart,
# and not to a fixed instant, since the message about a time away is known by where it begins.
PUT_BACK: Final = timedelta(days=36_525)

_K: Final = NoticeKind
# The digest is owed by the calendar, and is about the present in any case.
NEVER_GATHERED: Final = frozenset({_K.DIGEST, _K.CATCH_UP, _K.RECORD_REMOVED})
_OF_A_GOAL: Final = frozenset({_K.GOAL_AHEAD, _K.GOAL_DUE})
_OF_A_NOTE: Final = frozenset({_K.CHECK_IN, _K.CHECK_IN_NUDGE})
_OF_A_BARRIER: Final = frozenset({_K.BARRIER_RAISED, _K.BARRIER_ANSWER_DUE})
_REVIEWS: Final = (ReviewKind.FINAL, ReviewKind.MIDPOINT, ReviewKind.FIRST)


@dataclass(slots=True)
class Calls:
    """What a plan calls for as it is now; it is worked out once, and only if somebody asks."""

    plan: Plan
    terms: Terms
    _wanted: dict[str, Owed] | None = None

    @property
    def reminders(self) -> Mapping[str, Owed]:
        """Every reminder by its key without the generation."""
        if self._wanted is None:
            self._wanted = {base_of(owed.key): owed for owed in reminders_for(self.plan, self.terms)}
        return self._wanted

    def for_(self, notice: Notice, *, reader: Person, now: datetime) -> bool:
        """Whether it is still so, still of use at ``now``, and theirs to be told."""
        if not isinstance(decide(reader, Act.LEARN, self.plan, now=now), Allow):
            return False
        owed: Owed | None = notice.owed
        if notice.owed.kind in REMINDERS:
            owed = self.reminders.get(base_of(notice.owed.key))
            if owed is not None and owed.nominal != notice.owed.nominal:
                return False
        elif not still_worth_saying(notice.owed, self.plan, self.terms):
            return False
        return owed is not None and (owed.not_after is None or now < owed.not_after)


def place(notice: Notice, plan: Plan | None) -> tuple[int, date, datetime, str]:
    """Final reviews before midpoints before first ones, then the rest; each by its date."""
    review = None if plan is None else next((one for one in plan.reviews if one.id == notice.owed.subject), None)
    known = review is not None and review.kind in _REVIEWS
    rank = _REVIEWS.index(review.kind) if review is not None and known else len(_REVIEWS)
    day = notice.owed.nominal or (review.on if review is not None else notice.owed.due_at.date())
    return (rank, day, notice.owed.due_at, notice.id)


def graced(plan: Plan, terms: Terms, late: Iterable[Notice], *, now: datetime) -> Change:
    """Grace for each date, and each exchange of notes, whose reminder came more than an hour late.

    For a date the word of a barrier in its way counts as well.
    """
    change = Change(plan=plan, events=())
    for notice in late:
        if now - notice.owed.due_at > milestones.LATE_AFTER:
            for milestone in _milestones_of(notice, plan):
                change = change.then(milestones.spared(change.plan, milestone, at=now, terms=terms))
            for review in _reviews_of(notice, plan):
                change = change.then(check_ins.spared(change.plan, review, at=now, terms=terms))
    return change


def _reviews_of(notice: Notice, plan: Plan) -> tuple[ReviewId, ...]:
    """The review whose exchange of notes its recipient was asked into, if they have not written yet."""
    role = plan.role_of(notice.owed.person)
    if notice.owed.kind not in _OF_A_NOTE or role is None:
        return ()
    asked = (one.id for one in plan.reviews if one.id == notice.owed.subject)
    return tuple(review for review in asked if check_ins.note_of(review, role, plan.record) is None)


def _milestones_of(notice: Notice, plan: Plan) -> tuple[MilestoneId, ...]:
    """The milestones whose course this notice, told in time, could have changed."""
    owed = notice.owed
    if owed.kind in _OF_A_GOAL and owed.person == plan.employee:
        return tuple(one.id for one in plan.milestones if one.id == owed.subject)
    if owed.kind in _OF_A_BARRIER:
        return tuple(
            one for barrier in plan.record.barriers if barrier.id == owed.subject for one in barrier.milestones
        )
    return ()


def catch_up_owed(person: Person, *, workspace: WorkspaceId, since: datetime, due_at: datetime) -> Owed:
    """The one message that stands for all that came due for this person in the time away that began at ``since``."""
    return Owed(
        key=f"{_K.CATCH_UP.value}:{person.id}:{since.isoformat()}",
        workspace=workspace,
        plan=None,
        person=person.id,
        kind=_K.CATCH_UP,
        subject="0",
        due_at=due_at,
        zone=safe_zone(person.zone, "UTC"),
    )
