# What some forms ask beyond areas and goals: the head of the form, ratings, citations, and action blocks.

plan-head-title = Head of the form
plan-head-intro = These lines stand at the top of the form. Leave empty what you do not know; HR can add it.
plan-head-leads-others-label = Does this person lead other people?
plan-head-leads-others-hint = Some areas of this form are only for those who do.
plan-head-leads-others-yes = Yes
plan-head-leads-others-no = No
part-head = Head of the form
parts-head = head of the form
fault-head-missing = fill in the line “{ $label }” at the head of the form.
fault-leads-others-missing = say whether this person leads other people.

plan-concern-rating-label = How is the work in this area rated today?
plan-concern-rating-hint = The employee will read this.
fault-rating-missing = say how the work is rated today ({ $where }).
fault-rated-too-high = the work is rated too high for this form ({ $where }). Only areas with a lower rating belong in it.

plan-goal-rating-label = How is the work on this goal rated today?
plan-goal-cites-label = Which goal of the performance plan is this?
plan-goal-cites-hint = Its title, as it stands there. Leave it empty if it comes from nowhere else.
plan-goal-cites-id-label = Its number there
plan-goal-cites-id-hint = If it has one.
plan-goal-cites-on-label = Date of that performance plan
plan-goal-cites-on-hint = The day it was agreed.
fault-citation-missing = { $where } names no goal of the performance plan.

plan-block-title = What will be done
plan-block-goal = Goal { $number }
plan-block-outcome-of-goal = Desired outcome
plan-block-deficiency-label = What falls short today?
plan-block-deficiency-hint = Say what happens, not what someone is like. The employee will read this.
plan-block-action-label = What will be done about it?
plan-block-action-hint = Say what the employee does, and what you do to help.
plan-block-days-intro = On which days do you look at it together? If two parts of the plan have the same day, it is one meeting, and each of you gets one message.
plan-block-rhythm-label = Choose the days
plan-block-rhythm-hint = If you let Milepost propose days, you see this page again and can change each of them.
plan-block-rhythm-as-typed = As they stand below
plan-block-rhythm-weekly = Propose a day each week
plan-block-rhythm-every-two-weeks = Propose a day every two weeks
plan-block-day-label = Day { $place }
plan-block-day-hint = A working day before the final review. It may stay empty.
plan-block-expected-label = Expected by day { $place }
plan-block-progress-label = What should have changed by the end?
plan-block-progress-hint = The progress you expect within the plan, as both of you would see it.
part-blocks = What will be done
parts-blocks = what will be done
fault-block-missing = write down what falls short, what is wanted instead and what will be done ({ $where }).

plan-reviews-of-blocks =
    Besides these you look at progress together on:
    { $days }
    You change these days where it says what will be done.

expected-by-now = Expected by this day
expected-by-now-in = Expected by this day: { $area }

view-rating = Rated today: { $rating }
view-line-rating = Rated today
view-line-head = At the head of the form
view-line-block-deficiency = What falls short today
view-line-action = What will be done
view-line-check-in = You look at it together
view-when-check-in = on { $day }
view-line-expected = Progress expected
view-line-cites = Goal of the performance plan
view-when-cites = plan of { $day }
