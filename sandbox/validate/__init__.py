"""What the workspace accepts as a message or a view: three layers, each stricter than Slack or equal."""
