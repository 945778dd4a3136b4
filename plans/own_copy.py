"""The employee's own copy: everything held about them, with what is still sealed and what they said to HR (P-09).

What is not theirs stays out: what the other party wrote to HR, why HR keeps a plan, absences, and HR's reasons that no
party reads. Names of others stay in, since the record is about work with them; a person looks through it before it is
handed over, and says what was kept back and why.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from plans.case_file import Ordered, case_file
from plans.chain import ONLY_FOR_HR
from plans.document import CaseFile
from plans.events import Event
from plans.plan import Plan
from plans.terms import Terms
from plans.visible import held_about


def own_copy(
    plan: Plan, terms: Terms, events: Sequence[Event], *, order: Ordered, made_at: datetime
) -> tuple[CaseFile, Plan]:
    """The document, and the plan it was made from, which holds no more than the document may. ``plan`` is whole."""
    theirs = held_about(plan)
    own = {request.id for request in theirs.record.hr_requests}
    lines = tuple(event for event in events if event.kind not in ONLY_FOR_HR or event.subject in own)
    # What is sealed from the other side is not sealed from the person it is about (requirements §9.10).
    opened = replace(terms, pack=replace(terms.pack, sealed_notes=False))
    file = case_file(theirs, opened, lines, order=order, made_at=made_at, with_compartment=True)
    return file, theirs
