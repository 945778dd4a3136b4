"""How the asks of a running plan look at it, and the pieces they draw it from.

``Look`` is the plan as one reader may see it, at one moment; nothing else is ever drawn.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.asking import Answered, Asked
from bot.asks.base import Pin, read
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Facts, Field, Option, Part, Said, Stands, Style, Text
from bot.replies import Done, Reply, ShowForm
from bot.wording import Wording
from plans.acts import Act
from plans.dates import local_date, local_time
from plans.goals import Goal, Milestone
from plans.ids import GoalId, PersonId
from plans.kept import EraseCause
from plans.meetings import Review
from plans.people import Role
from plans.permissions import Allow, decide, role_on
from plans.plan import Plan, PlanChangedMeanwhileError, PlanError
from plans.ports import Work
from plans.retention import TOMBSTONES
from plans.states import MilestoneState
from plans.terms import Terms
from plans.visible import review_time, review_zone
from plans.words import Words

NOTHING: Final = Words("")
# Slack takes no more in one list, and refuses the whole form otherwise (requirements §8).
MOST_OPTIONS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """``plan`` is what ``visible`` left for this reader; ``role`` is what they are to it.

    ``hr_there``: somebody in HR may act on it. The parties are not shown who stands apart, so it is asked of the whole.
    """

    asked: Asked
    plan: Plan
    terms: Terms
    role: Role
    hr_there: bool

    @property
    def wording(self) -> Wording:
        """Ours, with the lines of the plan's own form (requirements §6.1)."""
        return self.asked.house.wording.with_own(self.terms.pack.wording)

    @property
    def now(self) -> datetime:
        return self.asked.now

    @property
    def subject(self) -> str:
        """The id of the part the button stood for.

        Raises:
            PlanError: ``part-gone`` when it stood for none.

        """
        if self.asked.stands.subject is None:
            raise PlanError("part-gone")
        return self.asked.stands.subject

    @property
    def today(self) -> date:
        return local_date(self.now, self.asked.by.zone)

    def day_after(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def say(self, line: str, **values: str | float) -> str:
        return self.wording.say(line, **values)

    def code(self, group: str, code: str) -> str:
        """A code's words: ``miss-no-communication``."""
        return self.say(f"{group}-{code.replace('_', '-')}")

    def moment(self, at: datetime) -> str:
        return self.wording.moment(at, zone=self.asked.by.zone)

    def name(self, person: PersonId | None) -> str:
        """For forms only; a person Milepost no longer knows has a dash."""
        known = None if person is None else self.terms.people.get(person)
        return "—" if known is None else (known.name.reveal() or "—")

    def may(self, act: Act) -> bool:
        return isinstance(decide(self.asked.by, act, self.plan, now=self.now), Allow)

    def to(self, ask: str, subject: str | None = None) -> Stands:
        return Stands(ask=ask, plan=self.plan.id, subject=subject)

    def button(
        self, line: str, ask: str, subject: str | None = None, *, style: Style = Style.PLAIN, stacks: bool = False
    ) -> Button:
        return Button(label=self.say(line), stands=self.to(ask, subject), style=style, stacks=stacks)

    def form(self, title: str, *parts: Part | Field, submit: str | None = None) -> Form:
        """Lines for ``title`` and ``submit``; a form without ``submit`` is only to be read."""
        return Form(
            title=self.say(title),
            stands=self.asked.stands,
            parts=parts,
            submit=None if submit is None else self.say(submit),
        )

    def back(self, *more: Button) -> Buttons:
        """The way back to the plan, after other ways on."""
        return Buttons((*more, self.button("button-back-to-case", "open_case")))

    def text(self, line: str, **values: str | float) -> Text:
        return Text(self.say(line, **values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A form's answers, with the look they were read against. ``entry`` is the id of what it creates."""

    look: Look
    answers: Answers
    entry: str


async def look_at(work: Work, asked: Asked, act: Act) -> Look:
    """The plan for someone about to do ``act``. Raises what ``Plans.get`` raises."""
    whole = await work.plans.get(asked.plan, by=asked.by, act=act, now=asked.now)
    plan = await work.plans.read(asked.plan, reader=asked.by, now=asked.now)
    role = role_on(asked.by, plan)
    if role is None:
        raise PlanError("not-yours")
    terms = await work.terms(plan)
    return Look(asked=asked, plan=plan, terms=terms, role=role, hr_there=bool(terms.hr_for(whole)))


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanAsk:
    """An ask about one plan: who may (``act``), the form (``draw``), what it does (``do``).

    ``do`` hands back the form to show once it is kept; without ``do`` the form is only to be read. ``over`` is shown
    in the form's place where there is nothing to answer any more. An answer that comes all the same meets the rule,
    whose refusal leaves the typed text standing.
    """

    name: str
    act: Act
    draw: Callable[[Look], Form]
    do: Callable[[Work, Filled], Awaitable[Form]] | None = None
    over: Callable[[Look], Form | None] | None = None

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            look = await look_at(work, asked, self.act)
        if look.plan.state in TOMBSTONES:
            return ShowForm(form=tombstone(look))
        over = None if self.over is None else self.over(look)
        return ShowForm(form=over or self.draw(look))

    async def take(self, answered: Answered) -> Reply:
        """One transaction: a form sent twice is known before anything else is looked at."""
        if self.do is None:
            return await self.show(answered.asked)
        async with answered.work() as work:
            look = await look_at(work, answered.asked, self.act)
            if look.plan.state in TOMBSTONES:
                return ShowForm(form=tombstone(look))
            answers = read(self.draw(look), answered, look.wording)
            receipt = await self.do(work, Filled(look=look, answers=answers, entry=answered.entry))
        return Done(receipt=receipt)


def tombstone(look: Look) -> Form:
    """All that is left of a plan, whatever an old button stands for: which it was, when, and why it is gone (P-10)."""
    return look.form(
        "case-title",
        Facts(tuple(_left(look))),
        look.text(f"case-state-{look.plan.state.value}"),
        *_certified(look),
    )


def _certified(look: Look) -> Iterator[Part]:
    """How the employee gets the page they were told of (P-11)."""
    if look.plan.erased_for is EraseCause.EXPUNGED:
        yield look.text("case-certificate", command=f"milepost certificate {look.plan.case_number}")


def _left(look: Look) -> Iterator[tuple[str, str]]:
    plan, day = look.plan, look.wording.day
    yield look.say("case-number"), plan.case_number
    if plan.start is not None and plan.end is not None:
        yield look.say("case-ran"), look.say("case-ran-days", start=day(plan.start), end=day(plan.end))
    if plan.erased_at is not None:
        yield look.say("case-erased-on"), look.moment(plan.erased_at)
    elif plan.closed_at is not None:
        yield look.say("case-discarded-on"), look.moment(plan.closed_at)
    if plan.erased_for is not None:
        yield look.say("case-erased-for"), look.say(f"erased-for-{plan.erased_for.value}")


@contextmanager
def shown_at(fields: Mapping[str, str]) -> Iterator[None]:
    """A rule's field is another field of the form here: the sentence stands where the person typed."""
    try:
        yield
    except PlanError as error:
        error.field = fields.get(error.field or "", error.field)
        raise


def pinned(look: Look, form: Form, mark: int) -> Form:
    """The form, tied to what it was drawn from, so that it cannot be written over what somebody else kept meanwhile.

    Raises:
        PlanChangedMeanwhileError: when it is drawn to read answers that were given to something else.

    """
    pin = Pin.of(look.asked.stands)
    if pin.revision not in {None, mark}:
        raise PlanChangedMeanwhileError
    return replace(form, stands=Pin(subject=pin.subject, revision=mark).stands(form.stands.ask, look.plan.id))


# Pieces that several forms are made of.


def hr_missing(look: Look) -> tuple[Text, ...]:
    """Said where HR alone reads or answers, while nobody in HR may act on this plan: else it would wait unseen."""
    return () if look.hr_there else (Text(_nobody_in_hr(look)),)


def hr_told(look: Look, line: str, **values: str) -> str:
    """``line``, which says that HR was told; while nobody could be told, that in its place."""
    return look.say(line, **values) if look.hr_there else _nobody_in_hr(look)


def _nobody_in_hr(look: Look) -> str:
    return look.say("nobody-in-hr", contact=look.terms.pack.hr_contact)


def goal_number(look: Look, goal: GoalId) -> int:
    """Goals are named by their place, since their text is a person's."""
    return next((number for number, each in enumerate(look.plan.goals, start=1) if each.id == goal), 0)


def goal_label(look: Look, goal: Goal) -> str:
    return look.say("goal-label", number=goal_number(look, goal.id))


def goal_said(look: Look, goal: Goal) -> Said:
    aside = look.say("goal-until", day=look.wording.day(goal.target))
    return Said(label=goal_label(look, goal), words=goal.text, aside=aside)


def milestone_words(look: Look, milestone: Milestone) -> Words:
    """What is due: the goal's text, or that of the date on the way."""
    goal = look.plan.goal(milestone.goal)
    return next((interim.text for interim in goal.interim if interim.id == milestone.id), goal.text)


def milestone_stands(milestone: Milestone) -> str:
    """Where it stands, as a code for its words: what was reported as done waits for an answer, also before its day."""
    waits = milestone.pending and milestone.reported_done_at is not None
    return (MilestoneState.AWAITING_WORD if waits else milestone.state).value


def milestone_label(look: Look, milestone: Milestone) -> str:
    number = goal_number(look, milestone.goal)
    whole = milestone.id == look.plan.goal(milestone.goal).milestone
    return look.say("goal-label" if whole else "goal-interim-label", number=number)


def milestone_said(look: Look, milestone: Milestone) -> Said:
    aside = look.say("goal-until", day=look.wording.day(milestone.on))
    return Said(label=milestone_label(look, milestone), words=milestone_words(look, milestone), aside=aside)


def milestone_options(look: Look, milestones: Iterable[Milestone], *, first: str | None = None) -> tuple[Option, ...]:
    """Dates to choose from, in their order; the nearest ones where there are more than a list can hold.

    The one with the id ``first`` is there in any case.
    """
    nearest = sorted(milestones, key=lambda one: (one.id != first, abs((one.on - look.today).days), one.id))
    shown = sorted(nearest[:MOST_OPTIONS], key=lambda one: (one.on, one.id))
    return tuple(milestone_option(look, one) for one in shown)


def milestone_option(look: Look, milestone: Milestone) -> Option:
    due = look.say("goal-until", day=look.wording.short_day(milestone.on))
    words = milestone_words(look, milestone)
    return Option(value=milestone.id, label=words, description=f"{milestone_label(look, milestone)} · {due}")


def review_name(look: Look, review: Review) -> str:
    """Its kind and its date."""
    return look.say(f"review-name-{review.kind.value}", day=look.wording.day(review.on))


def review_hour(look: Look, review: Review, hour: time) -> Iterator[str]:
    """Its hour as it was agreed; and for a reader who lives by other clocks, what it is on theirs."""
    zone = review_zone(look.plan, review, terms=look.terms)
    at = review_time(look.plan, review, terms=look.terms)
    clock = look.wording.clock(hour)
    if local_time(at, look.asked.by.zone).replace(tzinfo=None) == local_time(at, zone).replace(tzinfo=None):
        yield look.say("review-at-time", time=clock)
        return
    yield look.say("review-at-time-there", time=clock, zone=zone)
    yield look.say("review-at-time-here", at=look.moment(at))


def options(look: Look, group: str, codes: tuple[str, ...]) -> tuple[Option, ...]:
    """Options whose labels are the wording's ``<group>-<code>``."""
    return tuple(Option(value=code, label=look.code(group, code)) for code in codes)


def receipt(look: Look, *lines: str, buttons: tuple[Button, ...] = ()) -> Form:
    """A short form that says what is on record now, with the way back to the plan."""
    told = tuple(Text(line) for line in lines)
    return look.form("recorded-title", *told, look.back(*buttons))
