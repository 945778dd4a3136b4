"""``milepost``: the command line."""

import asyncio
import contextlib
import os
import sys
from pathlib import Path
from typing import Annotated, Literal, NoReturn

import typer

from app.logs import set_up_logs
from app.settings import Settings, SettingsFaultsError, read_settings
from plans.chain import Anchor
from plans.notice_ports import NoticeStanding

cli = typer.Typer(
    help="Milepost keeps both sides of a performance plan to what they agreed.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def main() -> None:
    """Every anticipated fault ends in a sentence on standard error and exit code 1; never in a traceback."""
    try:
        cli()
    except Exception as error:  # noqa: BLE001 - the last place before the operator's eyes
        # They know of every room, and whoever only verifies a file needs none.
        from app.faults import sentence_of
        from bot.slack.listeners import place_of

        said = sentence_of(error)
        if said is None:
            # A traceback could quote what a person wrote; class and place are enough to find the fault.
            said = f"something unforeseen happened: {type(error).__name__} at {place_of(error)}. Please report it."
        _give_up(said)


def _give_up(*sentences: str) -> NoReturn:
    for sentence in sentences:
        print(f"milepost: {sentence}", file=sys.stderr)  # noqa: T201 - this is a command line
    sys.exit(1)


def _settings() -> Settings:
    try:
        return read_settings(os.environ)
    except SettingsFaultsError as error:
        _give_up(*error.faults)


@cli.command()
def run(
    *,
    jobs_only: Annotated[bool, typer.Option("--jobs-only", help="Only deliver; PostgreSQL only.")] = False,
) -> None:
    """Run the bot."""
    from app.running import run_bot  # a late import keeps --help fast

    set_up_logs(human=sys.stderr.isatty())
    settings = _settings()
    if jobs_only and settings.database.startswith("sqlite"):
        _give_up("--jobs-only needs PostgreSQL: on SQLite one process does everything.")
    asyncio.run(run_bot(settings, jobs_only=jobs_only))


@cli.command()
def migrate() -> None:
    """Bring the database to the newest form."""
    from app.running import migrate_database

    set_up_logs(human=True)
    asyncio.run(migrate_database(_settings()))


@cli.command()
def check() -> None:
    """Try tokens, scopes, clock, database, packs and wording, and say what to do about each fault."""
    from app.checking import check_everything

    set_up_logs(human=True)
    if not asyncio.run(check_everything(_settings())):
        sys.exit(1)


@cli.command()
def sandbox(
    *,
    port: Annotated[int, typer.Option(help="Where the page is served; 0 takes a free port.")] = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget everything from earlier runs.")] = False,
) -> None:
    """Run the bot in a pretend workspace, with a page to click in."""
    from app.pretend import run_sandbox

    set_up_logs(human=True)
    asyncio.run(run_sandbox(port=port, fresh=fresh))


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@cli.command()
def demo(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="One event a line: who sees what, when.")] = False,
    keep: Annotated[
        Path | None, typer.Option(help="Leave database, logs, documents and a bundle in this folder.")
    ] = None,
) -> None:
    """Play a whole plan through the pretend workspace on a moving clock."""
    from app.demo import play

    with contextlib.ExitStack() as stack:
        log = None
        if keep is not None:
            keep.mkdir(mode=0o700, parents=True, exist_ok=True)
            log = stack.enter_context(open(keep / "milepost.log", "a", encoding="utf-8", opener=_private))
        set_up_logs(human=False, into=log, quiet=log is None)
        asyncio.run(play(as_json=as_json, keep=keep))


@cli.command()
def gallery(
    *,
    write: Annotated[Path | None, typer.Option(help="The file to write; standard output without it.")] = None,
) -> None:
    """Draw every message and form, from the examples."""
    from bot.gallery import gallery as drawn

    text = drawn()
    if write is None:
        typer.echo(text)
    else:
        write.write_text(text, encoding="utf-8")


