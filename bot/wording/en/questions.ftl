# Questions about the text of a plan, and corrections of a review’s notes.

question-title = Ask about the plan
question-intro = Ask whatever is not clear about what is expected. You get an answer in writing, and both stay on record.
question-label = Your question
question-submit = Ask
question-asked = Your supervisor has a message. You get one when there is an answer.
question-asked-waits = Your supervisor has a message. The plan does not start before there is an answer.
question-waiting = { $count ->
    [one] One question waits for its answer. The plan starts after that.
   *[other] { $count } questions wait for their answers. The plan starts after that.
}
question-answer-title = Answer a question
question-answer-label = Your answer
question-answer-submit = Answer
question-answer-done = The employee has a message and can read your answer.
question-let-be = HR lets the plan go on without an answer, because
question-let-be-button = Go on without an answer
question-let-be-title = Go on without an answer
question-let-be-intro = The question stays on record with your reason. Both parties can read it.
question-let-be-reason = Why the plan goes on without an answer
question-let-be-submit = Let it go on
question-let-be-done = It is on record. Both parties have a message.
question-clear-label = Is it clear to you what is expected?
question-clear-yes = Yes
question-clear-ask = I have a question
question-clear-question-label = Your question, if you have one
question-clear-question-hint = It is answered in writing before the plan starts. Your supervisor and HR can read it.
question-clear-question-hint-running = It is answered in writing. Your supervisor and HR can read it.
question-ask-button = I have a question

correct-review-button = Correct the notes
correct-review-title = Correct the notes
correct-review-intro = What you write is added below the notes, with your name and the time. Nothing is overwritten. You can do this until { $at }.
correct-review-label = Your correction
correct-review-submit = Add it
correct-review-done = It stands with the review now. The other side has a message.
correct-review-over = The time for corrections is over. You can add a note to the record at any time.

confirm-delivery-filed-label = Where the paper is kept
confirm-delivery-filed-hint = Such as the personnel file, or the folder of the scan. It becomes a note both parties can read. Never upload it here.
