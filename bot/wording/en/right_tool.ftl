# Is a plan the right tool? Questions before a plan, and what they point to.

right-tool-button = Is a plan the right tool?
right-tool-title = The right tool?
right-tool-submit = See what fits
right-tool-skip = Skip this and start a plan
right-tool-intro = Four questions, for yourself. They may show that something milder helps more. You may skip them.
right-tool-private = Your answers are kept nowhere, and nobody else sees them.
right-tool-yes = Yes
right-tool-no = No
right-tool-clear = Do they know exactly what is expected of them?
right-tool-clear-hint = Would they name the same things as you, if somebody asked them?
right-tool-recent = Does their work of the last weeks meet what is expected?
right-tool-recent-hint = Of the last four to six weeks, whatever came before.
right-tool-lacking = What is missing, as far as you can tell?
right-tool-lacking-skill = A skill that can be taught
right-tool-lacking-experience = Experience: somebody to ask and watch
right-tool-lacking-neither = Neither: they know how, and have done it well before
right-tool-told = Have you told them plainly, with examples, what falls short?
right-tool-told-hint = In a talk of its own, some weeks ago, so that they had time to act on it.
right-tool-suggests = Think of this first: { $tool }.
right-tool-begin = Start a plan
right-tool-begin-coaching = Start with coaching
right-tool-anyway = Start a plan all the same
right-tool-yours = The decision is yours, and HR can talk it through with you.

tool-improvement = an improvement plan
tool-improvement-how = Write down what is expected, by when and with what help. Both of you are held to it.
tool-coaching = coaching
tool-coaching-how = Coaching has goals, talks and support too, but nothing that follows if a goal is not reached, and no signatures.
tool-training = training
tool-training-how = Agree what is to be learned, book it with a day, and give time to try it out. Look again after four weeks.
tool-mentorship = a mentor
tool-mentorship-how = Ask an experienced colleague to spend an hour a week with them, and agree with both what it is for.
tool-role-clarification = making clear what the role asks
tool-role-clarification-how = Sit down together and write the three things that matter most in this role, with an example of good work for each.

tool-why-not-clear = You said that they may not know exactly what is expected. Nobody can be measured against something they were never told.
tool-why-recently-met = You said that their recent work meets what is expected. A plan would answer a problem that is already being solved; coaching helps it last.
tool-why-skill = You said that a skill is missing that can be taught. A deadline teaches nobody.
tool-why-experience = You said that experience is missing. It grows fastest beside somebody who has it.
tool-why-not-told = You said that they have not been told plainly yet. A plan should never be the first they hear of it.
tool-why-nothing-else = They know what is expected and how it is done, they were told, and it still falls short. A plan gives both sides goals, help and dates to rely on.

open-plan-recent-met = You said that their recent work meets what is expected. Coaching may fit better: a plan would answer a problem that is already being solved. Choose coaching above, or send this again to go on with the plan.
