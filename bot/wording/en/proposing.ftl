# The employee drafts the goals: handed over, proposed, answered.

share-button = Let the employee write the goals
share-again = Hand it back to the employee
share-suggested = This form is meant to have the employee write the goals first. Once you have spoken, hand the draft over here.
share-leave-goals = Leave the goals to the employee
share-title = Hand over the goals
share-intro = The employee writes goals in their own words, with days and the support they wish for. You then accept each goal, or say what to change. From now on they know that there is a draft.
share-again-intro = The employee sees what you asked to be changed, and writes those goals anew.
share-what-they-see = They see what goes well, the areas, what is expected and the days you suggest. They do not see what falls short, nor your examples: these belong in the talk.
share-spoken-label = Before you hand it over
share-spoken-hint = Nobody should learn of a plan from a message.
share-spoken = We have spoken about this, face to face or by phone.
share-submit = Hand it over
share-receipt = The employee has a message that there is something to read. You get one when goals have come.

take-back-button = Take the draft back
take-back-title = Take the draft back
take-back-intro = The draft is yours again, and the employee can no longer send goals. They still know that there is one, so please tell them why.
take-back-submit = Take it back
take-back-receipt = The draft is yours again.

drafting-button = Write my goals
drafting-title = Your goals
drafting-submit = Send
drafting-intro = Your supervisor asks for your own goals. Write what you want to reach, by when, and what support you wish for. Your supervisor then accepts each goal, or tells you what to change. Nothing here is agreed yet.
drafting-read = Read the draft
drafting-smart = A good goal names one thing, a day, and a sign that both of you can see.
drafting-goal = Goal { $number }
drafting-asked = { $name } asks for a change
drafting-text-label = What do you want to reach?
drafting-text-hint = In your own words. A sentence is enough.
drafting-measure-label = How will both of you be able to tell?
drafting-measure-hint = Something two people would judge the same way.
drafting-target-label = By which day?
drafting-target-hint = A day within the plan.
drafting-wish-label = What support do you wish for?
drafting-wish-hint = Such as a course, time, a tool or somebody to ask.
drafting-view-label = Is there anything else you want to say?
drafting-view-hint = It stands in the record in your own words, and nobody can take it out.
drafting-another = Add another goal
drafting-who-reads = Your supervisor and HR read what you send. It stays on record with your name and the time, also if a goal is changed later.
drafting-receipt = Your goals are with your supervisor now. You get a message when there is something to read.

answer-proposal-title = A goal they propose
answer-proposal-button = Answer goal { $number }
answer-proposal-goal = The goal they propose
answer-proposal-wish = Support they wish for
answer-proposal-decision = What do you say to it?
answer-proposal-accept = I accept it as it stands
answer-proposal-change = I ask for a change
answer-proposal-answer = What should change?
answer-proposal-answer-hint = Needed if you ask for a change. The employee reads it.
answer-proposal-promise = The support they wish for
answer-proposal-from-supervisor = I promise it
answer-proposal-from-organisation = The organisation promises it
answer-proposal-no-promise = Not promised, or not in these words
answer-proposal-who-reads = Your answer stays on record with your name and the time. The employee and HR can read it.
answer-proposal-next = Answer the next one
proposal-waiting = { $name } proposes, { $at }
record-proposal = A goal the employee proposed
proposal-open = Waiting for an answer
proposal-accepted = Accepted
proposal-changes-wanted = A change was asked for

opening-written-by = Written by { $name }, { $at }

fault-proposals-open = answer what the employee proposed: { $count ->
    [one] one goal is waiting.
   *[other] { $count } goals are waiting.
 }

say-drafting-due = A draft is waiting for your words.
say-button-propose-goals = Write my goals
