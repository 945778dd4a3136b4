"""A pretend Slack workspace on loopback: Web API, Socket Mode, signed requests, and a control API.

It is told about the app it hosts by a manifest and knows nothing else of it. Where it differs
from Slack it is stricter. `README.md` beside this file lists every control route.
"""
