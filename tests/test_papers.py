"""The papers say what the program does: manifest, settings, decisions, README, Procfile, and the size of its parts."""

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest
import typer
import yaml
from typer.main import get_command

from app.__main__ import cli
from app.checking import SCOPES
from app.settings import SECRETS, Settings
from bot.commands import COMMANDS
from bot.slack.looking import SCOPE
from sandbox.manifest import read_manifest

ROOT: Final = Path(__file__).resolve().parents[1]
OURS: Final = ("app", "bot", "jobs", "plans", "sandbox", "storage")
MOST_LINES_A_FILE: Final = 400
MOST_LINES_A_FUNCTION: Final = 40
# Why a part may be longer than the rest.
LONGER: Final[dict[str, str]] = {
    "storage/migrations/versions/0001_first.py": "written by Alembic, a line a column",
    "app/story/illinois.py:final_review": "a chapter of the story, told in one piece",
    "bot/say.py:_asks": "one line for each kind of notice, so that the type checker finds the one forgotten",
}


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False, text=True)  # noqa: S607 - whichever git is there
    if listed.returncode != 0:
        pytest.skip("this is no git checkout, so there is no list of files to read")
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def sources() -> list[Path]:
    return sorted(file for folder in OURS for file in (ROOT / folder).rglob("*.py"))


def manifest() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(text_of("manifest.yml"))
    return found


# The manifest


def test_the_manifest_is_one_the_workspace_takes() -> None:
    assert read_manifest(manifest()).home_tab


def test_the_manifest_asks_for_exactly_the_scopes_in_use() -> None:
    scopes = set(manifest()["oauth_config"]["scopes"]["bot"])
    assert scopes == SCOPES
    assert not [scope for scope in scopes if scope.endswith(":history") or scope.startswith(("channels", "groups"))]


METHOD_SCOPES: Final = {
    "chat_postMessage": "chat:write",
    "chat_update": "chat:write",
    "conversations_history": SCOPE,
    "conversations_open": "im:write",
    "users_info": "users:read",
    "auth_test": None,
    "apps_connections_open": None,
    "views_open": None,
    "views_push": None,
    "views_update": None,
    "views_publish": None,
}


def test_every_method_the_code_calls_has_its_scope_and_every_scope_its_use() -> None:
    clients = re.compile(r"(?:client|posting|reading)\.((?:[a-z]+_)+[a-zA-Z]+)\(|client\.(views_\w+)")
    called = {
        one
        for file in sources()
        if file.parts[len(ROOT.parts)] in {"app", "bot"}
        for pair in clients.findall(file.read_text(encoding="utf-8"))
        for one in pair
        if one
    }
    called -= {"is_connected", "connect_async", "close_async"}
    assert called <= set(METHOD_SCOPES)
    needed = {METHOD_SCOPES[one] for one in called} - {None}
    # The address comes with users.info, and commands needs no method. An operator may grant one more, and need not.
    assert needed | {"commands", "users:read.email"} == SCOPES | {SCOPE}


