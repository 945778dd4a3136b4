"""Numbers and citations change after delivery, and the form's own rules look at each version (S2-07, S1-13, S3-18)."""

from dataclasses import replace
from decimal import Decimal

import pytest

from plans.amending import new_faults
from plans.amendment_changes import changes_from, words_of
from plans.amendments import changes_of, drafted
from plans.block_setting import uncovered
from plans.case_file import case_file
from plans.collecting import EndStep
from plans.document import Code, Table
from plans.examples import GUIDES, HR, Case
from plans.figures import NO_FIGURES, FiguresTyped
from plans.goals import Direction
from plans.ids import BlockId
from plans.policy import Effect, RuleId
from plans.steps import BlockStep, GoalStep
from plans.words import Words
from tests.plans.amending_dc import (
    COUNTED,
    NEW_GOAL,
    active,
    answer,
    block,
    collect,
    days,
    give,
    goal_of,
    meetings,
    moved,
    told,
)
from tests.plans.opening import DAY, refusal


def further(found: Case) -> GoalStep:
    return replace(goal_of(found.plan), goal=NEW_GOAL, text=Words("Close the old list."), interim=())


def test_a_further_goal_needs_its_block_before_the_version_is_given_as_at_the_launch() -> None:
    found = collect(active(), further(active()))
    faults = new_faults(found.plan, found.terms, now=found.at)
    assert [(one.code, one.subject) for one in faults if one.blocks] == [("block-missing", NEW_GOAL)]
    with refusal("amendment-not-ready"):
        give(found)
    typed = BlockStep(
        id=BlockId("c" * 32),
        subject=NEW_GOAL,
        deficiency=Words("Two lists are kept."),
        action=Words("Move each line over by the end of the month."),
        progress=None,
        days=((days(found.plan)[1], None),),
    )
    with refusal("required", "action"):
        collect(found, replace(typed, action=None))
    after = answer(give(collect(found, typed))).plan
    assert not uncovered(after)
    assert [one.subject for one in after.blocks][-1] == NEW_GOAL
    assert len(meetings(after)) == 4


def test_where_the_form_only_warns_the_version_is_given_all_the_same() -> None:
    found = active()
    rules = tuple(
        replace(rule, effect=Effect.WARN) if rule.id == RuleId.ACTION_BLOCK else rule for rule in found.terms.pack.rules
    )
    warned = replace(found, terms=replace(found.terms, pack=replace(found.terms.pack, rules=rules)))
    assert give(collect(warned, further(warned))).plan.edition == 2


def test_the_last_day_stays_within_what_the_form_allows_both_ways() -> None:
    found = active()
    assert found.plan.start is not None
    start = found.plan.start
    with refusal("past-cap", "end"):
        collect(found, EndStep(end=start + 91 * DAY, reason=Words("Because.")), by=HR)
    bare = replace(found, plan=found.plan.with_(reviews=(), milestones=(), blocks=(), goals=()))
    with refusal("below-minimum", "end"):
        collect(bare, EndStep(end=start + 29 * DAY, reason=Words("Because.")), by=HR)
    given = give(collect(found, EndStep(end=start + 90 * DAY, reason=Words("Because.")), by=HR), by=HR)
    assert given.plan.end == start + 90 * DAY


def test_the_numbers_of_a_goal_change_with_the_receipt() -> None:
    found = active()
    counted = answer(give(collect(found, goal_of(found.plan, figures=COUNTED))))
    figures = counted.plan.goal(GUIDES).figures
    assert figures is not None
    assert (figures.baseline, figures.aim, figures.direction) == (Decimal(12), Decimal(2), Direction.DOWN)
    given = give(collect(counted, goal_of(counted.plan, figures=replace(COUNTED, aim=Decimal(4)))))
    assert given.plan.goal(GUIDES).figures == figures
    (change,) = told(given)
    assert change.old is not None
    assert change.new is not None
    assert (change.name, change.old.text, change.new.text) == ("aim", Words("2"), Words("4"))
    after = answer(given).plan.goal(GUIDES).figures
    assert after is not None
    assert after.aim == Decimal(4)


