"""What an HR member's digest holds: case numbers, dates, codes and whose it is; never a name, never a word.

The sections stand in the order of requirements §4.3. A matter stands once, in the first section it belongs to.
Overdue things of both sides share one list, so that neither is read alone (S0-15). Only plans the member may read as
HR are in it (F-05).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby
from typing import Final

from plans import decision_clock, retention
from plans.acts import Act
from plans.chain import Anchor
from plans.dates import Calendar, local_date, working_days_apart
from plans.duties import Duty, DutyKind, DutyState, Owner, duties
from plans.ids import CaseNumber, PersonId, PlanId
from plans.integrity import Looked
from plans.notices import Notice
from plans.people import Person, Role
from plans.permissions import Allow, decide
from plans.plan import Plan
from plans.record import Provider
from plans.states import OPEN_STATES, RUNNING, MilestoneState, MissClass, PlanState, SupportState
from plans.terms import Terms
from plans.visible import SUPERVISOR_SIDE

# How far ahead "due soon" looks, and how long a request to HR counts as new: the digest comes weekly.
SOON: Final = timedelta(days=7)


class DigestSection(StrEnum):
    """In the order of requirements §4.3."""

    DECISIONS_DUE = "decisions_due"
    OVERDUE = "overdue"
    MISSED = "missed"
    SUPPORT_NOT_DELIVERED = "support_not_delivered"
    WAITING_FOR_SIGNATURE = "waiting_for_signature"
    BARRIERS = "barriers"
    SUPERVISOR_SILENT = "supervisor_silent"
    DELIVERY_FAILURES = "delivery_failures"
    DUE_SOON = "due_soon"
    ENDING_SOON = "ending_soon"
    ERASED_SOON = "erased_soon"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One matter. ``code`` is a duty, a class, a state or a kind of notice; ``on`` its date in the reader's zone.

    ``whose`` is the side it rests with. ``plan`` is None only for a notice that is about no plan. ``since`` is when it
    came up, where its date does not tell: a decision is dated by when it is due.
    """

    section: DigestSection
    case_number: CaseNumber | None
    plan: PlanId | None
    code: str
    subject: str
    whose: Owner | None
    on: date | None
    since: datetime | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """``lines`` are in order of section; ``plans`` counts the running plans the reader may read as HR.

    ``anchor`` is the workspace's chain at that moment, and ``key`` the fingerprint of the key that bundles are signed
    with: what HR holds of them nobody can rewrite later. ``looked`` is the last look through the whole trail.
    """

    reader: PersonId
    made_at: datetime
    plans: int
    lines: tuple[Line, ...]
    anchor: Anchor | None = None
    key: str = ""
    looked: Looked | None = None

    @property
    def mismatch(self) -> Looked | None:
        """What the last look through the trail found, if it does not match."""
        return self.looked if self.looked is not None and not self.looked.good else None

    @property
    def sections(self) -> tuple[tuple[DigestSection, tuple[Line, ...]], ...]:
        """The sections that hold something, each with its lines."""
        return tuple((section, tuple(lines)) for section, lines in groupby(self.lines, key=lambda line: line.section))


_S, _K = DigestSection, DutyKind
_ORDER: Final = tuple(DigestSection)
_MISSES: Final = [miss.value for miss in MissClass]
_DECISIONS: Final = frozenset({_K.ANSWER_SUBMITTED, _K.DECIDE_OUTCOME, _K.DELIVER_OUTCOME, _K.LIFT_HOLD})
# Owed from the first day of a plan; a decision only once the plan has ended.
_AT_THE_END: Final = frozenset({_K.RECORD_RESULTS, _K.PROPOSE_OUTCOME})
# These come with the review itself, which is listed.
_WITH_THE_REVIEW: Final = frozenset({_K.WRITE_CHECK_IN, _K.DOCUMENT_REVIEW})


