"""Arrays that the driver need not ask Postgres about."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import pytest

import ryadom.store
from ryadom.store.array_types import ARRAY_TYPES
from ryadom.store.database import Database

# As the driver knows it by itself.
KNOWN = {"text"}
NAMES = {"bigint": "int8", "integer": "int4", "smallint": "int2", "boolean": "bool"}


async def test_numbers_are_those_of_postgres(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT e.typname, e.oid AS element_oid, e.typarray FROM pg_type AS e "
            "WHERE e.typname = ANY($1) AND e.typnamespace = 'pg_catalog'::regnamespace AND e.typdelim = ','",
            [array.element for array in ARRAY_TYPES],
        )
    told = {(row["typname"], row["element_oid"], row["typarray"]) for row in rows}
    assert told == {(array.element, array.element_oid, array.oid) for array in ARRAY_TYPES}


def test_each_array_of_a_statement_is_known() -> None:
    found = {
        kind
        for file in Path(ryadom.store.__file__).parents[1].rglob("*.sql")
        if file.parent.name != "migrations"
        for kind in re.findall(r"AS (\w+)\[\]\)", file.read_text(encoding="utf-8"))
    }
    assert "uuid" in found
    assert {NAMES.get(kind, kind) for kind in found} <= KNOWN | {array.element for array in ARRAY_TYPES}


async def test_columns_are_known_too(database: Database) -> None:
    async with database.connection() as connection:
        rows = await connection.fetch(
            "SELECT DISTINCT e.typname FROM pg_attribute AS a JOIN pg_class AS c ON c.oid = a.attrelid "
            "JOIN pg_type AS e ON e.typarray = a.atttypid "
            "WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND c.relkind IN ('r', 'p')"
        )
    assert {row["typname"] for row in rows} <= KNOWN | {array.element for array in ARRAY_TYPES}


@pytest.mark.parametrize(
    ("element", "values"),
    [
        ("bool", [True, None, False]),
        ("bytea", [b"", b"\0\xff"]),
        ("int8", [-(2**63), 2**63 - 1]),
        ("int2", [-1, 32_767]),
        ("int4", [0, None]),
        ("float8", [0.5, -1e300]),
        ("xid8", [1, 2**64 - 1]),
        ("timestamptz", [datetime(2026, 11, 29, 12, tzinfo=UTC)]),
        ("uuid", [uuid4(), None]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
async def test_values_go_there_and_back_and_nothing_is_asked(
    database: Database, element: str, values: Sequence[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []

    async def note(_self: object, types: object, _timeout: object) -> None:
        asked.append(types)
        raise AssertionError(f"Postgres is asked about {types}")

    monkeypatch.setattr("asyncpg.connection.Connection._introspect_types", note)
    async with database.connection() as connection:
        assert await connection.fetchval(f"SELECT $1::{element}[]", values) == values
        assert await connection.fetchval(f"SELECT '{{}}'::{element}[]") == []
    assert asked == []
