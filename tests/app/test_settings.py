"""Settings are read once; whatever is wrong with them is said at once, in sentences, and never with a value."""

from datetime import date, time, timedelta
from pathlib import Path
from typing import Final

import pytest

from app.settings import Settings, SettingsFaultsError, read_settings

GOOD: Final = {"SLACK_BOT_TOKEN": "xoxb-secret-1", "SLACK_APP_TOKEN": "xapp-secret-2"}
FAULTS: Final = {
    "PORT": ("seventy", "70000", "-1", "3.5"),
    "SLACK_API_URL": (
        "http://example.org/api/",
        "ftp://127.0.0.1/",
        "http://127.0.0.1.example.org/",
        "http://localhost@example.org/",
        "http://[::1",
    ),
    "DATABASE_URL": (
        "mysql://host/db",
        "milepost.db",
        "postgresql://host/db?pool_size=0",
        "postgresql://host/db?max_overflow=-1",
        "postgresql://host/db?pool_size=101&max_overflow=0",
        "postgresql://host/db?pool_size=5&pool_size=6",
        "sqlite:////tmp/milepost.db?pool_size=5",
    ),
    "MILEPOST_TIMEZONE": ("Mars/Olympus", "CET+1"),
    "MILEPOST_DIGEST": ("someday 09:00", "mondays", "monday 9", "monday 24:00"),
    "MILEPOST_PACKS_DIR": ("/nowhere/at/all",),
    "MILEPOST_HOLIDAYS": ("tomorrow", "2026-02-30 Never", "Founders' Day 2026-11-27"),
    "WORDING_DIR": ("/nowhere/at/all",),
    "MILEPOST_HR_MEMBERS": ("@priya", "U1, priya", "u024be7lh"),
    "MILEPOST_HR_LEAD": ("priya",),
    "MILEPOST_STARTERS": ("everyone", "U01 members"),
    "MILEPOST_LEASE": ("soon", "0.0", "-30", "nan", "inf", "3601"),
    "MILEPOST_CALL_TIMEOUT": ("soon", "0.0", "-10", "nan", "inf", "3601"),
    "MILEPOST_PAUSE": ("soon", "0.0", "-30", "nan", "inf", "3601"),
    "MILEPOST_FOLLOW_CLOCK": ("https://example.org", "http://192.0.2.1/"),
}


def faults(environment: dict[str, str]) -> tuple[str, ...]:
    with pytest.raises(SettingsFaultsError) as caught:
        read_settings(environment)
    return caught.value.faults


@pytest.mark.parametrize("given", ["0", "6001", "many"])
def test_messages_a_minute_that_cannot_be_are_refused_by_name(given: str) -> None:
    with pytest.raises(SettingsFaultsError) as refused:
        read_settings({**GOOD, "MILEPOST_POSTS_A_MINUTE": given})
    assert refused.value.faults == ("MILEPOST_POSTS_A_MINUTE must be a number from 1 to 6000.",)


def test_holidays_are_days_with_their_names() -> None:
    settings = read_settings({**GOOD, "MILEPOST_HOLIDAYS": "2026-11-27 Founders' Day, 2026-12-24"})
    assert settings.milepost_holidays == ((date(2026, 11, 27), "Founders' Day"), (date(2026, 12, 24), "holiday"))


def test_two_tokens_are_enough() -> None:
    settings = read_settings(GOOD)
    assert (settings.socket_mode, settings.host, settings.milepost_pack) == (True, "127.0.0.1", "generic")
    assert settings.database.startswith("sqlite:///")


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in FAULTS.items() for value in values])
def test_a_wrong_value_is_named_in_a_sentence_without_the_value(name: str, value: str) -> None:
    [said] = faults(GOOD | {name: value})
    assert said.startswith(f"{name} ")
    assert said.endswith(".")
    assert value not in said


def test_everything_that_is_wrong_is_said_at_once() -> None:
    said = faults({name: values[0] for name, values in FAULTS.items()})
    assert len(said) == len(FAULTS) + 2
    assert "SLACK_BOT_TOKEN is not set." in said
    assert any(one.startswith("Set SLACK_APP_TOKEN") for one in said)


