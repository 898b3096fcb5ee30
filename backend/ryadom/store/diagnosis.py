"""What `ryadom doctor` asks the database about itself."""

import time
from datetime import UTC, datetime

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


class Diagnosis(Struct, frozen=True, kw_only=True):
    """The server, seen through one connection."""

    version: str
    version_number: int  # 180006 for 18.6
    encoding: str
    is_superuser: bool
    is_encrypted: bool  # by TLS
    is_local: bool  # over a unix socket
    is_read_only: bool
    size_bytes: int
    clock_ahead_s: float  # how far the database's clock is ahead of ours
    is_flushed: bool  # by fsync
    synchronous_commit: str
    synchronous_standbys: str  # the setting synchronous_standby_names
    standby_count: int  # connected now, as far as our role may see


async def diagnose(connection: Connection) -> Diagnosis:
    """Asks the server; takes a few milliseconds."""
    before, began = datetime.now(UTC), time.monotonic()
    row = await _queries.diagnose.one(connection)
    # The server read its clock somewhere in between: the middle is the best guess.
    half_s = (time.monotonic() - began) / 2
    return Diagnosis(
        version=row["version"],
        version_number=row["version_number"],
        encoding=row["encoding"],
        is_superuser=row["is_superuser"],
        is_encrypted=row["is_encrypted"],
        is_local=row["is_local"],
        is_read_only=row["is_read_only"],
        size_bytes=row["size_bytes"],
        clock_ahead_s=(row["clock"] - before).total_seconds() - half_s,
        is_flushed=row["is_flushed"],
        synchronous_commit=row["synchronous_commit"],
        synchronous_standbys=row["synchronous_standbys"],
        standby_count=row["standby_count"],
    )
