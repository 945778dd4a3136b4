"""From delivered to active: the employee's slot, the other signatures, questions asked first, and who comes last.

Receipt is not agreement; declining is recorded and stops nothing (P-07). Whatever completes the last condition, from
whomever it comes, makes the plan active: other rules end with ``activated_if_complete``.
"""

import uuid
from dataclasses import dataclass, replace
from datetime import datetime

from plans.amending import taken_effect
from plans.change import Change, happened
from plans.events import EventKind
from plans.ids import EntryId
from plans.moving import expect_state, moved, role_in, today_of
from plans.parts import already_recorded, check_new, put, with_record
from plans.people import Person, Role
from plans.plan import Plan, PlanError
from plans.record import EmployeeInput, InputMoment, ProgressNote, Question
from plans.signatures import missing_signatures, shown, signature_line, signature_of, signed
from plans.signing import SignatureKind
from plans.states import MilestoneState, PlanState
from plans.terms import Terms
from plans.texts import NAME_LIMIT, optional, required
from plans.words import Words

# Where an edition may wait for its slot: after delivery, and later when the text was amended (requirements §3.1).
SLOT_STATES = (PlanState.DELIVERED, PlanState.ACTIVE, PlanState.PAUSED, PlanState.DECISION_DUE)
_SETTLED = (MilestoneState.MET, MilestoneState.WAIVED, MilestoneState.MISSED)

