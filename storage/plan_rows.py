"""A plan as rows: which tuple of it stands in which table, and what of it may never be rewritten."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Final

from plans.blocks import Block, BlockDay, HeadLine
from plans.ending import GoalResult, HandOver, Outcome, Pause
from plans.filed import Paper
from plans.goals import ClassedAs, Concern, Example, Goal, Interim, Milestone
from plans.kept import LegalHold
from plans.meetings import Correction, LaunchTick, Review, ReviewMoved
from plans.plan import ChangeRequest, PackRef, Plan
from plans.record import (
    Barrier,
    CheckInNote,
    Contest,
    CopyRequest,
    EmployeeInput,
    GoalProgress,
    GoalProposal,
    HrRequest,
    Objection,
    ProgressNote,
    Question,
    Rebuttal,
    Record,
    Support,
    WantedChange,
)
from plans.signing import Amendment, Edition, Signature
from storage import tables
from storage.mapping import Key, Part, Values, build, flatten

_NEVER: Final = frozenset[str]()
_ANSWER: Final = frozenset({"answer", "answered_by", "answered_at"})

PLAN_PARTS: Final = (
    Part(field="conflicts", row=tables.ConflictRow, value="person"),
    Part(field="head", row=tables.HeadLineRow, make=HeadLine),
    Part(field="ticks", row=tables.LaunchTickRow, make=LaunchTick),
    Part(field="areas", row=tables.AreaRow, value="area"),
    Part(
        field="concerns",
        row=tables.ConcernRow,
        make=Concern,
        parts=(Part(field="examples", row=tables.ExampleRow, make=Example, inside="concern"),),
    ),
    Part(
        field="goals",
        row=tables.GoalRow,
        make=Goal,
        parts=(Part(field="interim", row=tables.InterimRow, make=Interim, inside="goal"),),
    ),
    Part(
        field="blocks",
        row=tables.ActionBlockRow,
        make=Block,
        parts=(Part(field="days", row=tables.BlockDayRow, make=BlockDay, inside="action_block"),),
    ),
    Part(
        field="supports",
        row=tables.SupportRow,
        make=Support,
        parts=(
            Part(
                field="objections",
                row=tables.ObjectionRow,
                make=Objection,
                inside="support",
                may_change=_NEVER,
            ),
        ),
    ),
    Part(
        field="reviews",
        row=tables.ReviewRow,
        make=Review,
        parts=(
            Part(field="moves", row=tables.ReviewMovedRow, make=ReviewMoved, inside="review"),
            Part(field="progress", row=tables.ReviewProgressRow, make=GoalProgress, inside="review"),
            Part(
                field="corrections",
                row=tables.CorrectionRow,
                make=Correction,
                inside="review",
                may_change=_NEVER,
            ),
        ),
    ),
    Part(
        field="milestones",
        row=tables.MilestoneRow,
        make=Milestone,
        parts=(
            Part(
                field="history",
                row=tables.ClassedAsRow,
                make=ClassedAs,
                inside="milestone",
                may_change=_NEVER,
            ),
        ),
    ),
    Part(field="change_requests", row=tables.ChangeRequestRow, make=ChangeRequest),
    Part(field="editions", row=tables.EditionRow, make=Edition, may_change=_NEVER),
    Part(field="signatures", row=tables.SignatureRow, make=Signature, may_change=_NEVER),
    Part(field="amendments", row=tables.AmendmentRow, make=Amendment),
    Part(
        field="holds",
        row=tables.LegalHoldRow,
        make=LegalHold,
        may_change={"lifted_by", "lifted_at", "lifted_reason"},
    ),
    Part(field="hand_overs", row=tables.HandOverRow, make=HandOver),
    Part(field="pauses", row=tables.PauseRow, make=Pause),
    Part(field="results", row=tables.GoalResultRow, make=GoalResult),
    Part(field="outcomes", row=tables.OutcomeRow, make=Outcome),
)

RECORD_PARTS: Final = (
    Part(field="notes", row=tables.NoteRow, make=ProgressNote, may_change=_NEVER),
    Part(
        field="check_ins",
        row=tables.CheckInNoteRow,
        make=CheckInNote,
        may_change=_NEVER,
        parts=(
            Part(
                field="progress",
                row=tables.CheckInProgressRow,
                make=GoalProgress,
                inside="check_in_note",
                may_change=_NEVER,
            ),
        ),
    ),
    Part(
        field="barriers",
        row=tables.BarrierRow,
        make=Barrier,
        may_change=_ANSWER | {"state", "ended_at"},
        parts=(
            Part(
                field="milestones",
                row=tables.BarrierMilestoneRow,
                value="milestone",
                inside="barrier",
                may_change=_NEVER,
            ),
        ),
    ),
    Part(field="contests", row=tables.ContestRow, make=Contest, may_change=_ANSWER | {"state"}),
    Part(field="inputs", row=tables.EmployeeInputRow, make=EmployeeInput, may_change=_NEVER),
    # The employee's own words never change; HR's reply comes later, and the rule lets it come once.
    Part(field="rebuttals", row=tables.RebuttalRow, make=Rebuttal, may_change={"reply", "replied_by", "replied_at"}),
    Part(field="questions", row=tables.QuestionRow, make=Question, may_change=_ANSWER | {"overridden_by"}),
    Part(
        field="proposals",
        row=tables.GoalProposalRow,
        make=GoalProposal,
        may_change=_ANSWER | {"state"},
    ),
    Part(
        field="copy_requests",
        row=tables.CopyRequestRow,
        make=CopyRequest,
        may_change={
            *("later_due", "later_reason", "later_by", "later_at"),
            *("handed_on", "kept_back", "handed_by", "handed_at", "left_out"),
        },
    ),
    Part(
        field="wanted_changes",
        row=tables.WantedChangeRow,
        make=WantedChange,
        may_change=_ANSWER | {"state"},
    ),
    Part(field="papers", row=tables.PaperRow, make=Paper, may_change=_NEVER),
    Part(field="hr_requests", row=tables.HrRequestRow, make=HrRequest, may_change=_NEVER),
)

ALL_PARTS: Final = tuple(found for part in (*PLAN_PARTS, *RECORD_PARTS) for found in part.with_inner())

_APART: Final = frozenset({"pack", "record"} | {part.field for part in PLAN_PARTS})
_SCALARS: Final = tuple(found.name for found in fields(Plan) if found.name not in _APART)
_PACK: Final = tuple(found.name for found in fields(PackRef))


def plan_values(plan: Plan, *, next_at: datetime | None) -> dict[str, object]:
    """The plan's own row."""
    own = {name: getattr(plan, name) for name in _SCALARS}
    pack = {f"pack_{name}": getattr(plan.pack, name) for name in _PACK}
    return {**own, **pack, "next_at": next_at}


