"""A goal's date: settled, read with the times its class rests on, and contested (requirements §3.2)."""

from collections.abc import Iterator
from typing import Final

from bot.asks.looking import (
    Filled,
    Look,
    PlanAsk,
    milestone_said,
    milestone_stands,
    options,
    receipt,
    shown_at,
)
from bot.forms import Form
from bot.parts import Button, Facts, Field, FieldKind, Heading, Option, Part, Said, Small, Style, Text
from plans.actions.answer_contest import AnswerContest, Verdict, answer_contest
from plans.actions.contest_class import ContestClass, contest_class
from plans.actions.lift_hold import LiftHold, lift_hold
from plans.actions.settle_milestone import Settlement, SettleMilestone, settle_milestone
from plans.acts import Act
from plans.goals import Milestone
from plans.ids import EntryId, MilestoneId
from plans.milestones import due_of
from plans.plan import PlanError
from plans.ports import Work
from plans.record import Contest, ContestState
from plans.states import MilestoneState, MissClass

_M = MilestoneState
_MET: Final = "met"
_OTHER_CLASS: Final = "other-class"
_REJECTED: Final = "rejected"


def _milestone(look: Look) -> Milestone:
    return look.plan.milestone(MilestoneId(look.subject))


# To read


def date_form(look: Look) -> Form:
    milestone = _milestone(look)
    return look.form(
        "milestone-title",
        milestone_said(look, milestone),
        # The class of a missed one says it more exactly than its state.
        *((Text(look.code("milestone-state", milestone_stands(milestone))),) if milestone.miss is None else ()),
        *_what_became(look, milestone),
        *contest_parts(look, milestone),
        look.back(*_ways_on(look, milestone)),
    )


def _what_became(look: Look, milestone: Milestone) -> Iterator[Part]:
    if milestone.history:
        yield from _class_and_times(look, milestone)
    if milestone.met_on is not None:
        yield Facts(((look.say("time-met"), look.wording.day(milestone.met_on)),))
    if milestone.evidence:
        yield Said(label=look.say("milestone-evidence"), words=milestone.evidence)
    if milestone.recognition:
        yield Said(label=look.say("milestone-recognition"), words=milestone.recognition)
    if milestone.reason:
        yield Said(label=look.say("milestone-reason"), words=milestone.reason)
    if milestone.pending:
        due = due_of(look.plan, milestone, terms=look.terms)
        yield Facts(((look.say("time-due"), look.moment(due)),))
        if milestone.grace_until is not None:
            yield Text(look.say("milestone-grace", at=look.moment(milestone.grace_until)))
    if milestone.reported_done_at is not None and milestone.state is not _M.MISSED:
        yield Facts(((look.say("time-reported-done"), look.moment(milestone.reported_done_at)),))


def _ways_on(look: Look, milestone: Milestone) -> Iterator[Button]:
    if milestone.state is _M.MISSED and look.may(Act.CONTEST_CLASS) and not _open_contest(look, milestone):
        yield look.button("button-contest", "contest_class", milestone.id, style=Style.PRIMARY)
    contest = _open_contest(look, milestone)
    if contest is not None and look.may(Act.UPHOLD_CONTEST):
        yield look.button("button-answer-contest", "answer_contest", contest.id, style=Style.PRIMARY)
    latest = look.plan.record.contest_on(milestone.id)
    if latest is not None and latest.state is ContestState.REJECTED and look.may(Act.REBUT):
        yield look.button("button-rebut", "rebut", milestone.id)
    if milestone.pending and milestone.reported_done_at is None and look.may(Act.REPORT_DONE):
        yield look.button("button-report-done", "report_done", milestone.id, style=Style.PRIMARY)
    if (milestone.pending or milestone.state is _M.AWAITING_WORD) and look.may(Act.SETTLE_MILESTONE):
        yield look.button("button-settle", "settle_milestone", milestone.id, style=Style.PRIMARY)
    if milestone.state is _M.ON_HOLD and look.may(Act.LIFT_HOLD):
        yield look.button("button-lift-hold", "lift_hold", milestone.id)
    if milestone.state not in {_M.MET, _M.WAIVED} and look.may(Act.RAISE_BARRIER):
        yield look.button("button-raise-barrier", "raise_barrier", milestone.id)


def missed_parts(look: Look, milestone: Milestone) -> Iterator[Part]:
    """What was missed, its class in plain words, and every time the class rests on (S0-25)."""
    yield milestone_said(look, milestone)
    yield from _class_and_times(look, milestone)


def settled_parts(look: Look, milestone: Milestone) -> Iterator[Part]:
    """What was reached or is no longer asked for, in the words that were given for it."""
    yield milestone_said(look, milestone)
    yield Text(look.code("milestone-state", milestone_stands(milestone)))
    yield from _what_became(look, milestone)


