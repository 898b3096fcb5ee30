"""The statements that erase a page of one owner's rows, made from the data map: of an erasure, and of a lifetime."""
# ruff: noqa: S608 - names and expressions are the data map's own, values are parameters

from collections.abc import Sequence
from functools import cache
from uuid import UUID

from msgspec import Struct

from ryadom.privacy.classification import Category, Column, Disposal, Table, Whose
from ryadom.store.lifetimes import Lifetime
from ryadom.store.sql import Connection, Query, Row


class ErasedPage(Struct, frozen=True):
    """What one page did. `place` is the `order_by` of its last row, `categories` what there was of personal data."""

    place: object
    seen: int
    changed: int
    categories: tuple[Category, ...]


class ErasingStatements(Struct, frozen=True):
    """Of one table. `count_left` takes `site_id` and `owner_ids`: how many rows have something left to erase."""

    count_left: Query
    first_page: Query
    next_page: Query
    categories: tuple[Category, ...]

    async def erase(
        self, connection: Connection, *, site_id: UUID, owner_id: UUID, after: object, row_limit: int
    ) -> ErasedPage:
        """Erases what is left in at most `row_limit` rows after a place (None: from the first)."""
        values: dict[str, object] = {"site_id": site_id, "owner_id": owner_id, "row_limit": row_limit}
        if after is None:
            row = await self.first_page.one(connection, **values)
        else:
            row = await self.next_page.one(connection, after=after, **values)
        return ErasedPage(row["place"], row["seen"], row["changed"], self._found(row))

    def _found(self, row: Row) -> tuple[Category, ...]:
        return tuple(one for number, one in enumerate(self.categories) if row[f"category_{number}"])


@cache
def erasing_statements(table: Table, lifetime: Lifetime | None = None) -> ErasingStatements:
    """What erases a person's rows of a table; with a lifetime, those columns only, found by whose end begins it."""
    if lifetime is None:
        columns: Sequence[Column] = [column for column in table.columns if column.disposal in _ERASED]
        owner_column, deletes = table.owner_column, table.is_deleted
    else:
        columns = table.of_lifetime(lifetime)
        owner_column = table.end_column(lifetime)
        deletes = any(column.disposal is not Disposal.BLANKED for column in columns)
    if deletes:
        columns = table.columns
    categories = tuple(dict.fromkeys(one.category for one in columns if one.whose is Whose.VISITOR))
    ends = f" AND NOT ({table.outlives})" if lifetime is not None and table.outlives else ""
    theirs = f"t.site_id = :site_id AND t.{owner_column} = :owner_id{ends}"
    left = "true" if deletes else " OR ".join(map(_differs, columns)) or "false"
    flags = "".join(
        f", ({_holds(columns, category, deletes=deletes)}) AS category_{number}"
        for number, category in enumerate(categories)
    )
    totals = "".join(
        f", (SELECT bool_or(category_{number}) FROM page) AS category_{number}" for number in range(len(categories))
    )
    order_by, name = table.order_by, table.name

    def erase(condition: str) -> str:
        page = (
            f"SELECT t.{order_by} AS place{flags} FROM {name} AS t WHERE {condition} "
            f"ORDER BY t.{order_by} LIMIT :row_limit"
        )
        return (
            f"WITH page AS MATERIALIZED ({page}), changed AS ({_change(table, columns, deletes=deletes)} "
            # The bounds are for whatever join the planner takes: it must not read all rows of the owner for each page.
            f"WHERE {theirs} AND ({left}) AND t.{order_by} = page.place "
            f"AND t.{order_by} >= (SELECT place FROM page ORDER BY place LIMIT 1) "
            f"AND t.{order_by} <= (SELECT place FROM page ORDER BY place DESC LIMIT 1) RETURNING 1) "
            "SELECT (SELECT count(*) FROM changed) AS changed, (SELECT count(*) FROM page) AS seen, "
            f"(SELECT place FROM page ORDER BY place DESC LIMIT 1) AS place{totals}"
        )

    part = f"{name}_{lifetime}" if lifetime else name
    return ErasingStatements(
        count_left=Query(
            f"count_left_{part}",
            f"SELECT count(*) AS rows, count(DISTINCT t.{owner_column}) AS owners FROM {name} AS t "
            f"WHERE t.site_id = :site_id AND t.{owner_column} = ANY(CAST(:owner_ids AS uuid[])) AND ({left}){ends}",
        ),
        first_page=Query(f"erase_{part}", erase(theirs)),
        next_page=Query(f"erase_more_{part}", erase(f"{theirs} AND t.{order_by} > :after")),
        categories=categories,
    )


_ERASED = (Disposal.BLANKED, Disposal.DELETED)


def _differs(column: Column) -> str:
    return f"t.{column.name} IS DISTINCT FROM ({column.blank})"


def _holds(columns: Sequence[Column], category: Category, *, deletes: bool) -> str:
    """Whether a row holds something of a category that goes."""
    theirs = [one for one in columns if one.category is category and one.whose is Whose.VISITOR]
    if deletes:
        return " OR ".join(f"t.{one.name} IS NOT NULL" for one in theirs)
    return " OR ".join(map(_differs, theirs))


def _change(table: Table, columns: Sequence[Column], *, deletes: bool) -> str:
    if deletes:
        return f"DELETE FROM {table.name} AS t USING page"
    # A table of which nothing is erased gets a change that `left` lets touch no row; nobody runs it.
    changes = [f"{column.name} = {column.blank}" for column in columns] or ["site_id = t.site_id"]
    return f"UPDATE {table.name} AS t SET {', '.join(changes)} FROM page"
