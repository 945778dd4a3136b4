# What is posted. Variables are a date or a count and nothing else; no name, no topic.

## What a lock screen may show: the same three lines for everything.
preview-to-do = You have something to do in Milepost.
preview-to-read = You have something to read in Milepost.
preview-overview = Your overview from Milepost is ready.

say-settled = Recorded on { $day }.

## Reminders
say-acknowledge-again = Something is still waiting for you to read. Take the time you need. Saying that you have read it does not mean that you agree.
say-review-ahead = A review is coming up. Please look whether the date still suits you. You can already write your note for it.
say-review-ahead-on = A review is coming up on { $day }. Please look whether the date still suits you. You can already write your note for it.
say-check-in = Your note for a review can be written now. It takes a few minutes, and the form says who reads it and when.
say-check-in-on = Your note for the review on { $day } can be written now. It takes a few minutes, and the form says who reads it and when.
say-check-in-nudge = There is still time to write your note for a review. The form says who reads it and when.
say-check-in-nudge-on = There is still time to write your note for the review of { $day }. The form says who reads it and when.
say-goal-ahead = A date is coming up. Whatever is said before it counts as said in time.
say-goal-ahead-on = A date is coming up: { $day }. Whatever is said before the end of that working day counts as said in time.
say-goal-due = A date has come. Whatever is said before the end of the working day counts as said in time.
say-goal-due-on = A date has come: { $day }. Whatever is said before the end of that working day counts as said in time.
say-support-due = Something that was promised has a date. Please say where it stands.
say-support-due-on = Something that was promised is due on { $day }. Please say where it stands.
say-review-notes-due = A review has no notes yet. Please write down how it went, or that it did not take place.
say-review-notes-due-on = The review of { $day } has no notes yet. Please write down how it went, or that it did not take place.
say-barrier-answer-due = Something that was reported waits for your answer.
say-awaiting-word = Something was reported as done and waits for your word.
say-awaiting-word-on = Something that was due on { $day } was reported as done and waits for your word.
say-final-ahead = The last review is coming up. This is a good moment to look at what is still open on both sides.
say-final-ahead-on = The last review is coming up on { $day }. This is a good moment to look at what is still open on both sides.
say-hr-answer-due = Something is still waiting for HR’s answer.
say-decision-due = Something has come to its end and waits for the next step.

## What has just happened
say-plan-submitted = Something is waiting for HR to look at it.
say-changes-requested = HR has looked at what you sent and asks for changes. Each comment stands beside the part it is about.
say-plan-approved = HR has approved what you sent. Next comes a conversation in private; deliver it after that.
say-plan-to-read = There is something for you to read. Take the time you need; opening it commits you to nothing.
say-plan-acknowledged = What you delivered has its answer.
say-plan-active = It has begun. From now on Milepost reminds both sides of what they promised.
say-plan-changed = Something has changed. Open it to see what.
say-plan-handed-over = Something is in your hands now. Please look where it stands.
say-plan-withdrawn = Something has ended. What this means stands inside.
say-note-added = There is something new for you to read.
say-question-asked = Something was asked and waits for your answer.
say-change-asked = Something was asked and waits for your answer.
say-barrier-raised = Something was reported that needs an answer from you within a few working days.
say-barrier-answered = There is an answer for you.
say-support-changed = Something about what was promised has changed.
say-date-news = There is news about a date.
say-contest-raised = Something was said about a date and needs an answer.
say-contest-answered = There is an answer about a date.
say-review-moved = A review has another date.
say-look-for-better = If something has gone better lately, this is a good moment to say so. A note of a line is enough.
say-review-summary = The summary of a review is ready for both of you to read.
say-outcome-proposed = A proposal waits for HR’s decision.
say-outcome-returned = HR has sent a proposal back with a comment.
say-outcome-approved = HR has approved a proposal. It is now yours to deliver.
say-outcome-delivered = There is something important for you to read.
say-copy-due = Something is to be handed over outside Slack. Please look what it is.
say-copy-due-on = Something is to be handed over outside Slack by { $day }. Please look what it is.
say-copy-news = There is news about something you asked for.
say-watch-over = Something that ended well is soon put away. Please look whether what was reached has lasted, and talk with HR if it has not. Nothing is asked of the other person.
say-watch-over-on = Something that ended well is put away after { $day }. Please look whether what was reached has lasted, and talk with HR if it has not. Nothing is asked of the other person.
say-hr-contacted = Somebody has written to HR in private.
say-copy-asked = Somebody has asked for something that is handed over outside Slack.
say-copy-asked-on = Somebody has asked for something that is handed over outside Slack. It is due on { $day }.

## HR's overview
say-digest = Where things stand on { $day }. Names are shown only after opening.
say-record-removed = Something that was kept about you has been removed for good, as its rule says. If you want a page that says so, ask HR.
say-button-my-plans = See what is there
say-undelivered = A message could not be delivered. The overview says which.

## Buttons. A label says what opens, never what it is about.
say-button-read-plan = Read it
say-button-acknowledge = Say that I read it
say-button-answer-check-in = Write my note
say-button-move-review = Change the date
say-button-report-done = It is done
say-button-report-done-any = Something is done
say-button-settle-milestone = Give my answer
say-button-update-support = Say where it stands
say-button-hold-review = Write the notes
say-button-not-held-review = It did not take place
say-button-answer-barrier = Answer
say-button-answer-question = Answer
say-button-answer-change = Answer
say-button-raise-barrier = Report a barrier
say-button-open-case = Open
say-button-order-case-file = Order the case file
say-button-take-over = See where it stands
say-button-add-note = Write a note
say-button-review-plan = Look at it
say-button-plan-check = See the comments
say-button-deliver-plan = Deliver
say-button-read-outcome = Read it
say-button-read-record = Read it
say-button-read-milestone = Read it
say-button-answer-copy = Open
say-button-ask-for-copy = Open
say-button-answer-contest = Answer
say-button-read-summary = Read the summary
say-button-record-results = Record the results
say-button-propose-outcome = Propose an outcome
say-button-decide-outcome = Decide
say-button-deliver-outcome = Deliver
say-button-read-request = Read it
say-button-read-digest = Open the overview
