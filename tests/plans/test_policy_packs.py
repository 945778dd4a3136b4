"""The packs that ship: the facts of their sources, and texts fit for a nervous reader."""

import re
from datetime import date
from pathlib import Path

import pytest

from plans.people import Role
from plans.policy import (
    BUILT_IN,
    Drafter,
    Effect,
    LeadTimes,
    Limits,
    OutcomeKind,
    Pack,
    PackFaultsError,
    PackId,
    PlanKind,
    RetentionProfile,
    RuleId,
    RuleStatus,
    UnknownPeriodError,
    UnknownRuleError,
    read_packs,
    texts_of,
)

PACKS = read_packs()
GENERIC, ILLINOIS = PACKS[PackId("generic")], PACKS[PackId("illinois-library")]
SHIPPED = pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS.keys())
COACHING = PACKS[PackId("coaching")]
FOR_IMPROVEMENT = [pack for pack in PACKS.values() if pack.kind is PlanKind.IMPROVEMENT]


def test_a_pack_is_known_by_the_name_of_its_file() -> None:
    assert {pack.id for pack in PACKS.values()} == {file.stem for file in BUILT_IN.glob("*.toml")}
    assert all(key == pack.id for key, pack in PACKS.items())


def test_the_illinois_areas_are_exactly_seven_in_the_order_of_the_form() -> None:
    assert [area.label for area in ILLINOIS.competencies] == [
        "Expertise Relevant to Position",
        "Professionalism & Integrity",
        "Communication Skills",
        "Reliability",
        "Adaptability & Effectiveness",
        "Collaboration",
        "Initiative & Leadership",
    ]
    assert not ILLINOIS.free_competencies
    assert ILLINOIS.version_date == date(2026, 6, 19)


def test_the_illinois_form_is_signed_by_three_and_drafted_by_the_employee() -> None:
    assert ILLINOIS.signatures == (Role.EMPLOYEE, Role.SUPERVISOR, Role.HR)
    assert ILLINOIS.drafted_by is Drafter.EMPLOYEE
    assert ILLINOIS.hr_gate


def test_the_illinois_figures_are_those_of_its_sources() -> None:
    assert (ILLINOIS.copy_due_working_days, ILLINOIS.copy_extension_working_days) == (7, 7)
    assert ILLINOIS.retention.profile is RetentionProfile.US_PUBLIC_EDUCATION
    assert ILLINOIS.retention.months == 24
    assert ILLINOIS.holidays.name == "US-IL"
    assert (ILLINOIS.min_days, ILLINOIS.max_days) == (None, None)


def test_the_illinois_consequences_name_what_may_follow() -> None:
    assert "Letter of Expectation(s)" in ILLINOIS.consequences
    assert "Performance Partnership Program" in ILLINOIS.consequences
    civil = next(steps for steps in ILLINOIS.next_steps if steps.classification == "civil-service")
    assert "Performance Partnership Program" in civil.text


def test_a_missed_milestone_without_notice_is_an_illinois_reason_for_insufficient_progress() -> None:
    assert len(ILLINOIS.acceptable) == 8
    assert len(ILLINOIS.insufficient) == 5
    assert "missed-without-notice" in {reason.key for reason in ILLINOIS.insufficient}


def test_the_generic_pack_has_three_buttons_a_custom_end_and_room_for_areas_of_ones_own() -> None:
    assert [period.id for period in GENERIC.periods] == ["30-days", "60-days", "90-days", "custom"]
    assert GENERIC.default_period.id == "90-days"
    assert GENERIC.free_competencies
    assert GENERIC.signatures == (Role.EMPLOYEE, Role.SUPERVISOR)
    assert GENERIC.holidays.name == "hr"


def test_a_period_ends_its_length_after_its_start() -> None:
    assert GENERIC.period("30-days").end(date(2026, 6, 1)) == date(2026, 7, 1)
    assert ILLINOIS.default_period.end(date(2024, 2, 29)) == date(2025, 2, 28)
    assert GENERIC.period("custom").end(date(2026, 6, 1)) is None


@SHIPPED
def test_every_pack_keeps_the_figures_the_requirements_propose(pack: Pack) -> None:
    assert pack.lead_times == LeadTimes()
    assert pack.limits == Limits()
    assert pack.lead_times.review_heads_up == 5
    assert pack.lead_times.review_form == (1, 0)
    assert pack.lead_times.review_nudges == (1, 3)
    assert pack.lead_times.hr_nudges == (1, 2, 4)
    assert pack.limits.rebuttal == 10_000


@SHIPPED
def test_every_pack_warns_without_prior_feedback_and_blocks_without_support_or_strength(pack: Pack) -> None:
    assert pack.effect_of("prior-feedback") is (Effect.OFF if pack.kind is PlanKind.COACHING else Effect.WARN)
    assert pack.effect_of(RuleId.SUPPORT_ITEM) is Effect.BLOCK
    assert pack.effect_of(RuleId.STRENGTH) is Effect.BLOCK


@SHIPPED
def test_every_pack_has_an_effect_for_every_rule_the_code_asks_for(pack: Pack) -> None:
    assert {pack.effect_of(rule) for rule in RuleId} <= set(Effect)
    with pytest.raises(UnknownRuleError):
        pack.effect_of("no-such-rule")


