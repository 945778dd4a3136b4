"""A plan from draft to delivered, and who it passes to on the way (requirements §3.1).

What comes after stands in ``receipt`` (delivered to active), ``pausing``, ``amending``, ``endings`` and ``retention``.
"""

from collections.abc import Sequence
from datetime import date, datetime, time

from plans.change import Change, happened
from plans.clock_start import check_days_left
from plans.dates import instant
from plans.edition import edition_of
from plans.events import EventKind
from plans.ids import EntryId
from plans.moving import expect_state, moved, role_in, today_for
from plans.parts import not_future
from plans.people import Person, Role
from plans.places import Place
from plans.plan import ChangeRequest, Plan, PlanError
from plans.readiness import check_dates_ahead, check_people, check_ready
from plans.receipt import activated_if_complete
from plans.retention import check_not_held, emptied
from plans.signatures import in_force, signature_line, signature_of, signed
from plans.signing import SignatureKind
from plans.states import PlanState
from plans.steps import WishedChange
from plans.terms import Terms
from plans.texts import NAME_LIMIT, limited, optional, required
from plans.words import Words


def submitted(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """To HR. Raises ``PlanError``: ``party-left``, ``not-ready``, or ``no-hr-gate`` where nobody has to approve."""
    if not terms.pack.hr_gate:
        raise PlanError("no-hr-gate")
    state = moved(plan, PlanState.HR_REVIEW, by=by)
    check_people(plan, terms)
    check_ready(plan, terms, now=at)
    after = plan.with_(state=state, submitted_at=at)
    return Change(plan=after, events=(happened(EventKind.PLAN_SUBMITTED, plan, by=by.id, at=at),))


def changes_requested(plan: Plan, wishes: Sequence[WishedChange], *, by: Person, at: datetime) -> Change:
    """Back to the supervisor with at least one comment. Raises ``PlanError("no-comments")``."""
    state = moved(plan, PlanState.CHANGES_REQUESTED, by=by)
    requests = tuple(
        ChangeRequest(id=wish.id, part=place, text=limited(wish.text, f"comment_{place}"), by=by.id, at=at)
        for wish in wishes
        if wish.text
        for place in [Place(part=wish.part, subject=wish.subject, field=wish.field).code]
    )
    if not requests:
        raise PlanError("no-comments")
    after = plan.with_(state=state, change_requests=plan.change_requests + requests)
    parts = ",".join(dict.fromkeys(Place.of(request.part).part.value for request in requests))
    line = happened(EventKind.CHANGES_REQUESTED, plan, by=by.id, at=at, count=len(requests), parts=parts)
    return Change(plan=after, events=(line,))


def open_requests(plan: Plan) -> tuple[ChangeRequest, ...]:
    """What HR asked for when it last sent the plan back; empty once the plan is with HR again."""
    if plan.state is not PlanState.CHANGES_REQUESTED or not plan.change_requests:
        return ()
    latest = max(request.at for request in plan.change_requests)
    return tuple(request for request in plan.change_requests if request.at == latest)


def approved(
    plan: Plan, terms: Terms, *, signature: EntryId, typed_name: Words | None, by: Person, at: datetime
) -> Change:
    """HR approves: the exact text is fixed, and where the pack asks for HR's signature, this is it (§9.5).

    Field: ``typed_name``, required if HR signs.
    """
    expect_state(plan, PlanState.HR_REVIEW)
    change = _fixed(plan, terms, by=by, at=at)
    if Role.HR not in terms.pack.signatures:
        return change
    name = required(typed_name, "typed_name", limit=NAME_LIMIT)
    kind = SignatureKind.SIGNED
    after = signed(change.plan, signature, signer=by, role=Role.HR, kind=kind, typed_name=name, at=at)
    line = signature_line(after, EventKind.SIGNATURE_GIVEN, by=by, at=at)
    return change.then(Change(plan=after, events=(line,)))


def approved_without_gate(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """The supervisor goes straight on. Raises ``PlanError("hr-gate")`` unless the pack does without HR's approval."""
    if terms.pack.hr_gate:
        raise PlanError("hr-gate")
    expect_state(plan, PlanState.DRAFT)
    return _fixed(plan, terms, by=by, at=at)


def discarded(plan: Plan, *, by: Person, at: datetime) -> Change:
    """The content is gone for good; a tombstone says that there was something. Raises ``PlanError("legal-hold")``."""
    state = moved(plan, PlanState.DISCARDED, by=by)
    check_not_held(plan)
    after = emptied(plan).with_(state=state, closed_at=at)
    return Change(plan=after, events=(happened(EventKind.PLAN_DISCARDED, plan, by=by.id, at=at, was=plan.state),))


def delivered(
    plan: Plan,
    terms: Terms,
    *,
    signature: EntryId,
    typed_name: Words | None,
    met_on: date,
    opening_line: Words | None = None,
    by: Person,
    at: datetime,
) -> Change:
    """The supervisor says "we have met, deliver now" (S3-15): the employee may read it from here on.

    From the supervisor or the reviewer the typed name is their signature, where the pack asks for one; HR delivers
    without signing.
    ``opening_line`` is the supervisor's own, at the top of what the employee reads (S2-10).
    Fields: ``typed_name``, ``met_on``, ``opening_line``. Raises ``PlanError``: ``party-left``,
    ``date-already-past``, ``date-future``, ``met-before-start``, ``signature-missing``, ``too-few-days-left``,
    ``too-short``.
    """
    state, role = moved(plan, PlanState.DELIVERED, by=by), role_in(by, plan)
    check_people(plan, terms)
    check_dates_ahead(plan, terms, now=at)
    check_days_left(plan, terms, now=at)
    if Role.HR in terms.pack.signatures and signature_of(plan, Role.HR) is None:
        raise PlanError("signature-missing", role=Role.HR)
    text = in_force(plan)
    met_at, said = _met_at(plan, met_on, by=by, at=at), _opening(opening_line, terms)
    after = plan.with_(state=state, met_at=met_at, delivered_at=at, opening_line=said)
    line = happened(EventKind.PLAN_DELIVERED, plan, by=by.id, at=at, edition=text.number, text_hash=text.text_hash)
    change = Change(plan=after, events=(line,))
    if role is not Role.HR and Role.SUPERVISOR in terms.pack.signatures:
        name = required(typed_name, "typed_name", limit=NAME_LIMIT)
        kind = SignatureKind.SIGNED
        after = signed(after, signature, signer=by, role=role, kind=kind, typed_name=name, at=at)
        line = signature_line(after, EventKind.SIGNATURE_GIVEN, by=by, at=at)
        change = change.then(Change(plan=after, events=(line,)))
    return change.then(activated_if_complete(after, terms, by=by, at=at))


def _opening(line: Words | None, terms: Terms) -> Words | None:
    """Raises ``PlanError``: ``too-short`` or ``too-long`` at ``opening_line``."""
    least = terms.pack.limits.opening_line
    if line and len(line) < least:
        raise PlanError("too-short", field="opening_line", limit=least, length=len(line))
    return optional(line, "opening_line")


def _fixed(plan: Plan, terms: Terms, *, by: Person, at: datetime) -> Change:
    """Approved, with the exact text that is going to be delivered."""
    state = moved(plan, PlanState.APPROVED, by=by)
    check_people(plan, terms)
    check_ready(plan, terms, now=at)
    text = edition_of(plan, terms, at=at)
    after = plan.with_(state=state, approved_at=at, approved_by=by.id, editions=(*plan.editions, text))
    yes = happened(EventKind.PLAN_APPROVED, plan, by=by.id, at=at)
    made = happened(EventKind.EDITION_MADE, plan, by=by.id, at=at, edition=text.number, text_hash=text.text_hash)
    return Change(plan=after, events=(yes, made))


def _met_at(plan: Plan, met_on: date, *, by: Person, at: datetime) -> datetime:
    """Noon of the day they met, or now if that is earlier: the form asks for the day alone."""
    not_future(met_on, "met_on", by=by, at=at)
    began = today_for(by, plan.started_at)
    if met_on < began:
        raise PlanError("met-before-start", field="met_on", on=met_on, started=began)
    return min(at, instant(met_on, time(12), by.zone))
