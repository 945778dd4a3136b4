# One line a week from the employee.

say-weekly-prompt = Your weekly line: how does it go? A choice and a few words are enough, and you may leave it out.
say-button-answer-prompt = Answer in a line
say-button-mute-prompt = Stop asking weekly

weekly-title = Your weekly line
weekly-intro = { $day }: how does it go?
weekly-said = This week
weekly-progress = Something moved
weekly-blocked = Something is in the way
weekly-nothing-new = Nothing new
weekly-text = In a few words, if you like
weekly-who-reads = Your supervisor and HR can read it. Leaving it out counts for nothing.
weekly-submit = Send
weekly-told = You answered this one on { $at }. If there is more to say, add a note from the plan’s own page.
weekly-receipt = Your supervisor is told that there is something new.
weekly-receipt-blocked = Your supervisor is told that there is something new. If it may cost you a date, report it as a barrier: then an answer is owed to you, and the report counts.
weekly-receipt-nothing = Thank you. Nobody gets a message about it.
button-report-barrier = Report a barrier
weekly-mute-title = Stop the weekly line
weekly-mute-intro = You are then no longer asked each week how it goes. Reviews and dates are announced as before. Nobody else is told, and you can have it come again from the plan’s own page.
weekly-mute-submit = Stop it
weekly-muted = You are not asked each week any more.
weekly-again-title = Weekly line
weekly-again-intro = You are then asked once a week how it goes, in a line.
weekly-again-submit = Ask me again
weekly-comes-again = You are asked once a week from now on.
case-mute-prompt = Stop the weekly line
case-unmute-prompt = Ask me weekly again
record-weekly = Weekly line: { $said }
