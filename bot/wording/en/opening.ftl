# Starting a plan and writing it, step by step.

opening-step = Step { $step } of { $of }
opening-private = This is a draft. You and HR can read it; the employee sees the plan only after you have met and delivered it.
opening-save-and-go-on = Save and go on
opening-close = Close
opening-later = Save and finish later
opening-kept-title = Saved
opening-kept = Your draft is kept. Take it up again at any time: type /milepost, or open Milepost’s Home tab.
opening-take-up = Go on with it now
opening-own-area = your own area
opening-next = What comes next?
opening-next-on = Go on
opening-next-example = Add another example here
opening-next-goal = Add another goal
opening-next-more = Add a step or support to this goal
opening-next-support = Add more support

open-plan-title = Start a plan
open-plan-submit = Start the draft
open-plan-intro = You write the plan in small steps, and each step is saved. It stays a private draft: only you and HR can read it. The person it is about sees nothing until you have met and delivered it.
open-plan-kind-label = What is it for?
open-plan-employee-label = Who is the plan with?
open-plan-employee-hint = A member of this workspace. Nobody gets a message now.
open-plan-pack-label = Which form?
open-plan-pack-hint = The form sets the areas, dates and texts. It cannot be changed later.
open-plan-not-yours = Plans are started by people HR has named. If you think you should be one of them, ask HR.
kind-improvement = Improvement: what is expected, by when, with what help
kind-coaching = Coaching: growing from where things stand

plan-strengths-title = What goes well
plan-strengths-intro = A plan begins with what goes well. The employee reads this before anything else you write.
plan-strengths-label = Strengths
plan-strengths-hint = What can this person build on? Say what you have seen, in plain words.

plan-areas-title = Areas
plan-areas-label = Which areas is the plan about?
plan-areas-hint = Choose only what matters now. Each one you choose is described on its own page.
plan-areas-own-label = An area of your own
plan-areas-own-hint = Only if none of the others fits. A short name is enough.

plan-concern-title = What is expected
plan-concern-area = Area
plan-concern-expectation-label = What is expected?
plan-concern-expectation-hint = Describe good work here, so that both of you would recognise it.
plan-concern-standard-label = Where is that written down?
plan-concern-standard-hint = A link or the name of a document, if there is one.
plan-concern-deficiency-label = What falls short today?
plan-concern-deficiency-hint = Say what happens, not what someone is like. The employee will read this.
plan-concern-example-on-label = Example { $place }: on which day?
plan-concern-example-on-hint = A day that has been. Today is { $today }.
plan-concern-example-label = Example { $place }: what happened?
plan-concern-example-hint = One situation, with what came of it.
plan-concern-feedback-intro = A plan should not come as a surprise. When was this talked about before?
plan-concern-feedback-on-label = Talked about before, on
plan-concern-feedback-on-hint = If you leave this empty, HR will be told that it is missing.
plan-concern-feedback-label = What was said then?
plan-concern-feedback-hint = A sentence is enough.

plan-goal-title = A goal
plan-goal-intro = One goal at a time. Five things to think about, as help only:
plan-goal-text-label = The goal
plan-goal-text-hint = What will be different once it is reached? The employee and HR will read this.
plan-goal-measure-label = How will both of you be able to tell?
plan-goal-measure-hint = Something two people would judge the same way.
plan-goal-target-label = By which day?
plan-goal-target-hint = Within the plan. You set the plan’s own dates in a moment.
plan-goal-interim-label = Step { $place } on the way
plan-goal-interim-hint = A part that can be finished earlier.
plan-goal-interim-on-label = Step { $place }: by which day?
plan-goal-interim-on-hint = Before the goal’s own day.
plan-goal-support-intro = Support is part of the plan and binds whoever promises it. It is tracked just like the goals.
plan-goal-support-label = Support { $place }: what?
plan-goal-support-hint = Such as a course, a mentor, time, a tool or a regular talk.
plan-goal-support-by-label = Who provides it?
plan-goal-support-where-label = Support { $place }: where?
plan-goal-support-where-hint = A place or a link.
plan-goal-support-notes-label = Support { $place }: notes
plan-goal-support-notes-hint = What else both of you should know about it.
plan-goal-support-due-label = Support { $place }: by which day?
plan-goal-support-due-hint = A promise with a day is easier to keep.
plan-goal-remove = Remove this goal
plan-goal-remove-confirm = The goal is taken out of the draft, with its steps and its support.
provider-supervisor = The supervisor
provider-organisation = The organisation

plan-support-title = Support
plan-support-intro = Is there support for the plan as a whole, apart from its goals? You may leave this empty.

