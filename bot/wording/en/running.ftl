# A running plan: dates, barriers, support, notes, and the record.

recorded-title = On record
recorded-at = This is on record since { $at }.
submit-record = Put on record
by-and-at = { $name }, { $at }
both-and-hr-read = Both of you and HR can read what you write here.
page-of = Page { $page } of { $pages }
button-page-before = Page before
button-page-after = Next page

goal-label = Goal { $number }
goal-interim-label = Goal { $number }, on the way
goal-until = by { $day }

button-report-done = It is done
button-settle = Give my answer
button-contest = Contest this
button-answer-contest = Answer the contest
button-lift-hold = Decide on the hold
button-raise-barrier = Report a barrier
button-end-barrier = It is no longer in the way
button-read-record = Read the record
button-add-note = Add a note
button-correct = Correct my note
button-rebut = Add my own view
button-ask-for-copy = Ask for a copy
button-go-on = Go on

## A date
milestone-title = A goal’s date
milestone-state-planned = Still to come.
milestone-state-at-risk = Still to come; something in the way was reported.
milestone-state-awaiting-word = Reported as done, and waiting for the supervisor’s answer.
milestone-state-met = Reached.
milestone-state-missed = The date passed without it being reached.
milestone-state-on-hold = On hold. Nothing counts while it is.
milestone-state-waived = No longer asked for.
milestone-recognition = What the supervisor says about it
milestone-reason = The reason given
milestone-grace = Milepost was late with this date. Whatever is said before { $at } counts as said in time.
milestone-first-class = First recorded as: { $miss }

time-met = Reached on
time-due = Due
time-grace = Counted from
time-reported-done = Reported as done
time-barrier = Barrier reported
time-barrier-answered = Barrier answered
time-none = not yet

miss-no-communication = The date passed, and nothing about it was on record before.
miss-barrier-before-answered = The date passed. Something in the way was reported before it, and answered before it.
miss-barrier-before-unanswered = The date passed. Something in the way was reported before it, and had no answer when the date came.
miss-barrier-after = The date passed. Something in the way was reported afterwards.
miss-short-no-communication = Nothing on record before the date
miss-short-barrier-before-answered = Barrier reported before and answered
miss-short-barrier-before-unanswered = Barrier reported before, not answered
miss-short-barrier-after = Barrier reported afterwards

report-done-title = It is done
report-done-submit = Yes, it is done
report-done-intro = You say that this is done. Your supervisor is asked to answer, and you read the answer here.
report-done-then = If no answer has come when the date passes, it waits for one. It does not count as missed.
report-done-receipt = Your word is on record since { $at }. Your supervisor is asked to answer.

settle-title = Your answer
settle-question = How does it stand?
settlement-met = It is reached
settlement-not-done = It is not done yet
settlement-waived = It is no longer asked for
settle-on = When was it reached?
settle-on-hint = Counts only if it is reached.
settle-words = A few words
settle-words-hint = If it is reached: what went well, if you like. If it is no longer asked for, the reason is needed.
settle-receipt = The employee is told that there is news about this date, and reads your answer after opening it.

## A contest
contest-title = Contest this
contest-submit = Send
contest-intro = Say in your own words why this should be recorded in another way. Your supervisor and HR read it and answer. What was recorded first stays visible.
contest-field = What should be recorded, and why
contest-hint = Your supervisor and HR can read this. It becomes part of the record.
contest-receipt = Your supervisor and HR are asked to answer. Only HR can say that the record stays as it is.
contest-open = Contested, waiting for an answer
contest-upheld = Contested, and changed
contest-rejected = Contested; HR says the record stays
contest-text = In the employee’s words
contest-answer = The answer
answer-contest-title = Answer a contest
answer-contest-question = What should the record say?
answer-contest-on = If it was reached: on which day?
answer-contest-miss = If it should be recorded in another way: how?
answer-contest-words = Your answer
answer-contest-words-hint = The employee reads it. It is needed if the record stays as it is.
answer-contest-receipt = The employee is told that there is an answer. What was recorded before stays visible.
verdict-met = It was reached after all
verdict-other-class = It should be recorded in another way
verdict-rejected = The record stays as it is

## A hold
lift-hold-title = Decide on the hold
lift-hold-submit = Let it run again
lift-hold-intro = This date was put on hold because something was reported to HR. It runs again with the new date. Both sides are told that something has changed, and not why.
lift-hold-on = New date
lift-hold-receipt = Both sides are told that something has changed.

