"""Who may do what, typed again from the requirements: what ``decide`` and every form are held to."""

from dataclasses import dataclass, replace

from plans.ending import OutcomeState
from plans.people import Role
from plans.plan import Plan
from plans.policy import OutcomeKind, PlanKind
from plans.states import PlanState
from tests.plans import everything as the

# Typed from requirements §7: act | employee | supervisor | reviewer standing in | HR. A dot is never, ``all`` is D to
# Y. ``shared`` adds the states before delivery once the draft was shared; ``new`` asks for a version not answered yet
# outside V; ``coaching`` is for coaching plans only; ``second`` is not for the proposer of *not met*. ``paper`` is for
# plans of people without an account (F-06; on paper they act through HR, says the note below the matrix).
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
record_on_paper           | .            | paper V-F             | paper V-F             | paper V-Y
name_account              | .            | .                     | .                     | paper all
add_note                  | V-F          | V-F                   | V-F                   | V-F
ask_for_change            | V A Z        | .                     | .                     | .
ask_for_pause             | A            | A                     | A                     | .
answer_change             | .            | V-F                   | V-F                   | V-F
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
MARKS = {"shared", "new", "coaching", "second", "paper"}
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
    paper: bool = False

    def plan(self) -> Plan:
        outcome = the.outcomes(OutcomeState.PROPOSED, OutcomeKind.NOT_MET)[-1]
        return the.plan_with_everything(
            self.state,
            kind=PlanKind.COACHING if self.coaching else PlanKind.IMPROVEMENT,
            shared_at=the.at(-16) if self.shared else None,
            supervisor_away=self.away,
            on_paper=self.paper,
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
    if state not in cell.states or ("paper" in cell.marks and not scene.paper):
        return False
    if "new" in cell.marks and state != "delivered":
        return not scene.answered
    if "coaching" in cell.marks:
        return scene.coaching
    return not ("second" in cell.marks and scene.hr_proposed_not_met)
