"""A plan with something in every field; its people, words and record come along for the tests that need them."""

from datetime import date
from hashlib import sha256

from plans.blocks import Block, BlockDay, HeadLine
from plans.ending import GoalResult, HandOver, Pause, Result
from plans.goals import ClassedAs, Concern, Example, Goal, Interim, Milestone
from plans.ids import (
    BlockId,
    CaseNumber,
    ConcernId,
    EntryId,
    MilestoneId,
    PlanId,
    SupportId,
)
from plans.kept import EraseCause
from plans.meetings import Attendance, Correction, Documented, NotHeldReason, Review, ReviewMoved, Standing
from plans.people import Role
from plans.plan import ChangeRequest, PackRef, Plan
from plans.policy import PlanKind, ReviewKind
from plans.record import (
    GoalProgress,
    Objection,
    Provider,
    Support,
)
from plans.signing import Amendment, AmendmentState, Edition, Signature, SignatureKind
from plans.states import MilestoneState, MissClass, PlanState, ReviewState, SupportState
from plans.words import Words
from tests.plans.canaries import (
    CONFLICTED_HR,
    EMPLOYEE,
    END,
    FINAL,
    FIRST,
    GOAL,
    HR,
    INTERIM,
    MIDPOINT,
    NOW,
    OPEN_BARRIER,
    OTHER_GOAL,
    OUTSIDER,
    PEOPLE,
    PROTECTED,
    REVIEWER,
    SECOND_HR,
    START,
    SUPERVISOR,
    WORKSPACE,
    at,
    canary,
    pack,
    says,
    someone,
    terms,
    words_in,
)
from tests.plans.everything_at_the_end import holds, outcomes
from tests.plans.everything_on_record import barriers, check_in, record

__all__ = [
    "CONFLICTED_HR",
    "EMPLOYEE",
    "END",
    "FINAL",
    "FIRST",
    "GOAL",
    "HR",
    "INTERIM",
    "MIDPOINT",
    "NOW",
    "OPEN_BARRIER",
    "OTHER_GOAL",
    "OUTSIDER",
    "PEOPLE",
    "PROTECTED",
    "REVIEWER",
    "SECOND_HR",
    "START",
    "SUPERVISOR",
    "WORKSPACE",
    "at",
    "barriers",
    "canary",
    "check_in",
    "concerns",
    "editions",
    "goals",
    "milestones",
    "outcomes",
    "pack",
    "plan_with_everything",
    "record",
    "reviews",
    "says",
    "signatures",
    "someone",
    "supports",
    "terms",
    "words_in",
]


def goals() -> tuple[Goal, ...]:
    return (
        Goal(
            id=GOAL,
            text=canary("goal.text"),
            measure=canary("goal.measure"),
            target=date(2026, 8, 14),
            cites=canary("cites"),
            cites_id=canary("cites-id"),
            cites_on=date(2026, 1, 15),
            interim=(Interim(id=INTERIM, text=canary("interim.text"), on=date(2026, 7, 10)),),
            by=SUPERVISOR.id,
            at=at(-20),
        ),
        Goal(
            id=OTHER_GOAL,
            text=canary("own-goal.text"),
            measure=None,
            target=date(2026, 11, 13),
            by=EMPLOYEE.id,
            at=at(-15),
        ),
    )


def concerns() -> tuple[Concern, ...]:
    return (
        Concern(
            id=ConcernId("concern-1"),
            competency=pack().competencies[0].key,
            label=canary("concern.label"),
            deficiency=canary("deficiency"),
            standard=canary("standard"),
            expectation=canary("expectation"),
            examples=(Example(on=date(2026, 5, 4), text=canary("example")),),
            feedback_on=date(2026, 5, 11),
            feedback=canary("feedback-before"),
            rating=2,
            by=SUPERVISOR.id,
            at=at(-21),
        ),
    )


