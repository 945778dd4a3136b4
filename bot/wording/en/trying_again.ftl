# HR tries again what could not be delivered.
try-again-button = Try these messages again
try-again-title = Try again
try-again-intro = { $count ->
    [one] One message in your overview could not be delivered.
   *[other] { $count } messages in your overview could not be delivered.
} If what was in the way is mended, they can be sent after all. Each leaves in its reader’s working hours, and only if it still says something true. That you tried again stands in the audit trail.
try-again-nothing = Nothing waits to be tried again.
try-again-submit = Try again
try-again-done = { $count ->
    [one] One message is on its way again.
   *[other] { $count } messages are on their way again.
} If one fails once more, the overview will say so.
try-again-back = Back to the overview
