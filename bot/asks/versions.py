"""The versions of a plan's text: what each one changed, old beside new, and every one to read (S3-18)."""

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from bot.asks.looking import Look, PlanAsk
from bot.asks.paging import Place
from bot.asks.reading import paged
from bot.forms import Form
from bot.parts import Button, Buttons, Facts, Heading, Part, Said, Small, Text
from bot.plan_view import section_parts
from plans.acts import Act
from plans.amendments import pending
from plans.comparing import Difference, compared
from plans.edition import Line, read_edition
from plans.people import Role
from plans.plan import PlanError
from plans.signing import Edition
from plans.words import Words

_OF_ONE: Final = frozenset({"goals", "concerns", "support"})
# A number and a code are no words: both stand in one line.
_SHORT: Final = frozenset({"baseline", "aim", "direction"})
_PRINTED: Final = frozenset({"activity", "label", "definition", "provider"})


def difference_parts(look: Look, differences: tuple[Difference, ...]) -> Iterator[Part]:
    """What changed, item by item: the old words above the new ones, a date as old and new."""
    told = [one for one in differences if one.name not in _PRINTED]
    for (section, place, _), lines in groupby(told, key=lambda one: (one.section, one.place, one.subject)):
        several = list(lines)
        yield Heading(_heading(look, section, place, several[0]))
        for one in several:
            yield from _line(look, one)


def _heading(look: Look, section: str, place: int, first: Difference) -> str:
    if section == "goals":
        return look.say("versions-new-goal" if first.whole and first.new else "versions-goal", number=place)
    if section in _OF_ONE and first.whole and first.new is not None:
        return look.say("versions-new", what=look.say(f"view-{section}"))
    if section == "concerns":
        return look.say("versions-area", area=_area(look, place, first.subject))
    return look.say("view-dates") if section == "header" else look.say(f"view-{section}")


def _area(look: Look, place: int, subject: str | None) -> str:
    """The pack's label; an area in somebody's own words goes by its place."""
    known = look.terms.pack.competency(subject or "")
    return look.say("amend-own-area", number=place) if known is None else known.label


def _line(look: Look, one: Difference) -> Iterator[Part]:
    old, new = one.old, one.new
    label = _label(look, one)
    if one.name in _SHORT:
        yield Facts(((label, _pair(look, one)),))
        return
    if _dated_only(old, new):
        pair = look.say("versions-from-to", old=_day(look, old), new=_day(look, new))
        gone = new is None
        yield Facts(((label, _day(look, old) if gone else pair if old is not None else _day(look, new)),))
        yield from (Small(look.say("versions-gone")),) if gone else ()
        return
    if old is not None:
        yield Said(label=look.say("versions-was", label=label), words=_words(old), aside=_aside(look, old))
    if new is None:
        yield Small(look.say("versions-gone"))
        return
    line = "versions-is-new" if old is None else "versions-is-now"
    yield Said(label=look.say(line, label=label), words=_words(new), aside=_aside(look, new))


def _pair(look: Look, one: Difference) -> str:
    """A number, or which way it is to go: old and new in one line."""
    old, new = (None if line is None or line.text is None else _short(look, one, line) for line in (one.old, one.new))
    if old is None:
        return new or ""
    return look.say("versions-from-to", old=old, new=new or look.say("versions-no-number"))


def _short(look: Look, one: Difference, line: Line) -> str:
    text = _words(line).reveal()
    return look.say(f"direction-{text}") if one.name == "direction" else text


def _label(look: Look, one: Difference) -> str:
    """What reads as a sentence in the text itself has a label here."""
    named = f"versions-line-{one.name}"
    line = named if look.wording.has(named) else f"view-line-{one.name.replace('_', '-')}"
    return look.say(line, number=one.place)


def _dated_only(old: Line | None, new: Line | None) -> bool:
    lines = [line for line in (old, new) if line is not None]
    return all(line.text is None for line in lines)


def _words(line: Line) -> Words:
    return line.text or Words("—")


def _aside(look: Look, line: Line) -> str | None:
    return None if line.on is None else look.wording.day(line.on)


def _day(look: Look, line: Line | None) -> str:
    return look.say("fact-not-set") if line is None or line.on is None else look.wording.day(line.on)


# What one version changed


