"""What a draft still lacks before HR, or the employee, may see it: the check screen, and the gate behind it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from plans.block_setting import uncovered
from plans.dates import working_days_between
from plans.figures import jump_percent
from plans.goals import Concern, Goal
from plans.moving import today_of
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.policy import Effect, ReviewKind, RuleId, UnknownPeriodError
from plans.proposing import open_proposals
from plans.steps import Part
from plans.terms import Terms


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something missing or doubtful. ``subject`` is the area, goal or review; ``facts`` are dates, counts and codes.

    ``rule`` is the pack's rule it rests on; None where it is ours whatever the pack.
    """

    part: Part
    code: str
    effect: Effect
    subject: str | None = None
    facts: Mapping[str, object] = field(default_factory=dict)
    rule: RuleId | None = None

    @property
    def blocks(self) -> bool:
        return self.effect is Effect.BLOCK


def _ruled(
    terms: Terms,
    rule: RuleId,
    *,
    part: Part,
    code: str,
    subject: str | None = None,
    facts: Mapping[str, object] | None = None,
) -> Fault:
    effect = terms.pack.effect_of(rule)
    return Fault(part=part, code=code, effect=effect, subject=subject, facts=facts or {}, rule=rule)


def faults(plan: Plan, terms: Terms, *, now: datetime) -> tuple[Fault, ...]:
    """Everything, in the order of the form; what the pack has switched off is left out."""
    today = today_of(plan, terms, now)
    every = (
        *_people(plan, terms),
        *_head(plan, terms),
        *_strengths(plan, terms),
        *_areas(plan, terms),
        *(fault for concern in plan.concerns for fault in _concern(concern, terms)),
        *_goals(plan, terms, today=today),
        *_support(plan, terms),
        *_blocks(plan, terms),
        *_dates(plan, terms, today=today),
    )
    return tuple(fault for fault in every if fault.effect is not Effect.OFF)


def check_ready(plan: Plan, terms: Terms, *, now: datetime) -> None:
    """Raises ``PlanError("not-ready")`` naming the parts, if anything blocks."""
    blocking = [fault for fault in faults(plan, terms, now=now) if fault.blocks]
    if blocking:
        parts = ",".join(dict.fromkeys(fault.part for fault in blocking))
        raise PlanError("not-ready", parts=parts, count=len(blocking), first=blocking[0].code)


def check_people(plan: Plan, terms: Terms) -> None:
    """Raises ``PlanError("party-left")`` when a party has left or become a guest since (S0-02)."""
    for party, person in (("employee", plan.employee), ("supervisor", plan.active_supervisor)):
        if not _takes_part(party, terms.people[person]):
            raise PlanError("party-left", field=party, standing=terms.people[person].standing, party=party)


def _takes_part(party: str, person: Person) -> bool:
    """A living member; an employee may have no account at all (F-06)."""
    return person.active or (party == "employee" and person.on_paper)


def check_dates_ahead(plan: Plan, terms: Terms, *, now: datetime) -> None:
    """Raises ``PlanError("date-already-past")`` when a milestone's or review's date has gone by meanwhile."""
    today = today_of(plan, terms, now)
    dated = [(item.on, "goal") for item in plan.milestones] + [(item.on, "review") for item in plan.reviews]
    gone = min((item for item in dated if item[0] < today), default=None)
    if gone is not None:
        raise PlanError("date-already-past", on=gone[0], today=today, what=gone[1])


def _people(plan: Plan, terms: Terms) -> Iterator[Fault]:
    for party, person in (("employee", plan.employee), ("supervisor", plan.active_supervisor)):
        if not _takes_part(party, terms.people[person]):
            facts = {"party": party, "standing": terms.people[person].standing}
            yield Fault(part=Part.PEOPLE, code="not-a-member", effect=Effect.BLOCK, facts=facts)
    if terms.pack.hr_gate and not terms.hr_for(plan):
        yield Fault(part=Part.PEOPLE, code="no-hr-member", effect=Effect.BLOCK)


def _head(plan: Plan, terms: Terms) -> Iterator[Fault]:
    """What the form's head must hold (S1-02), and whether some areas may be chosen at all (S1-04)."""
    filled = {given.key for given in plan.head}
    for line in terms.pack.to_fill_in:
        if line.required and line.key not in filled:
            facts: dict[str, object] = {"label": line.label}
            yield Fault(part=Part.HEAD, code="head-missing", effect=Effect.BLOCK, subject=line.key, facts=facts)
    if terms.pack.asks_who_leads and plan.leads_others is None:
        yield Fault(part=Part.HEAD, code="leads-others-missing", effect=Effect.BLOCK)


