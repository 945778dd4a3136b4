# Lines that more than one group uses. Every line here may be replaced by id in the folder WORDING_DIR names.

close = Close
saved = Saved.
note-title = Milepost
more-than-fits = There is more than fits here. Open the parts one by one to read the rest.

already-recorded-title = Already recorded
already-recorded = This form was sent before, and what it says is on record. Nothing was recorded twice.

denied-no-such-plan = Milepost finds nothing here that is yours to open.
denied-stale-button = This button is no longer valid. Open Milepost’s Home tab, or type /milepost, to see what stands now.
denied-stale-form = This form has been open for too long. Nothing was saved. Copy what you wrote, then open it again from Home.

trouble-busy = Milepost is busy right now. Nothing was saved; your text is still here. Please try again in a moment.
trouble-too-slow = That took too long. Your text is still here. Please send it again; nothing is ever recorded twice.
trouble-unexpected = Something went wrong on our side. Your text is still here. Please try again; if it stays like this, tell HR the number { $reference }.

nobody-in-hr = Nobody in HR can act on this plan at the moment. What you send to HR alone is kept until somebody is named; until then nobody is told of it. You can write to { $contact }, or ask whoever looks after Milepost to name somebody in HR. You need not say why.

button-contact-hr = Contact HR
button-open-case = Open
button-back-to-case = Back to the plan
button-help = Help

command-my-plans = Your plans, and what comes next.
command-new = Start a plan. It asks step by step, and everything stays a private draft at first.
command-help = This overview.
command-in-channel = Milepost only answers in private. Open its Home tab, or type this in a direct message, for example in the one with yourself.
command-unknown = Milepost does not know that word. There are four commands: /pip shows your plans, /pip new starts one, /pip talking-points helps a supervisor prepare a talk, /pip help explains.
command-takes-no-name = Please leave out everything after the command: it takes no name. Whom a plan is about is asked in a private form.
button-cancel = Keep it
