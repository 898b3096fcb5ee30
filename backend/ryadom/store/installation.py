"""Which installation this is: a name that its processes share, and that no other has."""

from hashlib import sha256

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)


async def installation_id(connection: Connection) -> str:
    """16 hexadecimal digits that stand for this database of this cluster; no secret.

    A standby that takes over keeps it, a database restored from a dump has another. A copy of the cluster's files has
    the same as its original.
    """
    row = await _queries.identify.one(connection)
    return sha256(f"{row['cluster']}/{row['database']}".encode()).hexdigest()[:16]
