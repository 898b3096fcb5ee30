"""How sites are added from the panel, and get other names and addresses."""

import json
from uuid import uuid4

import httpx
import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, enrolled
from tests.web.client import JsonObject, Server
from tests.web.test_widget_settings import admin, look

OWN_SITES = "/panel/api/own-sites"
NAMES = ["https://opt.shop.ru", "http://xn--80aa0aq1c.xn--p1ai"]


async def own(person: Account) -> JsonObject:
    answer = await person.http.get(OWN_SITES)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def change(person: Account, site: JsonObject, **properties: object) -> httpx.Response:
    over = {"name": site["name"], "origins": site["origins"]}
    return await person.http.put(f"{OWN_SITES}/{site['site_id']}", json={**over, **properties, "over": over})


async def changes(server: Server, what: str) -> list[JsonObject]:
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number")
    return [told for row in rows if (told := json.loads(row["details"]))["what"] == what]


async def test_administrator_adds_a_site_and_its_visitors_are_answered(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera, vera.panel() as panel:
        asked = {
            "name": " Чай оптом ",
            "origins": ["https://OPT.shop.ru/", "http://чайна.рф:80", "https://opt.shop.ru"],
        }
        added = await vera.http.post(OWN_SITES, json=asked)
        assert added.status_code == 201, added.text
        site = added.json()
        assert (site["name"], site["origins"]) == ("Чай оптом", NAMES)
        # The panel that is open is to begin anew: it has been told of its sites.
        code, _ = await panel.closed()
        assert code == 4490
        async with vera.panel() as again, server.visitor(origin=NAMES[0], site=site["key"]) as visitor:
            assert [one["name"] for one in again.welcome["sites"]] == ["Лавка", "Чай оптом"]
            await visitor.say("Почём мешок?")
            await again.receive("conversation_started")
        assert [one["site_id"] for one in (await own(vera))["sites"]][1] == site["site_id"]
    assert (await look(server, site["key"])).status_code == 200
    assert (await changes(server, "site_added"))[-1]["key"] == site["key"]


async def test_site_gets_another_name_and_other_addresses(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera, account(server, "anna@shop.test") as anna:
        [site] = (await own(vera))["sites"]
        async with anna.panel() as panel:
            changed = await change(vera, site, name="Чайная", origins=[*site["origins"], "https://m.shop.test"])
            assert changed.status_code == 200, changed.text
            assert (await panel.closed())[0] == 4490
        async with server.visitor(origin="https://m.shop.test") as visitor, anna.panel() as panel:
            assert visitor.welcome["site"]["name"] == "Чайная"
            assert [one["name"] for one in panel.welcome["sites"]] == ["Чайная"]
            # Nobody is called otherwise: nobody begins anew.
            gone = await change(vera, changed.json(), origins=["https://m.shop.test"])
            assert gone.status_code == 200, gone.text
            await panel.ping()
        async with server.socket("/ws/visitor", origin=site["origins"][0]) as refused:
            await refused.send("hello", protocol=1, site=site["key"])
            assert (await refused.closed())[1][-1]["code"] == "origin_forbidden"
    before, after = [(told["before"], told["after"]) for told in await changes(server, "site_changed")]
    assert before[1] == after[0]
    assert after[1] == "«Чайная» https://m.shop.test"


async def test_two_who_change_a_site_do_not_overwrite_each_other(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera:
        [site] = (await own(vera))["sites"]
        assert (await change(vera, site, name="Первая")).status_code == 200
        late = await change(vera, site, name="Вторая")
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        assert (await own(vera))["sites"][0]["name"] == "Первая"


@pytest.mark.parametrize(
    ("properties", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "а" * 81}, "name"),
        ({"name": "Чай\nоптом"}, "name"),
        ({"origins": []}, "origins"),
        ({"origins": ["shop.ru"]}, "origins"),
        ({"origins": ["https://shop.ru/cart"]}, "origins"),
        ({"origins": ["https://*.shop.ru"]}, "origins"),
        ({"origins": ["javascript:alert(1)"]}, "origins"),
        ({"origins": [f"https://{number}.ru" for number in range(51)]}, "origins"),
    ],
)
async def test_what_can_be_no_site_is_refused_with_its_field(
    server: Server, properties: JsonObject, field: str
) -> None:
    good = {"name": "Чай", "origins": ["https://shop.ru"]}
    async with enrolled(server, await admin(server)) as vera:
        [site] = (await own(vera))["sites"]
        for answer in (
            await vera.http.post(OWN_SITES, json=good | properties),
            await change(vera, site, **properties),
        ):
            assert answer.status_code in (400, 422), answer.text
            assert answer.json()["error"]["field"] == field
        assert await own(vera) == {"sites": [site], "controllers": (await own(vera))["controllers"]}


async def test_new_site_is_only_of_controllers_whose_sites_one_works_on(server: Server) -> None:
    good = {"name": "Чай", "origins": ["https://shop.ru"]}
    second = await add_controller(server.database, legal_name="ООО «Вторая»")
    stranger = await add_controller(server.database, legal_name="ООО «Чужая»")
    async with enrolled(server, await admin(server)) as vera:
        for controller_id in (stranger.id, uuid4()):
            answer = await vera.http.post(OWN_SITES, json=good | {"controller_id": str(controller_id)})
            assert (answer.status_code, answer.json()["error"]["field"]) == (422, "controller_id")
        operator_id = vera.signed_in["operator"]["id"]
        await add_site(
            server.database,
            name="Кофе",
            origins=["https://kofe.ru"],
            controller_id=second.id,
            operator_id=operator_id,
        )
        assert len((await own(vera))["controllers"]) == 2
        unsaid = await vera.http.post(OWN_SITES, json=good)
        assert (unsaid.status_code, unsaid.json()["error"]["field"]) == (422, "controller_id")
        said = await vera.http.post(OWN_SITES, json=good | {"controller_id": str(second.id)})
        assert (said.status_code, said.json()["controller"]) == (201, "ООО «Вторая»")


@pytest.mark.parametrize("role", [Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR])
async def test_whose_role_does_not_look_after_sites_may_neither_see_nor_change_them(server: Server, role: Role) -> None:
    async with enrolled(server, await admin(server, role=role)) as person:
        good = {"name": "Чай", "origins": ["https://shop.ru"]}
        site = {"site_id": str(server.site.id), "name": server.site.name, "origins": list(server.site.origins)}
        for answer in (
            await person.http.get(OWN_SITES),
            await person.http.post(OWN_SITES, json=good),
            await change(person, site, name="Моя"),
        ):
            assert (answer.status_code, answer.json()["error"]["code"]) == (403, "right_missing")
