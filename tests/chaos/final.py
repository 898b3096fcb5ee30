"""What Postgres holds at the end, read past the product."""

import asyncpg

from tests.chaos.history import Final, Head, Row, assignment, status


async def read_final(url: str) -> Final:
    """All conversations and entries."""
    connection = await asyncpg.connect(url, timeout=10)
    try:
        heads = await connection.fetch(
            "SELECT c.id, s.key, c.visitor_id, c.last_seq FROM conversations AS c JOIN sites AS s ON s.id = c.site_id"
        )
        rows = await connection.fetch(
            "SELECT conversation_id, seq, kind, author_id, echo_id, body, operator_id, status FROM entries"
            " ORDER BY conversation_id, seq"
        )
    finally:
        await connection.close()
    return Final(
        heads=[
            Head(
                conversation_id=str(row["id"]),
                site=row["key"],
                visitor=str(row["visitor_id"]),
                last_seq=row["last_seq"],
            )
            for row in heads
        ],
        rows=[
            Row(
                conversation_id=str(row["conversation_id"]),
                seq=row["seq"],
                author=str(row["author_id"]),
                echo_id=_text(row["echo_id"]),
                content=_content(row),
            )
            for row in rows
        ],
    )


def _content(row: asyncpg.Record) -> str:
    match row["kind"]:
        case "message":
            return str(row["body"])
        case "assignment":
            return assignment(_text(row["operator_id"]))
        case _:
            return status(row["status"])


def _text(value: object) -> str | None:
    return None if value is None else str(value)
