"""Keys as the panel makes and revokes them: for one's own sites alone, shown once, and in the journal."""

from uuid import uuid4

import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.controllers import add_controller
from ryadom.core.operators import add_operator
from ryadom.core.sites import add_site
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.operators import Role
from ryadom.store.sites import Site
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, JsonObject, Server
from tests.web.test_api import get
from tests.web.test_own_sites import changes
from tests.web.test_widget_settings import admin

KEYS = "/panel/api/api-keys"


async def works_on_all(server: Server, role: Role) -> str:
    """Somebody who works on all sites that there are."""
    email = f"{role}@all.test"
    await add_operator(server.database, email=email, name="Ада", password=PASSWORD, site_keys=SITE_KEYS, role=role)
    return email


async def keys_of(person: Account) -> JsonObject:
    answer = await person.http.get(KEYS)
    assert answer.status_code == 200, answer.text
    return dict(answer.json())


async def asked(person: Account, server: Server, **change: object) -> JsonObject:
    """What a form asks for: a key for the site of the tests."""
    [place] = (await keys_of(person))["places"]
    return {
        "name": "Отчёты",
        "scopes": ["export_data"],
        "controller_id": place["id"],
        "site_ids": [str(server.site.id)],
        "days": 30,
    } | change


async def somebody_elses(server: Server) -> Site:
    """Another site of the same controller, on which nobody of the tests works."""
    return await add_site(
        server.database,
        name="Чужая",
        origins=["https://other.test"],
        controller_id=server.site.controller_id,
        by=COMMAND_LINE,
    )


async def test_key_of_the_panel_opens_what_it_is_for_until_it_is_revoked(server: Server) -> None:
    async with enrolled(server, await admin(server)) as vera, server.visitor() as visitor:
        await visitor.say("Почём пуэр?")
        made = await vera.http.post(KEYS, json=await asked(vera, server, name=" Отчёты "))
        assert made.status_code == 201, made.text
        secret = made.json()["secret"]
        exported = await get(server, "messages", secret)
        assert "Почём пуэр?" in exported.text
        listed = await vera.http.get(KEYS)
        assert secret not in listed.text
        [key] = listed.json()["keys"]
        assert (key["name"], key["sites"], key["is_for_all"], key["may_revoke"]) == ("Отчёты", ["Лавка"], False, True)
        assert (key["used_at"] is not None, key["made_by"]) == (True, "Вера")
        revoked = await vera.http.delete(f"{KEYS}/{key['id']}")
        assert revoked.status_code == 204, revoked.text
        assert (await get(server, "messages", secret)).status_code == 401
        again = await vera.http.delete(f"{KEYS}/{key['id']}")
        assert (again.status_code, again.json()["error"]["code"]) == (404, "api_key_unknown")
        [past] = (await keys_of(vera))["keys"]
        assert past["revoked_at"] is not None
    assert [told["name"] for told in await changes(server, "api_key")] == ["Отчёты"]
    assert [told["name"] for told in await changes(server, "api_key_revoked")] == ["Отчёты"]


async def test_key_for_all_sites_is_for_who_works_on_all_of_them(server: Server) -> None:
    async with enrolled(server, await works_on_all(server, Role.OWNER)) as vera:
        whole = await vera.http.post(KEYS, json=await asked(vera, server, site_ids=None, days=None))
        assert whole.status_code == 201, whole.text
        [key] = (await keys_of(vera))["keys"]
        assert (key["is_for_all"], key["may_revoke"], key["expires_at"]) == (True, True, None)
        await somebody_elses(server)
        # It is for the new site too, on which she does not work
        [key] = (await keys_of(vera))["keys"]
        assert (len(key["sites"]), key["may_revoke"]) == (len(SITE_KEYS), False)
        refused = await vera.http.delete(f"{KEYS}/{key['id']}")
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "right_missing")
        another = await vera.http.post(KEYS, json=await asked(vera, server, site_ids=None))
        assert (another.status_code, another.json()["error"]["field"]) == (403, "controller_id")


async def test_administrator_makes_no_key_for_sites_to_come(server: Server) -> None:
    async with enrolled(server, await works_on_all(server, Role.ADMIN)) as ada:
        answer = await ada.http.post(KEYS, json=await asked(ada, server, site_ids=None))
        assert (answer.status_code, answer.json()["error"]["field"]) == (403, "controller_id")


async def test_keys_for_sites_of_others_are_neither_shown_nor_made_nor_revoked(server: Server) -> None:
    firm = await add_controller(server.database, legal_name="Другая фирма")
    far = await add_site(
        server.database, name="Далёкая", origins=["https://far.test"], controller_id=firm.id, by=COMMAND_LINE
    )
    keys = server.app.state.context.api_keys
    wanted = {"scopes": [Scope.EXPORT_DATA], "is_for_all": False, "expires_at": None, "by": COMMAND_LINE}
    far_key = await keys.make([far], name="Чужой", **wanted)
    beside = await somebody_elses(server)
    beside_key = await keys.make([beside], name="Соседний", **wanted)
    shared_key = await keys.make([server.site, beside], name="Общий", **wanted)
    async with enrolled(server, await admin(server)) as vera:
        own = await keys_of(vera)
        assert [(key["name"], key["sites"], key["may_revoke"]) for key in own["keys"]] == [("Общий", ["Лавка"], False)]
        assert [place["name"] for place in own["places"]] != ["Другая фирма"]
        for made, status in ((far_key, 404), (beside_key, 404), (shared_key, 403)):
            assert (await vera.http.delete(f"{KEYS}/{made.id}")).status_code == status
        assert all(key.revoked_at is None for key in await keys.all())
        for site_ids in ([str(beside.id)], [str(far.id)], []):
            answer = await vera.http.post(KEYS, json=await asked(vera, server, site_ids=site_ids))
            assert (answer.status_code, answer.json()["error"]["field"]) == (422, "site_ids")
        answer = await vera.http.post(KEYS, json=await asked(vera, server, controller_id=str(firm.id)))
        assert (answer.status_code, answer.json()["error"]["field"]) == (422, "controller_id")
    assert len(await keys.all()) == 3


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "я" * 101}, "name"),
        ({"name": "Отчёты\x00"}, "name"),
        ({"name": "Отчёты\x1b[31m"}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 36_500}, "days"),
        ({"site_ids": ["лавка"]}, "site_ids"),
    ],
)
async def test_bad_form_says_what_is_wrong_and_makes_nothing(
    server: Server, change: dict[str, object], field: str
) -> None:
    async with enrolled(server, await admin(server)) as vera:
        answer = await vera.http.post(KEYS, json=await asked(vera, server, **change))
        assert answer.status_code in (400, 422), answer.text
        assert field in (answer.json()["error"]["field"] or "")
        assert (await keys_of(vera))["keys"] == []
        assert (await vera.http.delete(f"{KEYS}/{uuid4()}")).status_code == 404
        assert (await vera.http.delete(f"{KEYS}/1")).status_code == 404
