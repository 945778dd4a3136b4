"""Goals a number can show: checked at the field, asked for at reviews, drawn as a bar (S2-07, S3-25)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import check_ins, reviews
from plans.edition import edition_of, sections_of
from plans.examples import NOW, SUPERVISOR, generic_plan, terms
from plans.figures import FiguresTyped, bar, figures_set, jump_percent, latest, plain, share
from plans.goal_setting import goal_set
from plans.goals import Direction, Figures
from plans.ids import EntryId, GoalId
from plans.plan import Plan
from plans.policy import Effect
from plans.readiness import faults
from plans.reviews import ReviewNotes
from plans.words import Words
from tests.plans import running as the
from tests.plans.opening import DAY, goal, refusal
from tests.plans.test_reviews import TIME

START = date(2026, 9, 2)
NUMBERS = st.decimals(-(10**9), 10**9, allow_nan=False, allow_infinity=False, places=4)


def typed(**parts: object) -> FiguresTyped:
    usual = FiguresTyped(
        metric=Words("Corrections in a report"), unit=Words("corrections"), baseline=Decimal(12), aim=Decimal(4)
    )
    return replace(usual, **parts)  # type: ignore[arg-type]


def figures(baseline: object, aim: object) -> Figures:
    found = figures_set(typed(baseline=Decimal(str(baseline)), aim=Decimal(str(aim))))
    assert found is not None
    return found


def test_a_goal_without_figures_is_told_in_words() -> None:
    assert figures_set(FiguresTyped()) is None
    assert figures_set(FiguresTyped(direction=Direction.UP)) is None


@pytest.mark.parametrize("missing", ["metric", "baseline", "aim"])
def test_what_is_missing_of_a_number_is_said_at_its_field(missing: str) -> None:
    with refusal("required", missing):
        figures_set(typed(**{missing: None}))


@pytest.mark.parametrize(("baseline", "aim", "way"), [(12, 4, Direction.DOWN), (4, 12, Direction.UP)])
def test_the_direction_is_read_off_the_numbers_where_none_is_chosen(baseline: int, aim: int, way: Direction) -> None:
    assert figures(baseline, aim).direction is way


@pytest.mark.parametrize(("way", "code"), [(Direction.UP, "aim-not-above"), (Direction.DOWN, "aim-not-below")])
def test_an_aim_on_the_wrong_side_is_refused_at_the_aim(way: Direction, code: str) -> None:
    baseline, aim = (12, 4) if way is Direction.UP else (4, 12)
    with refusal(code, "aim"):
        figures_set(typed(baseline=Decimal(baseline), aim=Decimal(aim), direction=way))


@pytest.mark.parametrize("slip", ["1000000000001", "0.1234567", "Infinity", "NaN"])
def test_a_number_that_is_a_slip_is_refused_at_its_field(slip: str) -> None:
    with refusal("number-out-of-range", "baseline"):
        figures_set(typed(baseline=Decimal(slip)))


def test_a_number_is_written_as_people_write_it() -> None:
    written = [plain(Decimal(text)) for text in ("1E+3", "3.50", "0.0", "-2.5", "1200", "0.000001")]
    assert written == ["1000", "3.5", "0", "-2.5", "1200", "0.000001"]


@pytest.mark.parametrize(
    ("now", "drawn"),
    [
        ("12", "░░░░░░░░░░ 0 %"),
        ("15", "░░░░░░░░░░ 0 %"),
        ("8", "█████░░░░░ 50 %"),
        ("4.01", "█████████░ 99 %"),
        ("4", "██████████ 100 %"),
        ("1", "██████████ 100 %"),
    ],
)
def test_the_bar_shows_how_much_of_the_way_is_behind_and_is_full_only_when_it_is_reached(now: str, drawn: str) -> None:
    assert bar(figures(12, 4), Decimal(now)) == drawn


def test_a_level_that_is_to_be_kept_is_kept_or_it_is_not() -> None:
    kept = figures(95, 95)
    assert [share(kept, Decimal(number)) for number in (94, 95, 99)] == [0, 1, 1]


@given(NUMBERS, NUMBERS, NUMBERS)
def test_no_numbers_break_the_bar(baseline: Decimal, aim: Decimal, now: Decimal) -> None:
    found = figures(baseline, aim)
    assert 0 <= share(found, now) <= 1
    assert len(bar(found, now).split()[0]) == 10
    assert (share(found, now) == 1) is bar(found, now).endswith(" 100 %")


def numeric(plan: Plan | None = None) -> Plan:
    step = replace(goal(START + 60 * DAY), figures=typed())
    return goal_set(plan or generic_plan(), step, by=SUPERVISOR, at=NOW).plan


def test_a_goal_keeps_its_figures_and_loses_them_when_they_are_taken_out() -> None:
    plan = numeric()
    assert plan.goals[-1].figures == figures_set(typed())
    after = goal_set(plan, goal(START + 60 * DAY), by=SUPERVISOR, at=NOW).plan
    assert after.goals[-1].figures is None


@pytest.mark.parametrize(
    "part", [{"metric": Words("x")}, {"unit": Words("x")}, {"baseline": Decimal(13)}, {"aim": Decimal(3)}]
)
def test_every_figure_is_part_of_the_text_that_is_signed(part: dict[str, object]) -> None:
    plan = numeric()
    other = plan.with_(goals=(*plan.goals[:-1], replace(plan.goals[-1], **part)))  # type: ignore[arg-type]
    on = terms(plan.pack.id)  # type: ignore[arg-type]
    assert edition_of(plan, on, at=NOW).text_hash != edition_of(other, on, at=NOW).text_hash


def test_the_text_of_a_goal_told_in_words_has_no_line_for_figures() -> None:
    sections = sections_of(generic_plan(), terms(), at=NOW)
    names = {line.name for section in sections for item in section.items for line in item.lines}
    assert not names & {"metric", "unit", "baseline", "aim", "direction"}


@pytest.mark.parametrize(
    ("baseline", "aim", "percent"), [(12, 4, 67), (12, 6, 50), (10, 15, 50), (10, 16, 60), (0, 5, None), (-4, -8, 100)]
)
def test_a_jump_is_counted_in_per_cent_of_where_it_began(baseline: int, aim: int, percent: int | None) -> None:
    assert jump_percent(figures(baseline, aim)) == percent


def test_a_large_jump_is_pointed_out_and_stops_nobody() -> None:
    plan, on = numeric(), terms(generic_plan().pack.id)  # type: ignore[arg-type]
    found = [fault for fault in faults(plan, on, now=NOW) if fault.code == "baseline-jump"]
    assert [(fault.effect, fault.subject, dict(fault.facts)) for fault in found] == [
        (Effect.WARN, plan.goals[-1].id, {"percent": 67})
    ]
    small = plan.with_(goals=(replace(plan.goals[-1], aim=Decimal(6)),))
    assert "baseline-jump" not in {fault.code for fault in faults(small, on, now=NOW)}


# At a review


def counted() -> Plan:
    plan = the.plan()
    found = figures_set(typed())
    return plan.with_(goals=(plan.goals[0].measured_by(found), *plan.goals[1:]))


def held(plan: Plan, **parts: object) -> Plan:
    notes = ReviewNotes(discussion=the.words(), progress={the.DESK: the.words()}, adjustments=the.words())
    return reviews.held_and_documented(
        plan,
        the.FIRST,
        meeting=the.meeting(plan.review(the.FIRST).on),
        notes=replace(notes, **parts),  # type: ignore[arg-type]
        by=the.SUPERVISOR,
        at=TIME,
        terms=the.TERMS,
    ).plan


def test_a_review_asks_for_the_number_and_for_a_word_on_every_other_goal() -> None:
    with refusal("required", f"number-{the.GUIDES}"):
        held(counted())
    with refusal("required", f"progress-{the.DESK}"):
        held(counted(), progress={}, numbers={the.GUIDES: Decimal(8)})
    kept = held(counted(), numbers={the.GUIDES: Decimal(8), the.DESK: Decimal(3)}).review(the.FIRST).progress
    assert [(one.number, one.text) for one in kept] == [(Decimal(8), Words("")), (None, the.words())]


def test_the_last_documented_review_tells_how_far_the_number_is() -> None:
    plan = counted()
    assert latest(plan, plan.goals[0]) is None
    after = held(plan, numbers={the.GUIDES: Decimal(8)})
    found = latest(after, after.goals[0])
    assert found is not None
    assert found.number == 8


def test_a_note_may_give_the_number_alone_and_need_not_give_it() -> None:
    nothing = Words("")

    def answered(numbers: dict[GoalId, Decimal], text: Words = nothing) -> Plan:
        return check_ins.answered(
            counted(),
            the.FIRST,
            entry=EntryId("note"),
            progress={},
            challenges=text,
            support_needed=nothing,
            feedback=nothing,
            numbers=numbers,
            by=the.EMPLOYEE,
            at=TIME,
            terms=the.TERMS,
        ).plan

    assert [one.number for one in answered({the.GUIDES: Decimal(8)}).record.check_ins[0].progress] == [Decimal(8)]
    assert answered({}, the.words()).record.check_ins[0].progress == ()
    with refusal("required", "challenges"):
        answered({the.DESK: Decimal(8)})
