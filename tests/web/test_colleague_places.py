"""A colleague's role, sites, departments and sight, saved as one: over the version that was seen, or not at all."""

import asyncio
from uuid import uuid4

import pytest

from ryadom.core.operators import set_role, set_sight
from ryadom.store.operators import Role
from tests.web.accounts import Account, account
from tests.web.client import PASSWORD, JsonObject, Server
from tests.web.own_departments import ANNA
from tests.web.test_colleagues import OPERATORS, colleague, noted, person, site_ids
from tests.web.test_departments import SALES, SERVICE, offer, put, sites


async def place(admin: Account, email: str = ANNA, **changes: object) -> tuple[int, JsonObject]:
    """Saves the place of somebody as it is, but for these changes."""
    now = await colleague(admin, email)
    names = ("role", "site_ids", "department_ids", "sees_own_departments_only")
    body = {name: now[name] for name in names} | {"over_version": now["place_version"]} | changes
    response = await admin.http.put(f"{OPERATORS}/{now['id']}/place", json=body)
    return response.status_code, response.json()


async def test_place_is_saved_as_a_whole_and_journalled_by_site(server: Server) -> None:
    sales, service = await offer(server)
    async with person(server, Role.ADMIN) as admin:
        saved = await place(admin, department_ids=[sales["id"], service["id"]], sees_own_departments_only=True)
        assert saved == (200, {"place_version": 1})
        now = await colleague(admin, ANNA)
        assert set(now["department_ids"]) == {sales["id"], service["id"]}
        assert (now["sees_own_departments_only"], now["place_version"]) == (True, 1)
        assert (await place(admin, department_ids=[service["id"]]))[0] == 200
        assert (await place(admin, sees_own_departments_only=False, role="supervisor"))[0] == 200
    told = [{name: one.details[name] for name in one.details if name != "operator_id"} for one in await noted(server)]
    assert told[-5:] == [
        {"what": "operator_departments_changed", "before": "", "after": f"{SALES}; {SERVICE}", "version": "1"},
        {"what": "operator_sight_limited", "version": "1"},
        {"what": "operator_departments_changed", "before": f"{SALES}; {SERVICE}", "after": SERVICE, "version": "2"},
        {"what": "role_changed", "before": "operator", "after": "supervisor", "version": "3"},
        {"what": "operator_sight_freed", "version": "3"},
    ]


async def test_place_that_somebody_else_has_changed_is_not_overwritten(server: Server) -> None:
    sales, _ = await offer(server)
    async with person(server, Role.ADMIN) as admin, person(server, Role.OWNER, name="Олег") as owner:
        seen = (await colleague(admin, ANNA))["place_version"]
        assert (await place(owner, department_ids=[sales["id"]]))[0] == 200
        status, answer = await place(admin, over_version=seen, sees_own_departments_only=True)
        assert (status, answer["error"]["code"]) == (409, "settings_changed")
        now = await colleague(admin, ANNA)
        assert (now["department_ids"], now["sees_own_departments_only"]) == ([sales["id"]], False)
        # Of two at once one is told.
        done = await asyncio.gather(
            place(admin, sees_own_departments_only=True), place(owner, role="supervisor"), return_exceptions=False
        )
        assert sorted(status for status, _ in done) == [200, 409]


async def test_departments_page_and_colleagues_page_see_each_others_changes(server: Server) -> None:
    sales, service = await offer(server)
    async with person(server, Role.ADMIN) as admin:
        [page] = await sites(admin)
        seen = (await colleague(admin, ANNA))["place_version"]
        assert (await place(admin, department_ids=[sales["id"]]))[0] == 200
        late = await put(admin, page, [sales, service])
        assert (late.status_code, late.json()["error"]["code"]) == (409, "settings_changed")
        [page] = await sites(admin)
        anna_id = (await colleague(admin, ANNA))["id"]
        assert page["departments"][0]["member_ids"] == [anna_id]
        assert (await put(admin, page, [sales, service | {"member_ids": [anna_id]}])).status_code == 200
        status, answer = await place(admin, over_version=seen + 1)
        assert (status, answer["error"]["code"]) == (409, "settings_changed")
        assert (await colleague(admin, ANNA))["department_ids"] == [service["id"]]
        # Whoever comes too late is told whose change that was, also where it was made on the other page.
        async with person(server, Role.OWNER, name="Олег") as owner:
            _, answer = await place(owner, over_version=seen + 1)
            assert answer["error"]["newer"]["by"] == "Вера"
    told = [one.details for one in await noted(server)]
    assert [one for one in told if one["what"] == "operator_departments_changed"][-1] == {
        "what": "operator_departments_changed",
        "operator_id": anna_id,
        "before": SALES,
        "after": SERVICE,
        "version": str(seen + 2),
    }


@pytest.mark.parametrize("role", ["owner", "admin", "auditor"])
async def test_whoever_looks_after_whole_sites_can_not_be_limited(server: Server, role: str) -> None:
    async with person(server, Role.OWNER) as owner:
        status, answer = await place(owner, role=role, sees_own_departments_only=True)
        assert (status, answer["error"]["code"]) == (409, "limit_unsuitable")
        assert answer["error"]["field"] == "sees_own_departments_only"
        invited = await owner.http.post(
            "/panel/api/invitations",
            json={
                "email": "new@shop.test",
                "role": role,
                "site_ids": [str(server.site.id)],
                "sees_own_departments_only": True,
            },
        )
        assert (invited.status_code, invited.json()["error"]["code"]) == (409, "limit_unsuitable")
        assert (await colleague(owner, ANNA))["role"] == "operator"


