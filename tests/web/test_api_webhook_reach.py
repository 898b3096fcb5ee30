"""`/api/v1/webhooks`: a key has a program told no more than it may read, of its sites, for as long as it is good."""

import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.webhooks import adding
from ryadom.core.webhooks.events import Event
from ryadom.store.journal_chain import COMMAND_LINE, Action
from ryadom.store.operators import Role
from tests.receiver import Receiver, receiver, says
from tests.waiting import until
from tests.web.accounts import Account, enrolled
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.programs import key, page, program, walk
from tests.web.test_api import told
from tests.web.test_api_keys_page import works_on_all
from tests.web.test_api_webhooks import MANAGE, WEBHOOKS, listed, made, patch, post
from tests.web.test_display_masking import records
from tests.web.test_webhooks_page import WEBHOOKS as PAGE
from tests.web.test_webhooks_page import added, allow, one_of
from tests.web.test_widget_settings import admin
from tests.webhooks import new_deliverer

NOT_YOURS = "There is no such webhook that this key may look after."

OF_CHATS = {one for one in Event if one.partition(".")[0] in ("conversation", "message", "customer")}


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=MANAGE)).secret) as http:
        yield http


@pytest.mark.parametrize(
    ("scopes", "events"),
    [
        ((), set()),
        ((Scope.READ_SETTINGS, Scope.EXPORT_DATA, Scope.WRITE_CHATS, Scope.READ_SUBJECTS), set()),
        ((Scope.READ_CHANGES,), OF_CHATS),
        ((Scope.READ_CHATS,), {*Event} - {Event.SUBJECT_REQUEST_CREATED}),
        ((Scope.READ_REQUESTS,), {Event.SUBJECT_REQUEST_CREATED}),
        ((Scope.READ_CHATS, Scope.READ_REQUESTS), {*Event}),
    ],
)
async def test_key_has_nobody_told_of_what_it_may_not_read(
    server: Server, scopes: tuple[Scope, ...], events: set[Event]
) -> None:
    secret = (await key(server, scopes=[Scope.MANAGE_WEBHOOKS, *scopes])).secret
    async with program(server, secret) as http, receiver(says()) as heard:
        url = await allow(server, heard.port)
        for event in Event:
            answer = await post(http, url, events=[event])
            if event not in events:
                assert told(answer) == (403, "scope_missing", "events"), event
                continue
            assert answer.status_code == 201, answer.text
            id = answer.json()["webhook"]["id"]
            if more := sorted({*Event} - events):
                assert told(await patch(http, id, events=[event, more[0]])) == (403, "scope_missing", "events")
            assert (await http.delete(f"{WEBHOOKS}/{id}")).status_code == 200


async def test_webhook_that_is_told_more_than_the_key_may_read_is_not_there(server: Server) -> None:
    narrow = (await key(server, scopes=[Scope.MANAGE_WEBHOOKS, Scope.READ_CHANGES])).secret
    async with (
        receiver(says()) as heard,
        enrolled(server, await works_on_all(server, Role.OWNER)) as ada,
        program(server, narrow) as http,
        program(server, (await key(server, scopes=MANAGE, is_for_all=True)).secret) as every,
    ):
        url = await allow(server, heard.port)
        other_id = await id_of_site(server, SITE_KEYS[1])
        own = await added(ada, server, url)
        hidden = [
            await added(ada, server, url, events=["message.created", "consent.given"]),
            await added(ada, server, url, site_ids=[str(server.site.id), other_id]),
            await added(ada, server, url, site_ids=[other_id]),
            await added(ada, server, url, site_ids=None),
            # Who writes to visitors is looked after by people.
            await added(ada, server, url, bot={"name": "Помощник"}, data="contents"),
        ]
        assert [one["id"] for one in await walk(http, WEBHOOKS, limit=1)] == [own["id"]]
        assert len(await walk(every, WEBHOOKS, limit=2)) == 5
        for id in [*(one["id"] for one in hidden), str(uuid4()), "nothing"]:
            for answer in await everything(http, id):
                assert told(answer) == (404, "webhook_unknown", "id"), answer.request.url
                # Nobody finds out by the words that there is one.
                assert id == "nothing" or answer.json()["detail"] == NOT_YOURS
        # Nothing has become of them.
        assert len((await ada.http.get(PAGE)).json()["webhooks"]) == 6
        assert {one["disabled_at"] for one in (await ada.http.get(PAGE)).json()["webhooks"]} == {None}
        async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as reader:
            for answer in await everything(reader, own["id"]):
                assert told(answer)[:2] == (403, "scope_missing")


