"""Webhooks as the panel has them: for one's own sites alone, with secrets shown once, and in the journal."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from standardwebhooks import WebhookVerificationError

from ryadom.core.controllers import add_controller
from ryadom.core.recipients import add_recipient
from ryadom.core.sites import add_site
from ryadom.core.webhooks.events import Event
from ryadom.privacy.egress import moscow_today
from ryadom.privacy.resolver import SystemResolver
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.journal_chain import COMMAND_LINE, Action
from ryadom.store.operators import Role
from ryadom.store.sites import Site
from tests.bots import echoes, replies
from tests.receiver import Receiver, receiver, says
from tests.waiting import until, until_true
from tests.web.accounts import Account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.test_api_keys_page import somebody_elses, works_on_all
from tests.web.test_display_masking import records
from tests.web.test_own_sites import changes
from tests.web.test_widget_settings import admin
from tests.webhooks import told_types, verified

WEBHOOKS = "/panel/api/webhooks"
PATH = "/s3cret"


async def allow(server: Server, port: int, most: DataLevel = DataLevel.CONTENTS, *, site: Site | None = None) -> str:
    """Puts a receiver on this machine into the register; gives the URL that a webhook is told."""
    recipient = Recipient(
        controller_id=(site or server.site).controller_id,
        host="127.0.0.1",
        port=port,
        recipient="ООО «Учёт»",
        country="RU",
        purpose="Учёт заявок",
        categories="сообщения",
        is_local=True,
        most_data=most,
    )
    await add_recipient(server.database, SystemResolver(), recipient, today=moscow_today())
    return f"http://127.0.0.1:{port}{PATH}"


async def webhooks_of(person: Account) -> JsonObject:
    answer = await person.http.get(WEBHOOKS)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def one_of(person: Account) -> JsonObject:
    [webhook] = (await webhooks_of(person))["webhooks"]
    return dict(webhook)


def asked(server: Server, url: str, /, **change: object) -> JsonObject:
    """What a form asks for: new messages of the site of the tests, or that a bot is asked there."""
    return {
        "url": url,
        "events": [] if "bot" in change else ["message.created"],
        "data": "ids",
        "controller_id": str(server.site.controller_id),
        "site_ids": [str(server.site.id)],
    } | change


async def added(person: Account, server: Server, url: str, **change: object) -> JsonObject:
    answer = await person.http.post(WEBHOOKS, json=asked(server, url, **change))
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


async def log_of(person: Account, id: str, **query: str) -> JsonObject:
    answer = await person.http.get(f"{WEBHOOKS}/{id}/log", params=query)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


def error_of(answer: httpx.Response) -> tuple[int, str, str | None]:
    error = answer.json()["error"]
    return answer.status_code, error["code"], error["field"]


@asynccontextmanager
async def told_shop(server: Server) -> AsyncIterator[tuple[Account, Receiver, str, JsonObject]]:
    """Vera, a program, its URL, and the webhook by which it is told of new messages."""
    async with receiver(says(body=b"thanks")) as program, enrolled(server, await admin(server)) as vera:
        url = await allow(server, program.port)
        yield vera, program, url, await added(vera, server, url)


async def test_webhook_is_added_tried_told_replayed_rotated_disabled_and_removed(server: Server) -> None:
    async with told_shop(server) as (vera, program, url, made), server.visitor() as visitor:
        one = f"{WEBHOOKS}/{made['id']}"
        tried = (await vera.http.post(f"{one}/test")).json()
        assert (tried["is_good"], tried["status"], tried["answer"], tried["failure"]) == (True, 200, "thanks", "")
        assert verified(program.heard[0], made["secret"])["type"] == "webhook.test"

        await visitor.say("Почём пуэр?")
        await until(lambda: "message.created" in told_types(program))

        async def is_noted() -> bool:
            return (await one_of(vera))["succeeded_at"] is not None

        await until_true(is_noted)
        [delivery] = (await log_of(vera, made["id"]))["deliveries"]
        assert (delivery["event"], delivery["outcome"], delivery["status"]) == ("message.created", "delivered", 200)
        assert (delivery["answer"], delivery["attempts"]) == ("thanks", 1)
        assert delivery["origin"] == url.removesuffix(PATH)
        assert (await log_of(vera, made["id"], failed="1"))["deliveries"] == []

        again = await vera.http.post(f"{one}/replay", json={"event_id": delivery["event_id"]})
        assert again.json() == {"count": 1}
        await until(lambda: told_types(program).count("message.created") == 2)
        assert program.heard[-1].headers["webhook-id"] == delivery["event_id"]
        unknown = await vera.http.post(f"{one}/replay", json={"event_id": str(uuid4())})
        assert error_of(unknown) == (404, "webhook_unknown", "event")

        rotated = await vera.http.post(f"{one}/secret")
        assert rotated.status_code == 201, rotated.text
        await vera.http.post(f"{one}/test")
        for secret in (made["secret"], rotated.json()["secret"]):
            assert verified(program.heard[-1], secret)["type"] == "webhook.test"
        shown = await vera.http.get(WEBHOOKS)
        assert shown.json()["webhooks"][0]["before_until"] > datetime.now(UTC).isoformat()
        for hidden in (made["secret"], rotated.json()["secret"], PATH):
            assert hidden not in shown.text
            assert hidden not in (await vera.http.get(f"{one}/log")).text

        assert (await vera.http.put(f"{one}/enabled", json={"is_enabled": False})).status_code == 204
        off = await one_of(vera)
        assert (off["disabled_because"], off["disabled_at"] is not None) == ("by_hand", True)
        assert (await vera.http.post(f"{one}/test")).json()["is_good"] is True
        assert (await vera.http.put(f"{one}/enabled", json={"is_enabled": True})).status_code == 204
        assert (await one_of(vera))["disabled_at"] is None

        assert (await vera.http.delete(one)).status_code == 204
        assert error_of(await vera.http.delete(one)) == (404, "webhook_unknown", "webhook_id")
        assert (await webhooks_of(vera))["webhooks"] == []
    origin = url.removesuffix(PATH)
    for what in ("webhook", "webhook_replayed", "webhook_secret", "webhook_enabled", "webhook_removed"):
        [told] = await changes(server, what)
        assert told["host"] == origin, what
    assert [told["reason"] for told in await changes(server, "webhook_disabled")] == ["by_hand", "by_hand"]
    [told] = await changes(server, "webhook")
    assert (told["events"], told["data"], told["sites"]) == ("message.created", "ids", "Лавка")
    async with server.database.connection() as connection:
        journal = str(await connection.fetch("SELECT details FROM journal"))
    assert made["secret"] not in journal
    assert PATH not in journal


async def test_trial_that_fails_says_why_at_once(server: Server) -> None:
    async with told_shop(server) as (vera, program, _, made):
        program.answer = says("500 Oops", b"broken " + b"x" * 1_000)
        tried = (await vera.http.post(f"{WEBHOOKS}/{made['id']}/test")).json()
        assert (tried["is_good"], tried["status"], tried["answer"]) == (False, 500, ("broken " + "x" * 1_000)[:500])
        async with server.database.connection() as connection:
            await connection.execute("DELETE FROM egress_recipients")
        heard = len(program.heard)
        # The register is looked at anew after 5 s; what is sent by another server's caller is of now
        trials = server.app.state.context.webhook_desk
        await trials.aclose()
        tried = (await vera.http.post(f"{WEBHOOKS}/{made['id']}/test")).json()
        assert (tried["is_good"], tried["status"], tried["failure"]) == (False, None, "egress_forbidden")
        assert len(program.heard) == heard
        assert (await one_of(vera))["most_data"] is None


async def test_what_failed_is_shown_with_its_reason_and_sent_again(server: Server) -> None:
    async with told_shop(server) as (vera, program, _, made), server.visitor() as visitor:
        program.answer = says("503 Service Unavailable", b"later")
        await visitor.say("Почём пуэр?")

        async def has_failed() -> bool:
            return (await one_of(vera))["failing_since"] is not None

        await until_true(has_failed)
        failing = await one_of(vera)
        assert (failing["failures"] > 0, failing["waiting"], failing["waiting_since"] is not None) == (True, 1, True)
        [delivery] = (await log_of(vera, made["id"], failed="1"))["deliveries"]
        assert (delivery["status"], delivery["failure"], delivery["answer"]) == (503, "answered 503", "later")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE webhook_deliveries SET due_at = NULL, outcome = 'given_up'")
        program.answer = says()
        one = f"{WEBHOOKS}/{made['id']}/replay"
        ahead = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
        assert (await vera.http.post(one, json={"since": ahead})).json() == {"count": 0}
        ago = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
        for outside in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"):
            refused = await vera.http.post(one, json={"since": outside})
            assert error_of(refused) == (400, "bad_frame", "since")
        assert (await vera.http.post(one, json={"since": ago})).json() == {"count": 1}

        async def is_well() -> bool:
            return (await one_of(vera))["failing_since"] is None

        await until_true(is_well)
        assert (await log_of(vera, made["id"], failed="1"))["deliveries"] == []


async def test_log_is_given_page_by_page(server: Server) -> None:
    async with told_shop(server) as (vera, _, _, made):
        async with server.database.connection() as connection:
            await connection.execute(
                """INSERT INTO webhook_deliveries
                (endpoint_id, event_id, event, object_id, happened_at, due_at, outcome)
                SELECT $1, gen_random_uuid(), 'message.created', gen_random_uuid(), now(), NULL, 'delivered'
                FROM generate_series(1, 120)""",
                UUID(made["id"]),
            )
        seen: list[str] = []
        query: dict[str, str] = {}
        sizes = []
        while True:
            page = await log_of(vera, made["id"], **query)
            sizes.append(len(page["deliveries"]))
            seen += [delivery["event_id"] for delivery in page["deliveries"]]
            if page["next_cursor"] is None:
                break
            query = {"cursor": page["next_cursor"]}
        assert sizes == [50, 50, 20]
        assert len(set(seen)) == 120
        for cursor in ("-1", "x", "1" * 30, "٣"):
            answer = await vera.http.get(f"{WEBHOOKS}/{made['id']}/log", params={"cursor": cursor})
            assert error_of(answer) == (400, "bad_frame", "cursor")


async def test_webhook_is_told_of_something_else_from_the_next_call_on(server: Server) -> None:
    async with told_shop(server) as (vera, program, _, made), server.visitor() as visitor:
        one = f"{WEBHOOKS}/{made['id']}"
        wanted: dict[str, Any] = {
            "events": ["conversation.created"],
            "data": "contents",
            "site_ids": [str(server.site.id)],
        }
        assert (await vera.http.put(one, json=wanted)).status_code == 204
        shown = await one_of(vera)
        assert (shown["events"], shown["data"]) == (["conversation.created"], "contents")
        await visitor.say("Почём пуэр?")
        await until(lambda: len(program.heard) > 0)
        assert told_types(program) == ["conversation.created"]
        assert json.loads(program.heard[0].body)["data"]["sends"] == "contents"
        too_much = await vera.http.put(one, json=wanted | {"data": "contents_and_contacts"})
        assert error_of(too_much) == (422, "bad_body", "data")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE egress_recipients SET most_data = 'ids'")
        shown = await one_of(vera)
        assert (shown["data"], shown["most_data"]) == ("contents", "ids")
        # Less can always be told, whatever the register says
        assert (await vera.http.put(one, json=wanted | {"data": "ids"})).status_code == 204
        for field in ("events", "site_ids"):
            assert error_of(await vera.http.put(one, json=wanted | {field: []})) == (422, "bad_body", field)
    told = await changes(server, "webhook_changed")
    assert [one["data"] for one in told] == ["contents", "ids"]


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"url": "crm.example.ru"}, 422, "url"),
        ({"url": "https://user@127.0.0.1/"}, 422, "url"),
        ({"url": "https://2130706433/"}, 422, "url"),
        ({"url": "http://127.0.0.1:5432/"}, 422, "url"),
        ({"url": "https://127.0.0.1/" + "x" * 2_000}, 400, "url"),
        # Neither this machine nor the cloud's own address is listed, and a name that leads there is not either
        ({"url": "http://127.0.0.1:8080/"}, 403, "host"),
        ({"url": "https://localhost/"}, 403, "host"),
        ({"url": "https://169.254.169.254/latest/meta-data"}, 403, "host"),
        ({"events": []}, 422, "events"),
        ({"events": ["webhook.test"]}, 400, "events"),
        ({"data": "everything"}, 400, "data"),
        ({"data": "contents_and_contacts"}, 422, "data"),
        ({"site_ids": []}, 422, "site_ids"),
        ({"site_ids": ["лавка"]}, 400, "site_ids"),
        ({"site_ids": None}, 403, "controller_id"),
        ({"controller_id": "00000000-0000-4000-8000-000000000000"}, 422, "controller_id"),
    ],
)
async def test_bad_form_names_its_field_and_adds_nothing(
    server: Server, change: dict[str, object], status: int, field: str
) -> None:
    async with receiver(says()) as program, enrolled(server, await admin(server)) as vera:
        url = await allow(server, program.port)
        answer = await vera.http.post(WEBHOOKS, json=asked(server, url, **change))
        error = answer.json()["error"]
        assert answer.status_code == status, answer.text
        assert (error["field"] or "").startswith(field), error
        assert error["message"]
        assert (await webhooks_of(vera))["webhooks"] == []
        assert program.heard == []


async def test_host_that_is_listed_for_another_machine_is_not_called_by_http(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        recipient = Recipient(
            controller_id=server.site.controller_id,
            host="77.88.8.8",
            recipient="ООО «Учёт»",
            country="RU",
            purpose="Учёт",
            categories="номера",
        )
        await add_recipient(server.database, SystemResolver(), recipient, today=moscow_today())
        answer = await vera.http.post(WEBHOOKS, json=asked(server, "http://77.88.8.8/"))
        assert error_of(answer) == (403, "egress_forbidden", "url")


async def test_all_sites_are_for_an_owner_who_works_on_all_of_them(server: Server) -> None:
    async with receiver(says()) as program, enrolled(server, await works_on_all(server, Role.OWNER)) as ada:
        url = await allow(server, program.port)
        async with enrolled(server, await works_on_all(server, Role.ADMIN)) as boris:
            refused = await boris.http.post(WEBHOOKS, json=asked(server, url, site_ids=None))
            assert error_of(refused) == (403, "right_missing", "controller_id")
            made = await added(ada, server, url, site_ids=None)
            shown = await one_of(boris)
            assert (shown["is_for_all"], shown["may_manage"]) == (True, True)
            more = {"events": list(Event), "data": "ids", "site_ids": None}
            kept = await boris.http.put(f"{WEBHOOKS}/{made['id']}", json=more)
            assert error_of(kept) == (403, "right_missing", "controller_id")
        await somebody_elses(server)
        shown = await one_of(ada)
        assert (shown["is_for_all"], shown["may_manage"]) == (True, False)
        assert error_of(await ada.http.post(f"{WEBHOOKS}/{made['id']}/test"))[:2] == (403, "right_missing")
    assert "webhook.test" not in told_types(program)


async def test_webhooks_of_sites_of_others_are_neither_shown_nor_touched(server: Server) -> None:
    firm = await add_controller(server.database, legal_name="Другая фирма")
    far = await add_site(
        server.database, name="Далёкая", origins=["https://far.test"], controller_id=firm.id, by=COMMAND_LINE
    )
    beside = await somebody_elses(server)
    webhooks = server.app.state.context.webhook_desk.webhooks
    async with receiver(says()) as program, enrolled(server, await admin(server)) as vera:
        url = await allow(server, program.port)
        await allow(server, program.port, site=far)
        wanted = {"events": list(Event), "data": DataLevel.IDS, "is_for_all": False, "by": COMMAND_LINE}
        far_one = await webhooks.add(url, [far], **wanted)
        beside_one = await webhooks.add(url, [beside], **wanted)
        shared_one = await webhooks.add(url, [server.site, beside], **wanted)
        own = await webhooks_of(vera)
        assert [(one["id"], one["sites"], one["may_manage"]) for one in own["webhooks"]] == [
            (str(shared_one.id), ["Лавка"], False)
        ]
        assert [UUID(id) for id in own["webhooks"][0]["site_ids"]] == [server.site.id]
        assert "Другая фирма" not in [place["name"] for place in own["places"]]
        change = {"events": ["message.created"], "data": "ids", "site_ids": [str(server.site.id)]}
        for id, expected in (
            (far_one.id, (404, "webhook_unknown")),
            (beside_one.id, (404, "webhook_unknown")),
            (shared_one.id, (403, "right_missing")),
            (uuid4(), (404, "webhook_unknown")),
            ("1", (404, "route_unknown")),
        ):
            one = f"{WEBHOOKS}/{id}"
            for method, path, body in (
                ("PUT", one, change),
                ("DELETE", one, None),
                ("POST", f"{one}/secret", None),
                ("POST", f"{one}/test", None),
                ("GET", f"{one}/log", None),
                ("GET", f"{one}/log/{uuid4()}/request", None),
                ("POST", f"{one}/replay", {}),
                ("PUT", f"{one}/enabled", {"is_enabled": False}),
            ):
                answer = await vera.http.request(method, path, json=body)
                assert error_of(answer)[:2] == expected, (method, path, answer.text)
        for site_ids in ([str(beside.id)], [str(far.id)], [str(server.site.id), str(beside.id)]):
            answer = await vera.http.post(WEBHOOKS, json=asked(server, url, site_ids=site_ids))
            assert error_of(answer) == (422, "bad_body", "site_ids")
        answer = await vera.http.post(WEBHOOKS, json=asked(server, url, controller_id=str(firm.id)))
        assert error_of(answer) == (422, "bad_body", "controller_id")
        known = await webhooks.all()
        assert [one.disabled_at for one in known] == [None] * 3
        assert program.heard == []


async def test_delivery_of_another_webhook_is_not_sent_again_by_this_one(server: Server) -> None:
    async with told_shop(server) as (vera, program, url, made), server.visitor() as visitor:
        other = await added(vera, server, url, events=["conversation.rated"])
        await visitor.say("Почём пуэр?")
        await until(lambda: len(program.heard) == 1)
        event_id = program.heard[0].headers["webhook-id"]
        answer = await vera.http.post(f"{WEBHOOKS}/{other['id']}/replay", json={"event_id": event_id})
        assert error_of(answer) == (404, "webhook_unknown", "event")
        with pytest.raises(WebhookVerificationError):
            verified(program.heard[0], other["secret"])
        assert verified(program.heard[0], made["secret"])["type"] == "message.created"


async def test_request_of_a_delivery_is_shown_with_its_body_and_journalled(server: Server) -> None:
    async with told_shop(server) as (vera, program, url, made), server.visitor() as visitor:
        changed = await vera.http.put(f"{WEBHOOKS}/{made['id']}", json={"data": "contents"})
        assert changed.status_code == 204, changed.text
        await visitor.say("Почём пуэр?")
        await until(lambda: len(program.heard) == 1)

        async def is_noted() -> bool:
            return (await one_of(vera))["succeeded_at"] is not None

        await until_true(is_noted)
        [delivery] = (await log_of(vera, made["id"]))["deliveries"]
        [heard] = program.heard
        assert (delivery["sent_bytes"], delivery["sent_data"]) == (len(heard.body), "contents")
        assert "sent_mark" not in delivery
        log = f"{WEBHOOKS}/{made['id']}/log"
        answer = await vera.http.get(f"{log}/{delivery['event_id']}/request")
        assert answer.status_code == 200, answer.text
        assert answer.headers["cache-control"] == "no-store"
        request = answer.json()
        assert (request["is_same"], request["url"]) == (True, f"{url.removesuffix(PATH)}/…")
        assert request["body"].encode() == heard.body
        for secret in (made["secret"], PATH, heard.headers["webhook-signature"]):
            assert secret not in answer.text
        [record] = await records(server, Action.REVEALED)
        assert (record.details["what"], record.actor.name) == ("webhook_request", "Вера")
        assert record.conversation_ids == (UUID(delivery["object_id"]),)
        for id, expected in ((uuid4(), (404, "webhook_unknown")), ("1", (404, "route_unknown"))):
            assert error_of(await vera.http.get(f"{log}/{id}/request")) == (*expected, "event_id")
        other = await added(vera, server, url, events=["conversation.rated"])
        crossed = await vera.http.get(f"{WEBHOOKS}/{other['id']}/log/{delivery['event_id']}/request")
        assert error_of(crossed) == (404, "webhook_unknown", "event_id")
        assert len(await records(server, Action.REVEALED)) == 1


async def test_bot_is_added_changed_and_removed_like_any_webhook(server: Server) -> None:
    async with (
        receiver(replies(echoes)) as program,
        enrolled(server, await admin(server)) as vera,
        server.visitor() as guest,
    ):
        url = await allow(server, program.port)
        bot = {"name": "Помощник", "answer_within_s": 15}
        for change, field in (
            ({"bot": bot, "data": "ids"}, "data"),
            ({"bot": bot | {"answer_within_s": 0}, "data": "contents"}, "answer_within_s"),
            ({"bot": bot | {"close_after_min": 0}, "data": "contents"}, "close_after_min"),
            ({"bot": bot | {"close_after_min": 10_081}, "data": "contents"}, "close_after_min"),
            ({"bot": bot | {"name": "Два\nряда"}, "data": "contents"}, "bot"),
        ):
            refused = await vera.http.post(WEBHOOKS, json=asked(server, url, **change))
            assert error_of(refused) == (422, "bad_body", field)
        id = (await added(vera, server, url, bot=bot, data="contents"))["id"]
        own = await one_of(vera)
        assert (own["bot"], own["answer_within_s"], own["events"]) == ("Помощник", 15, ["bot.message"])
        assert own["close_after_min"] is None
        second = await vera.http.post(WEBHOOKS, json=asked(server, url, bot=bot, data="contents"))
        assert error_of(second) == (422, "bad_body", "sites")
        same = {"events": [], "data": "contents", "site_ids": [str(server.site.id)]}
        assert (await vera.http.put(f"{WEBHOOKS}/{id}", json=same)).status_code == 204
        assert (await one_of(vera))["events"] == ["bot.message"]
        await guest.say("Есть чай?")
        assert (await guest.receive("message_posted"))["author"]["name"] == "Помощник"
        [delivery] = (await log_of(vera, id))["deliveries"]
        assert (delivery["event"], delivery["outcome"], delivery["answer"]) == ("bot.message", "delivered", "")
        assert (await vera.http.delete(f"{WEBHOOKS}/{id}")).status_code == 204
        while (await guest.receive("conversation_assigned"))["operator"] is not None:
            pass
        told = await changes(server, "webhook")
        assert told == [
            {
                "what": "webhook",
                "host": f"http://127.0.0.1:{program.port}",
                "events": "bot.message",
                "data": "contents",
                "sites": server.site.name,
                "bot": "Помощник",
            }
        ]
