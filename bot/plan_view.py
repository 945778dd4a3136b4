"""A plan's text as parts to read, in the order of the employee's view: purpose first, strengths before concerns."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.parts import Divider, Facts, Heading, Part, Said, Small, Text
from bot.wording import Wording
from plans.edition import Item, Line, Section, read_edition, sections_of
from plans.plan import Plan
from plans.states import BEFORE_DELIVERY, PlanState
from plans.terms import Terms
from plans.words import Words

# The pack's own texts, which HR approved: printed as paragraphs. Everything else somebody wrote, and is quoted.
_PRINTED: Final = frozenset({"purpose", "consequence", "right", "label", "definition"})

# Lines that hold one of a closed set of codes, with a sentence of ours for each.
_CODES: Final = frozenset({"values", "performance", "cause"})
_SAID_WITH_ANOTHER: Final = frozenset({"provider", "aim", "direction"})

# Nobody has approved the text as it stands, whatever was approved before.
_WRITTEN_ON: Final = BEFORE_DELIVERY - {PlanState.APPROVED}


def plan_parts(plan: Plan, terms: Terms, *, wording: Wording, now: datetime) -> tuple[Part, ...]:
    """The text of the edition in force, letter for letter; while it is being written, the text as it stands now."""
    fixed = plan.editions and plan.state not in _WRITTEN_ON
    sections = read_edition(plan.editions[-1]) if fixed else sections_of(plan, terms, at=now)
    return section_parts(sections, wording=wording)


def section_parts(sections: Sequence[Section], *, wording: Wording) -> tuple[Part, ...]:
    return tuple(part for section in sections for part in _section(section, wording))


def chunks(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """What should stay together on a page: from one heading or divider to the next."""
    chunk: list[Part] = []
    for part in parts:
        if isinstance(part, Heading | Divider) and chunk:
            yield tuple(chunk)
            chunk = []
        chunk.append(part)
    if chunk:
        yield tuple(chunk)


def _section(section: Section, wording: Wording) -> Iterator[Part]:
    if section.name == "header":
        yield Facts(tuple(_header(item, wording) for item in section.items))
        return
    yield Heading(wording.say(f"view-{section.name}"))
    if section.name == "dates":
        lines = (line for item in section.items for line in item.lines)
        yield Facts(tuple((wording.say(_line(line)), _day(line, wording)) for line in lines))
        return
    if section.name == "rights":
        lines = (line for item in section.items for line in item.lines)
        yield Text("\n".join(f"• {_print(line.text)}" for line in lines))
        return
    for number, item in enumerate(section.items, start=1):
        if number > 1 and section.name in {"concerns", "goals"}:
            yield Divider()
        yield from _item(item, number, wording)


def _item(item: Item, number: int, wording: Wording) -> Iterator[Part]:
    for place, line in enumerate(item.lines):
        if line.name in _PRINTED:
            printed = _print(line.text)
            yield Small(printed) if line.name == "definition" else Text(printed)
        elif line.name == "target":
            yield Text(wording.say("view-line-target", day=_day(line, wording)))
        elif line.name == "activity":
            yield Small(wording.say("view-activity"))
        elif line.name == "rating":
            yield Text(wording.say("view-rating", rating=_print(line.text)))
        elif line.name in _CODES:
            yield Text(wording.say(f"view-{line.name}-{_print(line.text)}"))
        elif line.name == "baseline":
            yield Text(_way(item, wording))
        elif line.name not in _SAID_WITH_ANOTHER:
            yield _said(line, number, wording, by=_provider(item.lines[place:]))


def _way(item: Item, wording: Wording) -> str:
    """Where a number stands and where it is to go; which way is better is a code."""
    said = {line.name: _print(line.text) for line in item.lines}
    better = wording.say(f"view-direction-{said.get('direction', '')}")
    return wording.say("view-line-baseline", baseline=said["baseline"], aim=said.get("aim", ""), better=better)


def _provider(lines: Sequence[Line]) -> str:
    """Who provides the support that these lines begin with: its code stands in the first such line."""
    if lines[0].name != "support":
        return ""
    return next((_print(line.text) for line in lines if line.name == "provider"), "")


def _said(line: Line, number: int, wording: Wording, *, by: str) -> Part:
    """What somebody wrote, under its label; a line that is only a date is a sentence of ours."""
    label = wording.say(_line(line), number=number)
    aside = (
        None if line.on is None else wording.say(f"view-when-{line.name.replace('_', '-')}", day=_day(line, wording))
    )
    if line.text is None:
        return Text(label if aside is None else f"{label}: {aside}")
    if by:
        said = wording.say(f"view-by-{by}")
        aside = said if aside is None else f"{said}, {aside}"
    return Said(label=label, words=line.text, aside=aside)


def _header(item: Item, wording: Wording) -> tuple[str, str]:
    label = next((_print(line.text) for line in item.lines if line.name == "label"), "")
    value = next((line for line in item.lines if line.name != "label"), None)
    if value is None:
        return label, ""
    return label, _print(value.text) if value.text is not None else _day(value, wording)


def _line(line: Line) -> str:
    return f"view-line-{line.name.replace('_', '-')}"


def _day(line: Line, wording: Wording) -> str:
    return wording.say("fact-not-set") if line.on is None else wording.day(line.on)


def _print(words: Words | None) -> str:
    """Texts of the pack, and the names at the head of the form; the reader has passed the permission check."""
    return "" if words is None else words.reveal()
