"""What is said where Postgres is there and lets nobody in."""

import asyncio

import pytest

from ryadom.errors import DatabaseUnavailable
from ryadom.store.database import open_database

SSL_REQUEST = bytes.fromhex("0000000804d2162f")
FIELDS = {
    b"S": b"FATAL",
    b"C": b"57P03",
    b"M": b"the database system is not yet accepting connections",
    b"D": b"Consistent recovery state has not been yet reached.",
}


async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """As Postgres while it recovers."""
    if await reader.readexactly(len(SSL_REQUEST)) == SSL_REQUEST:
        writer.write(b"N")
        await reader.read(1_024)
    fields = b"".join(key + value + b"\0" for key, value in FIELDS.items()) + b"\0"
    writer.write(b"E" + (len(fields) + 4).to_bytes(4, "big") + fields)
    await writer.drain()
    writer.close()


async def test_reason_is_told_in_one_line() -> None:
    async with await asyncio.start_server(refuse, "127.0.0.1", 0) as postgres:
        port = postgres.sockets[0].getsockname()[1]
        with pytest.raises(DatabaseUnavailable) as refused:
            async with open_database(f"postgresql://ryadom@127.0.0.1:{port}/ryadom"):
                pass
    reason = "the database system is not yet accepting connections"
    assert str(refused.value) == f"Postgres does not let us in: {reason}. `ryadom doctor` says more."
