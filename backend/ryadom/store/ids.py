"""Keys: UUIDv7, made here because Postgres before 18 can't; their order is the order of making, which indexes like."""

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A fresh key."""
    return uuid_utils.compat.uuid7()
