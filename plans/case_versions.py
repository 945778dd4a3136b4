"""The versions of a plan in its case file: each exact text, and what it changed, old beside new (S3-18)."""

from collections.abc import Iterator
from typing import Final

from plans.comparing import Difference, compared
from plans.document import Block, Code, Entry, Exact, Facts, Section, Table, Value
from plans.edition import Line, read_edition
from plans.edition import Section as TextSection
from plans.scribe import Scribe, facts
from plans.signing import Amendment, Edition

_Row = tuple[Value | None, ...]
# The line of the text that ends an action block is the progress the form asks for.
_PARTS: Final = {"block_deficiency": "deficiency", "expected": "progress"}
_CODED: Final = {"direction": "direction", "provider": "provider"}
# Of the pack, and the same in every version.
_PRINTED: Final = frozenset({"activity", "label", "definition"})


def edition_sections(scribe: Scribe) -> Iterator[Section]:
    """The exact texts the signatures were given to; old versions stay readable (S3-18)."""
    blocks: list[Block] = []
    before: Edition | None = None
    for edition in scribe.plan.editions:
        known = facts(edition=edition.number, made_at=scribe.moment(edition.made_at), text_hash=edition.text_hash)
        blocks += [Facts(known), Exact(name="edition", text=edition.text)]
        blocks += [_amendment(scribe, one) for one in scribe.plan.amendments if one.edition == edition.number]
        if before is not None:
            blocks += _changes(scribe, before, edition)
        before = edition
    yield Section(name="editions", blocks=tuple(blocks))


def _amendment(scribe: Scribe, amendment: Amendment) -> Entry:
    """Who changed the text, and since when it counts."""
    return Entry(
        name="amendment",
        id=amendment.id,
        by=scribe.named(amendment.delivered_by),
        at=scribe.moment(amendment.delivered_at),
        facts=facts(in_force_at=scribe.moment(amendment.in_force_at), reason=amendment.reason),
        attached=scribe.rebuttals(amendment.id),
    )


def _changes(scribe: Scribe, before: Edition, after: Edition) -> Iterator[Table]:
    """What reads otherwise in the later text, line by line; nothing where both say the same."""
    old, new = read_edition(before), read_edition(after)
    found = [one for one in compared(old, new) if one.name not in _PRINTED]
    rows = tuple(row for one in found for row in _rows(_about(scribe, one, new), one))
    if rows:
        yield Table(columns=("about", "part", "was", "from_now_on"), rows=rows)


def _rows(about: Value, one: Difference) -> Iterator[_Row]:
    """A row for the words and one for the day, whichever of them changed."""
    part = Code(f"part.{_PARTS.get(one.name, one.name)}")
    old, new = _text(one.old), _text(one.new)
    if old != new:
        yield about, part, old, new
    was, now = (None if line is None else line.on for line in (one.old, one.new))
    if was != now:
        yield about, part, was, now


def _text(line: Line | None) -> Value | None:
    if line is None or line.text is None:
        return None
    group = _CODED.get(line.name)
    return line.text if group is None else Code(f"{group}.{line.text.reveal()}")


def _about(scribe: Scribe, one: Difference, text: tuple[TextSection, ...]) -> Value:
    """The area or goal it belongs to, as the later text names it; else the part of the text."""
    area = scribe.terms.pack.competency(one.subject or "")
    if area is not None:
        return area.label
    named = (
        line.text
        for section in text
        if section.name == one.section
        for item in section.items
        if item.subject == one.subject
        for line in item.lines
        if line.name in {"goal", "area"}
    )
    return next((words for words in named if words), None) or Code(f"part.{one.section}")
