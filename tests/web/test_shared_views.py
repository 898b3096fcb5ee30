"""Views that colleagues share: who sees which, who may change them, and who hears of it; and the counts of views."""

import json
from uuid import uuid4

from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, enrolled
from tests.web.client import SITE_KEYS, JsonObject, Server
from tests.web.labels import add_admin
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide, limited_supervisor

VIEWS, COUNTS, SHARED = "/panel/api/views", "/panel/api/views/counts", "/panel/api/shared-views"


def view(name: str = "Долгие", **fields: object) -> JsonObject:
    return {"id": str(uuid4()), "name": name, "filter": {"is_unanswered": True}, "unanswered_min": 10} | fields


def everybody(server: Server) -> JsonObject:
    return {"controller_id": str(server.site.controller_id)}


def on_site(server: Server) -> JsonObject:
    return everybody(server) | {"site_id": str(server.site.id)}


async def share(person: Account, new: JsonObject, audience: JsonObject, **fields: object) -> JsonObject:
    response = await person.http.post(SHARED, json={"view": new, "audience": audience, **fields})
    assert response.status_code == 201, response.text
    return dict(response.json())


async def change(person: Account, shared: JsonObject, audience: JsonObject, **fields: object) -> tuple[int, JsonObject]:
    kept = {name: shared[name] for name in ("name", "filter")} | fields
    over = {"over_version": shared["version"], "view": kept, "audience": audience}
    response = await person.http.put(f"{SHARED}/{shared['id']}", json=over)
    return response.status_code, response.json()


async def seen_by(person: Account) -> list[tuple[str, bool]]:
    """The names of shared views, and whether one may change them."""
    shown = (await person.http.get(VIEWS)).json()
    return [(one["name"], one.get("may_change", False)) for one in shown.get("shared", [])]


async def test_supervisor_shares_changes_and_deletes_a_view_and_panels_hear_of_each(server: Server) -> None:
    async with (
        account(server, await add_admin(server, role=Role.SUPERVISOR)) as vera,
        account(server, ANNA) as anna,
        account(server, "boris@other.test") as boris,
        anna.panel() as panel,
    ):
        new = view()
        shared = await share(vera, new | {"name": " Долгие "}, on_site(server))
        assert shared == new | {"audience": on_site(server), "version": 1, "may_change": True}
        await panel.receive("shared_views_changed")
        assert await share(vera, new, on_site(server)) == shared
        other = await vera.http.post(SHARED, json={"view": new | {"name": "А"}, "audience": on_site(server)})
        assert (other.status_code, other.json()["error"]["code"]) == (409, "settings_changed")
        assert (await seen_by(anna), await seen_by(boris)) == ([("Долгие", False)], [])

        status, changed = await change(vera, shared, on_site(server), name="Ждут", filter={"states": ["open"]})
        assert (status, changed["version"], changed["name"]) == (200, 2, "Ждут")
        await panel.receive("shared_views_changed")
        # The answer was lost, and it is asked again; somebody else is late.
        again = await change(vera, shared, on_site(server), name="Ждут", filter={"states": ["open"]})
        assert again == (200, changed)
        status, late = await change(vera, shared, on_site(server), name="Иначе")
        assert (status, late["error"]["code"]) == (409, "settings_changed")
        gone = await vera.http.request("DELETE", f"{SHARED}/{shared['id']}", json={"over_version": 1})
        assert gone.json()["error"]["code"] == "settings_changed"

        assert await seen_by(anna) == [("Ждут", False)]
        gone = await vera.http.request("DELETE", f"{SHARED}/{shared['id']}", json={"over_version": 2})
        assert gone.status_code == 204, gone.text
        await panel.receive("shared_views_changed")
        assert await seen_by(anna) == []
        status, refused = await change(vera, changed, on_site(server))
        assert (status, refused["error"]["code"]) == (404, "view_unknown")
        # It comes back, and whoever saw it before that can't change it unseen.
        back = await share(vera, new, on_site(server), after=2)
        assert back["version"] == 3
        assert (await change(vera, changed, on_site(server)))[0] == 409
        journal = await told(server)
    assert [one["what"] for one in journal] == ["view_shared", "view_changed", "view_deleted", "view_shared"]
    assert journal[1] == {"what": "view_changed", "name": "Ждут", "fields": shared["id"]}


async def told(server: Server) -> list[JsonObject]:
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number")
    return [told for row in rows if (told := json.loads(row["details"]))["what"].startswith("view_")]


