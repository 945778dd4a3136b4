"""What goes well, which areas the plan is about, and for each of them what is expected and what falls short."""

from collections.abc import Iterator

from bot.asks.hinting import beside, hints_button, hints_of_concern
from bot.asks.opening_draft import Draft, what_next
from bot.asks.rating import rating_field, rating_typed
from bot.forms import Answers, Form
from bot.parts import Field, FieldKind, Heading, Option, Part, Said, Small, Text
from bot.sentences import shown
from plans.classing import tells_apart
from plans.editing import numbered
from plans.goals import Cause, Concern, Example, Level
from plans.plan import PlanError
from plans.policy import Competency
from plans.steps import OWN_AREA, AreasStep, ConcernStep, StrengthsStep
from plans.texts import NAME_LIMIT, STANDARD_LIMIT
from plans.words import Words

MOST_SHOWN = 10


def draw_strengths(draft: Draft) -> Form:
    field = Field(
        id="strengths",
        kind=FieldKind.LONG_TEXT,
        label=draft.say("plan-strengths-label"),
        hint=draft.say("plan-strengths-hint"),
        default=draft.plan.strengths,
    )
    intro = Text(draft.say("plan-strengths-intro"))
    return draft.step("plan_strengths", "plan-strengths-title", intro, field, *_classification(draft), *_stands(draft))


def strengths_typed(_draft: Draft, answers: Answers) -> StrengthsStep:
    values, performance, cause = (answers.code(name) for name in ("values", "performance", "cause"))
    return StrengthsStep(
        strengths=answers.words("strengths"),
        values=None if values is None else Level(values),
        performance=None if performance is None else Level(performance),
        cause=None if cause is None else Cause(cause),
        classification=answers.code("classification"),
    )


def _classification(draft: Draft) -> Iterator[Field]:
    """Which group of employees this is about, where the form tells groups apart (S0-26)."""
    if tells_apart(draft.terms):
        steps = draft.terms.pack.next_steps
        yield Field(
            id="classification",
            kind=FieldKind.RADIO,
            label=draft.say("plan-classification-label"),
            hint=draft.say("plan-classification-hint"),
            options=tuple(Option(value=one.classification, label=one.label) for one in steps),
            default=draft.plan.classification,
            required=False,
        )


def _stands(draft: Draft) -> Iterator[Field]:
    """Values and performance apart, and what the shortfall comes from (S2-03); where areas are rated, they say it."""
    if draft.terms.pack.ratings:
        return
    plan = draft.plan
    for name, kinds, default in (
        ("values", Level, plan.values_level),
        ("performance", Level, plan.performance_level),
        ("cause", Cause, plan.main_cause),
    ):
        group = "cause" if kinds is Cause else "level"
        yield Field(
            id=name,
            kind=FieldKind.CHOICE if kinds is Cause else FieldKind.RADIO,
            label=draft.say(f"plan-strengths-{name}-label"),
            hint=draft.say(f"plan-strengths-{name}-hint"),
            options=tuple(Option(value=one, label=draft.say(f"{group}-{one}")) for one in kinds),
            default=default,
            required=False,
        )


def draw_areas(draft: Draft) -> Form:
    pack, fields, areas = draft.terms.pack, list[Part | Field](), _areas(draft)
    if areas:
        fields.append(
            Field(
                id="areas",
                kind=FieldKind.CHOICES,
                label=draft.say("plan-areas-label"),
                hint=draft.say("plan-areas-hint"),
                options=tuple(Option(value=area.key, label=area.label) for area in areas),
                default=tuple(key for key in draft.plan.areas if key != OWN_AREA),
                required=not pack.free_competencies,
            ),
        )
    if pack.free_competencies:
        fields.append(_own_area(draft))
    meanings = "\n".join(f"{area.label}: {area.definition}" for area in areas)
    return draft.step("plan_areas", "plan-areas-title", *fields, *([Small(meanings)] if meanings else []))


def _areas(draft: Draft) -> tuple[Competency, ...]:
    """Those for supervisors only if the employee is one (S1-04)."""
    every = draft.terms.pack.competencies
    return tuple(area for area in every if draft.plan.leads_others or not area.supervisors_only)


