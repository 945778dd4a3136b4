"""Every notice in words: a neutral line that may hold a date or a count, and buttons. Nothing a person wrote (P-06).

What a lock screen may show, the preview, is one of three lines and the same for all topics (P-05).
"""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Final, assert_never

from bot.digest_view import digest_parts
from bot.messages import ITS_PLAN, ITS_SUBJECT, Cast, Message, Mould
from bot.parts import Button, Buttons, QuietPart, Small, Stands, Style, Text
from bot.wording import Wording
from plans.dates import local_date
from plans.digest import Digest
from plans.gist import EndStep, Gist
from plans.ids import EntryId, PlanId
from plans.notices import Notice, NoticeKind
from plans.people import Office, Person
from plans.reminders import REMINDERS
from plans.states import BEFORE_DELIVERY

_K = NoticeKind
# Which of the three previews a kind has: something to do, something to read, or HR's overview.
_TO_DO: Final = REMINDERS | {
    _K.PLAN_SUBMITTED,
    _K.CHANGES_REQUESTED,
    _K.PLAN_APPROVED,
    _K.BARRIER_RAISED,
    _K.REPORTED_DONE,
    _K.CONTEST_RAISED,
    _K.OUTCOME_PROPOSED,
    _K.OUTCOME_RETURNED,
    _K.OUTCOME_APPROVED,
    _K.HR_CONTACTED,
    _K.COPY_ASKED,
    _K.PLAN_HANDED_OVER,
    _K.QUESTION_ASKED,
    _K.CHANGE_ASKED,
    _K.LOOK_FOR_BETTER,
    _K.CATCH_UP,
}
# What only the parties of a plan get, also those of them who are HR elsewhere (F-05).
_TO_PARTIES: Final = frozenset(
    {
        _K.ACKNOWLEDGE_AGAIN,
        _K.REVIEW_AHEAD,
        _K.CHECK_IN,
        _K.CHECK_IN_NUDGE,
        _K.GOAL_AHEAD,
        _K.GOAL_DUE,
        _K.REVIEW_NOTES_DUE,
        _K.AWAITING_WORD,
        _K.FINAL_AHEAD,
        _K.WEEKLY_PROMPT,
        _K.REPORTED_DONE,
        _K.DRAFTING_DUE,
        _K.TALKING_POINTS,
    },
)
_BEFORE_IT_RUNS: Final = frozenset({_K.DRAFTING_DUE, _K.TALKING_POINTS})
# They name no plan, and their reader may want to ask HR.
_ABOUT_THE_READER: Final = frozenset({_K.CATCH_UP, _K.RECORD_REMOVED})
_OVERVIEW: Final = frozenset({_K.DIGEST, _K.UNDELIVERED})
# A met date and a missed one are told in the same words; which it was is read after opening (requirements §9.2).
_SAME_LINE: Final = {
    _K.MILESTONE_MET: "say-date-news",
    _K.MILESTONE_MISSED: "say-date-news",
    _K.REPORTED_DONE: "say-awaiting-word",
}

# All that the words and buttons of a reminder depend on, but for the ids in its handles.
_Shape = tuple[NoticeKind, date | None, bool, bool, bool, bool, EndStep]
_MOST_MOULDS: Final = 1_000


def say(
    notice: Notice,
    plan: Gist | None,
    *,
    wording: Wording,
    now: datetime,
    reader: Person,
    digest: Digest | None = None,
) -> Message:
    """The message for this reader. ``plan`` is the gist of the plan as it is now.

    ``digest`` is needed for the kind ``DIGEST``.
    """
    if digest is not None:
        day = wording.day(local_date(now, reader.zone))
        told: tuple[QuietPart, ...] = (Text(wording.say("say-digest", day=day)), *digest_parts(digest, wording))
    else:
        told = (Text(_line(notice, wording)),)
    buttons = Buttons(_buttons(notice, plan, wording=wording, reader=reader))
    return Message(preview=_preview(notice, wording), parts=(*told, buttons))


@dataclass(frozen=True, slots=True)
class Sayings:
    """``say``, for thousands in a morning: what many reminders have in common is said once."""

    wording: Wording
    _moulds: dict["_Shape", Mould] = field(default_factory=dict, repr=False, compare=False)

    def say(self, notice: Notice, plan: Gist, *, reader: Person, now: datetime) -> Message | Cast:
        """What ``say`` says of a reminder; other notices are said one by one."""
        owed = notice.owed
        if owed.kind not in REMINDERS:
            return say(notice, plan, wording=self.wording, now=now, reader=reader)
        shape: _Shape = (
            owed.kind,
            owed.nominal,
            owed.subject is None,
            reader.id == plan.employee,
            plan.role_of(reader.id) is None,
            plan.reportable,
            plan.end_step,
        )
        mould = self._moulds.get(shape)
        if mould is None:
            if len(self._moulds) >= _MOST_MOULDS:
                self._moulds.clear()
            mould = self._moulds[shape] = self._mould(notice, plan, reader, now)
        return Cast(mould=mould, plan=owed.plan, subject=owed.subject)

    def _mould(self, notice: Notice, plan: Gist, reader: Person, now: datetime) -> Mould:
        subject = None if notice.owed.subject is None else ITS_SUBJECT
        shared = replace(notice, owed=replace(notice.owed, plan=PlanId(ITS_PLAN), subject=subject))
        return Mould(message=say(shared, plan, wording=self.wording, now=now, reader=reader))


