"""The employee drafts the goals: handed over, proposed in one form, and answered goal by goal (S0-05, §4.2)."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from bot.asking import Answered, Ask, Asked
from bot.asks.base import CheckedAsk, Pin, derived, read, relaxed
from bot.asks.looking import Filled, Look, PlanAsk, look_at, receipt
from bot.forms import Answers, Form
from bot.parts import Button, Buttons, Divider, Facts, Field, FieldKind, Heading, Option, Part, Said, Small, Value
from bot.replies import Reply, ShowForm
from plans.actions.answer_proposal import AnswerProposal, answer_proposal
from plans.actions.propose_goals import ProposeGoals, propose_goals
from plans.actions.share_for_drafting import ShareForDrafting, share_for_drafting
from plans.actions.take_back_draft import TakeBackDraft, take_back_draft
from plans.acts import Act
from plans.editing import numbered
from plans.ids import EntryId, GoalId, SupportId
from plans.ports import Work
from plans.proposing import (
    MOST_PROPOSED,
    ProposalAnswer,
    ProposalTyped,
    open_proposals,
    proposal_of,
    to_propose_anew,
)
from plans.record import GoalProposal, ProposalState, Provider
from plans.states import PlanState

_MORE: Final = "more:"
_SPOKEN: Final = "spoken"
_ACCEPT, _CHANGE, _NO_PROMISE = "accept", "change", "none"

# Handed over, and taken back


def _share_form(look: Look) -> Form:
    anew = to_propose_anew(look.plan)
    return look.form(
        "share-title",
        look.text("share-again-intro" if anew else "share-intro"),
        Small(look.say("share-what-they-see")),
        Field(
            id=_SPOKEN,
            kind=FieldKind.CHOICES,
            label=look.say("share-spoken-label"),
            hint=look.say("share-spoken-hint"),
            options=(Option(value=_SPOKEN, label=look.say("share-spoken")),),
            default=(_SPOKEN,) if anew else (),
            required=False,
        ),
        look.back(look.button("plan-check-read", "read_plan", stacks=True)),
        submit="share-submit",
    )


async def _share(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ShareForDrafting(plan=look.plan.id, spoken=_SPOKEN in filled.answers.codes(_SPOKEN))
    await share_for_drafting(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("share-receipt"))


def _take_back_form(look: Look) -> Form:
    return look.form("take-back-title", look.text("take-back-intro"), look.back(), submit="take-back-submit")


async def _take_back(work: Work, filled: Filled) -> Form:
    look = filled.look
    await take_back_draft(work, TakeBackDraft(plan=look.plan.id), by=look.asked.by, now=look.now)
    edit = look.button("case-edit", "plan_check")
    return receipt(look, look.say("take-back-receipt"), buttons=(edit,))


# Proposed by the employee


def _places(look: Look) -> int:
    """How many goals the form has room for: those to write anew and one more, and whatever was added since."""
    asked = Pin.of(look.asked.stands).subject or ""
    added = asked.removeprefix(_MORE)
    wanted = int(added) if asked.startswith(_MORE) and added.isdecimal() else 0
    return min(max(wanted, len(to_propose_anew(look.plan)) or 1), MOST_PROPOSED)


def _propose_form(look: Look) -> Form:
    places, anew = _places(look), to_propose_anew(look.plan)
    more = Button(
        label=look.say("drafting-another"), stands=look.to("add_proposal", f"{_MORE}{places + 1}"), submits=True
    )
    return Form(
        title=look.say("drafting-title"),
        stands=look.to("propose_goals", f"{_MORE}{places}"),
        submit=look.say("drafting-submit"),
        parts=(
            look.text("drafting-intro"),
            *_dates(look),
            look.back(look.button("drafting-read", "read_plan", stacks=True)),
            Small(_smart(look)),
            *(
                part
                for place in range(1, places + 1)
                for part in _proposal_fields(look, place, anew[place - 1] if place <= len(anew) else None)
            ),
            *((Buttons((more,)),) if places < MOST_PROPOSED else ()),
            Divider(),
            _text(look, "view", 1),
            Small(look.say("drafting-who-reads")),
        ),
    )


def _dates(look: Look) -> Iterator[Part]:
    if look.plan.start is not None and look.plan.end is not None:
        first, last = look.wording.day(look.plan.start), look.wording.day(look.plan.end)
        yield Facts(((look.say("plan-reviews-start"), first), (look.say("plan-reviews-end"), last)))


def _smart(look: Look) -> str:
    return "\n".join(f"{one.letter} · {one.name}: {one.text}" for one in look.terms.pack.smart) or look.say(
        "drafting-smart"
    )


def _proposal_fields(look: Look, place: int, old: GoalProposal | None) -> Iterator[Part | Field]:
    yield Heading(look.say("drafting-goal", number=place))
    if old is not None and old.answer:
        yield Said(label=look.say("drafting-asked", name=look.name(old.answered_by)), words=old.answer)
    yield _text(look, "text", place, old.text if old else None)
    yield _text(look, "measure", place, old.measure if old else None)
    yield Field(
        id=numbered("target", place),
        kind=FieldKind.DATE,
        label=look.say("drafting-target-label"),
        hint=look.say("drafting-target-hint"),
        default=old.target if old else None,
        required=False,
    )
    yield _text(look, "wish", place, old.wish if old else None)


def _text(look: Look, name: str, place: int, default: Value | None = None) -> Field:
    return Field(
        id=numbered(name, place),
        kind=FieldKind.LONG_TEXT,
        label=look.say(f"drafting-{name}-label"),
        hint=look.say(f"drafting-{name}-hint"),
        default=default,
        required=False,
    )


def _typed(look: Look, answers: Answers, entry: str) -> Iterator[ProposalTyped]:
    anew = to_propose_anew(look.plan)
    for place in range(1, _places(look) + 1):
        made = derived(entry, f"proposal/{place}")
        goal = anew[place - 1].goal if place <= len(anew) else GoalId(derived(entry, f"goal/{place}"))
        yield ProposalTyped(
            entry=EntryId(made),
            goal=goal,
            text=answers.words(numbered("text", place)),
            measure=answers.words(numbered("measure", place)),
            target=answers.day(numbered("target", place)),
            wish=answers.words(numbered("wish", place)),
        )


async def _propose(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = ProposeGoals(
        plan=look.plan.id,
        entry=EntryId(filled.entry),
        goals=tuple(_typed(look, filled.answers, filled.entry)),
        view=filled.answers.words("view"),
    )
    await propose_goals(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("drafting-receipt"))


@dataclass(frozen=True, slots=True)
class AddProposalAsk:
    """The same form with room for one goal more; what was typed stays in it, and nothing is kept yet."""

    name: str = "add_proposal"

    async def show(self, asked: Asked) -> Reply:
        async with asked.house.begin() as work:
            return ShowForm(form=_propose_form(await look_at(work, asked, Act.PROPOSE_GOALS)))

    async def take(self, answered: Answered) -> Reply:
        asked = answered.asked
        async with asked.house.begin() as work:
            look = await look_at(work, asked, Act.PROPOSE_GOALS)
        form = _propose_form(look)
        answers = read(relaxed(form), _known(answered, form), look.wording)
        return ShowForm(form=form.filled(answers.values))


def _known(answered: Answered, form: Form) -> Answered:
    """The answers to the fields that were there; those of the new place are empty."""
    return replace(answered, raw={field.id: answered.raw.get(field.id) for field in form.fields})


# Answered by the supervisor


def _answer_form(look: Look) -> Form:
    proposal = proposal_of(look.plan, EntryId(look.subject))
    if proposal.state is not ProposalState.OPEN:
        return look.form("answer-proposal-title", *proposed_parts(look, proposal), look.back())
    return look.form(
        "answer-proposal-title",
        *proposed_parts(look, proposal),
        Field(
            id="decision",
            kind=FieldKind.RADIO,
            label=look.say("answer-proposal-decision"),
            options=tuple(Option(value=one, label=look.say(f"answer-proposal-{one}")) for one in (_ACCEPT, _CHANGE)),
        ),
        Field(
            id="answer",
            kind=FieldKind.LONG_TEXT,
            label=look.say("answer-proposal-answer"),
            hint=look.say("answer-proposal-answer-hint"),
            required=False,
        ),
        *_promise(look, proposal),
        Small(look.say("answer-proposal-who-reads")),
        submit="submit-record",
    )


def proposed_parts(look: Look, proposal: GoalProposal) -> Iterator[Part]:
    """What was proposed and what was said to it, each with its author and its time."""
    aside = look.say("goal-until", day=look.wording.day(proposal.target))
    written = look.say("by-and-at", name=look.name(proposal.author), at=look.moment(proposal.at))
    yield Said(label=look.say("answer-proposal-goal"), words=proposal.text, aside=f"{aside} · {written}")
    if proposal.measure:
        yield Said(label=look.say("view-line-measure"), words=proposal.measure)
    if proposal.wish:
        yield Said(label=look.say("answer-proposal-wish"), words=proposal.wish)
    if proposal.answer:
        said = look.say(
            "by-and-at", name=look.name(proposal.answered_by), at=look.moment(proposal.answered_at or look.now)
        )
        yield Said(label=look.code("proposal", proposal.state), words=proposal.answer, aside=said)


def _promise(look: Look, proposal: GoalProposal) -> Iterator[Field]:
    if proposal.wish:
        yield Field(
            id="promise",
            kind=FieldKind.RADIO,
            label=look.say("answer-proposal-promise"),
            options=(
                *(Option(value=one, label=look.say(f"answer-proposal-from-{one}")) for one in Provider),
                Option(value=_NO_PROMISE, label=look.say("answer-proposal-no-promise")),
            ),
            default=_NO_PROMISE,
            required=False,
        )


async def _answer(work: Work, filled: Filled) -> Form:
    look, answers = filled.look, filled.answers
    promise = answers.code("promise") or _NO_PROMISE
    request = AnswerProposal(
        plan=look.plan.id,
        proposal=EntryId(look.subject),
        answer=ProposalAnswer(
            accepted=answers.code("decision") == _ACCEPT,
            answer=answers.words("answer"),
            promise=None if promise == _NO_PROMISE else Provider(promise),
        ),
        support=SupportId(derived(filled.entry, "support")),
    )
    plan = await answer_proposal(work, request, by=look.asked.by, now=look.now)
    return receipt(
        look, look.say("recorded-at", at=look.moment(look.now)), buttons=tuple(_after(replace(look, plan=plan)))
    )


def _after(look: Look) -> Iterator[Button]:
    """The next one to answer, or back to the employee, or on with the draft."""
    waiting = open_proposals(look.plan)
    if waiting:
        yield look.button("answer-proposal-next", "answer_proposal", waiting[0].id)
    elif look.plan.state is PlanState.DRAFT and to_propose_anew(look.plan):
        yield look.button("share-again", "share_for_drafting")
    yield look.button("case-edit", "plan_check")


ASKS: Final[tuple[Ask, ...]] = (
    CheckedAsk(ask=PlanAsk(name="share_for_drafting", act=Act.SHARE_FOR_DRAFTING, draw=_share_form, do=_share)),
    PlanAsk(name="take_back_draft", act=Act.TAKE_BACK_DRAFT, draw=_take_back_form, do=_take_back),
    PlanAsk(name="propose_goals", act=Act.PROPOSE_GOALS, draw=_propose_form, do=_propose),
    AddProposalAsk(),
    PlanAsk(name="answer_proposal", act=Act.ANSWER_PROPOSAL, draw=_answer_form, do=_answer),
)
