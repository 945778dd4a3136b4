# Home: names, dates and counts; nothing a person wrote.
home-title = Your plans
home-empty = There is no plan with you right now, so there is nothing to do here.
home-what-it-is = Milepost helps two people keep to what they agreed for someone’s work: the goals, the support, and the talks on the way. Both sides are reminded, both sides write down how it goes, and both can read the record. What you see here is only for you.
home-start = Start a plan
home-all = All my plans
home-plan = Plan { $case }
home-supervisor = With (supervisor)
home-employee = With (employee)
home-state = Where it stands
home-next = Next date
home-you = Open for you
home-others = Open for others
home-figure = Goal { $goal }: { $now } now, from { $baseline } to { $aim } { $bar }
home-figure-none = Goal { $goal }: from { $baseline } to { $aim }, no number yet
home-no-date = No date yet
home-count-overdue = { $count }, { $late } of them overdue
home-task = { $what }, by { $day }
home-task-overdue = { $what }, was due on { $day }
home-more = { $count ->
    [one] One more plan is in the list of all your plans.
   *[other] { $count } more plans are in the list of all your plans.
}
home-go-on = Go on with the draft
home-deliver = Deliver
home-report-done = Something is done
home-hr = For HR
home-hr-task = { $case }: { $what }
home-digest = Open the overview

## Where a plan stands
plan-state-draft = Draft
plan-state-employee-drafting = The employee is drafting goals
plan-state-hr-review = With HR for approval
plan-state-changes-requested = HR asks for changes
plan-state-approved = Approved, not delivered yet
plan-state-delivered = Delivered, waiting to be read
plan-state-active = Running
plan-state-paused = Paused
plan-state-decision-due = Ended, outcome to be decided
plan-state-closed = Closed
plan-state-archived = Closed and archived
plan-state-discarded = Discarded
plan-state-erased = Erased

## What is owed, whoever owes it
duty-answer-proposal = Answer a proposed goal
duty-answer-submitted = Answer a plan sent for approval
duty-acknowledge = Read the plan and say so
duty-reach-milestone = A goal’s date
duty-write-check-in = Write the note for a review
duty-give-feedback = Say what you make of a missed date
duty-follow-up-review = Say what follows from a review
duty-take-over = Take a plan over
duty-answer-question = Answer a question
duty-answer-change = Answer a request for a change
duty-make-change = Make a change that was accepted
duty-answer-barrier = Answer a reported barrier
duty-lift-hold = Decide about a date on hold
duty-answer-done = Answer a goal reported as done
duty-hand-over-copy = Hand over a copy of the record
duty-answer-contest = Answer a contest
duty-provide-support = Provide promised support
duty-answer-not-received = Answer support marked as not received
duty-hold-review = Hold a review
duty-document-review = Write the notes of a review
duty-record-results = Record the result of a goal
duty-propose-outcome = Propose an outcome
duty-decide-outcome = Decide on a proposed outcome
duty-deliver-outcome = Deliver the outcome

duty-button-answer-proposal = Answer a proposal
duty-button-answer-submitted = Look at the plan
duty-button-acknowledge = Read the plan
duty-button-reach-milestone = It is done
duty-button-write-check-in = Write my note
duty-button-give-feedback = Note on the missed date
duty-button-follow-up-review = Note on what follows
duty-button-take-over = See where it stands
duty-button-answer-question = Answer a question
duty-button-answer-change = Answer the request
duty-button-make-change = See what was accepted
duty-button-answer-barrier = Answer the barrier
duty-button-lift-hold = Decide on the hold
duty-button-answer-done = Give my answer
duty-button-hand-over-copy = Hand over the copy
duty-button-answer-contest = Answer the contest
duty-button-provide-support = Say where support stands
duty-button-answer-not-received = Answer about support
duty-button-hold-review = Hold the review
duty-button-document-review = Write the notes
duty-button-record-results = Record the results
duty-button-propose-outcome = Propose an outcome
duty-button-decide-outcome = Decide
duty-button-deliver-outcome = Deliver the outcome
