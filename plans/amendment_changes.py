"""What an amendment changes, as data: only what is changed, so that whatever moves meanwhile stays moved.

``old`` is a date as it stood when the change was typed: one that comes later counts from the moment the amendment is
given, everything else once the employee's slot is complete (requirements §3.1).
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Any, Final, Self

from plans.figures import FiguresTyped, plain
from plans.goals import Direction
from plans.ids import BlockId, GoalId, MilestoneId, ReviewId, SupportId
from plans.record import Provider
from plans.words import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class DateChange:
    """``old`` is None for a date that is new altogether."""

    old: date | None
    new: date

    @property
    def later(self) -> bool:
        """Whether it counts at once, if the plan in force says no later day."""
        return self.old is not None and self.new > self.old


@dataclass(frozen=True, slots=True, kw_only=True)
class InterimChange:
    """``text`` and ``on`` are None where they stay."""

    id: MilestoneId
    text: Words | None = None
    on: DateChange | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """What a goal cites from now on (S1-05); nothing at all if it is all empty."""

    cites: Words | None = None
    cites_id: Words | None = None
    cites_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoalChange:
    """A goal written anew in part, or a new one, which has a text and a target.

    ``figures`` and ``citation`` are None where they stay; empty ones say that the goal has none any more.
    """

    id: GoalId
    text: Words | None = None
    measure: Words | None = None
    target: DateChange | None = None
    interim: tuple[InterimChange, ...] = ()
    figures: FiguresTyped | None = None
    citation: Citation | None = None
    rating: int | None = None

    @property
    def worded(self) -> bool:
        """Whether anything but a date is written anew."""
        told = self.text or self.measure or any(one.text for one in self.interim)
        return bool(told) or any(one is not None for one in (self.figures, self.citation, self.rating))

    @property
    def empty(self) -> bool:
        return not (self.worded or self.target or self.interim)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayChange:
    """A day for checking in as it is from now on.

    ``was`` is its day until now, the same where it stays, None for one that is new. ``meeting`` is the review in which
    progress is looked at on a day that is new or moved; ``spares`` is one nobody needs any more, since two became one.
    """

    on: date
    was: date | None = None
    expected: Words | None = None
    meeting: ReviewId | None = None
    spares: ReviewId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockChange:
    """An action block as it is from now on, with all its days, or a new one.

    ``deficiency`` of an area goes to its concern, where an area's deficiency stands.
    """

    id: BlockId
    subject: str
    deficiency: Words | None = None
    action: Words | None = None
    progress: Words | None = None
    days: tuple[DayChange, ...] = ()

    @property
    def dated(self) -> tuple[DayChange, ...]:
        """The days that are new or moved."""
        return tuple(day for day in self.days if day.was != day.on)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportAdded:
    id: SupportId
    what: Words
    provider: Provider
    goal: GoalId | None = None
    where: Words | None = None
    notes: Words | None = None
    due: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewAdded:
    id: ReviewId
    on: date
    at_time: time | None = None
    zone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """``expectations`` are by the key of their area."""

    strengths: Words | None = None
    expectations: Mapping[str, Words] = field(default_factory=dict)
    goals: tuple[GoalChange, ...] = ()
    blocks: tuple[BlockChange, ...] = ()
    supports: tuple[SupportAdded, ...] = ()
    reviews: tuple[ReviewAdded, ...] = ()
    end: DateChange | None = None

    def with_goal(self, change: GoalChange) -> Self:
        """What was typed about this goal before is replaced."""
        others = tuple(one for one in self.goals if one.id != change.id)
        return replace(self, goals=others if change.empty else (*others, change))

    def without_block(self, subject: str) -> Self:
        return replace(self, blocks=tuple(one for one in self.blocks if one.subject != subject))


NOTHING: Final = Changes()


# As it is stored


def words_of(changes: Changes) -> Words:
    """Canonical JSON: keys sorted, nothing that is not changed."""
    return Words(json.dumps(_plain(changes), ensure_ascii=False, sort_keys=True, separators=(",", ":")))


def _plain(value: object) -> object:
    """Words as their text, dates and numbers as they are written; what is empty is left out."""
    match value:
        case Words():
            return value.reveal()
        case date() | time() | Decimal():
            return plain(value) if isinstance(value, Decimal) else value.isoformat()
        case tuple():
            return [_plain(one) for one in value]
        case str() | int() | None:
            return value
        case Mapping():
            return {key: _plain(one) for key, one in value.items()}
        case _:
            return _fields(value)


def _fields(value: object) -> object:
    named = {name: getattr(value, name) for name in getattr(value, "__dataclass_fields__", ())}
    return {name: _plain(one) for name, one in named.items() if one not in (None, (), {})}


def changes_from(words: Words) -> Changes:
    """Reads back what ``words_of`` wrote."""
    found: Mapping[str, Any] = json.loads(words.reveal() or "{}")
    return Changes(
        strengths=_words(found, "strengths"),
        expectations={key: Words(text) for key, text in found.get("expectations", {}).items()},
        goals=tuple(_goal_from(one) for one in found.get("goals", ())),
        blocks=tuple(_block_from(one) for one in found.get("blocks", ())),
        supports=tuple(_support_from(one) for one in found.get("supports", ())),
        reviews=tuple(_review_from(one) for one in found.get("reviews", ())),
        end=_date_from(found.get("end")),
    )


def _goal_from(found: Mapping[str, Any]) -> GoalChange:
    return GoalChange(
        id=GoalId(found["id"]),
        text=_words(found, "text"),
        measure=_words(found, "measure"),
        target=_date_from(found.get("target")),
        interim=tuple(
            InterimChange(id=MilestoneId(one["id"]), text=_words(one, "text"), on=_date_from(one.get("on")))
            for one in found.get("interim", ())
        ),
        figures=_figures_from(found.get("figures")),
        citation=_citation_from(found.get("citation")),
        rating=found.get("rating"),
    )


def _figures_from(found: Mapping[str, str] | None) -> FiguresTyped | None:
    if found is None:
        return None
    return FiguresTyped(
        metric=_words(found, "metric"),
        unit=_words(found, "unit"),
        baseline=_number(found, "baseline"),
        aim=_number(found, "aim"),
        direction=Direction(found["direction"]) if "direction" in found else None,
    )


def _citation_from(found: Mapping[str, str] | None) -> Citation | None:
    if found is None:
        return None
    return Citation(cites=_words(found, "cites"), cites_id=_words(found, "cites_id"), cites_on=_day(found, "cites_on"))


def _block_from(found: Mapping[str, Any]) -> BlockChange:
    return BlockChange(
        id=BlockId(found["id"]),
        subject=found["subject"],
        deficiency=_words(found, "deficiency"),
        action=_words(found, "action"),
        progress=_words(found, "progress"),
        days=tuple(_day_from(one) for one in found.get("days", ())),
    )


def _day_from(found: Mapping[str, str]) -> DayChange:
    meeting, spares = found.get("meeting"), found.get("spares")
    return DayChange(
        on=date.fromisoformat(found["on"]),
        was=_day(found, "was"),
        expected=_words(found, "expected"),
        meeting=None if meeting is None else ReviewId(meeting),
        spares=None if spares is None else ReviewId(spares),
    )


def _support_from(found: Mapping[str, Any]) -> SupportAdded:
    goal = found.get("goal")
    return SupportAdded(
        id=SupportId(found["id"]),
        what=Words(found["what"]),
        provider=Provider(found["provider"]),
        goal=None if goal is None else GoalId(goal),
        where=_words(found, "where"),
        notes=_words(found, "notes"),
        due=_day(found, "due"),
    )


def _review_from(found: Mapping[str, Any]) -> ReviewAdded:
    at_time = found.get("at_time")
    return ReviewAdded(
        id=ReviewId(found["id"]),
        on=date.fromisoformat(found["on"]),
        at_time=None if at_time is None else time.fromisoformat(at_time),
        zone=found.get("zone"),
    )


def _date_from(found: Mapping[str, str] | None) -> DateChange | None:
    if found is None:
        return None
    return DateChange(old=_day(found, "old"), new=date.fromisoformat(found["new"]))


def _day(found: Mapping[str, str], name: str) -> date | None:
    return date.fromisoformat(found[name]) if name in found else None


def _number(found: Mapping[str, str], name: str) -> Decimal | None:
    return Decimal(found[name]) if name in found else None


def _words(found: Mapping[str, Any], name: str) -> Words | None:
    return Words(found[name]) if name in found else None