def _class_and_times(look: Look, milestone: Milestone) -> Iterator[Part]:
    if milestone.miss is not None:
        yield Text(look.code("miss", milestone.miss.value))
    # Reached after all, or classed anew: what was recorded first stays visible.
    if len(milestone.history) > 1 or (milestone.history and milestone.miss is None):
        first = milestone.history[0]
        yield Small(look.say("milestone-first-class", miss=look.code("miss", first.miss.value)))
    yield Facts(tuple(_times(look, milestone)))


def _times(look: Look, milestone: Milestone) -> Iterator[tuple[str, str]]:
    yield look.say("time-due"), look.moment(due_of(look.plan, milestone, terms=look.terms))
    if milestone.grace_until is not None:
        yield look.say("time-grace"), look.moment(milestone.grace_until)
    if milestone.reported_done_at is not None:
        yield look.say("time-reported-done"), look.moment(milestone.reported_done_at)
    for barrier in look.plan.record.barriers_on(milestone.id):
        yield look.say("time-barrier"), look.moment(barrier.at)
        answered = look.say("time-none") if barrier.answered_at is None else look.moment(barrier.answered_at)
        yield look.say("time-barrier-answered"), answered


def contest_parts(look: Look, milestone: Milestone) -> Iterator[Part]:
    """Every contest of the class, with its answer."""
    for contest in look.plan.record.contests:
        if contest.milestone == milestone.id:
            yield from contest_entry(look, contest)


def contest_entry(look: Look, contest: Contest) -> Iterator[Part]:
    """A contest: where it stands, the employee's words, and the answer."""
    yield Heading(look.code("contest", contest.state.value))
    yield contest_said(look, contest)
    if contest.answer:
        at = look.moment(contest.answered_at or contest.at)
        aside = look.say("by-and-at", name=look.name(contest.answered_by), at=at)
        yield Said(label=look.say("contest-answer"), words=contest.answer, aside=aside)


def contest_said(look: Look, contest: Contest) -> Said:
    aside = look.say("by-and-at", name=look.name(contest.author), at=look.moment(contest.at))
    return Said(label=look.say("contest-text"), words=contest.text, aside=aside)


def _open_contest(look: Look, milestone: Milestone) -> Contest | None:
    latest = look.plan.record.contest_on(milestone.id)
    return latest if latest is not None and latest.state is ContestState.OPEN else None


# Settled


def _settle_form(look: Look) -> Form:
    milestone = _milestone(look)
    return look.form(
        "settle-title",
        milestone_said(look, milestone),
        *_what_became(look, milestone),
        Field(
            id="settlement",
            kind=FieldKind.RADIO,
            label=look.say("settle-question"),
            options=options(look, "settlement", _settlements(milestone)),
        ),
        Field(
            id="on",
            kind=FieldKind.DATE,
            label=look.say("settle-on"),
            hint=look.say("settle-on-hint"),
            required=False,
            default=min(milestone.on, look.today),
        ),
        Field(
            id="words",
            kind=FieldKind.LONG_TEXT,
            label=look.say("settle-words"),
            hint=look.say("settle-words-hint"),
            required=False,
        ),
        Small(look.say("both-and-hr-read")),
        submit="submit-record",
    )


def _settlements(milestone: Milestone) -> tuple[str, ...]:
    """*Not done* is only the answer to a report that it was done; a date is never marked missed by a person."""
    if milestone.state is _M.AWAITING_WORD:
        return (Settlement.MET.value, Settlement.NOT_DONE.value)
    if milestone.state is _M.ON_HOLD:
        return (Settlement.WAIVED.value,)
    return (Settlement.MET.value, Settlement.WAIVED.value)


def _settle_over(look: Look) -> Form | None:
    milestone = _milestone(look)
    return date_form(look) if milestone.state in {_M.MET, _M.MISSED, _M.WAIVED} else None


