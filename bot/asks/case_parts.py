"""The three lists behind a plan's page: its goals, its support and its reviews, with what can be done about each."""

from collections.abc import Iterator
from typing import Final

from bot.asks import correcting
from bot.asks.case_tasks import support_label
from bot.asks.figures import bar_now
from bot.asks.looking import Look, PlanAsk, milestone_said, milestone_stands, review_name
from bot.asks.paging import Place, turned
from bot.forms import Form
from bot.parts import Button, Buttons, Part, Said, Small, Text
from plans.acts import Act
from plans.check_ins import opens_at, wants_a_day
from plans.dates import local_date
from plans.goals import Milestone
from plans.meetings import Review
from plans.milestones import reportable
from plans.people import Role
from plans.record import Support
from plans.states import MilestoneState, ReviewState, SupportState
from plans.supports import overdue


def _row(*buttons: Button | None) -> tuple[Buttons, ...]:
    found = tuple(button for button in buttons if button is not None)
    return (Buttons(found),) if found else ()


def _if(look: Look, act: Act, line: str, ask: str, subject: str, *, when: bool = True) -> Button | None:
    return look.button(line, ask, subject) if when and look.may(act) else None


def _listed(look: Look, ask: str, groups: list[tuple[Part, ...]]) -> Form:
    """One page of a list; its title's line is named after the ask."""
    parts, turns = turned(look, ask, Place.of(look.asked.stands.subject), groups)
    more = (look.button("case-dates", "case_dates"),) if ask == "case_reviews" else ()
    return look.form(f"{ask.replace('_', '-')}-title", *parts, look.back(*turns, *more))


# Goals


def _draw_goals(look: Look) -> Form:
    return _listed(look, "case_goals", [tuple(_milestone(look, one)) for one in look.plan.milestones])


def _milestone(look: Look, milestone: Milestone) -> Iterator[Part]:
    settled = milestone.state in {MilestoneState.MET, MilestoneState.WAIVED}
    goal = look.plan.goal(milestone.goal)
    yield milestone_said(look, milestone)
    if milestone.id == goal.milestone:
        yield from bar_now(look, goal)
    yield Small(look.code("case-milestone", milestone_stands(milestone)))
    yield from _row(
        _if(
            look,
            Act.REPORT_DONE,
            "case-report-done",
            "report_done",
            milestone.id,
            when=milestone in reportable(look.plan),
        ),
        _if(look, Act.SETTLE_MILESTONE, "case-settle", "settle_milestone", milestone.id, when=not settled),
        _if(look, Act.RAISE_BARRIER, "case-raise-barrier", "raise_barrier", milestone.id, when=not settled),
        _if(look, Act.READ_RECORD, "case-more", "read_milestone", milestone.id),
    )


# Support


def _draw_support(look: Look) -> Form:
    intro = look.text("case-support-intro" if look.plan.supports else "case-support-none")
    return _listed(look, "case_support", [(intro,), *(tuple(_support(look, one)) for one in look.plan.supports)])


def _support(look: Look, support: Support) -> Iterator[Part]:
    aside = None if support.due is None else look.say("view-when-support", day=look.wording.day(support.due))
    yield Said(label=support_label(look, support), words=support.what, aside=aside)
    stands = (look.say(f"view-by-{support.provider}"), look.code("case-support-state", support.state))
    yield Small(", ".join(stands))
    late = overdue(look.plan, support, now=look.now, terms=look.terms)
    missing = not support.disputed and (late or support.state is SupportState.DELIVERED)
    yield from _row(
        _if(look, Act.UPDATE_SUPPORT, "case-update-support", "update_support", support.id),
        _if(look, Act.MARK_NOT_RECEIVED, "case-not-received", "mark_not_received", support.id, when=missing),
        _if(look, Act.DECLINE_SUPPORT, "case-decline-support", "decline_support", support.id, when=support.open),
    )


# Reviews


def _draw_reviews(look: Look) -> Form:
    intro = look.text("case-reviews-intro")
    return _listed(look, "case_reviews", [(intro,), *(tuple(_review(look, one)) for one in look.plan.reviews)])


def _review(look: Look, review: Review) -> Iterator[Part]:
    over = review.state is ReviewState.DOCUMENTED or review.ended_at is not None
    asked = review.asked_at is not None or look.now >= opens_at(look.plan, review, terms=look.terms)
    late = wants_a_day(review)
    asked = asked and not late and review.state is not ReviewState.NOT_HELD
    come = local_date(look.now, look.asked.by.zone) >= review.on
    gone, ahead = review.pending and come, review.pending and not come
    yield Text(review_name(look, review))
    yield Small(look.code("case-review", review.state))
    if late:
        yield look.text("review-came-late-employee" if look.role is Role.EMPLOYEE else "review-came-late")
    yield from _row(
        _if(look, Act.ANSWER_CHECK_IN, "case-check-in", "answer_check_in", review.id, when=asked),
        _if(look, Act.HOLD_REVIEW, "case-hold-review", "hold_review", review.id, when=gone),
        _if(look, Act.HOLD_REVIEW, "case-not-held", "not_held_review", review.id, when=gone and not late),
        _if(look, Act.MOVE_REVIEW, "case-move-review", "move_review", review.id, when=late or ahead),
        _if(look, Act.READ_RECORD, "case-summary", "read_summary", review.id, when=over),
        *correcting.links(look, review),
    )


def links(look: Look) -> Iterator[Button]:
    """From a plan's page to the three lists; for HR too, who reads what both sides read."""
    yield look.button("case-goals", "case_goals")
    if look.plan.supports or look.role is not Role.HR:
        yield look.button("case-support-list", "case_support")
    yield look.button("case-reviews", "case_reviews")


ASKS: Final = (
    PlanAsk(name="case_goals", act=Act.READ_RECORD, draw=_draw_goals),
    PlanAsk(name="case_support", act=Act.READ_RECORD, draw=_draw_support),
    PlanAsk(name="case_reviews", act=Act.READ_RECORD, draw=_draw_reviews),
)
