"""Is a plan the right tool? The mildest thing that fits is suggested, and a plan comes last (S3-10)."""

from itertools import product

import pytest

from plans.right_tool import Intake, Lacking, Tool, Why, suggested


def intake(
    *, clear: bool = True, recently_met: bool = False, lacking: Lacking = Lacking.NEITHER, told: bool = True
) -> Intake:
    return Intake(clear=clear, recently_met=recently_met, lacking=lacking, told=told)


@pytest.mark.parametrize(
    ("given", "tool", "why"),
    [
        (intake(), Tool.IMPROVEMENT, Why.NOTHING_ELSE),
        (intake(clear=False), Tool.ROLE_CLARIFICATION, Why.NOT_CLEAR),
        (intake(recently_met=True), Tool.COACHING, Why.RECENTLY_MET),
        (intake(lacking=Lacking.SKILL), Tool.TRAINING, Why.SKILL),
        (intake(lacking=Lacking.EXPERIENCE), Tool.MENTORSHIP, Why.EXPERIENCE),
        (intake(told=False), Tool.COACHING, Why.NOT_TOLD),
    ],
)
def test_each_answer_points_to_what_may_help_first(given: Intake, tool: Tool, why: Why) -> None:
    found = suggested(given)
    assert (found.tool, found.why) == (tool, why)


def test_a_plan_is_suggested_only_where_nothing_milder_fits() -> None:
    every = [
        Intake(clear=clear, recently_met=met, lacking=lacking, told=told)
        for clear, met, lacking, told in product((True, False), (True, False), Lacking, (True, False))
    ]
    assert [one for one in every if suggested(one).tool is Tool.IMPROVEMENT] == [intake()]
    assert {suggested(one).tool for one in every} == set(Tool)
