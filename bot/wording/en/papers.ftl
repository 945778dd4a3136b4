# Plans of people without an account: what they sign and say on paper is typed in by others.

open-plan-paper-name-label = Or: somebody without an account here
open-plan-paper-name-hint = Their name, as it stands in your files. They get no messages: HR prints the plan with “{ case-order-file }”, and you talk it through.
open-plan-one-person = Please choose a member, or type the name of somebody without an account; not both.

deliver-plan-intro-paper = Please meet first, talk the plan through, and hand it over on paper: the employee has no account here, and Milepost sends them nothing.
deliver-plan-done-paper = The plan is on record as delivered. Milepost sends the employee nothing. When they have answered on the paper, press “{ paper-answer-button }”. Until then nothing counts against anyone.
amend-given-paper = Milepost sends the employee nothing: please hand them the new version on paper. It counts from their answer on. A date that is later than before counts at once.
amend-done-paper = The new version is on record. Please hand it over on paper; when they have answered, press “{ paper-answer-button }”. Dates that are later now count already.
answer-change-done-paper = Your answer is on record. Please give it to the employee yourself: Milepost sends them nothing.

paper-note = The employee has no account here and gets no messages. What they sign and say comes in on paper: please type it in soon, since an answer you owe is counted from then on.
paper-entry-button = Type in a paper
paper-answer-button = Their answer on paper
paper-came-in = Came in on paper, dated { $day }. Typed in by { $name }, { $at }.
paper-there = There was: { $who }
paper-filed = The paper is kept here: { $where }
paper-done = It is on record as the employee’s, with your name as the one who typed it in.
paper-done-copy = The copy is yours to hand over on paper, by { $day }. Record here when they have it.
paper-done-copy-no-day = The copy is yours to hand over on paper. Record here when they have it.

paper-on = Date on the paper
paper-witness = Who was there
paper-witness-hint = The name of whoever saw it signed or handed in, besides the employee. If you are the supervisor, somebody else.
paper-filed-where = Where the paper is kept
paper-filed-hint = Such as the personnel file, or the folder of the scan. Never upload it here.

name-account-button = They have an account now
name-account-button-again = Their account is another one
name-account-title = Their account
name-account-intro = Until now what { $name } signed and said came in on paper. Please type in every paper that is still waiting first. Afterwards nothing can be typed in for them.
name-account-intro-again = The account of { $name } was chosen for this plan, and nobody has signed or written anything with it yet. If that was the wrong person, choose the right one here. Whoever was chosen by mistake cannot open the plan any more, but may have read it until now.
name-account-label = Which account is theirs?
name-account-hint = Please check it twice: whoever you choose can read the whole plan at once.
name-account-after = From then on they get the messages and answer for themselves. What came in on paper stays on record as it is. They are told, and so is the supervisor.
name-account-submit = It is theirs
name-account-done-title = They have an account
name-account-done = It is on record. They find the plan in Home, and the reminders go to them from now on. Nothing more is typed in for them. If you had recorded days on which they are away, please record them again: those do not move to the account.

paper-answer-title = Their answer on paper
paper-answer-intro = What does the printed plan say that the employee signed or sent back? Receipt is not agreement, and declining stops nothing.
paper-answer-kind = Their answer
paper-answer-acknowledged = They signed that they have received and read it
paper-answer-declined = They declined to sign
paper-answer-in-person = It was handed over, and nothing was signed
paper-answer-comment = What they wrote beside it
paper-answer-comment-hint = Word for word.
paper-answer-over = The answer to this version is on record.

paper-entry-title = Type in a paper
paper-entry-intro = Type what the employee gave in, word for word. It becomes their entry, and whoever owes an answer has as long for it as for any other.
paper-entry-kind = What is it?
paper-entry-milestone = Which date is it about?
paper-entry-milestone-hint = Needed if something is reported as done, or if they contest how a missed date is recorded; otherwise you can leave it empty.
paper-entry-support = Which support did they not get?
paper-entry-support-hint = Needed if they say that support did not reach them.
paper-entry-text = What it says
paper-entry-text-hint = Word for word; of something done, where to see it. It may stay empty only for what is done, and for support they did not get.
paper-entry-text-hint-hr = Word for word; of something done, where to see it. Leave it empty for a pause and for a copy: neither needs a reason.
paper-entry-first = First day of the pause they ask for
paper-entry-first-hint = Needed only if they ask for a pause.
paper-entry-last = Last day of the pause they ask for
paper-entry-last-hint = Needed only if they ask for a pause. Never type in a reason for it.
paper-statement-button = A long statement
paper-statement-intro = Their own statement on the record, word for word. It becomes theirs, goes wherever the record goes, and nobody can take it out.
paper-statement-hint = Word for word.
paper-kind-note = A note
paper-kind-barrier = Something is in the way
paper-kind-for-hr = Something is in the way, and only HR may read it
paper-kind-done = Something is done
paper-kind-contest = They contest how a missed date is recorded
paper-kind-not-received = They did not get support
paper-kind-question = A question about the plan
paper-kind-change = A request for a change
paper-kind-change-for-hr = A request for a change, and only HR may read it
paper-kind-pause = They ask for a pause of the plan
paper-kind-copy = They ask for a copy of their record
paper-kind-to-hr = A letter to HR
paper-kind-statement = Their own statement on the record
