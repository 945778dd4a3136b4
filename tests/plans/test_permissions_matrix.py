"""Who may do what: every cell of a matrix typed again here, for every kind of person, against ``decide``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from plans.acts import Act
from plans.ending import OutcomeState
from plans.ids import PersonId, WorkspaceId
from plans.people import Office, Person, Role, Standing
from plans.permissions import MATRIX, WITHOUT_PLAN, Allow, Deny, decide
from plans.plan import Plan
from plans.policy import OutcomeKind, PlanKind
from plans.states import PlanState
from tests.plans import everything as the

# Typed from requirements §7: act | employee | supervisor | reviewer standing in | HR. A dot is never, ``all`` is D to
# Y. ``shared`` adds the states before delivery once the draft was shared; ``new`` asks for a version not answered yet
# outside V; ``coaching`` is for coaching plans only; ``second`` is not for the proposer of *not met*.
# HR may reply to a rebuttal and sets a conflict by hand (§5), and the weekly line is the employee's (S2-08).
# The last seven lines are §3.1, the release this is (HR is not invited to check-ins yet), P-14: absences are HR's, and
# S2-05, S3-11: the talk is prepared by whoever holds it; drafting together is between the two who draft (S0-05).
ORACLE = """
learn                     | shared V-Y   | D-X                   | D-X                   | all T
contact_hr                | shared V-Y   | D-X                   | D-X                   | all
read_plan                 | shared V-Y   | D-X                   | D-X                   | all T
read_record               | V-Y          | V-X                   | V-X                   | V-Y
read_sealed_note          | .            | .                     | .                     | .
read_hr_compartment       | shared V-Y   | .                     | .                     | all
read_audit                | .            | .                     | .                     | all
edit_plan                 | .            | D C P                 | D C P                 | D C P
propose_goals             | G            | .                     | .                     | .
share_for_drafting        | .            | D C                   | .                     | .
submit_plan               | .            | D C                   | .                     | .
discard_plan              | .            | D G H C               | .                     | D G H C P
approve_plan              | .            | .                     | .                     | H
request_changes           | .            | .                     | .                     | H
deliver_plan              | .            | P                     | P                     | P
sign_as_supervisor        | .            | P V                   | P V                   | .
acknowledge               | V new A-F    | .                     | .                     | .
confirm_delivery          | .            | .                     | .                     | V A Z F
override_question         | .            | .                     | .                     | V A Z F
add_note                  | V-F          | V-F                   | V-F                   | V-F
raise_barrier             | V-F          | .                     | .                     | .
mark_not_received         | V-F          | .                     | .                     | .
answer_barrier            | .            | V-F                   | V-F                   | V-F
answer_protected_barrier  | .            | .                     | .                     | V-F
report_done               | A F          | .                     | .                     | .
settle_milestone          | .            | A F                   | A F                   | A F
contest_class             | A-X          | .                     | .                     | .
uphold_contest            | .            | A-X                   | A-X                   | A-X
reject_contest            | .            | .                     | .                     | A-X
move_review               | V A Z        | V A Z                 | V A Z                 | V A Z
hold_review               | .            | A F                   | A F                   | A F
update_support            | .            | V-F                   | V-F                   | V-F
decline_support           | V-F          | .                     | .                     | .
amend_plan                | .            | V A Z                 | V A Z                 | V A Z
pause_plan                | .            | .                     | .                     | A Z
lift_hold                 | .            | .                     | .                     | A Z
propose_outcome           | .            | A Z F                 | A Z F                 | A Z F
approve_outcome           | .            | coaching A Z F        | coaching A Z F        | second A Z F
withdraw_plan             | .            | .                     | .                     | V-F
rebut                     | V-Y          | .                     | .                     | .
answer_rebuttal           | .            | .                     | .                     | V-Y
ask_for_copy              | V-Y          | .                     | .                     | .
order_copy                | .            | .                     | .                     | V-Y
put_off_copy              | .            | .                     | .                     | V-Y
hand_over_copy            | .            | .                     | .                     | V-Y
order_case_file           | .            | .                     | .                     | all
hold_plan                 | .            | .                     | .                     | all
release_plan              | .            | .                     | .                     | all
record_leaving            | .            | .                     | .                     | all
set_conflict              | .            | .                     | .                     | all
erase_plan                | .            | .                     | .                     | all
hand_over                 | .            | D-F                   | .                     | D-F
answer_question           | .            | V-F                   | V-F                   | V-F
shift_dates               | .            | .                     | .                     | V A
correct_review            | A-F          | A-F                   | A-F                   | .
take_over                 | .            | D-F                   | .                     | .
open_plan                 | .            | .                     | .                     | .
change_office             | .            | .                     | .                     | .
run_case_file             | .            | .                     | .                     | .
answer_check_in           | A F          | A F                   | A F                   | .
deliver_outcome           | .            | A Z F                 | A Z F                 | A Z F
record_absence            | .            | .                     | .                     | D-F
answer_prompt             | A F          | .                     | .                     | .
mute_prompt               | A Z F        | .                     | .                     | .
talking_points            | .            | D-F                   | D-F                   | .
note_launch               | .            | D-P                   | D-P                   | .
take_back_draft           | .            | G                     | G                     | .
answer_proposal           | .            | D C                   | D C                   | .
"""
STATES = {
    "D": "draft",
    "G": "employee_drafting",
    "H": "hr_review",
    "C": "changes_requested",
    "P": "approved",
    "V": "delivered",
    "A": "active",
    "Z": "paused",
    "F": "decision_due",
    "X": "closed",
    "Y": "archived",
}
LETTERS = "".join(STATES)
TOMBSTONES = {"discarded", "erased"}
BEFORE_DELIVERY = {STATES[letter] for letter in "DGHCP"}
MARKS = {"shared", "new", "coaching", "second"}
ROLES = {"E": Role.EMPLOYEE, "S": Role.SUPERVISOR, "R": Role.REVIEWER, "HR": Role.HR}
COLUMNS = tuple(ROLES)


@dataclass(frozen=True)
class Cell:
    states: frozenset[str]
    marks: frozenset[str]


def _cell(text: str) -> Cell:
    parts = text.replace("all", "D-Y").replace(".", "").split()
    states: set[str] = set()
    for part in parts:
        if part == "T":
            states |= TOMBSTONES
        elif part not in MARKS:
            first, last = part[0], part[-1]
            states |= {STATES[letter] for letter in LETTERS[LETTERS.index(first) : LETTERS.index(last) + 1]}
    return Cell(frozenset(states), frozenset(MARKS.intersection(parts)))


def _oracle() -> dict[tuple[str, str], Cell]:
    table: dict[tuple[str, str], Cell] = {}
    for line in ORACLE.strip().splitlines():
        act, *cells = (part.strip() for part in line.split("|"))
        assert len(cells) == len(COLUMNS)
        table |= {(act, column): _cell(cell) for column, cell in zip(COLUMNS, cells, strict=True)}
    return table


TABLE = _oracle()


@dataclass(frozen=True)
class Scene:
    """One arrangement of a plan; the oracle knows its facts, ``decide`` gets the plan."""

    state: PlanState
    shared: bool
    away: bool
    coaching: bool
    answered: bool
    hr_proposed_not_met: bool

    def plan(self) -> Plan:
        outcome = the.outcomes(OutcomeState.PROPOSED, OutcomeKind.NOT_MET)[-1]
        return the.plan_with_everything(
            self.state,
            kind=PlanKind.COACHING if self.coaching else PlanKind.IMPROVEMENT,
            shared_at=the.at(-16) if self.shared else None,
            supervisor_away=self.away,
            signatures=the.signatures() if self.answered else (),
            outcomes=(replace(outcome, proposed_by=the.HR.id),) if self.hr_proposed_not_met else (),
        )


def may(scene: Scene, act: str, column: str | None) -> bool:
    if column is None:
        return False
    cell = TABLE[act, column]
    state = scene.state.value
    if "shared" in cell.marks and state in BEFORE_DELIVERY:
        return scene.shared or state == "employee_drafting"
    if state not in cell.states:
        return False
    if "new" in cell.marks and state != "delivered":
        return not scene.answered
    if "coaching" in cell.marks:
        return scene.coaching
    return not ("second" in cell.marks and scene.hr_proposed_not_met)


Who = tuple[str, Person, str | None]


def _hr(person: Person) -> Person:
    return person.with_offices(frozenset({Office.HR, Office.HR_LEAD, Office.STARTER}))


def _people(scene: Scene) -> Iterator[Who]:
    """Every kind of person, with the column of the matrix that is theirs; None is the column of dots."""
    stand_in = "R" if scene.away else None
    yield "employee", the.EMPLOYEE, "E"
    yield "supervisor", the.SUPERVISOR, "S"
    yield "reviewer", the.REVIEWER, stand_in
    yield "HR lead", the.HR, "HR"
    yield "HR member who is the employee", _hr(the.EMPLOYEE), "E"
    yield "HR member who is the supervisor", _hr(the.SUPERVISOR), "S"
    yield "HR member who is the reviewer", _hr(the.REVIEWER), stand_in
    yield "HR member in conflict", the.CONFLICTED_HR, None
    yield "former supervisor", the.someone("former-supervisor", Office.STARTER), None
    yield "colleague", the.someone("colleague"), None
    yield "starter", the.OUTSIDER, None
    yield "HR lead without the HR list", the.someone("lead-only", Office.HR_LEAD), None
    parties = {"employee": the.EMPLOYEE, "supervisor": the.SUPERVISOR, "reviewer": the.REVIEWER, "HR": the.HR}
    for name, person in parties.items():
        yield f"{name} of another workspace", replace(person, workspace=WorkspaceId("w2")), None
        for standing in set(Standing) - {Standing.MEMBER}:
            yield f"{name}, now {standing}", replace(person, standing=standing), None


def _scenes() -> Iterator[Scene]:
    plain, *single = ((False,) * 3, (True, False, False), (False, True, False), (False, False, True))
    for state, (shared, away) in product(PlanState, product((False, True), repeat=2)):
        for flags in (plain, *single) if shared == away else (plain,):
            yield Scene(state, shared, away, *flags)


@dataclass(frozen=True)
class Walked:
    """What one walk over all cells found wrong; a description of each cell."""

    cells: int
    decided: tuple[str, ...]
    told: tuple[str, ...]
    roles: tuple[str, ...]


@pytest.fixture(scope="module")
def walked() -> Walked:
    decided, told, roles = list[str](), list[str](), list[str]()
    cells = 0
    for scene in _scenes():
        plan = scene.plan()
        for (kind, person, column), act in product(_people(scene), Act):
            cells += 1
            decision = decide(person, act, plan, now=the.NOW)
            where = f"{kind} {act} {scene}"
            if isinstance(decision, Allow) != may(scene, act, column):
                decided.append(where)
            if isinstance(decision, Deny) and decision.knows != may(scene, Act.LEARN, column):
                told.append(where)
            if isinstance(decision, Allow) and decision.role is not ROLES.get(column or ""):
                roles.append(where)
    return Walked(cells, tuple(decided), tuple(told), tuple(roles))


def test_every_cell_of_the_matrix_is_decided_as_requirements_say(walked: Walked) -> None:
    assert walked.decided == ()
    assert walked.cells >= 5_000


def test_a_refusal_tells_of_the_plan_only_those_who_may_learn_of_it(walked: Walked) -> None:
    assert walked.told == ()


def test_the_role_allowed_is_the_column_it_was_allowed_from(walked: Walked) -> None:
    assert walked.roles == ()


def test_every_act_has_a_row() -> None:
    assert set(MATRIX) | set(WITHOUT_PLAN) == set(Act)
    assert not set(MATRIX) & set(WITHOUT_PLAN)
    assert {act for act, _ in TABLE} == {act.value for act in Act}


@pytest.mark.parametrize(
    ("offices", "may"),
    [
        ({Office.STARTER}, {Act.OPEN_PLAN}),
        ({Office.HR}, {Act.OPEN_PLAN}),
        ({Office.HR_LEAD}, {Act.CHANGE_OFFICE}),
        ({Office.HR, Office.HR_LEAD}, {Act.OPEN_PLAN, Act.CHANGE_OFFICE}),
        (set[Office](), set[Act]()),
    ],
)
def test_without_a_plan_the_office_decides_and_everything_else_is_denied(offices: set[Office], may: set[Act]) -> None:
    person = the.someone("somebody", *offices)
    allowed = {act for act in Act if isinstance(decide(person, act, None, now=the.NOW), Allow)}
    assert allowed == may


@pytest.mark.parametrize("standing", sorted(set(Standing) - {Standing.MEMBER}))
def test_without_a_plan_an_account_that_is_no_full_member_may_nothing(standing: Standing) -> None:
    person = the.someone("somebody", *Office, standing=standing)
    assert all(decide(person, act, None, now=the.NOW) == Deny("inactive", knows=False) for act in Act)


def test_the_answer_for_a_plan_that_is_not_yours_is_the_answer_for_none() -> None:
    for act in MATRIX:
        missing = decide(the.OUTSIDER, act, None, now=the.NOW)
        assert decide(the.OUTSIDER, act, the.plan_with_everything(), now=the.NOW) == missing


def test_another_hr_member_may_approve_the_not_met_that_hr_proposed() -> None:
    scene = Scene(PlanState.DECISION_DUE, *(False,) * 4, hr_proposed_not_met=True)
    assert decide(the.SECOND_HR, Act.APPROVE_OUTCOME, scene.plan(), now=the.NOW) == Allow(Role.HR)
    assert decide(the.HR, Act.APPROVE_OUTCOME, scene.plan(), now=the.NOW) == Deny("own-proposal", knows=True)


def test_a_party_in_the_conflict_list_keeps_their_rights_as_a_party() -> None:
    plan = the.plan_with_everything(conflicts=frozenset({the.SUPERVISOR.id, PersonId("x")}))
    assert decide(_hr(the.SUPERVISOR), Act.ADD_NOTE, plan, now=the.NOW) == Allow(Role.SUPERVISOR)
    assert decide(_hr(the.SUPERVISOR), Act.READ_AUDIT, plan, now=the.NOW) == Deny("not-yours", knows=True)
