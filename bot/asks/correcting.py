"""A correction of a review's notes: appended by either party within the pack's days (requirements §3.3)."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.asks.looking import Filled, Look, PlanAsk, receipt
from bot.asks.reviews import documented_parts, review_parts
from bot.forms import Form
from bot.parts import Button, Field, FieldKind, Small
from plans.actions.correct_review import CorrectReview, correct_review
from plans.acts import Act
from plans.ids import EntryId, ReviewId
from plans.meetings import Review
from plans.ports import Work
from plans.reviews import correction_until


def _review(look: Look) -> Review:
    return look.plan.review(ReviewId(look.subject))


def _until(look: Look, review: Review) -> datetime | None:
    """The end of this reader's time for it; None if there is none, or it is over."""
    until = correction_until(review, look.asked.by, terms=look.terms) if look.may(Act.CORRECT_REVIEW) else None
    return until if until is not None and look.now < until else None


def links(look: Look, review: Review) -> Iterator[Button]:
    """Beside a documented review, as long as there is time."""
    if _until(look, review) is not None:
        yield look.button("correct-review-button", "correct_review", review.id)


def _draw(look: Look) -> Form:
    review = _review(look)
    until = _until(look, review)
    return look.form(
        "correct-review-title",
        *review_parts(look, review),
        *documented_parts(look, review),
        look.text("correct-review-intro", at=look.moment(until or look.now)),
        Field(id="text", kind=FieldKind.LONG_TEXT, label=look.say("correct-review-label")),
        Small(look.say("both-and-hr-read")),
        submit="correct-review-submit",
    )


def _over(look: Look) -> Form | None:
    review = _review(look)
    if _until(look, review) is not None:
        return None
    parts = (*review_parts(look, review), *documented_parts(look, review))
    note = (look.button("case-add-note", "add_note"),) if look.may(Act.ADD_NOTE) else ()
    return look.form("correct-review-title", *parts, look.text("correct-review-over"), look.back(*note))


async def _correct(work: Work, filled: Filled) -> Form:
    look = filled.look
    request = CorrectReview(
        plan=look.plan.id,
        review=_review(look).id,
        entry=EntryId(filled.entry),
        text=filled.answers.words("text"),
    )
    await correct_review(work, request, by=look.asked.by, now=look.now)
    return receipt(look, look.say("recorded-at", at=look.moment(look.now)), look.say("correct-review-done"))


ASKS: Final = (PlanAsk(name="correct_review", act=Act.CORRECT_REVIEW, draw=_draw, do=_correct, over=_over),)
