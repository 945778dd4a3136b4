"""The text of a plan, exactly as the employee is shown it, and the hash that signatures are given to (S0-30, P-23).

The text is canonical JSON: UTF-8, NFC, keys sorted, no blank space; so the same plan always gives the same hash. It
holds names of sections and lines as codes, which wording turns into headings, and what people and the pack wrote.
It has no ids of people and nothing only HR may read, and it reads back without the plan or the pack.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from plans.amendments import foreseen
from plans.block_setting import block_on
from plans.dates import local_date
from plans.figures import plain
from plans.goals import Concern, Goal
from plans.plan import Plan
from plans.record import Support
from plans.signing import Edition
from plans.terms import Terms
from plans.words import Words

FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One thing said. ``name`` is a code such as ``target``; a line has a text, a date, or both (an example)."""

    name: str
    text: Words | None = None
    on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Lines that belong together: one area, one goal, one review. ``subject`` is its key or id, if it has one."""

    subject: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the text. ``name`` is its code; ``sections_of`` has them all."""

    name: str
    items: tuple[Item, ...]


def edition_of(plan: Plan, terms: Terms, *, at: datetime) -> Edition:
    """The plan's next edition, with what waits for its receipt. ``at`` dates it, in the supervisor's zone."""
    text = _canonical(plan, sections_of(foreseen(plan), terms, at=at), number=plan.edition + 1)
    return Edition(number=plan.edition + 1, text=Words(text), text_hash=hash_of(text), made_at=at)


def sections_of(plan: Plan, terms: Terms, *, at: datetime) -> tuple[Section, ...]:
    """The text in its order, empty sections left out: purpose first (S0-04), strengths before concerns (S2-04)."""
    every = (
        Section(name="purpose", items=_lines(Line(name="purpose", text=Words(terms.pack.purpose)))),
        Section(name="header", items=tuple(_header(plan, terms, at=at))),
        Section(name="strengths", items=_lines(Line(name="strengths", text=plan.strengths))),
        Section(name="overview", items=_lines(*_overview(plan))),
        Section(name="concerns", items=tuple(_concern(concern, plan, terms) for concern in plan.concerns)),
        Section(name="goals", items=tuple(_goal(goal, plan, terms) for goal in plan.goals)),
        Section(name="support", items=tuple(_support(item) for item in plan.supports if item.goal is None)),
        Section(name="dates", items=tuple(_dates(plan))),
        Section(name="consequences", items=_consequences(terms)),
        Section(name="rights", items=tuple(_item(None, Line(name="right", text=Words(t))) for t in terms.pack.rights)),
    )
    return tuple(section for section in every if any(item.lines for item in section.items))


def read_edition(edition: Edition) -> tuple[Section, ...]:
    """The sections of a stored edition, in their order."""
    return tuple(
        Section(
            name=section["name"],
            items=tuple(
                Item(subject=item["subject"], lines=tuple(_read_line(line) for line in item["lines"]))
                for item in section["items"]
            ),
        )
        for section in json.loads(edition.text.reveal())["sections"]
    )


def intact(edition: Edition) -> bool:
    """Whether the stored text is the one its hash was made from."""
    return hash_of(edition.text.reveal()) == edition.text_hash


def hash_of(text: str) -> str:
    """SHA-256 of the text's UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(plan: Plan, sections: tuple[Section, ...], *, number: int) -> str:
    content = {
        "format": FORMAT,
        "edition": number,
        "case_number": plan.case_number,
        "kind": plan.kind,
        "pack": {
            "id": plan.pack.id,
            "version": plan.pack.version,
            "version_date": plan.pack.version_date.isoformat(),
        },
        "sections": [
            {
                "name": section.name,
                "items": [
                    {"subject": item.subject, "lines": [_written(line) for line in item.lines]}
                    for item in section.items
                ],
            }
            for section in sections
        ],
    }
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return unicodedata.normalize("NFC", text)


def _written(line: Line) -> dict[str, str]:
    written = {"name": line.name}
    if line.text is not None:
        written["text"] = line.text.reveal()
    if line.on is not None:
        written["on"] = line.on.isoformat()
    return written


def _read_line(line: dict[str, str]) -> Line:
    text, on = line.get("text"), line.get("on")
    return Line(
        name=line["name"],
        text=None if text is None else Words(text),
        on=None if on is None else date.fromisoformat(on),
    )


def _item(subject: str | None, *lines: Line) -> Item:
    """An item without the lines that say nothing."""
    return Item(subject=subject, lines=tuple(line for line in lines if line.text or line.on))


def _lines(*lines: Line) -> tuple[Item, ...]:
    return (_item(None, *lines),)


def _header(plan: Plan, terms: Terms, *, at: datetime) -> Iterator[Item]:
    """The pack's header fields, in its order (S1-02)."""
    supervisor = terms.people[plan.supervisor]
    known = {
        "employee": Line(name="employee", text=terms.people[plan.employee].name),
        "supervisor": Line(name="supervisor", text=supervisor.name),
        "date": Line(name="date", on=local_date(at, supervisor.zone)),
        "start": Line(name="date", on=plan.start),
        "end": Line(name="date", on=plan.end),
        **{line.key: Line(name="head", text=line.text) for line in plan.head},
    }
    for field in terms.pack.header:
        if field.key in known:
            yield _item(field.key, Line(name="label", text=Words(field.label)), known[field.key])


