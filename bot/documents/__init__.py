"""A case file as a document: one module a format, each with ``render(file) -> str``."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.documents import json, markdown
from plans.document import CaseFile

FORMATS: Final[Mapping[str, Callable[[CaseFile], str]]] = {"md": markdown.render, "json": json.render}
