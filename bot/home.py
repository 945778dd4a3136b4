"""Home: a person's plans at a glance (B-08). Names, states, dates and counts; nothing a person wrote."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.asking import House
from bot.asks.base import name_of
from bot.digest_view import questions, section_line
from bot.messages import Home
from bot.parts import Button, Buttons, Divider, Facts, Heading, Part, Small, Stands, Style, Text
from bot.tasks import Tasks, stands_for, tasks_of
from bot.wording import Wording
from plans.acts import Act
from plans.dates import local_date
from plans.digest import Digest, digest_for
from plans.duties import Duty, DutyState
from plans.figures import bar, latest, plain
from plans.ids import PersonId
from plans.milestones import reportable
from plans.pausing import goes_on
from plans.people import Office, Person, Role
from plans.permissions import Allow, decide, role_on
from plans.plan import Plan
from plans.states import BEFORE_DELIVERY, PlanState
from plans.terms import Terms

# A page holds a hundred blocks; a card is six of them.
PLANS_SHOWN: Final = 8
FIGURES_SHOWN: Final = 6
TASKS_SHOWN: Final = 4
UNDELIVERED_SINCE: Final = timedelta(days=7)
_OVER: Final = frozenset({PlanState.CLOSED, PlanState.ARCHIVED, PlanState.DISCARDED, PlanState.ERASED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A plan as the reader may see it, and what it is read with."""

    plan: Plan
    terms: Terms


async def draw(house: House, *, by: Person, now: datetime) -> Home:
    """The person's page from the present state."""
    async with house.begin() as work:
        own = [Case(plan=plan, terms=await work.terms(plan)) for plan in await work.plans.of(by, now=now)]
        for_hr: list[Case] = []
        digest = None
        if by.holds(Office.HR):
            for_hr = [Case(plan=plan, terms=await work.terms(plan)) for plan in await work.plans.for_hr(by, now=now)]
            undelivered = await work.notices.undelivered(since=now - UNDELIVERED_SINCE)
            digest = digest_for(by, [(case.plan, case.terms) for case in for_hr], undelivered, now=now)
    return home(by, own=own, for_hr=for_hr, digest=digest, wording=house.wording, now=now)