def _concern(concern: Concern, plan: Plan, terms: Terms) -> Item:
    area = terms.pack.competency(concern.competency)
    return _item(
        concern.competency,
        Line(name="area", text=concern.label if area is None else Words(area.label)),
        Line(name="definition", text=None if area is None else Words(area.definition)),
        Line(name="rating", text=_rating(concern, terms)),
        Line(name="expectation", text=concern.expectation),
        Line(name="standard", text=concern.standard),
        Line(name="deficiency", text=concern.deficiency),
        *(Line(name="example", text=example.text, on=example.on) for example in concern.examples),
        Line(name="feedback", text=concern.feedback, on=concern.feedback_on),
        *_block(plan, concern.competency),
    )


def _rating(rated: Concern | Goal, terms: Terms) -> Words | None:
    rating = terms.pack.rating(rated.rating)
    return None if rating is None else Words(rating.label)


def _block(plan: Plan, subject: str) -> Iterator[Line]:
    """The rest of an action block, in the order of the form: action, days for checking in, progress (S1-06)."""
    block = block_on(plan, subject)
    if block is not None:
        yield Line(name="block_deficiency", text=block.deficiency)
        yield Line(name="action", text=block.action)
        yield from (Line(name="check_in", text=day.expected, on=day.on) for day in block.days)
        yield Line(name="expected", text=block.progress)


def _goal(goal: Goal, plan: Plan, terms: Terms) -> Item:
    supports = [item for item in plan.supports if item.goal == goal.id]
    return _item(
        goal.id,
        Line(name="goal", text=goal.text),
        *((Line(name="activity", text=Words("development")),) if goal.activity else ()),
        Line(name="rating", text=_rating(goal, terms)),
        Line(name="measure", text=goal.measure),
        *_figures(goal),
        Line(name="target", on=goal.target),
        Line(name="cites", text=_cited(goal), on=goal.cites_on),
        *(Line(name="interim", text=interim.text, on=interim.on) for interim in goal.interim),
        *_block(plan, goal.id),
        *(line for item in supports for line in _support(item).lines),
    )


def _cited(goal: Goal) -> Words | None:
    """The goal of the performance plan, with its number there if it has one (S1-05)."""
    parts = [words.reveal() for words in (goal.cites_id, goal.cites) if words]
    return Words(", ".join(parts)) if parts else None


def _overview(plan: Plan) -> Iterator[Line]:
    """Values and performance apart, and the main cause (S2-03); each is a code."""
    for name, code in (
        ("values", plan.values_level),
        ("performance", plan.performance_level),
        ("cause", plan.main_cause),
    ):
        if code is not None:
            yield Line(name=name, text=Words(code))


def _figures(goal: Goal) -> Iterator[Line]:
    """What a number shows; ``direction`` holds a code, ``up`` or ``down``."""
    found = goal.figures
    if found is not None:
        yield Line(name="metric", text=found.metric)
        yield Line(name="unit", text=found.unit)
        yield Line(name="baseline", text=Words(plain(found.baseline)))
        yield Line(name="aim", text=Words(plain(found.aim)))
        yield Line(name="direction", text=Words(found.direction))


def _support(support: Support) -> Item:
    """What was promised, by whom and by when; ``provider`` holds a code, ``supervisor`` or ``organisation``."""
    return _item(
        support.id,
        Line(name="support", text=support.what, on=support.due),
        Line(name="provider", text=Words(support.provider)),
        Line(name="where", text=support.where),
        Line(name="notes", text=support.notes),
    )


def _dates(plan: Plan) -> Iterator[Item]:
    yield _item(None, Line(name="start", on=plan.start), Line(name="end", on=plan.end))
    for review in plan.reviews:
        yield _item(review.id, Line(name=f"review_{review.kind}", on=review.on))


def _consequences(terms: Terms) -> tuple[Item, ...]:
    """Only the pack's own words (S3-09); a coaching pack has none (S2-01)."""
    texts = (terms.pack.consequences, *terms.pack.disclaimers)
    return tuple(_item(None, Line(name="consequence", text=Words(text))) for text in texts if text)
