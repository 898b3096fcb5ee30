"""The arrays that our statements take and give, told to the driver beforehand.

asyncpg knows arrays of texts only. It asks Postgres what another is at its first use on each connection, by a recursive
look into the catalog and two more statements about the compiler: 20 ms of a processor, with which the first messages
after a start would wait. The numbers below are Postgres' own and have never changed since a type was added.

Source: src/include/catalog/pg_type.dat.
"""

from typing import Any

import asyncpg
from msgspec import Struct


class ArrayType(Struct, frozen=True):
    """The name of the elements' type, its number, and that of their array."""

    element: str
    element_oid: int
    oid: int


ARRAY_TYPES = (
    ArrayType("bool", 16, 1000),
    ArrayType("bytea", 17, 1001),
    ArrayType("int8", 20, 1016),
    ArrayType("int2", 21, 1005),
    ArrayType("int4", 23, 1007),
    ArrayType("float8", 701, 1022),
    ArrayType("timestamptz", 1184, 1185),
    ArrayType("uuid", 2950, 2951),
    ArrayType("xid8", 5069, 271),
)


def know_arrays(connection: asyncpg.Connection) -> None:
    """For a new connection; without effect on the server."""
    connection._protocol.get_settings().register_data_types(_ROWS)


def _row(array: ArrayType) -> dict[str, Any]:
    """As asyncpg's own look into the catalog gives it."""
    nothing = dict.fromkeys(("basetype", "range_subtype", "attrtypoids", "attrnames"))
    return nothing | {
        "oid": array.oid,
        "ns": "pg_catalog",
        "name": f"_{array.element}",
        "kind": b"b",
        "elemtype": array.element_oid,
        "elemdelim": b",",
    }


_ROWS = tuple(_row(array) for array in ARRAY_TYPES)