async def test_view_of_a_department_is_for_who_is_in_it_and_who_looks_after_all(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    sales, service = (on_site(server) | {"department_id": id} for id in (shop.sales, shop.service))
    async with (
        account(server, await add_admin(server, role=Role.SUPERVISOR)) as vera,
        limited_supervisor(server, shop) as semyon,
        account(server, ANNA) as anna,
        account(server, OLEG) as oleg,
    ):
        of_sales = await share(vera, view("Продажи"), sales)
        await share(vera, view("Сервис"), service)
        both = [("Продажи", True), ("Сервис", True)]
        assert (await seen_by(vera), await seen_by(semyon)) == (both, both[:1])
        assert (await seen_by(anna), await seen_by(oleg)) == ([("Продажи", False)], [])
        # Whoever does not know of a department shares nothing with it.
        for person, audience in ((semyon, service), (vera, sales | {"department_id": str(uuid4())})):
            refused = await person.http.post(SHARED, json={"view": view(), "audience": audience})
            assert refused.json()["error"]["code"] == "department_unknown"
        refused = await anna.http.post(SHARED, json={"view": view(), "audience": sales})
        assert refused.json()["error"]["code"] == "right_missing"
        # A department that is not offered any more has nobody; who may, gives the view to others.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE departments SET archived_at = now() WHERE id = $1", shop.sales)
        assert (await seen_by(anna), await seen_by(vera)) == ([], both)
        refused = await vera.http.post(SHARED, json={"view": view(), "audience": sales})
        assert refused.json()["error"]["code"] == "department_unknown"
        status, of_sales = await change(vera, of_sales, sales, name="Продажа")
        assert (status, of_sales["version"]) == (200, 2)
        # So it is called what it was, and comes back when it was deleted by mistake.
        status, of_sales = await change(vera, of_sales, sales, name="Продажи")
        gone = await vera.http.request("DELETE", f"{SHARED}/{of_sales['id']}", json={"over_version": 3})
        assert gone.status_code == 204
        kept = {name: of_sales[name] for name in ("id", "name", "filter")}
        of_sales = await share(vera, kept, sales, after=3)
        assert (await change(vera, of_sales, sales | {"department_id": str(uuid4())}))[0] == 404
        assert (await change(vera, of_sales, on_site(server)))[0] == 200
        assert (await seen_by(oleg)) == [("Продажи", False)]
        # The view is the firm's: whoever has made it may lose the right, and leave.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE operators SET role = 'operator' WHERE email = $1", vera.email)
        async with account(server, vera.email) as lowered:
            assert await seen_by(lowered) == [("Продажи", False)]
            assert (await change(lowered, of_sales, on_site(server)))[1]["error"]["code"] == "right_missing"
        assert (await seen_by(semyon)) == [("Продажи", True)]


async def test_view_of_all_sites_is_changed_by_who_works_on_all_of_them(server: Server) -> None:
    far = await add_controller(server.database, legal_name="Далёкая")
    await add_site(server.database, name="Далёкий", origins=["http://far.test"], key="far-key-01", controller_id=far.id)
    stranger = await add_admin(server, name="Пётр", site_keys=("far-key-01",), role=Role.SUPERVISOR)
    async with (
        enrolled(server, await add_admin(server, name="Ольга", site_keys=SITE_KEYS)) as olga,
        account(server, stranger) as pyotr,
        account(server, await add_admin(server, role=Role.SUPERVISOR)) as vera,
        account(server, "boris@other.test") as boris,
    ):
        refused = await vera.http.post(SHARED, json={"view": view(), "audience": everybody(server)})
        assert refused.json()["error"]["code"] == "right_missing"
        shared = await share(olga, view(), everybody(server))
        assert (await seen_by(olga), await seen_by(vera)) == ([("Долгие", True)], [("Долгие", False)])
        assert (await change(vera, shared, on_site(server)))[1]["error"]["code"] == "right_missing"
        gone = await vera.http.request("DELETE", f"{SHARED}/{shared['id']}", json={"over_version": 1})
        assert gone.json()["error"]["code"] == "right_missing"
        assert (await seen_by(boris), await seen_by(pyotr)) == ([("Долгие", False)], [])
        unseen = await pyotr.http.request("DELETE", f"{SHARED}/{shared['id']}", json={"over_version": 1})
        assert (unseen.status_code, unseen.json()["error"]["code"]) == (404, "view_unknown")
        # Their own one of the same id is another one.
        await share(pyotr, view("Чужая", id=shared["id"]), {"controller_id": str(far.id)})
        assert (await seen_by(pyotr), await seen_by(olga)) == ([("Чужая", True)], [("Долгие", True)])
        odd = everybody(server) | {"department_id": str(uuid4())}
        refused = await olga.http.post(SHARED, json={"view": view(), "audience": odd})
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, "audience.site_id")
        mixed = on_site(server) | {"controller_id": str(far.id)}
        refused = await olga.http.post(SHARED, json={"view": view(), "audience": mixed})
        assert refused.json()["error"]["code"] == "site_unknown"


async def test_counts_are_of_own_and_shared_views_as_each_operator_sees_them(server: Server) -> None:
    shop = await divide(server)
    await add_colleague(server)
    async with server.visitor() as one, server.visitor() as other:
        await one.say("Где заказ?", department=shop.sales)
        await other.say("Сломалось", department=shop.service)
    async with (
        account(server, await add_admin(server, role=Role.SUPERVISOR)) as vera,
        account(server, ANNA) as anna,
        account(server, OLEG) as oleg,
        account(server, "boris@other.test") as boris,
    ):
        shared = await share(vera, view("Ждут", unanswered_min=None), on_site(server))
        own = view("Долго ждут")
        saved = await anna.http.put(VIEWS, json={"over_version": 0, "views": [own]})
        assert saved.json() == {"version": 1, "views": [own]}
        count = {"id": shared["id"], "count": 1, "is_more": False}
        none = {"id": own["id"], "count": 0, "is_more": False}
        assert (await anna.http.get(COUNTS)).json() == {"counts": [none, count]}
        assert (await oleg.http.get(COUNTS)).json() == {"counts": [count | {"count": 2}]}
        assert (await boris.http.get(COUNTS)).json() == {"counts": []}
        # What is hidden is not counted; a panel of the version before knows of nothing hidden and leaves it so.
        hidden = await anna.http.put(VIEWS, json={"over_version": 1, "views": [], "hidden": [shared["id"]]})
        assert hidden.json() == {"version": 2, "views": [], "hidden": [shared["id"]]}
        kept = await anna.http.put(VIEWS, json={"over_version": 2, "views": [own]})
        assert kept.json()["hidden"] == [shared["id"]]
        assert (await anna.http.get(COUNTS)).json() == {"counts": [none]}
