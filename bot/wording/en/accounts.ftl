# HR is asked what became of somebody whose account is no longer active.
account-gone-button = { $case }, { $side }: what happened?
account-gone-title = What happened?
account-gone-intro = The account of { $name } ({ $side }) is no longer that of an active member, so Milepost sends nothing there. What became of them?
account-gone-left = They have left
account-gone-transferred = They moved to another job
account-gone-away = They are away for a while
account-gone-hand-over = Somebody else takes over
account-gone-end = End the plan early
account-gone-employee = If they have left, or work elsewhere in the organisation now, the plan ends as just that, and with no result held against anybody. If they are away, record the days: reminders and deadlines wait for them.
account-gone-supervisor = If they are away, record the days: reminders and deadlines wait for them. If they will not be back, hand the plan over: somebody else supervises at once, reads where it stands, and nothing on record changes.
account-gone-mistake = If it is a mistake, ask whoever runs Slack for you to switch the account on again. Milepost notices by itself and goes on with whatever comes due.
account-gone-look = Look again
account-back = The account of { $name } ({ $side }) is active. Milepost sends there whatever comes due. What could not be delivered meanwhile can be tried again from the overview.
account-back-overview = To the overview