async def everything(http: httpx.AsyncClient, id: str) -> list[httpx.Response]:
    """Each thing that can be asked of one webhook."""
    address, over = f"{WEBHOOKS}/{id}", {"If-Match": "*"}
    return [
        await http.get(address),
        await http.get(f"{address}/health"),
        await http.get(f"{address}/deliveries"),
        await http.patch(address, json={"events": ["message.created"]}, headers=over),
        await http.post(f"{address}/secret", headers=over),
        await http.post(f"{address}/test"),
        await http.post(f"{address}/enable"),
        await http.post(f"{address}/disable"),
        await http.post(f"{address}/replay", json={"delivery_id": str(uuid4())}),
        await http.delete(address),
    ]


async def id_of_site(server: Server, site_key: str) -> str:
    async with server.database.connection() as connection:
        return str(await connection.fetchval("SELECT id FROM sites WHERE key = $1", site_key))


async def test_key_of_some_sites_has_nobody_told_of_others(server: Server, crm: httpx.AsyncClient) -> None:
    async with listed(server) as (_, url):
        for sites in ([SITE_KEYS[1]], [*SITE_KEYS], ["nothing"], None):
            assert told(await post(crm, url, sites=sites)) == (403, "scope_missing", "sites")
        one = (await made(crm, url))["webhook"]
        for sites in ([*SITE_KEYS], None):
            assert told(await patch(crm, one["id"], sites=sites)) == (403, "scope_missing", "sites")
        assert await walk(crm, WEBHOOKS) == [one]
        async with program(server, (await key(server, scopes=MANAGE, is_for_all=True)).secret) as every:
            wide = (await made(every, url, sites=None))["webhook"]
            assert wide["sites"] is None
            assert (await patch(every, wide["id"], sites=[SITE_KEYS[1]])).json()["sites"] == [SITE_KEYS[1]]
            assert (await patch(every, wide["id"], sites=None)).json()["sites"] is None
        assert [each["id"] for each in await walk(crm, WEBHOOKS)] == [one["id"]]


@pytest.mark.parametrize("end", ["revoke", "expire"])
async def test_webhook_ends_with_its_key_and_somebody_of_the_house_may_take_it_over(server: Server, end: str) -> None:
    lasting = await key(server, scopes=MANAGE)
    async with listed(server) as (heard, url), enrolled(server, await admin(server)) as vera, server.visitor() as guest:
        async with program(server, lasting.secret) as http:
            one = (await made(http, url))["webhook"]
            await guest.say("Первое")
            await until(lambda: len(heard.heard) == 1)
        if end == "revoke":
            await server.app.state.context.api_keys.revoke(lasting.id, by=COMMAND_LINE)
        else:
            async with server.database.connection() as connection:
                await connection.execute("UPDATE api_keys SET expires_at = now() WHERE id = $1", lasting.id)
        await guest.say("Второе")
        # Told of nothing from that moment on, and disabled with a word to the officer by the next sweep.
        async with receiver(says()) as other:
            await added(vera, server, await allow(server, other.port))
            third = (await guest.say("Третье"))["seq"]
            # It may have come before the second was fanned out.
            await until(lambda: third in seqs(other))
            assert len(heard.heard) == 1
            await new_deliverer(server.database).sweep()
            [mine] = [each for each in await panel_webhooks(vera) if each["id"] == one["id"]]
            assert (mine["disabled_because"], mine["disabled_at"] is not None) == ("key_over", True)
            assert (await vera.http.put(f"{PAGE}/{one['id']}/enabled", json={"is_enabled": True})).status_code == 204
            fourth = (await guest.say("Четвёртое"))["seq"]
            await until(lambda: fourth in seqs(heard))
            assert seqs(heard) == [1, fourth]
            await new_deliverer(server.database).sweep()
            assert [each["disabled_at"] for each in await panel_webhooks(vera)] == [None, None]
    changes = await records(server, Action.SETTINGS_CHANGED)
    [told_of] = [each.details for each in changes if each.details.get("reason") == "key_over"]
    assert told_of["what"] == "webhook_disabled"


def seqs(heard: Receiver) -> list[int]:
    """Of the messages that somebody was told of."""
    return [json.loads(one.body)["data"]["seq"] for one in heard.heard]


async def panel_webhooks(person: Account) -> list[JsonObject]:
    return list((await person.http.get(PAGE)).json()["webhooks"])


async def test_webhook_that_somebody_of_the_house_changes_is_theirs(server: Server) -> None:
    made_by = await key(server, scopes=MANAGE)
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        async with program(server, made_by.secret) as http:
            one = (await made(http, url))["webhook"]
        wanted = {"events": ["message.created"], "data": "ids", "site_ids": [str(server.site.id)]}
        assert (await vera.http.put(f"{PAGE}/{one['id']}", json=wanted)).status_code == 204
        await server.app.state.context.api_keys.revoke(made_by.id, by=COMMAND_LINE)
        await new_deliverer(server.database).sweep()
        assert (await one_of(vera))["disabled_at"] is None


