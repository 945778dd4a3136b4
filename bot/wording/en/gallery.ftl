# The headings of the gallery page.
gallery-title = Every message and every form
gallery-intro = Drawn by `make gallery` from the example plan; everybody in it is invented. The quoted line above a message is all that a locked screen shows. What people wrote stands in quotes, and never in a message. The story is told on the Illinois form; messages are the same for every form, and the last three chapters show what the others hold.
gallery-messages = Messages
gallery-homes = The Home tab
gallery-settled = Once it is answered:
