"""`/api/v1`: one site, operator, department, tag and ready reply by its id, with the tag of its state."""

from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.store.ids import new_id
from tests.web.client import SITE_KEYS, Server
from tests.web.programs import fill, key, program, walk

KINDS = {
    "sites": "site_unknown",
    "operators": "operator_unknown",
    "departments": "department_unknown",
    "tags": "label_unknown",
    "canned-replies": "reply_unknown",
}


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


async def test_one_is_as_its_list_has_it_and_is_not_sent_again(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    for path in KINDS:
        for listed in await walk(crm, path):
            one = await crm.get(f"{path}/{listed['id']}")
            assert (one.status_code, one.json()) == (200, listed), path
            known = await crm.get(f"{path}/{listed['id']}", headers={"If-None-Match": one.headers["etag"]})
            assert (known.status_code, known.content, known.headers["etag"]) == (304, b"", one.headers["etag"]), path


async def test_tag_of_a_state_is_another_once_anything_has_changed(server: Server, crm: httpx.AsyncClient) -> None:
    await fill(server)
    changes = {
        "sites": "UPDATE sites SET origins = origins || '{https://new.test}'",
        "operators": "UPDATE operators SET deactivated_at = now()",
        "departments": "UPDATE departments SET archived_at = now()",
        "tags": "UPDATE labels SET colour = 'red'",
        "canned-replies": "UPDATE canned_replies SET version = version + 1, body = 'Иначе'",
    }
    assert set(changes) == set(KINDS)
    for path, change in changes.items():
        listed = (await walk(crm, path))[0]
        before = (await crm.get(f"{path}/{listed['id']}")).headers["etag"]
        async with server.database.connection() as connection:
            await connection.execute(change)
        after = await crm.get(f"{path}/{listed['id']}", headers={"If-None-Match": before})
        assert after.status_code == 200, path
        assert after.headers["etag"] != before, path


async def test_what_is_of_another_site_firm_or_kind_or_an_operators_own_is_not_there(server: Server) -> None:
    await fill(server)
    far = await add_controller(server.database, legal_name="Далёкая")
    await add_site(server.database, name="Даль", origins=["https://far.test"], key="far-key-01", controller_id=far.id)
    foreign_tag, result, own = new_id(), new_id(), new_id()
    async with server.database.connection() as connection:
        for id, firm, kind in (foreign_tag, far.id, "tag"), (result, server.site.controller_id, "result"):
            await connection.execute(
                "INSERT INTO labels (id, controller_id, kind, name, colour, place)"
                " VALUES ($1, $2, $3, 'Иной', 'grey', 9)",
                id,
                firm,
                kind,
            )
        anna = await connection.fetchval("SELECT id FROM operators LIMIT 1")
        await connection.execute(
            "INSERT INTO canned_replies (id, operator_id, shortcut, body) VALUES ($1, $2, 'мой', 'Моё')", own, anna
        )
    async with program(server, (await key(server, is_for_all=True)).secret) as every:
        theirs = {path: await walk(every, path) for path in KINDS}
    async with program(server, (await key(server)).secret) as crm:
        ours = {path: {one["id"] for one in await walk(crm, path)} for path in KINDS}
        hidden = {path: [one["id"] for one in theirs[path] if one["id"] not in ours[path]] for path in KINDS}
        # Tags are of the firm, and operators may work on both of its sites.
        assert all(hidden[path] for path in ("sites", "departments", "canned-replies")), hidden
        hidden["tags"] += [str(foreign_tag), str(result)]
        hidden["canned-replies"].append(str(own))
        for path, code in KINDS.items():
            for id in [*hidden[path], str(uuid4()), "1", "x" * 300]:
                answer = await crm.get(f"{path}/{id}")
                assert (answer.status_code, answer.json()["code"]) == (404, code), (path, id)
            odd = await crm.get(f"{path}/{next(iter(ours[path]))}", params={"site": SITE_KEYS[0]})
            assert odd.status_code == 422, path


async def test_key_without_the_right_reads_none_of_it(server: Server) -> None:
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as http:
        for path in KINDS:
            assert (await http.get(f"{path}/{UUID(int=0)}")).status_code == 403, path