def settled(notice: Notice, *, at: datetime, wording: Wording, reader: Person) -> Message:
    """The same message once its question was answered: when, in the buttons' place, and never what."""
    day = wording.day(local_date(at, reader.zone))
    parts: tuple[QuietPart, ...] = (Text(_line(notice, wording)), Small(wording.say("say-settled", day=day)))
    to_a_party = notice.owed.kind in _TO_PARTIES or not reader.holds(Office.HR)
    about_plans = notice.owed.plan is not None or notice.owed.kind in _ABOUT_THE_READER
    if about_plans and to_a_party:
        parts = (*parts, Buttons((_contact_hr(notice, wording),)))
    return Message(preview=_preview(notice, wording), parts=parts)


def _preview(notice: Notice, wording: Wording) -> str:
    if notice.owed.kind in _OVERVIEW:
        return wording.say("preview-overview")
    return wording.say("preview-to-do" if notice.owed.kind in _TO_DO else "preview-to-read")


def _line(notice: Notice, wording: Wording) -> str:
    """Made from the notice alone, so that a settled message says the same as before."""
    kind = notice.owed.kind
    line = _SAME_LINE.get(kind, f"say-{kind.value.replace('_', '-')}")
    if kind is _K.CATCH_UP:
        # Its subject is how many notices it stands for.
        return wording.say("say-catch-up", count=int(notice.owed.subject or 0))
    dated = f"{line}-on"
    if notice.owed.nominal is not None and wording.has(dated):
        return wording.say_on(dated, notice.owed.nominal)
    return wording.say(line)


def _buttons(notice: Notice, plan: Gist | None, *, wording: Wording, reader: Person) -> tuple[Button, ...]:
    call = _Call(notice, plan, reader)
    first, *others = call.asks()
    buttons = [_button(first, wording, style=Style.PRIMARY), *(_button(stands, wording) for stands in others)]
    about_several = notice.owed.kind in _ABOUT_THE_READER and not reader.holds(Office.HR)
    if about_several or (plan is not None and plan.role_of(reader.id) is not None):
        buttons.append(_contact_hr(notice, wording))
    return tuple(buttons)


def _button(stands: Stands, wording: Wording, *, style: Style = Style.PLAIN) -> Button:
    line = f"say-button-{stands.ask.replace('_', '-')}"
    if stands.ask == "report_done" and stands.subject is None:
        line = f"{line}-any"
    return Button(label=wording.say(line), stands=stands, style=style)


def _contact_hr(notice: Notice, wording: Wording) -> Button:
    return Button(label=wording.say("button-contact-hr"), stands=Stands(ask="contact_hr", plan=notice.owed.plan))