async def test_departments_of_other_sites_and_of_nobody_are_refused_and_nothing_is_kept(server: Server) -> None:
    sales, _ = await offer(server)
    keys = await site_ids(server)
    async with person(server, Role.ADMIN) as admin:
        for strange in (str(uuid4()), keys["other-key-1"]):
            status, answer = await place(admin, role="supervisor", department_ids=[sales["id"], strange])
            assert (status, answer["error"]["code"]) == (404, "department_unknown")
        status, answer = await place(admin, site_ids=[keys["shop-key-1"], keys["other-key-1"]])
        assert (status, answer["error"]["code"]) == (404, "site_unknown")
        status, answer = await place(admin, role="auditor", department_ids=[sales["id"]])
        assert (status, answer["error"]["field"]) == (422, "department_ids")
        now = await colleague(admin, ANNA)
        assert (now["role"], now["department_ids"], now["place_version"]) == ("operator", [], 0)


async def test_limit_ends_the_sessions_and_what_takes_nothing_away_only_begins_panels_anew(server: Server) -> None:
    sales, _ = await offer(server)
    async with person(server, Role.ADMIN) as admin, account(server, ANNA) as anna:
        async with anna.panel() as panel:
            assert (await place(admin, department_ids=[sales["id"]]))[0] == 200
            assert (await panel.closed())[0] == 4490
        async with anna.panel() as panel:
            assert panel.welcome["sites"][0]["own_department_ids"] == [sales["id"]]
            assert (await place(admin, sees_own_departments_only=True))[0] == 200
            assert (await panel.closed())[0] == 4440
        assert (await anna.http.get("/panel/api/session")).json() is None


async def test_invited_person_is_in_the_departments_that_are_offered_still_and_sees_those_alone(server: Server) -> None:
    sales, service = await offer(server)
    async with person(server, Role.ADMIN) as admin:
        wanted = {
            "email": "nina@shop.test",
            "role": "operator",
            "site_ids": [str(server.site.id)],
            "department_ids": [sales["id"], service["id"]],
            "sees_own_departments_only": True,
        }
        sent = (await admin.http.post("/panel/api/invitations", json=wanted)).json()
        [listed] = (await admin.http.get("/panel/api/invitations")).json()["invitations"]
        assert {name: listed[name] for name in wanted} == wanted
        [page] = await sites(admin)
        assert (await put(admin, page, [sales, service | {"is_archived": True}])).status_code == 200
        accepted = {"token": sent["token"], "name": "Нина", "password": PASSWORD}
        assert (await admin.http.put("/panel/api/invitation", json=accepted)).status_code == 200
        nina = await colleague(admin, "nina@shop.test")
        assert (nina["department_ids"], nina["sees_own_departments_only"]) == ([sales["id"]], True)
        strange = wanted | {"email": "other@shop.test", "department_ids": [service["id"]]}
        refused = await admin.http.post("/panel/api/invitations", json=strange)
        assert refused.json()["error"]["code"] == "department_unknown"


async def test_nobody_changes_their_own_sight(server: Server) -> None:
    async with person(server, Role.ADMIN) as admin:
        status, answer = await place(admin, admin.email, role="operator", sees_own_departments_only=True)
        assert (status, answer["error"]["code"]) == (403, "right_missing")


@pytest.mark.parametrize("way", ["page", "role", "command"])
async def test_limit_does_not_come_back_with_a_role_that_can_be_limited(server: Server, way: str) -> None:
    async with person(server, Role.OWNER) as owner:
        assert (await place(owner, sees_own_departments_only=True))[0] == 200
        if way == "page":
            assert (await place(owner, role="admin", sees_own_departments_only=False))[0] == 200
        elif way == "role":
            anna_id = (await colleague(owner, ANNA))["id"]
            raised = await owner.http.put(f"{OPERATORS}/{anna_id}/role", json={"role": "admin"})
            assert raised.status_code == 204
        else:
            await set_role(server.database, email=ANNA, role=Role.ADMIN)
        assert (await place(owner, role="operator", sees_own_departments_only=False))[0] == 200
        assert (await colleague(owner, ANNA))["sees_own_departments_only"] is False


async def test_limit_is_kept_by_a_role_that_can_have_it(server: Server) -> None:
    async with person(server, Role.OWNER) as owner:
        assert (await place(owner, sees_own_departments_only=True))[0] == 200
        await set_role(server.database, email=ANNA, role=Role.SUPERVISOR)
        assert (await colleague(owner, ANNA))["sees_own_departments_only"] is True


async def test_place_that_is_saved_takes_away_a_limit_that_did_not_count(server: Server) -> None:
    async with server.database.connection() as connection:
        await connection.execute(
            "UPDATE operators SET role = 'admin', sees_own_departments_only = true WHERE email = $1", ANNA
        )
    async with person(server, Role.OWNER) as owner:
        assert (await colleague(owner, ANNA))["sees_own_departments_only"] is False
        assert (await place(owner, role="operator", sees_own_departments_only=False))[0] == 200
        assert (await colleague(owner, ANNA))["sees_own_departments_only"] is False


async def test_members_of_an_archived_department_begin_anew_when_they_are_taken_out(server: Server) -> None:
    await offer(server, members=("Анна",))
    await set_sight(server.database, email=ANNA, sees_own_departments_only=True)
    async with person(server, Role.ADMIN) as admin, account(server, ANNA) as anna:
        [page] = await sites(admin)
        sales, service = page["departments"]
        assert (await put(admin, page, [sales | {"is_archived": True}, service])).status_code == 200
        async with anna.panel() as panel:
            [page] = await sites(admin)
            out = sales | {"is_archived": True, "member_ids": []}
            assert (await put(admin, page, [out, service])).status_code == 200
            assert (await panel.closed())[0] == 4490