def _strengths(plan: Plan, terms: Terms) -> Iterator[Fault]:
    if not plan.strengths:
        yield _ruled(terms, RuleId.STRENGTH, part=Part.STRENGTHS, code="strengths-missing")


def _areas(plan: Plan, terms: Terms) -> Iterator[Fault]:
    if not plan.areas:
        effect = terms.pack.effect_of(RuleId.AREA)
        yield Fault(part=Part.AREAS, code="areas-missing", effect=effect)


def _concern(concern: Concern, terms: Terms) -> Iterator[Fault]:
    missing = (
        ("expectation-missing", RuleId.EXPECTATION, not concern.expectation),
        ("example-missing", RuleId.DATED_EXAMPLE, not any(example.text for example in concern.examples)),
        ("feedback-missing", RuleId.PRIOR_FEEDBACK, concern.feedback_on is None),
    )
    for code, rule, lacking in missing:
        if lacking:
            yield _ruled(terms, rule, part=Part.CONCERNS, code=code, subject=concern.competency)
    yield from _rating(concern, terms)


def _rating(concern: Concern, terms: Terms) -> Iterator[Fault]:
    """Only areas rated below the pack's line belong in the plan (S1-03)."""
    below, subject = terms.pack.rated_below, concern.competency
    if below is None:
        return
    if concern.rating is None:
        yield _ruled(terms, RuleId.RATING, part=Part.CONCERNS, code="rating-missing", subject=subject)
    elif concern.rating >= below:
        yield _ruled(terms, RuleId.RATING, part=Part.CONCERNS, code="rated-too-high", subject=subject)


def _blocks(plan: Plan, terms: Terms) -> Iterator[Fault]:
    """Every area and goal without a whole action block, one by one (S1-06)."""
    if terms.pack.has_blocks:
        for subject in uncovered(plan):
            yield _ruled(terms, RuleId.ACTION_BLOCK, part=Part.BLOCKS, code="block-missing", subject=subject)


def _goals(plan: Plan, terms: Terms, *, today: date) -> Iterator[Fault]:
    waiting = len(open_proposals(plan))
    if waiting:
        # The employee was asked for goals, so each of them gets an answer before anybody else reads the plan (S0-05).
        yield Fault(part=Part.GOALS, code="proposals-open", effect=Effect.BLOCK, facts={"count": waiting})
    if not plan.goals:
        yield _ruled(terms, RuleId.GOAL, part=Part.GOALS, code="goals-missing")
    for goal in plan.goals:
        if not goal.cites:
            yield _ruled(terms, RuleId.CITATION, part=Part.GOALS, code="citation-missing", subject=goal.id)
    begins = max(today, plan.start or today)
    least = terms.pack.limits.first_goal_working_days
    for milestone in plan.milestones:
        if milestone.on < today:
            facts: dict[str, object] = {"on": milestone.on, "today": today}
            yield Fault(part=Part.GOALS, code="goal-past", effect=Effect.BLOCK, subject=milestone.goal, facts=facts)
        elif working_days_between(begins, milestone.on, terms.calendar) < least:
            facts, rule = {"on": milestone.on, "least": least}, RuleId.GOAL_TOO_SOON
            yield _ruled(terms, rule, part=Part.GOALS, code="goal-too-soon", subject=milestone.goal, facts=facts)
    for goal in plan.goals:
        yield from _jump(goal, terms)
        yield from _goal_rating(goal, terms)


def _goal_rating(goal: Goal, terms: Terms) -> Iterator[Fault]:
    """As with an area; but a goal need not come from a performance plan, so a missing rating stops nobody (S1-03)."""
    below = terms.pack.rated_below
    if below is None or terms.pack.effect_of(RuleId.RATING) is Effect.OFF:
        return
    if goal.rating is None:
        yield Fault(part=Part.GOALS, code="rating-missing", effect=Effect.WARN, subject=goal.id, rule=RuleId.RATING)
    elif goal.rating >= below:
        yield _ruled(terms, RuleId.RATING, part=Part.GOALS, code="rated-too-high", subject=goal.id)