def _own_area(draft: Draft) -> Field:
    own = next((concern.label for concern in draft.plan.concerns if concern.competency == OWN_AREA), None)
    return Field(
        id=OWN_AREA,
        kind=FieldKind.TEXT,
        label=draft.say("plan-areas-own-label"),
        hint=draft.say("plan-areas-own-hint"),
        default=own,
        required=False,
        max_length=NAME_LIMIT,
    )


def areas_typed(_draft: Draft, answers: Answers) -> AreasStep:
    return AreasStep(areas=answers.codes("areas"), own_area=answers.words(OWN_AREA))


def concern_of(draft: Draft) -> Concern:
    """The concern this step is about. Raises ``PlanError("part-gone")``."""
    found = next((concern for concern in draft.plan.concerns if concern.competency == draft.subject), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def draw_concern(draft: Draft) -> Form:
    """The form of one area, with hints on what is kept of it already."""
    return beside(draft, draw_bare_concern(draft), hints_of_concern(draft, concern_of(draft)))


def draw_bare_concern(draft: Draft) -> Form:
    """The same without hints, to be looked at as it is typed."""
    concern = concern_of(draft)
    return draft.step(
        "plan_concern",
        "plan-concern-title",
        *_area(draft, concern),
        *draft.written_by(concern if concern.expectation else None),
        *rating_field(draft, concern.rating, required=True),
        _text(draft, "expectation", concern.expectation),
        Field(
            id="standard",
            kind=FieldKind.TEXT,
            label=draft.say("plan-concern-standard-label"),
            hint=draft.say("plan-concern-standard-hint"),
            default=concern.standard,
            required=False,
            max_length=STANDARD_LIMIT,
        ),
        _text(draft, "deficiency", concern.deficiency),
        *(field for place in range(1, _places(concern) + 1) for field in _example(draft, concern, place)),
        hints_button(draft, "plan_concern"),
        Text(draft.say("plan-concern-feedback-intro")),
        Field(
            id="feedback_on",
            kind=FieldKind.DATE,
            label=draft.say("plan-concern-feedback-on-label"),
            hint=draft.say("plan-concern-feedback-on-hint"),
            default=concern.feedback_on,
            required=False,
        ),
        _text(draft, "feedback", concern.feedback, required=False),
        what_next(draft, "on", "example"),
    )


def concern_typed(draft: Draft, answers: Answers) -> ConcernStep:
    places = range(1, _places(concern_of(draft)) + 1)
    return ConcernStep(
        area=draft.subject or "",
        expectation=answers.words("expectation"),
        standard=answers.words("standard"),
        deficiency=answers.words("deficiency"),
        examples=tuple(
            (answers.day(numbered("example_on", place)), answers.words(numbered("example", place))) for place in places
        ),
        feedback_on=answers.day("feedback_on"),
        feedback=answers.words("feedback"),
        rating=rating_typed(answers),
    )


def _area(draft: Draft, concern: Concern) -> tuple[Part, ...]:
    label, area = draft.area_label(concern.competency), draft.terms.pack.competency(concern.competency)
    if isinstance(label, Words):
        return (Said(label=draft.say("plan-concern-area"), words=label),)
    return (Heading(label), *((Small(area.definition),) if area else ()))


def _places(concern: Concern) -> int:
    """One place for an example at first; then one more than there are."""
    return min(len(concern.examples) + 1, MOST_SHOWN)


def _example(draft: Draft, concern: Concern, place: int) -> tuple[Field, Field]:
    old: Example | None = concern.examples[place - 1] if place <= len(concern.examples) else None
    required = place == 1
    on = Field(
        id=numbered("example_on", place),
        kind=FieldKind.DATE,
        label=draft.say("plan-concern-example-on-label", place=place),
        hint=draft.say("plan-concern-example-on-hint", today=str(shown("today", draft.today, draft.wording))),
        default=old.on if old else None,
        required=required,
    )
    text = Field(
        id=numbered("example", place),
        kind=FieldKind.LONG_TEXT,
        label=draft.say("plan-concern-example-label", place=place),
        hint=draft.say("plan-concern-example-hint"),
        default=old.text if old else None,
        required=required,
    )
    return on, text


def _text(draft: Draft, name: str, default: Words | None, *, required: bool = True) -> Field:
    return Field(
        id=name,
        kind=FieldKind.LONG_TEXT,
        label=draft.say(f"plan-concern-{name}-label"),
        hint=draft.say(f"plan-concern-{name}-hint"),
        default=default,
        required=required,
    )
