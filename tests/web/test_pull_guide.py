"""docs/pull.md for 1C and DataLens: the module asks for what there is, and a role has the views of a copy alone."""

import json
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import uuid4

import asyncpg
import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.web.openapi import openapi_document
from tests.conftest import PostgresServer
from tests.mirror import Mirror
from tests.web.client import Client, Server
from tests.web.programs import key, program
from tests.web.test_reports import close

GUIDE = (Path(__file__).parents[2] / "docs/pull.md").read_text(encoding="utf-8")
[MODULE] = re.findall(r"^```bsl\n(.*?)^```", GUIDE, re.DOTALL | re.MULTILINE)
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
    assert known["limit"]["minimum"] <= int(given["limit"]) <= known["limit"]["maximum"]
    assert re.findall(r'Вставить\("(\w+)", "(\w+) "', MODULE) == [("Authorization", "Bearer")]
    statuses = set(re.findall(r"КодСостояния <?[=>] (\d{3})", MODULE))
    assert statuses == {"200", "410", "422"} <= set(operation["responses"])


def test_module_for_1c_reads_what_pages_have() -> None:
    assert fields_of("Страница") == {"changes", "cursor", "has_more"} <= set(SCHEMAS["ChangesPage"]["properties"])
    for change in ("Upsert", "Delete"):
        assert fields_of("Изменение") == {"type", "object"} <= set(SCHEMAS[change]["properties"])
    [word] = re.findall(r'Изменение\.type = "(\w+)"', MODULE)
    assert word == SCHEMAS["Upsert"]["properties"]["type"]["enum"][0]
    # Named in the words before it: by what an object is found again, deleted ones too.
    for schema in ("PublicCustomer", "PublicConversation", "PublicMessage", "Tombstone"):
        assert {"object", "id"} <= set(SCHEMAS[schema]["properties"])


@pytest.fixture
async def copy(server: Server, visitor: Client, empty_database_url: str) -> AsyncIterator[asyncpg.Connection]:
    """A database of somebody's own, with `objects` as the loop keeps them there."""
    async with server.operator() as anna:
        await anna.say("Есть!", conversation_id=visitor.welcome["conversation_id"])
        await close(anna, visitor.welcome["conversation_id"])
    mirror = Mirror()
    async with program(server, (await key(server, scopes=[Scope.READ_CHANGES])).secret) as http:
        await _fill(http, mirror)
    connection = await asyncpg.connect(empty_database_url)
    await connection.execute(
        "CREATE TABLE objects"
        " (kind text, id text, site text, parent text, json jsonb, round int, PRIMARY KEY (kind, id))"
    )
    await connection.executemany(
        "INSERT INTO objects VALUES ($1, $2, $3, $4, $5, 1)",
        [(kind, id, one["site"], _parent(one), json.dumps(one)) for (kind, id), one in mirror.objects.items()],
    )
    yield connection
    await connection.close()


async def _fill(http: httpx.AsyncClient, mirror: Mirror) -> None:
    page: dict[str, Any] = {"has_more": True}
    while page["has_more"]:
        page = (await http.get("changes", params={"cursor": mirror.cursor})).raise_for_status().json()
        mirror.apply(page)


def _parent(one: dict[str, Any]) -> str | None:
    return one.get("conversation_id") or one.get("customer_id")


async def test_role_of_datalens_sees_figures_of_the_copy_and_no_contacts(
    copy: asyncpg.Connection, visitor: Client, postgres: PostgresServer, empty_database_url: str
) -> None:
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
