"""The head of the form: the lines somebody has to fill in (S1-02), and whether the employee leads others (S1-04)."""

from typing import Final

from bot.asks.opening_draft import Draft
from bot.forms import Answers, Form
from bot.parts import Field, FieldKind, Option, Text
from plans.head_setting import field_of
from plans.steps import HeadStep
from plans.texts import NAME_LIMIT

_YES: Final = "yes"
_NO: Final = "no"


def draw_head(draft: Draft) -> Form:
    there = {line.key: line.text for line in draft.plan.head}
    lines = (
        Field(
            id=field_of(field.key),
            kind=FieldKind.TEXT,
            label=field.label,
            default=there.get(field.key),
            required=field.required,
            max_length=NAME_LIMIT,
        )
        for field in draft.terms.pack.to_fill_in
    )
    intro = Text(draft.say("plan-head-intro"))
    return draft.step("plan_head", "plan-head-title", intro, *lines, *_leads_others(draft))


def head_typed(draft: Draft, answers: Answers) -> HeadStep:
    leads = answers.code("leads_others")
    return HeadStep(
        lines={field.key: answers.words(field_of(field.key)) for field in draft.terms.pack.to_fill_in},
        leads_others=None if leads is None else leads == _YES,
    )


def _leads_others(draft: Draft) -> tuple[Field, ...]:
    if not draft.terms.pack.asks_who_leads:
        return ()
    known = {None: None, True: _YES, False: _NO}[draft.plan.leads_others]
    field = Field(
        id="leads_others",
        kind=FieldKind.RADIO,
        label=draft.say("plan-head-leads-others-label"),
        hint=draft.say("plan-head-leads-others-hint"),
        options=tuple(Option(value=one, label=draft.say(f"plan-head-leads-others-{one}")) for one in (_YES, _NO)),
        default=known,
    )
    return (field,)
