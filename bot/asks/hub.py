"""A person's plans, and a plan's own page: where it stands, what comes next, what to do (requirements §4, S3-08)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks import case_parts, converting, days_off, handing_over, joining, papers, pausing, questions, wanting
from bot.asks.base import name_of
from bot.asks.case_tasks import next_milestones, promises, tasks
from bot.asks.looking import Look, PlanAsk
from bot.asks.paging import Place, pages_of
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Facts, Heading, Part, Small, Stands, Style, Text
from bot.replies import Reply, ShowForm
from plans.acts import Act
from plans.copies import copy_owed
from plans.ending import OutcomeState
from plans.ids import PersonId
from plans.moving import today_for
from plans.pausing import goes_on
from plans.people import Role
from plans.permissions import Allow, decide
from plans.plan import Plan
from plans.ports import Work
from plans.receipt import date_passed
from plans.retention import TOMBSTONES
from plans.rights import disputed
from plans.signatures import missing_signatures, signature_of
from plans.states import BEFORE_DELIVERY, OPEN_STATES, RUNNING, PlanState
from plans.visible import SUPERVISOR_SIDE

# A person's plans


@dataclass(frozen=True, slots=True)
class MyPlansAsk:
    """What ``/pip`` alone opens: every plan of the reader's, and for HR those they read as HR, waiting ones first."""

    name: str = "my_plans"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            own = await work.plans.of(asked.by, now=asked.now)
            for_hr = await work.plans.for_hr(asked.by, now=asked.now)
            names = await _names(work, (*own, *for_hr))
        return ShowForm(form=_draw_plans(asked, own, for_hr, names))

    async def take(self, answered: Answered) -> Reply:
        return await self.show(answered.asked)


async def _names(work: Work, plans: Sequence[Plan]) -> dict[PersonId, str]:
    there = [plan for plan in plans if plan.state not in TOMBSTONES]
    people = {person for plan in there for person in (plan.employee, plan.supervisor)}
    return {person: name_of(await work.people.get(person)) for person in people}


def _draw_plans(asked: Asked, own: Sequence[Plan], for_hr: Sequence[Plan], names: dict[PersonId, str]) -> Form:
    say = asked.house.wording.say
    lists = (
        ("my-plans-waiting", [plan for plan in for_hr if plan.state is PlanState.HR_REVIEW]),
        ("my-plans-own", [plan for plan in own if plan.state in OPEN_STATES]),
        ("my-plans-hr", [plan for plan in for_hr if plan.state in OPEN_STATES - {PlanState.HR_REVIEW}]),
        ("my-plans-over", [plan for plan in (*own, *for_hr) if plan.state not in OPEN_STATES]),
    )
    groups: list[tuple[Part, ...]] = [] if own or for_hr else [(Text(say("my-plans-none")),)]
    for heading, plans in lists:
        if plans:
            groups.append((Heading(say(heading)),))
        groups.extend(tuple(_plan(asked, plan, names)) for plan in plans)
    place, every = Place.of(asked.stands.subject), pages_of(groups)
    number = min(place.page, len(every))
    buttons = Buttons((*_turns(asked, place, number, len(every)), *_more(asked)))
    return Form(title=say("my-plans-title"), stands=asked.stands, parts=(*every[number - 1], Divider(), buttons))


def _turns(asked: Asked, place: Place, number: int, last: int) -> Iterator[Button]:
    for line, to in (("button-page-before", number - 1), ("button-page-after", number + 1)):
        if 1 <= to <= last:
            stands = Stands(ask="my_plans", subject=place.at(to))
            yield Button(label=asked.house.wording.say(line), stands=stands)


def _plan(asked: Asked, plan: Plan, names: dict[PersonId, str]) -> Iterator[Part]:
    wording = asked.house.wording
    who = plan.supervisor if asked.by.id == plan.employee else plan.employee
    # Nobody's name stands on what is left of a plan.
    with_whom = (
        wording.say("my-plans-with", case=plan.case_number, name=names[who]) if who in names else plan.case_number
    )
    state = wording.say(_state_line(plan, employee=asked.by.id == plan.employee))
    yield Text(f"{with_whom}\n{state}")
    coming = next_dates(plan, asked)
    if coming:
        name, on = coming[0]
        yield Small(wording.say("my-plans-next", what=name, day=wording.day(on)))
    yield Buttons((Button(label=wording.say("button-open-case"), stands=Stands(ask="open_case", plan=plan.id)),))


