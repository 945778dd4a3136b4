# Dates that fall on a holiday which was added later.

days-off-title = Dates on a day off
days-off-button = Dates on a day off
days-off-intro = These plans have dates on a holiday. Nothing moves by itself; look at each and choose.
days-off-none = No date of a running plan falls on a holiday.
days-off-case = { $count ->
    [one] { $case }: one date, on { $day } ({ $reason })
   *[other] { $case }: { $count } dates, the first on { $day } ({ $reason })
}
days-off-look = Look at the dates
shift-title = Dates on a day off
shift-button = Dates on a day off
shift-intro = These dates fall on a holiday. Leave the tick where a date should move to the working day beside it.
shift-label = Move
shift-both-told = Both sides get a message. A review then waits to be accepted again.
shift-submit = Move them
shift-none = No date of this plan falls on a holiday.
shift-done = { $count ->
    [one] One date has moved. Both sides have a message.
   *[other] { $count } dates have moved. Both sides have a message.
}
