"""Action blocks change after delivery like everything else, and their meetings with them (S1-06, S3-18)."""

from dataclasses import replace

from plans.amendments import changes_of, drafted, foreseen
from plans.block_setting import expected_on
from plans.examples import GUIDES, SUPERVISOR
from plans.notices import NoticeKind
from plans.passing import pass_time
from plans.reminders import reminders_for
from plans.states import PlanState
from plans.words import Words
from tests.plans.amending_dc import (
    SERVICE,
    active,
    alone,
    answer,
    block,
    collect,
    days,
    give,
    meetings,
    moved,
    step_of,
    told,
    with_review,
)
from tests.plans.opening import DAY, refusal


def test_the_words_of_a_block_count_with_the_receipt_and_the_text_shows_old_beside_new() -> None:
    found = active()
    action = Words("Sort the open requests at nine and at two.")
    given = give(collect(found, step_of(found.plan, action=action)))
    assert block(given.plan).action == block(found.plan).action
    (change,) = told(given)
    assert (change.section, change.subject, change.name) == ("concerns", SERVICE, "action")
    assert change.old is not None
    assert change.new is not None
    assert (change.old.text, change.new.text) == (block(found.plan).action, action)
    after = answer(given).plan
    assert (block(after).action, block(after).by) == (action, SUPERVISOR.id)
    assert block(after, GUIDES) == block(found.plan, GUIDES)


def test_what_falls_short_in_an_area_stands_with_the_area() -> None:
    found = active()
    said = Words("A third of the requests this summer and autumn waited for more than a week.")
    after = answer(give(collect(found, step_of(found.plan, deficiency=said)))).plan
    assert next(one.deficiency for one in after.concerns if one.competency == SERVICE) == said
    assert block(after).deficiency is None
    of_goal = answer(give(collect(found, step_of(found.plan, GUIDES, deficiency=said)))).plan
    assert block(of_goal, GUIDES).deficiency == said


def test_a_later_day_moves_its_meeting_at_once_and_an_earlier_one_with_the_receipt() -> None:
    found = alone()
    third, kept = days(found.plan)[2], meetings(found.plan)
    later = give(collect(found, moved(found.plan, 2, 5 * DAY)))
    assert meetings(later.plan)[third + 5 * DAY] == kept[third]
    assert third not in meetings(later.plan)
    assert meetings(answer(later).plan) == meetings(later.plan)
    sooner = give(collect(found, moved(found.plan, 2, -5 * DAY)))
    assert meetings(sooner.plan) == kept
    assert meetings(answer(sooner).plan)[third - 5 * DAY] == kept[third]


def test_what_is_expected_by_a_moved_day_stands_beside_its_meeting_before_and_after_the_receipt() -> None:
    found = alone()
    first, said = days(found.plan)[0], block(found.plan).days[0].expected
    given = give(collect(found, moved(found.plan, 0, 2 * DAY)))
    for plan in (given.plan, answer(given).plan):
        review = plan.review(meetings(plan)[first + 2 * DAY])
        assert [words for _, words in expected_on(plan, review)] == [said]


def test_reminders_follow_a_day_that_moved_and_one_that_is_new() -> None:
    found = alone()
    new = days(found.plan)[3] + DAY
    typed = step_of(moved_plan := found.plan, days=(*moved(moved_plan, 0, 2 * DAY).days, (new, None)))
    after = answer(give(collect(found, typed)))
    nominal = {one.nominal for one in reminders_for(after.plan, after.terms) if one.kind is NoticeKind.CHECK_IN}
    first = days(found.plan)[0]
    assert {first + 2 * DAY, new} <= nominal
    assert first not in nominal


def test_a_day_another_block_has_too_stays_a_meeting_and_the_moved_one_is_another() -> None:
    found = active()
    second, before = days(found.plan)[1], meetings(found.plan)
    after = answer(give(collect(found, moved(found.plan, 1, 3 * DAY)))).plan
    assert meetings(after)[second] == before[second]
    assert second + 3 * DAY in meetings(after)
    assert len(meetings(after)) == len(before) + 1


def test_a_day_that_all_blocks_move_together_is_the_same_meeting_and_moves_at_once() -> None:
    found = active()
    second, before = days(found.plan)[1], meetings(found.plan)
    places = {SERVICE: 1, "accountability": 1, GUIDES: 0}
    for subject, place in places.items():
        found = collect(found, moved(found.plan, place, 3 * DAY, subject))
    given = give(found)
    assert meetings(given.plan) == {on + 3 * DAY if on == second else on: one for on, one in before.items()}
    assert meetings(answer(given).plan) == meetings(given.plan)


def test_a_block_that_takes_its_move_back_keeps_its_meeting() -> None:
    found = active()
    second, before = days(found.plan)[1], meetings(found.plan)
    places = {SERVICE: 1, "accountability": 1, GUIDES: 0}
    for subject, place in places.items():
        found = collect(found, moved(found.plan, place, 3 * DAY, subject))
    back = collect(found, step_of(found.plan, GUIDES))
    after = answer(give(back)).plan
    assert meetings(after)[second] == before[second]
    assert second + 3 * DAY in meetings(after)
    assert len(meetings(after)) == len(before) + 1