def _more(asked: Asked) -> Iterator[Button]:
    say = asked.house.wording.say
    if isinstance(decide(asked.by, Act.OPEN_PLAN, None, now=asked.now), Allow):
        yield Button(label=say("my-plans-new"), stands=Stands(ask="open_plan"))
    yield Button(label=say("button-help"), stands=Stands(ask="help"))


def _state_line(plan: Plan, *, employee: bool) -> str:
    """Where a plan stands; the employee is told nothing of what goes on before delivery."""
    if employee and plan.state in BEFORE_DELIVERY:
        return "case-state-shared"
    return f"case-state-{plan.state.replace('_', '-')}"


def next_dates(plan: Plan, asked: Asked) -> list[tuple[str, date]]:
    """The review, the goal's date and the end that come next, the nearest first; of a paused plan when it goes on."""
    wording, today = asked.house.wording, today_for(asked.by, asked.now)
    if (on := goes_on(plan)) is not None:
        return [(wording.say("case-next-goes-on"), on)]
    reviews = sorted((review.on, review.kind) for review in plan.reviews if review.pending and review.on >= today)
    goals = sorted(one.on for one in plan.milestones if one.pending and one.on >= today)
    found = [(wording.say(f"review-kind-{kind}"), on) for on, kind in reviews[:1]]
    found += [(wording.say("case-next-goal"), on) for on in goals[:1]]
    if plan.end is not None and plan.end >= today:
        found.append((wording.say("case-next-end"), plan.end))
    return sorted(found, key=lambda one: one[1]) if plan.state in OPEN_STATES else []


# One plan


def _draw_case(look: Look) -> Form:
    plan = look.plan
    running = plan.state not in BEFORE_DELIVERY and look.may(Act.READ_RECORD)
    return look.form(
        "case-title",
        Facts(tuple(_people(look))),
        look.text(_state_line(plan, employee=look.role is Role.EMPLOYEE)),
        *_waiting_for(look),
        *_disputed(look),
        *papers.note(look),
        *pausing.note(look),
        *questions.note(look),
        *_coming(look),
        *_to_do(look),
        *(tuple(promises(look)) if running else ()),
        Divider(),
        Buttons(tuple(_links(look, running=running))),
        *_rows(_ending(look), handing_over.links(look), _hr(look)),
        Small(look.say("case-contact-hr")) if look.role is not Role.HR else Small(look.say("case-hr-reads")),
    )


def _people(look: Look) -> Iterator[tuple[str, str]]:
    yield look.say("case-number"), look.plan.case_number
    if look.role is not Role.EMPLOYEE:
        yield look.say("role-employee"), look.name(look.plan.employee)
    if look.role not in SUPERVISOR_SIDE:
        yield look.say("role-supervisor"), look.name(look.plan.supervisor)


def _waiting_for(look: Look) -> Iterator[Part]:
    """Between delivery and the start: whose signature is still to come."""
    if look.plan.state is PlanState.DELIVERED:
        missing = [role for role in missing_signatures(look.plan, look.terms) if role is not Role.HR]
        if missing:
            who = ", ".join(look.code("role", role) for role in missing)
            yield Small(look.say("case-waiting-for", who=who))
        if date_passed(look.plan, look.terms, at=look.now):
            employee = look.role is Role.EMPLOYEE
            yield Text(look.say("case-date-passed-employee" if employee else "case-date-passed"))


def _disputed(look: Look) -> Iterator[Part]:
    """A flag beside the state, and no more: the record holds both sides' words (§5)."""
    if count := len(disputed(look.plan)):
        yield Small(look.say("case-disputed", count=count))


def _coming(look: Look) -> Iterator[Part]:
    coming = next_dates(look.plan, look.asked)
    if coming:
        yield Heading(look.say("case-next"))
        yield Facts(tuple((name, look.wording.day(on)) for name, on in coming))
    for milestone in next_milestones(look)[:1]:
        if look.may(Act.RAISE_BARRIER):
            yield Buttons((look.button("case-raise-barrier", "raise_barrier", milestone.id),))


def _to_do(look: Look) -> Iterator[Part]:
    buttons = (*_before(look), *tasks(look))
    yield Heading(look.say("case-to-do"))
    yield Buttons(buttons) if buttons else Text(look.say("case-nothing-to-do"))


