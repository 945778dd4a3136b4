"""Types shared by every room of this package."""

from typing import Any, TypeAlias

Json: TypeAlias = dict[str, Any]
"""One JSON object, as it came or as it goes."""