override-support-title = Without support
override-support-intro = A plan normally promises support. As HR you can let this one go on without any, if you say why.
override-support-label = Why is no support promised?
override-support-hint = The supervisor and HR can read this; the employee cannot.

plan-dates-title = Dates
plan-dates-intro = How long does the plan run? Milepost then proposes the reviews, all on working days, and you can change each.
plan-dates-period-label = Length
plan-dates-start-label = First day
plan-dates-start-hint = Today or later.
plan-dates-end-label = Last day
plan-dates-end-hint = Only if you chose an end date of your own.

plan-reviews-title = Reviews
plan-reviews-start = First day
plan-reviews-end = Last day
plan-reviews-end-day-off = The last day is not a working day: { $reason }. That is allowed.
plan-reviews-intro = These days are proposed; all are working days. Change any of them. They have to come one after the other, the final review no later than the last day.
plan-reviews-hint = { $day }
review-kind-first = First review
review-kind-midpoint = Midpoint review
review-kind-final = Final review
review-kind-added = A further review
plan-reviews-added-hint = If you want one: a day before the final review. Open this form again to add more.
reason-weekend = a weekend

plan-check-title = Check the plan
plan-check-incomplete = Some parts still need something. They are marked below.
plan-check-complete = Everything that is needed is here. Read it once as the employee will, then send it on.
plan-check-changes-requested = HR has asked for changes. Each comment stands at the part it is about.
plan-check-approved = This plan is approved. Changing anything takes it back to a draft, and it has to be approved again.
plan-check-done = ✓ { $part }{ $count ->
    [0] { "" }
   *[other] : { $count }
 }
plan-check-missing = ○ { $part }
plan-check-must = Needed: { $sentence }
plan-check-may = To consider: { $sentence }
plan-check-hr-asks = HR asks
plan-check-edit = Change
plan-check-edit-one = Change: { $what }
plan-check-edit-reviews = Change reviews
plan-check-add-goal = Add a goal
plan-check-goal = goal { $number }
plan-check-override = Go on without support
plan-check-read = Read it as a whole
plan-check-discard = Discard
plan-check-send = Send to HR
plan-check-approve = Approve and go on
plan-check-after-send = HR reads it and approves it, or asks for changes. You get a message either way. The employee still sees nothing.
plan-check-after-approve = Next you meet, and then you deliver it. The employee still sees nothing.
plan-check-not-yours-to-send = The supervisor sends it on.

part-people = People
part-strengths = What goes well
part-areas = Areas
part-concerns = What is expected
part-goals = Goals
part-support = Support
part-dates = Dates and reviews

fault-not-a-member = The { $party } is no longer a member of this workspace ({ $standing }).
fault-no-hr-member = Nobody in HR can decide about this plan. Please tell whoever looks after Milepost.
fault-strengths-missing = say what goes well.
fault-areas-missing = choose at least one area.
fault-expectation-missing = say what is expected ({ $where }).
fault-example-missing = give an example with its day ({ $where }).
fault-feedback-missing = say when this was talked about before ({ $where }).
fault-goals-missing = add at least one goal with a day.
fault-goal-past = the day of { $where }, { $on }, has passed.
fault-goal-too-soon = { $where } is due on { $on }, with fewer than { $least } working days to go.
fault-support-missing = promise at least one piece of support, at a goal or for the whole plan.
fault-dates-missing = set the dates and the reviews.
fault-review-past = the day of the { $where }, { $on }, has passed.
fault-review-on-day-off = the { $where } on { $on } is not on a working day: { $reason }.
fault-period-below-minimum = the plan runs { $days } days, and this form asks for at least { $least }.
fault-period-above-maximum = the plan runs { $days } days, and this form allows at most { $most }.
fault-period-between-steps = the plan runs { $days } days, which is none of the lengths this form names.
fault-check-in-dates-missing = set at least one further review: this form asks for days on which you look at progress.
fault-start-past = the first day, { $on }, has passed.
fault-end-on-day-off = the last day, { $on }, is not a working day: { $reason }.
party-employee = employee
party-supervisor = supervisor

submit-plan-done-title = Sent to HR
submit-plan-done = HR has the plan now. You get a message when they have answered.
submit-plan-approved-title = Approved
submit-plan-approved = The plan is ready. Please meet, talk it through, and then deliver it from here, from Home or with /milepost.
discard-plan-title = Discard this plan
discard-plan-submit = Discard
discard-plan-intro = Everything written in it is deleted for good. What remains says only that there was a draft, and when.
discard-plan-done-title = Discarded
discard-plan-done = The draft is gone.
