"""What every step of a draft is drawn from, and the parts all of them share."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol, Self

from bot.asking import Asked
from bot.asks.base import Pin, name_of
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Part, Said, Small, Stands
from bot.wording import Wording
from plans.acts import Act
from plans.ids import PersonId
from plans.lifecycle import open_requests
from plans.moving import today_for
from plans.places import Place
from plans.plan import Plan
from plans.policy import Pack
from plans.ports import Work
from plans.steps import OWN_AREA
from plans.steps import Part as PlanPart
from plans.terms import Terms
from plans.words import Words

LATER: Final = "_later"
_STEPS: Final = ("plan_strengths", "plan_areas", "plan_concern", "plan_goal", "plan_support", "plan_dates")
# Steps that only some forms have stand before and after these.
_FIRST: Final = "plan_head"
_LAST: Final = "plan_block"
NEXT: Final = "next"
# Which part of the plan a step edits, for the comments that stand at its fields.
_EDITS: Final = {
    "plan_strengths": PlanPart.STRENGTHS,
    "plan_areas": PlanPart.AREAS,
    "plan_concern": PlanPart.CONCERNS,
    "plan_goal": PlanPart.GOALS,
    "plan_support": PlanPart.SUPPORT,
    "plan_dates": PlanPart.DATES,
    "plan_head": PlanPart.HEAD,
    "plan_block": PlanPart.BLOCKS,
}
IN_DATES: Final = frozenset({None, "period"})
_PLACE_MARK: Final = "_"
_FIELD_MARK: Final = "#"


class Written(Protocol):
    """Whatever has an author and a time."""

    @property
    def by(self) -> PersonId: ...
    @property
    def at(self) -> datetime: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A plan being written. ``subject`` is the part the step is about; ``entry`` the id of what its form creates.

    ``at`` is the field a comment's button opens the form at.
    """

    asked: Asked
    plan: Plan
    terms: Terms
    subject: str | None = None
    entry: str = ""
    at: str | None = None

    @property
    def wording(self) -> Wording:
        """Ours, with the lines of the plan's own form (requirements §6.1)."""
        return self.asked.house.wording.with_own(self.terms.pack.wording)

    @property
    def today(self) -> date:
        return today_for(self.asked.by, self.asked.now)

    def say(self, line: str, **values: str | float) -> str:
        return self.wording.say(line, **values)

    def about(self, subject: str | None) -> Self:
        return replace(self, subject=subject, entry="", at=None)

    def after(self, plan: Plan) -> Self:
        """The same draft once the step is kept."""
        return replace(self, plan=plan)

    def stands(self, ask: str) -> Stands:
        """This step, pinned to the revision it was drawn from."""
        return Pin(subject=self.subject, revision=self.plan.revision).stands(ask, self.plan.id)

    def to(self, ask: str, subject: str | None = None) -> Stands:
        return Stands(ask=ask, plan=self.plan.id, subject=subject)

    def step(self, ask: str, title: str, *parts: Part | Field) -> Form:
        """A step's form: where one is, what it asks, and a way to leave without losing anything."""
        steps = steps_of(self.terms.pack)
        number = steps.index(ask) + 1 if ask in steps else steps.index("plan_dates") + 1
        return Form(
            title=self.say(title),
            stands=self.stands(ask),
            submit=self.say("opening-save-and-go-on"),
            close=self.say("opening-close"),
            parts=(
                Small(self.say("opening-step", step=number, of=len(steps))),
                *self._with_comments(ask, parts),
                Buttons((self._later(ask),)),
                Small(self.say("opening-private")),
            ),
        )

    def _with_comments(self, ask: str, parts: Iterable[Part | Field]) -> Iterator[Part | Field]:
        """What HR asked for stands right above the field it is about; what is about no field, above them all."""
        waiting = {place.field: said for place, said in self._comments(ask)}
        fields = {_bare(part.id) for part in parts if isinstance(part, Field)}
        yield from (said for field, said in waiting.items() if field not in fields)
        opened = False
        for part in parts:
            if isinstance(part, Field):
                said = waiting.pop(_bare(part.id), None)
                if said is not None:
                    yield said
                here = not opened and self.at is not None and _bare(part.id) == self.at
                opened = opened or here
                yield replace(part, focus=True) if here else part
            else:
                yield part

    def _comments(self, ask: str) -> Iterator[tuple[Place, Said]]:
        for request in open_requests(self.plan):
            place = Place.of(request.part)
            if _edits(ask, place) and place.subject in {None, self.subject}:
                yield place, Said(label=self.say("plan-check-hr-asks"), words=request.text)

    def written_by(self, part: Written | None) -> tuple[Part, ...]:
        """Who wrote what stands here, and when (S3-02); nothing for what is new."""
        if part is None:
            return ()
        known = self.terms.people.get(part.by)
        at = self.wording.moment(part.at, zone=self.asked.by.zone)
        return (Small(self.say("opening-written-by", name=name_of(known) if known else "—", at=at)),)

    def area_label(self, key: str) -> str | Words:
        """The pack's label, or the supervisor's own words."""
        area = self.terms.pack.competency(key)
        if area is not None:
            return area.label
        own = next((concern.label for concern in self.plan.concerns if concern.competency == OWN_AREA), None)
        return own or self.say("opening-own-area")

    def _later(self, ask: str) -> Button:
        return Button(label=self.say("opening-later"), stands=self.stands(ask + LATER), submits=True)


def asks_head(pack: Pack) -> bool:
    """Whether the form's head has anything to fill in."""
    return bool(pack.to_fill_in) or pack.asks_who_leads


def steps_of(pack: Pack) -> tuple[str, ...]:
    """The steps of this form in their order; the reviews belong to the dates."""
    return (*((_FIRST,) if asks_head(pack) else ()), *_STEPS, *((_LAST,) if pack.has_blocks else ()))


async def load_draft(work: Work, asked: Asked) -> Draft:
    """The draft somebody is about to edit. Raises as ``Plans.get`` does."""
    plan = await work.plans.get(asked.plan, by=asked.by, act=Act.EDIT_PLAN, now=asked.now)
    subject, _, at = (Pin.of(asked.stands).subject or "").partition(_FIELD_MARK)
    return Draft(asked=asked, plan=plan, terms=await work.terms(plan), subject=subject or None, at=at or None)


def _edits(ask: str, place: Place) -> bool:
    """Dates have two forms: the length of the plan, and its reviews."""
    if place.part is PlanPart.DATES and ask != "plan_dates":
        return ask == "plan_reviews" and place.field not in IN_DATES
    return place.part is _EDITS.get(ask) and (ask != "plan_dates" or place.field in IN_DATES)


def _bare(field: str) -> str:
    """A numbered field's name without its number: ``interim`` for ``interim_2``."""
    name, _, number = field.rpartition(_PLACE_MARK)
    return name if number.isdecimal() else field


def what_next(draft: Draft, *choices: str) -> Field:
    """What to do after this form; the first choice stands there already."""
    return Field(
        id=NEXT,
        kind=FieldKind.RADIO,
        label=draft.say("opening-next"),
        options=tuple(Option(value=choice, label=draft.say(f"opening-next-{choice}")) for choice in choices),
        default=choices[0],
        required=False,
    )


def chose(answers: Answers, choice: str) -> bool:
    return answers.code(NEXT) == choice
