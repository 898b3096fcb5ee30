"""The statements that read and count one person's rows of a table, made from the data map."""
# ruff: noqa: S608 - names are the data map's own, values are parameters

from functools import cache

from msgspec import Struct

from ryadom.privacy.classification import Found, Table
from ryadom.store.sql import Query


class PersonStatements(Struct, frozen=True):
    """Of one table. All take `site_id` and `owner_id`: of the visitor or a conversation, as the table is `found`.

    Pages take `row_limit`, and all but the first `after`: the `order_by` of the last row before.
    """

    first_page: Query
    next_page: Query
    count_held: Query


@cache
def person_statements(table: Table) -> PersonStatements:
    """The statements for a table in which a person's rows are `found`."""
    theirs = _are_theirs(table)
    columns = ", ".join(f"t.{column.name}" for column in table.answered)
    name, order_by = table.name, table.order_by

    def read(condition: str) -> str:
        order = f"ORDER BY t.{order_by} LIMIT :row_limit"
        return f"SELECT t.{order_by} AS place, {columns} FROM {name} AS t WHERE {condition} {order}"

    return PersonStatements(
        first_page=Query(f"read_{name}", read(theirs)),
        next_page=Query(f"read_more_{name}", read(f"{theirs} AND t.{order_by} > :after")),
        count_held=Query(f"count_{name}", f"SELECT count(*) FROM {name} AS t WHERE {theirs}"),
    )


def _are_theirs(table: Table) -> str:
    if table.found is Found.REQUEST:
        requests = "SELECT p.request_id FROM subject_request_people AS p WHERE p.site_id = :site_id"
        return f"t.{table.owner_column} IN ({requests} AND p.visitor_id = :owner_id)"
    return f"t.site_id = :site_id AND t.{table.owner_column} = :owner_id"
