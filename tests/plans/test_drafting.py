"""A draft takes what is typed step by step: strict about that, patient about the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans import examples
from plans.change import Change
from plans.drafting import areas_chosen, concern_described, opened, strengths_given
from plans.events import EventKind
from plans.examples import EMPLOYEE, GENERIC, HR, ILLINOIS, NOW, OUTSIDER, SUPERVISOR, case, pack, terms
from plans.ids import CaseNumber, PlanId, WorkspaceId
from plans.people import Person, Standing
from plans.plan import Plan, PlanError
from plans.policy import PlanKind
from plans.states import IllegalMoveError, PlanState
from plans.steps import OWN_AREA, AreasStep, ConcernStep, StrengthsStep
from plans.words import Words
from tests.plans.opening import DAY, LONG, TODAY, kinds, refusal

PLAN = PlanId("0" * 32)


def an_opening(employee: Person = EMPLOYEE, *, by: Person = SUPERVISOR, **changes: object) -> Change:
    asked: dict[str, object] = {
        "kind": PlanKind.IMPROVEMENT,
        "employee": employee,
        "pack": pack(GENERIC),
        "by": by,
        "at": NOW,
    }
    return opened(PLAN, CaseNumber("M-222222"), **(asked | changes))  # type: ignore[arg-type]


def empty() -> Plan:
    return an_opening().plan


def a_concern(**parts: object) -> ConcernStep:
    step = ConcernStep(
        area="quality",
        expectation=Words("Reports are right when they go out."),
        deficiency=Words("Two of them were not."),
        examples=((TODAY - DAY, Words("The last one counted returns twice.")),),
    )
    return replace(step, **parts)  # type: ignore[arg-type]


def with_area() -> Plan:
    return areas_chosen(empty(), terms(GENERIC), AreasStep(areas=("quality",)), by=SUPERVISOR, at=NOW).plan


def test_a_new_plan_is_a_draft_of_its_opener_with_the_edition_of_the_pack_it_began_with() -> None:
    change = an_opening()
    plan = change.plan
    assert (plan.state, plan.revision, plan.supervisor, plan.employee) == (
        PlanState.DRAFT, 0, SUPERVISOR.id, EMPLOYEE.id,
    )  # fmt: skip
    assert (plan.pack.id, plan.pack.version, plan.pack.digest) == (GENERIC, pack(GENERIC).version, pack(GENERIC).digest)
    assert len(plan.pack.digest) == 64
    assert kinds(change) == [EventKind.PLAN_OPENED]


def test_nobody_opens_a_plan_for_themselves() -> None:
    with refusal("employee-is-supervisor", "employee"):
        an_opening(SUPERVISOR)


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.MEMBER, Standing.ON_PAPER}))
def test_only_a_full_living_member_may_be_the_employee(standing: Standing) -> None:
    with refusal("not-a-member", "employee", standing=standing):
        an_opening(replace(EMPLOYEE, standing=standing))


def test_somebody_of_another_workspace_may_not_be_the_employee() -> None:
    with refusal("not-a-member", "employee"):
        an_opening(replace(EMPLOYEE, workspace=WorkspaceId("T0OTHER")))


def test_a_second_open_plan_is_refused_without_a_word_about_the_first() -> None:
    with pytest.raises(PlanError) as raised:
        an_opening(open_plans=(PlanId("1" * 32),))
    assert (raised.value.code, raised.value.field, raised.value.facts) == ("second-open-plan", "employee", {})


def test_hr_may_open_a_second_plan_and_a_supervisor_may_not_claim_to() -> None:
    assert an_opening(by=HR, open_plans=(PLAN,), despite_open=True).plan.supervisor == HR.id
    with refusal("second-open-plan", "employee"):
        an_opening(open_plans=(PLAN,), despite_open=True)


def test_the_kind_must_be_the_packs() -> None:
    with refusal("other-kind", "kind", kind=PlanKind.IMPROVEMENT):
        an_opening(kind=PlanKind.COACHING)


def test_strengths_must_be_said_but_an_unfinished_step_can_be_put_aside() -> None:
    step = StrengthsStep(strengths=None)
    with refusal("required", "strengths"):
        strengths_given(empty(), step, by=SUPERVISOR, at=NOW)
    assert strengths_given(empty(), step, by=SUPERVISOR, at=NOW, partial=True).plan == empty()


def test_three_thousand_characters_are_taken_and_one_more_is_not_even_in_an_unfinished_step() -> None:
    for partial in (False, True):
        with refusal("too-long", "strengths", limit=3_000, length=3_001):
            strengths_given(empty(), StrengthsStep(strengths=LONG), by=SUPERVISOR, at=NOW, partial=partial)


def test_areas_stand_in_the_packs_order_whatever_order_they_were_picked_in() -> None:
    plan = case(PlanState.DRAFT).plan
    step = AreasStep(areas=("initiative", "expertise", "reliability"))
    after = areas_chosen(plan, terms(ILLINOIS), step, by=SUPERVISOR, at=NOW).plan
    assert after.areas == ("expertise", "reliability", "initiative")
    assert [concern.competency for concern in after.concerns] == list(after.areas)


def test_an_area_that_stays_keeps_what_was_written_and_one_that_goes_takes_it_along() -> None:
    plan = case(PlanState.DRAFT).plan
    after = areas_chosen(plan, terms(), AreasStep(areas=("reliability",)), by=SUPERVISOR, at=NOW).plan
    assert after.concerns == tuple(concern for concern in plan.concerns if concern.competency == "reliability")


@pytest.mark.parametrize("forged", ["quality ", "Quality", "shoe-size", ""])
def test_an_area_the_pack_does_not_have_is_refused(forged: str) -> None:
    with refusal("unknown-area", "areas"):
        areas_chosen(empty(), terms(GENERIC), AreasStep(areas=(forged,)), by=SUPERVISOR, at=NOW)


def test_at_least_one_area_is_picked() -> None:
    with refusal("required", "areas"):
        areas_chosen(empty(), terms(GENERIC), AreasStep(areas=()), by=SUPERVISOR, at=NOW)


def test_an_area_of_ones_own_is_taken_where_the_pack_allows_it_and_nowhere_else() -> None:
    step = AreasStep(areas=(), own_area=Words("Keeping the workshop safe"))
    after = areas_chosen(empty(), terms(GENERIC), step, by=SUPERVISOR, at=NOW).plan
    assert after.areas == (OWN_AREA,)
    assert after.concerns[0].label == step.own_area
    with refusal("unknown-area", "own_area"):
        areas_chosen(case(PlanState.DRAFT).plan, terms(ILLINOIS), step, by=SUPERVISOR, at=NOW)
    with refusal("required", "own_area"):
        areas_chosen(empty(), terms(GENERIC), AreasStep(areas=(OWN_AREA,)), by=SUPERVISOR, at=NOW)


def test_a_concern_keeps_what_was_said_with_its_dates() -> None:
    step = a_concern(feedback_on=TODAY - 2 * DAY, feedback=Words("We spoke about it."))
    concern = concern_described(with_area(), terms(), step, by=SUPERVISOR, at=NOW).plan.concerns[0]
    assert concern.complete
    assert (concern.feedback_on, concern.feedback) == (TODAY - 2 * DAY, step.feedback)
    assert [(example.on, example.text) for example in concern.examples] == list(step.examples)


@pytest.mark.parametrize(
    ("missing", "field"),
    [
        ({"expectation": None}, "expectation"),
        ({"deficiency": None}, "deficiency"),
        ({"examples": ()}, "example"),
        ({"examples": ((None, Words("Last week.")),)}, "example_on"),
        ({"examples": ((TODAY, None),)}, "example"),
        ({"examples": ((TODAY, Words("One.")), (None, Words("Two.")))}, "example_on_2"),
    ],
)
def test_a_concern_needs_expectation_deficiency_and_a_dated_example(missing: dict[str, object], field: str) -> None:
    with refusal("required", field):
        concern_described(with_area(), terms(), a_concern(**missing), by=SUPERVISOR, at=NOW)


def test_a_standard_may_stand_beside_the_expectation_and_may_be_left_out() -> None:
    """S3-03: the link is optional, the expectation is not."""
    link = Words("https://handbook.example.org/reports")
    for standard in (link, None):
        step = a_concern(standard=standard)
        assert (
            concern_described(with_area(), terms(), step, by=SUPERVISOR, at=NOW).plan.concerns[0].standard == standard
        )
    with refusal("too-long", "standard", limit=500, length=501):
        concern_described(with_area(), terms(), a_concern(standard=Words("x" * 501)), by=SUPERVISOR, at=NOW)


def test_an_unfinished_concern_is_kept_as_it_stands() -> None:
    step = a_concern(expectation=None, examples=((TODAY, None),))
    concern = concern_described(with_area(), terms(), step, by=SUPERVISOR, at=NOW, partial=True).plan.concerns[0]
    assert concern.deficiency == step.deficiency
    assert not concern.complete


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"examples": ((TODAY + DAY, Words("It will happen.")),)}, "example_on"),
        ({"feedback_on": TODAY + DAY}, "feedback_on"),
    ],
)
def test_what_has_happened_cannot_lie_in_the_future(parts: dict[str, object], field: str) -> None:
    for partial in (False, True):
        with refusal("date-future", field):
            concern_described(with_area(), terms(), a_concern(**parts), by=SUPERVISOR, at=NOW, partial=partial)


def test_today_is_where_the_supervisor_is() -> None:
    """At 03:00 in Greenwich it is still the day before in Chicago."""
    at = NOW.replace(hour=3)
    with refusal("date-future", "example_on"):
        concern_described(with_area(), terms(), a_concern(examples=((TODAY, Words("Today.")),)), by=SUPERVISOR, at=at)


def test_a_concern_about_an_area_that_was_not_picked_is_a_form_from_another_time() -> None:
    with refusal("part-gone"):
        concern_described(empty(), terms(), a_concern(), by=SUPERVISOR, at=NOW)


def test_the_author_of_a_concern_is_whoever_changed_it_last() -> None:
    first = concern_described(with_area(), terms(), a_concern(), by=SUPERVISOR, at=NOW).plan
    same = concern_described(first, terms(), a_concern(), by=HR, at=NOW + DAY).plan
    assert same.concerns[0].by == SUPERVISOR.id
    other = concern_described(first, terms(), a_concern(expectation=Words("Another.")), by=HR, at=NOW + DAY).plan
    assert (other.concerns[0].by, other.concerns[0].at) == (HR.id, NOW + DAY)


def test_saving_what_is_there_already_leaves_no_line_and_an_approval_stands() -> None:
    plan = case(PlanState.APPROVED).plan
    change = strengths_given(plan, StrengthsStep(strengths=plan.strengths), by=SUPERVISOR, at=NOW)
    assert change.plan == plan
    assert not change.events


@pytest.mark.parametrize("by", [SUPERVISOR, HR])
def test_any_edit_of_an_approved_plan_lapses_the_approval_and_keeps_the_text_it_was_given_to(by: Person) -> None:
    plan = case(PlanState.APPROVED).plan
    change = strengths_given(plan, StrengthsStep(strengths=Words("Other words.")), by=by, at=NOW)
    assert change.plan.state is PlanState.DRAFT
    assert (change.plan.approved_at, change.plan.approved_by) == (None, None)
    assert (change.plan.editions, change.plan.signatures) == (plan.editions, plan.signatures)
    assert kinds(change) == [EventKind.PLAN_EDITED, EventKind.APPROVAL_LAPSED]


def test_an_edit_after_changes_were_requested_leaves_the_plan_where_it_is() -> None:
    plan = case(PlanState.CHANGES_REQUESTED).plan
    change = strengths_given(plan, StrengthsStep(strengths=Words("Other words.")), by=SUPERVISOR, at=NOW)
    assert change.plan.state is PlanState.CHANGES_REQUESTED
    assert kinds(change) == [EventKind.PLAN_EDITED]


@pytest.mark.parametrize(
    "state",
    [one for one in PlanState if one not in {PlanState.DRAFT, PlanState.CHANGES_REQUESTED, PlanState.APPROVED}],
)
def test_a_draft_step_fits_no_other_state(state: PlanState) -> None:
    plan = case(state).plan
    with refusal("not-now", state=state):
        strengths_given(plan, StrengthsStep(strengths=Words("Other words.")), by=SUPERVISOR, at=NOW)


def test_a_stranger_cannot_lapse_an_approval() -> None:
    plan = case(PlanState.APPROVED).plan
    with refusal("not-yours"):
        strengths_given(plan, StrengthsStep(strengths=Words("Other words.")), by=OUTSIDER, at=NOW)
    with pytest.raises(IllegalMoveError):
        strengths_given(plan, StrengthsStep(strengths=Words("Other words.")), by=EMPLOYEE, at=NOW)


@given(
    strengths=st.text(max_size=60),
    expectation=st.text(max_size=60),
    back=st.integers(min_value=0, max_value=4000),
)
def test_whatever_is_typed_is_kept_as_tidied_words_or_refused_at_its_field(
    strengths: str, expectation: str, back: int
) -> None:
    plan, words = with_area(), Words(strengths)
    after = strengths_given(plan, StrengthsStep(strengths=words), by=SUPERVISOR, at=NOW, partial=True).plan
    assert after.strengths == (words or None)
    step = a_concern(expectation=Words(expectation), examples=((TODAY - timedelta(days=back), words),))
    kept = concern_described(after, terms(), step, by=SUPERVISOR, at=NOW, partial=True).plan.concerns[0]
    assert kept.expectation == (Words(expectation) or None)


def test_the_examples_are_the_same_each_time() -> None:
    assert examples.illinois_plan().areas == ("communication", "reliability", "collaboration")
    assert examples.generic_plan().period == "90-days"
    assert examples.case(PlanState.CLOSED).plan == examples.case(PlanState.CLOSED).plan
    assert examples.illinois_plan().supports[0].what == Words("Writer's workshop")
