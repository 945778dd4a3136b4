"""A policy pack: an employer's form and rules as data. A plan keeps the version it began with (S0-01).

These are the facts only; ``plans.policy`` reads them from files and checks them, and is what others import.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import Final, NewType

from plans.dates import days_after, months_after
from plans.pack_rules import UNSET, Effect, Rule, RuleId, UnknownRuleError
from plans.people import Role

PackId = NewType("PackId", str)


class PlanKind(StrEnum):
    """What a plan is for. Coaching shows no consequences and asks for no signature (S2-01)."""

    IMPROVEMENT = "improvement"
    COACHING = "coaching"


class ReviewKind(StrEnum):
    """The reviews of a plan: those a pack proposes, in their order, and ``ADDED`` for any further one (S0-11)."""

    FIRST = "first"
    MIDPOINT = "midpoint"
    FINAL = "final"
    ADDED = "added"


# The lines at the head of a form that a plan has by itself; a pack names any others, and they are asked for.
KNOWN_HEAD: Final = frozenset({"employee", "supervisor", "date", "start", "end"})
PROPOSED_REVIEWS: Final[tuple[ReviewKind, ...]] = (ReviewKind.FIRST, ReviewKind.MIDPOINT, ReviewKind.FINAL)


class OutcomeKind(StrEnum):
    """How a plan, or one period of it, ends (S3-21, S2-11)."""

    MET = "met"
    MET_EARLY = "met_early"
    EXTENDED = "extended"
    NOT_MET = "not_met"
    WITHDRAWN = "withdrawn"
    ENDED_LEFT = "ended_left"
    ENDED_TRANSFERRED = "ended_transferred"
    GOALS_MET = "goals_met"
    CONTINUED = "continued"
    CONVERTED = "converted"
    REASSIGNMENT = "reassignment"
    REDUCTION_IN_GRADE = "reduction_in_grade"
    REMOVAL = "removal"


_ANY_KIND: Final = frozenset({OutcomeKind.WITHDRAWN, OutcomeKind.ENDED_LEFT, OutcomeKind.ENDED_TRANSFERRED})
# Those that say the plan was not met, whatever follows from it: each has the safeguards of *not met* (F-01, P-27).
UNMET: Final = frozenset(
    {OutcomeKind.NOT_MET, OutcomeKind.REASSIGNMENT, OutcomeKind.REDUCTION_IN_GRADE, OutcomeKind.REMOVAL},
)
OUTCOMES_OF: Final = {
    PlanKind.IMPROVEMENT: _ANY_KIND | UNMET | {OutcomeKind.MET, OutcomeKind.MET_EARLY, OutcomeKind.EXTENDED},
    PlanKind.COACHING: _ANY_KIND | {OutcomeKind.GOALS_MET, OutcomeKind.CONTINUED, OutcomeKind.CONVERTED},
}


class ClockStart(StrEnum):
    """What sets a plan's first day."""

    DELIVERY = "delivery"
    ACKNOWLEDGEMENT = "acknowledgement"
    START_DATE = "start_date"


class Unit(StrEnum):
    """What a plan is built from: goals, or an action block for each area and goal (S1-06)."""

    GOAL = "goal"
    ACTION_BLOCK = "action-block"


class Drafter(StrEnum):
    """Who writes the goals first; the other adds to them."""

    EMPLOYEE = "employee"
    SUPERVISOR = "supervisor"


class RetentionProfile(StrEnum):
    """How long a closed plan is kept at least (requirements §6.3)."""

    DEFAULT = "default"
    US_PRIVATE = "us-private"
    US_PUBLIC_EDUCATION = "us-public-education"
    CALIFORNIA = "california"
    CUSTOM = "custom"


RETENTION_MONTHS: Final = {
    RetentionProfile.DEFAULT: 48,
    RetentionProfile.US_PRIVATE: 12,
    RetentionProfile.US_PUBLIC_EDUCATION: 24,
    RetentionProfile.CALIFORNIA: 48,
}