def milestones() -> tuple[Milestone, ...]:
    return (
        Milestone(
            id=INTERIM,
            goal=GOAL,
            on=date(2026, 7, 10),
            state=MilestoneState.MISSED,
            miss=MissClass.BARRIER_AFTER,
            history=(
                ClassedAs(miss=MissClass.NO_COMMUNICATION, at=at(39)),
                ClassedAs(miss=MissClass.BARRIER_AFTER, at=at(41)),
            ),
            due_at=at(39),
        ),
        Milestone(
            id=MilestoneId(GOAL),
            goal=GOAL,
            on=date(2026, 8, 14),
            state=MilestoneState.MET,
            met_on=date(2026, 8, 12),
            settled_by=SUPERVISOR.id,
            settled_at=at(72),
            recognition=canary("recognition"),
            evidence=canary("evidence"),
        ),
        Milestone(
            id=MilestoneId(OTHER_GOAL),
            goal=OTHER_GOAL,
            on=date(2026, 11, 13),
            state=MilestoneState.ON_HOLD,
            settled_by=HR.id,
            settled_at=at(80),
            reason=canary("hold.reason"),
        ),
    )


def reviews() -> tuple[Review, ...]:
    return (
        Review(
            id=FIRST,
            kind=ReviewKind.FIRST,
            on=date(2026, 8, 3),
            state=ReviewState.DOCUMENTED,
            moves=(
                ReviewMoved(
                    old=date(2026, 7, 31), new=date(2026, 8, 3), at=at(50), by=EMPLOYEE.id, reason=canary("move")
                ),
            ),
            asked_at=at(60),
            ended_at=at(66),
            held_on=date(2026, 8, 3),
            employee_attended=Attendance.ATTENDED,
            supervisor_attended=Attendance.ATTENDED,
            discussion=canary("discussion"),
            progress=(GoalProgress(goal=GOAL, text=canary("review.progress")),),
            adjustments=canary("adjustments"),
            standing=Standing.IN_PART,
            picked=("sustained",),
            documented=Documented.BOTH,
            documented_at=at(65),
            documented_by=SUPERVISOR.id,
            corrections=(Correction(id=EntryId("correction-1"), by=EMPLOYEE.id, at=at(67), text=canary("correction")),),
        ),
        Review(
            id=MIDPOINT,
            kind=ReviewKind.MIDPOINT,
            on=date(2026, 9, 7),
            state=ReviewState.PLANNED,
            asked_at=at(90),
        ),
        Review(
            id=FINAL,
            kind=ReviewKind.FINAL,
            on=date(2026, 11, 27),
            state=ReviewState.NOT_HELD,
            not_held=NotHeldReason.SUPERVISOR_ABSENT,
            not_held_words=canary("not-held"),
        ),
    )


def supports() -> tuple[Support, ...]:
    return (
        Support(
            id=SupportId("support-1"),
            goal=GOAL,
            what=canary("support.what"),
            provider=Provider.ORGANISATION,
            due=date(2026, 7, 1),
            by=SUPERVISOR.id,
            at=at(-20),
            where=canary("support.where"),
            notes=canary("support.notes"),
            state=SupportState.NOT_DELIVERED,
            confirmed_by=SUPERVISOR.id,
            confirmed_at=at(35),
            confirmed_on=date(2026, 7, 6),
            reason=canary("support.reason"),
            not_received_at=at(34),
            objections=(
                Objection(at=at(31), answered_by=SUPERVISOR.id, answered_at=at(32), answer=canary("objection.answer")),
            ),
        ),
        Support(
            id=SupportId("support-2"),
            goal=None,
            what=canary("own-support.what"),
            provider=Provider.SUPERVISOR,
            due=None,
            by=EMPLOYEE.id,
            at=at(-15),
        ),
    )


def editions() -> tuple[Edition, ...]:
    text = canary("edition.text")
    return (Edition(number=1, text=text, text_hash=sha256(text.reveal().encode()).hexdigest(), made_at=at(0)),)


