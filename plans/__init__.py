"""The domain: what a plan is, and what may happen to it. It knows no Slack, no SQL and no clock."""
