"""Which forms and messages the gallery shows: who opens what, at which moment of the example plan."""

from dataclasses import dataclass
from typing import Final

from bot.gallery_asking import PAPER_COPY, QUESTION, WANTED, WANTED_PAUSE
from bot.gallery_forms import OTHER_FORMS, form_scenes
from bot.gallery_story import (
    BARRIER,
    CONTEST,
    COPY,
    NOTE,
    REBUTTAL,
    REQUEST,
    first_absence,
    first_review,
    moments,
)
from bot.gallery_writing import PROPOSAL
from plans.examples import (
    DESK,
    DESK_HALFWAY,
    EMPLOYEE,
    GUIDES,
    GUIDES_DRAFTED,
    HR,
    REVIEWER,
    SHADOWING,
    SUPERVISOR,
    WORKSHOP,
)
from plans.notices import NoticeKind
from plans.papers import PaperKind
from plans.people import Person

_REVIEW: Final = first_review(moments()["active"])
_K = NoticeKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """Somebody opens a form. ``moment`` is a name in the story."""

    ask: str
    by: Person
    moment: str = "active"
    subject: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Post:
    """Somebody gets a message. ``dated`` is whether the notice has a date it was meant for."""

    kind: NoticeKind
    to: Person
    moment: str = "active"
    subject: str | None = None
    dated: bool = False


