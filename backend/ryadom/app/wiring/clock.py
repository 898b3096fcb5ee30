"""The clock of everything that keeps a time."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    """What time it is."""
    return datetime.now(UTC)
