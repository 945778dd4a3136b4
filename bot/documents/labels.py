"""What the codes of a case file are called in a document for people. The JSON keeps the codes."""

from collections.abc import Mapping
from typing import Final

SECTIONS: Final[Mapping[str, str]] = {
    "order": "What this document is for",
    "head": "The plan",
    "purpose": "Purpose",
    "strengths": "Strengths",
    "concerns": "Areas to improve, and what is expected",
    "goals": "Goals",
    "commitments": "What each side has undertaken",
    "timeline": "Dates at a glance",
    "consequences": "What may follow",
    "rights": "The employee's rights",
    "disclaimers": "Notices",
    "employee_input": "What the employee wished to add",
    "questions": "Questions before acknowledging",
    "change_requests": "Changes HR asked for",
    "signatures": "Signatures",
    "milestones": "Milestones",
    "reviews": "Reviews and check-ins",
    "notes": "Progress notes",
    "barriers": "Barriers",
    "support_ledger": "Support: promised and delivered",
    "pauses": "Pauses",
    "results": "Results by goal",
    "outcomes": "Outcome",
    "rebuttals": "Rebuttals",
    "editions": "The exact texts that were signed",
    "audit_trail": "Audit trail",
    "compartment": "Matters between HR and their author",
}

REMARKS: Final[Mapping[str, str]] = {
    "no_employee_input": "No employee input recorded.",
    "no_support": "No support item recorded.",
    "kept_apart": "Matters raised with HR in confidence are kept in a separate file. They are not part of this one.",
    "nothing_kept_apart": "Nothing was raised with HR in confidence.",
}

CODES: Final[Mapping[str, str]] = {
    "kind.improvement": "Improvement plan",
    "kind.coaching": "Coaching plan",
    "plan.draft": "Draft",
    "plan.employee_drafting": "With the employee for drafting",
    "plan.hr_review": "With HR",
    "plan.decision_due": "Ended, decision due",
    "milestone.awaiting_word": "Reported done, waiting for the supervisor's word",
    "miss.no_communication": "Missed; nothing had been reported",
    "miss.barrier_before_answered": "Missed; a barrier was reported before the due time, and it was answered",
    "miss.barrier_before_unanswered": "Missed; a barrier was reported before the due time, and it was not answered",
    "miss.barrier_after": "Missed; a barrier was reported after the due time",
    "role.clock": "Milepost",
    "role.hr": "HR",
    "signature.acknowledged": "Received and read",
    "signature.declined": "Declined to acknowledge",
    "signature.in_person": "Delivered in person",
    "provider.organisation": "The organisation",
    "barrier_kind.protected": "Confidential, for HR only",
    "check_in.sealed": "Written, and still sealed",
    "check_in.not_answered": "Did not write",
    "documented.both": "By both sides",
    "documented.supervisor_only": "By the supervisor only",
    "documented.employee_only": "By the employee only",
    "result.not_assessable": "Cannot be assessed",
    "outcome_kind.ended_left": "Ended: the employee left",
    "outcome_kind.ended_transferred": "Ended: the employee was transferred",
}

NAMES: Final[Mapping[str, str]] = {
    "audit_trail": "Audit trail",
    "classed_as": "Classed",
    "barrier_times": "A barrier in its way",
    "change_request": "HR asked for a change",
    "check_in": "Check-in note",
    "goal_progress": "On a goal",
    "goal_result": "Result",
    "interim": "On the way",
    "review_moved": "Moved to another date",
    "hr_request": "Message to HR",
    "employee_commitments": "The employee",
    "organisation_commitments": "The supervisor and the organisation",
    "aim": "To reach",
    "at": "When",
    "at_time": "Time",
    "by": "Who",
    "bar": "Of the way",
    "barrier": "Barrier",
    "check_in_day": "Day for checking in",
    "cites": "Goal of the performance plan",
    "cites_id": "Its number there",
    "cites_on": "Date of that performance plan",
    "baseline": "Where it stood",
    "confirmed_at": "Recorded at",
    "confirmed_by": "Recorded by",
    "confirmed_on": "On",
    "corrects": "Corrects note",
    "direction": "Which way",
    "discussion": "What was discussed",
    "due": "By",
    "due_at": "Was due",
    "edition": "Version",
    "feedback": "Feedback",
    "feedback_on": "Feedback was given on",
    "deficiency": "What falls short",
    "expectation": "What good looks like",
    "expected": "Expected by then",
    "follows": "Takes the place of review",
    "grace_until": "Time given because Milepost was late, until",
    "hr_contact": "HR contact",
    "kind": "Kind",
    "made_at": "Made",
    "measure": "How it will be judged",
    "met_at": "Met in person",
    "metric": "The number to watch",
    "miss": "Class",
    "name_shown": "Signed name",
    "new_end": "New end",
    "new_review": "New review",
    "not_held": "Why it was not held",
    "not_held_words": "In their words",
    "not_received_at": "Employee marked it not received",
    "on": "Date",
    "override_reason": "Reason of HR's override",
    "reported_done_at": "Employee reported it done",
    "returned_words": "Why HR returned it",
    "rating": "Rated at the start",
    "standard": "Written down in",
    "subject": "Id",
    "support_override": "Why HR let it go ahead without support",
    "target": "Target date",
    "template": "Template",
    "text": "Text",
    "text_hash": "SHA-256 of the text",
    "unit": "Counted in",
    "what": "What",
    "where": "Where",
    "would_help": "What would help",
}


def label(name: str) -> str:
    """The label of a section's fact, entry or column: its own, or its name in plain words."""
    return NAMES.get(name) or _plain(name)


def code(value: str) -> str:
    """The words for a code such as ``milestone.missed``; an event keeps its subject, everything else loses it."""
    group, _, rest = value.partition(".")
    return CODES.get(value) or _plain(rest if rest and group else value)


def _plain(name: str) -> str:
    words = name.replace("_", " ").replace(".", " ").replace("-", " ")
    return words[:1].upper() + words[1:]
