# One line for each reason something cannot be done: what is the matter, and what to do.

fact-not-set = a day not set yet

error-refused = This is not possible right now. Nothing was changed. Open the plan again to see where it stands.
error-no-such-plan = { denied-no-such-plan }
error-inactive = { denied-no-such-plan }
error-not-yours = This is not yours to do on this plan. Nothing was changed. HR can tell you who may.
error-not-now = The plan has moved on, so this cannot be done any more, or not yet. Nothing was changed. Open the plan to see where it stands.
error-slot-complete = You have already answered for this version of the plan. Your answer stands.
error-own-proposal = Someone else in HR has to decide this, because the proposal is yours.
error-changed-meanwhile = Someone changed this plan while you were writing, so nothing was saved over it. Your text is still here: copy it, close this form, and open the step again.
error-already-recorded = This is already on record since { $at }. Nothing was recorded twice.
error-part-gone = The part this form was about is no longer in the plan. Nothing was saved. Copy what you need and open the plan again.
error-could-not-check = Slack did not answer, so the people on this plan could not be checked. Nothing was saved; your text is still here. Please send it again in a minute.
error-person-unknown = Slack does not know this person any more. Please choose someone else.

error-required = Please fill this in.
error-too-long = This has { $length } characters, and { $limit } fit. Please shorten it.
error-too-short = This has { $length } characters; at least { $limit } are needed.
error-too-many = No more than { $limit } fit here. Please join some of them.
error-no-certificate = This record was not taken off after a good end, so there is nothing to certify.
error-not-a-number = Please write a number in digits, such as 3 or 2.5.
error-number-out-of-range = This number looks like a slip: it is very large, or has more than six places after the point.
error-aim-not-above = Higher is better here, but this is lower than where it stands today. Please change one of them.
error-aim-not-below = Lower is better here, but this is higher than where it stands today. Please change one of them.
error-not-a-person = Please choose a person.
error-not-an-option = This choice is no longer offered. Please choose again.
error-not-a-date = Please choose a day.
error-not-a-time = Please choose a time.

error-date-past = { $date } is not ahead any more. Please choose a later day.
error-date-future = { $date } is still to come. Today is { $today }; please choose that day or an earlier one.
error-date-out-of-range = The year { $year } looks like a slip. Please choose the day again.
error-date-after-end = { $date } is after the plan’s last day, { $end }. Please choose an earlier day.
error-date-already-past = The plan names { $on } for a { $what }, and that day has passed: today is { $today }. Please change the dates before you go on.
error-end-before-start = The plan would end on { $end }, but it starts on { $start }. Please choose a later end.
error-end-not-later = The plan already runs until { $end }. Please choose a later day.
error-extension-gone-by = { $on } has passed, so this extension cannot start any more. HR can send it back, and new dates can be proposed.
error-period-too-short = From { $start } to { $end } there are { $working_days } working days, too few for { $reviews } reviews. Please choose a longer period.
error-reviews-out-of-order = { $later } does not come after the review before it, { $earlier }. Please put the reviews in order.
error-review-same-day = There is a review on { $on } already. Please choose another day.
error-review-outside-period = { $on } is outside the plan, which runs from { $start } to { $end }. Please choose a day within it.
error-goal-outside-period = A goal’s date, { $on }, is outside the plan, which runs from { $start } to { $end }. Please change one of them.
error-interim-after-goal = { $on } is not before the goal’s own date, { $target }. A date on the way has to come first.
error-support-after-end = { $on } is after the plan’s last day, { $end }. Please choose an earlier day.
error-unknown-area = This area is not on the form. Please choose from the list.
error-unknown-period = This length is not offered here. Please choose from the list.
error-absence-backwards = The last day, { $last }, is before the first, { $first }. Please choose a later last day.
error-absence-too-long = That is more than { $limit } days. Please record a shorter time; it can be followed by another.
error-absence-too-far = Please choose days between { $earliest } and { $latest }.
error-absence-overlaps = This person is already recorded as away from { $first } to { $last }. Please take that back first, or choose other days.
error-not-a-party = This person is not on this plan any more. Please choose somebody who is.

error-other-kind = The form you chose is for another kind of plan. Please choose a form that fits.
error-own-account = This is your own account. If it is your plan, another member of HR has to say so.
error-account-is-party = This person has had another part in this plan, for example as its supervisor or in HR. Please choose the employee’s own account.
error-employee-is-supervisor = A plan needs two people. Please choose someone other than yourself.
error-not-a-member = A plan can only be with a current member of this workspace, and this account is { $standing }. Please choose someone else, or ask HR.
error-party-left = The { $party } is no longer a member of this workspace: the account is { $standing }. The plan cannot go on like this, and nothing was changed. HR decides what becomes of it.
error-second-open-plan = A new plan cannot be started for this person at the moment. HR can tell you more.
error-not-ready = Some parts are not complete yet: { $parts }. Please fill them in first.

error-pause-order = The last day is before the first one, { $first }. Please choose a later day.
error-pause-gone = The last day of this pause, { $last }, has gone by, so it cannot be set any more. Please decline and say what is possible instead, or set a pause for other days on the plan’s page.
error-past-due = The date has passed at { $due }, so this can no longer be changed here. You can still say what happened.
error-only-by-contest = Only a contest can change how this was recorded.
error-contest-open = There is already an open contest since { $at }. Please wait for the answer.
error-same-class = That is how it is recorded already. Please choose another, or leave it as it is.
error-not-your-note = Only the person who wrote a note can correct it.

