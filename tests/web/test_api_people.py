"""`/api/v1`: customers are found by what a program knows of them, and conversations by whose they are."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from tests.web.client import SITE_KEYS, Server
from tests.web.programs import READS, V1, WRITES, anna_of, block, ids, key, patch, program, walk
from tests.web.test_api import told

PHONE, EMAIL, NUMBER = "+7 (916) 123-45-67", "Petr@Mail.ru", "A-1042"


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=list({*READS, *WRITES}))).secret) as http:
        yield http


async def written(server: Server, *, site: str = SITE_KEYS[0], origin: str = "http://shop.test") -> str:
    """The id of somebody who has written."""
    async with server.visitor(site=site, origin=origin) as client:
        await client.say("Есть кто?")
        return str(client.welcome["visitor_id"])


async def identified(server: Server, visitor_id: str, **told_by_site: str) -> None:
    """As the site's own page would tell."""
    values = {"external_id": NUMBER, "name": "", "email": "", "phone": ""} | told_by_site
    async with server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO visitor_identities (site_id, visitor_id, external_id, name, email, phone, is_verified) "
            "SELECT site_id, id, $2, $3, $4, $5, true FROM visitors WHERE id = $1",
            UUID(visitor_id),
            *values.values(),
        )


async def found(http: httpx.AsyncClient, **order: object) -> list[str]:
    answer = await http.post("customers/search", json=order)
    assert answer.status_code == 200, answer.text
    assert answer.json()["is_complete"]
    return ids(answer.json()["data"])


async def test_customer_is_found_by_each_thing_however_it_is_written(server: Server, crm: httpx.AsyncClient) -> None:
    by_card, by_site, neither = [await written(server) for _ in range(3)]
    assert (await patch(crm, f"customers/{by_card}", phone=PHONE, email=EMAIL)).status_code == 200
    await identified(server, by_site, phone="89161234567", email="petr@mail.ru")
    for phone in ("8 916 123 45 67", "+79161234567", "9161234567"):
        assert await found(crm, phone=phone) == [by_site, by_card]
    assert await found(crm, email="PETR@mail.RU") == [by_site, by_card]
    assert await found(crm, external_id=NUMBER) == [by_site]
    assert await found(crm, external_id=NUMBER, phone="+79161234567") == [by_site, by_card]
    assert await found(crm, external_id="A-1", phone="+79990000000", email="other@mail.ru") == []
    assert neither not in await found(crm, external_id=NUMBER, email=EMAIL)


async def test_nobody_is_found_who_is_blocked_or_on_another_site(
    server: Server, database_url: str, crm: httpx.AsyncClient
) -> None:
    blocked, stranger = await written(server), await written(server, site=SITE_KEYS[1], origin="http://other.test")
    for visitor_id in (blocked, stranger):
        await identified(server, visitor_id)
    assert await found(crm, external_id=NUMBER) == [blocked]
    [conversation] = await walk(crm, "conversations", customer=blocked)
    await block(server, database_url, conversation["id"])
    assert await found(crm, external_id=NUMBER) == []
    refused = await crm.post("customers/search", json={"external_id": NUMBER, "site": [SITE_KEYS[1]]})
    assert refused.status_code == 403
    assert refused.json()["code"] == "scope_missing"


@pytest.mark.parametrize(
    ("order", "field"),
    [
        ({}, None),
        ({"phone": "", "email": ""}, None),
        ({"phone": "1234"}, "phone"),
        ({"phone": "Петров"}, "phone"),
        ({"email": "petr"}, "email"),
        ({"email": "@mail.ru"}, "email"),
        ({"email": "a\0b@mail.ru"}, "email"),
        ({"external_id": "a\0b"}, "external_id"),
        ({"external_id": " "}, "external_id"),
    ],
)
async def test_what_can_be_nobodys_is_refused_by_its_name(
    crm: httpx.AsyncClient, order: dict[str, object], field: str | None
) -> None:
    refused = await crm.post("customers/search", json=order)
    assert told(refused) == (422, "bad_body", field)


async def test_search_is_journalled_by_what_it_was_and_never_by_its_words(
    server: Server, crm: httpx.AsyncClient
) -> None:
    visitor_id = await written(server)
    await identified(server, visitor_id, phone=PHONE)
    assert await found(crm, phone=PHONE, external_id=NUMBER) == [visitor_id]
    async with server.database.connection() as connection:
        row = await connection.fetchrow(
            "SELECT visitor_ids, actor_kind, details::text AS details FROM journal WHERE action = 'people_searched'"
        )
    assert row is not None
    assert row["visitor_ids"] == [UUID(visitor_id)]
    assert row["actor_kind"] == "api_key"
    assert "phone external_id" in row["details"]
    assert "123" not in row["details"]
    assert NUMBER not in row["details"]


async def test_key_that_reads_no_chats_finds_nobody(server: Server) -> None:
    only_settings = await key(server, scopes=[READS[1]])
    async with program(server, only_settings.secret) as http:
        refused = await http.post(f"{server.http_url}{V1}/customers/search", json={"external_id": NUMBER})
    assert (refused.status_code, refused.json()["code"]) == (403, "scope_missing")


async def test_conversations_are_chosen_by_whose_they_are(server: Server, crm: httpx.AsyncClient) -> None:
    one, other = await written(server), await written(server)
    of_one, of_other = [ids(await walk(crm, "conversations", customer=customer)) for customer in (one, other)]
    assert len(of_one) == len(of_other) == 1
    assert of_one != of_other
    assert await walk(crm, "conversations", customer=str(uuid4())) == []
    anna = await anna_of(server)
    assert await walk(crm, "conversations", operator=anna) == []
    assert (await patch(crm, f"conversations/{of_one[0]}", operator_id=anna)).status_code == 200
    assert ids(await walk(crm, "conversations", operator=anna)) == of_one
    async with server.database.connection() as connection:
        department = await connection.fetchval(
            "INSERT INTO departments (site_id, id, name, place) VALUES ($1, $2, 'Претензии', 1) RETURNING id",
            server.site.id,
            uuid4(),
        )
    assert (await patch(crm, f"conversations/{of_other[0]}", department_id=str(department))).status_code == 200
    assert ids(await walk(crm, "conversations", department=str(department))) == of_other
    assert (await patch(crm, f"conversations/{of_one[0]}", status="closed")).status_code == 200
    assert ids(await walk(crm, "conversations", operator=anna, status="closed", limit=1)) == of_one
    assert await walk(crm, "conversations", operator=anna, status="open") == []
    assert await walk(crm, "conversations", operator=anna, customer=other) == []
