"""A case file as PDF."""

from bot.documents.pdf.rendering import render

__all__ = ["render"]
