"""Starting a plan and writing it, step by step. Every step that is sent is kept at once (B-02)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from bot.asking import Answered, Ask, Asked, House, PersonUnknownError
from bot.asks.base import FieldFaultsError, Pin, derived, read, relaxed, told
from bot.asks.hinting import hinting
from bot.asks.opening_blocks import block_typed, draw_block
from bot.asks.opening_check import draw_check
from bot.asks.opening_concerns import (
    areas_typed,
    concern_typed,
    draw_areas,
    draw_bare_concern,
    draw_concern,
    draw_strengths,
    strengths_typed,
)
from bot.asks.opening_dates import dates_typed, draw_dates, draw_reviews, reviews_typed
from bot.asks.opening_draft import LATER, Draft, asks_head, chose, load_draft
from bot.asks.opening_goals import (
    draw_bare_goal,
    draw_goal,
    draw_override,
    draw_support,
    goal_typed,
    override_typed,
    removed_typed,
    support_typed,
)
from bot.asks.opening_head import draw_head, head_typed
from bot.asks.right_tool import RIGHT_TOOL, met, yes_or_no
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Field, FieldKind, Option, Stands, Text
from bot.replies import Denied, Reply, ShowForm
from plans.actions.edit_plan import EditPlan, edit_plan
from plans.actions.open_plan import OpenPlan, open_plan
from plans.acts import Act
from plans.block_setting import block_on, subjects
from plans.ids import PlanId
from plans.people import Person, person_on_paper
from plans.permissions import Allow, decide
from plans.plan import PlanChangedMeanwhileError
from plans.policy import Pack, PlanKind
from plans.steps import Rhythm, Step
from plans.texts import NAME_LIMIT

# Marks a first form that has suggested coaching already.
_SUGGESTED: Final = "suggested"

Draw = Callable[[Draft], Form]
Typed = Callable[[Draft, Answers], Step | None]
Then = Callable[[Draft, Answers], Form]


# What comes after a step: the next one nobody has filled in yet, and the check screen once all have been seen.


def first_step(draft: Draft) -> Form:
    return draw_head(draft) if asks_head(draft.terms.pack) else draw_strengths(draft)


def after_head(draft: Draft, answers: Answers) -> Form:
    return after_strengths(draft, answers) if draft.plan.strengths else draw_strengths(draft.about(None))


def after_strengths(draft: Draft, answers: Answers) -> Form:
    return after_areas(draft, answers) if draft.plan.areas else draw_areas(draft.about(None))


def after_areas(draft: Draft, answers: Answers) -> Form:
    waiting = next((concern for concern in draft.plan.concerns if not concern.complete), None)
    if waiting is not None:
        return draw_concern(draft.about(waiting.competency))
    return draw_goal(draft.about(None)) if not draft.plan.goals else after_goals(draft, answers)


def after_concern(draft: Draft, answers: Answers) -> Form:
    return draw_concern(draft) if chose(answers, "example") else after_areas(draft, answers)


def after_goal(draft: Draft, answers: Answers) -> Form:
    if chose(answers, "goal"):
        return draw_goal(draft.about(None))
    if chose(answers, "more"):
        return draw_goal(draft.about(draft.subject or draft.entry))
    return after_goals(draft, answers)


def after_goals(draft: Draft, _answers: Answers) -> Form:
    # The dates are the last step, so a plan that has them has been through every step once.
    return draw_check(draft.about(None)) if draft.plan.reviews else draw_support(draft.about(None))


def after_support(draft: Draft, answers: Answers) -> Form:
    if chose(answers, "support"):
        return draw_support(draft.about(None))
    return draw_check(draft.about(None)) if draft.plan.reviews else draw_dates(draft.about(None))


def after_dates(draft: Draft, _answers: Answers) -> Form:
    return draw_reviews(draft.about(None))


def after_reviews(draft: Draft, answers: Answers) -> Form:
    waiting = next((one for one in subjects(draft.plan) if not _acted_on(draft, one)), None)
    if draft.terms.pack.has_blocks and waiting is not None:
        return draw_block(draft.about(waiting))
    return to_check(draft, answers)


def _acted_on(draft: Draft, subject: str) -> bool:
    block = block_on(draft.plan, subject)
    return block is not None and bool(block.action)


def after_block(draft: Draft, answers: Answers) -> Form:
    laid_out = answers.code("rhythm") not in {None, Rhythm.AS_TYPED}
    return draw_block(draft.about(draft.subject)) if laid_out else after_reviews(draft, answers)


def to_check(draft: Draft, _answers: Answers) -> Form:
    return draw_check(draft.about(None))


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAsk:
    """One step. ``later`` makes the variant that takes an unfinished form and stops there."""

    name: str
    draw: Draw
    typed: Typed
    then: Then
    later: bool = False

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=self.draw(await load_draft(work, asked)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        async with answered.work() as work:
            draft = await load_draft(work, asked)
            draft = Draft(asked=asked, plan=draft.plan, terms=draft.terms, subject=draft.subject, entry=answered.entry)
            seen = Pin.of(asked.stands).revision
            if seen is not None and seen != draft.plan.revision:
                raise PlanChangedMeanwhileError
            form = self.draw(draft)
            answers = read(relaxed(form) if self.later else form, answered, asked.house.wording)
            step = self.typed(draft, answers)
            if step is not None:
                request = EditPlan(plan=draft.plan.id, step=step, seen=draft.plan.revision, partial=self.later)
                draft = draft.after(await edit_plan(work, request, by=asked.by, now=asked.now))
        return kept_for_later(draft) if self.later else ShowForm(form=self.then(draft, answers))


def kept_for_later(draft: Draft) -> Reply:
    take_up = Button(label=draft.say("opening-take-up"), stands=draft.to("plan_check"))
    stands = draft.to("plan_check")
    return told(draft.say("opening-kept-title"), stands, draft.say("opening-kept"), buttons=(take_up,))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPlanAsk:
    """The first form: with whom, and on which form. ``/pip new`` takes no name; it is asked here, in private."""

    name: str = "open_plan"

    async def show(self, asked: Asked) -> Reply:
        if not isinstance(decide(asked.by, Act.OPEN_PLAN, None, now=asked.now), Allow):
            return Denied(sentence=asked.house.wording.say("open-plan-not-yours"))
        return ShowForm(form=self.form(asked))

    def form(self, asked: Asked) -> Form:
        say = asked.house.wording.say
        employee = Field(
            id="employee",
            kind=FieldKind.PERSON,
            label=say("open-plan-employee-label"),
            hint=say("open-plan-employee-hint"),
            required=False,
        )
        on_paper = Field(
            id="paper_name",
            kind=FieldKind.TEXT,
            label=say("open-plan-paper-name-label"),
            hint=say("open-plan-paper-name-hint"),
            required=False,
            max_length=NAME_LIMIT,
        )
        return Form(
            title=say("open-plan-title"),
            stands=asked.stands,
            submit=say("open-plan-submit"),
            parts=(
                Text(say("open-plan-intro")),
                Buttons((Button(label=say("right-tool-button"), stands=Stands(ask=RIGHT_TOOL)),)),
                *_kind(asked.house, chosen=asked.stands.subject),
                *_suggestion(asked),
                # A surface marks each of the two as optional by itself, so a sentence says that one is needed.
                Text(say("open-plan-who")),
                employee,
                on_paper,
                *_pack(asked.house, kind=asked.stands.subject),
                *((yes_or_no("recent", asked.house.wording, required=False),) if _coaches(asked.house) else ()),
            ),
        )

    async def take(self, answered: Answered) -> Reply:
        asked, house = answered.asked, answered.asked.house
        if not isinstance(decide(asked.by, Act.OPEN_PLAN, None, now=asked.now), Allow):
            return Denied(sentence=house.wording.say("open-plan-not-yours"))
        answers = read(self.form(asked), answered, house.wording)
        _check_one_person(asked, answers)
        native_id = answers.code("employee")
        member = None if native_id is None else await _employee(asked, native_id)
        pack = house.packs[answers.code("pack") or house.default_pack]
        kind = PlanKind(answers.code("kind") or pack.kind)
        pack = _of_kind(house, kind, chosen=pack)
        if kind is PlanKind.IMPROVEMENT and met(answers.code("recent")) and asked.stands.subject != _SUGGESTED:
            # Said once, and kept nowhere: the same form again goes on with the plan (S2-02).
            again = replace(asked, stands=replace(asked.stands, subject=_SUGGESTED))
            return ShowForm(form=self.form(again).filled(answers.values))
        async with answered.work() as work:
            employee = member or await work.people.put(_without_account(answered, answers))
            request = OpenPlan(plan=PlanId(answered.entry), kind=kind, employee=employee.id, pack=pack)
            plan = await open_plan(work, request, by=asked.by, now=asked.now)
            draft = Draft(asked=asked, plan=plan, terms=await work.terms(plan))
        return ShowForm(form=first_step(draft))


def _coaches(house: House) -> bool:
    return any(pack.kind is PlanKind.COACHING for pack in house.packs.values())


def _suggestion(asked: Asked) -> tuple[Text, ...]:
    suggested = asked.stands.subject == _SUGGESTED
    return (Text(asked.house.wording.say("open-plan-recent-met")),) if suggested else ()


def _kind(house: House, *, chosen: str | None = None) -> tuple[Field, ...]:
    """Asked only where there is a choice: coaching is offered once a pack for it is there."""
    kinds = [kind for kind in PlanKind if any(pack.kind is kind for pack in house.packs.values())]
    if len(kinds) < 2:  # noqa: PLR2004 - one kind is no choice
        return ()
    options = tuple(Option(value=kind, label=house.wording.say(f"kind-{kind}")) for kind in kinds)
    default = PlanKind.COACHING if chosen == PlanKind.COACHING else _default(house).kind
    label = house.wording.say("open-plan-kind-label")
    return (Field(id="kind", kind=FieldKind.RADIO, label=label, options=options, default=default),)


def _of_kind(house: House, kind: PlanKind, *, chosen: Pack) -> Pack:
    """The kind is what was asked first: where it has one form alone, that is the form, whatever stood in the list."""
    fitting = [pack for pack in house.packs.values() if pack.kind is kind]
    return fitting[0] if chosen.kind is not kind and len(fitting) == 1 else chosen


def _default(house: House) -> Pack:
    return house.packs[house.default_pack]


def _pack(house: House, *, kind: str | None = None) -> tuple[Field, ...]:
    if len(house.packs) < 2:  # noqa: PLR2004 - one pack is no choice
        return ()
    options = tuple(Option(value=name, label=pack.name) for name, pack in sorted(house.packs.items()))
    field = Field(
        id="pack",
        kind=FieldKind.CHOICE,
        label=house.wording.say("open-plan-pack-label"),
        hint=house.wording.say("open-plan-pack-hint"),
        options=options,
        default=next((name for name, pack in house.packs.items() if pack.kind == kind), house.default_pack),
    )
    return (field,)


def _check_one_person(asked: Asked, answers: Answers) -> None:
    """A member, or a name on paper (F-06): exactly one of them."""
    if (answers.code("employee") is None) is (answers.words("paper_name") is None):
        field = "employee" if answers.code("employee") is None else "paper_name"
        raise FieldFaultsError({field: asked.house.wording.say("open-plan-one-person")})


def _without_account(answered: Answered, answers: Answers) -> Person:
    """Whoever keeps a plan for them reckons in their own days."""
    by, name = answered.asked.by, answers.needed("paper_name")
    return person_on_paper(name, key=derived(answered.entry, "person"), beside=by, now=answered.asked.now)


async def _employee(asked: Asked, native_id: str) -> Person:
    """The chosen person with fresh facts; whoever the surface does not know is a fault at the field."""
    try:
        return await asked.house.directory.look_up(native_id, now=asked.now)
    except PersonUnknownError as error:
        sentence = asked.house.wording.say("error-person-unknown")
        raise FieldFaultsError({"employee": sentence}) from error


def _step(name: str, draw: Draw, typed: Typed, then: Then) -> tuple[Ask, Ask]:
    """A step, and its "save and finish later"."""
    return (
        StepAsk(name=name, draw=draw, typed=typed, then=then),
        StepAsk(name=name + LATER, draw=draw, typed=typed, then=then, later=True),
    )


ASKS: Final[tuple[Ask, ...]] = (
    OpenPlanAsk(),
    *_step("plan_head", draw_head, head_typed, after_head),
    *_step("plan_strengths", draw_strengths, strengths_typed, after_strengths),
    *_step("plan_areas", draw_areas, areas_typed, after_areas),
    *_step("plan_concern", draw_concern, concern_typed, after_concern),
    *_step("plan_goal", draw_goal, goal_typed, after_goal),
    *_step("plan_support", draw_support, support_typed, after_support),
    *_step("plan_dates", draw_dates, dates_typed, after_dates),
    *_step("plan_reviews", draw_reviews, reviews_typed, after_reviews),
    *_step("plan_block", draw_block, block_typed, after_block),
    *_step("override_support", draw_override, override_typed, to_check),
    hinting("plan_concern", draw_bare_concern, goal=False),
    hinting("plan_goal", draw_bare_goal, goal=True),
    StepAsk(name="remove_goal", draw=lambda draft: relaxed(draw_goal(draft)), typed=removed_typed, then=to_check),
)