def signatures() -> tuple[Signature, ...]:
    parties = ((SUPERVISOR, Role.SUPERVISOR, SignatureKind.SIGNED), (EMPLOYEE, Role.EMPLOYEE, SignatureKind.DECLINED))
    return tuple(
        Signature(
            id=EntryId(f"signature-{person.id}"),
            role=role,
            person=person.id,
            kind=kind,
            edition=1,
            name_shown=person.name,
            typed_name=canary(f"typed-name.{person.id}"),
            at=at(0),
            zone=person.zone,
            text_hash=editions()[0].text_hash,
            comment=canary(f"signature.comment.{person.id}"),
            witness=HR.id,
        )
        for person, role, kind in parties
    )


def plan_with_everything(state: PlanState = PlanState.ACTIVE, **changes: object) -> Plan:
    """Something in every field, whatever the state; the outcome is only proposed."""
    whole = Plan(
        id=PlanId("plan-1"),
        workspace=WORKSPACE,
        case_number=CaseNumber("M-234567"),
        kind=PlanKind.IMPROVEMENT,
        pack=PackRef(id="generic", version="1", version_date=date(2026, 6, 19), digest="d" * 64),
        state=state,
        employee=EMPLOYEE.id,
        supervisor=SUPERVISOR.id,
        started_by=SUPERVISOR.id,
        started_at=at(-22),
        revision=7,
        reviewer=REVIEWER.id,
        conflicts=frozenset({CONFLICTED_HR.id}),
        head=(HeadLine(key="agency", text=canary("head")),),
        leads_others=True,
        classification=pack().next_steps[0].classification,
        strengths=canary("strengths"),
        areas=(pack().competencies[0].key,),
        concerns=concerns(),
        goals=goals(),
        blocks=(
            Block(
                id=BlockId("block-1"),
                subject=GOAL,
                deficiency=canary("block.deficiency"),
                action=canary("block.action"),
                progress=canary("block.progress"),
                days=(BlockDay(on=date(2026, 7, 10), expected=canary("block.expected")),),
                by=SUPERVISOR.id,
                at=at(-20),
            ),
        ),
        supports=supports(),
        period="custom",
        start=START,
        end=END,
        reviews=reviews(),
        milestones=milestones(),
        change_requests=(
            ChangeRequest(id=EntryId("change-1"), part="goals", text=canary("change-request"), by=HR.id, at=at(-10)),
        ),
        shared_at=at(-16),
        submitted_at=at(-9),
        approved_at=at(-5),
        approved_by=HR.id,
        met_at=at(-1),
        delivered_at=at(0),
        active_at=at(1),
        decision_due_at=at(183),
        closed_at=at(185),
        archived_at=at(200),
        editions=editions(),
        signatures=signatures(),
        amendments=(
            Amendment(
                id=EntryId("amendment-1"),
                by=SUPERVISOR.id,
                at=at(-1),
                state=AmendmentState.IN_FORCE,
                changes=Words("{}"),
                edition=1,
                delivered_by=SUPERVISOR.id,
                delivered_at=at(0),
                in_force_at=at(1),
                reason=canary("amendment.reason"),
            ),
        ),
        hand_overs=(
            HandOver(id=EntryId("hand-over-1"), old=HR.id, new=SUPERVISOR.id, by=HR.id, at=at(2), confirmed_at=at(3)),
        ),
        pauses=(
            Pause(
                first=date(2026, 8, 17),
                last=date(2026, 8, 21),
                approved_by=HR.id,
                at=at(76),
                held=(MilestoneId("milestone-held"),),
            ),
        ),
        results=(
            GoalResult(
                goal=GOAL, result=Result.PARTLY, evidence=canary("result.evidence"), by=SUPERVISOR.id, at=at(85)
            ),
        ),
        outcomes=outcomes(),
        record=record(),
        prompt_muted_at=at(30),
        support_override=canary("support-override"),
        reason=canary("plan.reason"),
        continues=PlanId("plan-0"),
        holds=holds(),
        left_on=date(2026, 12, 31),
        erased_at=at(2000),
        erased_for=EraseCause.RETENTION_OVER,
    )
    return whole.with_(**changes)
