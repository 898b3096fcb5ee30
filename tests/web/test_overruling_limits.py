"""Limits, roles and sites of colleagues that two set at once: nobody sets them over what they have not seen."""

import asyncio
from uuid import UUID

from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.store.operator_work import hold_limit, put_limit
from ryadom.store.operators import Role, add_to_sites_by_id
from tests.waiting import until_waiting_for_locks
from tests.web.accounts import Account
from tests.web.client import SITE_KEYS, Server
from tests.web.overruling import API, anna, got
from tests.web.test_colleagues import person

FAR = "far-key-01"
"""Of a site of another firm."""


async def test_limit_is_set_over_the_one_that_was_seen(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    path = f"{API}/operators/{(await anna(vera))['id']}/limit"
    now: int | None = None
    for first, late, name, wanted in ((vera, oleg, "Вера", 3), (oleg, vera, "Олег", 0), (vera, oleg, "Вера", None)):
        assert (await first.http.put(path, json={"max_chats": wanted, "over": now})).status_code == 204
        # Also where it is no limit, or none at all, that was set: neither is "nothing was seen".
        refused = await late.http.put(path, json={"max_chats": 7, "over": now})
        error = refused.json()["error"]
        told = (refused.status_code, error["code"], error["field"], error["newer"]["by"])
        assert told == (409, "settings_changed", "max_chats", name)
        # What they want is there: nothing to refuse, and nobody else's doing.
        assert (await late.http.put(path, json={"max_chats": wanted, "over": now})).status_code == 204
        again = await late.http.put(path, json={"max_chats": 7, "over": now})
        assert again.json()["error"]["newer"]["by"] == name
        # Nobody is told that they were in their own way, as with a second tab.
        own = await first.http.put(path, json={"max_chats": 7, "over": now})
        assert (own.status_code, "newer" in own.json()["error"]) == (409, False)
        now = wanted
        assert (await anna(oleg))["max_chats"] == now
    for wrong in (101, -1, "3", 1.5, [3]):
        refused = await vera.http.put(path, json={"max_chats": 1, "over": wrong})
        assert (refused.status_code, refused.json()["error"]["code"]) == (400, "bad_frame"), wrong
    # A panel of before names nothing, and goes on.
    assert (await oleg.http.put(path, json={"max_chats": 9})).status_code == 204
    assert (await anna(vera))["max_chats"] == 9


async def test_of_two_limits_under_way_the_second_is_over_the_first(
    server: Server, two: tuple[Account, Account]
) -> None:
    anna_id = (await anna(two[0]))["id"]
    path = f"{API}/operators/{anna_id}/limit"
    async with asyncio.TaskGroup() as tasks, server.database.transaction() as connection:
        await hold_limit(connection, UUID(anna_id))
        under_way = [
            tasks.create_task(who.http.put(path, json={"max_chats": wanted, "over": None}))
            for who, wanted in zip(two, (3, 4), strict=True)
        ]
        await until_waiting_for_locks(server.database, 2)
    statuses = [task.result().status_code for task in under_way]
    assert sorted(statuses) == [204, 409]
    assert (await anna(two[0]))["max_chats"] == (3, 4)[statuses.index(204)]


async def test_who_set_a_limit_is_told_only_where_all_of_it_is_seen(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    anna_id = (await anna(vera))["id"]
    path = f"{API}/operators/{anna_id}/limit"
    firm = await add_controller(server.database, legal_name="Далёкая")
    site = await add_site(server.database, name="Далёкая", origins=["http://far.test"], key=FAR, controller_id=firm.id)
    async with (
        person(server, Role.ADMIN, FAR, name="Даль") as far,
        person(server, Role.OWNER, SITE_KEYS[0], FAR, name="Инна") as both,
    ):
        unknown = await far.http.put(path, json={"max_chats": 1, "over": None})
        assert (unknown.status_code, unknown.json()["error"]["code"]) == (404, "operator_unknown")
        async with server.database.transaction() as connection:
            await add_to_sites_by_id(connection, UUID(anna_id), [site.id])
        # Vera sees that Oleg has set 5, and not that it is 5 since somebody of the other firm has said so.
        for who, wanted, seen in ((oleg, 5, None), (far, 4, 5), (far, 5, 4)):
            assert (await who.http.put(path, json={"max_chats": wanted, "over": seen})).status_code == 204
        for asker, by in ((vera, None), (far, None), (both, "Даль")):
            error = (await asker.http.put(path, json={"max_chats": 6, "over": 4})).json()["error"]
            assert (error["code"], error.get("newer", {}).get("by")) == ("settings_changed", by)
        # Set by a way that is noted nowhere: whoever was noted before is not blamed.
        async with server.database.connection() as connection:
            await put_limit(connection, UUID(anna_id), 8)
        error = (await both.http.put(path, json={"max_chats": 6, "over": 5})).json()["error"]
        assert (error["code"], "newer" in error) == ("settings_changed", False)


async def test_role_and_sites_are_set_over_the_place_that_was_seen(
    server: Server, two: tuple[Account, Account]
) -> None:
    vera, oleg = two
    path = f"{API}/operators/{(await anna(vera))['id']}"
    shop, other = (site["id"] for site in (await got(vera, "/invitations"))["sites"])
    for what, name, first, late in (
        ("role", "role", "supervisor", "auditor"),
        ("sites", "site_ids", [shop, other], [other]),
    ):
        version = (await anna(vera))["place_version"]
        body = {name: first, "over_version": version}
        assert (await vera.http.put(f"{path}/{what}", json=body)).status_code == 204
        refused = await oleg.http.put(f"{path}/{what}", json={name: late, "over_version": version})
        assert (refused.status_code, refused.json()["error"]["code"]) == (409, "settings_changed")
        assert (await anna(oleg))[name] == first
        # Whoever wants what there is, is in nobody's way.
        assert (await oleg.http.put(f"{path}/{what}", json=body)).status_code == 204
        wrong = await oleg.http.put(f"{path}/{what}", json={name: late, "over_version": -1})
        assert (wrong.status_code, wrong.json()["error"]["code"]) == (400, "bad_frame")
        # A panel of before names nothing, and goes on.
        assert (await oleg.http.put(f"{path}/{what}", json={name: late})).status_code == 204
        assert (await anna(vera))[name] == late