@SHIPPED
def test_no_shipped_rule_claims_that_someone_read_the_live_text(pack: Pack) -> None:
    """Only whoever runs Milepost can enter that; our own choices need nobody to check them."""
    assert set(pack.unchecked) == {rule for rule in pack.rules if rule.status is not RuleStatus.OURS}


@SHIPPED
def test_an_unknown_period_is_refused(pack: Pack) -> None:
    with pytest.raises(UnknownPeriodError):
        pack.period("45-days")


def test_the_coaching_pack_has_no_consequences_no_signatures_and_outcomes_of_its_own() -> None:
    assert COACHING.kind is PlanKind.COACHING
    assert (COACHING.consequences, COACHING.disclaimers, COACHING.signatures) == ("", (), ())
    assert {OutcomeKind.GOALS_MET, OutcomeKind.CONTINUED} <= set(COACHING.outcomes)
    assert not COACHING.hr_gate
    assert COACHING.weekly_prompt
    assert COACHING.decision_due_working_days is None


@pytest.mark.parametrize("pack", FOR_IMPROVEMENT, ids=[pack.id for pack in FOR_IMPROVEMENT])
def test_every_outcome_of_an_improvement_plan_is_offered(pack: Pack) -> None:
    assert pack.kind is PlanKind.IMPROVEMENT
    if pack.id == "dc-government":
        return  # that form has outcomes of its own
    assert set(pack.outcomes) == {
        OutcomeKind.MET,
        OutcomeKind.MET_EARLY,
        OutcomeKind.EXTENDED,
        OutcomeKind.NOT_MET,
        OutcomeKind.WITHDRAWN,
        OutcomeKind.ENDED_LEFT,
        OutcomeKind.ENDED_TRANSFERRED,
    }


@SHIPPED
def test_every_pack_has_a_hash_so_that_calendars_and_texts_can_be_kept_by_it(pack: Pack) -> None:
    assert isinstance(hash(pack), int)


@SHIPPED
def test_every_address_in_a_pack_is_an_example(pack: Pack) -> None:
    everything = " ".join([pack.hr_contact, *(text for _, text in texts_of(pack))])
    assert pack.hr_contact == "hr@example.org"
    assert set(re.findall(r"@([\w.-]+)", everything)) == {"example.org"}


@SHIPPED
def test_texts_speak_to_the_reader_in_short_plain_sentences(pack: Pack) -> None:
    for part, text in texts_of(pack):
        sentences = [sentence for sentence in re.split(r"(?<=[.?!]) ", text) if sentence]
        assert all(len(sentence.split()) <= 40 for sentence in sentences), part
        assert "  " not in text, part
        assert "\n" not in text, part
        assert "employee shall" not in text, part


@SHIPPED
def test_the_purpose_and_the_rights_name_both_sides(pack: Pack) -> None:
    assert "supervisor" in pack.purpose
    assert any("free to talk" in right for right in pack.rights)
    assert any("HR" in right for right in pack.rights)
    assert any("agree" in right for right in pack.rights)


def test_an_employers_pack_wins_over_a_shipped_one_of_the_same_name(tmp_path: Path) -> None:
    text = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")
    own = text.replace('version = "1"', 'version = "7"').replace("hr@example.org", "people@example.org")
    (tmp_path / "generic.toml").write_text(own, encoding="utf-8")
    (tmp_path / "ours.toml").write_text(own, encoding="utf-8")
    (tmp_path / "notes.txt").write_text("not a pack", encoding="utf-8")
    packs = read_packs(tmp_path)
    assert set(packs) == {*PACKS, "ours"}
    assert packs[PackId("generic")].version == "7"
    assert packs[PackId("generic")].hr_contact == "people@example.org"
    assert packs[PackId("illinois-library")] == ILLINOIS


def test_an_employers_pack_cannot_pass_for_the_shipped_one_of_its_name_and_version(tmp_path: Path) -> None:
    text = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")
    (tmp_path / "generic.toml").write_text(text.replace("hr@example.org", "people@example.org"), encoding="utf-8")
    with pytest.raises(PackFaultsError, match="ships with Milepost") as caught:
        read_packs(tmp_path)
    assert [(fault.where, text.splitlines()[(fault.line or 0) - 1]) for fault in caught.value.faults] == [
        ("generic.version", 'version = "1"')
    ]


def test_a_copy_of_a_shipped_pack_left_as_it_is_is_that_pack(tmp_path: Path) -> None:
    text = (BUILT_IN / "generic.toml").read_text(encoding="utf-8")
    (tmp_path / "generic.toml").write_text(text, encoding="utf-8")
    assert read_packs(tmp_path) == PACKS


def test_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "broken.toml").write_text("version = ", encoding="utf-8")
    (tmp_path / "empty.toml").write_text("", encoding="utf-8")
    (tmp_path / "latin.toml").write_bytes(b'name = "caf\xe9"')
    (tmp_path / "Large Name.toml").write_text("#" * 300_000, encoding="utf-8")
    with pytest.raises(PackFaultsError) as caught:
        read_packs(tmp_path)
    assert {fault.where.split(".")[0] for fault in caught.value.faults} == {"broken", "empty", "latin", "Large Name"}


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(PackFaultsError, match="There is no such folder"):
        read_packs(tmp_path / "nowhere")