_LINE_OF = {
    SignatureKind.ACKNOWLEDGED: EventKind.SIGNATURE_GIVEN,
    SignatureKind.DECLINED: EventKind.SIGNATURE_DECLINED,
    SignatureKind.IN_PERSON: EventKind.DELIVERY_CONFIRMED,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What the employee sends. ``view`` is what they wish to add to the plan itself (S3-23).

    ``edition`` is the number of the text they were shown: only that one is signed.
    Fields: ``typed_name``, ``comment``, ``view``. ``view_id`` is the id of the entry that ``view`` becomes.
    """

    edition: int
    signature: EntryId
    view_id: EntryId
    typed_name: Words | None
    comment: Words | None = None
    view: Words | None = None


def acknowledged(plan: Plan, terms: Terms, receipt: Receipt, *, by: Person, at: datetime) -> Change:
    """The employee says "I have received and read this plan", and types their name where the pack asks for that."""
    if Role.EMPLOYEE in terms.pack.signatures:
        required(receipt.typed_name, "typed_name", limit=NAME_LIMIT)
    return _slot_filled(plan, terms, receipt, SignatureKind.ACKNOWLEDGED, by=by, at=at)


def declined(plan: Plan, terms: Terms, receipt: Receipt, *, by: Person, at: datetime) -> Change:
    """The employee declines to acknowledge; the slot is complete all the same, and no name need be typed."""
    return _slot_filled(plan, terms, receipt, SignatureKind.DECLINED, by=by, at=at)


def confirmed_in_person(
    plan: Plan,
    terms: Terms,
    *,
    signature: EntryId,
    comment: Words | None,
    filed: Words | None = None,
    by: Person,
    at: datetime,
) -> Change:
    """HR was there when the plan was handed over. The slot is the employee's; HR stands as its witness.

    ``filed`` says where the paper or its scan is kept (F-06); it becomes a note that both parties read.
    Fields: ``comment``, ``filed``.
    """
    _check_slot(plan)
    _expect(Role.HR, by, plan)
    after = signed(
        plan,
        signature,
        signer=terms.people[plan.employee],
        role=Role.EMPLOYEE,
        kind=SignatureKind.IN_PERSON,
        typed_name=None,
        at=at,
        zone=by.zone,
        comment=comment,
        witness=by.id,
    )
    line = signature_line(after, EventKind.DELIVERY_CONFIRMED, by=by, at=at)
    change = Change(plan=after, events=(line,)).then(_filed(after, signature, filed, by=by, at=at))
    return _then_active(change, terms, by=by, at=at)


def answered_on_paper(
    plan: Plan,
    terms: Terms,
    *,
    signature: EntryId,
    kind: SignatureKind,
    comment: Words | None,
    by: Person,
    at: datetime,
) -> Change:
    """The answer of somebody without an account, as their paper has it; ``by`` typed it in. Field: ``comment``."""
    _check_slot(plan)
    employee = terms.people[plan.employee]
    after = signed(
        plan,
        signature,
        signer=employee,
        role=Role.EMPLOYEE,
        kind=kind,
        typed_name=None,
        at=at,
        zone=by.zone,
        comment=comment,
        witness=by.id,
    )
    line = signature_line(after, _LINE_OF[kind], by=by, at=at)
    return _then_active(Change(plan=after, events=(line,)), terms, by=by, at=at)


def _filed(plan: Plan, signature: EntryId, filed: Words | None, *, by: Person, at: datetime) -> Change:
    """The note about the paper; its id follows from the signature's, so that a form sent twice makes one."""
    text = optional(filed, "filed")
    if text is None:
        return Change(plan=plan, events=())
    note = ProgressNote(
        id=EntryId(uuid.uuid5(uuid.NAMESPACE_OID, f"{signature}/filed").hex),
        author=by.id,
        role=role_in(by, plan),
        at=at,
        goal=None,
        text=text,
    )
    line = happened(EventKind.NOTE_ADDED, plan, by=by.id, at=at, subject=note.id, paper="yes")
    return Change(plan=with_record(plan, notes=(*plan.record.notes, note)), events=(line,))


def signed_as_supervisor(
    plan: Plan, terms: Terms, *, signature: EntryId, typed_name: Words | None, by: Person, at: datetime
) -> Change:
    """The supervisor's signature after HR delivered the plan in their stead. Field: ``typed_name``."""
    expect_state(plan, PlanState.DELIVERED)
    if Role.SUPERVISOR not in terms.pack.signatures:
        raise PlanError("not-now", state=plan.state)
    _expect(Role.SUPERVISOR, by, plan)
    earlier = signature_of(plan, Role.SUPERVISOR)
    if earlier is not None:
        raise already_recorded(earlier.at)
    name = required(typed_name, "typed_name", limit=NAME_LIMIT)
    kind = SignatureKind.SIGNED
    after = signed(plan, signature, signer=by, role=role_in(by, plan), kind=kind, typed_name=name, at=at)
    line = signature_line(after, EventKind.SIGNATURE_GIVEN, by=by, at=at)
    return _then_active(Change(plan=after, events=(line,)), terms, by=by, at=at)


def question_asked(plan: Plan, *, entry: EntryId, text: Words | None, by: Person, at: datetime) -> Change:
    """A question about a text that was given (S0-14); the plan is not active before it is answered. Field: ``text``.

    About a later version it may be asked as long as its slot is open; then it holds up nothing.
    """
    check_new(plan.record.questions, entry)
    expect_state(plan, *SLOT_STATES)
    question = Question(id=entry, author=by.id, at=at, text=required(text, "text"))
    after = with_record(plan, questions=(*plan.record.questions, question))
    return Change(plan=after, events=(happened(EventKind.QUESTION_ASKED, plan, by=by.id, at=at, subject=entry),))


def question_answered(
    plan: Plan, terms: Terms, *, entry: EntryId, answer: Words | None, by: Person, at: datetime
) -> Change:
    """Field: ``answer``."""
    question = replace(
        _open_question(plan, entry), answer=required(answer, "answer"), answered_by=by.id, answered_at=at
    )
    return _questioned(plan, terms, question, EventKind.QUESTION_ANSWERED, by=by, at=at)


def question_overridden(
    plan: Plan, terms: Terms, *, entry: EntryId, reason: Words | None, by: Person, at: datetime
) -> Change:
    """HR lets the plan go on with the question open, and says why. Field: ``reason``."""
    if role_in(by, plan) is not Role.HR:
        raise PlanError("not-yours")
    question = replace(_open_question(plan, entry), answer=required(reason, "reason"), overridden_by=by.id)
    return _questioned(plan, terms, question, EventKind.QUESTION_OVERRIDDEN, by=by, at=at)


def activated_if_complete(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """Active, if nothing is missing any more; else no change at all.

    The conditions: every required signature on the edition in force, no open question, no date already past.
    """
    ready = (
        plan.state is PlanState.DELIVERED
        and not missing_signatures(plan, terms)
        and not any(question.open for question in plan.record.questions)
        and not date_passed(plan, terms, at=at)
    )
    if not ready:
        return Change(plan=plan, events=())
    after = plan.with_(state=moved(plan, PlanState.ACTIVE, by=by), active_at=at)
    line = happened(EventKind.PLAN_ACTIVATED, plan, by=by.id, at=at, edition=plan.edition)
    return Change(plan=after, events=(line,))


def date_passed(plan: Plan, terms: Terms, *, at: datetime) -> bool:
    """Whether a goal's or review's date went by while the plan waited; somebody must move it first."""
    today = today_of(plan, terms, at)
    goals = (item.on for item in plan.milestones if item.state not in _SETTLED)
    reviews = (review.on for review in plan.reviews if review.pending)
    return any(on < today for on in (*goals, *reviews))


def _expect(role: Role, by: Person, plan: Plan) -> None:
    """Nobody signs in another's place; the reviewer stands in for the supervisor (S1-12)."""
    mine = role_in(by, plan)
    if mine is not role and not (mine is Role.REVIEWER and role is Role.SUPERVISOR):
        raise PlanError("not-yours")


def _check_slot(plan: Plan) -> None:
    expect_state(plan, *SLOT_STATES)
    earlier = signature_of(plan, Role.EMPLOYEE)
    if earlier is not None:
        raise already_recorded(earlier.at)


def _slot_filled(
    plan: Plan, terms: Terms, receipt: Receipt, kind: SignatureKind, *, by: Person, at: datetime
) -> Change:
    _check_slot(plan)
    _expect(Role.EMPLOYEE, by, plan)
    shown(plan, receipt.edition)
    after = signed(
        plan,
        receipt.signature,
        signer=by,
        role=Role.EMPLOYEE,
        kind=kind,
        typed_name=receipt.typed_name,
        at=at,
        comment=receipt.comment,
    )
    declined_now = kind is SignatureKind.DECLINED
    line = EventKind.SIGNATURE_DECLINED if declined_now else EventKind.SIGNATURE_GIVEN
    change = Change(plan=after, events=(signature_line(after, line, by=by, at=at),))
    return _then_active(change.then(_viewed(after, receipt, by=by, at=at)), terms, by=by, at=at)


def _viewed(plan: Plan, receipt: Receipt, *, by: Person, at: datetime) -> Change:
    view = optional(receipt.view, "view")
    if view is None:
        return Change(plan=plan, events=())
    entry = EmployeeInput(id=receipt.view_id, author=by.id, at=at, moment=InputMoment.ACKNOWLEDGEMENT, text=view)
    after = with_record(plan, inputs=(*plan.record.inputs, entry))
    line = happened(EventKind.INPUT_ADDED, plan, by=by.id, at=at, subject=entry.id, moment=entry.moment)
    return Change(plan=after, events=(line,))


def _open_question(plan: Plan, entry: EntryId) -> Question:
    found = next((question for question in plan.record.questions if question.id == entry), None)
    if found is None:
        raise PlanError("part-gone")
    if not found.open:
        raise already_recorded(found.answered_at or found.at)
    return found


def _questioned(plan: Plan, terms: Terms, question: Question, kind: EventKind, *, by: Person, at: datetime) -> Change:
    expect_state(plan, *SLOT_STATES)
    if role_in(by, plan) is Role.EMPLOYEE:
        raise PlanError("not-yours")
    after = with_record(plan, questions=put(plan.record.questions, question))
    line = happened(kind, plan, by=by.id, at=at, subject=question.id)
    return _then_active(Change(plan=after, events=(line,)), terms, by=by, at=at)


def _then_active(change: Change, terms: Terms, *, by: Person, at: datetime) -> Change:
    """Filling the slot puts what was amended in force, and may have been the last thing the plan waited for."""
    if signature_of(change.plan, Role.EMPLOYEE) is not None:
        change = change.then(taken_effect(change.plan, terms, at=at))
    return change.then(activated_if_complete(change.plan, terms, by=by, at=at))