class UnknownPeriodError(KeyError):
    """The pack has no period option of this id."""


class PeriodTooShortError(ValueError):
    """Between start and end there are fewer working days than reviews."""

    def __init__(self, *, start: date, end: date, working_days: int, reviews: int) -> None:
        super().__init__(start, end, working_days, reviews)
        self.start, self.end, self.working_days, self.reviews = start, end, working_days, reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """A line at the head of the form, in the pack's order (S1-02)."""

    key: str
    label: str
    required: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Competency:
    """An area a plan may name. ``supervisors_only`` hides it for employees who lead nobody (S1-04)."""

    key: str
    label: str
    definition: str
    supervisors_only: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A level that work is rated at; a higher ``value`` is better (S1-03)."""

    value: int
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Consideration:
    """One letter of the SMART guide with what to think about (S0-07)."""

    letter: str
    name: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """A reason to pick for progress seen or not seen (S0-27)."""

    key: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NextSteps:
    """What may follow for employees of one classification (S0-26)."""

    classification: str
    label: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A length of time: calendar days, or months, or a share of the period. Exactly one of them is set."""

    days: int | None = None
    months: int | None = None
    share: Fraction | None = None

    def after(self, start: date) -> date | None:
        """The date this long after ``start``; ``None`` for a share, which needs an end to count from."""
        if self.days is not None:
            return days_after(start, self.days)
        return None if self.months is None else months_after(start, self.months)

    def within(self, start: date, end: date) -> date:
        """The date in the period; a share is rounded to the nearest day."""
        fixed = self.after(start)
        if fixed is not None:
            return fixed
        return days_after(start, round((self.share or Fraction()) * (end - start).days))


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewSlot:
    """Where in the period a review stands."""

    kind: ReviewKind
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class PeriodOption:
    """A button for the length of a plan. ``length`` is ``None`` where the supervisor picks the end (custom)."""

    id: str
    label: str
    length: Span | None
    reviews: tuple[ReviewSlot, ...]
    default: bool = False

    def end(self, start: date) -> date | None:
        """The end this option gives, that is ``start`` and its length: 30 days from 1 June end on 1 July."""
        return None if self.length is None else self.length.after(start)