@dataclass(frozen=True, slots=True)
class _Call:
    """What a notice calls for: the asks its buttons open, the first of them the thing to do."""

    notice: Notice
    plan: Gist | None
    reader: Person

    def asks(self) -> tuple[Stands, ...]:
        asks = self._asks()
        # Before delivery nothing has a date yet that something could be in the way of.
        running = self.notice.owed.kind in REMINDERS and self.notice.owed.kind not in _BEFORE_IT_RUNS
        if not (self.by_employee and running):
            return asks
        # From every reminder the employee can say what is done, and what stands in the way (S0-24, requirements §3.2).
        if self.notice.owed.kind in {_K.GOAL_AHEAD, _K.GOAL_DUE}:
            return (*asks, self._about("raise_barrier"))
        done = (self._to("report_done"),) if self.plan is not None and self.plan.reportable else ()
        return (*asks, *done, self._to("raise_barrier"))

    @property
    def by_employee(self) -> bool:
        return self.plan is not None and self.reader.id == self.plan.employee

    def _to(self, ask: str, subject: str | None = None) -> Stands:
        return Stands(ask=ask, plan=self.notice.owed.plan, subject=subject)

    def _about(self, ask: str) -> Stands:
        return self._to(ask, self.notice.owed.subject)

    def _asks(self) -> tuple[Stands, ...]:  # noqa: C901, PLR0911, PLR0912 - one line for each kind, and none forgotten
        kind = self.notice.owed.kind
        match kind:
            case _K.ACKNOWLEDGE_AGAIN:
                return (self._to("read_plan"), self._to("acknowledge"))
            case _K.REVIEW_AHEAD:
                return (self._about("answer_check_in"), self._about("move_review"))
            case _K.CHECK_IN | _K.CHECK_IN_NUDGE:
                return (self._about("answer_check_in"),)
            case _K.GOAL_AHEAD | _K.GOAL_DUE:
                return (self._about("report_done" if self.by_employee else "settle_milestone"),)
            case _K.SUPPORT_DUE:
                return (self._about("update_support"),)
            case _K.REVIEW_NOTES_DUE:
                return (self._about("hold_review"), self._about("not_held_review"))
            case _K.BARRIER_ANSWER_DUE | _K.BARRIER_RAISED:
                return (self._about("answer_barrier"),)
            case _K.AWAITING_WORD | _K.REPORTED_DONE:
                return (self._about("settle_milestone"),)
            case _K.FINAL_AHEAD:
                return (self._to("open_case"), self._about("move_review"))
            case _K.WEEKLY_PROMPT:
                return (self._about("answer_prompt"), self._to("mute_prompt"))
            case _K.HR_ANSWER_DUE | _K.PLAN_SUBMITTED:
                return (self._to("review_plan"),)
            case _K.DECISION_DUE:
                return (self._to(self._next_to_the_end()),)
            case _K.TALKING_POINTS:
                return (self._to("talking_points"),)
            case _K.DRAFTING_DUE:
                return (self._to("propose_goals" if self.by_employee else "open_case"),)
            case _K.CHANGES_REQUESTED:
                return (self._to("plan_check"),)
            case _K.PLAN_APPROVED:
                return (self._to("deliver_plan"),)
            case _K.PLAN_TO_READ:
                drafting = self.plan is not None and self.plan.state in BEFORE_DELIVERY
                return (self._to("open_case" if drafting else "read_plan"),)
            case _K.PLAN_ACKNOWLEDGED | _K.PLAN_ACTIVE | _K.PLAN_CHANGED:
                return (self._to("open_case"),)
            case _K.PLAN_HANDED_OVER:
                takes_over = self.plan is not None and self.reader.id == self.plan.supervisor
                return (self._to("take_over" if takes_over else "open_case"),)
            case _K.PLAN_WITHDRAWN | _K.OUTCOME_DELIVERED:
                return (self._to("read_outcome"),)
            case _K.QUESTION_ASKED:
                return (self._about("answer_question"),)
            case _K.CHANGE_ASKED:
                return (self._about("answer_change"),)
            case _K.NOTE_ADDED | _K.BARRIER_ANSWERED:
                return (self._to("read_record"),)
            case _K.SUPPORT_CHANGED:
                return (self._to("open_case") if self.by_employee else self._about("update_support"),)
            case _K.MILESTONE_MET | _K.MILESTONE_MISSED:
                return (self._about("read_milestone"),)
            case _K.CONTEST_RAISED:
                return (self._about("answer_contest"),)
            case _K.CONTEST_ANSWERED:
                return (self._to("read_milestone", self._contested()),)
            case _K.REVIEW_MOVED:
                return (self._to("open_case"),)
            case _K.LOOK_FOR_BETTER:
                return (self._to("add_note"), self._to("open_case"))
            case _K.REVIEW_SUMMARY:
                return (self._about("read_summary"),)
            case _K.OUTCOME_PROPOSED:
                return (self._to("decide_outcome"),)
            case _K.OUTCOME_RETURNED:
                return (self._to("propose_outcome"),)
            case _K.OUTCOME_APPROVED:
                return (self._to("deliver_outcome"),)
            case _K.HR_CONTACTED:
                return (self._about("read_request"),)
            case _K.COPY_ASKED | _K.COPY_DUE:
                return (self._about("answer_copy"),)
            case _K.COPY_NEWS:
                return (self._to("ask_for_copy"),)
            case _K.WATCH_OVER:
                return (self._to("open_case"),)
            case _K.DIGEST | _K.UNDELIVERED:
                return (Stands(ask="read_digest"),)
            case _K.RECORD_REMOVED:
                return (Stands(ask="my_plans"),)
            case _K.CATCH_UP:
                return (Stands(ask="catch_up", subject=self.notice.id),)
            case _:
                assert_never(kind)

    def _next_to_the_end(self) -> str:
        """Whoever is reminded has one thing to do next, and it depends on how far the end has come."""
        return EndStep.PROPOSE if self.plan is None else self.plan.end_step

    def _contested(self) -> str | None:
        """The milestone of the contest the notice is about."""
        contested = () if self.plan is None else self.plan.contested
        about = EntryId(self.notice.owed.subject or "")
        return next((milestone for contest, milestone in contested if contest == about), None)
