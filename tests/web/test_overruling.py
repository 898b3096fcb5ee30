"""Two who change the same at once: one is first, the other is told whose change is in the way, and nothing is lost."""

import asyncio

from ryadom.core.controllers import describe_controller
from ryadom.core.lifetimes import set_lifetimes
from ryadom.core.operators import add_operator
from ryadom.store.lifetimes import Lifetime
from ryadom.store.operators import Role
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.overruling import API, Wish, got, lifetimes, of_site, somebody


async def test_versions_that_there_were_before_say_whose_change_it_was(
    server: Server, two: tuple[Account, Account]
) -> None:
    site, vera, oleg = server.site.id, *two
    settings = of_site(server, (await got(vera, "/sites"))["sites"], "site_id")["settings"]
    properties = {"name": server.site.name, "origins": list(server.site.origins)}
    for path, body in (
        (f"/sites/{site}/work-rule", {"over_version": 0, "mode": "evenly", "return_min": 5}),
        (f"/sites/{site}/answer-goal", {"over_version": 0, "minutes": 5}),
        (f"/sites/{site}/departments", {"over_version": 0, "chosen": {"departments": [{"name": "Продажи"}]}}),
        (f"/sites/{site}/widget", {"over_version": 0, "settings": settings}),
        (f"/controllers/{server.site.controller_id}/labels", {"over_version": 0, "labels": []}),
        (f"/own-sites/{site}", properties | {"name": "Чайная", "over": properties}),
    ):
        answers = await asyncio.gather(*(person.http.put(API + path, json=body) for person in (vera, oleg)))
        assert sorted(answer.status_code for answer in answers) == [200, 409], (path, [one.text for one in answers])
        first = [answer.status_code for answer in answers].index(200)
        assert answers[1 - first].json()["error"]["newer"]["by"] == ("Вера", "Олег")[first], path


async def test_command_line_is_in_the_way_too(server: Server, two: tuple[Account, Account]) -> None:
    [wish, _] = await lifetimes(server, two[0])
    await set_lifetimes(server.database, server.site, {Lifetime.MESSAGES: 90})
    refused = await wish.send(two[0])
    assert (refused.status_code, refused.json()["error"]["newer"]["by"]) == (409, "")
    assert await wish.read(two[0]) == 90
    await describe_controller(server.database, server.site.controller_id, is_regulated=True)
    path = f"{API}/controllers/{server.site.controller_id}/regulated"
    refused = await two[0].http.put(path, json={"is_regulated": False, "over": False})
    assert (refused.status_code, refused.json()["error"]["field"]) == (409, "is_regulated")
    # What it is to be it is already.
    assert (await two[0].http.put(path, json={"is_regulated": True, "over": False})).status_code == 204


async def test_secret_that_was_dropped_says_who_did_that(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    path = f"{API}/sites/{server.site.id}/identity/secret"
    for version in (0, 1):
        assert (await vera.http.post(path, json={"over_version": version})).status_code < 300
    assert (await oleg.http.post(f"{path}/drop_before", json={"over_version": 2})).status_code < 300
    error = (await vera.http.post(path, json={"over_version": 2})).json()["error"]
    assert error["newer"]["by"] == "Олег"


async def test_nobody_learns_of_changes_where_they_may_not_look(server: Server, two: tuple[Account, Account]) -> None:
    [wish, _] = await lifetimes(server, two[0])
    assert (await wish.send(two[0])).status_code == 204
    stale = Wish(wish.path, {"days": {"messages": 60}, "over": {"messages": 10}}, None, wish.read, 60)
    async with somebody(server, "Аудитор", Role.AUDITOR) as auditor:
        refused = await stale.send(auditor)
    assert (refused.status_code, "newer" in refused.json()["error"]) == (403, False)
    await add_operator(
        server.database, email="far@shop.test", name="Даль", password=PASSWORD, site_keys=SITE_KEYS[1:], role=Role.ADMIN
    )
    async with enrolled(server, "far@shop.test") as far:
        refused = await stale.send(far)
    assert (refused.status_code, refused.json()["error"]["code"]) == (404, "site_unknown")