def test_the_manifest_lists_exactly_the_events_the_listeners_know() -> None:
    tree = ast.parse(text_of("bot/slack/listeners.py"))
    known = {node.value for node in ast.walk(tree) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    listed = set(manifest()["settings"]["event_subscriptions"]["bot_events"])
    assert listed <= known
    assert listed == {"app_home_opened", "app_uninstalled", "team_join", "tokens_revoked", "user_change"}


def test_the_manifest_has_both_commands_and_names_the_words_there_are() -> None:
    commands = manifest()["features"]["slash_commands"]
    assert [command["command"] for command in commands] == ["/pip", "/milepost"]
    words = {command.word for command in COMMANDS if command.word}
    assert all(words <= set(re.findall(r"[a-z-]+", command["usage_hint"])) for command in commands)


def test_the_manifest_turns_on_socket_mode_home_and_buttons_and_no_conversation_with_the_app() -> None:
    found = manifest()
    assert found["settings"]["socket_mode_enabled"] is True
    assert found["settings"]["interactivity"]["is_enabled"] is True
    home = found["features"]["app_home"]
    assert home == {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": True}


# Settings and commands


def test_every_setting_stands_in_its_page_and_the_page_knows_no_other() -> None:
    page = text_of("docs/reference/settings.md")
    table = page.partition("## Settings")[2].partition("## Health")[0]
    listed = {
        name
        for row in table.splitlines()
        if row.startswith("| `")
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert listed == {name.upper() for name in Settings.model_fields}
    marked = {
        name
        for row in table.splitlines()
        if "†" in row.split("|")[1:2].__str__()
        for name in re.findall(r"`([A-Z_]+)`", row.split("|")[1])
    }
    assert marked == set(SECRETS)


def test_every_command_and_option_stands_in_its_page_and_the_reverse() -> None:
    page = text_of("docs/reference/settings.md").partition("## On the machine")[2].partition("## Settings")[0]
    group: Any = get_command(cli)
    for name, command in group.commands.items():
        assert f"`milepost {name}" in page
        options = {option for parameter in command.params for option in parameter.opts if option.startswith("--")}
        assert {option for option in options if option not in page} == set()
    assert set(re.findall(r"`milepost ([a-z-]+)", page)) == set(group.commands)
    known = {opt for command in group.commands.values() for parameter in command.params for opt in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", page)) <= known
    assert isinstance(cli, typer.Typer)


def test_every_word_after_the_command_stands_in_its_page() -> None:
    page = text_of("docs/reference/settings.md").partition("## On the machine")[0]
    assert set(re.findall(r"`(/pip[ a-z-]*)`", page)) == {f"/pip {command.word}".strip() for command in COMMANDS}


def test_the_procfile_runs_commands_that_exist() -> None:
    group: Any = get_command(cli)
    lines = dict(line.split(": ", 1) for line in text_of("Procfile").splitlines())
    assert lines == {"release": "milepost migrate", "web": "milepost run", "worker": "milepost run --jobs-only"}
    for line in lines.values():
        _, name, *options = line.split()
        known = {option for parameter in group.commands[name].params for option in parameter.opts}
        assert set(options) <= known


def test_the_readme_names_commands_and_options_that_exist_and_those_that_prove_and_keep_a_record() -> None:
    group: Any = get_command(cli)
    named = set(re.findall(r"`milepost ([a-z -]+)`", text_of("README.md")))
    assert {"verify --database", "retention", "check", "run"} <= named
    for name, *options in map(str.split, named):
        assert set(options) <= {opt for parameter in group.commands[name].params for opt in parameter.opts}


def test_every_make_target_the_papers_name_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), flags=re.MULTILINE))
    papers = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
    named = {name for paper in papers for name in re.findall(r"`make ([a-z]+)", paper.read_text(encoding="utf-8"))}
    assert {"run", "demo", "test", "check", "gallery"} <= targets
    assert named <= targets


def test_every_link_between_the_papers_leads_somewhere() -> None:
    lost: list[str] = []
    for paper in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", paper.read_text(encoding="utf-8"))
        lost += [f"{paper.relative_to(ROOT)}: {link}" for link in links if not (paper.parent / link).exists()]
    assert lost == []


def test_every_test_that_is_said_to_show_a_row_of_the_requirements_exists() -> None:
    named = set(re.findall(r"`([\w/]+\.py)::(\w+)`", text_of("docs/reference/requirements.md")))
    there = {file: text_of(f"tests/{file}") for file in {file for file, _ in named}}
    assert len(named) > 100
    assert [f"{file}::{test}" for file, test in sorted(named) if f"def {test}(" not in there[file]] == []


# Decisions


def test_no_two_decisions_have_one_number() -> None:
    numbers = [page.name.partition("-")[0] for page in (ROOT / "docs" / "decisions").glob("*.md")]
    assert len(numbers) == len(set(numbers))


@pytest.mark.parametrize("page", sorted((ROOT / "docs" / "decisions").glob("*.md")), ids=lambda page: page.stem)
def test_a_decision_has_its_question_choice_reason_and_what_would_change_our_mind(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert re.match(r"# .+\?\n", text)
    places = [text.find(f"**{part}.**") for part in ("Choice", "Why", "What would change our mind")]
    assert -1 not in places
    assert places == sorted(places)


# The repository as a whole


def readable(files: list[Path]) -> Iterator[tuple[str, str]]:
    for file in files:
        try:
            yield str(file.relative_to(ROOT)), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_nothing_names_a_folder_of_somebodys_machine_or_leaves_work_undone() -> None:
    # Put together here, so that this file does not find itself.
    undone = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3 + "")) + r")\b")
    homes = re.compile(
        "|".join((r"/ho" + r"me/\w", r"/Us" + r"ers/\w", r"/ro" + r"ot/", r"/wo" + r"rk/", r"\.lib" + r"rary/"))
    )
    found = [
        f"{name}: {match.group()}"
        for name, text in readable(tracked())
        for pattern in (undone, homes)
        if (match := pattern.search(text)) is not None
    ]
    assert found == []


def test_every_address_of_an_example_is_at_example_org() -> None:
    address = re.compile(r"[\w.+-]+@([\w-]+\.)+(?:com|net|edu|org|gov)\b")
    found = {
        match.group()
        for name, text in readable(tracked())
        if not name.startswith(("requirements/", "LICENSE"))
        for match in address.finditer(text)
        if not match.group().endswith("example.org")
    }
    assert found == set()


def functions(file: Path) -> Iterator[tuple[str, int]]:
    """Each function with its lines, the docstring left out."""
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first, docstring = node.body[0], ast.get_docstring(node, clean=False)
            told = 0 if docstring is None else (first.end_lineno or first.lineno) - first.lineno + 1
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1 - told


def test_no_file_is_longer_than_four_hundred_lines() -> None:
    files = [file for folder in (*OURS, "benchmarks", "scripts", "tests") for file in (ROOT / folder).rglob("*.py")]
    long = {str(file.relative_to(ROOT)): len(file.read_text(encoding="utf-8").splitlines()) for file in files}
    assert {name: lines for name, lines in long.items() if lines > MOST_LINES_A_FILE and name not in LONGER} == {}


def test_no_function_is_longer_than_forty_lines_without_its_docstring() -> None:
    long = {
        f"{file.relative_to(ROOT)}:{name}": lines
        for file in sources()
        if str(file.relative_to(ROOT)) not in LONGER
        for name, lines in functions(file)
        if lines > MOST_LINES_A_FUNCTION
    }
    assert set(long) - set(LONGER) == set()
    assert {name for name in LONGER if ":" in name} <= set(long)