async def _settle(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    request = SettleMilestone(
        plan=look.plan.id,
        milestone=MilestoneId(look.subject),
        settlement=Settlement(answers.code("settlement") or ""),
        on=answers.day("on"),
        words=answers.words("words"),
    )
    with shown_at({"recognition": "words", "reason": "words"}):
        await settle_milestone(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("settle-receipt"))


# Contested


def _contest_form(look: Look) -> Form:
    milestone = _milestone(look)
    return look.form(
        "contest-title",
        *missed_parts(look, milestone),
        look.text("contest-intro"),
        Field(id="text", kind=FieldKind.LONG_TEXT, label=look.say("contest-field"), hint=look.say("contest-hint")),
        submit="contest-submit",
    )


def _contest_over(look: Look) -> Form | None:
    milestone = _milestone(look)
    free = milestone.state is _M.MISSED and _open_contest(look, milestone) is None
    return None if free else date_form(look)


async def _contest(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ContestClass(
        plan=look.plan.id,
        milestone=MilestoneId(look.subject),
        entry=EntryId(filled.entry),
        text=filled.answers.needed("text"),
    )
    await contest_class(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("contest-receipt"))


# The answer to a contest


def _contest_of(look: Look) -> Contest:
    found = next((each for each in look.plan.record.contests if each.id == look.subject), None)
    if found is None:
        raise PlanError("part-gone")
    return found


def _answer_form(look: Look) -> Form:
    contest = _contest_of(look)
    milestone = look.plan.milestone(contest.milestone)
    others = tuple(miss.value for miss in MissClass if miss is not milestone.miss)
    return look.form(
        "answer-contest-title",
        *missed_parts(look, milestone),
        contest_said(look, contest),
        Field(
            id="verdict",
            kind=FieldKind.RADIO,
            label=look.say("answer-contest-question"),
            options=tuple(_verdicts(look)),
        ),
        Field(id="on", kind=FieldKind.DATE, label=look.say("answer-contest-on"), required=False),
        Field(
            id="miss",
            kind=FieldKind.CHOICE,
            label=look.say("answer-contest-miss"),
            required=False,
            options=options(look, "miss-short", others),
        ),
        Field(
            id="answer",
            kind=FieldKind.LONG_TEXT,
            label=look.say("answer-contest-words"),
            hint=look.say("answer-contest-words-hint"),
            required=False,
        ),
        submit="submit-record",
    )


def _verdicts(look: Look) -> Iterator[Option]:
    """Only HR may say that the class stands."""
    yield Option(value=_MET, label=look.say("verdict-met"))
    yield Option(value=_OTHER_CLASS, label=look.say("verdict-other-class"))
    if look.may(Act.REJECT_CONTEST):
        yield Option(value=_REJECTED, label=look.say("verdict-rejected"))


def _answer_over(look: Look) -> Form | None:
    contest = _contest_of(look)
    if contest.state is ContestState.OPEN:
        return None
    milestone = look.plan.milestone(contest.milestone)
    return look.form("milestone-title", *missed_parts(look, milestone), *contest_parts(look, milestone), look.back())


async def _answer(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    verdict, on, miss = answers.code("verdict"), answers.day("on"), answers.code("miss")
    if verdict == _MET and on is None:
        raise PlanError("required", field="on")
    if verdict == _OTHER_CLASS and miss is None:
        raise PlanError("required", field="miss")
    request = AnswerContest(
        plan=look.plan.id,
        contest=_contest_of(look).id,
        verdict=Verdict.REJECTED if verdict == _REJECTED else Verdict.UPHELD,
        on=on if verdict == _MET else None,
        miss=MissClass(miss) if verdict == _OTHER_CLASS and miss else None,
        answer=answers.words("answer"),
    )
    await answer_contest(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("answer-contest-receipt"))


# A hold


def _hold_form(look: Look) -> Form:
    milestone = _milestone(look)
    return look.form(
        "lift-hold-title",
        milestone_said(look, milestone),
        look.text("lift-hold-intro"),
        Field(id="on", kind=FieldKind.DATE, label=look.say("lift-hold-on")),
        submit="lift-hold-submit",
    )


def _hold_over(look: Look) -> Form | None:
    return None if _milestone(look).state is _M.ON_HOLD else date_form(look)


async def _lift(work: Work, filled: Filled) -> Form:
    look, on = filled.look, filled.answers.day("on")
    if on is None:
        raise PlanError("required", field="on")
    await lift_hold(
        work,
        LiftHold(plan=look.plan.id, milestone=MilestoneId(look.subject), on=on),
        by=look.asked.by,
        now=look.now,
    )
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("lift-hold-receipt"))


ASKS = (
    PlanAsk(name="read_milestone", act=Act.READ_RECORD, draw=date_form),
    PlanAsk(name="settle_milestone", act=Act.SETTLE_MILESTONE, draw=_settle_form, do=_settle, over=_settle_over),
    PlanAsk(name="contest_class", act=Act.CONTEST_CLASS, draw=_contest_form, do=_contest, over=_contest_over),
    PlanAsk(name="answer_contest", act=Act.UPHOLD_CONTEST, draw=_answer_form, do=_answer, over=_answer_over),
    PlanAsk(name="lift_hold", act=Act.LIFT_HOLD, draw=_hold_form, do=_lift, over=_hold_over),
)
