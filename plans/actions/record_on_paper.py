"""Type in what somebody without an account signed or said on paper (F-06)."""

from dataclasses import dataclass
from datetime import datetime

from plans import papers
from plans.actions.acting import act_on
from plans.acts import Act
from plans.ids import EntryId, PlanId
from plans.papers import Said, Sheet
from plans.people import Person
from plans.plan import Plan
from plans.ports import Work
from plans.signatures import shown
from plans.signing import SignatureKind
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordAnswer:
    """``edition`` is the number of the text that was on the paper. Fields: ``comment``, and those of the sheet."""

    plan: PlanId
    signature: EntryId
    edition: int
    kind: SignatureKind
    sheet: Sheet
    comment: Words | None = None


async def record_answer(work: Work, request: RecordAnswer, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.RECORD_ON_PAPER,
        by=by,
        now=now,
        rule=lambda plan, terms: papers.answered(
            shown(plan, request.edition),
            terms,
            request.sheet,
            signature=request.signature,
            kind=request.kind,
            comment=request.comment,
            by=by,
            at=now,
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordSaid:
    """Fields: ``text``, ``milestone``, and those of the sheet."""

    plan: PlanId
    said: Said
    sheet: Sheet


async def record_said(work: Work, request: RecordSaid, *, by: Person, now: datetime) -> Plan:
    return await act_on(
        work,
        request.plan,
        Act.RECORD_ON_PAPER,
        by=by,
        now=now,
        rule=lambda plan, terms: papers.said(plan, terms, request.sheet, request.said, by=by, at=now),
    )
