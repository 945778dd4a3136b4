"""What the hosted app shows to the workspace, and the workspace to it."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Credentials:
    """Tokens and ids of one installation. The defaults are worth nothing outside loopback."""

    bot_token: str = "xoxb-loopback-only"  # noqa: S105 - pretend token, refused by any real workspace
    app_token: str = "xapp-loopback-only"  # noqa: S105 - the same
    signing_secret: str = "loopback-only"  # noqa: S105 - the same
    team_id: str = "T0SANDBOX"
    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    bot_user_id: str = "U0SANDBOX"
    team_name: str = "Sandbox"
    team_domain: str = "sandbox"

    def __repr__(self) -> str:
        return f"Credentials(team_id={self.team_id!r}, app_id={self.app_id!r})"
