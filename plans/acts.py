"""Everything a person can ask for, by name: the rows of the matrix in requirements §7.

One name runs from the button to the function, the audit line and the test.
"""

from enum import StrEnum


class Act(StrEnum):
    """A thing to see or do. The values are the names of asks, buttons and action files."""

    # to see
    LEARN = "learn"
    READ_PLAN = "read_plan"
    READ_RECORD = "read_record"
    READ_SEALED_NOTE = "read_sealed_note"
    READ_HR_COMPARTMENT = "read_hr_compartment"
    READ_AUDIT = "read_audit"
    # before delivery
    OPEN_PLAN = "open_plan"
    EDIT_PLAN = "edit_plan"
    PROPOSE_GOALS = "propose_goals"
    SHARE_FOR_DRAFTING = "share_for_drafting"
    TAKE_BACK_DRAFT = "take_back_draft"
    ANSWER_PROPOSAL = "answer_proposal"
    SUBMIT_PLAN = "submit_plan"
    DISCARD_PLAN = "discard_plan"
    APPROVE_PLAN = "approve_plan"
    REQUEST_CHANGES = "request_changes"
    DELIVER_PLAN = "deliver_plan"
    TALKING_POINTS = "talking_points"
    NOTE_LAUNCH = "note_launch"
    SIGN_AS_SUPERVISOR = "sign_as_supervisor"
    # the employee's slot
    ACKNOWLEDGE = "acknowledge"
    CONFIRM_DELIVERY = "confirm_delivery"
    OVERRIDE_QUESTION = "override_question"
    ANSWER_QUESTION = "answer_question"
    # while it runs
    ADD_NOTE = "add_note"
    ANSWER_PROMPT = "answer_prompt"
    MUTE_PROMPT = "mute_prompt"
    ANSWER_CHECK_IN = "answer_check_in"
    RAISE_BARRIER = "raise_barrier"
    MARK_NOT_RECEIVED = "mark_not_received"
    ANSWER_BARRIER = "answer_barrier"
    ANSWER_PROTECTED_BARRIER = "answer_protected_barrier"
    REPORT_DONE = "report_done"
    SETTLE_MILESTONE = "settle_milestone"
    CONTEST_CLASS = "contest_class"
    UPHOLD_CONTEST = "uphold_contest"
    REJECT_CONTEST = "reject_contest"
    MOVE_REVIEW = "move_review"
    HOLD_REVIEW = "hold_review"
    CORRECT_REVIEW = "correct_review"
    UPDATE_SUPPORT = "update_support"
    DECLINE_SUPPORT = "decline_support"
    AMEND_PLAN = "amend_plan"
    PAUSE_PLAN = "pause_plan"
    LIFT_HOLD = "lift_hold"
    SHIFT_DATES = "shift_dates"
    RECORD_ABSENCE = "record_absence"
    # the end
    PROPOSE_OUTCOME = "propose_outcome"
    APPROVE_OUTCOME = "approve_outcome"
    DELIVER_OUTCOME = "deliver_outcome"
    WITHDRAW_PLAN = "withdraw_plan"
    # rights and keeping
    CONTACT_HR = "contact_hr"
    REBUT = "rebut"
    ANSWER_REBUTTAL = "answer_rebuttal"
    ASK_FOR_COPY = "ask_for_copy"
    ORDER_CASE_FILE = "order_case_file"
    HOLD_PLAN = "hold_plan"
    RELEASE_PLAN = "release_plan"
    RECORD_LEAVING = "record_leaving"
    ERASE_PLAN = "erase_plan"
    SET_CONFLICT = "set_conflict"
    HAND_OVER = "hand_over"
    TAKE_OVER = "take_over"
    # no plan needed
    CHANGE_OFFICE = "change_office"
    RUN_CASE_FILE = "run_case_file"