@dataclass(frozen=True, slots=True, kw_only=True)
class LeadTimes:
    """When notices go out. Working days, but for ``ending_soon``, which counts calendar days."""

    review_heads_up: int = 5
    review_form: tuple[int, ...] = (1, 0)
    review_nudges: tuple[int, ...] = (1, 3)
    check_in_end: int = 3
    review_undocumented: int = 3
    notes_after_review: int = 3
    final_ahead: int = 10
    goal_due: tuple[int, ...] = (5, 1)
    duty_due: int = 1
    barrier_answer: int = 3
    feedback_after_miss: int = 3
    acknowledge_nudges: tuple[int, ...] = (1, 2)
    hr_answer: int = 3
    hr_nudges: tuple[int, ...] = (1, 2, 4)
    supervisor_silent: int = 10
    without_supervisor: int = 1
    ending_soon: int = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The open figures of requirements §2.6. Characters, counts, per cent, or working days where the name says so."""

    review_moves: int = 2
    review_moved_working_days: int = 5
    correction_working_days: int = 5
    first_goal_working_days: int = 5
    absence_percent: int = 20
    baseline_jump_percent: int = 50
    opening_line: int = 20
    rebuttal: int = 10_000
    sustained: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidaySource:
    """Where days off come from: a country's public holidays, or HR's own list alone when ``country`` is ``None``."""

    country: str | None = None
    subdivision: str | None = None
    days: tuple[tuple[date, str], ...] = ()

    @property
    def name(self) -> str:
        """``US-IL``, ``DE`` or ``hr``."""
        return "-".join(part for part in (self.country, self.subdivision) if part) or "hr"


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """The profile, and the months it asks for at least.

    ``archive_days`` is for how many calendar days a closed plan stays as it is; ``watch_months`` for how long somebody
    looks whether a good end lasts (F-09); ``expunge_months`` after which a good end is taken off the record (P-11).
    """

    profile: RetentionProfile
    months: int
    archive_days: int = 30
    watch_months: int | None = None
    expunge_months: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """One form with its rules. ``plans.policy.load_pack`` makes it, and only from a file without faults.

    ``source`` is the TOML it was read from and ``digest`` the SHA-256 of that, so that a plan's edition can be kept.
    """

    id: PackId
    version: str
    version_date: date
    locale: str
    kind: PlanKind
    name: str
    header: tuple[HeaderField, ...]
    competencies: tuple[Competency, ...]
    free_competencies: bool
    drafted_by: Drafter
    purpose: str
    rights: tuple[str, ...]
    consequences: str
    disclaimers: tuple[str, ...]
    checklist: tuple[str, ...]  # what HR goes through when a plan was not met (S3-29)
    smart: tuple[Consideration, ...]
    periods: tuple[PeriodOption, ...]
    min_days: int | None
    max_days: int | None
    required_reviews: tuple[ReviewKind, ...]
    hr_gate: bool
    clock_starts: ClockStart
    weekly_prompt: bool
    sealed_notes: bool
    signatures: tuple[Role, ...]
    outcomes: tuple[OutcomeKind, ...]
    decision_due_working_days: int | None
    decision_notices: tuple[int, ...]
    retention: Retention
    holidays: HolidaySource
    hr_contact: str
    copy_due_working_days: int | None
    copy_extension_working_days: int
    acceptable: tuple[Reason, ...]
    insufficient: tuple[Reason, ...]
    next_steps: tuple[NextSteps, ...]
    lead_times: LeadTimes
    limits: Limits
    rules: tuple[Rule, ...]
    wording: tuple[tuple[str, str], ...]
    unit: Unit = Unit.GOAL
    ratings: tuple[Rating, ...] = ()
    rated_below: int | None = None
    source: str = field(default="", repr=False, compare=False)
    digest: str = field(default="", compare=False)

    def rule(self, rule_id: str) -> Rule:
        """Raises ``UnknownRuleError``."""
        for rule in self.rules:
            if rule.id == rule_id:
                return rule
        raise UnknownRuleError(rule_id)

    def effect_of(self, rule_id: str) -> Effect:
        """What the rule does in this pack. Raises ``UnknownRuleError``; never for a ``RuleId``."""
        try:
            return self.rule(rule_id).effect
        except UnknownRuleError:
            if rule_id in UNSET:
                return UNSET[RuleId(rule_id)]
            raise

    def period(self, option: str) -> PeriodOption:
        """Raises ``UnknownPeriodError``."""
        for period in self.periods:
            if period.id == option:
                return period
        raise UnknownPeriodError(option)

    @property
    def default_period(self) -> PeriodOption:
        return next((period for period in self.periods if period.default), self.periods[0])

    def competency(self, key: str) -> Competency | None:
        """The area of this key, or ``None`` for one HR wrote freely."""
        return next((area for area in self.competencies if area.key == key), None)

    @property
    def to_fill_in(self) -> tuple[HeaderField, ...]:
        """The lines at the head of the form that Milepost does not know by itself (S1-02)."""
        return tuple(field for field in self.header if field.key not in KNOWN_HEAD)

    @property
    def asks_who_leads(self) -> bool:
        """Whether some areas are for employees who lead others (S1-04)."""
        return any(area.supervisors_only for area in self.competencies)

    @property
    def has_blocks(self) -> bool:
        return self.unit is Unit.ACTION_BLOCK

    def rating(self, value: int | None) -> Rating | None:
        return next((one for one in self.ratings if one.value == value), None)

    @property
    def unchecked(self) -> tuple[Rule, ...]:
        """The rules nobody has compared with the live text; while there are any, the pack is not current."""
        return tuple(rule for rule in self.rules if not rule.current)
