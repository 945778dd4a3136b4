"""The employee drafts the goals: handed over after a talk, proposed, and answered goal by goal (S0-05, §3.1).

Every proposal and every answer stays on record with its author and its time, whatever becomes of the goal.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from plans.change import Change, happened
from plans.editing import day, numbered
from plans.events import EventKind
from plans.goal_setting import MOST_GOALS, in_period, milestones_of
from plans.goals import Goal
from plans.ids import EntryId, GoalId, SupportId
from plans.moving import expect_state, moved, mover
from plans.parts import check_new, check_once, not_past, with_record
from plans.people import Person
from plans.plan import Plan, PlanError
from plans.record import EmployeeInput, GoalProposal, InputMoment, ProposalState, Provider, Support
from plans.states import Mover, PlanState
from plans.texts import optional, required
from plans.words import Words

MOST_PROPOSED: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalTyped:
    """Fields: ``text``, ``measure``, ``target``, ``wish``; of the second goal ``text_2`` and so on.

    ``goal`` is the goal's id, the same when it is proposed anew; ``entry`` is this proposal's own.
    """

    entry: EntryId
    goal: GoalId
    text: Words | None
    measure: Words | None
    target: date | None
    wish: Words | None

    @property
    def empty(self) -> bool:
        return not (self.text or self.measure or self.target or self.wish)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalAnswer:
    """Fields: ``answer``, needed unless the goal is accepted. ``promise`` says who provides the support wished for."""

    accepted: bool
    answer: Words | None
    promise: Provider | None = None


def shared(plan: Plan, *, spoken: bool, by: Person, at: datetime) -> Change:
    """The employee drafts the goals and so learns of the plan; the supervisor confirms that they have spoken (§9.1)."""
    state = moved(plan, PlanState.EMPLOYEE_DRAFTING, by=by)
    if not spoken:
        raise PlanError("not-spoken", field="spoken")
    after = plan.with_(state=state, shared_at=at)
    return Change(plan=after, events=(happened(EventKind.PLAN_SHARED, plan, by=by.id, at=at),))


def taken_back(plan: Plan, *, by: Person, at: datetime) -> Change:
    """The supervisor takes the draft back before the employee has sent anything."""
    if mover(by, plan) is not Mover.SUPERVISOR:
        raise PlanError("not-yours")
    expect_state(plan, PlanState.EMPLOYEE_DRAFTING)
    after = plan.with_(state=moved(plan, PlanState.DRAFT, by=by))
    return Change(plan=after, events=(happened(EventKind.PLAN_TAKEN_BACK, plan, by=by.id, at=at),))


def goals_proposed(
    plan: Plan,
    typed: Sequence[ProposalTyped],
    *,
    entry: EntryId,
    view: Words | None = None,
    by: Person,
    at: datetime,
) -> Change:
    """The employee sends goals, and a view if they like; the draft is the supervisor's again, who answers each.

    Raises ``PlanError`` at the field: ``required``, ``too-long``, ``date-past``, ``goal-outside-period``.
    """
    if mover(by, plan) is not Mover.EMPLOYEE:
        raise PlanError("not-yours")
    state = moved(plan, PlanState.DRAFT, by=by)
    made = tuple(_proposal(plan, one, place, by=by, at=at) for place, one in enumerate(typed, start=1) if not one.empty)
    if not made and not view:
        raise PlanError("required", field="text")
    if len(made) > MOST_PROPOSED:
        raise PlanError("too-many", limit=MOST_PROPOSED)
    for proposal in made:
        check_new(plan.record.proposals, proposal.id)
    after = with_record(plan.with_(state=state), proposals=(*plan.record.proposals, *made))
    said = optional(view, "view")
    if said is not None:
        added = EmployeeInput(id=entry, author=by.id, at=at, moment=InputMoment.DRAFTING, text=said)
        after = with_record(after, inputs=(*after.record.inputs, added))
    line = happened(EventKind.GOALS_PROPOSED, plan, by=by.id, at=at, count=len(made))
    return Change(plan=after, events=(line,))


def _proposal(plan: Plan, typed: ProposalTyped, place: int, *, by: Person, at: datetime) -> GoalProposal:
    dated = numbered("target", place)
    target = in_period(plan, not_past(day(typed.target, dated), dated, by=by, at=at), dated)
    return GoalProposal(
        id=typed.entry,
        goal=typed.goal,
        author=by.id,
        at=at,
        text=required(typed.text, numbered("text", place)),
        measure=optional(typed.measure, numbered("measure", place)),
        target=target,
        wish=optional(typed.wish, numbered("wish", place)),
    )


def proposal_answered(
    plan: Plan, entry: EntryId, answer: ProposalAnswer, *, support: SupportId, by: Person, at: datetime
) -> Change:
    """The supervisor accepts the goal, which then stands in the draft in the employee's name, or says what to change.

    Raises ``PlanError``: ``part-gone``, ``already-recorded``, ``required`` at ``answer``, ``goal-outside-period`` when
    the plan's dates have changed since.
    """
    expect_state(plan, PlanState.DRAFT, PlanState.CHANGES_REQUESTED)
    proposal = proposal_of(plan, entry)
    check_once(proposal.state is not ProposalState.OPEN, proposal.answered_at)
    said = optional(answer.answer, "answer") if answer.accepted else required(answer.answer, "answer")
    state = ProposalState.ACCEPTED if answer.accepted else ProposalState.CHANGES_WANTED
    new = replace(proposal, state=state, answer=said, answered_by=by.id, answered_at=at)
    proposals = tuple(new if one.id == entry else one for one in plan.record.proposals)
    after = with_record(plan, proposals=proposals)
    kind = EventKind.GOAL_SENT_BACK
    if answer.accepted:
        kind, after = EventKind.GOAL_ACCEPTED, _with_accepted(after, proposal)
        if answer.promise is not None and proposal.wish:
            after = after.with_(supports=(*after.supports, _promise(proposal, answer.promise, support, by=by, at=at)))
    line = happened(kind, plan, by=by.id, at=at, subject=proposal.goal, entry=entry)
    return Change(plan=after, events=(line,))


def _with_accepted(plan: Plan, proposal: GoalProposal) -> Plan:
    goal = Goal(
        id=proposal.goal,
        text=proposal.text,
        measure=proposal.measure,
        target=in_period(plan, proposal.target, "decision"),
        by=proposal.author,
        at=proposal.at,
    )
    goals = (*(one for one in plan.goals if one.id != goal.id), goal)
    if len(goals) > MOST_GOALS:
        raise PlanError("too-many", limit=MOST_GOALS)
    return plan.with_(goals=goals, milestones=milestones_of(goals))


def _promise(proposal: GoalProposal, provider: Provider, support: SupportId, *, by: Person, at: datetime) -> Support:
    """A wish becomes a promise only in the words and the name of whoever promises it."""
    what = proposal.wish or Words("")
    return Support(id=support, goal=proposal.goal, what=what, provider=provider, due=None, by=by.id, at=at)


def proposal_of(plan: Plan, entry: EntryId) -> GoalProposal:
    """Raises ``PlanError("part-gone")``."""
    found = next((one for one in plan.record.proposals if one.id == entry), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def open_proposals(plan: Plan) -> tuple[GoalProposal, ...]:
    """Those nobody has answered."""
    return tuple(one for one in plan.record.proposals if one.state is ProposalState.OPEN)


def to_propose_anew(plan: Plan) -> tuple[GoalProposal, ...]:
    """The latest proposal of each goal whose last answer asked for a change."""
    latest = {one.goal: one for one in plan.record.proposals}
    return tuple(one for one in latest.values() if one.state is ProposalState.CHANGES_WANTED)
