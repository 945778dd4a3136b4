"""A change or a pause that was asked for, as a case file shows it; a pause has dates and no reason (P-14)."""

from plans.document import Code, Entry
from plans.record import WantedChange
from plans.scribe import Scribe, facts


def wanted_entry(scribe: Scribe, wanted: WantedChange) -> Entry:
    return Entry(
        name="wanted_change",
        id=wanted.id,
        by=scribe.named(wanted.author, wanted.role),
        at=scribe.moment(wanted.at),
        facts=facts(
            kind=Code(f"wanted_kind.{wanted.kind}"),
            goal=scribe.goal_text(wanted.goal),
            text=wanted.text,
            first=wanted.first,
            wished_date=wanted.on,
            state=Code(f"wanted.{wanted.state}"),
            answer=wanted.answer,
            answered_by=scribe.named(wanted.answered_by),
            answered_at=scribe.moment(wanted.answered_at),
        ),
        attached=scribe.rebuttals(wanted.id),
    )
