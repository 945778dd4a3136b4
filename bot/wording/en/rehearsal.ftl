# What a plan will send, listed before it does.
rehearse-button = Rehearse the messages
rehearse-title = What will be sent
rehearse-intro = Every message this plan will send, as if it were delivered today. Looking at it sends nothing. Each comes in the reader’s own working hours; a reminder whose question was answered before does not come.
rehearse-dated = With a date
rehearse-nothing-dated = No message has a date yet. They come from the plan’s dates, reviews and goals.
rehearse-happens = When it happens
rehearse-happens-note = Nobody is told of what they did themselves. Other news, such as a note or a barrier, is told in the same way.
rehearse-line = { $role }: { $day }, { $time } ({ $zone })
rehearse-roles = { $first } and { $second }
