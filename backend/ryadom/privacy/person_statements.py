"""The statements that read, count and erase one person's rows of a table, made from the data map."""
# ruff: noqa: S608 - names and expressions are the data map's own, values are parameters

from functools import cache

from msgspec import Struct

from ryadom.privacy.classification import Found, Table
from ryadom.store.sql import Query


class PersonStatements(Struct, frozen=True):
    """Of one table. All take `site_id` and `owner_id`: a conversation's where it is `found` so, else the visitor's.

    Pages take `row_limit`, and all but the first `after`: the `order_by` of the last row before.
    """

    first_page: Query
    next_page: Query
    count_held: Query
    count_left: Query
    erase_first_page: Query
    erase_next_page: Query


@cache
def person_statements(table: Table) -> PersonStatements:
    """The statements for a table in which a person's rows are `found`."""
    theirs = _are_theirs(table)
    columns = ", ".join(f"t.{column.name}" for column in table.answered)
    order = f"ORDER BY t.{table.order_by} LIMIT :row_limit"
    name, beyond = table.name, f" AND t.{table.order_by} > :after"
    left = f"{theirs} AND ({_is_left(table)})"

    def read(condition: str) -> str:
        return f"SELECT t.{table.order_by} AS place, {columns} FROM {name} AS t WHERE {condition} {order}"

    def erase(condition: str) -> str:
        page = f"SELECT t.{table.order_by} AS place FROM {name} AS t WHERE {condition} {order}"
        return (
            f"WITH page AS MATERIALIZED ({page}), changed AS ({_change(table)} WHERE {left} "
            f"AND t.{table.order_by} = page.place RETURNING 1) "
            "SELECT (SELECT count(*) FROM changed) AS changed, (SELECT count(*) FROM page) AS seen, "
            "(SELECT place FROM page ORDER BY place DESC LIMIT 1) AS place"
        )

    return PersonStatements(
        first_page=Query(f"read_{name}", read(theirs)),
        next_page=Query(f"read_more_{name}", read(theirs + beyond)),
        count_held=Query(f"count_{name}", f"SELECT count(*) FROM {name} AS t WHERE {theirs}"),
        count_left=Query(f"count_left_{name}", f"SELECT count(*) FROM {name} AS t WHERE {left}"),
        erase_first_page=Query(f"erase_{name}", erase(theirs)),
        erase_next_page=Query(f"erase_more_{name}", erase(theirs + beyond)),
    )


def _are_theirs(table: Table) -> str:
    if table.found is Found.REQUEST:
        requests = "SELECT p.request_id FROM subject_request_people AS p WHERE p.site_id = :site_id"
        return f"t.{table.owner_column} IN ({requests} AND p.visitor_id = :owner_id)"
    return f"t.site_id = :site_id AND t.{table.owner_column} = :owner_id"


def _is_left(table: Table) -> str:
    """Whether a row has something to erase."""
    if table.is_deleted:
        return "true"
    changes = [f"t.{column.name} IS DISTINCT FROM ({column.blank})" for column in table.blanked]
    return " OR ".join(changes) or "false"


def _change(table: Table) -> str:
    if table.is_deleted:
        return f"DELETE FROM {table.name} AS t USING page"
    # A table of which nothing is erased gets a change that `_is_left` lets touch no row; nobody runs it.
    changes = [f"{column.name} = {column.blank}" for column in table.blanked] or ["site_id = t.site_id"]
    return f"UPDATE {table.name} AS t SET {', '.join(changes)} FROM page"