def changes_since(look: Look, edition: Edition) -> tuple[Difference, ...]:
    """What this version changed against the one before it that this reader knows."""
    before = [one for one in look.plan.editions if one.number < edition.number]
    return compared(read_edition(before[-1]), read_edition(edition)) if before else ()


def news(look: Look) -> Iterator[Part]:
    """For the employee, above the text: that it is a new version, what is new in it, and from when it counts."""
    editions = look.plan.editions
    if look.role is not Role.EMPLOYEE or len(editions) < 2 or not _unanswered(look):  # noqa: PLR2004 - the first is no change
        return
    yield Heading(look.say("versions-news", edition=editions[-1].number))
    yield Text(look.say("versions-news-counts" if pending(look.plan) else "versions-news-now"))
    yield from difference_parts(look, changes_since(look, editions[-1]))
    yield from _reason(look, editions[-1])


def _unanswered(look: Look) -> bool:
    return look.may(Act.ACKNOWLEDGE) and not any(
        given.role is Role.EMPLOYEE and given.edition == look.plan.edition for given in look.plan.signatures
    )


def _edition(look: Look) -> Edition:
    number = Place.of(look.asked.stands.subject).subject or ""
    found = next((one for one in look.plan.editions if str(one.number) == number), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def _draw_changes(look: Look) -> Form:
    edition = _edition(look)
    differences = changes_since(look, edition)
    parts = tuple(difference_parts(look, differences)) or (look.text("versions-nothing"),)
    made = Small(look.say("versions-of", edition=edition.number, at=look.moment(edition.made_at)))
    buttons = (*_ways(look), look.button("button-back-to-case", "open_case"))
    read = (made, *_stands(look, edition), *parts, *_reason(look, edition))
    return paged(look, "versions-changes-title", read, ask="read_changes", buttons=buttons)


def _stands(look: Look, edition: Edition) -> Iterator[Part]:
    waiting = any(one.edition == edition.number for one in pending(look.plan))
    yield look.text("versions-news-counts" if waiting else "versions-in-force")


def _reason(look: Look, edition: Edition) -> Iterator[Part]:
    """Why HR moved the last day."""
    for amendment in look.plan.amendments:
        if amendment.edition == edition.number and amendment.reason:
            aside = look.name(amendment.delivered_by)
            yield Said(label=look.say("versions-reason"), words=amendment.reason, aside=aside)


def _ways(look: Look) -> Iterator[Button]:
    if len(look.plan.editions) > 1:
        yield look.button("versions-all", "read_versions")


# All versions


def _draw_versions(look: Look) -> Form:
    groups = [part for edition in reversed(look.plan.editions) for part in _version(look, edition)]
    back = (look.button("button-back-to-case", "open_case"),)
    intro = look.text("versions-intro" if len(look.plan.editions) > 1 else "versions-only")
    return paged(look, "versions-title", (intro, *groups), ask="read_versions", buttons=back)


def _version(look: Look, edition: Edition) -> Iterator[Part]:
    yield Heading(look.say("versions-of", edition=edition.number, at=look.moment(edition.made_at)))
    answers = [given for given in look.plan.signatures if given.edition == edition.number]
    if answers:
        pairs = ((look.code("role", one.role), look.code("signature", one.kind)) for one in answers)
        yield Facts(tuple(pairs))
    buttons = [look.button("versions-read", "read_version", str(edition.number))]
    if edition is not look.plan.editions[0]:
        buttons.append(look.button("versions-changes", "read_changes", str(edition.number)))
    yield Buttons(tuple(buttons))


def _draw_version(look: Look) -> Form:
    edition = _edition(look)
    made = Small(look.say("versions-of", edition=edition.number, at=look.moment(edition.made_at)))
    text = section_parts(read_edition(edition), wording=look.wording)
    buttons = (look.button("versions-all", "read_versions"), look.button("button-back-to-case", "open_case"))
    return paged(look, "read-plan-title", (made, *text), ask="read_version", buttons=buttons)


ASKS: Final = (
    PlanAsk(name="read_changes", act=Act.READ_PLAN, draw=_draw_changes),
    PlanAsk(name="read_versions", act=Act.READ_PLAN, draw=_draw_versions),
    PlanAsk(name="read_version", act=Act.READ_PLAN, draw=_draw_version),
)
