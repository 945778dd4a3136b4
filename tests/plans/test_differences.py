"""What in a draft is not as its form proposes it."""

from dataclasses import replace
from datetime import timedelta

from plans.differences import differences
from plans.examples import GENERIC, generic_plan, illinois_plan, terms
from plans.places import Place, places
from plans.policy import ReviewKind
from plans.steps import OWN_AREA, Part
from plans.words import Words


def codes(plan: object, name: object = None) -> list[str]:
    return [one.code for one in differences(plan, terms() if name is None else terms(name))]  # type: ignore[arg-type]


def test_a_draft_that_takes_what_the_form_proposes_differs_in_nothing() -> None:
    assert codes(illinois_plan()) == []


def test_another_length_than_usual_is_named_with_both() -> None:
    plan = generic_plan().with_(period="30-days")
    found = next(one for one in differences(plan, terms(GENERIC)) if one.code == "other-period")
    assert found.facts["chosen"] != found.facts["usual"]


def test_a_review_on_another_day_is_named_with_the_day_the_form_proposes() -> None:
    plan = illinois_plan()
    usual = plan.reviews[0].on
    moved = replace(plan.reviews[0], on=usual + timedelta(days=3))
    (found,) = differences(plan.with_(reviews=(moved, *plan.reviews[1:])), terms())
    assert (found.code, found.subject) == ("review-elsewhere", ReviewKind.FIRST)
    assert found.facts == {"usual": usual, "on": usual + timedelta(days=3)}


def test_an_own_area_a_goal_without_a_measure_and_support_left_out_are_named() -> None:
    plan = illinois_plan()
    bare = replace(plan.goals[0], measure=None, by=plan.employee)
    changed = plan.with_(
        areas=(*plan.areas, OWN_AREA),
        goals=(bare, *plan.goals[1:]),
        supports=(),
        support_override=Words("None is needed."),
    )
    assert codes(changed) == ["own-area", "goal-without-measure", "goal-by-employee", "support-overridden"]


def test_a_place_reads_back_from_its_code() -> None:
    every = tuple(places(illinois_plan(), terms().pack))
    assert [Place.of(place.code) for place in every] == list(every)
    assert len({place.code for place in every}) == len(every)


def test_a_comment_of_an_earlier_version_names_a_whole_part() -> None:
    assert Place.of("goals") == Place(part=Part.GOALS)
