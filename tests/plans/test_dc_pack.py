"""The District of Columbia's pack: its figures, its cap, its final review, its clock, and who signs for whom."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest

from app.calendars import calendar_for
from plans import decision_clock
from plans.dates import days_after
from plans.drafting import opened, stepped
from plans.edition import sections_of
from plans.ending import Result
from plans.endings import allowed_outcomes, outcome_approved, outcome_proposed
from plans.example_dc import dc_steps
from plans.example_steps import example_id
from plans.examples import EMPLOYEE, HR, NOW, OUTSIDER, SECOND_HR, SUPERVISOR, Case, terms, then
from plans.ids import CaseNumber, EntryId, PlanId
from plans.lifecycle import approved, delivered, submitted
from plans.outcomes import Proposal, ResultTyped, results_recorded
from plans.owing import owed_to_employee
from plans.pausing import decision_due, ends_at
from plans.people import Role
from plans.plan import PlanError
from plans.policy import UNMET, Effect, OutcomeKind, PackId, RetentionProfile, ReviewKind, RuleStatus, propose_reviews
from plans.readiness import faults
from plans.receipt import Receipt, acknowledged
from plans.states import PlanState
from plans.steps import BlockStep, DatesStep, GoalStep, Step
from plans.terms import Terms
from plans.words import Words

START = date(2026, 9, 14)


@cache
def on() -> Terms:
    found = terms(PackId("dc-government"))
    return replace(found, calendar=calendar_for(found.pack, years=range(2025, 2030)))


def dated(step: Step, dates: DatesStep, *, days: tuple[int, ...]) -> Step:
    """A step of the example with these dates; its blocks look at progress this many days after the start."""
    match step:
        case DatesStep():
            return dates
        case GoalStep():
            # Early enough for the shortest plan there may be.
            return replace(step, target=START + timedelta(days=25), interim=())
        case BlockStep():
            return replace(step, days=tuple((START + timedelta(days=n), None) for n in days))
        case _:
            return step


def draft(*, period: str = "60-days", end: date | None = None, check_ins: tuple[int, ...] = (14, 28)) -> Case:
    change = opened(
        PlanId(example_id(0xB4)),
        CaseNumber("M-5DC7QR"),
        kind=on().pack.kind,
        employee=EMPLOYEE,
        pack=on().pack,
        by=SUPERVISOR,
        at=NOW,
    )
    found = Case(plan=change.plan, terms=on(), at=NOW, events=change.events)
    dates = DatesStep(period=period, start=START, end=end)
    for step in dc_steps(START):
        fitting = dated(step, dates, days=check_ins)
        found = then(found, stepped(found.plan, on(), fitting, by=SUPERVISOR, at=NOW))
    return found


def active(*, period: str = "60-days") -> Case:
    found = draft(period=period)
    found = then(found, submitted(found.plan, on(), by=SUPERVISOR, at=NOW))
    found = then(found, approved(found.plan, on(), signature=EntryId("h"), typed_name=None, by=HR, at=NOW))
    name, met = Words("Marta Lindqvist"), NOW.date()
    change = delivered(found.plan, on(), signature=EntryId("s"), typed_name=name, met_on=met, by=SUPERVISOR, at=NOW)
    found = then(found, change)
    receipt = Receipt(edition=1, signature=EntryId("e"), view_id=EntryId("v"), typed_name=Words("Jonas Okafor"))
    return then(found, acknowledged(found.plan, on(), receipt, by=EMPLOYEE, at=NOW))


def ended(*, period: str = "60-days") -> Case:
    found = active(period=period)
    at = ends_at(found.plan, on())
    found = then(found, decision_due(found.plan, on(), by=None, at=at), at=at)
    typed = tuple(ResultTyped(goal=goal.id, result=Result.PARTLY, evidence=Words("Seen.")) for goal in found.plan.goals)
    return then(found, results_recorded(found.plan, typed, by=SUPERVISOR, at=at))


def codes(found: Case) -> dict[str, Effect]:
    return {fault.code: fault.effect for fault in faults(found.plan, on(), now=NOW)}


def test_the_form_has_eight_competencies_three_of_them_for_supervisors() -> None:
    areas = on().pack.competencies
    assert [area.label for area in areas] == [
        "Communication",
        "Customer Service",
        "Accountability",
        "Goal Attainment",
        "Job Knowledge",
        "Leadership",
        "Operational and Strategic Planning",
        "Management of Others",
    ]
    assert [area.supervisors_only for area in areas] == [False] * 5 + [True] * 3


def test_its_figures_are_those_of_its_sources() -> None:
    pack = on().pack
    assert (pack.min_days, pack.max_days) == (30, 90)
    assert (pack.decision_due_working_days, pack.decision_notices) == (10, (1, 5, 8, 10))
    assert pack.holidays.name == "US-DC"
    assert pack.retention.profile is RetentionProfile.US_PUBLIC_EDUCATION
    assert pack.signatures == (Role.EMPLOYEE, Role.SUPERVISOR)
    assert [field.key for field in pack.header][:6] == [
        "employee",
        "agency",
        "job-title",
        "start",
        "end",
        "service-type-and-grade",
    ]


def test_what_nobody_could_verify_says_so() -> None:
    unverified = {rule.id for rule in on().pack.rules if rule.status is RuleStatus.U}
    assert unverified == {"late-decision-counts-as-met", "pause-against-the-cap"}
    assert unverified <= {rule.id for rule in on().pack.unchecked}


def test_no_rule_is_called_checked_before_somebody_has_done_it() -> None:
    assert all(rule.checked_on is None for rule in on().pack.rules)


@pytest.mark.parametrize("end", [date(2026, 11, 13), date(2026, 11, 14), date(2026, 11, 15), date(2026, 11, 11)])
def test_the_final_review_is_on_the_last_working_day_on_or_before_the_end(end: date) -> None:
    [(kind, day)] = propose_reviews(on().pack, start=START, end=end, option="custom", calendar=on().calendar)
    assert kind is ReviewKind.FINAL
    assert day <= end
    assert on().calendar.working(day)
    between = (days_after(day, n) for n in range(1, (end - day).days + 1))
    assert not any(on().calendar.working(one) for one in between)


def test_a_plan_shorter_than_30_or_longer_than_90_days_is_blocked_and_30_and_90_are_not() -> None:
    assert codes(draft(period="custom", end=START + timedelta(days=29))).get("period-below-minimum") is Effect.BLOCK
    assert codes(draft(period="custom", end=START + timedelta(days=91))).get("period-above-maximum") is Effect.BLOCK
    for days in (30, 90):
        found = codes(draft(period="custom", end=START + timedelta(days=days)))
        assert not {"period-below-minimum", "period-above-maximum", "period-between-steps"} & set(found)


def test_a_length_between_the_steps_of_30_days_is_warned_of() -> None:
    found = codes(draft(period="custom", end=START + timedelta(days=45)))
    assert found["period-between-steps"] is Effect.WARN


def test_without_a_day_for_checking_in_it_cannot_be_sent() -> None:
    assert codes(draft(check_ins=()))["check-in-dates-missing"] is Effect.BLOCK
    assert "check-in-dates-missing" not in codes(draft())


def extended_to(day: int) -> Case:
    """A plan of 60 days, proposed to end this many days after its start."""
    found = ended()
    end = START + timedelta(days=day)
    proposal = Proposal(
        kind=OutcomeKind.EXTENDED, reasons=Words("Half of it is there."), new_end=end, final=end - timedelta(days=3)
    )
    return then(found, outcome_proposed(found.plan, on(), proposal, by=SUPERVISOR, at=found.at))


def test_an_extension_that_would_reach_day_91_is_refused_with_the_reason_and_day_90_is_not() -> None:
    with pytest.raises(PlanError) as refused:
        extended_to(91)
    assert (refused.value.code, refused.value.field) == ("past-cap", "new_end")
    assert refused.value.facts == {"end": START + timedelta(days=91), "most": 90}
    outcome = extended_to(90).plan.outcome
    assert outcome is not None
    assert outcome.new_end == START + timedelta(days=90)


def test_the_form_offers_exactly_its_five_outcomes_and_not_met_only_by_what_follows() -> None:
    """S1-10."""
    found = ended()
    five = ["met", "extended", "reassignment", "reduction_in_grade", "removal"]
    assert list(on().pack.outcomes) == five
    assert list(allowed_outcomes(found.plan, on(), now=found.at + timedelta(days=1))) == five
    assert list(allowed_outcomes(found.plan, on(), now=found.at)) == ["met", "extended"]


def test_every_outcome_but_met_is_given_with_written_reasons() -> None:
    found = ended()
    later = found.at + timedelta(days=1)
    for kind in on().pack.outcomes:
        end, final = START + timedelta(days=90), START + timedelta(days=87)
        proposal = Proposal(kind=kind, reasons=None, new_end=end, final=final)
        if kind is OutcomeKind.MET:
            assert outcome_proposed(found.plan, on(), proposal, by=SUPERVISOR, at=later).events
            continue
        with pytest.raises(PlanError) as refused:
            outcome_proposed(found.plan, on(), proposal, by=SUPERVISOR, at=later)
        assert (refused.value.code, refused.value.field) == ("required", "reasons")


@pytest.mark.parametrize("kind", sorted(UNMET - {OutcomeKind.NOT_MET}))
def test_what_follows_when_it_was_not_met_has_the_same_safeguards(kind: OutcomeKind) -> None:
    """F-01, P-27: the list of what was owed goes with it, HR accepts that, and the proposer is not the approver."""
    found = ended()
    later = found.at + timedelta(days=1)
    proposal = Proposal(kind=kind, reasons=Words("Two of three were not reached."))
    found = then(found, outcome_proposed(found.plan, on(), proposal, by=HR, at=later), at=later)
    assert found.plan.outcomes[-1].owed == owed_to_employee(found.plan)
    assert found.plan.outcomes[-1].next_step is None
    for by, accepted, code in ((HR, True, "own-proposal"), (SECOND_HR, False, "owed-not-accepted")):
        with pytest.raises(PlanError) as refused:
            outcome_approved(found.plan, on(), accepted=accepted, by=by, at=later)
        assert refused.value.code == code
    assert outcome_approved(found.plan, on(), accepted=True, by=SECOND_HR, at=later).events


def noon(day: date | None) -> datetime:
    assert day is not None
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(EMPLOYEE.zone))


def test_a_decision_on_day_10_is_in_time_and_on_day_11_overdue() -> None:
    found = ended()
    assert found.plan.state is PlanState.DECISION_DUE
    tenth, eleventh = (noon(decision_clock.day(found.plan, on(), number)) for number in (10, 11))
    assert not decision_clock.overdue(found.plan, on(), now=tenth)
    assert decision_clock.overdue(found.plan, on(), now=eleventh)
    # Friday 13 November, and Thanksgiving on the 26th: the tenth working day is Monday the 30th.
    assert (tenth.date(), eleventh.date()) == (date(2026, 11, 30), date(2026, 12, 1))


def test_while_the_supervisor_is_away_the_reviewer_signs_as_reviewer() -> None:
    found = draft()
    plan = found.plan.with_(reviewer=OUTSIDER.id, supervisor_away=True)
    found = then(replace(found, plan=plan), submitted(plan, on(), by=OUTSIDER, at=NOW))
    found = then(found, approved(found.plan, on(), signature=EntryId("h"), typed_name=None, by=HR, at=NOW))
    name, met = Words("Sofia Brandt"), NOW.date()
    change = delivered(found.plan, on(), signature=EntryId("r"), typed_name=name, met_on=met, by=OUTSIDER, at=NOW)
    assert [(given.role, given.person) for given in change.plan.signatures] == [(Role.REVIEWER, OUTSIDER.id)]


def test_the_text_to_sign_begins_with_the_forms_head_in_its_order() -> None:
    found = draft()
    head = next(one for one in sections_of(found.plan, on(), at=NOW) if one.name == "header")
    assert [item.subject for item in head.items] == [field.key for field in on().pack.header]
    assert [line.text for line in head.items[1].lines] == [Words("Agency"), Words("Office of Public Records")]
