# One message after a time away: how much came due, and what of it is still open. Nothing says what it is about.
say-catch-up = While Milepost was away, { $count ->
    [one] one thing came due.
   *[other] { $count } things came due.
} The delay counts against nobody.
say-button-catch-up = See what it is
catch-up-title = While we were away
catch-up-intro = This is what came due while Milepost was away and is still open. That you hear of it late is Milepost’s doing and counts against nobody.
catch-up-nothing = Nothing of what came due while Milepost was away is open any more.
catch-up-to-plans = My plans
contact-hr-which = Which plan is it about?
