"""The case file holds the whole record, in order, and never what is sealed or kept apart."""

from dataclasses import dataclass, replace
from datetime import datetime

import pytest

from plans.case_file import case_file
from plans.document import CaseFile, Code, Commitment, Entry, Facts, Moment, Named, Remark, Table, TwoColumns
from plans.events import Event, EventKind
from plans.ids import EntryId, PersonId
from plans.people import Role
from plans.plan import Plan
from plans.record import Record
from plans.states import PlanState
from plans.words import Words
from tests.plans import everything as the


@dataclass(frozen=True)
class Order:
    by: PersonId = the.HR.id
    at: datetime = the.NOW
    purpose: Words = the.canary("order.purpose")  # noqa: RUF009 - frozen, so it may be shared
    recipient: Words = the.canary("order.recipient")  # noqa: RUF009 - the same


def event(kind: EventKind, subject: str | None = None, by: PersonId | None = None, **facts: str) -> Event:
    return Event(
        id=EntryId(f"{kind}-{subject}"),
        kind=kind,
        plan=the.plan_with_everything().id,
        by=by,
        at=the.at(10),
        subject=subject,
        facts=tuple(facts.items()),
    )


EVENTS = (
    event(EventKind.PLAN_OPENED, by=the.SUPERVISOR.id, pack="generic"),
    event(EventKind.MILESTONE_MISSED, the.INTERIM, due="2026-07-10T22:00:00+00:00"),
    event(EventKind.BARRIER_RAISED, the.PROTECTED, by=the.EMPLOYEE.id, barrier_kind="protected"),
    event(EventKind.MILESTONE_HELD, the.OTHER_GOAL, barrier=the.PROTECTED, barrier_kind="protected"),
    event(EventKind.HR_CONTACTED, "hr-request-employee", by=the.EMPLOYEE.id),
    event(EventKind.REBUTTAL_ADDED, "rebuttal-2", by=the.EMPLOYEE.id),
    event(EventKind.ABSENCE_RECORDED, "absence-1", by=the.HR.id, party="employee", first="2026-06-01"),
    event(EventKind.ABSENCE_TAKEN_BACK, "absence-1", by=the.HR.id),
)


def made(plan: Plan | None = None, *, compartment: bool = False, order: Order | None = None) -> CaseFile:
    return case_file(
        plan or the.plan_with_everything(),
        the.terms(),
        EVENTS,
        order=order,
        made_at=the.NOW,
        with_compartment=compartment,
    )


def entries(file: CaseFile, section: str) -> tuple[Entry, ...]:
    found = file.section(section)
    return () if found is None else tuple(block for block in found.blocks if isinstance(block, Entry))


def known(entry: Entry | Facts) -> dict[str, object]:
    return {fact.name: fact.value for fact in entry.facts}


def head(file: CaseFile) -> dict[str, object]:
    section = file.section("head")
    assert section is not None
    assert isinstance(section.blocks[0], Facts)
    return known(section.blocks[0])


def table(file: CaseFile, section: str) -> Table:
    found = file.section(section)
    assert found is not None
    assert isinstance(found.blocks[0], Table)
    return found.blocks[0]


def test_everything_on_record_is_in_it_but_what_is_sealed_or_kept_apart() -> None:
    plan = the.plan_with_everything()
    told = set(the.words_in(made(plan)))
    missing = {text for text in the.words_in(plan) if text.startswith("canary[")} - told
    sealed = {text for text in missing if f"check-in.{the.MIDPOINT}" in text}
    assert len(sealed) == 4
    assert missing - sealed == {
        "canary[protected.text]",
        "canary[protected.help]",
        "canary[protected.answer]",
        "canary[rebuttal.protected]",
        "canary[reply.protected]",
        "canary[hold.reason]",
        "canary[legal-hold.first]",
        "canary[legal-hold.lifted]",
        "canary[legal-hold.second]",
        "canary[copy.kept-back]",
        "canary[copy.later]",
        "canary[hr-request.employee]",
        "canary[hr-request.supervisor]",
        "canary[wanted-of-hr]",
        "canary[wanted-of-hr.answer]",
        "canary[paper-of-hr.witness]",
    }


def test_the_compartment_is_added_only_when_asked_for_and_at_the_end() -> None:
    file = made(compartment=True)
    assert file.sections[-1].name == "compartment"
    for tag in ("protected.text", "rebuttal.protected", "hr-request.employee", "wanted-of-hr", "legal-hold.second"):
        assert the.says(file, tag)
        assert not the.says(file.sections[:-1], tag)
    assert not the.says(file, f"check-in.{the.MIDPOINT}")


def test_the_same_sentence_says_that_matters_are_kept_apart_whether_there_are_any_or_not() -> None:
    without = the.plan_with_everything(record=Record())
    assert made().sections[-1] == made(without).sections[-1]
    assert made().sections[-1].blocks == (Remark("kept_apart"),)


def test_the_audit_trail_says_nothing_of_what_is_kept_apart() -> None:
    told = " ".join(the.words_in(table(made(), "audit_trail")))
    for word in ("protected", the.PROTECTED, "hr-request", "hr.contacted", "rebuttal-2", "absence"):
        assert word not in told
    assert "event.milestone.on_hold" in told
    assert "due=2026-07-10T22:00:00+00:00" in told


def test_with_the_compartment_the_audit_trail_is_whole() -> None:
    assert len(table(made(compartment=True), "audit_trail").rows) == len(EVENTS)


def test_a_line_of_the_clock_names_nobody() -> None:
    rows = table(made(), "audit_trail").rows
    assert rows[0][2] == Named(the.SUPERVISOR.name, Role.SUPERVISOR)
    assert rows[1][2] == Code("role.clock")


@pytest.mark.parametrize("delivered", [False, True])
def test_it_is_a_draft_until_the_plan_is_delivered(delivered: bool) -> None:
    plan = the.plan_with_everything(delivered_at=the.at(0) if delivered else None)
    assert made(plan).draft is not delivered


def test_the_sections_stand_in_order() -> None:
    """Purpose on the first page, strengths before concerns, what the plan says before what happened."""
    assert [section.name for section in made(order=Order()).sections] == [
        "order",
        "head",
        "purpose",
        "strengths",
        "concerns",
        "goals",
        "commitments",
        "timeline",
        "consequences",
        "rights",
        "employee_input",
        "questions",
        "wanted_changes",
        "change_requests",
        "papers",
        "signatures",
        "milestones",
        "reviews",
        "notes",
        "barriers",
        "support_ledger",
        "pauses",
        "hand_overs",
        "results",
        "outcomes",
        "editions",
        "audit_trail",
        "compartment",
    ]


def test_the_order_is_printed_with_purpose_and_recipient() -> None:
    file = made(order=Order())
    assert the.says(file.sections[0], "order.purpose")
    assert the.says(file.sections[0], "order.recipient")
    assert made().section("order") is None


def test_the_head_follows_the_packs_order_and_names_the_template() -> None:
    facts = head(made())
    fields = [field.key for field in the.pack().header]
    assert [name for name in facts if name in fields] == fields
    assert facts["template"] == "generic"
    assert facts["template_version"] == "1"
    assert str(facts["template_version_date"]) == "2026-06-19"


def test_the_commitments_of_both_sides_stand_in_two_columns() -> None:
    section = made().section("commitments")
    assert section is not None
    columns = section.blocks[0]
    assert isinstance(columns, TwoColumns)
    assert [item.what for item in columns.left_items] == [
        the.canary("interim.text"),
        the.canary("goal.text"),
        the.canary("own-goal.text"),
    ]
    assert columns.right_items[0] == Commitment(
        what=the.canary("own-support.what"), on=None, state=Code("support.promised")
    )
    assert len(columns.right_items) == 2


