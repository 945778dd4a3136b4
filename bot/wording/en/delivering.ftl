# From the meeting to the receipt: delivering a plan, reading it, and saying that it has been read.

read-plan-title = The plan
read-plan-draft = This is how the text stands now. It is a draft; the employee has not been given it.
read-plan-shared = This is the part of the draft that is shared with you.
read-plan-edition = Version { $edition } of { $day }. This is the exact text that is signed.
read-plan-views = What the employee has added
read-plan-edition-unsigned = Version { $edition } of { $day }.
read-plan-signatures = Signatures
read-plan-receipt = Receipt

view-purpose = What this plan is for
view-strengths = What goes well
view-concerns = What is expected
view-goals = Goals
view-support = Support for the whole plan
view-dates = Dates
view-consequences = What happens at the end
view-rights = Your rights

view-line-strengths = Strengths
view-line-area = Area
view-line-expectation = What is expected
view-line-standard = Written down in
view-line-deficiency = What falls short today
view-line-example = An example
view-line-feedback = Talked about before
view-line-goal = Goal { $number }
view-line-measure = How both of you can tell
view-line-target = To be reached by { $day }
view-line-interim = A step on the way
view-line-support = Support promised
view-line-where = Where
view-line-notes = Notes
view-line-start = First day
view-line-end = Last day
view-line-review-first = First review
view-line-review-midpoint = Midpoint review
view-line-review-final = Final review
view-line-review-added = Further review

view-when-example = on { $day }
view-when-feedback = on { $day }
view-when-interim = by { $day }
view-when-support = by { $day }
view-by-supervisor = from the supervisor
view-by-organisation = from the organisation

button-deliver-plan = Deliver the plan
deliver-plan-title = Deliver the plan
deliver-plan-submit = We have met
deliver-plan-intro = Please meet first. A plan is talked through in person, or in a call, before it is read. Once you send this form, the employee can open the plan and gets a neutral message about it.
deliver-plan-signs = The name you type is your signature on the exact text that was approved.
deliver-plan-unsigned = Nobody signs anything here. The employee only says that they have received it.
deliver-plan-hr = You deliver in the supervisor’s place. The supervisor signs separately; you do not sign here.
deliver-plan-met-on-label = On which day did you meet?
deliver-plan-met-on-hint = Today is { $today }.
deliver-plan-typed-name-label = Your full name
deliver-plan-typed-name-hint = Type it as your signature.
deliver-plan-done-title = Delivered
deliver-plan-done = The plan is delivered. The employee has a message and can open it now.
deliver-plan-done-next = You hear from Milepost when they have answered. Until then nothing counts against anyone.

acknowledge-title = Received and read
acknowledge-submit = Send
acknowledge-intro = Receipt is not agreement. You confirm only that you have the plan and have read it. Declining is recorded with its time and stops nothing.
acknowledge-consequences = What happens at the end
acknowledge-answer-label = Your answer
acknowledge-answer-yes = I have received and read this plan
acknowledge-answer-no = I decline to acknowledge
acknowledge-typed-name-label = Your full name
acknowledge-typed-name-hint = Type it as your signature. It may stay empty if you decline.
acknowledge-comment-label = A comment on your answer
acknowledge-comment-hint-unsigned = It stands beside your receipt; your supervisor and HR can read it.
acknowledge-comment-hint = It stands beside your signature; your supervisor and HR can read it.
acknowledge-view-label = Your own view of the plan
acknowledge-view-hint = It becomes part of the record and nobody can take it out. Your supervisor and HR can read it.
acknowledge-done-title = Recorded
acknowledge-done = Your answer is on record since { $at }. You can open the plan at any time.
acknowledge-done-active = The plan runs now. Milepost tells both of you ahead of each date.
acknowledge-done-waiting = The plan starts as soon as the last signature is there. Milepost tells you when it does.

sign-plan-title = Sign the plan
sign-plan-submit = Sign
sign-plan-intro = HR has delivered this plan for you. The name you type is your signature on the exact text that was delivered.
sign-plan-done = Your signature is on record.
button-sign-plan = Sign the plan

confirm-delivery-title = Handed over in person
confirm-delivery-submit = Record it
confirm-delivery-intro = Use this if the plan was handed to the employee in person and they have not answered here. It completes the employee’s part, with you as the witness. It does not say that they agree.
confirm-delivery-comment-label = What happened
confirm-delivery-comment-hint = Both parties can read it.
confirm-delivery-done = It is recorded that the plan was handed over in person.

signature-signed = signed
signature-acknowledged = received and read
signature-declined = declined to acknowledge
signature-in-person = handed over in person
signature-by = { $role }: { $what }, { $at }
role-employee = Employee
role-supervisor = Supervisor
role-reviewer = Reviewer, in the supervisor’s absence
role-hr = HR
