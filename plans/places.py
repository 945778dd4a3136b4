"""Where in a plan a comment belongs: a part, one item of it, and one field of that item's form (requirements §4.3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

from plans.block_setting import subjects
from plans.plan import Plan
from plans.policy import PROPOSED_REVIEWS, Pack, PlanKind
from plans.steps import Part

_MARK: Final = "."
CONCERN_FIELDS: Final = ("expectation", "standard", "deficiency", "example", "feedback")
GOAL_FIELDS: Final = ("text", "measure", "target", "interim", "support")
BLOCK_FIELDS: Final = ("deficiency", "action", "day", "progress")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """``subject`` is an area's key or a goal's id; ``field`` is named as in the form, without its number."""

    part: Part
    subject: str | None = None
    field: str | None = None

    @property
    def code(self) -> str:
        """As it is stored: ``goals``, ``goals.<id>``, ``goals.<id>.measure`` or ``dates..final``."""
        return _MARK.join((self.part.value, self.subject or "", self.field or "")).rstrip(_MARK)

    @property
    def item(self) -> Self:
        """The same place without its field."""
        return type(self)(part=self.part, subject=self.subject)

    @classmethod
    def of(cls, code: str) -> Self:
        """Raises ``ValueError`` for what is no place."""
        part, _, rest = code.partition(_MARK)
        subject, _, field = rest.partition(_MARK)
        return cls(part=Part(part), subject=subject or None, field=field or None)


def places(plan: Plan, pack: Pack) -> Iterator[Place]:
    """Every field that HR may comment on, in the order of the check screen."""
    yield Place(part=Part.PEOPLE)
    if plan.kind is PlanKind.IMPROVEMENT:
        yield Place(part=Part.KIND)
    if pack.to_fill_in or pack.asks_who_leads:
        yield Place(part=Part.HEAD)
    yield Place(part=Part.STRENGTHS, field="strengths")
    yield Place(part=Part.AREAS, field="areas")
    of_area = (*(("rating",) if pack.ratings else ()), *CONCERN_FIELDS)
    for concern in plan.concerns:
        yield from (Place(part=Part.CONCERNS, subject=concern.competency, field=name) for name in of_area)
    for goal in plan.goals:
        yield from (Place(part=Part.GOALS, subject=goal.id, field=name) for name in GOAL_FIELDS)
    if not plan.goals:
        yield Place(part=Part.GOALS)
    yield Place(part=Part.SUPPORT, field="support")
    yield Place(part=Part.DATES, field="period")
    kinds = [review.kind for review in plan.reviews]
    yield from (Place(part=Part.DATES, field=kind.value) for kind in PROPOSED_REVIEWS if kind in kinds)
    yield Place(part=Part.DATES, field="added")
    if pack.has_blocks:
        yield from _blocks(plan)


def _blocks(plan: Plan) -> Iterator[Place]:
    """An area's deficiency stands in its own form; only a goal's is written in the block."""
    for subject in subjects(plan):
        skipped = "deficiency" if subject in plan.areas else None
        yield from (Place(part=Part.BLOCKS, subject=subject, field=name) for name in BLOCK_FIELDS if name != skipped)
