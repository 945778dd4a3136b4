# Hints on how a goal or a concern is written. Each has what was seen, and a better way to say it.

hints-button = Look at my wording
hints-note = The hints below come from fixed rules. They may be wrong, they are kept nowhere, and nothing is held up by them.
hints-none = No hints: nothing in this caught the eye. That is not a judgement of the goal.
hints-label = Hint: { $what }
hints-line = A hint on { $where }: { $what }
hints-about-concerns = what is expected

hint-no-measure = nobody could count or check this yet.
hint-no-measure-better = Say what both of you will look at. Not “be quicker with mails”, but “nine of ten mails get an answer within two working days”.
hint-no-date = there is no day yet.
hint-no-date-better = Give it one day. Not “soon” or “over the summer”, but “by Friday, 12 June”, with a step on the way if it is far off.
hint-several-things = this asks for several things at once.
hint-several-things-better = One goal, one thing: otherwise half of it may be reached and nobody knows what to call that. Not “write the guide, train the team and answer all mails”, but three goals with a day each.
hint-too-large = this is a great deal for one goal.
hint-too-large-better = Take the part that matters most now. Not “get better in all areas of the work”, but “close each week’s open requests by Friday noon”.
hint-depends-on-others = this also hangs on other people.
hint-depends-on-others-better = Choose what lies in one’s own hands, and put what others have to do under support. Not “get the team to use the template”, but “use the template in each of the next six reports”.
hint-subjective = these words say what someone is like, not what they do.
hint-subjective-better = Say what could be seen or heard. Not “has a bad attitude in meetings”, but “interrupted colleagues four times in the meeting on 3 March”.
hint-sweeping = these words leave no room for a single slip.
hint-sweeping-better = Say how often is enough. Not “never late”, but “on time on at least 19 of 20 working days”.
hint-protected = these words may touch on health, family, belief or other matters that do not belong in a plan.
hint-protected-better = Write about the work alone, and talk to HR about the rest. Not “since the illness the figures are late”, but “the figures came on day nine; day five is expected”. If the work itself is about such things, leave it.
