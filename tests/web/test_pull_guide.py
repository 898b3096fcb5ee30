"""docs/pull.md for 1C and DataLens: both keep a copy, through an expired place too, and a role has its views alone."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
import pytest
from msgspec.structs import replace

from ryadom.core.api_keys import Scope
from ryadom.web.openapi import openapi_document
from tests.bsl import Base
from tests.conftest import PostgresServer
from tests.waiting import until_true
from tests.web.client import Client, Server
from tests.web.programs import key
from tests.web.test_changes import reseal
from tests.web.test_reports import close

GUIDE = (Path(__file__).parents[2] / "docs/pull.md").read_text(encoding="utf-8")
[MODULE] = re.findall(r"^```bsl\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
[LOOP] = re.findall(r"^```python\n(import asyncio.*?)^asyncio\.run", GUIDE, re.DOTALL | re.MULTILINE)
[SQL] = re.findall(r"^```sql\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
DOCUMENT = openapi_document()
SCHEMAS = DOCUMENT["components"]["schemas"]


def fields_of(variable: str) -> set[str]:
    """The names in Latin letters that the module reads of a value: those of JSON; its own are in Russian."""
    return set(re.findall(rf"\b{variable}\.([a-z_]+)\b", MODULE))


def test_module_for_1c_asks_for_what_the_document_has() -> None:
    [asked] = re.findall(r'Новый HTTPЗапрос\("([^"]+)"', MODULE)
    url = urlsplit(asked)
    operation = DOCUMENT["paths"][url.path]["get"]
    known = {parameter["name"]: parameter["schema"] for parameter in operation["parameters"]}
    given = dict(parse_qsl(url.query, keep_blank_values=True))
    assert set(given) == {"limit", "cursor"} <= set(known)
    assert set(re.findall(r'"&(\w+)="', MODULE)) == {"site"} <= set(known)
    assert known["limit"]["minimum"] <= int(given["limit"]) <= known["limit"]["maximum"]
    assert re.findall(r'Вставить\("(\w+)", "(\w+) "', MODULE) == [("Authorization", "Bearer")]
    statuses = set(re.findall(r"КодСостояния <?[=>] (\d{3})", MODULE))
    assert statuses == {"200", "410", "422"} <= set(operation["responses"])


def test_module_for_1c_reads_what_pages_have() -> None:
    page = {"changes", "cursor", "has_more", "is_resync"}
    assert fields_of("Страница") == page <= set(SCHEMAS["ChangesPage"]["properties"])
    for change in ("Upsert", "Delete"):
        assert fields_of("Изменение") == {"type", "object"} <= set(SCHEMAS[change]["properties"])
    [word] = re.findall(r'Изменение\.type = "(\w+)"', MODULE)
    assert word == SCHEMAS["Upsert"]["properties"]["type"]["enum"][0]
    # Named in the words before it: by what an object is found again, deleted ones too.
    for schema in ("PublicCustomer", "PublicConversation", "PublicMessage", "Tombstone"):
        assert {"object", "id", "site"} <= set(SCHEMAS[schema]["properties"])


def expired(cursor: str, server: Server) -> str:
    """The cursor as a database gave it that is no more."""
    return reseal(cursor, server, lambda known: replace(known, epoch=b"elsewher"))


async def test_module_for_1c_keeps_a_copy_through_an_expired_place(server: Server, visitor: Client) -> None:
    secret = (await key(server, scopes=[Scope.READ_CHANGES])).secret
    base = Base(server.http_url, {"МестоЧата": "", "КругЧата": 0, "СайтыЧата": server.site.key, "КлючЧата": secret})

    async def run() -> set[tuple[str, str]]:
        await asyncio.to_thread(base.run, MODULE, "ПолучитьИзмененияЧата")
        return set(base.objects)

    assert sorted(kind for kind, _ in await run()) == ["conversation", "customer", "message"]
    await visitor.say("ещё")
    known = await run()
    assert len(known) == 4
    place = base.constants["МестоЧата"] = expired(base.constants["МестоЧата"], server)
    kept = ("message", "of a site that is not asked for")
    base.put("message", "of a database that is no more", site=server.site.key, round=0)
    base.put(*kept, site="third-key-1", round=0)
    base.refused.add(next(known_one for known_one in known if known_one[0] == "message"))
    with pytest.raises(Base.Refused):
        await run()
    # Nothing is half done: the place is the old one, and what stood there stands
    assert (base.constants["МестоЧата"], base.constants["КругЧата"]) == (place, 0)
    assert len(base.objects) == 6
    base.refused.clear()
    assert await run() == {*known, kept}
    assert base.constants["КругЧата"] == 1
    # The next round-trip takes nothing more away
    assert await run() == {*known, kept}


async def test_module_for_1c_says_what_the_chat_has_answered(server: Server) -> None:
    base = Base(server.http_url, {"МестоЧата": "", "КругЧата": 0, "СайтыЧата": server.site.key, "КлючЧата": "rk_none"})
    with pytest.raises(RuntimeError, match=r"^Чат ответил 401: .*api_key_invalid"):
        await asyncio.to_thread(base.run, MODULE, "ПолучитьИзмененияЧата")


@asynccontextmanager
async def looping(server: Server, url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[None]:
    """The loop runs, as a supervisor would run it."""
    for name, value in {
        "RYADOM_URL": server.http_url,
        "RYADOM_API_KEY": (await key(server, scopes=[Scope.READ_CHANGES])).secret,
        "RYADOM_SITES": server.site.key,
        "COPY_URL": url,
    }.items():
        monkeypatch.setenv(name, value)
    names: dict[str, Any] = {}
    exec(LOOP, names)  # noqa: S102 - our own docs
    running = asyncio.create_task(names["main"]())
    try:
        yield
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running


@pytest.fixture
async def copy(empty_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A database of somebody's own."""
    connection = await asyncpg.connect(empty_database_url)
    yield connection
    await connection.close()


