"""One file a verb: what a person can do, as a request and one function that decides with pure rules and writes once."""
