"""Whose conversation is written to: what writes are kept in order by, and whom their entries go to."""

from typing import NamedTuple
from uuid import UUID


class Owner(NamedTuple):
    """A visitor of a site."""

    site_id: UUID
    visitor_id: UUID
