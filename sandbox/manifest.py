"""What the workspace reads from the hosted app's manifest."""

from collections.abc import Mapping
from dataclasses import dataclass

EVENT_SCOPES: Mapping[str, str | None] = {
    "app_home_opened": None,
    "app_rate_limited": None,
    "app_uninstalled": None,
    "message.im": "im:history",
    "team_join": "users:read",
    "tokens_revoked": None,
    "user_change": "users:read",
}


class ManifestError(ValueError):
    """The manifest asks for something this workspace cannot give; `problems` lists all of it."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, kw_only=True, slots=True)
class Manifest:
    """The part of a manifest that decides what the app may do and is told."""

    name: str
    commands: frozenset[str]
    scopes: frozenset[str]
    events: frozenset[str]
    home_tab: bool
    messages_tab: bool
    messages_read_only: bool
    interactive: bool


def read_manifest(source: Mapping[str, object]) -> Manifest:
    """Read a manifest as pasted into Slack, already parsed from YAML or JSON.

    Raises ManifestError for events this workspace does not know or whose scope is not asked for,
    and for commands without their scope.
    """
    features = _part(source, "features")
    home = _part(features, "app_home")
    settings = _part(source, "settings")
    listed = features.get("slash_commands")
    rows = [row for row in listed if isinstance(row, Mapping)] if isinstance(listed, list) else []
    manifest = Manifest(
        name=str(_part(source, "display_information").get("name", "App")),
        commands=frozenset(str(row.get("command", "")) for row in rows),
        scopes=_words(_part(_part(source, "oauth_config"), "scopes").get("bot")),
        events=_words(_part(settings, "event_subscriptions").get("bot_events")),
        home_tab=home.get("home_tab_enabled") is True,
        messages_tab=home.get("messages_tab_enabled") is True,
        messages_read_only=home.get("messages_tab_read_only_enabled") is True,
        interactive=_part(settings, "interactivity").get("is_enabled") is True,
    )
    problems = _problems(manifest)
    if problems:
        raise ManifestError(problems)
    return manifest


def _problems(manifest: Manifest) -> list[str]:
    problems = []
    for event in sorted(manifest.events):
        scope = EVENT_SCOPES.get(event)
        if event not in EVENT_SCOPES:
            problems.append(f"event {event} is not known here")
        elif scope is not None and scope not in manifest.scopes:
            problems.append(f"event {event} needs the scope {scope}")
    if manifest.commands and "commands" not in manifest.scopes:
        problems.append("slash commands need the scope commands")
    problems += [f"command {name!r} does not begin with /" for name in manifest.commands if name[:1] != "/"]
    return problems


def _part(source: Mapping[str, object], key: str) -> Mapping[str, object]:
    value = source.get(key)
    return {str(name): inner for name, inner in value.items()} if isinstance(value, Mapping) else {}


def _words(value: object) -> frozenset[str]:
    return frozenset(str(word) for word in value) if isinstance(value, list | tuple) else frozenset()
