"""Who may see and do what: the matrix of requirements §7, and the one function that reads it.

Default deny. ``decide`` is pure; the repositories call it whenever someone asks for a plan, and again at submit.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from plans.acts import Act
from plans.ids import PersonId, WorkspaceId
from plans.people import Office, Person, Role
from plans.plan import Plan
from plans.policy import UNMET, PlanKind
from plans.states import BEFORE_DELIVERY, PlanState

_P = PlanState
# The letters of the matrix, in its order; T is the tombstone of a plan whose content is gone.
LETTERS: Final[Mapping[str, frozenset[PlanState]]] = {
    "D": frozenset({_P.DRAFT}),
    "G": frozenset({_P.EMPLOYEE_DRAFTING}),
    "H": frozenset({_P.HR_REVIEW}),
    "C": frozenset({_P.CHANGES_REQUESTED}),
    "P": frozenset({_P.APPROVED}),
    "V": frozenset({_P.DELIVERED}),
    "A": frozenset({_P.ACTIVE}),
    "Z": frozenset({_P.PAUSED}),
    "F": frozenset({_P.DECISION_DUE}),
    "X": frozenset({_P.CLOSED}),
    "Y": frozenset({_P.ARCHIVED}),
    "T": frozenset({_P.DISCARDED, _P.ERASED}),
}
_ORDER: Final = "DGHCPVAZFXYT"


@dataclass(frozen=True, slots=True)
class Allow:
    """Yes, in this role."""

    role: Role


@dataclass(frozen=True, slots=True)
class Deny:
    """No, and why. Where ``knows`` is false the answer must be the one for a plan that does not exist (P-01)."""

    code: str
    knows: bool


Decision = Allow | Deny


class Head(Protocol):
    """As much of a plan as decides who may know of it: the plan itself, or its gist."""

    @property
    def workspace(self) -> WorkspaceId: ...
    @property
    def state(self) -> PlanState: ...
    @property
    def shared_at(self) -> datetime | None: ...
    @property
    def supervisor_away(self) -> bool: ...
    @property
    def conflicts(self) -> frozenset[PersonId]: ...

    def role_of(self, person: PersonId) -> Role | None: ...


_Cells = Mapping[Role, frozenset[PlanState]]


def _states(cell: str) -> frozenset[PlanState]:
    """The states of a cell such as ``D C P``, ``V-F`` or ``D-Y T``."""
    found: set[PlanState] = set()
    for part in cell.split():
        first, _, last = part.partition("-")
        letters = _ORDER[_ORDER.index(first) : _ORDER.index(last or first) + 1]
        found.update(*(LETTERS[letter] for letter in letters))
    return frozenset(found)


def _row(e: str = "", s: str = "", r: str = "", hr: str = "") -> _Cells:
    roles = (Role.EMPLOYEE, Role.SUPERVISOR, Role.REVIEWER, Role.HR)
    return {role: _states(cell) for role, cell in zip(roles, (e, s, r, hr), strict=True)}


# One line an act: the states in which the employee, the supervisor, the reviewer standing in and HR may do it.
# ``_WHEN_SHARED`` widens four of the employee's cells and ``_LIMITS`` narrows some; nothing else does.
MATRIX: Final[Mapping[Act, _Cells]] = {
    Act.LEARN: _row(e="V-Y", s="D-X", r="D-X", hr="D-Y T"),
    Act.CONTACT_HR: _row(e="V-Y", s="D-X", r="D-X", hr="D-Y"),
    Act.READ_PLAN: _row(e="V-Y", s="D-X", r="D-X", hr="D-Y T"),
    Act.READ_RECORD: _row(e="V-Y", s="V-X", r="V-X", hr="V-Y"),
    Act.READ_SEALED_NOTE: _row(),
    Act.READ_HR_COMPARTMENT: _row(e="V-Y", hr="D-Y"),
    Act.READ_AUDIT: _row(hr="D-Y"),
    Act.EDIT_PLAN: _row(s="D C P", r="D C P", hr="D C P"),
    Act.PROPOSE_GOALS: _row(e="G"),
    Act.SHARE_FOR_DRAFTING: _row(s="D C"),
    # The matrix has no rows for these two; §3.1 and S0-05 say that they are the supervisor's.
    Act.TAKE_BACK_DRAFT: _row(s="G", r="G"),
    Act.ANSWER_PROPOSAL: _row(s="D C", r="D C"),
    Act.SUBMIT_PLAN: _row(s="D C"),
    Act.DISCARD_PLAN: _row(s="D G H C", hr="D G H C P"),
    Act.APPROVE_PLAN: _row(hr="H"),
    Act.REQUEST_CHANGES: _row(hr="H"),
    Act.DELIVER_PLAN: _row(s="P", r="P", hr="P"),
    Act.SIGN_AS_SUPERVISOR: _row(s="P V", r="P V"),
    # The matrix has no rows for these two: the talk is prepared by whoever holds it (S2-05, S3-11).
    Act.TALKING_POINTS: _row(s="D-F", r="D-F"),
    Act.NOTE_LAUNCH: _row(s="D-P", r="D-P"),
    Act.ACKNOWLEDGE: _row(e="V A Z F"),
    Act.CONFIRM_DELIVERY: _row(hr="V A Z F"),
    Act.OVERRIDE_QUESTION: _row(hr="V A Z F"),
    # The matrix has no row for these two; requirements §3.1 and §3.3 say who answers and who corrects.
    Act.ANSWER_QUESTION: _row(s="V-F", r="V-F", hr="V-F"),
    Act.CORRECT_REVIEW: _row(e="A-F", s="A-F", r="A-F"),
    # The matrix has no row for this one; F-06, and the notes below it: on paper the employee acts through HR.
    Act.RECORD_ON_PAPER: _row(s="V-F", r="V-F", hr="V-Y"),
    # Nor for this one; who the plan is with is no supervisor's to change, and a closed plan can be read too.
    Act.NAME_ACCOUNT: _row(hr="D-Y"),
    Act.ADD_NOTE: _row(e="V-F", s="V-F", r="V-F", hr="V-F"),
    # The matrix has no rows for these two; the weekly line is between Milepost and the employee (S2-08).
    Act.ANSWER_PROMPT: _row(e="A F"),
    Act.MUTE_PROMPT: _row(e="A Z F"),
    # HR answers only where it is invited, and no plan invites it yet (S3-07).
    Act.ANSWER_CHECK_IN: _row(e="A F", s="A F", r="A F"),
    # "Ask" in the rows about amending and pausing; only an active plan can be paused (§3.1).
    Act.ASK_FOR_CHANGE: _row(e="V A Z"),
    Act.ASK_FOR_PAUSE: _row(e="A", s="A", r="A"),
    # Whoever may amend answers; what was asked of HR alone does not exist for the supervisor (P-13).
    Act.ANSWER_CHANGE: _row(s="V-F", r="V-F", hr="V-F"),
    Act.RAISE_BARRIER: _row(e="V-F"),
    Act.MARK_NOT_RECEIVED: _row(e="V-F"),
    Act.ANSWER_BARRIER: _row(s="V-F", r="V-F", hr="V-F"),
    Act.ANSWER_PROTECTED_BARRIER: _row(hr="V-F"),
    Act.REPORT_DONE: _row(e="A F"),
    Act.SETTLE_MILESTONE: _row(s="A F", r="A F", hr="A F"),
    Act.CONTEST_CLASS: _row(e="A-X"),
    Act.UPHOLD_CONTEST: _row(s="A-X", r="A-X", hr="A-X"),
    Act.REJECT_CONTEST: _row(hr="A-X"),
    Act.MOVE_REVIEW: _row(e="V A Z", s="V A Z", r="V A Z", hr="V A Z"),
    Act.HOLD_REVIEW: _row(s="A F", r="A F", hr="A F"),
    Act.UPDATE_SUPPORT: _row(s="V-F", r="V-F", hr="V-F"),
    Act.DECLINE_SUPPORT: _row(e="V-F"),
    Act.AMEND_PLAN: _row(s="V A Z", r="V A Z", hr="V A Z"),
    Act.PAUSE_PLAN: _row(hr="A Z"),
    Act.LIFT_HOLD: _row(hr="A Z"),
    # The matrix has no row for this one; F-10 gives the shift to HR, and a paused plan moves by itself.
    Act.SHIFT_DATES: _row(hr="V A"),
    # The matrix has no row for this one; only HR knows of an absence (P-14), and it counts while the plan is open.
    Act.RECORD_ABSENCE: _row(hr="D-F"),
    Act.PROPOSE_OUTCOME: _row(s="A Z F", r="A Z F", hr="A Z F"),
    Act.APPROVE_OUTCOME: _row(s="A Z F", r="A Z F", hr="A Z F"),
    # The matrix has no row for this one; §3.1 says who delivers an outcome.
    Act.DELIVER_OUTCOME: _row(s="A Z F", r="A Z F", hr="A Z F"),
    Act.WITHDRAW_PLAN: _row(hr="V-F"),
    Act.REBUT: _row(e="V-Y"),
    # The matrix has no row for this one; HR may reply, and need not (requirements §5).
    Act.ANSWER_REBUTTAL: _row(hr="V-Y"),
    Act.ASK_FOR_COPY: _row(e="V-Y"),
    # Of the matrix's row about exports; a copy is owed only to an employee who may ask for one.
    Act.ORDER_COPY: _row(hr="V-Y"),
    Act.PUT_OFF_COPY: _row(hr="V-Y"),
    Act.HAND_OVER_COPY: _row(hr="V-Y"),
    Act.ORDER_CASE_FILE: _row(hr="D-Y"),
    Act.HOLD_PLAN: _row(hr="D-Y"),
    Act.RELEASE_PLAN: _row(hr="D-Y"),
    # The matrix has no row for this one; it is one of the three days retention may count from (§6.3).
    Act.RECORD_LEAVING: _row(hr="D-Y"),
    # The matrix has no row for this one; HR sets a conflict by hand (requirements §5).
    Act.SET_CONFLICT: _row(hr="D-Y"),
    Act.ERASE_PLAN: _row(hr="D-Y"),
    Act.HAND_OVER: _row(s="D-F", hr="D-F"),
    # The matrix has no row for this one; F-04 says that the new supervisor confirms.
    Act.TAKE_OVER: _row(s="D-F"),
}

# Acts on no plan, and the offices of which one is needed. Nobody runs a case file from the chat: the operator does.
WITHOUT_PLAN: Final[Mapping[Act, frozenset[Office]]] = {
    Act.OPEN_PLAN: frozenset({Office.STARTER, Office.HR}),
    Act.CHANGE_OFFICE: frozenset({Office.HR_LEAD}),
    Act.RUN_CASE_FILE: frozenset(),
}

# What the employee may do before delivery, once the supervisor has shared the draft with them (P-02).
_WHEN_SHARED: Final = frozenset({Act.LEARN, Act.CONTACT_HR, Act.READ_PLAN, Act.READ_HR_COMPARTMENT})


def decide(actor: Person, act: Act, plan: Plan | None, *, now: datetime) -> Decision:  # noqa: ARG001 - rights that end (P-21) will read it; every caller passes it from the start
    """Whether this person may do this to this plan now.

    Codes of a denial: ``no-such-plan`` and ``inactive`` (``knows`` is false), ``not-yours`` (never, in this role),
    ``not-now`` (in another state), ``slot-complete`` (this version is acknowledged), ``own-proposal`` (P-27).
    How fresh the facts about the person are is the caller's duty (``Person.fresh_at``).
    """
    if not actor.active:
        return Deny("inactive", knows=False)
    if plan is None:
        return _without_plan(actor, act)
    role = learns_as(actor, plan)
    if role is None:
        return Deny("no-such-plan", knows=False)
    if not _in_cell(role, act, plan):
        return Deny("not-now" if _ever(role, act) else "not-yours", knows=True)
    refusal = _LIMITS[act, role](actor, plan) if (act, role) in _LIMITS else None
    return Allow(role) if refusal is None else Deny(refusal, knows=True)


def learns_as(actor: Person, plan: Head) -> Role | None:
    """The role in which this person may know that the plan exists; None for whoever may not."""
    role = role_on(actor, plan)
    return role if role is not None and _in_cell(role, Act.LEARN, plan) else None


def role_on(actor: Person, plan: Head) -> Role | None:
    """What the person is to this plan today; None for everybody else.

    The reviewer counts only while the supervisor is marked away. A party is never HR, and neither is an HR member
    in conflict (F-05). Whoever was supervisor once is nothing now.
    """
    if not actor.active or actor.workspace != plan.workspace:
        return None
    party = plan.role_of(actor.id)
    if party is Role.REVIEWER:
        return party if plan.supervisor_away else None
    if party is not None:
        return party
    return Role.HR if actor.holds(Office.HR) and actor.id not in plan.conflicts else None


def _without_plan(actor: Person, act: Act) -> Decision:
    if act not in WITHOUT_PLAN:
        return Deny("no-such-plan", knows=False)
    if not any(actor.holds(office) for office in WITHOUT_PLAN[act]):
        return Deny("not-yours", knows=True)
    return Allow(Role.HR if actor.holds(Office.HR) or act is Act.CHANGE_OFFICE else Role.SUPERVISOR)


def _in_cell(role: Role, act: Act, plan: Head) -> bool:
    if role is Role.EMPLOYEE and act in _WHEN_SHARED and plan.state in BEFORE_DELIVERY:
        return plan.shared_at is not None or plan.state is PlanState.EMPLOYEE_DRAFTING
    return plan.state in MATRIX.get(act, {}).get(role, frozenset())


def _ever(role: Role, act: Act) -> bool:
    return bool(MATRIX.get(act, {}).get(role))


def _slot_open(_actor: Person, plan: Plan) -> str | None:
    """After delivery only a new version can be acknowledged."""
    if plan.state is PlanState.DELIVERED:
        return None
    answered = any(given.role is Role.EMPLOYEE and given.edition == plan.edition for given in plan.signatures)
    return "slot-complete" if answered else None


def _coaching_only(_actor: Person, plan: Plan) -> str | None:
    return None if plan.kind is PlanKind.COACHING else "not-yours"


def _without_account(_actor: Person, plan: Plan) -> str | None:
    """Whoever has an account speaks for themselves."""
    return None if plan.on_paper else "not-now"


def _account_open(_actor: Person, plan: Plan) -> str | None:
    """Until somebody has spoken with the account: HR may have chosen a wrong one, whom the plan is no business of."""
    return None if plan.on_paper or plan.account_unheard else "not-now"


def _second_pair_of_eyes(actor: Person, plan: Plan) -> str | None:
    """*Not met* is never approved by the person who proposed it, unless the pack did without a second one (P-27)."""
    outcome = plan.outcome
    second = outcome is not None and outcome.kind in UNMET and outcome.second_approver
    return "own-proposal" if second and outcome is not None and outcome.proposed_by == actor.id else None


_LIMITS: Final[Mapping[tuple[Act, Role], Callable[[Person, Plan], str | None]]] = {
    (Act.ACKNOWLEDGE, Role.EMPLOYEE): _slot_open,
    **{(Act.RECORD_ON_PAPER, role): _without_account for role in (Role.SUPERVISOR, Role.REVIEWER, Role.HR)},
    (Act.NAME_ACCOUNT, Role.HR): _account_open,
    (Act.APPROVE_OUTCOME, Role.SUPERVISOR): _coaching_only,
    (Act.APPROVE_OUTCOME, Role.REVIEWER): _coaching_only,
    (Act.APPROVE_OUTCOME, Role.HR): _second_pair_of_eyes,
}
