"""The check screen: every part of a draft, what it still lacks, what HR asked for, and a button to change it."""

from collections.abc import Iterable, Iterator

from bot.asks.base import name_of
from bot.asks.comments import comments_on, more_comments
from bot.asks.hinting import hint_lines
from bot.asks.opening_dates import day_off
from bot.asks.opening_draft import Draft, asks_head
from bot.forms import Form
from bot.parts import Button, Buttons, Divider, Said, Small, Stands, Style, Text
from bot.parts import Part as Shown
from bot.sentences import shown
from plans.acts import Act
from plans.block_setting import subjects
from plans.converting import coaching_wished
from plans.meetings import LaunchItem
from plans.people import Role
from plans.permissions import Allow, decide, role_on
from plans.policy import Drafter
from plans.proposing import open_proposals, to_propose_anew
from plans.readiness import Fault, faults, working_days
from plans.states import PlanState
from plans.steps import Part
from plans.words import Words

_ORDER = (
    Part.KIND,
    Part.PEOPLE,
    Part.HEAD,
    Part.STRENGTHS,
    Part.AREAS,
    Part.CONCERNS,
    Part.GOALS,
    Part.SUPPORT,
    Part.DATES,
    Part.BLOCKS,
)
_MOST_BUTTONS = 20


def draw_check(draft: Draft) -> Form:
    """Submitting this form sends the plan on, so it has a submit button only once nothing is in the way."""
    found = faults(draft.plan, draft.terms, now=draft.asked.now)
    blocked = any(fault.blocks for fault in found)
    approved = draft.plan.state is PlanState.APPROVED
    return Form(
        title=draft.say("plan-check-title"),
        stands=draft.stands("submit_plan"),
        submit=None if blocked else _submit(draft),
        parts=(
            Text(draft.say(_intro(draft, blocked=blocked))),
            *more_comments(draft),
            *(part for name in _ORDER for part in _section(draft, name, found)),
            Divider(),
            Small(draft.say("plan-check-launch", done=len(draft.plan.ticks), of=len(LaunchItem))),
            Buttons(tuple(_last_buttons(draft))),
            *(() if blocked or approved else (Small(draft.say(_after(draft))),)),
        ),
    )


def _intro(draft: Draft, *, blocked: bool) -> str:
    if draft.plan.state is PlanState.CHANGES_REQUESTED:
        return "plan-check-changes-requested"
    if draft.plan.state is PlanState.APPROVED:
        return "plan-check-approved"
    return "plan-check-incomplete" if blocked else "plan-check-complete"


def _may(draft: Draft, act: Act) -> bool:
    return isinstance(decide(draft.asked.by, act, draft.plan, now=draft.asked.now), Allow)


def _submit(draft: Draft) -> str | None:
    if not _may(draft, Act.SUBMIT_PLAN):
        return None
    return draft.say("plan-check-send" if draft.terms.pack.hr_gate else "plan-check-approve")


def _after(draft: Draft) -> str:
    if not _may(draft, Act.SUBMIT_PLAN):
        return "plan-check-not-yours-to-send"
    return "plan-check-after-send" if draft.terms.pack.hr_gate else "plan-check-after-approve"


def _section(draft: Draft, name: Part, found: Iterable[Fault]) -> Iterator[Shown]:
    mine = [fault for fault in found if fault.part is name]
    buttons, asked = tuple(_edits(draft, name)), tuple(comments_on(draft, name))
    if not (mine or buttons or asked):
        return
    undone = name is Part.KIND or any(fault.blocks for fault in mine)
    mark = "plan-check-missing" if undone else "plan-check-done"
    yield Text(draft.say(mark, part=draft.say(f"part-{name}"), count=_count(draft, name)))
    if mine:
        yield Small("\n".join(fault_line(draft, fault) for fault in mine))
    yield from _hints(draft, name)
    if name is Part.GOALS:
        yield from _proposals(draft)
    if name is Part.DATES:
        yield from _working_days(draft)
    yield from asked
    if buttons:
        yield Buttons(buttons)


def _working_days(draft: Draft) -> Iterator[Shown]:
    """How many days there really are (S0-20)."""
    counted = working_days(draft.plan, draft.terms)
    if counted is not None:
        every, there = counted
        yield Small(draft.say("plan-check-working-days", there=there, every=every))


def _proposals(draft: Draft) -> Iterator[Shown]:
    """The goals the employee proposed and nobody has answered yet, each with a way to answer it."""
    waiting = open_proposals(draft.plan)
    for proposal in waiting:
        known = draft.terms.people.get(proposal.author)
        at = draft.wording.moment(proposal.at, zone=draft.asked.by.zone)
        label = draft.say("proposal-waiting", name=name_of(known) if known else "—", at=at)
        yield Said(label=label, words=proposal.text)
    if waiting and _may(draft, Act.ANSWER_PROPOSAL):
        yield Buttons(
            tuple(
                Button(
                    label=draft.say("answer-proposal-button", number=number),
                    stands=draft.to("answer_proposal", proposal.id),
                    style=Style.PRIMARY,
                )
                for number, proposal in enumerate(waiting, start=1)
            )
        )
    if _may(draft, Act.SHARE_FOR_DRAFTING) and draft.plan.state is PlanState.DRAFT:
        suggested = draft.terms.pack.drafted_by is Drafter.EMPLOYEE and draft.plan.shared_at is None
        if suggested:
            yield Small(draft.say("share-suggested"))
        line = "share-again" if to_propose_anew(draft.plan) else "share-button"
        style = Style.PRIMARY if suggested and not draft.plan.goals else Style.PLAIN
        yield Buttons((Button(label=draft.say(line), stands=draft.to("share_for_drafting"), style=style),))