def digest_for(
    reader: Person,
    cases: Sequence[tuple[Plan, Terms]],
    undelivered: Sequence[Notice],
    *,
    now: datetime,
) -> Digest:
    """The reader's digest. ``undelivered`` are the notices that could not be delivered since the last one."""
    readable = [case for case in cases if decide(reader, Act.READ_PLAN, case[0], now=now) == Allow(Role.HR)]
    lines = [line for plan, terms in readable for line in _Case(plan, terms, now, reader.zone).lines()]
    lines += _failures(reader, [plan for plan, _ in readable], undelivered)
    return Digest(
        reader=reader.id,
        made_at=now,
        plans=sum(plan.state in RUNNING for plan, _ in readable),
        lines=tuple(sorted(_once(lines), key=_place)),
    )


def _place(line: Line) -> tuple[int, int, date, str, str]:
    """By section, then class of miss, then date; what has no date comes last."""
    miss = _MISSES.index(line.code) if line.section is _S.MISSED else 0
    return (_ORDER.index(line.section), miss, line.on or date.max, line.case_number or "", line.subject)


def _once(lines: Sequence[Line]) -> Iterator[Line]:
    """Each matter at its first place only; a matter is what is owed, and by whom."""
    seen: set[tuple[PlanId | None, str, str, Owner | None]] = set()
    for line in sorted(lines, key=_place):
        matter = (line.plan, line.subject, line.code, line.whose)
        if matter not in seen:
            seen.add(matter)
            yield line


def _failures(reader: Person, plans: Sequence[Plan], undelivered: Sequence[Notice]) -> Iterator[Line]:
    known = {plan.id: plan for plan in plans}
    for notice in undelivered:
        owed = notice.owed
        if owed.plan is not None and owed.plan not in known:
            continue
        plan = None if owed.plan is None else known[owed.plan]
        yield Line(
            section=_S.DELIVERY_FAILURES,
            case_number=plan.case_number if plan else None,
            plan=plan.id if plan else None,
            code=owed.kind,
            subject=notice.id,
            whose=(plan.role_of(owed.person) if plan else None) or Role.HR,
            on=local_date(owed.due_at, reader.zone),
        )


