"""Whose connectors are whose in the panel, to which hosts and of which sites they push, and where secrets may go."""

from uuid import UUID

from ryadom.store.connectors import Rules
from ryadom.store.egress import DataLevel
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.operators import Role
from tests.simulators import megaplan
from tests.simulators.bitrix24 import portal
from tests.web.accounts import account, enrolled
from tests.web.client import Server
from tests.web.test_api_keys_page import somebody_elses, works_on_all
from tests.web.test_connectors_page import (
    CONNECTORS,
    added,
    allow,
    asked,
    choose_basis,
    one_of,
    selling_shop,
    url_of,
    wanted,
)
from tests.web.test_webhooks_page import error_of
from tests.web.test_widget_settings import admin


async def test_stored_secret_is_sent_to_no_other_account(server: Server) -> None:
    """The kind's URL is its secret: whoever leads it elsewhere writes all of it, and the register knows the host."""
    async with selling_shop(server) as (vera, crm, one), portal() as other:
        change = wanted(server, settings={"url": url_of(other)})
        assert error_of(await vera.http.put(one, json=change))[:2] == (403, "egress_forbidden")
        await allow(server, other)
        assert (await vera.http.put(one, json=change)).status_code == 204
        assert (await one_of(vera))["origin"] == f"http://127.0.0.1:{other.port}"
    assert crm.called == []


async def test_stored_token_is_sent_to_no_other_account(server: Server) -> None:
    """Who may change where a connector leads need not know its token, and must not learn it by that."""
    async with portal() as own, portal() as other, enrolled(server, await admin(server)) as vera:
        for crm in (own, other):
            await allow(server, crm)
        settings = {"url": f"http://127.0.0.1:{own.port}", "token": "t" * 40, "stage": "", "responsible_id": ""}
        one = await added(vera, server, "", kind="amocrm", settings=settings)
        moved = settings | {"url": f"http://127.0.0.1:{other.port}", "token": ""}
        refused = await vera.http.put(one, json=wanted(server, settings=moved))
        assert error_of(refused) == (422, "bad_body", "settings.token")
        for what in ("lists", "preview"):
            answer = await vera.http.post(f"{one}/{what}", json={"settings": {"url": moved["url"]}})
            assert error_of(answer) == (422, "bad_body", "settings"), what
        assert (await vera.http.put(one, json=wanted(server, settings=moved | {"token": "u" * 40}))).status_code == 204
        assert "tttt" not in (await vera.http.get(CONNECTORS)).text


async def test_stored_password_is_sent_to_no_other_path_of_its_host(server: Server) -> None:
    """Many bases, or accounts of many, may be published on one host."""
    async with portal() as crm, enrolled(server, await admin(server)) as vera:
        await allow(server, crm)
        settings = {"url": f"http://127.0.0.1:{crm.port}/trade/hs/ryadom", "user": "Робот", "password": "p4ssword"}
        one = await added(vera, server, "", kind="1c", settings=settings)
        moved = settings | {"url": f"http://127.0.0.1:{crm.port}/evil/hs/ryadom", "password": ""}
        refused = await vera.http.put(one, json=wanted(server, settings=moved))
        assert error_of(refused) == (422, "bad_body", "settings.password")
        drafted = await vera.http.post(f"{one}/lists", json={"settings": {"url": moved["url"]}})
        assert error_of(drafted) == (422, "bad_body", "settings")
        renamed = settings | {"user": "Робот чата", "password": ""}
        assert (await vera.http.put(one, json=wanted(server, settings=renamed))).status_code == 204
        assert "p4ssword" not in (await vera.http.get(CONNECTORS)).text


async def test_login_that_is_still_being_typed_is_not_tried_with_the_stored_password(server: Server) -> None:
    async with megaplan.account() as crm, enrolled(server, await admin(server)) as vera:
        await allow(server, crm)
        url = f"http://127.0.0.1:{crm.port}"
        settings = {"url": url, "user": megaplan.USER, "password": megaplan.PASSWORD, "program_id": "5"}
        one = await added(vera, server, "", kind="megaplan", settings=settings)
        for typed in ("r", "robo", "director@shop.test"):
            drafted = {"settings": {"url": url, "user": typed}}
            picked = (await vera.http.post(f"{one}/lists", json=drafted)).json()
            assert (picked["failure"], picked["lists"]["notes"]) == ("", [])
        assert crm.grants == ["password"]


