# Reviews, the notes around them, and the summary both sides open.

review-name-first = First review, { $day }
review-name-midpoint = Midpoint review, { $day }
review-name-final = Final review, { $day }
review-name-added = Further review, { $day }
review-at-time = At { $time }
review-at-time-there = At { $time } on clocks in { $zone }
review-at-time-here = On your clock: { $at }
review-state-planned = Planned.
review-state-confirmed = Planned, and both sides accept the date.
review-state-held = It took place; the notes are still to come.
review-state-not-held = It did not take place.
review-state-undocumented = Nothing is on record about it yet.
review-state-documented = It took place, and the notes are on record.
review-came-late = The day of this meeting had already passed when the new version took effect. Nobody is late, and nobody was asked for notes. Please agree on a new day with “{ button-move-review }”; if you did meet, write down how it went.
review-came-late-employee = The day of this meeting had already passed when you answered the new version. That does not count against you. Your supervisor sets a new day, or you can propose one with “{ button-move-review }”.
review-moved = Moved from { $old } to { $new }
review-move-reason = Reason

button-read-summary = Read the summary
button-read-notes = Read both notes
button-not-held = It did not take place
button-move-review = Change the date
button-confirm-review = This date suits me

## The note each side writes
check-in-title = Your note
check-in-submit = Put on record
check-in-intro = { $review }. A few lines are enough. Leave out what you have nothing to say about.
check-in-who-reads = Who reads this: at first nobody but you, and whoever stands in on your side. Once both sides have written, or on { $at } at the latest, both of you can read both notes, and so can HR.
check-in-until = The exchange ends on { $at }. A note sent later is taken too, and marked as late.
check-in-opens = Notes for this review can be written from { $at }. Milepost tells both sides when the time has come.
check-in-not-held = This review did not take place. Another one has taken its place; please write your note there.
check-in-progress = How it goes: { $goal }
check-in-challenges = What is difficult?
check-in-challenges-hint-employee = What makes it hard, and what you have tried.
check-in-challenges-hint-supervisor = What you see that makes it hard, on either side.
check-in-support-needed = What support is needed?
check-in-support-needed-hint-employee = What would help you, and from whom.
check-in-support-needed-hint-supervisor = What you can offer, and what you need to arrange.
check-in-feedback = Feedback to the other side
check-in-feedback-hint-employee = What helps in the way you work together, and what you wish for.
check-in-feedback-hint-supervisor = What went well since last time, and what you would like to see next.
check-in-written = Your side’s note is on record since { $at }.
check-in-open-now = Both sides have written, or the time has come: both notes can be read now.
check-in-closed-still = The other side cannot read it yet. Both notes open when both sides have written, or when the review’s time has passed.

## The summary
summary-title = Review summary
summary-note-employee = The employee’s note
summary-note-supervisor = The supervisor’s note
summary-not-written-yet = Nothing has been written yet.
summary-not-written = Nothing was written before the exchange ended.
summary-closed = A note was written on { $at }. It can be read once both sides have written, or the review’s time has passed.
summary-review = The review
summary-goals = Where the goals stand
summary-missed = Dates that passed
summary-support = Support still open

## Held
hold-review-title = Notes of the review
hold-review-submit = Put on record
review-held-on = Took place on
review-held-on-field = On which day did it take place?
attendance-of-employee = The employee
attendance-of-supervisor = The supervisor
attendance-attended = was there
attendance-excused = was excused
attendance-absent = was not there
review-discussion = What was talked about
review-discussion-field = What did you talk about?
review-progress = What was said about progress: { $goal }
figures-metric = What is counted
figures-way = from { $baseline } to { $aim }
figures-number = Where the number stands now: { $goal }
figures-number-hint = Digits alone, such as 3 or 2.5.
figures-now = At the last review: { $number } · { $bar } · { $way }
review-standing = How the plan stands
review-standing-field = All in all, how does the plan stand?
review-standing-hint = You may leave it open. After “not on track” you have some days to write what follows from it.
standing-on-track = On track
standing-in-part = On track in part
standing-not-on-track = Not on track
review-picked = From the list of this form
hold-review-follow-up = You have said that the plan is not on track. Within { $days } working days, please write a note on what follows from it and what would help.
review-adjustments = What changes from here
review-adjustments-field = What changes from here?
review-adjustments-hint = Dates, support or ways of working. If nothing changes, say so.
review-notes-who-reads = Both of you and HR can read these notes. When you put them on record, both sides are sent the summary to open.
review-correction = A correction
hold-review-receipt = Both sides are sent the summary to open.
documented-at = Notes by { $name }, { $at }
documented-late = Notes by { $name }, { $at }, later than agreed
documented-both = Both sides wrote.
documented-supervisor-only = Only the supervisor’s side wrote.
documented-employee-only = Only the employee wrote.

## Not held
not-held-title = It did not take place
not-held-intro = A review that did not take place stays on record with its reason, and a new one takes its place.
not-held-too-early = Its day is still to come. If it does not suit, please change the date.
not-held-reason = Why not?
not-held-employee-absent = The employee could not be there
not-held-supervisor-absent = The supervisor could not be there
not-held-both-absent = Neither could be there
not-held-work-pressure = Other work came first
not-held-other = Something else
not-held-words = A few words
not-held-words-hint = Needed for “{ not-held-other }”. Both of you and HR can read it.
not-held-receipt = The new date is { $day }. The other side is told.

## Moved
move-review-title = Change the date
move-review-submit = Propose this date
move-review-intro = Another date counts at once and is on record. The other side is told and can accept it or propose another.
move-review-too-late = Its time has passed, so its date stays as it was. Please write down how it went, or that it did not take place.
review-new-date = New date
review-time = Time
review-time-hint = As clocks show it in { $zone }. Leave it empty for the end of the working day.
move-review-reason = Why, if you would like to say
move-review-receipt = The review is now on { $day }. The other side is told.
confirm-review-title = Accept the date
confirm-review-submit = This date suits me
confirm-review-intro = You say that this date suits you. It can still be changed before its time.
confirm-review-receipt = Both sides now accept this date.