def test_a_goal_can_come_to_be_told_in_words_again() -> None:
    found = active()
    counted = answer(give(collect(found, goal_of(found.plan, figures=COUNTED))))
    words = answer(give(collect(counted, goal_of(counted.plan, figures=NO_FIGURES)))).plan
    assert words.goal(GUIDES).figures is None
    assert words.goal(GUIDES).text == found.plan.goal(GUIDES).text


def test_a_number_on_the_wrong_side_is_refused_at_its_field() -> None:
    found = active()
    with refusal("aim-not-above", "aim"):
        collect(found, goal_of(found.plan, figures=replace(COUNTED, direction=Direction.UP)))


def test_a_great_leap_of_a_number_is_only_pointed_out() -> None:
    found = collect(active(), goal_of(active().plan, figures=COUNTED))
    assert [one.code for one in new_faults(found.plan, found.terms, now=found.at)] == ["baseline-jump"]
    assert give(found).plan.edition == 2


def test_the_rating_of_a_goal_changes_and_one_too_high_is_refused() -> None:
    found = active()
    after = answer(give(collect(found, goal_of(found.plan, rating=1)))).plan
    assert after.goal(GUIDES).rating == 1
    assert answer(give(collect(found, goal_of(found.plan, measure=Words("The list."))))).plan.goal(GUIDES).rating == 2
    with refusal("rated-too-high", "rating"):
        collect(found, goal_of(found.plan, rating=3))


def test_what_a_goal_cites_can_change_and_go() -> None:
    found = active()
    other = goal_of(found.plan, cites=Words("Open lists"), cites_id=Words("Goal 3"))
    given = give(collect(found, other))
    assert [(one.name, one.new and one.new.text) for one in told(given)] == [("cites", Words("Goal 3, Open lists"))]
    after = answer(given)
    assert after.plan.goal(GUIDES).cites_id == Words("Goal 3")
    assert after.plan.goal(GUIDES).cites_on == found.plan.goal(GUIDES).cites_on
    none = collect(after, goal_of(after.plan, cites=None, cites_id=None, cites_on=None))
    assert [one.code for one in new_faults(none.plan, none.terms, now=none.at)] == ["citation-missing"]
    assert answer(give(none)).plan.goal(GUIDES).cites is None
    with refusal("date-future", "cites_on"):
        collect(found, goal_of(found.plan, cites_on=found.at.date() + 9 * DAY))


@pytest.mark.parametrize("figures", [COUNTED, NO_FIGURES])
def test_what_was_collected_reads_back_from_what_is_stored(figures: FiguresTyped) -> None:
    found = active()
    counted = answer(give(collect(found, goal_of(found.plan, figures=replace(COUNTED, aim=Decimal("3.5"))))))
    typed = collect(counted, goal_of(counted.plan, figures=figures, cites=None, cites_id=None, cites_on=None))
    typed = collect(typed, moved(counted.plan, 2, 3 * DAY))
    changes = changes_of(drafted(typed.plan))
    assert changes.goals[0].figures is not None
    assert changes.goals[0].citation is not None
    assert changes.blocks[0].dated
    assert changes_from(words_of(changes)) == changes


def test_the_case_file_shows_each_version_with_what_it_changed() -> None:
    found = active()
    action = Words("Sort the open requests at nine and at two.")
    typed = collect(found, replace(moved(found.plan, 2, 3 * DAY), action=action))
    later = give(collect(typed, goal_of(found.plan, figures=COUNTED)))
    file = case_file(later.plan, later.terms, later.events, order=None, made_at=later.at)
    section = file.section("editions")
    assert section is not None
    (table,) = (one for one in section.blocks if isinstance(one, Table))
    third = days(found.plan)[2]
    goal = found.plan.goal(GUIDES).text
    assert ("Customer Service", Code("part.action"), block(found.plan).action, action) in table.rows
    assert ("Customer Service", Code("part.check_in"), third, third + 3 * DAY) in table.rows
    assert (goal, Code("part.aim"), None, Words("2")) in table.rows
    assert (goal, Code("part.direction"), None, Code("direction.down")) in table.rows
    assert (Code("part.dates"), Code("part.review_added"), None, third + 3 * DAY) in table.rows
