"""Finds personal data in what people write: pure functions from a text to spans of it."""

from ryadom.privacy.detect.find import find_personal, has_many_digits, may_hold_contact
from ryadom.privacy.detect.kinds import Kind, Span

__all__ = ["Kind", "Span", "find_personal", "has_many_digits", "may_hold_contact"]
