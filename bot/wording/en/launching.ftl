# Before the launch: the checklist, the meeting, and the opening line.

button-note-launch = Before you meet
launch-title = Before you meet
launch-intro = Three things that make the meeting fair. Tick what has been seen to; each tick stays on record with your name and the time.
launch-items = Seen to
launch-prior-feedback = Earlier talks are dated in the plan
launch-how-prior-feedback = They should not hear it for the first time now.
launch-private-meeting = A private meeting is booked
launch-how-private-meeting = A room of your own, and time to listen.
launch-hr-consulted = HR has been asked
launch-how-hr-consulted = So that you can answer what happens next.
launch-meeting-on = The meeting is on
launch-meeting-time = at
launch-meeting-hint = Your own time. An hour before, you are reminded of your talking points.
launch-who-reads = You and HR can read this. The employee cannot.
launch-receipt = Kept.
launch-receipt-meeting = Kept. You get a message an hour before you meet.
plan-check-launch = Before you meet: { $done } of { $of } seen to.

deliver-plan-opening-line-label = Your own words at the top of the plan
deliver-plan-opening-line-hint = They read this first. Please say it in your own words.
deliver-plan-opening-line-suggested = I want this to go well for you, and I will do my part of it.
read-plan-opening-line = { $name } writes

say-talking-points = You have a meeting soon. A few notes for it are ready.
say-button-talking-points = Open my notes
