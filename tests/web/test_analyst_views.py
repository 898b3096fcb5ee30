"""The views for analysts: what they tell, whom they tell nothing of, and that whoever reads them reads nothing else."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import asyncpg
import pytest

from ryadom.store.database import Database
from tests.conftest import PostgresServer
from tests.web.client import JsonObject, Server

VIEWS = ("sites", "conversations", "rounds", "messages", "customers", "consents")
PAGE = {"url": "http://shop.test/tea?phone=79160000000#basket", "referrer": "https://ya.example/search?text=чай"}
LANDING = "http://shop.test/?utm_source=vk&utm_medium=cpc&utm_campaign=spring%20tea#top"
NAME, PHONE, MAIL, WORDS = "Ольга Седова", "+79161234567", "olga@mail.test", "А чай с бергамотом есть?"
COMMENTS = r"""SELECT
    c.table_name, c.column_name, col_description(CAST(c.table_name AS regclass), c.ordinal_position) AS words
FROM information_schema.columns AS c
WHERE c.table_schema = 'public' AND c.table_name LIKE 'analyst\_%'"""
DOCS = Path(__file__).parents[2] / "docs/analysts.md"


@pytest.fixture
async def conversation_id(server: Server) -> str:
    """Somebody whom everything is known of has asked, was answered, has rated, and has sent two files."""
    async with server.visitor(page=PAGE | {"landing_url": LANDING}) as visitor:
        conversation_id: str = (await visitor.say(WORDS))["conversation_id"]
        await _tell_all_of(server, conversation_id)
        async with server.operator() as operator:
            await operator.say("Есть!", conversation_id=conversation_id)
    return conversation_id


async def _tell_all_of(server: Server, conversation_id: str) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO customer_cards (site_id, visitor_id, revision, name, phone, email, company, about)"
            " SELECT site_id, visitor_id, 1, $2, $3, $4, 'ООО «Чай»', 'любит бергамот'"
            " FROM conversations WHERE id = $1",
            conversation_id,
            NAME,
            PHONE,
            MAIL,
        )
        await connection.execute("UPDATE conversations SET landing_url = $2 WHERE id = $1", conversation_id, LANDING)


async def _rows(database: Database, view: str) -> list[JsonObject]:
    async with database.connection() as connection:
        rows = await connection.fetch(f"SELECT to_jsonb(t) AS row FROM analyst_{view} AS t")  # noqa: S608 - of VIEWS
    return [json.loads(row["row"]) if isinstance(row["row"], str) else row["row"] for row in rows]


async def test_analysts_count_and_name_nobody(server: Server, conversation_id: str) -> None:
    rows = {view: await _rows(server.database, view) for view in VIEWS}
    [conversation] = rows["conversations"]
    assert conversation["conversation_id"] == conversation_id
    assert (conversation["page"], conversation["referrer_origin"]) == ("http://shop.test/tea", "https://ya.example")
    assert conversation["landing_page"] == "http://shop.test/"
    assert [conversation[f"utm_{part}"] for part in ("source", "medium", "campaign")] == ["vk", "cpc", "spring%20tea"]
    assert [(row["author_kind"], row["operator"], row["chars"], row["files"]) for row in rows["messages"]] == [
        ("visitor", None, len(WORDS), 0),
        ("operator", "Анна", len("Есть!"), 0),
    ]
    [customer] = rows["customers"]
    assert (customer["has_phone"], customer["has_email"], customer["is_verified"]) == (True, True, False)
    told = json.dumps(rows, ensure_ascii=False)
    for secret in (NAME, PHONE, MAIL, "бергамот", "ООО", "79160000000", "text=", "Есть"):
        assert secret not in told


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("vk.com_spring-26~a", "vk.com_spring-26~a"),
        ("123456", "123456"),
        ("%D1%87%D0%B0%D0%B9", "%D1%87%D0%B0%D0%B9"),
        ("olga%40mail.test", None),
        ("olga%2540mail.test", None),
        ("olga@mail.test", None),
        ("tel79161234567", None),
        ("1234567", None),
        ("7+916", None),
        ("чай", None),
        ("a" * 101, None),
        ("", None),
    ],
)
async def test_campaign_that_could_be_a_contact_is_not_shown(
    server: Server, conversation_id: str, written: str, shown: str | None
) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE conversations SET landing_url = $1",
            f"http://shop.test/?utm_source={written}&utm_medium={written}&utm_campaign={written}#top",
        )
    [row] = await _rows(server.database, "conversations")
    assert [row[f"utm_{part}"] for part in ("source", "medium", "campaign")] == [shown] * 3


async def test_rounds_are_those_of_the_reports(server: Server, conversation_id: str) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO rounds (site_id, conversation_id, number, last_seq, asked_at, answered_at, answered_by,"
            " answer_work_s, closed_at, has_comment, visitor_messages, operator_messages)"
            " SELECT c.site_id, c.id, 7, 2, '2026-11-01T10:00Z', '2026-11-01T10:01:30Z', o.id, 30, '2026-11-01T11:00Z',"
            " false, 1, 1 FROM conversations AS c JOIN operators AS o ON o.name = 'Анна'",
        )
    [row] = [row for row in await _rows(server.database, "rounds") if row["number"] == 7]
    assert (row["answered_by"], row["answer_s"], row["answer_work_s"], row["resolution_s"]) == ("Анна", 90, 30, 3600)


@pytest.mark.parametrize(
    "gone",
    [
        "UPDATE conversations SET is_blocked = true; UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful'",
        "UPDATE visitors SET erased_at = now()",
    ],
)
async def test_nothing_of_who_is_blocked_or_erased(server: Server, conversation_id: str, gone: str) -> None:
    assert await _rows(server.database, "customers")
    async with server.database.connection() as connection:
        await connection.execute(gone)
    for view in ("conversations", "messages", "customers", "consents"):
        assert await _rows(server.database, view) == []


async def test_every_column_is_explained_in_the_database_and_in_the_docs(database: Database) -> None:
    async with database.connection() as connection:
        columns = await connection.fetch(COMMENTS)
    assert {row["table_name"] for row in columns} == {f"analyst_{view}" for view in VIEWS}
    told = DOCS.read_text(encoding="utf-8")
    for row in columns:
        assert row["words"], row
        assert f"`{row['column_name']}`" in told.partition(f"`{row['table_name']}`")[2].partition("\n| `")[0], row


@pytest.fixture
async def analyst(server: Server, postgres: PostgresServer, database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """Somebody with a role of their own, who may read the views alone."""
    role = f"analyst_{uuid4().hex}"
    postgres.execute(f"CREATE ROLE {role}")
    granted = ", ".join(f"analyst_{view}" for view in VIEWS)
    async with server.database.connection() as connection:
        await connection.execute(f"GRANT SELECT ON {granted} TO {role}")
    admin = urlsplit(postgres.admin_url)._replace(path=urlsplit(database_url).path)
    connection = await asyncpg.connect(admin.geturl())
    try:
        await connection.execute(f"SET ROLE {role}")
        yield connection
    finally:
        await connection.close()
        async with server.database.connection() as own:
            await own.execute(f"REVOKE ALL ON {granted} FROM {role}")
        postgres.execute(f"DROP ROLE {role}")


async def test_function_of_an_analysts_own_sees_nothing_that_is_left_out(
    server: Server, conversation_id: str, analyst: asyncpg.Connection
) -> None:
    async with server.database.connection() as connection:
        await connection.execute("UPDATE conversations SET is_blocked = true")
        await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'unlawful'")
    await analyst.execute(
        "CREATE FUNCTION pg_temp.peep(id uuid) RETURNS boolean LANGUAGE plpgsql COST 0.0000001 AS "
        "$$ BEGIN RAISE EXCEPTION 'seen %', id; END $$"
    )
    for view in ("conversations", "messages"):
        assert await analyst.fetch(f"SELECT * FROM analyst_{view} WHERE pg_temp.peep(conversation_id)") == []  # noqa: S608 - of VIEWS
    for view in ("customers", "consents"):
        assert await analyst.fetch(f"SELECT * FROM analyst_{view} WHERE pg_temp.peep(visitor_id)") == []  # noqa: S608 - of VIEWS


async def test_role_that_may_read_views_reads_no_table_and_changes_nothing(
    conversation_id: str, analyst: asyncpg.Connection
) -> None:
    assert [str(row["conversation_id"]) for row in await analyst.fetch("SELECT * FROM analyst_conversations")] == [
        conversation_id
    ]
    for question in re.findall(r"```sql\n(SELECT .*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL):
        await analyst.fetch(question)
    for statement in (
        "SELECT name FROM visitors",
        "SELECT body FROM entries",
        "SELECT * FROM customer_cards",
        "UPDATE analyst_sites SET name = 'x'",
        "DELETE FROM analyst_sites",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await analyst.execute(statement)
