"""Labels, which are of no site: whose change is in the way only those are told who work on all of them."""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

from ryadom.core.operators import add_operator
from ryadom.store.operators import Role
from ryadom.store.sites import all_sites
from tests.web.accounts import Account, enrolled
from tests.web.client import PASSWORD, SITE_KEYS, Server
from tests.web.overruling import API, got


@asynccontextmanager
async def somebody_on(server: Server, site_keys: Sequence[str], name: str) -> AsyncIterator[Account]:
    email = f"{name}@shop.test"
    await add_operator(server.database, email=email, name=name, password=PASSWORD, site_keys=site_keys, role=Role.ADMIN)
    async with enrolled(server, email) as person:
        yield person


async def test_change_that_is_of_no_site_is_whose_only_for_who_works_on_all_of_them(
    server: Server, two: tuple[Account, Account]
) -> None:
    async with server.database.connection() as connection:
        assert len({site.controller_id for site in await all_sites(connection)}) == 1
    path = f"{API}/controllers/{server.site.controller_id}/labels"
    tag = {"kind": "tag", "name": "VIP", "colour": "blue"}
    async with somebody_on(server, SITE_KEYS[:1], "near") as near, somebody_on(server, SITE_KEYS[1:], "far") as far:
        assert (await far.http.put(path, json={"over_version": 0, "labels": [tag]})).status_code == 200
        for person, whose in ((near, None), (two[0], "far")):
            error = (await person.http.put(path, json={"over_version": 0, "labels": []})).json()["error"]
            assert (error["code"], error.get("newer", {}).get("by")) == ("settings_changed", whose)
        assert "far" not in (await near.http.get(f"{API}/journal")).text


async def test_label_that_is_there_already_is_no_change_of_labels(server: Server, two: tuple[Account, Account]) -> None:
    vera, oleg = two
    path = f"{API}/controllers/{server.site.controller_id}/labels"
    tag = {"kind": "tag", "name": "VIP", "colour": "blue"}
    made = (await vera.http.post(path, json=tag)).json()
    [shown] = (await got(oleg, "/labels"))["controllers"]
    assert shown["version"] == 1
    assert (await vera.http.post(path, json=tag | {"name": "vip"})).json()["id"] == made["id"]
    saved = await oleg.http.put(path, json={"over_version": 1, "labels": [*shown["labels"], tag | {"name": "Опт"}]})
    assert (saved.status_code, saved.json()["version"]) == (200, 2)
    # What is added is a change, and so is in the way of whoever has not seen it.
    assert (await vera.http.post(path, json=tag | {"name": "Розница"})).status_code == 200
    late = await oleg.http.put(path, json={"over_version": 2, "labels": saved.json()["labels"]})
    assert (late.status_code, late.json()["error"]["newer"]["by"]) == (409, "Вера")