async def until_in_copy(copy: asyncpg.Connection, condition: str, *given: object) -> None:
    async def is_so() -> bool:
        # The loop makes its tables first.
        with suppress(asyncpg.UndefinedTableError):
            return bool(await copy.fetchval(f"SELECT EXISTS (SELECT FROM objects WHERE {condition})", *given))  # noqa: S608
        return False

    await until_true(is_so)


async def test_loop_for_postgres_keeps_a_copy_through_an_expired_place(
    server: Server,
    visitor: Client,
    copy: asyncpg.Connection,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with looping(server, empty_database_url, monkeypatch):
        await until_in_copy(copy, "kind = 'message'")
        # It waits for what comes
        await visitor.say("ещё")
        await until_in_copy(copy, "json ->> 'body' = 'ещё' AND parent = $1", visitor.welcome["conversation_id"])
    known = await ids_of(copy)
    assert len(known) == 4
    await copy.execute("UPDATE place SET cursor = $1", expired(await copy.fetchval("SELECT cursor FROM place"), server))
    stale = "INSERT INTO objects VALUES ('message', $1, $2, '', '{}', 1)"
    await copy.execute(stale, "of a database that is no more", server.site.key)
    await copy.execute(stale, "of a site that is not asked for", "third-key-1")
    async with looping(server, empty_database_url, monkeypatch):
        await until_in_copy(copy, "NOT EXISTS (SELECT FROM objects WHERE id = 'of a database that is no more')")
    assert await ids_of(copy) == {*known, "of a site that is not asked for"}
    assert await copy.fetchval("SELECT round FROM place") == 2


async def ids_of(copy: asyncpg.Connection) -> set[str]:
    return {row["id"] for row in await copy.fetch("SELECT id FROM objects")}


async def test_role_of_datalens_sees_figures_of_the_copy_and_no_contacts(
    server: Server,
    visitor: Client,
    copy: asyncpg.Connection,
    postgres: PostgresServer,
    empty_database_url: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async with server.operator() as anna:
        await anna.say("Есть!", conversation_id=visitor.welcome["conversation_id"])
        await close(anna, visitor.welcome["conversation_id"])
    async with looping(server, empty_database_url, monkeypatch):
        await until_in_copy(copy, "json ->> 'status' = 'closed'")
        await until_in_copy(copy, "json ->> 'author_kind' = 'operator'")
    role = f"datalens_{uuid4().hex}"
    views, _, grants = SQL.partition("CREATE ROLE")
    await copy.execute(views)
    postgres.execute(f"CREATE ROLE {role}")
    try:
        [grant] = re.findall(r"^GRANT .*;$", grants, re.MULTILINE)
        await copy.execute(grant.replace("TO datalens;", f"TO {role};"))
        admin = urlsplit(postgres.admin_url)._replace(path=urlsplit(empty_database_url).path)
        analyst = await asyncpg.connect(admin.geturl())
        await analyst.execute(f"SET ROLE {role}")
        [conversation] = await analyst.fetch("SELECT * FROM conversations")
        assert (conversation["id"], conversation["status"]) == (visitor.welcome["conversation_id"], "closed")
        assert conversation["operator"] == "Анна"
        messages = await analyst.fetch("SELECT * FROM messages ORDER BY created_at")
        assert [row["author_kind"] for row in messages] == ["visitor", "operator"]
        assert {row["conversation_id"] for row in messages} == {conversation["id"]}
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await analyst.fetch("SELECT json FROM objects")
        await analyst.close()
        await copy.execute(f"REVOKE ALL ON conversations, messages FROM {role}")
    finally:
        postgres.execute(f"DROP ROLE {role}")