def _jump(goal: Goal, terms: Terms) -> Iterator[Fault]:
    """A number that is to change by much more than most do deserves a second look (S3-22); it stops nobody."""
    percent = None if goal.figures is None else jump_percent(goal.figures)
    if percent is not None and percent > terms.pack.limits.baseline_jump_percent:
        facts = {"percent": percent}
        yield Fault(part=Part.GOALS, code="baseline-jump", effect=Effect.WARN, subject=goal.id, facts=facts)


def _support(plan: Plan, terms: Terms) -> Iterator[Fault]:
    if not plan.supports and not plan.support_override:
        yield _ruled(terms, RuleId.SUPPORT_ITEM, part=Part.SUPPORT, code="support-missing")


def _dates(plan: Plan, terms: Terms, *, today: date) -> Iterator[Fault]:
    if plan.start is None or plan.end is None or not _every_review(plan, terms):
        yield _ruled(terms, RuleId.REVIEW_DATES, part=Part.DATES, code="dates-missing")
        return
    yield from _period(plan.start, plan.end, terms, today=today)
    yield from _presence(plan, terms)
    if all(review.kind is not ReviewKind.ADDED for review in plan.reviews):
        yield _ruled(terms, RuleId.CHECK_IN_DATES, part=Part.DATES, code="check-in-dates-missing")
    for review in plan.reviews:
        reason = terms.calendar.reason(review.on)
        if review.on < today:
            facts: dict[str, object] = {"on": review.on, "today": today}
            yield Fault(part=Part.DATES, code="review-past", effect=Effect.BLOCK, subject=review.kind, facts=facts)
        elif reason is not None:
            facts = {"on": review.on, "reason": reason}
            code = "review-on-day-off"
            yield Fault(part=Part.DATES, code=code, effect=Effect.WARN, subject=review.kind, facts=facts)


def working_days(plan: Plan, terms: Terms) -> tuple[int, int] | None:
    """The working days of the period, and how many of them the employee is there (S0-20); None without dates."""
    if plan.start is None or plan.end is None:
        return None
    every = working_days_between(plan.start, plan.end, terms.calendar)
    return every, working_days_between(plan.start, plan.end, terms.working(plan.employee))


def _presence(plan: Plan, terms: Terms) -> Iterator[Fault]:
    """Whether the employee is away for more of the period than the pack finds fit (S0-20)."""
    counted = working_days(plan, terms)
    if counted is None or counted[0] == 0:
        return
    every, there = counted
    percent = (every - there) * 100 // every
    if percent > terms.pack.limits.absence_percent:
        facts = {"percent": percent, "days": there, "most": terms.pack.limits.absence_percent}
        yield Fault(part=Part.DATES, code="mostly-away", effect=Effect.WARN, facts=facts)


def _every_review(plan: Plan, terms: Terms) -> bool:
    try:
        slots = terms.pack.period(plan.period or "").reviews
    except UnknownPeriodError:
        return False
    return {slot.kind for slot in slots} <= {review.kind for review in plan.reviews}


def _period(start: date, end: date, terms: Terms, *, today: date) -> Iterator[Fault]:
    days, rule = (end - start).days, RuleId.PERIOD
    facts: dict[str, object] = {"days": days, "start": start, "end": end}
    if terms.pack.min_days is not None and days < terms.pack.min_days:
        least = facts | {"least": terms.pack.min_days}
        yield _ruled(terms, rule, part=Part.DATES, code="period-below-minimum", facts=least)
    if terms.pack.max_days is not None and days > terms.pack.max_days:
        most = facts | {"most": terms.pack.max_days}
        yield _ruled(terms, rule, part=Part.DATES, code="period-above-maximum", facts=most)
    if all(option.end(start) not in {None, end} for option in terms.pack.periods if option.length is not None):
        yield _ruled(terms, RuleId.PERIOD_STEPS, part=Part.DATES, code="period-between-steps", facts=facts)
    if start < today:
        yield Fault(part=Part.DATES, code="start-past", effect=Effect.WARN, facts={"on": start, "today": today})
    reason = terms.calendar.reason(end)
    if reason is not None:
        yield Fault(part=Part.DATES, code="end-on-day-off", effect=Effect.WARN, facts={"on": end, "reason": reason})
