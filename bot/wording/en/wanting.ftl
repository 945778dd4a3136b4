# Asking for a change of the plan or for a pause, and the answer to it.

ask-for-change-button = Ask for a change
ask-for-change-title = Ask for a change
ask-for-change-intro = Does something in the plan not fit, or not fit any more? Say so at any time. Your supervisor reads this and owes you an answer within { $days } working days. HR can read it too. Until then the plan stays as it is.
ask-for-change-kind = What should change?
ask-for-change-protected = Health, disability, leave, harassment, discrimination or a union matter: choose “{ wanted-kind-protected }”. Then only HR reads what you write, and HR answers. Your supervisor does not learn of it.
ask-for-change-hr-only = Only HR reads it. Your supervisor does not.
ask-for-change-about = What is it about?
ask-for-change-text = What would you like to be different?
ask-for-change-text-hint = In your own words. It stays on record with the answer.
ask-for-change-on = Which date would work?
ask-for-change-on-hint = A wish. Whoever answers decides and tells you.
ask-for-change-pause = Do you need a break from the plan, for example for leave? Choose “{ ask-for-pause-button }” on the plan’s page. Nobody asks why.
ask-for-change-submit = Ask for it
ask-for-change-to-supervisor = Your supervisor has a message and owes you an answer by { $at }.
ask-for-change-to-hr = Only HR is told. HR owes you an answer by { $at }.

ask-for-pause-button = Ask for a pause
ask-for-pause-title = Ask for a pause
ask-for-pause-intro = While the plan is paused nothing is due and nothing counts against you. When the pause is over, every date that is still to come moves by the working days it took. HR decides and answers you. Your supervisor does not learn that you asked; if the plan is paused, both of you see the dates.
ask-for-change-first = First day of the pause
ask-for-change-first-hint = HR sets the pause on that day, not before.
ask-for-change-last = Last day of the pause
ask-for-change-last-hint = The plan goes on by itself on the day after.
ask-for-pause-no-reason = You need not say why, and Milepost has no place for it.
ask-for-pause-submit = Ask for it

wanted-kind-goal = A goal
wanted-kind-date = A date
wanted-kind-support = Support
wanted-kind-other = Something else
wanted-kind-protected = Personal, health or other protected
wanted-kind-pause = A pause
wanted-days = From { $first } to { $last }
wanted-on = Date wished for: { $day }
wanted-about = About: { $what }
wanted-state-open = Waiting for an answer.
wanted-state-accepted = Accepted
wanted-state-declined = Declined
record-wanted = The employee asks for a change

answer-change-title = Answer a request
answer-change-intro = The employee reads your answer, and it stays on record with the request. If you accept, the next step is the change itself, which the employee is then given to read.
answer-change-intro-pause = Only HR and the employee know of this request. If you accept, you set the pause on its first day; then both sides see the dates, and nobody sees why. If it begins later, it stands among your tasks until it is set.
answer-change-verdict = Your answer
answer-change-yes = Accept
answer-change-no = Decline
answer-change-words = Your words
answer-change-words-hint = Needed if you decline: say why, and what would be possible instead.
answer-change-words-hint-hr = Needed if you decline. Please write no health matter and no reason for leave here.
answer-change-submit = Send the answer
answer-change-done = The employee is told that there is an answer.
answer-change-now = Please make the change now; the form is filled in with what was asked for. It stays among your tasks until it is made.
answer-change-make = Make the change
answer-change-pause = Set the pause