@dataclass(frozen=True, slots=True)
class _Case:
    plan: Plan
    terms: Terms
    now: datetime
    zone: str

    def lines(self) -> Iterator[Line]:
        every = duties(self.plan, self.terms, self.now)
        for part in (self._decisions, self._overdue, self._waiting_duties, self._soon):
            yield from part(every)
        yield from self._signatures()
        yield from self._erased_soon()
        if self.plan.state in OPEN_STATES:
            yield from self._gone()
        if self.plan.state not in RUNNING:
            return
        yield from self._late_decision()
        yield from self._missed()
        yield from self._support()
        yield from self._barriers()
        yield from self._silent()
        yield from self._ending()

    def _line(
        self,
        section: DigestSection,
        code: str,
        subject: str,
        *,
        whose: Owner | None,
        on: date | None,
        since: datetime | None = None,
    ) -> Line:
        return Line(
            section=section,
            case_number=self.plan.case_number,
            plan=self.plan.id,
            code=code,
            subject=subject,
            whose=whose,
            on=on,
            since=since,
        )

    def _owed(self, section: DigestSection, duty: Duty, *, since: datetime | None = None) -> Line:
        return self._line(section, duty.kind, duty.subject, whose=duty.owner, on=self._day(duty.due), since=since)

    def _day(self, at: datetime | None) -> date | None:
        return None if at is None else local_date(at, self.zone)

    def _decisions(self, every: Sequence[Duty]) -> Iterator[Line]:
        wanted = _DECISIONS | _AT_THE_END if self.plan.state is PlanState.DECISION_DUE else _DECISIONS
        for duty in every:
            if duty.kind in wanted and duty.state in {DutyState.OPEN, DutyState.OVERDUE}:
                yield self._owed(_S.DECISIONS_DUE, duty, since=self._asked_at(duty))

    def _asked_at(self, duty: Duty) -> datetime | None:
        """When the decision came to be waited for."""
        outcome = self.plan.outcomes[-1] if self.plan.outcomes else None
        if duty.kind is _K.ANSWER_SUBMITTED:
            return self.plan.submitted_at
        if duty.kind is _K.LIFT_HOLD:
            return next((one.due_at for one in self.plan.milestones if one.id == duty.subject), None)
        if outcome is None:
            return None
        return outcome.decided_at if duty.kind is _K.DELIVER_OUTCOME else outcome.proposed_at

    def _overdue(self, every: Sequence[Duty]) -> Iterator[Line]:
        """A milestone is not in it: when its time has passed the clock classes it, with grace where we were late."""
        for duty in every:
            if duty.state is DutyState.OVERDUE and duty.kind is not _K.REACH_MILESTONE:
                yield self._owed(_S.OVERDUE, duty)

    def _late_decision(self) -> Iterator[Line]:
        """The pack's days for the decision are over: a flag to HR, and no more than that (P-15)."""
        if decision_clock.overdue(self.plan, self.terms, now=self.now):
            last, since = (
                decision_clock.deadline(self.plan, self.terms),
                decision_clock.overdue_since(self.plan, self.terms),
            )
            yield self._line(_S.OVERDUE, "decision_overdue", self.plan.id, whose=Role.HR, on=last, since=since)

    def _waiting_duties(self, every: Sequence[Duty]) -> Iterator[Line]:
        sections = {
            _K.ACKNOWLEDGE: _S.WAITING_FOR_SIGNATURE,
            _K.ANSWER_BARRIER: _S.BARRIERS,
            _K.ANSWER_NOT_RECEIVED: _S.SUPPORT_NOT_DELIVERED,
        }
        for duty in every:
            if duty.kind in sections and duty.state is DutyState.OPEN:
                yield self._owed(sections[duty.kind], duty)

    def _soon(self, every: Sequence[Duty]) -> Iterator[Line]:
        for duty in every:
            if self.plan.state not in RUNNING and duty.kind is not _K.HAND_OVER_COPY:
                continue
            near = duty.due is not None and self.now <= duty.due <= self.now + SOON
            if near and duty.state is DutyState.OPEN and duty.kind not in _WITH_THE_REVIEW:
                yield self._owed(_S.DUE_SOON, duty)

    def _missed(self) -> Iterator[Line]:
        for milestone in self.plan.milestones:
            if milestone.state is MilestoneState.MISSED and milestone.miss is not None:
                classed = milestone.history[-1].at if milestone.history else None
                side = Role.EMPLOYEE
                yield self._line(_S.MISSED, milestone.miss, milestone.id, whose=side, on=milestone.on, since=classed)

    def _support(self) -> Iterator[Line]:
        for item in self.plan.supports:
            if item.state is SupportState.NOT_DELIVERED:
                owner = Role.SUPERVISOR if item.provider is Provider.SUPERVISOR else item.provider
                yield self._line(_S.SUPPORT_NOT_DELIVERED, item.state, item.id, whose=owner, on=item.due)

    def _signatures(self) -> Iterator[Line]:
        """The employee's slot is a duty already; these are the other signatures the pack asks for (S0-30).

        An approved plan waits for its delivery, which is the supervisor's signature.
        """
        if self.plan.state is PlanState.APPROVED:
            on = self._day(self.plan.approved_at)
            yield self._line(_S.WAITING_FOR_SIGNATURE, "deliver", self.plan.id, whose=Role.SUPERVISOR, on=on)
        if self.plan.state is not PlanState.DELIVERED:
            return
        given = {signature.role for signature in self.plan.signatures}
        for role in self.terms.pack.signatures:
            side = SUPERVISOR_SIDE if role in SUPERVISOR_SIDE else {role}
            if role is not Role.EMPLOYEE and not side & given:
                on = self._day(self.plan.delivered_at)
                yield self._line(_S.WAITING_FOR_SIGNATURE, "sign", self.plan.id, whose=role, on=on)

    def _barriers(self) -> Iterator[Line]:
        """Answered ones that still stand in the way, and new requests to HR; what waits for an answer is a duty."""
        for barrier in self.plan.record.barriers:
            if barrier.open and barrier.answered_at is not None:
                owner = Role.HR if barrier.protected else Role.SUPERVISOR
                yield self._line(_S.BARRIERS, barrier.state, barrier.id, whose=owner, on=self._day(barrier.at))
        for request in self.plan.record.hr_requests:
            if timedelta() <= self.now - request.at <= SOON:
                yield self._line(_S.BARRIERS, "hr_request", request.id, whose=Role.HR, on=self._day(request.at))

    def _silent(self) -> Iterator[Line]:
        last = last_entry_of_supervisor(self.plan)
        if last is None or self.plan.state is PlanState.PAUSED:
            return
        calendar: Calendar = self.terms.calendar
        quiet = working_days_apart(local_date(last, self.zone), local_date(self.now, self.zone), calendar)
        if quiet >= self.terms.pack.lead_times.supervisor_silent:
            person = self.plan.active_supervisor
            yield self._line(_S.SUPERVISOR_SILENT, "silent", person, whose=Role.SUPERVISOR, on=self._day(last))

    def _gone(self) -> Iterator[Line]:
        """A party whose account is no living member's gets no reminders, so HR has to know (requirements §5)."""
        parties = (
            (Role.EMPLOYEE, self.plan.employee, _S.DELIVERY_FAILURES),
            (Role.SUPERVISOR, self.plan.active_supervisor, _S.SUPERVISOR_SILENT),
        )
        for role, person, section in parties:
            known = self.terms.people[person]
            if not known.active and not known.on_paper:
                yield self._line(section, "unreachable", person, whose=role, on=None)

    def _erased_soon(self) -> Iterator[Line]:
        """Before its time is over, so that HR can still say that it has to be kept (P-10)."""
        day = retention.erase_on(self.plan, self.terms)
        if day is not None and day <= local_date(self.now, self.zone) + retention.WARNING:
            yield self._line(_S.ERASED_SOON, "erases", self.plan.id, whose=Role.HR, on=day)

    def _ending(self) -> Iterator[Line]:
        end, today = self.plan.end, local_date(self.now, self.zone)
        ahead = timedelta(days=self.terms.pack.lead_times.ending_soon)
        if end is not None and today <= end <= today + ahead:
            yield self._line(_S.ENDING_SOON, "ends", self.plan.id, whose=None, on=end)


