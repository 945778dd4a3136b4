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
propose-results-missing = { $count ->
    [one] One goal has no result yet. It is needed before most outcomes.
   *[other] { $count } goals have no result yet. They are needed before most outcomes.
}
propose-question = How should the plan end?
propose-not-offered = Milepost cannot record yet that a plan as a whole was not met. Please speak with HR if that is what you think.
propose-reasons-hint = HR reads this now. The employee reads it once the outcome is delivered.
propose-extension = The dates below count only if the plan goes on for longer. HR and, once it is delivered, the employee read them.
propose-new-end = New last day
propose-new-end-hint = Only if the plan goes on: a day after its present last day.
propose-final = Final review
propose-final-hint = Only if the plan goes on: on the new last day or before it.
propose-further = A further review
propose-further-hint = May stay empty. If not, a day before the final review.
propose-override = Why before the final review’s date?
propose-override-hint = Only needed before that date. It stays on record with HR.
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
outcome-state-proposed = Proposed, waiting for HR.
outcome-state-returned = Sent back by HR.
outcome-state-approved = Approved by HR, not delivered yet.
outcome-state-delivered = Delivered.
outcome-title = The outcome
outcome-none = There is no outcome to read yet.
outcome-reasons = The reasons
outcome-new-end = New last day
outcome-goes-on-told = The plan goes on until the new last day, with a new text.
outcome-override = Why it came before its date
outcome-returned-words = HR’s comment
outcome-decided = Decided: { $who }
outcome-delivered-at = Delivered at { $at }
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
deliver-outcome-receipt-on = The employee is told that there is something to read. The plan goes on, and reminders follow the new dates.
deliver-outcome-receipt = The employee is told that there is something to read. The plan is closed.

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
order-receipt = Whoever runs Milepost can now write the file, with: { $command }