standing-member = a member
standing-guest = a guest
standing-external = from another organisation
standing-bot = a bot
standing-deactivated = deactivated
standing-on-paper = without an account here

what-goal = goal
what-review = review

parts-people = people
parts-kind = kind of plan
parts-strengths = strengths
parts-areas = areas
parts-concerns = what is expected
parts-goals = goals
parts-support = support
parts-dates = dates

error-no-comments = Please write at least one comment, so that the supervisor knows what to change.
error-no-hr-gate = This form needs no approval from HR.
error-hr-gate = This form has to be approved by HR first.
error-met-before-start = The plan was begun on { $started }, so the meeting cannot have been on { $on }. Please choose a later day.
error-signature-missing = A signature is still missing: { $role }. The plan can be delivered once it is there.
error-not-spoken = Please talk with the employee first, and then say so here.
error-same-supervisor = This person already supervises the plan. Please choose someone else.
error-too-early = This is possible from { $until } on.

error-newer-text = The plan has a newer text, version { $edition }, than the one you were shown. Nothing was recorded. Please read the new one first.
error-date-settled = This date has its result already, so it stays as it is.
error-dates-rest = The plan is paused, and its dates move by themselves when it goes on. Please change this date after that.
error-interim-stays = A step on the way cannot be emptied. If it is no longer asked for, let it go on the plan’s page under “Goals”.
error-day-stays = A day you agreed on cannot be emptied. It can move to another day.
error-day-settled = This day stays as it is: you have been asked about it, it is over, or it was moved already. Please add another day instead.
error-amendment-not-ready = Some of these changes do not fit the form yet. Please open all changes again: it says there what is missing.
error-below-minimum = The plan would then end on { $end }, and this form gives at least { $least } days. Please choose a later day.
error-amendment-date-past = One of the new dates, { $on }, has gone by meanwhile. Please change it first.
error-dates-after-end = There is still a date on { $on }. The last day cannot come before it.
error-reviewer-missing = Please choose who stands in first.
error-reviewer-is-party = The person who supervises cannot stand in for themselves. Please choose someone else.
error-nothing-changed = This is how it stands already, so there was nothing to change.
error-earlier-date = { $new } is earlier than the day agreed, { $old }. After delivery a date can only move later.
error-past-cap = The plan would then end on { $end }, and this form allows at most { $most } days in all. Please choose an earlier day.
error-too-late = This is possible only up to the plan’s last day, { $end }.

error-check-in-not-open = The note for this review can be written from { $opens } on.
error-review-not-held = This review did not take place, so there is no note to write for it.
error-review-not-due = This review is on { $on }. Whether it took place can be said from that day on.
error-review-too-early = This review is on { $on }. Its meeting can be recorded from { $opens } on; to hold it earlier, change its date first.
error-review-time-passed = The time of this review passed on { $at }, so it cannot be moved. Please say whether it took place.
error-nobody-attended = If nobody came, the review did not take place. Please record it as not held.
error-held-first = Please record first on which day the review took place.
error-correction-closed = The time for corrections is over. You can add a note to the record instead.
error-final-review-open = The final review has no notes yet. Please write them first.

error-copy-pending = You have asked for a copy on { $at } already, and HR has it to do. You need not ask again.
error-paper-no-words = A pause and a copy need no reason, so none is kept here. Please leave this empty.
error-copy-no-more-time = There is no more time to take for this copy. Nothing was changed.
error-copy-owed = The employee still waits for a copy they asked for. Nothing was changed. Hand it over first.
error-legal-hold = HR has to keep this plan for now, so nothing of it can be thrown away. Nothing was changed. HR can tell you more.
error-already-held = HR keeps this plan already. Nothing was changed.
error-not-held = Nobody keeps this plan longer than its time. Nothing was changed.
error-retention-running = This plan has to be kept until { $until }. Nothing was changed.

error-outcome-unknown = This outcome is not offered for this plan. Please choose from the list.
error-outcome-pending = There is already a proposal on its way. Please wait for the answer.
error-outcome-goes-on = This outcome continues the plan, so it cannot be delivered as its end.
error-no-outcome = There is nothing to decide or deliver at the moment.
error-decision-too-late = The days for the decision were over by { $since }, and by a rule of this form the plan counts as met now. Please choose that, or ask HR.
error-not-a-starter = This begins a new plan, and HR has not named you among those who may start one. Please ask HR to do it.
error-no-hr-left = Nobody else in HR could act on this plan then. Please have another HR member named first.
error-no-second-approver = Somebody else in HR has to approve this, and Milepost knows of nobody who could. Please have another HR member named first.
error-owed-not-accepted = Please say that you have read what the employee was owed, or send the proposal back.
error-results-missing = Please record a result for every goal first; { $count } are still without one.

error-leaders-area = The plan names “{ $area }”, which is only for people who lead others. Please take it out of the areas first, or choose yes.
error-rated-too-high = Only what is rated below “{ $level }” belongs in this plan. If that is the right rating, please leave this out of the plan.
error-dates-first = The plan has no dates yet. Please set them first, or choose the days yourself.
error-block-day-outside = You look at progress together on { $on }, and that is outside { $start } to { $end }. Please choose other dates, or change that day first.
error-no-weekly-line = This form has no weekly line. Nothing was changed.
error-too-few-days-left = From today to the last day, { $end }, there are { $days } days, and this form gives at least { $least } from delivery. Please set later dates first.
