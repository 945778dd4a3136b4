"""The Slack surface is tested on the assembled program, in the same pretend workspace as the program itself."""

from tests.app.conftest import both, empty_database, live, transport, web

__all__ = ["both", "empty_database", "live", "transport", "web"]
