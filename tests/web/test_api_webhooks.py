"""`/api/v1/webhooks`: added once, changed over what was read, tried, told, and every change in the journal."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import Action, ActorKind
from tests.receiver import Receiver, receiver, says
from tests.waiting import until, until_true
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.programs import key, page, program, walk
from tests.web.test_api import told
from tests.web.test_display_masking import records
from tests.web.test_webhooks_page import PATH, allow
from tests.webhooks import told_types, verified

WEBHOOKS = "webhooks"
MANAGE = [Scope.MANAGE_WEBHOOKS, Scope.READ_CHATS]


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server, scopes=MANAGE)).secret) as http:
        yield http


@asynccontextmanager
async def listed(server: Server, most: DataLevel = DataLevel.CONTENTS) -> AsyncIterator[tuple[Receiver, str]]:
    """Somebody to be told, who is in the register; and the URL."""
    async with receiver(says(body=b"thanks")) as heard:
        yield heard, await allow(server, heard.port, most)


async def post(http: httpx.AsyncClient, url: str, once: str | None = None, **change: Any) -> httpx.Response:
    order = {"url": url, "events": ["message.created"], "sites": [SITE_KEYS[0]]}
    headers = {"Idempotency-Key": once if once is not None else str(uuid4())}
    return await http.post(WEBHOOKS, json=order | change, headers=headers)


async def made(http: httpx.AsyncClient, url: str, once: str | None = None, **change: Any) -> JsonObject:
    response = await post(http, url, once, **change)
    assert response.status_code == 201, response.text
    return dict(response.json())


async def patch(http: httpx.AsyncClient, id: str, etag: str = "*", **order: Any) -> httpx.Response:
    return await http.patch(f"{WEBHOOKS}/{id}", json=order, headers={"If-Match": etag})


async def test_webhook_is_added_tried_told_replayed_rotated_disabled_and_removed(
    server: Server, crm: httpx.AsyncClient
) -> None:
    async with listed(server) as (heard, url), server.visitor() as visitor:
        new = await made(crm, url, data="contents")
        one, secret = new["webhook"], new["secret"]
        address = f"{WEBHOOKS}/{one['id']}"
        assert (one["sites"], one["events"], one["data"]) == ([SITE_KEYS[0]], ["message.created"], "contents")
        assert (one["origin"], one["is_enabled"]) == (url.removesuffix(PATH), True)
        assert await walk(crm, WEBHOOKS) == [one]
        tried = (await crm.post(f"{address}/test")).json()
        assert (tried["is_good"], tried["status"], tried["answer"]) == (True, 200, "thanks")
        assert verified(heard.heard[0], secret)["type"] == "webhook.test"

        await visitor.say("Почём пуэр?")
        await until(lambda: "message.created" in told_types(heard))

        async def is_noted() -> bool:
            return (await crm.get(f"{address}/health")).json()["succeeded_at"] is not None

        await until_true(is_noted)
        health = (await crm.get(f"{address}/health")).json()
        assert (health["waiting"], health["failures"], health["most_data"]) == (0, 0, "contents")
        [delivery] = await walk(crm, f"{address}/deliveries")
        assert (delivery["event"], delivery["outcome"], delivery["site"]) == (
            "message.created",
            "delivered",
            SITE_KEYS[0],
        )
        assert delivery["origin"] == f"http://127.0.0.1:{heard.port}"
        assert (await page(crm, f"{address}/deliveries", failed="true"))["data"] == []
        sent = next(one for one in heard.heard if one.headers["webhook-id"] == delivery["id"])
        asked = await crm.get(f"{address}/deliveries/{delivery['id']}/request")
        assert asked.status_code == 200, asked.text
        assert (asked.json()["body"].encode(), asked.json()["is_same"]) == (sent.body, True)
        assert (delivery["sent_bytes"], delivery["sent_data"]) == (len(sent.body), "contents")
        assert [hidden for hidden in (secret, PATH, sent.headers["webhook-signature"]) if hidden in asked.text] == []
        assert [record.actor.kind for record in await records(server, Action.REVEALED)] == [ActorKind.API_KEY]
        nobody = await crm.get(f"{address}/deliveries/{uuid4()}/request")
        assert told(nobody) == (404, "webhook_unknown", "delivery_id")
        again = await crm.post(f"{address}/replay", json={"delivery_id": delivery["id"]})
        assert again.json() == {"count": 1, "is_whole": True}
        await until(lambda: told_types(heard).count("message.created") == 2)
        since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        assert (await crm.post(f"{address}/replay", json={"given_up_since": since})).json() == {
            "count": 0,
            "is_whole": True,
        }

        etag = (await crm.get(address)).headers["etag"]
        rotated = await crm.post(f"{address}/secret", headers={"If-Match": etag})
        assert rotated.status_code == 201, rotated.text
        assert rotated.headers["etag"] == (await crm.get(address)).headers["etag"] != etag
        # Twice over one state is once: the first secret must go on signing beside the new one.
        lost = await crm.post(f"{address}/secret", headers={"If-Match": etag})
        assert told(lost) == (412, "precondition_failed", "if-match")
        await crm.post(f"{address}/test")
        for each in (secret, rotated.json()["secret"]):
            assert verified(heard.heard[-1], each)["type"] == "webhook.test"
        for path in (WEBHOOKS, address, f"{address}/health", f"{address}/deliveries"):
            shown = (await crm.get(path)).text
            for hidden in (secret, rotated.json()["secret"], PATH):
                assert hidden not in shown, path

        for _ in range(2):
            off = await crm.post(f"{address}/disable")
            assert (off.json()["is_enabled"], off.json()["disabled_because"]) == (False, "by_hand")
        assert (await crm.post(f"{address}/enable")).json()["is_enabled"] is True
        gone = await crm.delete(address)
        assert (gone.status_code, gone.json()["id"]) == (200, one["id"])
        assert told(await crm.delete(address)) == (404, "webhook_unknown", "id")
        assert await walk(crm, WEBHOOKS) == []
    changes = [one for one in await records(server, Action.SETTINGS_CHANGED) if one.actor.kind is ActorKind.API_KEY]
    assert [one.details["what"] for one in changes] == [
        "webhook", "webhook_replayed", "webhook_secret", "webhook_disabled", "webhook_enabled", "webhook_disabled",
        "webhook_removed",
    ]  # fmt: skip
    assert {one.actor.name for one in changes} == {"CRM"}


async def test_sent_again_it_is_one_webhook_whose_secret_was_given_before(
    server: Server, crm: httpx.AsyncClient
) -> None:
    async with listed(server) as (_, url):
        first = await made(crm, url, "crm-hook")
        again = await asyncio.gather(*(post(crm, url, "crm-hook") for _ in range(3)))
        assert [answer.json() for answer in again] == [{"webhook": first["webhook"], "secret": None}] * 3
        assert told(await post(crm, f"{url}/else", "crm-hook")) == (422, "idempotency_mismatch", "idempotency-key")
        for other in ({"events": ["message.deleted"]}, {"data": "contents"}):
            refused = await post(crm, url, "crm-hook", **other)
            assert told(refused) == (422, "idempotency_mismatch", "idempotency-key"), other
        # It is the order that is the same, whatever has become of the webhook.
        changed = await patch(crm, first["webhook"]["id"], events=["message.deleted"])
        assert (await post(crm, url, "crm-hook")).json() == {"webhook": changed.json(), "secret": None}
        assert len(await walk(crm, WEBHOOKS)) == 1
        assert told(await post(crm, url, "")) == (400, "idempotency_expected", "idempotency-key")


async def test_webhook_is_told_something_else_over_what_was_read(server: Server, crm: httpx.AsyncClient) -> None:
    async with listed(server) as (heard, url), server.visitor() as visitor:
        one = (await made(crm, url))["webhook"]
        address = f"{WEBHOOKS}/{one['id']}"
        etag = (await crm.get(address)).headers["etag"]
        known = await crm.get(address, headers={"If-None-Match": etag})
        assert (known.status_code, known.content) == (304, b"")
        order = {"events": ["conversation.created"], "data": "contents"}
        assert told(await crm.patch(address, json=order)) == (428, "precondition_expected", "if-match")
        assert told(await patch(crm, one["id"], '"old"', **order)) == (412, "precondition_failed", "if-match")
        changed = await patch(crm, one["id"], etag, **order)
        assert (changed.json()["events"], changed.json()["data"]) == (["conversation.created"], "contents")
        assert changed.headers["etag"] != etag
        # After a lost answer it is done already; another change over the old state is refused.
        assert (await patch(crm, one["id"], etag, **order)).json() == changed.json()
        assert told(await patch(crm, one["id"], etag, data="ids")) == (412, "precondition_failed", "if-match")
        assert told(await patch(crm, one["id"])) == (422, "bad_body", None)
        assert told(await patch(crm, one["id"], data="contents_and_contacts")) == (422, "bad_body", "data")
        bad_orders: list[JsonObject] = [
            {"events": []},
            {"sites": []},
            {"data": "all"},
            {"url": url},
            {"events": ["webhook.test"]},
        ]
        for bad in [*bad_orders, {"url": url}]:
            assert told(await patch(crm, one["id"], **bad))[:2] == (400, "bad_frame"), bad
        await visitor.say("Почём пуэр?")
        await until(lambda: len(heard.heard) > 0)
        assert told_types(heard) == ["conversation.created"]
        assert json.loads(heard.heard[0].body)["data"]["sends"] == "contents"
        # What it was told, and how it goes, changes no state: it can still be changed over the last one.
        assert (await patch(crm, one["id"], changed.headers["etag"], data="ids")).status_code == 200


async def test_register_of_recipients_says_where_to_and_how_much(server: Server, crm: httpx.AsyncClient) -> None:
    async with listed(server, DataLevel.IDS) as (heard, url):
        assert told(await post(crm, url, data="contents")) == (422, "bad_body", "data")
        for unlisted in ("http://127.0.0.1:8080/", "https://169.254.169.254/latest/meta-data", "https://localhost/"):
            assert told(await post(crm, unlisted))[:2] == (403, "egress_forbidden")
        for bad in ("crm.example.ru", "https://user@127.0.0.1/", "http://127.0.0.1:5432/"):
            assert told(await post(crm, bad)) == (422, "bad_body", "url")
        assert await walk(crm, WEBHOOKS) == []
        assert heard.heard == []


@pytest.mark.parametrize(
    "order",
    [
        {},
        {"delivery_id": "5f0c7a52-7a0a-4d2c-9c0e-0c9a4f0f4a11", "given_up_since": "2026-11-01T00:00:00Z"},
        {"given_up_since": "0001-01-01T00:00:00+14:00"},
        {"given_up_since": "9999-12-31T23:59:59-12:00"},
    ],
    ids=["nothing", "both", "before", "after"],
)
async def test_replay_says_what_to_send_again(server: Server, crm: httpx.AsyncClient, order: dict[str, str]) -> None:
    async with listed(server) as (_, url):
        one = (await made(crm, url))["webhook"]
        refused = told(await crm.post(f"{WEBHOOKS}/{one['id']}/replay", json=order))
        assert refused[:2] == (422, "bad_body")
        assert refused[2] in ("delivery_id", "given_up_since")
        unknown = await crm.post(f"{WEBHOOKS}/{one['id']}/replay", json={"delivery_id": str(uuid4())})
        assert told(unknown) == (404, "webhook_unknown", "delivery_id")


async def test_trial_that_nobody_takes_says_why(server: Server, crm: httpx.AsyncClient) -> None:
    async with listed(server) as (heard, url):
        one = (await made(crm, url))["webhook"]
        heard.answer = says("500 Oops", b"broken")
        tried = (await crm.post(f"{WEBHOOKS}/{one['id']}/test")).json()
        assert (tried["is_good"], tried["status"], tried["answer"]) == (False, 500, "broken")
        wrong = await crm.post(f"{WEBHOOKS}/{one['id']}/test", params={"url": "https://else.test"})
        assert told(wrong) == (422, "bad_body", "url")
