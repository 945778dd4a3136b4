"""A record with something in every field; at ``NOW`` the midpoint has the employee's note only, so it is sealed."""

from datetime import date

from plans.filed import Paper
from plans.ids import (
    EntryId,
    MilestoneId,
    ReviewId,
)
from plans.people import Person, Role
from plans.record import (
    Barrier,
    BarrierKind,
    CheckInNote,
    Contest,
    ContestState,
    CopyRequest,
    EmployeeInput,
    GoalProgress,
    HrRequest,
    InputMoment,
    ProgressNote,
    Question,
    Rebuttal,
    Record,
    WantedChange,
    WantedKind,
    WantedState,
    WeeklyWord,
)
from plans.states import BarrierState, MissClass
from tests.plans.canaries import (
    EMPLOYEE,
    FIRST,
    GOAL,
    HR,
    INTERIM,
    MIDPOINT,
    OPEN_BARRIER,
    OTHER_GOAL,
    PROTECTED,
    SUPERVISOR,
    WANTED_OF_HR,
    at,
    canary,
)


def check_in(review: ReviewId, by: Person, role: Role, *, days: int) -> CheckInNote:
    tag = f"check-in.{review}.{by.id}"
    return CheckInNote(
        id=EntryId(tag),
        review=review,
        author=by.id,
        role=role,
        at=at(days),
        progress=(GoalProgress(goal=GOAL, text=canary(f"{tag}.progress")),),
        challenges=canary(f"{tag}.challenges"),
        support_needed=canary(f"{tag}.support"),
        feedback=canary(f"{tag}.feedback"),
    )


def barriers() -> tuple[Barrier, ...]:
    return (
        Barrier(
            id=OPEN_BARRIER,
            author=EMPLOYEE.id,
            at=at(41),
            kind=BarrierKind.WAITING_ON_SOMEONE,
            milestones=(INTERIM,),
            text=canary("barrier.text"),
            would_help=canary("barrier.help"),
            wished_date=date(2026, 7, 24),
            state=BarrierState.ANSWERED,
            answer=canary("barrier.answer"),
            answered_by=SUPERVISOR.id,
            answered_at=at(42),
        ),
        Barrier(
            id=PROTECTED,
            author=EMPLOYEE.id,
            at=at(79),
            kind=BarrierKind.PROTECTED,
            milestones=(MilestoneId(OTHER_GOAL),),
            text=canary("protected.text"),
            would_help=canary("protected.help"),
            answer=canary("protected.answer"),
            answered_by=HR.id,
            answered_at=at(80),
            state=BarrierState.ANSWERED,
        ),
    )


def record() -> Record:
    """The midpoint has the employee's note only, so it is sealed at ``NOW``."""
    return Record(
        notes=(
            ProgressNote(
                id=EntryId("note-1"),
                author=EMPLOYEE.id,
                role=Role.EMPLOYEE,
                at=at(20),
                goal=GOAL,
                text=canary("note.employee"),
            ),
            ProgressNote(
                id=EntryId("note-2"),
                author=SUPERVISOR.id,
                role=Role.SUPERVISOR,
                at=at(21),
                goal=None,
                text=canary("note.supervisor"),
                corrects=EntryId("note-1"),
            ),
            ProgressNote(
                id=EntryId("note-3"),
                author=EMPLOYEE.id,
                role=Role.EMPLOYEE,
                at=at(22),
                goal=None,
                text=canary("note.weekly"),
                week=at(21).date(),
                weekly=WeeklyWord.BLOCKED,
            ),
        ),
        check_ins=(
            check_in(FIRST, EMPLOYEE, Role.EMPLOYEE, days=62),
            check_in(FIRST, SUPERVISOR, Role.SUPERVISOR, days=63),
            check_in(MIDPOINT, EMPLOYEE, Role.EMPLOYEE, days=91),
        ),
        barriers=barriers(),
        contests=(
            Contest(
                id=EntryId("contest-1"),
                milestone=INTERIM,
                author=EMPLOYEE.id,
                at=at(43),
                against=MissClass.BARRIER_AFTER,
                text=canary("contest.text"),
                state=ContestState.REJECTED,
                answer=canary("contest.answer"),
                answered_by=HR.id,
                answered_at=at(45),
            ),
        ),
        inputs=(
            EmployeeInput(
                id=EntryId("input-1"),
                author=EMPLOYEE.id,
                at=at(-14),
                moment=InputMoment.DRAFTING,
                text=canary("input"),
            ),
        ),
        rebuttals=(
            Rebuttal(
                id=EntryId("rebuttal-1"),
                author=EMPLOYEE.id,
                at=at(46),
                about="contest-1",
                text=canary("rebuttal.contest"),
                reply=canary("reply.contest"),
                replied_by=HR.id,
                replied_at=at(47),
            ),
            Rebuttal(
                id=EntryId("rebuttal-2"),
                author=EMPLOYEE.id,
                at=at(81),
                about=PROTECTED,
                text=canary("rebuttal.protected"),
                reply=canary("reply.protected"),
                replied_by=HR.id,
                replied_at=at(82),
            ),
        ),
        questions=(
            Question(
                id=EntryId("question-1"),
                author=EMPLOYEE.id,
                at=at(0),
                text=canary("question"),
                answer=canary("question.answer"),
                answered_by=SUPERVISOR.id,
                answered_at=at(1),
            ),
        ),
        wanted_changes=(
            WantedChange(
                id=EntryId("wanted-1"),
                author=EMPLOYEE.id,
                at=at(50),
                kind=WantedKind.DATE,
                text=canary("wanted"),
                goal=GOAL,
                on=date(2026, 10, 2),
                state=WantedState.DECLINED,
                answer=canary("wanted.answer"),
                answered_by=SUPERVISOR.id,
                answered_at=at(51),
            ),
            WantedChange(
                id=WANTED_OF_HR,
                author=EMPLOYEE.id,
                at=at(52),
                kind=WantedKind.PROTECTED,
                text=canary("wanted-of-hr"),
                first=date(2026, 8, 1),
                state=WantedState.ACCEPTED,
                answer=canary("wanted-of-hr.answer"),
                answered_by=HR.id,
                answered_at=at(53),
            ),
        ),
        papers=(
            Paper(
                id=EntryId("paper-1"),
                author=SUPERVISOR.id,
                role=Role.SUPERVISOR,
                at=at(20),
                about="note-1",
                on=date(2026, 6, 20),
                witness=canary("paper.witness"),
                filed=canary("paper.filed"),
            ),
            Paper(
                id=EntryId("paper-2"),
                author=HR.id,
                role=Role.HR,
                at=at(79),
                about=PROTECTED,
                on=date(2026, 8, 18),
                witness=canary("paper-of-hr.witness"),
            ),
        ),
        copy_requests=(
            CopyRequest(
                id=EntryId("copy-1"),
                author=EMPLOYEE.id,
                at=at(60),
                due=date(2026, 8, 11),
                later_due=date(2026, 8, 20),
                later_reason=canary("copy.later"),
                later_by=HR.id,
                later_at=at(65),
                handed_on=date(2026, 8, 14),
                kept_back=canary("copy.kept-back"),
                handed_by=HR.id,
                handed_at=at(75),
            ),
        ),
        hr_requests=tuple(
            HrRequest(
                id=EntryId(f"hr-request-{person.id}"),
                author=person.id,
                role=role,
                at=at(30),
                text=canary(f"hr-request.{person.id}"),
            )
            for person, role in ((EMPLOYEE, Role.EMPLOYEE), (SUPERVISOR, Role.SUPERVISOR))
        ),
    )