def _hints(draft: Draft, name: Part) -> Iterator[Shown]:
    """What a second look at the wording might change; it is worked out anew each time and kept nowhere."""
    if name not in {Part.CONCERNS, Part.GOALS}:
        return
    concerns, goals = hint_lines(draft, draft.plan)
    lines = concerns if name is Part.CONCERNS else goals
    if lines:
        yield Small("\n".join(lines))


def _count(draft: Draft, name: Part) -> int:
    plan = draft.plan
    counted = {Part.AREAS: plan.areas, Part.GOALS: plan.goals, Part.SUPPORT: plan.supports}
    return len(counted.get(name, ()))


def fault_line(draft: Draft, fault: Fault) -> str:
    """What is missing or doubtful, as a sentence that names where."""
    values = {name: shown(name, value, draft.wording) for name, value in fault.facts.items() if name != "reason"}
    reason = fault.facts.get("reason")
    if isinstance(reason, str):
        values["reason"] = day_off(draft, reason)
    sentence = draft.say(f"fault-{fault.code}", where=_where(draft, fault), **values)
    return draft.say("plan-check-must" if fault.blocks else "plan-check-may", sentence=sentence)


def _where(draft: Draft, fault: Fault) -> str:
    if fault.subject is None:
        return ""
    if fault.part is Part.DATES:
        return draft.say(f"review-kind-{fault.subject}")
    return _named(draft, fault.subject)


def _named(draft: Draft, subject: str) -> str:
    """An area by its label, a goal by its number."""
    for place, goal in enumerate(draft.plan.goals, start=1):
        if goal.id == subject:
            return draft.say("plan-check-goal", number=place)
    label = draft.area_label(subject)
    return draft.say("opening-own-area") if isinstance(label, Words) else label


def _edits(draft: Draft, name: Part) -> Iterator[Button]:
    match name:
        case Part.STRENGTHS:
            yield _edit(draft, "plan_strengths")
        case Part.AREAS:
            yield _edit(draft, "plan_areas")
        case Part.CONCERNS:
            yield from _edit_concerns(draft)
        case Part.GOALS:
            yield from _edit_goals(draft)
        case Part.SUPPORT:
            yield from _edit_support(draft)
        case Part.DATES:
            yield _edit(draft, "plan_dates")
            if draft.plan.reviews:
                yield Button(label=draft.say("plan-check-edit-reviews"), stands=draft.to("plan_reviews"))
        case Part.HEAD | Part.BLOCKS:
            yield from _edit_what_the_form_adds(draft, name)
        case Part.KIND | Part.PEOPLE:
            yield from (_begin_as_coaching(draft) if name is Part.KIND else ())


def _begin_as_coaching(draft: Draft) -> Iterator[Button]:
    """Only where HR has asked for it."""
    if coaching_wished(draft.plan):
        yield Button(label=draft.say("plan-check-begin-coaching"), stands=draft.to("begin_coaching"))


def _edit_support(draft: Draft) -> Iterator[Button]:
    yield _edit(draft, "plan_support")
    if not draft.plan.supports and role_on(draft.asked.by, draft.plan) is Role.HR:
        yield Button(label=draft.say("plan-check-override"), stands=draft.to("override_support"))


def _edit(draft: Draft, ask: str) -> Button:
    return Button(label=draft.say("plan-check-edit"), stands=draft.to(ask))


def _edit_concerns(draft: Draft) -> Iterator[Button]:
    for concern in draft.plan.concerns[:_MOST_BUTTONS]:
        yield _edit_one(draft, "plan_concern", concern.competency)


def _edit_what_the_form_adds(draft: Draft, name: Part) -> Iterator[Button]:
    pack = draft.terms.pack
    if name is Part.HEAD:
        yield from (_edit(draft, ask) for ask in ("plan_head",) if asks_head(pack))
    elif pack.has_blocks:
        yield from _edit_blocks(draft)


def _edit_blocks(draft: Draft) -> Iterator[Button]:
    for subject in subjects(draft.plan)[:_MOST_BUTTONS]:
        yield _edit_one(draft, "plan_block", subject)


def _edit_one(draft: Draft, ask: str, subject: str) -> Button:
    label = draft.say("plan-check-edit-one", what=_named(draft, subject))
    return Button(label=label, stands=draft.to(ask, subject))


def _edit_goals(draft: Draft) -> Iterator[Button]:
    for goal in draft.plan.goals[:_MOST_BUTTONS]:
        yield _edit_one(draft, "plan_goal", goal.id)
    yield Button(label=draft.say("plan-check-add-goal"), stands=draft.to("plan_goal"))


def _last_buttons(draft: Draft) -> Iterator[Button]:
    yield Button(label=draft.say("plan-check-read"), stands=draft.to("read_plan"), stacks=True)
    yield Button(label=draft.say("rehearse-button"), stands=draft.to("rehearse_plan"), stacks=True)
    if _may(draft, Act.NOTE_LAUNCH):
        yield Button(label=draft.say("button-note-launch"), stands=draft.to("note_launch"))
    if _may(draft, Act.TALKING_POINTS):
        yield Button(label=draft.say("button-talking-points"), stands=draft.to("talking_points"), stacks=True)
    if _may(draft, Act.DELIVER_PLAN):
        stands = Stands(ask="deliver_plan", plan=draft.plan.id)
        yield Button(label=draft.say("button-deliver-plan"), stands=stands, style=Style.PRIMARY)
    if _may(draft, Act.DISCARD_PLAN):
        yield Button(label=draft.say("plan-check-discard"), stands=draft.to("discard_plan"), style=Style.DANGER)
