# HR records when somebody on a plan is away, and takes it back.
absence-title = Absences
absence-intro = On the days recorded here a person gets no message from Milepost, and the days do not count as working days for them. It counts for every plan the person is on. No reason is asked for; please write none anywhere.
absence-none = Nobody on this plan is recorded as away.
absence-line = { $name }: { $first } to { $last }
absence-take-back = Take back
absence-new = Record one
absence-person = Who is away?
absence-option-employee = { $name }, employee
absence-option-supervisor = { $name }, supervisor
absence-option-reviewer = { $name }, reviewer
absence-first = First day away
absence-last = Last day away
absence-last-hint = The same day for a single day; at most a year.
absence-submit = Record
absence-recorded = Recorded: { $name } is away from { $first } to { $last }. What was due on these days comes later.
absence-others = See all absences
absence-back-title = Take it back
absence-back-intro = { $name } is recorded as away from { $first } to { $last }. If you take this back, the days count again, and what was moved because of them comes at its usual time. That it was recorded stands in the audit trail.
absence-back-submit = Take it back
absence-back-gone = This absence is not recorded any more.
absence-back-done = The absence no longer counts.

error-absence-backwards = The last day, { $last }, is before the first, { $first }. Please choose a later last day.
error-absence-too-long = That is more than { $limit } days. Please record a shorter time; it can be followed by another.
error-absence-too-far = Please choose days between { $earliest } and { $latest }.
error-absence-overlaps = This person is already recorded as away from { $first } to { $last }. Please take that back first, or choose other days.
error-not-a-party = This person is not on this plan any more. Please choose somebody who is.
