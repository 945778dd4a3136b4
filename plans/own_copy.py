"""The employee's own copy: everything held about them, with what is still sealed and what they said to HR (P-09).

What is not theirs stays out: what the other party wrote to HR, why HR keeps a plan, absences, and HR's reasons that no
party reads. Lines of the trail that would tell of any of it stay out too, such as that of an outcome nobody has
delivered yet. Names of others stay in, since the record is about work with them; a person looks through it before it is
handed over, and says what was kept back and why.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from plans.case_file import Ordered, case_file
from plans.chain import ONLY_FOR_HR
from plans.copies import Exempt, left_out_of
from plans.document import CaseFile, Fact, Facts, Remark, Section
from plans.ending import OutcomeState
from plans.events import Event, EventKind
from plans.plan import Plan
from plans.terms import Terms
from plans.visible import held_about, without_words

_E = EventKind
# About what the employee reads nowhere: drafts between the supervisor and HR, who looked, and what HR does for itself.
_NEVER: Final = frozenset(
    {
        _E.CHANGES_REQUESTED,
        _E.APPROVAL_LAPSED,
        _E.LAUNCH_NOTED,
        _E.OUTCOME_RETURNED,
        _E.LEAVING_RECORDED,
        _E.ACCESS_REFUSED,
        _E.EXPORT_ORDERED,
        _E.EXPORT_WRITTEN,
        _E.EXPORT_HANDED_OVER,
        _E.COPY_LEFT_OUT,
        _E.WORDS_HELD,
    }
)
# That there is an inquiry would harm it by itself, so of this reason only that it cannot be given now is said.
_SAID: Final = {Exempt.INQUIRY.value: "for-now"}
_OF_AN_AMENDMENT: Final = frozenset({_E.AMENDMENT_CHANGED, _E.AMENDMENT_DROPPED})
_TO_AN_OUTCOME: Final = frozenset({_E.RESULTS_RECORDED, _E.OUTCOME_PROPOSED, _E.OUTCOME_APPROVED})


def own_copy(
    plan: Plan, terms: Terms, events: Sequence[Event], *, order: Ordered, made_at: datetime
) -> tuple[CaseFile, Plan]:
    """The document, and the plan it was made from, which holds no more than the document may. ``plan`` is whole."""
    out = left_out_of(plan)
    theirs = _without(held_about(plan), out)
    lines = tuple(event for event in events if event.subject not in out and _theirs(event, theirs))
    # What is sealed from the other side is not sealed from the person it is about (requirements §9.10).
    opened = replace(terms, pack=replace(terms.pack, sealed_notes=False))
    file = case_file(theirs, opened, lines, order=order, made_at=made_at, with_compartment=True)
    return replace(file, sections=(*_told(out), *file.sections)), theirs


def _without(plan: Plan, out: Collection[str]) -> Plan:
    record = plan.record
    notes = tuple(one for one in record.notes if one.id not in out)
    # It stays as answered, without its words: else the copy would say that nobody wrote.
    check_ins = tuple(without_words(one) if one.id in out else one for one in record.check_ins)
    return plan.with_(record=replace(record, notes=notes, check_ins=check_ins))


def _told(out: Mapping[str, str]) -> tuple[Section, ...]:
    """That something was left out, how much, and why in general words."""
    if not out:
        return ()
    reasons = sorted({_SAID.get(reason, reason) for reason in out.values()})
    why = tuple(Remark(f"left_out_{reason.replace('-', '_')}") for reason in reasons)
    return (Section(name="left_out", blocks=(Facts((Fact("entries_left_out", len(out)),)), *why)),)


def _theirs(event: Event, theirs: Plan) -> bool:
    """Whether the line is about something that stands in the copy itself."""
    if event.kind in ONLY_FOR_HR:
        return event.subject in {request.id for request in theirs.record.hr_requests}
    if event.kind in _OF_AN_AMENDMENT:
        return event.subject in {amendment.id for amendment in theirs.amendments}
    if event.kind in _TO_AN_OUTCOME:
        return event.at in set(_steps_told(theirs))
    if event.kind in {_E.EDITION_MADE, _E.SIGNATURE_GIVEN}:
        return event.fact("edition") in {str(edition.number) for edition in theirs.editions}
    return event.kind not in _NEVER


def _steps_told(theirs: Plan) -> Iterator[datetime | None]:
    """When each step to an outcome was taken that the employee has been told of."""
    yield from (result.at for result in theirs.results)
    for outcome in theirs.outcomes:
        if outcome.state is OutcomeState.DELIVERED:
            yield from (outcome.proposed_at, outcome.decided_at)