def last_entry_of_supervisor(plan: Plan) -> datetime | None:
    """When the supervisor's side last put something on record; at the earliest the delivery (S3-14)."""
    side = {plan.supervisor, plan.active_supervisor}
    record = plan.record
    by: Callable[[PersonId | None], bool] = side.__contains__
    moments = (
        *(note.at for note in record.notes if by(note.author)),
        *(note.at for note in record.check_ins if by(note.author)),
        *(barrier.answered_at for barrier in record.barriers if by(barrier.answered_by)),
        *(contest.answered_at for contest in record.contests if by(contest.answered_by)),
        *(question.answered_at for question in record.questions if by(question.answered_by)),
        *(wanted.answered_at for wanted in record.wanted_changes if by(wanted.answered_by)),
        *(review.documented_at for review in plan.reviews if by(review.documented_by)),
        *(moved.at for review in plan.reviews for moved in review.moves if by(moved.by)),
        *(said.at for review in plan.reviews for said in review.corrections if by(said.by)),
        *(one.delivered_at for one in plan.amendments if by(one.delivered_by)),
        *(milestone.settled_at for milestone in plan.milestones if by(milestone.settled_by)),
        *(support.confirmed_at for support in plan.supports if by(support.confirmed_by)),
        *(said.answered_at for support in plan.supports for said in support.objections if by(said.answered_by)),
        *(result.at for result in plan.results if by(result.by)),
        *(outcome.proposed_at for outcome in plan.outcomes if by(outcome.proposed_by)),
        plan.delivered_at,
        plan.active_at,
    )
    return max((at for at in moments if at is not None), default=None)
