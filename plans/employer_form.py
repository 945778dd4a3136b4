"""The case file in the order of the employer's own form, for whoever files the form itself; the record comes after it.

The order is that of the two forms we know: one that is built from goals (S0), and one from action blocks (S1).
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from plans.block_setting import block_on, subjects
from plans.case_file import readable
from plans.document import CaseFile, Code, Facts, Moment, Remark, Section, Table, Value
from plans.goals import Goal
from plans.pack import Unit
from plans.plan import Plan
from plans.scribe import Scribe
from plans.signatures import STANDS_FOR
from plans.terms import Terms
from plans.words import Words

_Row = tuple[Value | None, ...]

# The form as it is printed. Strengths are on neither; they come first where a block says what falls short (S2-04).
_OF_GOALS: Final = (
    "order",
    "head",
    "areas",
    "purpose",
    "action_plan",
    "check_ins",
    "commitments",
    "consequences",
    "resources",
    "signature_lines",
    "smart",
)
_OF_BLOCKS: Final = (
    "order",
    "purpose",
    "head",
    "areas",
    "strengths",
    "action_blocks",
    "consequences",
    "signature_lines",
)


def employer_form(file: CaseFile, plan: Plan, terms: Terms, *, made_at: datetime) -> CaseFile:
    """``file`` with the form first, and then all that the form has no place for. Nothing is left out."""
    scribe = readable(plan, terms, made_at=made_at)
    order = _OF_BLOCKS if terms.pack.unit is Unit.ACTION_BLOCK else _OF_GOALS
    own = {section.name: section for section in _own(scribe) if section.name in order}
    sections = {section.name: section for section in _with_short_head(file.sections)} | own
    rest = [name for name in sections if name not in order]
    return CaseFile(
        case_number=file.case_number,
        draft=file.draft,
        made_at=file.made_at,
        locale=file.locale,
        sections=(
            *(sections[name] for name in order if name in sections),
            Section(name="record", blocks=(Remark("after_the_form"),)),
            *(sections[name] for name in rest),
        ),
    )


def _with_short_head(sections: Sequence[Section]) -> Iterator[Section]:
    """At the head the lines of the form alone, in its order (S1-02); what else is known of the plan goes after it."""
    for section in sections:
        if section.name != "head":
            yield section
            continue
        known = [fact for block in section.blocks if isinstance(block, Facts) for fact in block.facts]
        lines = [fact for fact in known if fact.label is not None or fact.name == "case_number"]
        yield Section(name="head", blocks=(Facts(tuple(lines)),))
        yield Section(name="about", blocks=(Facts(tuple(fact for fact in known if fact not in lines)),))


def _own(scribe: Scribe) -> Iterator[Section]:
    found = {
        "areas": Table(columns=("chosen", "area", "definition"), rows=tuple(_areas(scribe))),
        "action_plan": Table(columns=("goal", "target", "support"), rows=tuple(_goals(scribe))),
        "check_ins": Table(columns=("review", "on", "notes"), rows=tuple(_reviews(scribe))),
        "resources": Table(columns=("resource", "available_at", "notes"), rows=tuple(_resources(scribe))),
        "smart": Table(columns=("letter", "consideration"), rows=tuple(_smart(scribe))),
        "signature_lines": Table(columns=("role", "signature", "signed_at", "text_hash"), rows=tuple(_signed(scribe))),
    }
    for name, table in found.items():
        if table.rows:
            yield Section(name=name, blocks=(table,))
    blocks = tuple(_block(scribe, subject) for subject in subjects(scribe.plan)) if scribe.plan.blocks else ()
    if blocks:
        yield Section(name="action_blocks", blocks=blocks)


def _areas(scribe: Scribe) -> Iterator[_Row]:
    """All the form has, with a cross before those that were chosen; areas for those who lead only when they were."""
    plan, pack = scribe.plan, scribe.terms.pack
    for area in pack.competencies:
        chosen = area.key in plan.areas
        if chosen or not area.supervisors_only:
            yield Code("box.ticked" if chosen else "box.empty"), area.label, area.definition
    known = {area.key for area in pack.competencies}
    for concern in plan.concerns:
        if concern.competency not in known:
            yield Code("box.ticked"), concern.label, None


def _goals(scribe: Scribe) -> Iterator[_Row]:
    for goal in scribe.plan.goals:
        helps = [item.what for item in scribe.plan.supports if item.goal == goal.id]
        yield _joined(goal.text, goal.measure), goal.target, _joined(*helps)


def _reviews(scribe: Scribe) -> Iterator[_Row]:
    for review in scribe.plan.reviews:
        notes = (review.discussion, *(one.text for one in review.progress), review.adjustments)
        yield Code(f"review_kind.{review.kind}"), review.held_on or review.on, _joined(*notes)


def _resources(scribe: Scribe) -> Iterator[_Row]:
    for item in scribe.plan.supports:
        yield item.what, item.where, item.notes


def _smart(scribe: Scribe) -> Iterator[_Row]:
    for one in scribe.terms.pack.smart:
        yield one.name, one.text


def _signed(scribe: Scribe) -> Iterator[_Row]:
    """A line for each signature that was given, and an empty one for each that the form wants and nobody gave.

    A form that wants none has no such lines: who received the plan then stands in the record alone (S2-01).
    """
    if not scribe.terms.pack.signatures:
        return
    given = {STANDS_FOR.get(signature.role, signature.role) for signature in scribe.plan.signatures}
    for signature in scribe.plan.signatures:
        at = Moment(signature.at, signature.zone)
        yield Code(f"role.{signature.role}"), signature.name_shown, at, signature.text_hash
    for role in scribe.terms.pack.signatures:
        if role not in given:
            yield Code(f"role.{role}"), None, None, None


def _block(scribe: Scribe, subject: str) -> Table:
    """Deficiency, desired outcome, action, check-in, progress: the five parts of the form, a line each (S1-06)."""
    plan = scribe.plan
    block = block_on(plan, subject)
    concern = next((one for one in plan.concerns if one.competency == subject), None)
    goal = next((one for one in plan.goals if one.id == subject), None)
    days = () if block is None else block.days
    rows: tuple[tuple[Code, Value | None], ...] = (
        (Code("part.about"), _about(scribe, subject, goal)),
        (Code("part.deficiency"), concern.deficiency if concern else block.deficiency if block else None),
        (Code("part.desired_outcome"), concern.expectation if concern else goal.text if goal else None),
        (Code("part.action"), block.action if block else None),
        *(row for day in days for row in ((Code("part.check_in"), day.on), (Code("part.expected"), day.expected))),
        (Code("part.progress"), block.progress if block else None),
    )
    return Table(columns=("part", "text"), rows=tuple(row for row in rows if row[1] is not None))


def _about(scribe: Scribe, subject: str, goal: Goal | None) -> Value:
    if goal is not None:
        return goal.text
    area = scribe.terms.pack.competency(subject)
    concern = next((one for one in scribe.plan.concerns if one.competency == subject), None)
    if area is not None:
        return area.label
    return subject if concern is None or concern.label is None else concern.label


def _joined(*texts: Words | None) -> Words | None:
    said = "\n".join(text.reveal() for text in texts if text)
    return Words(said) if said else None
