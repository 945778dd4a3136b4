"""The case file: everything on record of one plan, in order, ready to hand over.

It never holds a note that is still sealed. The HR compartment (protected barriers, requests to HR) stays out unless
it is asked for, because such matters belong in a separate confidential file (29 CFR 1630.14); the document says so
whether there is anything in it or not, so that the sentence gives nothing away.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Protocol

from plans.case_papers import paper_entry
from plans.case_record import barrier_entry, record_sections
from plans.case_text import text_sections
from plans.case_versions import edition_sections
from plans.case_wanted import wanted_entry
from plans.chain import ONLY_FOR_HR
from plans.document import Block, CaseFile, Code, Entry, Facts, Moment, Remark, Section, Table
from plans.events import Event
from plans.ids import PersonId
from plans.plan import Plan
from plans.record import BarrierKind
from plans.scribe import Scribe, facts, ids_in
from plans.states import PlanState
from plans.terms import Terms
from plans.visible import confidential, with_seals, without_confidential
from plans.words import Words


class Ordered(Protocol):
    """What HR said when it ordered the document (P-12); ``ports.Order`` is one."""

    @property
    def by(self) -> PersonId: ...
    @property
    def at(self) -> datetime: ...
    @property
    def purpose(self) -> Words: ...
    @property
    def recipient(self) -> Words: ...


def case_file(
    plan: Plan,
    terms: Terms,
    events: Sequence[Event],
    *,
    order: Ordered | None,
    made_at: datetime,
    with_compartment: bool = False,
) -> CaseFile:
    """The whole record. ``plan`` is whole, as HR or one of ours reads it; ``events`` are its audit lines in order.

    ``with_compartment`` adds what is between HR and its author, as a section of its own at the end.
    """
    scribe = readable(plan, terms, made_at=made_at)
    private = Scribe(plan=with_seals(plan, None, now=made_at, terms=terms), terms=terms, made_at=made_at)
    before = [*text_sections(scribe), *record_sections(scribe)]
    sections = (
        _order(private, order),
        *before,
        _other_rebuttals(scribe, before),
        *edition_sections(scribe),
        _trail(private, events, everything=with_compartment),
        _compartment(private) if with_compartment else Section(name="compartment", blocks=(Remark("kept_apart"),)),
    )
    return CaseFile(
        case_number=plan.case_number,
        draft=plan.delivered_at is None and plan.state not in {PlanState.DISCARDED, PlanState.ERASED},
        made_at=Moment(made_at, scribe.zone),
        locale=terms.pack.locale,
        sections=tuple(section for section in sections if section.blocks),
    )


def readable(plan: Plan, terms: Terms, *, made_at: datetime) -> Scribe:
    """For what may stand in any document: without notes that are sealed, and without what is kept to HR."""
    sealed = with_seals(plan, None, now=made_at, terms=terms)
    return Scribe(plan=without_confidential(sealed), terms=terms, made_at=made_at)


def _order(scribe: Scribe, order: Ordered | None) -> Section:
    known = (
        facts()
        if order is None
        else facts(
            purpose=order.purpose,
            recipient=order.recipient,
            ordered_by=scribe.named(order.by),
            ordered_at=scribe.moment(order.at),
        )
    )
    return Section(name="order", blocks=(Facts(known),) if known else ())


def _other_rebuttals(scribe: Scribe, sections: Sequence[Section]) -> Section:
    """What the employee said about anything that has no entry of its own, so that no rebuttal is ever lost (P-08)."""
    shown = {entry for section in sections for entry in ids_in(section.blocks)}
    left = tuple(scribe.rebuttal(one, about=one.about) for one in scribe.plan.record.rebuttals if one.id not in shown)
    return Section(name="rebuttals", blocks=left)


def _trail(scribe: Scribe, events: Sequence[Event], *, everything: bool) -> Section:
    """The audit trail. Without the compartment its lines say nothing of it either."""
    hidden = frozenset[str]() if everything else confidential(scribe.plan)
    rows = tuple(
        (
            scribe.moment(event.at),
            Code(f"event.{event.kind}"),
            scribe.named(event.by) or Code("role.clock"),
            event.subject or "",
            " ".join(_told(event, hidden=hidden, everything=everything)),
        )
        for event in events
        if everything or not _about_the_compartment(event, hidden)
    )
    table = Table(columns=("at", "what", "by", "subject", "facts"), rows=rows)
    return Section(name="audit_trail", blocks=(table,) if rows else ())


def _about_the_compartment(event: Event, hidden: frozenset[str]) -> bool:
    return event.kind in ONLY_FOR_HR or event.subject in hidden


def _told(event: Event, *, hidden: frozenset[str], everything: bool) -> Iterator[str]:
    for name, value in event.facts:
        if everything or not (value in hidden or BarrierKind.PROTECTED in {name, value}):
            yield f"{name}={value}"


def _compartment(scribe: Scribe) -> Section:
    record, ids = scribe.plan.record, confidential(scribe.plan)
    barriers = (barrier_entry(scribe, barrier) for barrier in record.barriers if barrier.id in ids)
    requests = (
        Entry(
            name="hr_request",
            id=request.id,
            by=scribe.named(request.author, request.role),
            at=scribe.moment(request.at),
            facts=facts(text=request.text),
            attached=scribe.rebuttals(request.id),
        )
        for request in record.hr_requests
    )
    holds = (
        Entry(
            name="legal_hold",
            id=f"hold-{number}",
            by=scribe.named(hold.set_by),
            at=scribe.moment(hold.set_at),
            facts=facts(
                reason=hold.reason,
                lifted_by=scribe.named(hold.lifted_by),
                lifted_at=scribe.moment(hold.lifted_at),
                lifted_reason=hold.lifted_reason,
            ),
        )
        for number, hold in enumerate(scribe.plan.holds, start=1)
    )
    wanted = (wanted_entry(scribe, one) for one in record.wanted_changes if one.id in ids)
    papers = (paper_entry(scribe, one) for one in record.papers if one.id in ids)
    blocks: tuple[Block, ...] = (*barriers, *requests, *wanted, *papers, *holds)
    return Section(name="compartment", blocks=blocks or (Remark("nothing_kept_apart"),))
