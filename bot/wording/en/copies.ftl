# The employee's own copy: asked for, ordered, put off, handed over.
ask-for-copy-title = Ask for a copy
ask-for-copy-submit = Ask HR
ask-for-copy-intro = HR prepares a copy of everything Milepost holds about you in this plan, and hands it to you outside Slack. Your supervisor is not told.
ask-for-copy-due = Your employer’s rule: within { $days } working days.
ask-for-copy-done = HR was asked for your copy on { $at }.
copy-before = You have asked before:
copy-on-its-way = You have asked for a copy, and HR has it to do. You need not ask again.
copy-asked-at = Asked for
copy-due = To be handed over by
copy-handed-on = Handed over on
copy-later-reason = Why it takes longer
copy-kept-back = What was left out, and why

copy-title = A copy was asked for
copy-answer-intro = The employee has asked for a copy of everything held about them in this plan. Order the file, look through it, hand it over outside Slack, and then say so here.
copy-answered = The employee has their copy.
copy-order = Order the file
copy-put-off = More time is needed
copy-hand-over = It was handed over
copy-back = See how it stands

order-copy-title = Order the copy
order-copy-submit = Order it
order-copy-intro = The file holds what the employee may read, what the other side wrote for a review and has not opened yet, and what the employee has told HR. It does not hold what others have told HR.
order-copy-purpose = The employee asked for a copy of what is held about them.
order-copy-look-through = Look through it before you hand it over: what concerns somebody else alone may have to be left out. You can say so when you record that it was handed over.

put-off-copy-title = More time
put-off-copy-submit = Take more time
put-off-copy-intro = Your employer’s rule allows { $days } working days more, once. The employee is told until when, and reads the reason.
put-off-copy-reason = Why does it take longer?
put-off-copy-hint = The employee reads this.
put-off-copy-intro-paper = Your employer’s rule allows { $days } working days more, once. Milepost sends the employee nothing: please tell them on paper until when, and why.
put-off-copy-receipt-paper = The later day is on record. Please tell the employee on paper until when, and why.
put-off-copy-receipt = The employee is told that it takes longer, and until when.

copy-leave-out = Leave something out
copy-left-out = Left out of the file
copy-left-out-count = { $count ->
    [one] one entry
   *[other] { $count } entries
}: { $reason }
copy-left-out-before = This stayed out of an earlier copy, and stays out of this one too. Please check whether it still has to; you can put it back with “{ copy-leave-out }”.
leave-out-copy-title = Leave something out
leave-out-copy-submit = Leave it out
leave-out-copy-intro = The file is written without these entries. It says that something was left out, how much, and the reason in general words; for an inquiry it says only that something cannot be given now. What the employee wrote is always in it. Order the file again after a change.
leave-out-copy-reason = Why?
leave-out-copy-exempt = Which entries?
leave-out-copy-hint = What was left out before stays out. Choose none to take back everything that was left out for this reason.
leave-out-copy-none = Nobody but the employee has written an entry that could be left out.
leave-out-copy-already = { $at } · left out already
leave-out-copy-note = Note of { $day }, by { $name }
leave-out-copy-check-in = Answers before a review, of { $day }, by { $name }
leave-out-copy-receipt = The next file is written without what you chose. Order it again if it was written already.
copy-exempt-third-party = It concerns somebody else
copy-exempt-legal-advice = It is advice from a lawyer, or was written for one
copy-exempt-reference = It is a reference given in confidence
copy-exempt-inquiry = It would harm an inquiry

hand-over-copy-title = Handed over
hand-over-copy-submit = Record
hand-over-copy-intro = Say on which day the employee got their copy. They are told that this was recorded, so that they can object.
hand-over-copy-intro-paper = Say on which day the employee got their copy. Milepost tells them nothing, so have them sign that they got it, and keep that page with their papers.
hand-over-copy-on = On which day?
hand-over-copy-kept-back = Was anything left out? What, and why?
hand-over-copy-kept-back-hint = The employee reads this. Leave it empty if nothing was left out.
hand-over-copy-receipt = It is recorded that the employee has their copy.