def test_a_missed_milestone_shows_its_class_the_times_it_rests_on_and_the_contest() -> None:
    missed = entries(made(), "milestones")[0]
    facts = known(missed)
    assert facts["miss"] == Code("miss.barrier_after")
    assert facts["due_at"] == Moment(the.at(39), "America/Chicago")
    names = [entry.name for entry in missed.attached]
    assert names == ["classed_as", "classed_as", "barrier_times", "contest"]
    assert missed.attached[2].at == Moment(the.at(41), "America/Chicago")
    assert known(missed.attached[2])["answered_at"] == Moment(the.at(42), "America/Chicago")


def test_a_rebuttal_stands_beside_what_it_is_about() -> None:
    contest = entries(made(), "milestones")[0].attached[-1]
    assert [entry.id for entry in contest.attached] == ["rebuttal-1"]
    assert made().section("rebuttals") is None


def test_a_rebuttal_of_something_without_an_entry_is_not_lost() -> None:
    record = the.record()
    lone = replace(record.rebuttals[0], about="the plan as a whole")
    plan = the.plan_with_everything(record=replace(record, rebuttals=(lone,)))
    assert [entry.id for entry in entries(made(plan), "rebuttals")] == ["rebuttal-1"]


def test_a_documented_review_shows_the_notes_of_both_sides() -> None:
    review = entries(made(), "reviews")[0]
    notes = [entry for entry in review.attached if entry.name == "check_in"]
    assert [note.by for note in notes] == [
        Named(the.EMPLOYEE.name, Role.EMPLOYEE),
        Named(the.SUPERVISOR.name, Role.SUPERVISOR),
    ]
    assert {"goal_progress", "review_moved", "correction"} <= {entry.name for entry in review.attached}


def test_a_sealed_note_is_named_and_stays_closed() -> None:
    review = entries(made(), "reviews")[1]
    notes = [entry for entry in review.attached if entry.name == "check_in"]
    assert [known(note) for note in notes] == [{"state": Code("check_in.sealed")}]


def test_an_ended_check_in_says_who_did_not_write() -> None:
    record = the.record()
    plan = the.plan_with_everything(record=replace(record, check_ins=record.check_ins[:1]))
    review = entries(made(plan), "reviews")[0]
    notes = [entry for entry in review.attached if entry.name == "check_in"]
    assert known(notes[1]) == {"role": Code("role.supervisor"), "state": Code("check_in.not_answered")}


def test_signatures_show_the_signed_name_the_local_time_and_the_hash() -> None:
    given = entries(made(), "signatures")[0]
    facts = known(given)
    assert facts["name_shown"] == the.SUPERVISOR.name
    assert facts["text_hash"] == the.editions()[0].text_hash
    assert given.at is not None
    assert given.at.local.isoformat() == "2026-06-01T07:00:00-05:00"


def test_without_a_word_of_the_employee_the_file_says_so() -> None:
    section = made(the.plan_with_everything(record=Record())).section("employee_input")
    assert section is not None
    assert section.blocks == (Remark("no_employee_input"),)


def test_someone_no_longer_known_keeps_the_name_they_signed_with() -> None:
    gone = PersonId("gone")
    signed = tuple(replace(one, person=gone, name_shown=Words("A Name")) for one in the.signatures()[:1])
    notes = (replace(the.record().notes[1], author=gone),)
    plan = the.plan_with_everything(signatures=signed, record=Record(notes=notes))
    assert entries(made(plan), "notes")[0].by == Named(Words("A Name"), Role.SUPERVISOR)


@pytest.mark.parametrize("state", sorted(PlanState))
def test_it_can_be_made_in_every_state(state: PlanState) -> None:
    assert made(the.plan_with_everything(state)).sections


def test_an_almost_empty_draft_makes_a_file_too() -> None:
    whole = the.plan_with_everything(PlanState.DRAFT)
    bare = Plan(
        id=whole.id,
        workspace=whole.workspace,
        case_number=whole.case_number,
        kind=whole.kind,
        pack=whole.pack,
        state=whole.state,
        employee=whole.employee,
        supervisor=whole.supervisor,
        started_by=whole.started_by,
        started_at=whole.started_at,
    )
    file = case_file(bare, the.terms(), (), order=None, made_at=the.NOW)
    assert file.draft
    assert "strengths" not in [section.name for section in file.sections]
