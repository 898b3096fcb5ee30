"""Connectors to CRMs as the panel has them: for one's own sites, with secrets that come in and never out."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID, uuid4

import pytest

from ryadom.core.recipients import add_recipient
from ryadom.privacy.egress import moscow_today
from ryadom.privacy.resolver import SystemResolver
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.sites import Basis, set_basis
from tests.connectors import Simulated
from tests.simulators.bitrix24 import CODE, Portal, portal
from tests.waiting import until_true
from tests.web.accounts import Account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.test_own_sites import changes
from tests.web.test_webhooks_page import error_of
from tests.web.test_widget_settings import admin

CONNECTORS = "/panel/api/connectors"
PHONE = "+7 912 345-67-89"
FIELDS = {"creates": "lead", "category_id": "", "stage": "", "responsible_id": "", "source": "WEB"}
RULES = {"contacts": True, "closed": False, "tag_ids": [], "most_score": 0, "needs_contacts": True}


async def allow(
    server: Server,
    crm: Simulated,
    most: DataLevel = DataLevel.CONTENTS_AND_CONTACTS,
    *,
    host: str = "127.0.0.1",
    port: int | None = None,
) -> str:
    """Puts a CRM on this machine into the register, at its port unless said; gives the URL of its inbound webhook."""
    recipient = Recipient(
        controller_id=server.site.controller_id,
        host=host,
        port=port or crm.port,
        recipient="ООО «Учёт»",
        country="RU",
        purpose="Учёт заявок",
        categories="имя, телефон",
        is_local=True,
        most_data=most,
    )
    await add_recipient(server.database, SystemResolver(), recipient, today=moscow_today())
    return url_of(crm)


def url_of(crm: Simulated) -> str:
    return f"http://127.0.0.1:{crm.port}/rest/1/{CODE}/"


async def choose_basis(server: Server) -> None:
    """The site may handle what visitors tell."""
    async with server.database.transaction() as connection:
        await set_basis(connection, server.site.id, Basis.OTHER, "договор")


def asked(server: Server, url: str, /, **change: object) -> JsonObject:
    """What a form asks for: leads of the site of the tests, once contacts are left."""
    return {
        "kind": "bitrix24",
        "settings": {
            "url": url,
            "creates": "lead",
            "category_id": "",
            "stage": "",
            "responsible_id": "",
            "source": "WEB",
        },
        "mapping": {},
        "rules": RULES,
        "controller_id": str(server.site.controller_id),
        "site_ids": [str(server.site.id)],
    } | change


async def added(person: Account, server: Server, url: str, **change: object) -> str:
    answer = await person.http.post(CONNECTORS, json=asked(server, url, **change))
    assert answer.status_code == 201, answer.text
    one = f"{CONNECTORS}/{answer.json()['id']}"
    assert (await person.http.put(f"{one}/enabled", json={"is_enabled": True})).status_code == 204
    return one


async def connectors_of(person: Account) -> JsonObject:
    answer = await person.http.get(CONNECTORS)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def one_of(person: Account) -> JsonObject:
    [connector] = (await connectors_of(person))["connectors"]
    return dict(connector)


def wanted(server: Server, **change: object) -> JsonObject:
    """A change that leaves the secret as it is."""
    body = asked(server, "")
    return {name: body[name] for name in ("settings", "mapping", "rules", "site_ids")} | change


@asynccontextmanager
async def selling_shop(server: Server) -> AsyncIterator[tuple[Account, Portal, str]]:
    """Vera, a portal, and the address of the connector that pushes there."""
    async with portal() as crm, enrolled(server, await admin(server)) as vera:
        await choose_basis(server)
        yield vera, crm, await added(vera, server, await allow(server, crm))


async def test_connector_is_added_tried_previewed_pushed_switched_and_removed(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one), server.visitor() as visitor:
        shown = await one_of(vera)
        origin = f"http://127.0.0.1:{crm.port}"
        assert (shown["kind"], shown["origin"], shown["is_allowed"]) == ("bitrix24", origin, True)
        assert shown["settings"] == FIELDS
        assert (await vera.http.post(f"{one}/test")).json() == {
            "is_good": True,
            "account": "Ольга Смирнова",
            "failure": "",
            "message": "",
        }
        assert (await vera.http.post(f"{one}/preview", json={})).json()["conversation_id"] is None

        said = await visitor.say(f"Мой номер {PHONE}")

        async def is_sent() -> bool:
            pushes = (await vera.http.get(f"{one}/log")).json()["pushes"]
            return [push["status"] for push in pushes] == ["sent"]

        await until_true(is_sent)
        [lead] = crm.cards["lead"]
        assert lead["PHONE"][0]["VALUE"] == "+79123456789"
        # This server does not know at which address it is found.
        assert (await connectors_of(vera))["has_links"] is False
        assert "Диалог:" not in lead["COMMENTS"]

        preview = await vera.http.post(
            f"{one}/preview",
            json={"mapping": {"TITLE": "Заявка {phone}"}, "conversation_id": said["conversation_id"]},
        )
        assert preview.json()["fields"]["TITLE"] == "Заявка +79123456789"
        assert (preview.json()["phone"], preview.json()["email"]) == ("+79123456789", "")
        assert (await one_of(vera))["mapping"] == {}
        assert len(crm.cards["lead"]) == 1

        again = await vera.http.post(f"{one}/resend", json={"conversation_id": said["conversation_id"]})
        assert again.json() == {"count": 1}
        await until_true(is_sent)
        assert len(crm.cards["lead"]) == 1

        for is_enabled in (False, True):
            assert (await vera.http.put(f"{one}/enabled", json={"is_enabled": is_enabled})).status_code == 204
            assert ((await one_of(vera))["disabled_at"] is None) == is_enabled
        for path in (CONNECTORS, f"{one}/log"):
            assert CODE not in (await vera.http.get(path)).text
        assert (await vera.http.delete(one)).status_code == 204
        assert error_of(await vera.http.delete(one)) == (404, "connector_unknown", "connector_id")
    # One that is removed is disabled first
    told_of = {
        "connector": 1,
        "connector_resent": 1,
        "connector_disabled": 2,
        "connector_enabled": 2,
        "connector_removed": 1,
    }
    for what, count in told_of.items():
        assert [told["host"] for told in await changes(server, what)] == [f"http://127.0.0.1:{crm.port}"] * count, what
    async with server.database.connection() as connection:
        journal = str(await connection.fetch("SELECT details FROM journal"))
        [viewed] = await connection.fetch(
            "SELECT conversation_ids FROM journal WHERE details->>'what' = 'connector_preview'"
        )
    assert CODE not in journal
    assert viewed["conversation_ids"] == [UUID(said["conversation_id"])]


async def test_lists_of_the_crm_follow_what_stands_in_the_form(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one):

        async def stages(**settings: str) -> list[str]:
            answer = await vera.http.post(f"{one}/lists", json={"settings": settings})
            assert answer.status_code == 200, answer.text
            return [stage["id"] for stage in answer.json()["lists"]["stages"]]

        assert await stages() == ["NEW", "IN_PROCESS"]
        assert await stages(creates="deal", category_id="5") == ["C5:NEW", "C5:WON"]
        crm.scopes = ["crm"]
        picked = (await vera.http.post(f"{one}/lists", json={})).json()
        assert (picked["lists"]["people"], len(picked["lists"]["notes"])) == ([], 1)
        # A draft is sent with the stored secret, so it may not say where to
        elsewhere = await vera.http.post(
            f"{one}/lists", json={"settings": {"url": "https://evil.test/rest/1/abcdefgh/"}}
        )
        assert error_of(elsewhere) == (422, "bad_body", "settings.url")


async def test_trial_that_fails_says_in_russian_why(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one):
        crm.is_revoked = True
        tried = (await vera.http.post(f"{one}/test")).json()
        assert (tried["is_good"], tried["failure"]) == (False, "crm_misconfigured")
        assert "удалили или перевыпустили" in tried["message"]
        picked = (await vera.http.post(f"{one}/lists", json={})).json()
        assert (picked["failure"], picked["lists"]["stages"]) == ("crm_misconfigured", [])


async def test_connector_that_was_added_sends_nothing_until_its_form_was_looked_through(server: Server) -> None:
    async with portal() as crm, enrolled(server, await admin(server)) as vera, server.visitor() as visitor:
        await choose_basis(server)
        answer = await vera.http.post(CONNECTORS, json=asked(server, await allow(server, crm)))
        one = f"{CONNECTORS}/{answer.json()['id']}"
        assert (await one_of(vera))["disabled_at"] is not None
        await visitor.say(f"Мой номер {PHONE}")
        # Stages can be picked and an example be seen before
        assert (await vera.http.post(f"{one}/lists", json={})).json()["lists"]["stages"] != []
        assert (await vera.http.post(f"{one}/preview", json={})).json()["fields"]["TITLE"].startswith("Чат с сайта")
        assert (crm.cards["lead"], (await vera.http.get(f"{one}/log")).json()["pushes"]) == ([], [])
        change = wanted(server, settings=FIELDS | {"stage": "IN_PROCESS"})
        assert (await vera.http.put(one, json=change)).status_code == 204
        assert (await one_of(vera))["disabled_at"] is None
        await visitor.say("И почта masha@shop.test")
        await until_true(lambda: made(crm))
        assert [lead["STATUS_ID"] for lead in crm.cards["lead"]] == ["IN_PROCESS"]


async def made(crm: Portal) -> bool:
    """Whether there is a lead."""
    return crm.cards["lead"] != []


async def test_change_keeps_the_secret_and_replaces_all_else(server: Server) -> None:
    async with selling_shop(server) as (vera, crm, one):
        settings = FIELDS | {"creates": "deal", "category_id": "5", "stage": "C5:NEW", "responsible_id": "7"}
        rules = RULES | {"contacts": False, "closed": True, "most_score": 2}
        change = wanted(server, settings=settings, rules=rules, mapping={"TITLE": "Чат {site}"})
        assert (await vera.http.put(one, json=change)).status_code == 204
        shown = await one_of(vera)
        assert shown["settings"] == settings
        assert (shown["rules"], shown["mapping"]) == (rules, {"TITLE": "Чат {site}"})
        assert (await vera.http.post(f"{one}/test")).json()["is_good"] is True
        # A template that is left out is the form's own again
        assert (await vera.http.put(one, json=wanted(server))).status_code == 204
        assert (await one_of(vera))["mapping"] == {}
    assert len(await changes(server, "connector_changed")) == 2
    assert crm.cards == {"lead": [], "deal": [], "contact": []}


@pytest.mark.parametrize(
    ("change", "status", "field"),
    [
        ({"kind": "abacus"}, 422, "kind"),
        ({"settings": {"url": "https://portal.test/"}}, 422, "settings.url"),
        ({"settings": {"url": "https://portal.test/rest/1/abcdefgh/", "token": "x"}}, 422, "settings"),
        ({"settings": {"url": "x" * 8_001}}, 400, "settings"),
        ({"settings": {"url": "https://portal.test/rest/1/abcdefgh/", "responsible_id": "семь"}}, 422, "settings"),
        ({"mapping": {"TITLE": "{secret}"}}, 422, "mapping.TITLE"),
        ({"mapping": {"ORIGIN_ID": "1"}}, 422, "mapping.ORIGIN_ID"),
        ({"rules": RULES | {"most_score": 9}}, 422, "rules.most_score"),
        ({"rules": RULES | {"tag_ids": [str(uuid4())]}}, 422, "rules.tag_ids"),
        ({"site_ids": []}, 422, "site_ids"),
        ({"site_ids": None}, 403, "controller_id"),
        ({"controller_id": "00000000-0000-4000-8000-000000000000"}, 422, "controller_id"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else None,
)
async def test_bad_form_names_its_field_and_adds_nothing(
    server: Server, change: dict[str, object], status: int, field: str
) -> None:
    async with portal() as crm, enrolled(server, await admin(server)) as vera:
        url = await allow(server, crm)
        answer = await vera.http.post(CONNECTORS, json=asked(server, url, **change))
        error = answer.json()["error"]
        assert answer.status_code == status, answer.text
        assert (error["field"] or "").startswith(field), error
        assert (await connectors_of(vera))["connectors"] == []
    assert crm.called == []


async def test_log_is_given_page_by_page(server: Server) -> None:
    async with selling_shop(server) as (vera, _, one):
        async with server.database.connection() as connection:
            await connection.execute(
                """INSERT INTO connector_pushes
                (site_id, connector_id, conversation_id, visitor_id, cause, status, due_at)
                SELECT $1, $2, gen_random_uuid(), gen_random_uuid(), 'closed', 'sent', NULL
                FROM generate_series(1, 120)""",
                server.site.id,
                UUID(one.rpartition("/")[2]),
            )
        seen: list[str] = []
        query: dict[str, str] = {}
        sizes = []
        while True:
            page = (await vera.http.get(f"{one}/log", params=query)).json()
            sizes.append(len(page["pushes"]))
            seen += [push["conversation_id"] for push in page["pushes"]]
            if page["next_cursor"] is None:
                break
            query = {"cursor": page["next_cursor"]}
        assert sizes == [50, 50, 20]
        assert len(set(seen)) == 120
        for cursor in ("-1", "x", "1" * 30, "٣"):
            answer = await vera.http.get(f"{one}/log", params={"cursor": cursor})
            assert error_of(answer) == (400, "bad_frame", "cursor")
