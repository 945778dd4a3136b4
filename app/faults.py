"""What an operator is told when something anticipated is wrong: a sentence that says what to do."""

from functools import singledispatch

from app.anchors import NoAnchorsError
from app.calendars import UnknownHolidaysError
from app.case_files import NoOrderError, NoSuchCaseError, RestlessPlanError
from app.certificates import NoCertificateError
from app.connection import SlackRefusedError, SocketLostError, SocketRefusedError
from app.http import PortTakenError
from app.operating import NobodyIsHrError, NotUndeliverableError
from app.rooms import UnknownPackError
from app.verifying import BundleFaultError, NoAnchorError, NoFingerprintError
from app.verifying_database import TrailFaultError
from bot.wording import WordingFaultError
from plans.policy import PackFaultsError
from storage.backup import BackupExistsError, BackupFailedError, OtherToolsError, UnusableBackupError
from storage.database import (
    AlreadyRunningError,
    DatabaseBusyError,
    DatabaseNotWritableError,
    DatabaseUnreachableError,
)
from storage.house import WorkspaceUnclearError
from storage.migrating import DatabaseFromTheFutureError, DatabaseOutOfDateError
from storage.triggers import TriggersMissingError

_TOKEN = {
    "invalid_auth": "Slack does not know SLACK_BOT_TOKEN; copy it again from the app's OAuth & Permissions page.",
    "account_inactive": "The app was removed from the workspace; install it again and copy the new token.",
    "token_revoked": "SLACK_BOT_TOKEN was revoked; install the app again and copy the new token.",
    "unreachable": "Slack cannot be reached; check the network and SLACK_API_URL.",
}


@singledispatch
def sentence_of(error: Exception) -> str | None:
    """The sentence, or None for something nobody anticipated."""
    del error
    return None


@sentence_of.register
def _(error: SlackRefusedError) -> str:
    return _TOKEN.get(error.code, f"Slack refused the token: {error.code}.")


@sentence_of.register
def _(error: SocketRefusedError) -> str:
    if error.code == "unreachable":
        return _TOKEN["unreachable"]
    return f"SLACK_APP_TOKEN does not open a socket ({error.code}); it needs the scope connections:write."


@sentence_of.register
def _(error: SocketLostError) -> str:
    del error
    return "Slack could not be reached for five minutes; ended, so that a fresh start can try again."


@sentence_of.register
def _(error: PortTakenError) -> str:
    return (
        f"Another program listens on port {error.port}; stop it, or choose another one: "
        "with PORT, or for the pretend workspace with milepost sandbox --port."
    )


@sentence_of.register
def _(error: OSError) -> str | None:
    # A path is the operator's own; anything else an OSError may carry is left to the traceback.
    return None if error.filename is None else f"{error.strerror}: {error.filename}"


@sentence_of.register
def _(error: AlreadyRunningError) -> str:
    del error
    return "Another milepost run works on this database file; stop it first, or set DATABASE_URL to another file."


@sentence_of.register
def _(error: DatabaseFromTheFutureError) -> str:
    return f"The database is newer than this program (revision {error.revision}); install the newer Milepost."


@sentence_of.register
def _(error: DatabaseOutOfDateError) -> str:
    del error
    return "The database is older than this program; back it up, then run: milepost migrate."


@sentence_of.register
def _(error: TriggersMissingError) -> str:
    del error
    return "The triggers that protect the audit trail are missing; restore the database from a backup."


@sentence_of.register
def _(error: DatabaseBusyError) -> str:
    del error
    return "Another process keeps the database busy; try again in a moment."


@sentence_of.register
def _(error: DatabaseNotWritableError) -> str:
    del error
    return "The database can be read but not written; check the disk and the file's owner, on PostgreSQL the rights."


@sentence_of.register
def _(error: DatabaseUnreachableError) -> str:
    del error
    return "There is no database at DATABASE_URL, or it does not let us in."


@sentence_of.register
def _(error: PackFaultsError) -> str:
    return "A policy pack cannot be used.\n  " + "\n  ".join(map(str, error.faults))


@sentence_of.register
def _(error: UnknownPackError) -> str:
    return f"MILEPOST_PACK names no pack; there are: {', '.join(error.known)}."


@sentence_of.register
def _(error: UnknownHolidaysError) -> str:
    return f"A policy pack asks for holidays nobody knows: {error.country} {error.subdivision or ''}".rstrip() + "."


@sentence_of.register
def _(error: WordingFaultError) -> str:
    return f"A line of wording cannot be used: {error}."


@sentence_of.register
def _(error: WorkspaceUnclearError) -> str:
    if error.count == 0:
        return "There is no database with plans at DATABASE_URL yet."
    return f"The database holds the plans of {error.count} workspaces; this command works with one."


@sentence_of.register
def _(error: NoSuchCaseError) -> str:
    del error
    return "There is no plan with that case number."


@sentence_of.register
def _(error: NoOrderError) -> str:
    del error
    return "HR has not ordered this case file; it is ordered in Slack, with its purpose and recipient."


@sentence_of.register
def _(error: RestlessPlanError) -> str:
    del error
    return "The plan changed while its case file was being made, three times over; nothing was written. Try again."


@sentence_of.register
def _(error: NotUndeliverableError) -> str:
    del error
    return "No notice with that id is undeliverable; milepost notices --state undeliverable lists those that are."


_UNUSABLE = {
    "missing": "There is no such file.",
    "no-database": "That file is no SQLite database.",
    "damaged": "That file is damaged or cut short.",
    "not-ours": "That file is a database, but none of Milepost's.",
}


@sentence_of.register
def _(error: UnusableBackupError) -> str:
    return f"{_UNUSABLE[error.code]} Nothing was touched."


@sentence_of.register
def _(error: BackupExistsError) -> str:
    return f"There is a file {error.file} already; name one that is not there."


@sentence_of.register
def _(error: BackupFailedError) -> str:
    return (
        f"The backup failed ({error.code}), and nothing was left behind. Is there such a folder, and room on the disk?"
    )


@sentence_of.register
def _(error: OtherToolsError) -> str:
    to = f"--dbname='{error.database}'"
    return (
        "PostgreSQL has tools of its own for this. To back up while the bot runs:\n"
        f"  pg_dump --format=custom --file=milepost.dump {to}\n"
        "To restore, stop the bot, and then:\n"
        f"  pg_restore --clean --if-exists --single-transaction --no-owner {to} milepost.dump\n"
        "  milepost restore --done"
    )


@sentence_of.register
def _(error: NobodyIsHrError) -> str:
    del error
    return "These settings name no HR member the bot has met; use the settings the bot runs with. Nothing was changed."


@sentence_of.register
def _(error: BundleFaultError) -> str:
    return f"The bundle does not hold. {error.sentence}"


@sentence_of.register
def _(error: NoFingerprintError) -> str:
    del error
    return "--key takes the fingerprint printed when the bundle was made: 64 characters from 0 to 9 and a to f."


@sentence_of.register
def _(error: NoAnchorError) -> str:
    del error
    return "--anchor takes what stands in HR's overview: a number, a colon, and 64 characters from 0 to 9 and a to f."


@sentence_of.register
def _(error: TrailFaultError) -> str:
    return f"The audit trail does not hold. {error.sentence}"


@sentence_of.register
def _(error: NoAnchorsError) -> str:
    return f"There is no anchor in {error.file}: each of its lines is a time, a number and a hash, with blanks between."


@sentence_of.register
def _(error: NoCertificateError) -> str:
    del error
    return "The record of that case was not taken off after a good end, so there is nothing to certify."