async def test_host_that_may_not_have_contacts_is_not_pushed_to(server: Server) -> None:
    async with portal() as crm, enrolled(server, await admin(server)) as vera:
        url = await allow(server, crm, DataLevel.CONTENTS)
        answer = await vera.http.post(CONNECTORS, json=asked(server, url))
        assert error_of(answer) == (403, "egress_forbidden", "host")


async def test_connector_of_sites_of_others_is_shown_and_not_to_be_changed(server: Server) -> None:
    other = await somebody_elses(server)
    async with portal() as crm, enrolled(server, await admin(server)) as vera:
        await allow(server, crm)
        desk = server.app.state.context.connector_desk.connectors
        made = await desk.add(
            "bitrix24",
            [server.site, other],
            settings={"url": url_of(crm)},
            mapping={"TITLE": "Чужое"},
            rules=Rules(),
            is_for_all=False,
            by=COMMAND_LINE,
        )
        shown = await one_of(vera)
        assert (shown["may_manage"], shown["sites"], shown["settings"], shown["mapping"]) == (False, ["Лавка"], {}, {})
        one = f"{CONNECTORS}/{made.id}"
        for answer in (
            await vera.http.put(one, json=wanted(server)),
            await vera.http.delete(one),
            await vera.http.post(f"{one}/test"),
            await vera.http.post(f"{one}/preview", json={}),
            await vera.http.get(f"{one}/log"),
        ):
            assert error_of(answer) == (403, "right_missing", "controller_id")
    assert crm.called == []


async def test_all_sites_are_for_an_owner_who_works_on_all_of_them(server: Server) -> None:
    async with portal() as crm, enrolled(server, await works_on_all(server, Role.OWNER)) as ada:
        await added(ada, server, await allow(server, crm), site_ids=None)
        shown = await one_of(ada)
        assert (shown["is_for_all"], shown["site_ids"], shown["may_manage"]) == (True, [], True)


async def test_what_waits_of_a_site_that_is_taken_away_goes_nowhere(server: Server) -> None:
    async with portal() as crm, enrolled(server, await works_on_all(server, Role.OWNER)) as ada:
        await choose_basis(server)
        one = await added(ada, server, await allow(server, crm), site_ids=None)
        async with server.database.connection() as connection:
            others = await connection.fetch("SELECT id FROM sites WHERE id <> $1", server.site.id)
            await connection.execute(
                """INSERT INTO connector_pushes (site_id, connector_id, conversation_id, visitor_id, cause, due_at)
                SELECT id, $1, gen_random_uuid(), gen_random_uuid(), 'closed', now() + interval '1 hour' FROM sites""",
                UUID(one.rpartition("/")[2]),
            )
        change = wanted(server, site_ids=[str(site["id"]) for site in others])
        assert (await ada.http.put(one, json=change)).status_code == 204
        assert (await one_of(ada))["is_for_all"] is False
        async with server.database.connection() as connection:
            rows = await connection.fetch(
                "SELECT status, failure FROM connector_pushes WHERE site_id = $1", server.site.id
            )
        assert [(row["status"], row["failure"]) for row in rows] == [
            ("refused", "Подключение больше не для этого сайта.")
        ]
    assert crm.called == []


async def test_sites_without_a_basis_are_named(server: Server) -> None:
    async with portal() as crm, enrolled(server, await admin(server)) as vera, server.visitor() as visitor:
        one = await added(vera, server, await allow(server, crm))
        await visitor.say("Почём пуэр?")
        assert (await one_of(vera))["without_basis"] == ["Лавка"]
        preview = (await vera.http.post(f"{one}/preview", json={})).json()
        assert preview["fields"] == {}
        assert "не выбрано основание" in preview["withheld"]
        await choose_basis(server)
        assert (await one_of(vera))["without_basis"] == []
        assert "TITLE" in (await vera.http.post(f"{one}/preview", json={})).json()["fields"]


async def test_only_those_who_look_after_sites_have_the_page(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        assert error_of(await anna.http.get(CONNECTORS))[:2] == (403, "right_missing")