def test_a_day_moved_onto_another_is_one_meeting_with_it() -> None:
    found = active()
    third, fourth = days(found.plan)[2:]
    plan = found.plan.with_(
        blocks=tuple(
            replace(one, days=tuple(day for day in one.days if day.on != (third if one.subject == GUIDES else fourth)))
            for one in found.plan.blocks
        )
    )
    found = replace(found, plan=plan)
    after = answer(give(collect(found, moved(plan, 2, fourth - third)))).plan
    assert meetings(after) == {on: one for on, one in meetings(plan).items() if on != third}
    assert days(after)[-1] == fourth


def test_two_blocks_that_name_a_new_day_have_one_meeting() -> None:
    found = active()
    new = days(found.plan)[3] + DAY
    for subject in (SERVICE, GUIDES):
        there = step_of(found.plan, subject).days
        found = collect(found, step_of(found.plan, subject, days=(*there, (new, None))))
    after = answer(give(found)).plan
    assert sum(review.on == new for review in after.reviews) == 1
    assert len(meetings(after)) == 5


def test_one_more_day_is_told_as_one_line_and_shifts_no_other() -> None:
    found = active()
    new = days(found.plan)[0] + 3 * DAY
    typed = (*step_of(found.plan).days, (new, Words("No request older than four days.")))
    given = give(collect(found, step_of(found.plan, days=typed)))
    lines = [one for one in told(given) if one.section == "concerns"]
    assert [(one.name, one.old) for one in lines] == [("check_in", None)]
    assert [one.name for one in told(given) if one.section == "dates"] == ["review_added"]


def test_an_agreed_day_is_not_taken_out_and_two_days_are_not_the_same() -> None:
    found = active()
    first, *rest = step_of(found.plan).days
    with refusal("day-stays", "day"):
        collect(found, step_of(found.plan, days=((None, None), *rest)))
    with refusal("review-same-day", "day_5"):
        collect(found, step_of(found.plan, days=(first, *rest, first)))
    with refusal("required", "day_5"):
        collect(found, step_of(found.plan, days=(first, *rest, (None, Words("All of it.")))))


def test_a_day_outside_the_plan_or_after_the_final_review_is_refused_at_its_field() -> None:
    found = active()
    assert found.plan.end is not None
    for on, code in ((found.plan.end + DAY, "review-outside-period"), (found.at.date() - 9 * DAY, "date-past")):
        with refusal(code, "day_5"):
            collect(found, step_of(found.plan, days=(*step_of(found.plan).days, (on, None))))


def test_a_day_that_was_asked_about_or_moved_on_its_own_stays() -> None:
    found = alone()
    first = found.plan.reviews[0]
    asked = replace(found, plan=with_review(found.plan, replace(first, asked_at=found.at)))
    with refusal("day-settled", "day"):
        collect(asked, moved(asked.plan, 0, 2 * DAY))
    words = list(step_of(asked.plan).days)
    words[0] = (words[0][0], Words("None older than a week."))
    with refusal("day-settled", "day"):
        collect(asked, step_of(asked.plan, days=tuple(words)))
    assert collect(asked, step_of(asked.plan, action=Words("Sort them at noon."))).plan.amendments


def test_while_the_plan_is_paused_a_block_changes_its_words_and_no_day() -> None:
    found = active(PlanState.PAUSED)
    assert collect(found, step_of(found.plan, action=Words("Sort them at noon."))).plan.amendments
    with refusal("dates-rest", "day_5"):
        typed = (*step_of(found.plan).days, (days(found.plan)[3] + DAY, None))
        collect(found, step_of(found.plan, days=typed))


def test_a_block_typed_as_it_stands_is_no_change() -> None:
    found = active()
    assert collect(found, step_of(found.plan)).plan == found.plan
    typed = collect(found, step_of(found.plan, action=Words("Sort them at noon.")))
    assert changes_of(drafted(typed.plan)).blocks
    back = collect(typed, step_of(found.plan))
    assert not changes_of(drafted(back.plan)).blocks


def test_two_versions_that_wait_end_in_what_the_last_one_says() -> None:
    found = alone()
    first = give(collect(found, moved(found.plan, 2, 3 * DAY)))
    later = collect(first, replace(moved(foreseen(first.plan), 2, 3 * DAY), action=Words("Sort them at noon.")))
    second = give(later)
    third = days(found.plan)[2]
    assert meetings(second.plan)[third + 6 * DAY] == meetings(found.plan)[third]
    after = answer(second).plan
    assert days(after)[2] == third + 6 * DAY
    assert block(after).action == Words("Sort them at noon.")
    assert meetings(after) == meetings(second.plan)


def test_a_meeting_that_was_held_before_the_receipt_stays_where_it_was() -> None:
    found = alone()
    given = give(collect(found, moved(found.plan, 0, -3 * DAY)))
    first = given.plan.reviews[0]
    held = with_review(given.plan, replace(first, asked_at=given.at))
    after = answer(replace(given, plan=held)).plan
    assert after.review(first.id).on == first.on
    assert len(meetings(after)) == 4


def test_time_passes_over_a_plan_whose_days_moved() -> None:
    found = answer(give(collect(alone(), moved(alone().plan, 0, 2 * DAY))))
    passed = pass_time(found.plan, found.terms, now=found.at + 200 * DAY)
    assert passed is not None
    assert passed.plan.state is PlanState.DECISION_DUE
