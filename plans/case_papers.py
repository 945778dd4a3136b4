"""What came in on paper, as a case file shows it: beside each, who typed it in, and who was there (F-06)."""

from plans.document import Entry
from plans.filed import Paper
from plans.scribe import Scribe, facts


def paper_entry(scribe: Scribe, paper: Paper) -> Entry:
    return Entry(
        name="paper",
        id=paper.id,
        by=scribe.named(paper.author, paper.role),
        at=scribe.moment(paper.at),
        facts=facts(dated=paper.on, about_entry=paper.about, was_there=paper.witness, kept_at=paper.filed),
    )
