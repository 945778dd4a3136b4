"""Is a plan the right tool? A few questions, and what they point to (S3-10, S2-02). Nothing of it is ever kept."""

from dataclasses import dataclass
from enum import StrEnum


class Tool(StrEnum):
    """What may help most now."""

    IMPROVEMENT = "improvement"
    COACHING = "coaching"
    TRAINING = "training"
    MENTORSHIP = "mentorship"
    ROLE_CLARIFICATION = "role_clarification"


class Lacking(StrEnum):
    """What is missing, as far as the supervisor can tell."""

    SKILL = "skill"
    EXPERIENCE = "experience"
    NEITHER = "neither"


class Why(StrEnum):
    """The answer a suggestion rests on; ``bot`` explains each."""

    NOT_CLEAR = "not_clear"
    RECENTLY_MET = "recently_met"
    SKILL = "skill"
    EXPERIENCE = "experience"
    NOT_TOLD = "not_told"
    NOTHING_ELSE = "nothing_else"


@dataclass(frozen=True, slots=True, kw_only=True)
class Intake:
    """The four answers. ``told`` says that it was talked about plainly before."""

    clear: bool
    recently_met: bool
    lacking: Lacking
    told: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """What to think of first, and why; whoever asked decides."""

    tool: Tool
    why: Why


def suggested(intake: Intake) -> Suggestion:
    """The mildest thing that fits: a plan comes last."""
    for holds, tool, why in (
        (not intake.clear, Tool.ROLE_CLARIFICATION, Why.NOT_CLEAR),
        (intake.recently_met, Tool.COACHING, Why.RECENTLY_MET),
        (intake.lacking is Lacking.SKILL, Tool.TRAINING, Why.SKILL),
        (intake.lacking is Lacking.EXPERIENCE, Tool.MENTORSHIP, Why.EXPERIENCE),
        (not intake.told, Tool.COACHING, Why.NOT_TOLD),
    ):
        if holds:
            return Suggestion(tool=tool, why=why)
    return Suggestion(tool=Tool.IMPROVEMENT, why=Why.NOTHING_ELSE)
