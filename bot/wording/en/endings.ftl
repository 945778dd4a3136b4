# The end of a plan: results, the outcome, and the case file.

results-title = Results
results-submit = Put on record
results-intro = Say for each goal how it ended and what you base this on. Results come before any outcome.
results-heading = Results
results-who-reads = HR reads this. The employee reads it once an outcome is delivered.
results-left = { $count ->
    [one] One goal still needs a result.
   *[other] { $count } goals still need a result.
}
results-receipt = Every goal has its result. Next comes the proposal of an outcome.
result-question = How did it end: { $goal }
result-met = Reached
result-partly = Partly reached
result-not-met = Not reached
result-not-assessable = Cannot be judged
result-missing = No result yet.
result-evidence = What you base this on: { $goal }
result-evidence-hint = What you saw, with dates or figures. The employee will read it.

propose-title = Propose an outcome
propose-submit = Send to HR
propose-submit-alone = Go on
propose-results-missing = { $count ->
    [one] One goal has no result yet. It is needed before most outcomes.
   *[other] { $count } goals have no result yet. They are needed before most outcomes.
}
propose-question = How should the plan end?
propose-not-offered = More may be offered later: most ends wait for the final review, and that the goals are not met for the last day to pass.
propose-nothing-yet = Nothing can be proposed yet. Most ends wait for the final review.
propose-reasons-hint = Needed unless the goals are met. HR reads this now, the employee once the outcome is delivered.
propose-acceptable = Progress you have seen
propose-insufficient = Progress you have not seen
propose-next-step = What follows if the goals are not met
propose-next-step-fits = If the goals are not met, the employee reads this as what follows: { $text }
propose-next-step-hint = Only needed in that case. The employee reads the form’s own text on it.
propose-extension = The dates below count only if the plan goes on for longer. HR and, once it is delivered, the employee read them.
propose-new-end = New last day
propose-new-end-hint = Only if the plan goes on: a day after its present last day.
propose-final = Final review
propose-final-hint = Only if the plan goes on: on the new last day or before it.
propose-further = A further review
propose-further-hint = May stay empty. If not, a day before the final review.
propose-override = Why before the final review’s date?
propose-override-hint = Only needed before that date. It stays on record with HR.
decide-approved-coaching = It is decided. The employee reads it once you deliver it; please tell them yourself first.
propose-receipt-coaching = In coaching you decide yourself. Nobody has been told yet: decide, and then deliver it.
propose-receipt = HR decides next. The employee is told nothing before the outcome is delivered.
button-results = Record the results
button-propose = Propose an outcome

outcome-met = The goals are met
outcome-met-early = The goals are met, before the end
outcome-extended = The plan goes on for longer
outcome-not-met = The goals are not met
outcome-withdrawn = The plan is withdrawn
outcome-ended-left = Ended: the employee has left
outcome-ended-transferred = Ended: the employee works elsewhere now
outcome-goals-met = The goals are met
outcome-continued = It goes on
outcome-converted = It becomes another kind of plan
outcome-reassignment = Not met: reassignment to other work
outcome-reduction-in-grade = Not met: reduction in grade
outcome-removal = Not met: removal from the position
outcome-state-proposed = Proposed, waiting for HR.
outcome-state-returned = Sent back by HR.
outcome-state-approved = Approved by HR, not delivered yet.
outcome-state-alone-proposed = Proposed, not decided yet.
outcome-state-alone-returned = Sent back.
outcome-state-alone-approved = Decided, not delivered yet.
outcome-state-alone-delivered = Delivered.
outcome-state-delivered = Delivered.
outcome-title = The outcome
outcome-none = There is no outcome to read yet.
outcome-several = There is more than one outcome. The oldest comes first, and the last one stands below in full.
outcome-alone-button = What this one rests on
outcome-all-button = All outcomes
outcome-reasons = The reasons
outcome-new-end = New last day
outcome-goes-on-told = The plan goes on until the new last day, with a new text.
outcome-next-step = What follows
outcome-override = Why it came before its date
outcome-returned-words = HR’s comment
outcome-decided = Decided: { $who }
outcome-delivered-at = Delivered on { $at }
outcome-rights = You can add your own view to the record, ask for a copy, or write to HR.

decide-title = Decide on the outcome
decide-question = Your decision
decision-approve = Approve it
decision-return = Send it back
decide-words = Your comment
decide-words-hint = Needed if you send it back. Whoever proposed it reads it; the employee does not.
decide-extended-before = { $count ->
    [one] This plan was extended once before.
   *[other] This plan was extended { $count } times before.
}
decide-extension-gone-by = A date of this extension has passed, so it cannot be delivered. Send it back, and new dates can be proposed.
decide-approved = Whoever proposed it is told, and delivers it next.
decide-returned = Whoever proposed it is told, and reads your comment.

