"""A bundle of an example plan, made without a database, and ways to change what is in it."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from app.keys import SigningKey, signed_by
from bot.documents.json import render
from plans import examples
from plans.bundle import packed, sealed, unpacked
from plans.case_file import case_file
from plans.chain import BEGINNING, Anchor, Line, Trail, canonical, head_after, kept_apart, line_of
from plans.events import Event, EventKind
from plans.ids import EntryId, PlanId
from plans.states import PlanState
from plans.verification import Fault, first_fault

KEY: Final = SigningKey(b"k" * 32)
OTHER_KEY: Final = SigningKey(b"o" * 32)
PLACES: Final = 100
NOTES: Final = 100
Content = dict[str, Any]


def noted(number: int, *, plan: PlanId = examples.ILLINOIS_PLAN, kind: EventKind = EventKind.NOTE_ADDED) -> Event:
    return Event(
        id=EntryId(f"{plan[-6:]}{number:026}"),
        kind=kind,
        plan=plan,
        by=examples.EMPLOYEE.id,
        at=examples.NOW,
        subject=f"note-{number}",
    )


def tied(events: Sequence[Event], *, others: int = 2) -> Trail:
    """The plan's trail, with so many lines of another plan after each of its own but the last."""
    own, links, start = list[Line](), list[str | None](), Anchor(count=others, head="f" * 64)
    ends = {True: BEGINNING, False: BEGINNING}
    for number, event in enumerate(events):
        apart = kept_apart(event)
        line = line_of(event, workspace=examples.WORKSPACE, apart=apart, before=ends[apart])
        ends[apart] = line.hash
        if not apart:
            own.append(line)
        links.append(line.hash if apart else None)
        if number < len(events) - 1:
            links += [head_after(f"{number} {other}", "another plan's") for other in range(others)]
    return Trail(lines=tuple(own), start=start, links=tuple(links))


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What ``made`` gives: the bundle's text, and every head of the workspace's chain on the way."""

    text: str
    case: examples.Case


@cache
def made(*, notes: int = NOTES, state: PlanState = PlanState.ACTIVE, signer: SigningKey = KEY) -> Made:
    return bundled(examples.case(state), notes=notes, signer=signer)


def bundled(case: examples.Case, *, notes: int = 0, signer: SigningKey = KEY) -> Made:
    """The bundle of this case, with so many notes after everything else."""
    written = noted(10**6, plan=case.plan.id, kind=EventKind.EXPORT_WRITTEN)
    events = (*case.events, *(noted(number, plan=case.plan.id) for number in range(notes)), written)
    record = render(case_file(case.plan, case.terms, case.events, order=None, made_at=case.at))
    documents = {"case-file.pdf": f"A drawing of {record}".encode(), "dates-employee.ics": b"BEGIN:VCALENDAR"}
    text = packed(case.plan, tied(events), record=record, documents=documents, made_at=case.at, signer=signer)
    return Made(text=text, case=case)


def content(text: str) -> Content:
    found: Content = json.loads(text)
    return found


def resealed(changed: Content, signer: SigningKey = KEY) -> str:
    """Signed anew, as whoever has the key can."""
    return sealed({name: canonical(part) for name, part in changed.items() if name != "seal"}, signer)


def repacked(changed: Content) -> str:
    """With the signature there was, as whoever has no key must leave it."""
    return canonical(changed)


def fault_of(text: str, *, key: SigningKey = KEY, anchors: Sequence[Anchor] = ()) -> Fault | None:
    """What is found first; raises ``NoBundleError`` for what is no bundle."""
    return first_fault(unpacked(text.encode()), fingerprint=key.fingerprint, anchors=anchors, signed_by=signed_by)


def spread(length: int) -> Iterator[int]:
    """A hundred places from the first to the last."""
    assert length >= PLACES
    return (place * (length - 1) // (PLACES - 1) for place in range(PLACES))
