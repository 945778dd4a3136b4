# How long a plan is kept: HR sees it, keeps it longer, lets it go, and erases it when its time is over.
case-keeping = How long it is kept
case-erased-on = Erased on
case-erased-for = Why
case-discarded-on = Thrown away on
case-ran = Ran
case-ran-days = { $start } to { $end }
case-certificate = The employee was told that something was removed, and may ask you for a page that says so. Whoever runs Milepost writes it: { $command }
erased-for-retention-over = Its time was over.
erased-for-expunged = It ended well, and that was long enough ago.
erased-for-erased-before = It had been erased before. A backup brought it back, and it was erased again.

keeping-title = How long it is kept
keeping-told = This is kept until at least { $day }. After that it is erased, unless the law asks for longer.
keeping-held = HR keeps this plan until further notice. Nothing of it is erased or thrown away.
keeping-not-held = Nobody asked to keep this plan longer than its time.
keeping-not-over = The time begins when the plan ends.
keeping-rule = The rule
keeping-profile-default = { $months } months after the end (nobody has chosen another rule)
keeping-profile-us-private = { $months } months after the end (private employers in the United States)
keeping-profile-us-public-education = { $months } months after the end (schools, universities, state and local government in the United States)
keeping-profile-california = { $months } months after the end (California)
keeping-profile-custom = { $months } months after the end (your own rule)
keeping-left-on = Last day of employment
keeping-until = Kept until at least
keeping-archived = Put away on
keeping-archive-on = Will be put away on
keeping-contest = Not while a contest waits for its answer
keeping-erase-on = Will be erased on
keeping-not-while-held = Not while HR keeps it
keeping-holds = Why it was kept
keeping-hold-set = Keep it
keeping-hold-lifted = Let it go again
keeping-what-stays = After an erasure only the case number, dates and the reason are left, and lines of the audit trail without any words. Case files that were handed over, and older backups, are not touched.
keeping-hold = Keep it longer
keeping-release = Let it go again
keeping-leaving = Record the last day of employment
keeping-erase = Erase it now
keeping-back = See how long it is kept
keeping-reason-hint = Only HR reads this. It is erased with the plan.

hold-plan-title = Keep it longer
hold-plan-intro = Until you let it go again, nothing of this plan is erased or thrown away, whatever its time may be. Do this when there is a complaint, a charge or a lawsuit, or when one has to be expected. The parties are not told.
hold-plan-reason = Why does it have to be kept?
hold-plan-submit = Keep it
hold-plan-receipt = The plan is kept until HR lets it go again.

release-plan-title = Let it go again
release-plan-intro = The time this plan is kept for counts again. If it is over already, the plan is erased in { $days } days at the earliest, and your overview says so before.
release-plan-reason = Why need it not be kept any more?
release-plan-submit = Let it go
release-plan-receipt = The plan is no longer kept longer than its time.

leaving-title = Last day of employment
leaving-intro = If the employee has left, some rules count from the last day of employment. The later of that day and the plan’s end is taken.
leaving-day = Last day of employment
leaving-submit = Record
leaving-receipt = The day is recorded.

erase-plan-title = Erase this plan
erase-plan-intro = Everything anybody wrote about { $case } is deleted for good. There is no way back.
erase-plan-submit = Erase it
erase-plan-done-title = Erased
erase-plan-done = The content of { $case } is gone.