@pytest.mark.parametrize("way", ["say", "enable"])
async def test_key_that_takes_anothers_place_takes_its_webhook_over(server: Server, way: str) -> None:
    first, second = await key(server, scopes=MANAGE), await key(server, scopes=MANAGE)
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        async with program(server, first.secret) as http:
            one = (await made(http, url))["webhook"]
        async with program(server, second.secret) as http:
            # What it is told stays as it was.
            order = {"events": one["events"], "sites": one["sites"]}
            answer = await (
                patch(http, one["id"], **order) if way == "say" else http.post(f"{WEBHOOKS}/{one['id']}/enable")
            )
            assert answer.json() == one | {"looked_after_by": {"id": str(second.id), "name": "CRM", "ends_at": None}}
            await server.app.state.context.api_keys.revoke(first.id, by=COMMAND_LINE)
            await new_deliverer(server.database).sweep()
            assert (await one_of(vera))["disabled_at"] is None
        await server.app.state.context.api_keys.revoke(second.id, by=COMMAND_LINE)
        await new_deliverer(server.database).sweep()
        assert (await one_of(vera))["disabled_because"] == "key_over"


async def test_webhook_whose_secret_a_key_knows_ends_with_it(server: Server) -> None:
    curious = await key(server, scopes=MANAGE)
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        one = await added(vera, server, url)
        async with program(server, curious.secret) as http:
            read = await http.get(f"{WEBHOOKS}/{one['id']}")
            secret = f"{WEBHOOKS}/{one['id']}/secret"
            assert (await http.post(secret, headers={"If-Match": read.headers["etag"]})).status_code == 201
        await server.app.state.context.api_keys.revoke(curious.id, by=COMMAND_LINE)
        await new_deliverer(server.database).sweep()
        assert (await one_of(vera))["disabled_because"] == "key_over"


async def test_one_key_takes_not_all_places(
    server: Server, crm: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adding, "MAX_OF_KEY", 2)
    async with listed(server) as (_, url), enrolled(server, await admin(server)) as vera:
        await added(vera, server, url)
        first = await made(crm, url, "one")
        await made(crm, url)
        assert told(await post(crm, url)) == (422, "bad_body", "webhooks")
        assert (await made(crm, url, "one"))["webhook"] == first["webhook"]
        async with program(server, (await key(server, scopes=MANAGE)).secret) as other:
            await made(other, url)


async def test_log_has_nothing_of_what_it_was_told_before_it_was_the_keys(
    server: Server, crm: httpx.AsyncClient
) -> None:
    async with listed(server) as (_, url), enrolled(server, await works_on_all(server, Role.OWNER)) as ada:
        one = await added(ada, server, url)
        other_id = await id_of_site(server, SITE_KEYS[1])
        async with server.database.connection() as connection:
            await connection.execute(
                """INSERT INTO webhook_deliveries
                (endpoint_id, event_id, event, site_id, object_id, happened_at, due_at, outcome)
                SELECT $1, gen_random_uuid(), e.event, e.site_id, gen_random_uuid(), now(), NULL, 'delivered'
                FROM generate_series(1, 3), (
                    VALUES ('message.created', CAST($2 AS uuid)), ('message.created', $3), ('message.created', NULL),
                        ('subject_request.created', $2)
                ) AS e (event, site_id)""",
                UUID(one["id"]),
                server.site.id,
                UUID(other_id),
            )
        address = f"{WEBHOOKS}/{one['id']}/deliveries"
        for limit in (1, 5, 12, 100):
            found = await walk(crm, address, limit=limit)
            assert [(each["event"], each["site"]) for each in found] == [("message.created", SITE_KEYS[0])] * 3
            assert len({each["id"] for each in found}) == 3
        async with server.database.connection() as connection:
            hidden = await connection.fetch(
                "SELECT event_id FROM webhook_deliveries WHERE site_id IS DISTINCT FROM $1 OR event LIKE 'subject%'",
                server.site.id,
            )
        assert len(hidden) >= 6
        for row in hidden:
            refused = await crm.get(f"{address}/{row['event_id']}/request")
            assert told(refused) == (404, "webhook_unknown", "delivery_id")
        cursor = (await page(crm, address, limit=1))["next"]
        for path, query in ((address, {"failed": "true"}), (WEBHOOKS, {})):
            refused = await crm.get(path, params={"cursor": cursor, **query})
            assert told(refused) == (422, "cursor_invalid", "cursor")
