"""A draft, step by step: each edit is kept as it is sent, strict about what was typed, patient about what was not.

What is still missing before anybody else sees the plan is told by ``readiness``.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from typing import Final, assert_never

from plans.block_setting import block_set, without_blocks_of
from plans.change import Change, happened
from plans.classing import classed
from plans.editing import day, edited, numbered
from plans.events import EventKind
from plans.goal_setting import goal_removed, goal_set, support_overridden, support_set
from plans.goals import Concern, Example
from plans.head_setting import head_filled_in
from plans.ids import CaseNumber, ConcernId, PlanId, fresh
from plans.parts import not_future
from plans.people import Office, Person
from plans.plan import PackRef, Plan, PlanError
from plans.policy import Effect, Pack, PlanKind, RuleId
from plans.rating import rated
from plans.scheduling import dates_set
from plans.states import PlanState
from plans.steps import (
    OWN_AREA,
    AreasStep,
    BlockStep,
    ConcernStep,
    DatesStep,
    GoalRemovedStep,
    GoalStep,
    HeadStep,
    Part,
    PromiseStep,
    Step,
    StrengthsStep,
    SupportOverrideStep,
    SupportStep,
)
from plans.terms import Terms
from plans.texts import NAME_LIMIT, STANDARD_LIMIT, limited, optional, required
from plans.words import Words

MOST_EXAMPLES: Final = 10


def opened(
    plan: PlanId,
    case_number: CaseNumber,
    *,
    kind: PlanKind,
    employee: Person,
    pack: Pack,
    open_plans: Collection[PlanId] = (),
    despite_open: bool = False,
    follows: Plan | None = None,
    by: Person,
    at: datetime,
) -> Change:
    """A new plan in draft; whoever opens it is its supervisor. ``open_plans`` are the employee's, whoever runs them.

    A second open plan is refused without a word about the first; HR may go on ``despite_open``. A plan that takes
    the place of another, ``follows``, has its people, and links back to it if it was closed; nothing else of it.
    Raises ``PlanError`` at ``kind`` or ``employee``.
    """
    if kind is not pack.kind:
        raise PlanError("other-kind", field="kind", kind=pack.kind)
    if employee.id == by.id:
        raise PlanError("employee-is-supervisor", field="employee")
    if not (employee.active or employee.on_paper) or employee.workspace != by.workspace:
        raise PlanError("not-a-member", field="employee", standing=employee.standing)
    override = despite_open and by.holds(Office.HR)
    if open_plans and not override and pack.effect_of(RuleId.ONE_OPEN_PLAN) is Effect.BLOCK:
        raise PlanError("second-open-plan", field="employee")
    new = Plan(
        id=plan,
        workspace=by.workspace,
        case_number=case_number,
        kind=kind,
        pack=PackRef(id=pack.id, version=pack.version, version_date=pack.version_date, digest=pack.digest),
        state=PlanState.DRAFT,
        employee=employee.id,
        on_paper=employee.on_paper,
        supervisor=by.id,
        started_by=by.id,
        started_at=at,
    )
    after = new if follows is None else _following(new, follows)
    facts = {"pack": str(pack.id)} | ({} if follows is None else {"follows": str(follows.case_number)})
    line = happened(EventKind.PLAN_OPENED, after, by=by.id, at=at)
    return Change(plan=after, events=(replace(line, facts=tuple(facts.items())),))


def _following(new: Plan, follows: Plan) -> Plan:
    """With the same people, and nobody in HR who stood apart from the first; a closed plan stays to be looked up."""
    return new.with_(
        supervisor=follows.supervisor,
        reviewer=follows.reviewer,
        supervisor_away=follows.supervisor_away,
        conflicts=follows.conflicts,
        continues=follows.id if follows.state is PlanState.CLOSED else None,
    )


def stepped(plan: Plan, terms: Terms, step: Step, *, by: Person, at: datetime, partial: bool = False) -> Change:
    """Whichever step was sent. ``partial`` keeps an unfinished one: what is there is checked, what is not may wait."""
    match step:
        case StrengthsStep():
            step = replace(step, classification=classed(terms, step.classification))
            change = strengths_given(plan, step, by=by, at=at, partial=partial)
        case HeadStep():
            change = head_filled_in(plan, terms, step, by=by, at=at, partial=partial)
        case AreasStep():
            change = areas_chosen(plan, terms, step, by=by, at=at, partial=partial)
        case ConcernStep():
            change = concern_described(plan, terms, step, by=by, at=at, partial=partial)
        case BlockStep():
            change = block_set(plan, terms, step, by=by, at=at, partial=partial)
        case DatesStep():
            change = dates_set(plan, terms, step, by=by, at=at, partial=partial)
        case _:
            change = _promised(plan, terms, step, by=by, at=at)
    return change


def _promised(plan: Plan, terms: Terms, step: PromiseStep, *, by: Person, at: datetime) -> Change:
    """The steps that are never partial: a goal has a date, a support item a text."""
    match step:
        case GoalStep():
            # Its rating may wait; one that is too high does not belong in the plan, as with an area (S1-03).
            step = replace(step, rating=rated(terms, step.rating, needed=False))
            return goal_set(plan, step, by=by, at=at)
        case GoalRemovedStep():
            return goal_removed(plan, step, by=by, at=at)
        case SupportStep():
            return support_set(plan, step, by=by, at=at)
        case SupportOverrideStep():
            return support_overridden(plan, step, by=by, at=at)
        case _:
            assert_never(step)


def strengths_given(plan: Plan, step: StrengthsStep, *, by: Person, at: datetime, partial: bool = False) -> Change:
    """What goes well; required, because it is said first (S2-04)."""
    check = optional if partial else required
    strengths = check(step.strengths, "strengths")
    stands = {"values_level": step.values, "performance_level": step.performance, "main_cause": step.cause}
    after = plan.with_(strengths=strengths, classification=step.classification, **stands)
    return edited(plan, after, Part.STRENGTHS, by=by, at=at)


def areas_chosen(
    plan: Plan, terms: Terms, step: AreasStep, *, by: Person, at: datetime, partial: bool = False
) -> Change:
    """At least one area, of the pack or of one's own (S0-03), in the pack's order; each gets a concern to describe.

    What was written about an area that is no longer chosen goes with it, and its action block as well. Areas for
    supervisors are there only if the employee is one (S1-04).
    """
    known = [area.key for area in terms.pack.competencies if plan.leads_others or not area.supervisors_only]
    if not set(step.areas) <= {*known, OWN_AREA}:
        raise PlanError("unknown-area", field="areas")
    label = optional(step.own_area, "own_area", limit=NAME_LIMIT)
    if label and not terms.pack.free_competencies:
        raise PlanError("unknown-area", field="own_area")
    if OWN_AREA in step.areas and not label:
        raise PlanError("required", field="own_area")
    areas = tuple(key for key in known if key in step.areas) + ((OWN_AREA,) if label else ())
    if not areas and not partial and terms.pack.effect_of(RuleId.AREA) is Effect.BLOCK:
        raise PlanError("required", field="areas")
    old = {concern.competency: concern for concern in plan.concerns}
    concerns = tuple(
        _labelled(old.get(key) or Concern(id=ConcernId(fresh()), competency=key, by=by.id, at=at), label)
        for key in areas
    )
    gone = tuple(key for key in plan.areas if key not in areas)
    after = without_blocks_of(plan.with_(areas=areas, concerns=concerns), gone)
    return edited(plan, after, Part.AREAS, by=by, at=at)


def concern_described(
    plan: Plan, terms: Terms, step: ConcernStep, *, by: Person, at: datetime, partial: bool = False
) -> Change:
    """What falls short in one area and what is expected (S3-03), with a dated example (S3-04) and its rating."""
    old = next((concern for concern in plan.concerns if concern.competency == step.area), None)
    if old is None:
        raise PlanError("part-gone")
    texts = {name: optional(words, name) for name, words in _concern_texts(step).items()}
    for name in () if partial else ("expectation", "deficiency"):
        required(texts[name], name)
    content = Concern(
        id=old.id,
        competency=old.competency,
        label=old.label,
        expectation=texts["expectation"],
        standard=optional(step.standard, "standard", limit=STANDARD_LIMIT),
        deficiency=texts["deficiency"],
        examples=_examples(step, by=by, at=at, partial=partial),
        feedback_on=step.feedback_on and not_future(step.feedback_on, "feedback_on", by=by, at=at),
        feedback=texts["feedback"],
        rating=rated(terms, step.rating, needed=not partial),
        by=old.by,
        at=old.at,
    )
    new = content if content == old else _signed_off(content, by=by, at=at)
    concerns = tuple(new if concern.id == old.id else concern for concern in plan.concerns)
    return edited(plan, plan.with_(concerns=concerns), Part.CONCERNS, by=by, at=at, subject=step.area)


def _labelled(concern: Concern, label: Words | None) -> Concern:
    if concern.competency != OWN_AREA or concern.label == label:
        return concern
    return replace(concern, label=label)


def _signed_off(concern: Concern, *, by: Person, at: datetime) -> Concern:
    """The concern as its latest author's (S3-02)."""
    return replace(concern, by=by.id, at=at)


def _concern_texts(step: ConcernStep) -> dict[str, Words | None]:
    return {"expectation": step.expectation, "deficiency": step.deficiency, "feedback": step.feedback}


def _examples(step: ConcernStep, *, by: Person, at: datetime, partial: bool) -> tuple[Example, ...]:
    """The examples typed. Each needs both its parts, but in a partial step a date may wait for its text."""
    found: list[Example] = []
    for place, (on, text) in enumerate(step.examples, start=1):
        if not (on or text):
            continue
        on_field, text_field = numbered("example_on", place), numbered("example", place)
        not_future(day(on, on_field), on_field, by=by, at=at)
        words = limited(text or Words(""), text_field) if partial else required(text, text_field)
        found.append(Example(on=day(on, on_field), text=words))
    if not found and not partial:
        raise PlanError("required", field="example")
    if len(found) > MOST_EXAMPLES:
        raise PlanError("too-many", limit=MOST_EXAMPLES)
    return tuple(found)