@pytest.mark.parametrize(
    ("given", "day", "at"), [({}, 0, time(9)), ({"MILEPOST_DIGEST": "Thursday 07:30"}, 3, time(7, 30))]
)
def test_the_weekly_overview_comes_when_the_settings_say(given: dict[str, str], day: int, at: time) -> None:
    settings = read_settings(GOOD | given)
    assert (settings.digest_day, settings.digest_time) == (day, at)


def test_the_times_of_delivery_are_seconds_and_may_be_parts_of_one() -> None:
    usual = read_settings(GOOD)
    assert (usual.lease, usual.call_timeout, usual.pause) == (timedelta(seconds=30), timedelta(seconds=10), usual.lease)
    quick = read_settings(GOOD | {"MILEPOST_LEASE": "1.5", "MILEPOST_CALL_TIMEOUT": "0.5", "MILEPOST_PAUSE": "1.25"})
    assert (quick.lease, quick.call_timeout) == (timedelta(seconds=1.5), timedelta(seconds=0.5))
    assert quick.pause == timedelta(seconds=1.25)


@pytest.mark.parametrize("given", [{"MILEPOST_LEASE": "19.9"}, {"MILEPOST_CALL_TIMEOUT": "15.1"}])
def test_a_call_that_could_outlast_its_lease_is_refused(given: dict[str, str]) -> None:
    [said] = faults(GOOD | given)
    assert said == "MILEPOST_LEASE must be at least twice MILEPOST_CALL_TIMEOUT: a call must end before it."


def test_blank_values_count_as_unset_and_blanks_around_a_value_are_dropped() -> None:
    settings = read_settings(GOOD | {"PORT": " ", "HOST": " 127.0.0.1 ", "SLACK_BOT_TOKEN_FILE": "", "WORDING_DIR": ""})
    assert (settings.port, settings.host, settings.wording_dir) == (3000, "127.0.0.1", None)


@pytest.mark.parametrize("given", ["U024BE7LH W012A3CDE", "U024BE7LH,W012A3CDE", " U024BE7LH ,  W012A3CDE "])
def test_ids_may_be_separated_by_blanks_or_commas(given: str) -> None:
    settings = read_settings(GOOD | {"MILEPOST_HR_MEMBERS": given, "MILEPOST_STARTERS": given})
    assert settings.milepost_hr_members == settings.milepost_starters == ("U024BE7LH", "W012A3CDE")
    assert read_settings(GOOD | {"MILEPOST_STARTERS": " members "}).milepost_starters == "members"


def test_a_secret_may_come_from_a_file_of_its_owners_alone(tmp_path: Path) -> None:
    file = tmp_path / "token"
    file.write_text("xoxb-from-a-file\n")
    file.chmod(0o600)
    settings = read_settings({"SLACK_BOT_TOKEN_FILE": str(file), "SLACK_SIGNING_SECRET": "s"})
    assert settings.slack_bot_token.get_secret_value() == "xoxb-from-a-file"
    assert not settings.socket_mode


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o666, 0o610])
def test_a_secret_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "token"
    file.write_text("xapp-from-a-file")
    file.chmod(mode)
    [said] = faults({"SLACK_BOT_TOKEN": "xoxb", "SLACK_APP_TOKEN_FILE": str(file)})
    assert "chmod 600" in said


def test_a_secret_whose_file_cannot_be_read_is_one_fault_and_not_two(tmp_path: Path) -> None:
    binary = tmp_path / "binary"
    binary.write_bytes(b"\xff\xfe\x00")
    binary.chmod(0o600)
    for named in (str(tmp_path / "none"), str(tmp_path), str(binary)):
        [said] = faults(GOOD | {"SLACK_BOT_TOKEN": "", "SLACK_BOT_TOKEN_FILE": named})
        assert said == "SLACK_BOT_TOKEN_FILE names a file that cannot be read."


def test_secrets_are_not_printed() -> None:
    settings = read_settings(GOOD | {"SLACK_SIGNING_SECRET": "signing-secret-3"})
    for shown in (repr(settings), str(settings)):
        assert "secret" not in shown.replace("slack_signing_secret", "")


def test_an_unknown_name_in_the_environment_is_nothing_to_us() -> None:
    assert isinstance(read_settings(GOOD | {"HOME": "/", "SLACK_CLIENT_ID": "1"}), Settings)