def _before(look: Look) -> Iterator[Button]:
    """What there is to do on a plan that does not run yet."""
    plan = look.plan
    if plan.state in BEFORE_DELIVERY and look.may(Act.EDIT_PLAN):
        yield look.button("case-edit", "plan_check")
    if look.may(Act.PROPOSE_GOALS):
        yield look.button("drafting-button", "propose_goals", style=Style.PRIMARY)
    if look.may(Act.TAKE_BACK_DRAFT):
        yield look.button("take-back-button", "take_back_draft")
    if look.may(Act.DELIVER_PLAN):
        yield look.button("button-deliver-plan", "deliver_plan", style=Style.PRIMARY)
    unsigned = plan.state is PlanState.DELIVERED and Role.SUPERVISOR in missing_signatures(plan, look.terms)
    if unsigned and look.may(Act.SIGN_AS_SUPERVISOR):
        yield look.button("button-sign-plan", "sign_plan")
    if papers.answer_open(look):
        yield look.button("paper-answer-button", "paper_answer", style=Style.PRIMARY)
    elif look.may(Act.CONFIRM_DELIVERY) and signature_of(plan, Role.EMPLOYEE) is None:
        yield look.button("case-confirm-delivery", "confirm_delivery")


def _links(look: Look, *, running: bool) -> Iterator[Button]:
    yield look.button("case-read-plan", "read_plan")
    if running:
        yield from case_parts.links(look)
        yield look.button("case-read-record", "read_record")
    yield from converting.before_and_after(look)
    if look.may(Act.ADD_NOTE):
        yield look.button("case-add-note", "add_note")
    if look.may(Act.NOTE_LAUNCH):
        yield look.button("button-note-launch", "note_launch")
    if look.may(Act.TALKING_POINTS):
        yield look.button("button-talking-points", "talking_points", stacks=True)
    if look.may(Act.AMEND_PLAN):
        yield look.button("case-amend", "amend_plan")
    if look.terms.pack.weekly_prompt and look.may(Act.MUTE_PROMPT):
        muted = look.plan.prompt_muted_at is not None
        yield look.button("case-unmute-prompt" if muted else "case-mute-prompt", "mute_prompt")
    yield from wanting.links(look)
    yield from papers.links(look)
    if look.role is not Role.HR and look.may(Act.CONTACT_HR):
        yield look.button("button-contact-hr", "contact_hr")
    if look.may(Act.REBUT):
        yield look.button("case-rebut", "rebut")
    if look.may(Act.ASK_FOR_COPY):
        yield look.button("case-ask-for-copy", "ask_for_copy")


def _ending(look: Look) -> Iterator[Button]:
    told = any(outcome.state is OutcomeState.DELIVERED for outcome in look.plan.outcomes)
    if look.plan.outcomes and (told or look.plan.state not in RUNNING):
        yield look.button("case-read-outcome", "read_outcome")
    # HR too: only HR may let an outcome come before its time, with a reason (S3-24).
    if look.may(Act.PROPOSE_OUTCOME):
        yield look.button("case-results", "record_results")
        yield look.button("case-propose-outcome", "propose_outcome")


def _hr(look: Look) -> Iterator[Button]:
    if look.role is not Role.HR:
        return
    yield from joining.links(look)
    yield from pausing.links(look)
    yield from days_off.links(look)
    yield from questions.links(look)
    for request in look.plan.record.hr_requests[-3:]:
        yield look.button("case-read-request", "read_request", request.id)
    if look.may(Act.RECORD_ABSENCE):
        yield look.button("case-record-absence", "record_absence")
    if look.may(Act.SET_CONFLICT):
        yield look.button("case-conflicts", "set_conflict")
    if look.may(Act.ORDER_CASE_FILE):
        yield look.button("case-order-file", "order_case_file")
    owed = copy_owed(look.plan)
    if owed is not None and look.may(Act.ORDER_COPY):
        yield look.button("case-answer-copy", "answer_copy", owed.id)
    if look.may(Act.HOLD_PLAN):
        yield look.button("case-keeping", "read_keeping")
    if look.may(Act.WITHDRAW_PLAN):
        yield look.button("case-withdraw", "withdraw_plan", style=Style.DANGER)
    if look.may(Act.DISCARD_PLAN):
        yield look.button("plan-check-discard", "discard_plan", style=Style.DANGER)


def _rows(*groups: Iterator[Button]) -> Iterator[Buttons]:
    for group in groups:
        buttons = tuple(group)
        if buttons:
            yield Buttons(buttons)


ASKS: Final[tuple[Ask, ...]] = (
    MyPlansAsk(),
    PlanAsk(name="open_case", act=Act.LEARN, draw=_draw_case),
    *case_parts.ASKS,
)