deliver-outcome-title = Deliver the outcome
deliver-outcome-submit = We have talked: deliver
deliver-outcome-intro = Please talk with the employee in private first. This is what they will read:
deliver-outcome-then = From the moment you deliver it, the employee can read the outcome, the reasons and the results, and the plan is closed. Support that is still open is recorded as not delivered.
deliver-outcome-then-on = From the moment you deliver it, the employee can read the outcome, the reasons and the results. The plan goes on with the new dates, and the employee is asked to acknowledge its new text.
deliver-outcome-then-another = From the moment you deliver it, the employee can read the outcome, the reasons and the results, and this is over. A new plan begins as a private draft for you to write. Nothing written here is carried over; you can open both.
deliver-outcome-receipt-another = The employee is told that there is something to read. The new draft is private: nobody but you and HR knows of it.
button-open-draft = Open the new draft
begin-coaching-title = Begin as coaching
begin-coaching-submit = Begin as coaching
begin-coaching-intro = HR has asked for coaching in place of this draft. The draft is thrown away for good, and a new one begins with the same person.
begin-coaching-nothing-copied = Nothing is carried over: copy what you still need before you go on.
begin-coaching-not-asked = HR has not asked for coaching in place of this draft.
begin-coaching-receipt = The old draft is gone, and the new one is ready to be written.
deliver-outcome-receipt-on = The employee is told that there is something to read. The plan goes on, and reminders follow the new dates.
deliver-outcome-receipt = The employee is told that there is something to read. The plan is closed.

owed-checklist = For HR to go through
owed-heading = What the employee was owed
owed-propose = If you choose that the goals are not met, this list goes with it. HR has to read and accept it, and the employee reads it too.
owed-decide = This is what the employee was promised or asked for and has not had. Please look at it before you decide: without it they may not have had a fair chance.
owed-accept-label = The list
owed-accept-hint = Needed if you approve it. Your name and the time are kept with the list.
owed-accept = I have read what was owed, and the outcome can stand all the same
owed-accepted = Read and accepted: { $who }
owed-nothing = Nothing: all support was delivered, every review was held, and nothing is unanswered.
owed-in-the-record = The record has the words to each of them.
owed-due = was due on { $day }
owed-review = Not held: { $review }
owed-review-why = Not held: { $review }. { $why }
owed-support-not-delivered = Support that was not delivered
owed-support-not-received = Support marked as not received, without an answer
owed-review-not-held = A review that was not held
owed-barrier-unanswered = A barrier without an answer
owed-question-unanswered = A question without an answer
owed-change-unanswered = A request for a change without an answer
owed-contest-unanswered = A contest without an answer
owed-done-unanswered = Reported as done, without an answer

decision-late = The days for the written decision were over by { $day }.
decision-late-may-count = Please check before you decide. A rule of this form, which nobody may have confirmed: { $source }
decision-late-counts = By a rule your organisation has turned on, the plan counts as met now: { $source }

withdraw-title = End it early
withdraw-submit = End the plan
withdraw-intro = This ends the plan at once. Nobody’s results are asked for, and reminders stop.
withdraw-question = Why does it end?
withdraw-employee-reads = Both parties can read the reasons.
withdraw-employee-not-told = The employee never had this plan and is not told. The supervisor can read the reasons.
withdraw-receipt = The plan is closed.

order-title = Order the case file
order-submit = Order it
order-intro = The case file holds everything on record about { $case }, except what is kept between HR and one person. The order is written into the audit trail.
order-purpose = What is it for?
order-purpose-hint = This stands on the first page of the file.
order-recipient = Who will get it?
order-who-reads = HR can read this, and whoever gets the file.
order-tells-of-copies = The audit trail in the file says when the employee asked for a copy of their own and got it, and if anything was left out of it. Milepost does not tell the supervisor of this: please think of it if the file is to reach them.
order-so-far = Ordered so far
order-line = { $at }, by { $name }
order-state-waiting = Waits for whoever runs Milepost to write it, with: { $command }
order-state-written = Written on { $at }. Please hand it over outside Slack, to whom it was ordered for.
order-state-copy-written = Written on { $at }. It is the employee’s own copy: hand it over outside Slack, then say so under “A copy was asked for”.
order-state-handed-over = Handed over on { $at }, said { $name }.
order-handed-over = It is handed over
order-handed-over-title = Handed over
order-handed-over-submit = Yes, it is
order-handed-over-intro = Has the case file gone to whom it was ordered for? This is written into the audit trail and cannot be taken back.
order-handed-over-receipt = The audit trail says that you handed it over.
order-receipt = Whoever runs Milepost can now write the file, with: { $command }
