"""What the plan expects by a review, to stand beside what is put on record there (S1-09)."""

from collections.abc import Iterator

from bot.asks.looking import Look
from bot.parts import Said
from plans.block_setting import expected_on
from plans.ids import GoalId
from plans.meetings import Review
from plans.words import Words


def expected_of_goal(look: Look, review: Review, goal: GoalId) -> Iterator[Said]:
    for subject, words in expected_on(look.plan, review):
        if subject == goal:
            yield Said(label=look.say("expected-by-now"), words=words)


def expected_of_areas(look: Look, review: Review) -> Iterator[Said]:
    """Of an area there is no question of its own, so all of them stand together."""
    for subject, words in expected_on(look.plan, review):
        if subject in look.plan.areas:
            yield Said(label=look.say("expected-by-now-in", area=_label(look, subject)), words=words)


def _label(look: Look, area: str) -> str:
    """The pack's label; one in the supervisor's own words is theirs to read, and is shown as such."""
    known = look.terms.pack.competency(area)
    own = next((concern.label for concern in look.plan.concerns if concern.competency == area), None)
    return known.label if known is not None else (own or Words("")).reveal()