@cli.command("case-file")
def case_file(
    plan: Annotated[str, typer.Argument(help="The case number, such as M-7K2QXN.")],
    *,
    form: Annotated[str, typer.Option("--format", help="pdf, docx, csv, md, ics, json or all.")] = "pdf",
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a case file that HR has ordered, and beside it the bundle that proves it and holds every form of it."""
    from app.case_files import CHOICES, write_case_file

    set_up_logs(human=True)
    if form not in CHOICES:
        _give_up(f"--format takes {', '.join(CHOICES[:-1])} or {CHOICES[-1]}.")
    written = asyncio.run(write_case_file(_settings(), plan, form=form, folder=folder))
    for path in written.documents:
        typer.echo(path)
    if not written.proven:
        return
    typer.echo(written.bundle)
    typer.echo(f"Whether the bundle holds: milepost verify {written.bundle} --key {written.fingerprint}")


def _noted(file: Path | None) -> tuple[Anchor, ...]:
    if file is None:
        return ()
    from app.anchors import anchors_in

    return anchors_in(file)


@cli.command()
def verify(
    bundle: Annotated[
        Path | None, typer.Argument(help="The file that was handed over, with bundle in its name.")
    ] = None,
    *,
    key: Annotated[str | None, typer.Option(help="The fingerprint of the key it must be signed with.")] = None,
    database: Annotated[bool, typer.Option("--database", help="Verify the whole audit trail instead.")] = False,
    anchor: Annotated[list[str] | None, typer.Option(help="COUNT:HEAD from an overview of HR's; any number.")] = None,
    anchors: Annotated[Path | None, typer.Option(help="A file of anchors; MILEPOST_ANCHORS writes one.")] = None,
    document: Annotated[list[Path] | None, typer.Option(help="A file that must be in it, byte for byte.")] = None,
    unpack: Annotated[Path | None, typer.Option(help="Write the documents in it into this folder.")] = None,
) -> None:
    """Say whether a bundle is as it was written, without server or database; or a database's whole audit trail."""
    from app.verifying import verified

    if database and bundle is None and key is None and unpack is None and not document:
        from app.verifying_database import verified_database

        set_up_logs(human=True)
        typer.echo(asyncio.run(verified_database(_settings(), anchors=anchor or (), file=anchors)))
    elif bundle is not None and key is not None and not database:
        noted = _noted(anchors)
        said = verified(bundle, key=key, anchors=anchor or (), noted=noted, documents=document or (), unpack=unpack)
        typer.echo(said)
    else:
        _give_up("Say milepost verify BUNDLE --key FINGERPRINT, or milepost verify --database.")


@cli.command()
def notices(
    do: Annotated[Literal["retry"] | None, typer.Argument(help="retry puts an undeliverable one back.")] = None,
    notice: Annotated[str | None, typer.Argument(help="The id of the notice to retry.")] = None,
    *,
    state: Annotated[NoticeStanding | None, typer.Option(help="Only these.")] = None,
    every: Annotated[bool, typer.Option("--all-undeliverable", help="Retry all of them.")] = False,
) -> None:
    """List what waits, is due, stuck or undeliverable; or try again what is undeliverable."""
    from app.operating import retry, show_notices

    set_up_logs(human=True)
    if do is None and not every:
        asyncio.run(show_notices(_settings(), state))
    elif do == "retry" and state is None and (notice is not None) != every:
        typer.echo(f"Waiting again: {asyncio.run(retry(_settings(), notice))}")
    else:
        _give_up("Say milepost notices retry ID, or milepost notices retry --all-undeliverable.")


@cli.command()
def packs(
    do: Annotated[Literal["check"], typer.Argument(help="check explains what is wrong in a pack.")],  # noqa: ARG001 - the one word there is
    files: Annotated[list[Path], typer.Argument(help="Pack files, or folders with packs in them.")],
) -> None:
    """Read policy packs without a database, and say for each what is wrong in which line, or what it does."""
    from app.packs import check_packs

    if not check_packs(files):
        sys.exit(1)


@cli.command()
def retention(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="A line of JSON for each plan.")] = False,
) -> None:
    """List which plan goes when, under which rule, and what holds it; by ids alone."""
    from app.keeping import show_retention

    set_up_logs(human=True)
    asyncio.run(show_retention(_settings(), as_json=as_json))


@cli.command()
def certificate(
    plan: Annotated[str, typer.Argument(help="The case number, such as M-7K2QXN.")],
    *,
    folder: Annotated[Path, typer.Option(help="Where to write it.")] = Path(),
) -> None:
    """Write a page that says that the record of a good end was taken off, for the employee."""
    from app.certificates import write_certificate

    set_up_logs(human=True)
    typer.echo(asyncio.run(write_certificate(_settings(), plan, folder=folder)))


@cli.command()
def reconcile() -> None:
    """Put every open plan's reminders in step with the plan, and say what moved."""
    from app.reconciling import reconcile_now

    set_up_logs(human=True)
    if not asyncio.run(reconcile_now(_settings())):
        sys.exit(1)


@cli.command()
def rehearse(
    plan: Annotated[str, typer.Argument(help="The case number, such as M-7K2QXN.")],
) -> None:
    """List every message a plan will send, to whom, and when in their own time. Nothing is sent."""
    from app.rehearsing import rehearse_now

    set_up_logs(human=True)
    asyncio.run(rehearse_now(_settings(), plan))


@cli.command()
def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; there must be none of that name yet.")],
) -> None:
    """Copy the database while the bot runs, and check the copy."""
    from app.backing_up import backed_up

    set_up_logs(human=True)
    typer.echo(backed_up(_settings(), file))


@cli.command()
def restore(
    file: Annotated[Path | None, typer.Argument(help="The backup to put in the place of the database.")] = None,
    *,
    done: Annotated[bool, typer.Option("--done", help="Other tools have restored it; only note that.")] = False,
) -> None:
    """Put a backup in the place of the database; the one that was there is kept."""
    from app.backing_up import marked_restored, restored

    set_up_logs(human=True)
    if done and file is None:
        typer.echo(asyncio.run(marked_restored(_settings())))
    elif file is not None and not done:
        for sentence in restored(_settings(), file):
            typer.echo(sentence)
    else:
        _give_up("Say milepost restore FILE; or, after pg_restore, milepost restore --done.")


if __name__ == "__main__":
    main()
