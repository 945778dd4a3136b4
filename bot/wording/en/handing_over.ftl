# Who supervises a plan: handed over, taken over, or stood in for.

hand-over-button = Hand the plan over
hand-over-title = Hand the plan over
hand-over-intro = Somebody else supervises from the moment you send this. What was written keeps its author; what is still open moves along. The employee is told that the supervisor has changed, and nothing else.
hand-over-own = You lose sight of the plan at once.
hand-over-hr = { $name } loses sight of the plan at once.
hand-over-label = Who supervises from now on?
hand-over-hint = They get a message, read where the plan stands, and confirm.
hand-over-submit = Hand over
hand-over-done-title = Handed over
hand-over-done = The plan is in other hands now. Thank you.
hand-over-done-hr = The new supervisor has a message. If they do not confirm, your overview says so.

take-over-title = You take a plan over
take-over-intro = You supervise this plan now. Please read where it stands, and talk with the employee soon.
take-over-before = Supervised before by
take-over-yours = What you owe from now on
take-over-theirs = What the employee works on
take-over-duty = { $duty }, { $day }
take-over-duty-late = { $duty }, { $day }, overdue before you came
take-over-authors = What was late before stays on record as it was, under the name it belongs to.
take-over-submit = I have read it
take-over-done = It is on record that you have read where the plan stands.
take-over-nothing = There is nothing to confirm here any more.

stand-in-button = Who stands in
stand-in-title = Who stands in
stand-in-intro = While the supervisor is marked away, the person you name gets the messages, may sign and hold reviews. The record says that they acted in the supervisor’s absence.
stand-in-label = Who stands in?
stand-in-hint = Not the employee, and not the supervisor.
stand-in-away-label = Is { $name } away now?
stand-in-there = No, at work
stand-in-away = Yes, away
stand-in-submit = Save
stand-in-done = It is kept.
stand-in-done-away = It is kept. Whoever stands in has a message and can see the plan now.
