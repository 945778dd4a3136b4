"""What is stored of a person (P-29)."""

from storage.tables import METADATA


def test_of_an_account_only_id_name_email_zone_and_language_are_kept() -> None:
    """Whoever adds a column here copies more of people than they were promised."""
    person, handle = (set(METADATA.tables[name].columns.keys()) for name in ("person", "handle"))
    ours = {"workspace", "standing", "checked_at"}
    assert person - ours == {"id", "name", "email", "zone", "locale"}
    assert handle - ours == {"person", "surface", "tenant", "native_id"}
