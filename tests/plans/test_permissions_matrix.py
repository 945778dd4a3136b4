"""Who may do what: every cell of a matrix typed again here, for every kind of person, against ``decide``."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product

import pytest

from plans.acts import Act
from plans.ids import PersonId, WorkspaceId
from plans.people import Office, Person, Role, Standing
from plans.permissions import MATRIX, WITHOUT_PLAN, Allow, Deny, decide
from plans.states import PlanState
from tests.plans import everything as the
from tests.plans.permission_oracle import ROLES, TABLE, Scene, may

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
    plain = (False,) * 4
    single = tuple(tuple(place == one for place in range(4)) for one in range(4))
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