_STORY: Final[tuple[tuple[str, tuple[Scene, ...]], ...]] = (
    (
        "Writing a plan",
        (
            Scene(ask="open_plan", by=SUPERVISOR, moment="draft"),
            Scene(ask="right_tool", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_strengths", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_areas", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_concern", by=SUPERVISOR, moment="draft", subject="communication"),
            Scene(ask="plan_goal", by=SUPERVISOR, moment="draft", subject=GUIDES),
            Scene(ask="plan_goal", by=SUPERVISOR, moment="goal with a number", subject=GUIDES),
            Scene(ask="plan_goal", by=SUPERVISOR, moment="doubtful wording", subject=GUIDES),
            Scene(ask="plan_support", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_dates", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_reviews", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_check", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_check", by=SUPERVISOR, moment="doubtful wording"),
            Scene(ask="share_for_drafting", by=SUPERVISOR, moment="draft"),
            Scene(ask="open_case", by=EMPLOYEE, moment="employee_drafting"),
            Scene(ask="propose_goals", by=EMPLOYEE, moment="employee_drafting"),
            Scene(ask="take_back_draft", by=SUPERVISOR, moment="employee_drafting"),
            Scene(ask="plan_check", by=SUPERVISOR, moment="goals proposed"),
            Scene(ask="answer_proposal", by=SUPERVISOR, moment="goals proposed", subject=PROPOSAL),
            Scene(ask="propose_goals", by=EMPLOYEE, moment="goal sent back"),
            Scene(ask="note_launch", by=SUPERVISOR, moment="approved"),
            Scene(ask="talking_points", by=SUPERVISOR, moment="approved"),
            Scene(ask="rehearse_plan", by=SUPERVISOR, moment="draft"),
            Scene(ask="remove_goal", by=SUPERVISOR, moment="draft", subject=GUIDES),
            Scene(ask="override_support", by=HR, moment="draft"),
            Scene(ask="submit_plan", by=SUPERVISOR, moment="draft"),
            Scene(ask="discard_plan", by=SUPERVISOR, moment="draft"),
            Scene(ask="plan_check", by=SUPERVISOR, moment="changes_requested"),
            Scene(ask="begin_coaching", by=SUPERVISOR, moment="coaching wished"),
            Scene(ask="plan_goal", by=SUPERVISOR, moment="changes_requested", subject=f"{DESK}#text"),
        ),
    ),
    (
        "HR looks at it",
        (
            Scene(ask="review_plan", by=HR, moment="hr_review"),
            Scene(ask="approve_plan", by=HR, moment="hr_review"),
            Scene(ask="request_changes", by=HR, moment="hr_review"),
        ),
    ),
    (
        "From hand to hand",
        (
            Scene(ask="deliver_plan", by=SUPERVISOR, moment="approved"),
            Scene(ask="read_plan", by=EMPLOYEE, moment="delivered"),
            Scene(ask="acknowledge", by=EMPLOYEE, moment="delivered"),
            Scene(ask="confirm_delivery", by=HR, moment="delivered"),
            Scene(ask="ask_question", by=EMPLOYEE, moment="delivered"),
            Scene(ask="answer_question", by=SUPERVISOR, moment="question asked", subject=QUESTION),
            Scene(ask="override_question", by=HR, moment="question asked", subject=QUESTION),
            Scene(ask="sign_plan", by=SUPERVISOR, moment="delivered"),
        ),
    ),
    (
        "A change that the employee asks for",
        (
            Scene(ask="ask_for_change", by=EMPLOYEE),
            Scene(ask="ask_for_pause", by=EMPLOYEE),
            Scene(ask="ask_for_pause", by=SUPERVISOR),
            Scene(ask="answer_change", by=SUPERVISOR, moment="change wanted", subject=WANTED),
            Scene(ask="answer_change", by=SUPERVISOR, moment="change accepted", subject=WANTED),
            Scene(ask="amend_plan", by=SUPERVISOR, moment="change accepted"),
            Scene(ask="amend_goal", by=SUPERVISOR, moment="change accepted", subject=WANTED),
            Scene(ask="answer_change", by=HR, moment="pause wanted", subject=WANTED_PAUSE),
            Scene(ask="pause_plan", by=HR, moment="pause wanted", subject=WANTED_PAUSE),
        ),
    ),
    (
        "Somebody without an account",
        (
            Scene(ask="deliver_plan", by=SUPERVISOR, moment="approved, on paper"),
            Scene(ask="open_case", by=SUPERVISOR, moment="delivered, on paper"),
            Scene(ask="paper_answer", by=SUPERVISOR, moment="delivered, on paper"),
            Scene(ask="paper_entry", by=HR, moment="active, on paper"),
            Scene(ask="paper_entry", by=HR, moment="active, on paper", subject=PaperKind.STATEMENT),
            Scene(ask="name_account", by=HR, moment="active, on paper"),
            Scene(ask="answer_copy", by=HR, moment="copy asked for on paper", subject=PAPER_COPY),
            Scene(ask="put_off_copy", by=HR, moment="copy asked for on paper", subject=PAPER_COPY),
            Scene(ask="hand_over_copy", by=HR, moment="copy asked for on paper", subject=PAPER_COPY),
        ),
    ),
    (
        "The plan’s own page",
        (
            Scene(ask="my_plans", by=EMPLOYEE),
            Scene(ask="open_case", by=EMPLOYEE, moment="barrier reported"),
            Scene(ask="open_case", by=SUPERVISOR, moment="barrier reported"),
            Scene(ask="open_case", by=HR, moment="barrier reported"),
            Scene(ask="case_goals", by=EMPLOYEE, moment="due"),
            Scene(ask="case_support", by=EMPLOYEE, moment="support disputed"),
            Scene(ask="case_reviews", by=EMPLOYEE, moment="check-in asked"),
            Scene(ask="help", by=EMPLOYEE),
            Scene(ask="contact_hr", by=EMPLOYEE),
            Scene(ask="read_request", by=HR, moment="barrier reported", subject=REQUEST),
            Scene(ask="record_absence", by=HR),
            Scene(ask="record_absence", by=HR, moment="somebody away"),
            Scene(
                ask="take_back_absence",
                by=HR,
                moment="somebody away",
                subject=f"employee:{first_absence(moments()['somebody away'])}",
            ),
            Scene(ask="rebut", by=EMPLOYEE),
            Scene(ask="set_conflict", by=HR),
            Scene(ask="answer_rebuttal", by=HR, moment="disputed", subject=REBUTTAL),
            Scene(ask="read_outcome", by=EMPLOYEE, moment="disputed"),
            Scene(ask="ask_for_copy", by=EMPLOYEE),
            Scene(ask="ask_for_copy", by=EMPLOYEE, moment="copy asked for"),
            Scene(ask="answer_copy", by=HR, moment="copy asked for", subject=COPY),
            Scene(ask="order_copy", by=HR, moment="copy asked for", subject=COPY),
            Scene(ask="put_off_copy", by=HR, moment="copy asked for", subject=COPY),
            Scene(ask="leave_out_copy", by=HR, moment="copy asked for", subject=COPY),
            Scene(ask="hand_over_copy", by=HR, moment="copy asked for", subject=COPY),
        ),
    ),
    (
        "While it runs",
        (
            Scene(ask="raise_barrier", by=EMPLOYEE, moment="due", subject=GUIDES_DRAFTED),
            Scene(ask="answer_barrier", by=SUPERVISOR, moment="barrier reported", subject=BARRIER),
            Scene(ask="end_barrier", by=EMPLOYEE, moment="due", subject=BARRIER),
            Scene(ask="lift_hold", by=HR, moment="on hold", subject=DESK_HALFWAY),
            Scene(ask="read_milestone", by=SUPERVISOR, moment="on hold", subject=DESK_HALFWAY),
            Scene(ask="report_done", by=EMPLOYEE, moment="due", subject=GUIDES_DRAFTED),
            Scene(ask="report_done", by=EMPLOYEE, moment="active"),
            Scene(ask="settle_milestone", by=SUPERVISOR, moment="awaiting word", subject=GUIDES_DRAFTED),
            Scene(ask="read_milestone", by=EMPLOYEE, moment="missed", subject=GUIDES_DRAFTED),
            Scene(ask="contest_class", by=EMPLOYEE, moment="missed", subject=GUIDES_DRAFTED),
            Scene(ask="answer_contest", by=HR, moment="contested", subject=CONTEST),
            Scene(ask="update_support", by=HR, subject=WORKSHOP),
            Scene(ask="update_support", by=SUPERVISOR, moment="support disputed", subject=SHADOWING),
            Scene(ask="mark_not_received", by=EMPLOYEE, moment="due", subject=WORKSHOP),
            Scene(ask="decline_support", by=EMPLOYEE, subject=WORKSHOP),
            Scene(ask="add_note", by=EMPLOYEE),
            Scene(ask="add_note", by=EMPLOYEE, moment="due", subject=NOTE),
            Scene(ask="read_record", by=EMPLOYEE, moment="documented"),
        ),
    ),
    (
        "A pause, and other hands",
        (
            Scene(ask="pause_plan", by=HR),
            Scene(ask="read_pause", by=EMPLOYEE, moment="paused"),
            Scene(ask="resume_plan", by=HR, moment="paused"),
            Scene(ask="shift_dates", by=HR, moment="holiday added"),
            Scene(ask="days_off", by=HR, moment="holiday added"),
            Scene(ask="open_case", by=EMPLOYEE, moment="paused"),
            Scene(ask="hand_over", by=SUPERVISOR),
            Scene(ask="take_over", by=REVIEWER, moment="handed over"),
            Scene(ask="stand_in", by=SUPERVISOR),
        ),
    ),
    (
        "When a plan is changed",
        (
            Scene(ask="amend_plan", by=SUPERVISOR),
            Scene(ask="amend_plan", by=SUPERVISOR, moment="change collected"),
            Scene(ask="amend_goal", by=SUPERVISOR, subject=GUIDES),
            Scene(ask="amend_goal", by=SUPERVISOR),
            Scene(ask="amend_support", by=SUPERVISOR),
            Scene(ask="amend_reviews", by=SUPERVISOR),
            Scene(ask="amend_words", by=HR),
            Scene(ask="amend_end", by=HR),
            Scene(ask="drop_amendment", by=SUPERVISOR, moment="change collected"),
            Scene(ask="read_plan", by=EMPLOYEE, moment="changed"),
            Scene(ask="read_changes", by=EMPLOYEE, moment="changed", subject="2"),
            Scene(ask="read_versions", by=EMPLOYEE, moment="changed"),
            Scene(ask="read_version", by=EMPLOYEE, moment="changed", subject="1"),
        ),
    ),
    (
        "The weekly line of coaching",
        (
            Scene(ask="answer_prompt", by=EMPLOYEE, moment="coaching", subject="2026-09-09"),
            Scene(ask="mute_prompt", by=EMPLOYEE, moment="coaching"),
            Scene(ask="mute_prompt", by=EMPLOYEE, moment="coaching, not asked"),
            Scene(ask="open_case", by=EMPLOYEE, moment="coaching, not asked"),
        ),
    ),
    (
        "Around a review",
        (
            Scene(ask="move_review", by=EMPLOYEE, subject=_REVIEW),
            Scene(ask="confirm_review", by=EMPLOYEE, subject=_REVIEW),
            Scene(ask="answer_check_in", by=EMPLOYEE, moment="check-in asked", subject=_REVIEW),
            Scene(ask="answer_check_in", by=SUPERVISOR, moment="check-in asked", subject=_REVIEW),
            Scene(ask="answer_check_in", by=EMPLOYEE, moment="one has written", subject=_REVIEW),
            Scene(ask="read_summary", by=SUPERVISOR, moment="one has written", subject=_REVIEW),
            Scene(ask="case_dates", by=EMPLOYEE),
            Scene(ask="hold_review", by=SUPERVISOR, moment="review over", subject=_REVIEW),
            Scene(ask="not_held_review", by=SUPERVISOR, moment="review over", subject=_REVIEW),
            Scene(ask="read_summary", by=EMPLOYEE, moment="documented", subject=_REVIEW),
            Scene(ask="correct_review", by=EMPLOYEE, moment="documented", subject=_REVIEW),
            Scene(ask="hold_review", by=SUPERVISOR, moment="number asked", subject=_REVIEW),
            Scene(ask="read_summary", by=EMPLOYEE, moment="number known", subject=_REVIEW),
        ),
    ),
    (
        "The end",
        (
            Scene(ask="record_results", by=SUPERVISOR, moment="decision_due"),
            Scene(ask="propose_outcome", by=SUPERVISOR, moment="results recorded"),
            Scene(ask="propose_outcome", by=SUPERVISOR, moment="last day over"),
            Scene(ask="decide_outcome", by=HR, moment="outcome proposed"),
            Scene(ask="decide_outcome", by=HR, moment="not met proposed"),
            Scene(ask="deliver_outcome", by=SUPERVISOR, moment="outcome approved"),
            Scene(ask="read_outcome", by=EMPLOYEE, moment="closed"),
            Scene(ask="read_outcome", by=EMPLOYEE, moment="not met told"),
            Scene(ask="withdraw_plan", by=HR),
            Scene(ask="order_case_file", by=HR, moment="closed"),
            Scene(ask="order_case_file", by=HR, moment="files ordered"),
            Scene(ask="hand_over_case_file", by=HR, moment="files ordered"),
            Scene(ask="read_keeping", by=HR, moment="closed"),
            Scene(ask="hold_plan", by=HR, moment="closed"),
            Scene(ask="read_keeping", by=HR, moment="kept longer"),
            Scene(ask="release_plan", by=HR, moment="kept longer"),
            Scene(ask="record_leaving", by=HR, moment="closed"),
            Scene(ask="erase_plan", by=HR, moment="time over"),
            Scene(ask="open_case", by=HR, moment="erased"),
            Scene(ask="read_digest", by=HR, moment="contested"),
            Scene(ask="try_again", by=HR, moment="contested"),
            Scene(ask="account_gone", by=HR, moment="employee gone", subject=EMPLOYEE.id),
            Scene(ask="catch_up", by=EMPLOYEE, moment="due", subject=EMPLOYEE.id),
            Scene(ask="catch_up", by=SUPERVISOR, moment="decision_due", subject=SUPERVISOR.id),
        ),
    ),
)

CHAPTERS: Final = (
    *_STORY,
    *(
        (form, tuple(Scene(ask=ask, by=by, moment=at, subject=about) for ask, by, at, about in form_scenes(form)))
        for form in OTHER_FORMS
    ),
)

POSTS: Final = (
    Post(kind=_K.ACKNOWLEDGE_AGAIN, to=EMPLOYEE, moment="delivered"),
    Post(kind=_K.REVIEW_AHEAD, to=EMPLOYEE, subject=_REVIEW, dated=True),
    Post(kind=_K.CHECK_IN, to=EMPLOYEE, moment="check-in asked", subject=_REVIEW, dated=True),
    Post(kind=_K.CHECK_IN, to=SUPERVISOR, moment="check-in asked", subject=_REVIEW, dated=True),
    Post(kind=_K.CHECK_IN_NUDGE, to=EMPLOYEE, moment="review over", subject=_REVIEW, dated=True),
    Post(kind=_K.GOAL_AHEAD, to=EMPLOYEE, subject=GUIDES_DRAFTED, dated=True),
    Post(kind=_K.GOAL_DUE, to=EMPLOYEE, moment="due", subject=GUIDES_DRAFTED, dated=True),
    Post(kind=_K.GOAL_DUE, to=SUPERVISOR, moment="due", subject=GUIDES_DRAFTED, dated=True),
    Post(kind=_K.SUPPORT_DUE, to=SUPERVISOR, subject=SHADOWING, dated=True),
    Post(kind=_K.REVIEW_NOTES_DUE, to=SUPERVISOR, moment="review over", subject=_REVIEW, dated=True),
    Post(kind=_K.BARRIER_ANSWER_DUE, to=SUPERVISOR, moment="barrier reported", subject=BARRIER),
    Post(kind=_K.AWAITING_WORD, to=SUPERVISOR, moment="awaiting word", subject=GUIDES_DRAFTED, dated=True),
    Post(kind=_K.FINAL_AHEAD, to=SUPERVISOR, subject=_REVIEW, dated=True),
    Post(kind=_K.WEEKLY_PROMPT, to=EMPLOYEE, moment="coaching", subject="2026-09-09"),
    Post(kind=_K.HR_ANSWER_DUE, to=HR, moment="hr_review"),
    Post(kind=_K.TALKING_POINTS, to=SUPERVISOR, moment="approved"),
    Post(kind=_K.DRAFTING_DUE, to=EMPLOYEE, moment="employee_drafting"),
    Post(kind=_K.DRAFTING_DUE, to=SUPERVISOR, moment="goals proposed"),
    Post(kind=_K.DECISION_DUE, to=SUPERVISOR, moment="decision_due"),
    Post(kind=_K.PLAN_SUBMITTED, to=HR, moment="hr_review"),
    Post(kind=_K.CHANGES_REQUESTED, to=SUPERVISOR, moment="changes_requested"),
    Post(kind=_K.PLAN_APPROVED, to=SUPERVISOR, moment="approved"),
    Post(kind=_K.PLAN_TO_READ, to=EMPLOYEE, moment="delivered"),
    Post(kind=_K.PLAN_ACKNOWLEDGED, to=SUPERVISOR),
    Post(kind=_K.PLAN_ACTIVE, to=EMPLOYEE),
    Post(kind=_K.PLAN_CHANGED, to=EMPLOYEE, moment="paused"),
    Post(kind=_K.QUESTION_ASKED, to=SUPERVISOR, moment="question asked", subject=QUESTION),
    Post(kind=_K.CHANGE_ASKED, to=SUPERVISOR, moment="change wanted", subject=WANTED),
    Post(kind=_K.LOOK_FOR_BETTER, to=SUPERVISOR, moment="documented"),
    Post(kind=_K.PLAN_HANDED_OVER, to=REVIEWER, moment="handed over"),
    Post(kind=_K.PLAN_WITHDRAWN, to=EMPLOYEE, moment="closed"),
    Post(kind=_K.NOTE_ADDED, to=SUPERVISOR, moment="due", subject=NOTE),
    Post(kind=_K.BARRIER_RAISED, to=SUPERVISOR, moment="barrier reported", subject=BARRIER),
    Post(kind=_K.BARRIER_ANSWERED, to=EMPLOYEE, moment="due", subject=BARRIER),
    Post(kind=_K.SUPPORT_CHANGED, to=EMPLOYEE, subject=SHADOWING),
    Post(kind=_K.SUPPORT_CHANGED, to=SUPERVISOR, moment="support disputed", subject=SHADOWING),
    Post(kind=_K.REPORTED_DONE, to=SUPERVISOR, moment="awaiting word", subject=GUIDES_DRAFTED),
    Post(kind=_K.MILESTONE_MET, to=EMPLOYEE, subject=GUIDES_DRAFTED),
    Post(kind=_K.MILESTONE_MISSED, to=EMPLOYEE, moment="missed", subject=GUIDES_DRAFTED),
    Post(kind=_K.CONTEST_RAISED, to=SUPERVISOR, moment="contested", subject=CONTEST),
    Post(kind=_K.CONTEST_ANSWERED, to=EMPLOYEE, moment="contested", subject=CONTEST),
    Post(kind=_K.REVIEW_MOVED, to=EMPLOYEE, subject=_REVIEW),
    Post(kind=_K.REVIEW_SUMMARY, to=EMPLOYEE, moment="documented", subject=_REVIEW),
    Post(kind=_K.OUTCOME_PROPOSED, to=HR, moment="outcome proposed"),
    Post(kind=_K.OUTCOME_RETURNED, to=SUPERVISOR, moment="results recorded"),
    Post(kind=_K.OUTCOME_APPROVED, to=SUPERVISOR, moment="outcome approved"),
    Post(kind=_K.OUTCOME_DELIVERED, to=EMPLOYEE, moment="closed"),
    Post(kind=_K.HR_CONTACTED, to=HR, moment="barrier reported", subject=REQUEST),
    Post(kind=_K.COPY_ASKED, to=HR, moment="copy asked for", subject=COPY, dated=True),
    Post(kind=_K.COPY_DUE, to=HR, moment="copy asked for", subject=COPY, dated=True),
    Post(kind=_K.COPY_NEWS, to=EMPLOYEE, moment="copy asked for", subject=COPY),
    Post(kind=_K.WATCH_OVER, to=SUPERVISOR, moment="closed", dated=True),
    Post(kind=_K.DIGEST, to=HR, moment="contested"),
    Post(kind=_K.UNDELIVERED, to=HR),
    Post(kind=_K.CATCH_UP, to=EMPLOYEE, moment="due", subject="3"),
    Post(kind=_K.RECORD_REMOVED, to=EMPLOYEE, moment="closed"),
)