def part_rows(plan: Plan, *, beside: Plan | None = None) -> dict[str, dict[Key, Values]]:
    """All other rows of the plan, by table; without the parts that are the very same objects in ``beside``."""
    place = {"plan": plan.id, "workspace": plan.workspace}
    own, record = (PLAN_PARTS, RECORD_PARTS) if beside is None else _differing(plan, beside)
    return flatten(plan, own, place=place) | flatten(plan.record, record, place=place)


def _differing(plan: Plan, other: Plan) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """A rule hands on what it leaves alone, so nearly everything is the same object."""
    own = tuple(part for part in PLAN_PARTS if getattr(plan, part.field) is not getattr(other, part.field))
    record, there = plan.record, other.record
    return own, tuple(part for part in RECORD_PARTS if getattr(record, part.field) is not getattr(there, part.field))


def plan_from(own: Values, rows: Mapping[str, Sequence[Values]]) -> Plan:
    """The plan whose own row and other rows these are."""
    pack = PackRef(**{name: own[f"pack_{name}"] for name in _PACK})  # type: ignore[arg-type]
    parts = build(PLAN_PARTS, rows)
    parts["conflicts"] = frozenset(parts["conflicts"])  # type: ignore[call-overload]
    record = Record(**build(RECORD_PARTS, rows))  # type: ignore[arg-type]
    scalars = {name: own[name] for name in _SCALARS}
    return Plan(**scalars, **parts, pack=pack, record=record)  # type: ignore[arg-type]