def home(
    by: Person,
    *,
    own: Sequence[Case],
    for_hr: Sequence[Case],
    digest: Digest | None,
    wording: Wording,
    now: datetime,
) -> Home:
    """The page from what it shows. ``digest`` is there for HR alone."""
    page = _Page(by=by, wording=wording, now=now)
    return Home(parts=tuple(page.parts(own, for_hr, digest)))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    by: Person
    wording: Wording
    now: datetime

    def parts(self, own: Sequence[Case], for_hr: Sequence[Case], digest: Digest | None) -> Iterator[Part]:
        yield Heading(self._say("home-title"))
        if not own and digest is None:
            yield Text(self._say("home-empty"))
            yield Small(self._say("home-what-it-is"))
        yield Buttons(tuple(self._top()))
        if digest is not None:
            yield Divider()
            yield from self._hr(for_hr, digest)
        running = [case for case in own if case.plan.state not in _OVER]
        for case in running[:PLANS_SHOWN]:
            yield Divider()
            yield from self._card(case)
        rest = len(own) - min(len(running), PLANS_SHOWN)
        if rest:
            yield Divider()
            yield Text(self._say("home-more", count=rest))

    def _say(self, line: str, **values: str | float) -> str:
        return self.wording.say(line, **values)

    def _button(self, line: str, stands: Stands, *, style: Style = Style.PLAIN) -> Button:
        return Button(label=self._say(line), stands=stands, style=style)

    def _top(self) -> Iterator[Button]:
        if isinstance(decide(self.by, Act.OPEN_PLAN, None, now=self.now), Allow):
            yield self._button("home-start", Stands(ask="open_plan"))
        yield self._button("home-all", Stands(ask="my_plans"))
        yield self._button("button-help", Stands(ask="help"))

    # One plan

    def _card(self, case: Case) -> Iterator[Part]:
        plan, tasks = case.plan, tasks_of(case.plan, case.terms, self.by, now=self.now)
        role = role_on(self.by, plan)
        yield Heading(self._say("home-plan", case=plan.case_number))
        yield Facts(tuple(self._facts(case, tasks, role)))
        if tasks.own:
            yield Text("\n".join(self._task(duty) for duty in tasks.own[:TASKS_SHOWN]))
        figures = tuple(self._figures(plan))
        if figures:
            yield Small("\n".join(figures[:FIGURES_SHOWN]))
        yield Buttons(tuple(self._ways(plan, tasks, role)))

    def _facts(self, case: Case, tasks: Tasks, role: Role | None) -> Iterator[tuple[str, str]]:
        plan = case.plan
        if role is Role.EMPLOYEE:
            yield self._say("home-supervisor"), self._name(case, plan.active_supervisor)
        else:
            yield self._say("home-employee"), self._name(case, plan.employee)
        yield self._say("home-state"), self._say(f"plan-state-{plan.state.value.replace('_', '-')}")
        on = goes_on(plan)
        yield self._say("home-next"), self._day(tasks.next_at) if on is None else self.wording.day(on)
        yield self._say("home-you"), self._count(tasks.own)
        yield self._say("home-others"), self._count(tasks.theirs)

    def _name(self, case: Case, person: PersonId) -> str:
        known = case.terms.people.get(person)
        return "—" if known is None else name_of(known)

    def _day(self, at: datetime | None) -> str:
        return self._say("home-no-date") if at is None else self.wording.day(local_date(at, self.by.zone))

    def _count(self, owed: Sequence[Duty]) -> str:
        late = sum(duty.state is DutyState.OVERDUE for duty in owed)
        return self._say("home-count-overdue", count=len(owed), late=late) if late else str(len(owed))

    def _task(self, duty: Duty) -> str:
        what = self._say(f"duty-{duty.kind.value.replace('_', '-')}")
        if duty.due is None:
            return f"• {what}"
        line = "home-task-overdue" if duty.state is DutyState.OVERDUE else "home-task"
        return "• " + self._say(line, what=what, day=self.wording.day(local_date(duty.due, self.by.zone)))

    def _figures(self, plan: Plan) -> Iterator[str]:
        """Where each number stands, from where to where (S2-07); what is counted is a person's words, and not here."""
        if plan.state in BEFORE_DELIVERY:
            return
        for number, goal in enumerate(plan.goals, start=1):
            if goal.figures is None:
                continue
            way: dict[str, str | float] = {
                "goal": number,
                "baseline": plain(goal.figures.baseline),
                "aim": plain(goal.figures.aim),
            }
            found = latest(plan, goal)
            if found is None or found.number is None:
                yield self._say("home-figure-none", **way)
            else:
                gone = bar(goal.figures, found.number)
                yield self._say("home-figure", **way, now=plain(found.number), bar=gone)

    def _ways(self, plan: Plan, tasks: Tasks, role: Role | None) -> Iterator[Button]:
        shown = dict.fromkeys((duty.kind, stands_for(duty, plan)) for duty in tasks.own[:TASKS_SHOWN])
        for kind, stands in shown:
            yield self._button(f"duty-button-{kind.value.replace('_', '-')}", stands, style=Style.PRIMARY)
        yield from self._before_delivery(plan, role)
        yield self._button("button-open-case", Stands(ask="open_case", plan=plan.id))
        if role is Role.EMPLOYEE and reportable(plan):
            yield self._button("home-report-done", Stands(ask="report_done", plan=plan.id))
        if role is Role.EMPLOYEE and isinstance(decide(self.by, Act.RAISE_BARRIER, plan, now=self.now), Allow):
            yield self._button("button-raise-barrier", Stands(ask="raise_barrier", plan=plan.id))
        yield self._button("button-contact-hr", Stands(ask="contact_hr", plan=plan.id))

    def _before_delivery(self, plan: Plan, role: Role | None) -> Iterator[Button]:
        if role is Role.EMPLOYEE:
            if plan.state is PlanState.EMPLOYEE_DRAFTING:
                yield self._button("drafting-button", Stands(ask="propose_goals", plan=plan.id), style=Style.PRIMARY)
            return
        if plan.state in {PlanState.DRAFT, PlanState.CHANGES_REQUESTED}:
            yield self._button("home-go-on", Stands(ask="plan_check", plan=plan.id), style=Style.PRIMARY)
        if plan.state is PlanState.APPROVED:
            yield self._button("home-deliver", Stands(ask="deliver_plan", plan=plan.id), style=Style.PRIMARY)

    # HR

    def _hr(self, cases: Sequence[Case], digest: Digest) -> Iterator[Part]:
        """What waits for HR: plans to approve and decide first, then how much stands in each section."""
        yield Heading(self._say("home-hr"))
        counts = [section_line(section.value, len(lines), self.wording) for section, lines in digest.sections]
        yield Text("\n".join(counts) if counts else self._say("digest-quiet", plans=digest.plans))
        owed = [(case, duty) for case in cases for duty in tasks_of(case.plan, case.terms, self.by, now=self.now).own]
        for case, duty in owed[:PLANS_SHOWN]:
            yield Text(f"{case.plan.case_number} {self._task(duty)}")
        tasks = tuple(self._hr_button(case, duty) for case, duty in owed[:PLANS_SHOWN])
        overview = self._button("home-digest", Stands(ask="read_digest"))
        yield Buttons((*tasks, *questions(digest.lines, self.wording), overview))

    def _hr_button(self, case: Case, duty: Duty) -> Button:
        what = self._say(f"duty-button-{duty.kind.value.replace('_', '-')}")
        label = self._say("home-hr-task", case=case.plan.case_number, what=what)
        return Button(label=label, stands=stands_for(duty, case.plan), style=Style.PRIMARY)
