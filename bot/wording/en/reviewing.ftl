# HR looks at a plan before it is delivered.

review-plan-title = A plan to look at
review-plan-intro = Please read the whole text. Then approve it, or ask for changes part by part; the supervisor sees each comment where it belongs. The employee sees neither.
review-plan-results = What the form’s rules say
review-plan-no-faults = Everything the form asks for is here.
review-plan-proposed = Proposed by the employee
review-plan-proposed-hint = As they wrote it, with the answer it had. The plan below shows what became of it.
review-plan-differences = What differs from the form
review-plan-as-proposed = Nothing: everything is as the form proposes it.
difference-own-area = An area is named in the supervisor’s own words.
difference-goal-without-measure = Goal { $about } does not say how both of them can tell that it is reached.
difference-goal-by-employee = Goal { $about } was written by the employee.
difference-support-overridden = HR lets this plan go on without any support.
difference-other-period = The length is “{ $chosen }”; the form proposes “{ $usual }”.
difference-review-further = A further review is set for { $on }.
difference-review-elsewhere = The { $about } is on { $on }; the form proposes { $usual }.
review-plan-pack = Form: { $pack }, version { $version }
review-plan-by-unchecked = { $said } Nobody here has checked this rule against its source yet.
review-plan-unchecked = { $count ->
    [one] One rule of this form has not been compared with its source by anybody here. Please do not rest a decision on it alone.
   *[other] { $count } rules of this form have not been compared with their sources by anybody here. Please do not rest a decision on them alone.
}
review-plan-rule = { $rule }: { $status }. Source: { $source }
rule-status-v = read in its source
rule-status-part = read in part only
rule-status-second = known through others only
rule-status-u = not verified
rule-status-ours = a choice of Milepost’s own
review-plan-approve = Approve
review-plan-changes = Ask for changes

approve-plan-title = Approve the plan
approve-plan-submit = Approve
approve-plan-intro = The supervisor gets a message, meets with the employee, and then delivers the plan. If anything is changed before that, it comes back to you.
approve-plan-signs = The name you type is HR’s signature on this exact text. The supervisor then meets with the employee and delivers the plan. If anything is changed before that, it comes back to you.
approve-plan-typed-name-label = Your full name
approve-plan-typed-name-hint = Type it as your signature.
approve-plan-done-title = Approved
approve-plan-done = The plan is approved, and the supervisor has a message.

request-changes-title = Ask for changes
request-changes-submit = Send to supervisor
request-changes-intro = Write a comment at each field that needs a change; leave the others empty. The supervisor reads each comment at its field. The employee never sees them.
request-changes-done-title = Sent back
request-changes-done = The supervisor has a message and sees your comments. The plan comes back to you afterwards.
