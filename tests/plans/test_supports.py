"""Support is arranged, delivered, not delivered or declined, and the employee may say it never came (S0-16)."""

from datetime import date, timedelta

import pytest

from plans import supports
from plans.ids import SupportId
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import Provider, Support
from plans.states import SupportState
from tests.plans import running as the

AT = the.denver(6, 10)
DUE = the.due(date(2026, 6, 19), the.SUPERVISOR)


def workshop(plan: Plan) -> Support:
    return plan.support(the.WORKSHOP)


def delivered(plan: Plan, *, by: Person = the.SUPERVISOR) -> Plan:
    return supports.delivered(plan, the.WORKSHOP, on=date(2026, 6, 9), by=by, at=AT).plan


def objected(plan: Plan) -> Plan:
    return supports.not_received(plan, the.WORKSHOP, by=the.EMPLOYEE, at=AT, terms=the.TERMS).plan


def test_it_is_arranged_for_a_date_and_then_delivered_on_one() -> None:
    arranged = supports.arranged(the.plan(), the.WORKSHOP, on=date(2026, 6, 18), by=the.HR, at=AT).plan
    assert (workshop(arranged).state, workshop(arranged).confirmed_on) == (SupportState.ARRANGED, date(2026, 6, 18))
    done = workshop(delivered(arranged))
    assert (done.state, done.confirmed_by, done.confirmed_at) == (SupportState.DELIVERED, the.SUPERVISOR.id, AT)
    assert done.confirmed_on == date(2026, 6, 9)


def test_it_was_not_delivered_tomorrow() -> None:
    with pytest.raises(PlanError) as caught:
        supports.delivered(the.plan(), the.WORKSHOP, on=date(2026, 6, 11), by=the.SUPERVISOR, at=AT)
    assert (caught.value.code, caught.value.field) == ("date-future", "on")


def test_not_delivering_needs_a_reason() -> None:
    with pytest.raises(PlanError) as caught:
        supports.not_delivered(the.plan(), the.WORKSHOP, reason=None, by=the.SUPERVISOR, at=AT)
    assert (caught.value.code, caught.value.field) == ("required", "reason")
    plan = supports.not_delivered(the.plan(), the.WORKSHOP, reason=the.words(), by=the.SUPERVISOR, at=AT).plan
    assert workshop(plan).state is SupportState.NOT_DELIVERED


def test_the_employee_says_it_was_not_received_and_it_is_disputed_until_answered() -> None:
    plan = objected(delivered(the.plan()))
    assert workshop(plan).disputed
    assert workshop(plan).state is SupportState.DELIVERED
    answered = supports.answered(plan, the.WORKSHOP, answer=the.words("a new date"), by=the.SUPERVISOR, at=AT).plan
    assert not workshop(answered).disputed
    assert workshop(answered).reason is None


def test_that_it_was_not_received_stays_on_record_with_every_answer() -> None:
    plan = objected(delivered(the.plan()))
    first = workshop(plan).not_received_at
    plan = supports.answered(plan, the.WORKSHOP, answer=the.words("a new date"), by=the.SUPERVISOR, at=AT).plan
    plan = objected(plan)
    plan = supports.answered(plan, the.WORKSHOP, answer=the.words("booked now"), by=the.HR, at=AT).plan
    said = [(one.at, one.answered_by, one.answer) for one in workshop(plan).objections]
    assert said == [
        (first, the.SUPERVISOR.id, the.words("a new date")),
        (first, the.HR.id, the.words("booked now")),
    ]
    assert {the.SUPERVISOR.id, the.HR.id} <= plan.hands


def test_saying_so_twice_meets_the_first_time() -> None:
    with pytest.raises(PlanError, match="already-recorded"):
        objected(objected(delivered(the.plan())))


def test_before_its_date_there_is_nothing_to_miss() -> None:
    with pytest.raises(PlanError, match="not-now"):
        objected(the.plan())
    late = supports.not_received(the.plan(), the.WORKSHOP, by=the.EMPLOYEE, at=DUE, terms=the.TERMS).plan
    assert workshop(late).disputed


def test_delivering_answers_an_objection() -> None:
    late = supports.not_received(the.plan(), the.WORKSHOP, by=the.EMPLOYEE, at=DUE, terms=the.TERMS).plan
    plan = supports.delivered(late, the.WORKSHOP, on=date(2026, 6, 19), by=the.SUPERVISOR, at=DUE).plan
    assert not workshop(plan).disputed
    assert [(one.at, one.answer) for one in workshop(plan).objections] == [(DUE, None)]


def test_there_is_no_answer_without_an_objection() -> None:
    with pytest.raises(PlanError, match="not-now"):
        supports.answered(delivered(the.plan()), the.WORKSHOP, answer=the.words(), by=the.SUPERVISOR, at=AT)


def test_the_employee_declines_without_giving_a_reason() -> None:
    plan = supports.declined(the.plan(), the.WORKSHOP, reason=None, by=the.EMPLOYEE, at=AT).plan
    assert (workshop(plan).state, workshop(plan).reason) == (SupportState.DECLINED, None)


def test_nobody_else_declines_and_the_employee_does_not_confirm() -> None:
    with pytest.raises(PlanError, match="not-now"):
        supports.declined(the.plan(), the.WORKSHOP, reason=None, by=the.SUPERVISOR, at=AT)
    with pytest.raises(PlanError, match="not-now"):
        delivered(the.plan(), by=the.EMPLOYEE)


def test_delivered_twice_meets_the_first_time() -> None:
    with pytest.raises(PlanError) as caught:
        delivered(delivered(the.plan()))
    assert (caught.value.code, caught.value.facts) == ("already-recorded", {"at": AT.isoformat()})


def test_it_is_overdue_from_the_end_of_its_providers_day_on() -> None:
    plan = the.plan()
    assert not supports.overdue(plan, workshop(plan), now=DUE - timedelta(seconds=1), terms=the.TERMS)
    assert supports.overdue(plan, workshop(plan), now=DUE, terms=the.TERMS)
    assert not supports.overdue(plan, workshop(delivered(plan)), now=DUE, terms=the.TERMS)
    assert not supports.overdue(plan, plan.support(the.SOFTWARE), now=DUE, terms=the.TERMS)


def test_what_the_organisation_promised_is_due_by_the_hours_of_hr() -> None:
    promised = the.promise(SupportId("course"), Provider.ORGANISATION, date(2026, 6, 19))
    assert supports.due_of(the.plan(), promised, terms=the.TERMS) == the.due(date(2026, 6, 19), the.HR)
