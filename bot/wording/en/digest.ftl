# HR's overview. What is posted holds counts, dates, case numbers and sides; the rest is read after opening.
digest-section-count = { $section }: { $count }
digest-section-decisions-due = Decisions due
digest-section-overdue = Overdue, on either side
digest-section-missed = Missed dates
digest-section-support-not-delivered = Support not delivered
digest-section-waiting-for-signature = Waiting for a signature
digest-section-barriers = Barriers and protected matters
digest-section-supervisor-silent = Nothing from the supervisor lately
digest-section-delivery-failures = Could not be delivered
digest-section-due-soon = Due within a week
digest-section-ending-soon = Ending soon
digest-section-erased-soon = Erased soon, unless it has to be kept
digest-more = { $count ->
    [one] and one more
   *[other] and { $count } more
}
digest-anchor = Record so far: { $anchor } · Key of case files: { $key } · Keep this message: a case file can be checked against it.
digest-mismatch = Something was changed in the database past Milepost, near line { $number } of the audit trail. Please ask whoever runs it to call: milepost verify --database
digest-quiet = { $plans ->
    [0] No plan is running, and nothing waits for HR.
    [one] One plan is running, and nothing waits for HR.
   *[other] { $plans } plans are running, and nothing waits for HR.
}

side-employee = employee
side-supervisor = supervisor
side-reviewer = reviewer
side-hr = HR
side-organisation = organisation

## After opening
digest-title = Overview for HR
digest-intro = As of { $at }. You see only plans that you may read as HR. A matter stands once, in the first section it belongs to, and both sides’ matters share one list.
digest-case = { $case }: { $employee } with { $supervisor }
digest-open-cases = Open a case

## What a line is about
digest-code-barrier-raised = Barrier waiting for an answer
digest-code-barrier-answered = Barrier answered and still in the way
digest-code-not-delivered = Support that was not delivered
digest-code-decision-overdue = The form’s days for the decision are over, and no outcome was delivered
digest-code-deliver = Approved and not delivered yet
digest-code-sign = Signature missing
digest-code-silent = Last entry a while ago
digest-code-unreachable = Account no longer active
digest-code-ends = The plan’s last day
digest-code-undelivered = A message that could not be delivered