## Barriers
barrier-title = Report a barrier
barrier-submit = Report it
barrier-intro = Is something in the way? Saying it early helps, and counts. Your supervisor reads this and owes you an answer within { $days } working days. HR can read it too.
barrier-which = What does it stand in the way of?
barrier-which-hint = Leave it empty if it is about the plan as a whole.
barrier-kind = What kind of thing is it?
barrier-kind-workload = Too much at once
barrier-kind-access-or-tool = Access or a tool is missing
barrier-kind-waiting-on-someone = Waiting for somebody
barrier-kind-unclear-expectation = Not clear what is expected
barrier-kind-protected = Personal, health or other protected
barrier-kind-other = Something else
barrier-protected-description = Only HR reads it. Your supervisor does not.
barrier-protected-note = Health, disability, leave, harassment, discrimination or a union matter: choose “{ barrier-kind-protected }”. Then only HR reads what you write, and HR answers. Your supervisor sees only that the dates you name are on hold, and not why.
barrier-text = What is in the way?
barrier-would-help = What would help?
barrier-wished-date = Which date would work?
barrier-wished-date-hint = A wish. Your supervisor or HR decides and tells you.
barrier-receipt = Your report is on record since { $at }.
barrier-before-due = { $what }: reported before the due date, at { $at }.
barrier-after-due = { $what }: reported after the due date, at { $at }.
barrier-receipt-supervisor = Your supervisor is told and owes you an answer by { $at }.
barrier-receipt-hr = Only HR is told. HR owes you an answer by { $at }.
barrier-about = { $what }, { $day }
barrier-wished = Date wished for: { $day }
barrier-answer = The answer
barrier-answer-title = Answer a barrier
barrier-answer-submit = Send the answer
barrier-answer-intro = The employee reads your answer, and so can HR. It shows when it was reported and when it was answered.
barrier-answer-protected = Only HR and the employee can read this and your answer. Please do not pass it on.
barrier-hint = For example what you can change, another date, or whom you will ask.
barrier-answer-receipt = The employee is told that there is an answer.
barrier-state-raised = Waiting for an answer.
barrier-state-answered = Answered, and still in the way.
barrier-state-resolved = No longer in the way.
barrier-state-withdrawn = Taken back by the employee.
barrier-end-title = No longer in the way
barrier-end-intro = What was reported stays on record, with its times.
barrier-end-question = What became of it?
barrier-end-resolved = It is resolved
barrier-end-withdrawn = I take it back

## Support
support-title = Promised support
support-label = Support
support-for-goal = Support for goal { $number }
support-where = Where
support-stands = Where it stands
support-due = Promised for
support-overdue = Overdue since
support-on = On
support-words = What was said about it
support-disputed = The employee says it was not received ({ $at }). This waits for an answer.
support-state-promised = Promised
support-state-arranged = Arranged
support-state-delivered = Delivered
support-state-not-delivered = Not delivered
support-state-declined = Declined by the employee
support-from-supervisor = from the supervisor
support-from-organisation = from the organisation
support-question = Where does it stand?
support-update-arranged = It is arranged
support-update-delivered = It was delivered
support-update-not-delivered = It will not be delivered
support-update-answered = My answer to “not received”
support-date = Date
support-date-hint = The day it is arranged for, or was delivered on.
support-reason = A few words
support-reason-hint = Needed if it will not be delivered, and as the answer to “not received”.
support-receipt = The employee is told that something about the support has changed.
not-received-title = Not received
not-received-submit = I have not received it
not-received-intro = You say that this support has not reached you. Whoever promised it is asked to answer, and HR sees it too.
not-received-receipt = Whoever promised it is told. It stays marked until there is an answer.
decline-support-title = I do not need it
decline-support-submit = I do not need it
decline-support-intro = You may decline support. It is recorded as your choice, and nobody owes it to you any more.
decline-support-reason = Why, if you would like to say
decline-support-receipt = Whoever promised it is told.

## Notes and the record
note-form-title = Add a note
note-submit = Put on record
note-intro = A note for both of you: how something goes, what went well, what to remember. The other side is told that there is a note. Both of you and HR can read it.
note-about = What is it about?
note-whole-plan = The plan as a whole
note-text = Your note
note-hint = Once sent it stays as it is. You can add another that corrects it.
note-to-correct = The note you are correcting
note-receipt = The other side is told that there is something new.
note-written = { $name }, { $at }
note-written-late = { $name }, { $at }, written after the end

record-title = The record
record-intro = What is on record and yours to read, the newest first. What somebody wrote stays as it was written.
record-empty = Nothing has been put on record yet.
record-note = Note on the plan
record-note-goal = Note on goal { $number }
record-corrects = This corrects an earlier note, which stays on record too.
record-check-in = Note for the { $review }
record-barrier = A barrier
record-question = A question
record-answer = The answer
record-input = The employee’s own view
record-rebuttal = The employee’s statement
record-hr-request = A private word to HR
record-hr-only = Only HR and the person who wrote this can read it.
record-missed = A date that passed
record-settled = A date that is settled
record-support = Support
