"""What people see and say, before any surface draws it; and, in ``bot/slack``, how Slack draws it."""
