"""What open panels are told when an administrator changes a site, and whose begin anew with it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from ryadom.core.operators import set_person, set_sight
from ryadom.core.site_news import SiteNews
from ryadom.protocol.operator import ChangedSite
from ryadom.store.database import Database
from ryadom.store.operators import Role
from tests.waiting import until
from tests.web.accounts import account, enrolled
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import another_server, serving
from tests.web.own_departments import ANNA, OLEG, add_colleague, divide
from tests.web.test_colleague_places import place
from tests.web.test_colleagues import OPERATORS, change, colleague, person
from tests.web.test_departments import SALES, SERVICE, admin, offer, put, sites
from tests.web.test_invitations import NEW, accept, token_for
from tests.web.test_leading import deed
from tests.web.test_widget_settings import change as change_widget
from tests.web.test_widget_settings import one_site

BORIS = "boris@other.test"


@asynccontextmanager
async def two_servers(database_url: str, database: Database) -> AsyncIterator[tuple[Server, Server]]:
    """Two that have heard of each other."""
    async with (
        serving(database_url, database) as near,
        another_server(database_url, database, near.site) as far,
    ):
        relays = [server.app.state.context.relay for server in (near, far)]
        await until(lambda: all(relay.nodes == 2 for relay in relays))
        yield near, far


async def told(panel: Client) -> JsonObject:
    """What a panel is told of a site next."""
    site: JsonObject = (await panel.receive("site_changed"))["site"]
    return site


async def expect_silence(panel: Client) -> None:
    """The panel is open, and has been told of no site since."""
    await panel.send("ping")
    assert (await panel.receive("site_changed", "pong"))["type"] == "pong"


def names(members: list[JsonObject]) -> list[str]:
    return [one["name"] for one in members]


async def test_whoever_is_moved_begins_anew_on_every_server_and_all_others_are_told(
    database_url: str, database: Database
) -> None:
    async with two_servers(database_url, database) as (near, far):
        await add_colleague(near)
        async with (
            enrolled(near, await admin(near)) as vera,
            account(far, ANNA) as anna,
            far.operator(OLEG) as oleg,
            far.operator(BORIS) as boris,
        ):
            [site] = await sites(vera)
            ids = {one["name"]: one["id"] for one in site["colleagues"]}
            async with anna.panel() as panel:
                assert panel.welcome["sites"][0]["own_department_ids"] == []
                site = (await put(vera, site, [{"name": SALES, "member_ids": [ids["Анна"]]}, {"name": SERVICE}])).json()
                assert (await panel.closed())[0] == 4490
            heard = await told(oleg)
            assert (names(heard["departments"]), "own_department_ids" in heard) == ([SALES, SERVICE], False)

            async with anna.panel() as panel:
                sales, service = site["departments"]
                assert panel.welcome["sites"][0]["own_department_ids"] == [sales["id"]]
                site = (await put(vera, site, [sales | {"name": "Магазин"}, service])).json()
                for one in (panel, oleg):
                    assert names((await told(one))["departments"]) == ["Магазин", SERVICE]
                sales, service = site["departments"]
                site = (await put(vera, site, [sales | {"is_archived": True}, service])).json()
                assert (await panel.closed())[0] == 4490
            heard = await told(oleg)
            assert (names(heard["departments"]), names(heard["archived_departments"])) == ([SERVICE], ["Магазин"])

            async with anna.panel() as panel:
                assert panel.welcome["sites"][0]["own_department_ids"] == []
                site = (await put(vera, site, [sales, service])).json()
                assert (await panel.closed())[0] == 4490
            assert names((await told(oleg))["departments"]) == ["Магазин", SERVICE]

            async with anna.panel() as panel:
                assert panel.welcome["sites"][0]["own_department_ids"] == [sales["id"]]
                assert (await put(vera, site, [sales | {"member_ids": [ids["Олег"]]}, service])).status_code == 200
                farewells = [await one.closed() for one in (panel, oleg)]
                assert [code for code, _ in farewells] == [4490, 4490]
                # They do not come back at the same instant: the second is told to wait a little.
                frames = [frame for _, heard in farewells for frame in heard]
                assert [one["reconnect_in_s"] for one in frames if one["type"] == "goodbye"] == [0.02]
            async with anna.panel() as panel, far.operator(OLEG) as again:
                own = [one.welcome["sites"][0]["own_department_ids"] for one in (panel, again)]
                assert own == [[], [sales["id"]]]
            await expect_silence(boris)


async def test_colleagues_goal_and_files_reach_every_panel_of_the_site_and_no_other(server: Server) -> None:
    # Anna sees only her own departments, and contacts masked: what may be chosen is told to her as to all.
    await divide(server)
    await add_colleague(server)
    async with (
        person(server, Role.OWNER) as vera,
        vera.panel() as own,
        server.operator(ANNA) as anna,
        server.operator(BORIS) as boris,
    ):

        async def told_alike() -> JsonObject:
            one, other = await told(anna), await told(own)
            assert one == other
            return one

        token = await token_for(vera, server)
        oleg = await colleague(vera, OLEG)
        goal = f"/panel/api/sites/{server.site.id}/answer-goal"
        assert (await vera.http.put(goal, json={"over_version": 0, "minutes": 5})).status_code == 200
        assert (await told_alike())["answer_goal_min"] == 5
        site = await one_site(vera)
        files = site["settings"]["files"] | {"max_mb": 3}
        assert (await change_widget(vera, site, files=files)).status_code == 200
        assert (await told_alike())["files"]["max_bytes"] == 3_000_000

        body = {"name": "Олег П.", "email": OLEG, "over_version": 0}
        deeds: list[tuple[Callable[[], Awaitable[object]], set[str]]] = [
            (lambda: vera.http.put(f"{OPERATORS}/{oleg['id']}/person", json=body), {"Олег П."}),
            (lambda: accept(server, token), {"Олег П.", "Нина"}),
            (lambda: change(vera, OLEG, "access", is_active=False), {"Нина"}),
            (lambda: change(vera, OLEG, "access", is_active=True), {"Олег П.", "Нина"}),
            (lambda: place(vera, NEW, role="auditor"), {"Олег П."}),
            (lambda: change(vera, NEW, "role", role="operator"), {"Олег П.", "Нина"}),
        ]
        for deed, others in deeds:
            await deed()
            assert {*names((await told_alike())["colleagues"])} == {"Анна", "Вера", *others}
        for one in (anna, own, boris):
            await expect_silence(one)


async def test_hours_reach_open_panels_where_there_is_a_goal_and_are_told_anew_each_day(server: Server) -> None:
    news: SiteNews = server.app.state.context.operator_desk.site_news
    nine_to_six = [{"opens": 540, "closes": 1_080}] * 7
    async with person(server, Role.OWNER) as vera, server.operator(ANNA) as anna:
        site = await one_site(vera)
        site = (await change_widget(vera, site, hours=nine_to_six, time_zone="Asia/Kathmandu")).json()
        assert (await told(anna))["openings"] is None
        goal = f"/panel/api/sites/{server.site.id}/answer-goal"
        assert (await vera.http.put(goal, json={"over_version": 0, "minutes": 5})).status_code == 200
        turns = (await told(anna))["openings"]
        # Yesterday, today and two days more: a quarter past three to a quarter past noon, by Greenwich
        assert [(at // 60) % 1_440 for at in turns] == [195, 735] * 4
        today = datetime.now(ZoneInfo("Asia/Kathmandu")).replace(hour=9, minute=0, second=0, microsecond=0)
        assert int(today.timestamp()) in turns[2:5:2]

        async with server.operator(ANNA) as late:
            assert late.welcome["sites"][0]["openings"] == turns
        await news.look()
        await news.tell()
        await expect_silence(anna)
        tomorrow = news._now() + timedelta(days=1)
        news._now = lambda: tomorrow
        await news.look()
        await news.tell()
        assert (await told(anna))["openings"] == [at + 86_400 for at in turns]
        assert (await change_widget(vera, site, hours=[])).status_code == 200
        assert (await told(anna))["openings"] is None


async def test_queue_counts_for_each_who_waits_for_them(server: Server) -> None:
    sales, service = await offer(server, members=("Анна",))
    async with server.visitor() as one, server.visitor() as other, server.operator(ANNA) as anna:
        said = [(await visitor.say("Здравствуйте"))["conversation_id"] for visitor in (one, other)]

        async def counted() -> list[int]:
            await anna.send("fetch_counts", request_id="c")
            counts = (await anna.receive("counts_fetched"))["counts"]
            return [counts["waiting"], counts["own_waiting"]]

        assert await counted() == [2, 2]
        for conversation_id, department in zip(said, (sales, service), strict=True):
            target = {"conversation_id": conversation_id, "operator_id": None, "department_id": department["id"]}
            assert (await deed(anna, "assign_conversation", **target))["type"] == "conversation_assigned"
        assert await counted() == [2, 1]
    async with server.operator(ANNA) as again, server.operator(BORIS) as boris:
        assert [again.welcome["counts"][name] for name in ("waiting", "own_waiting")] == [2, 1]
        assert [boris.welcome["counts"][name] for name in ("waiting", "own_waiting")] == [0, 0]


async def test_what_nobody_said_is_found_by_looking_and_told_once(server: Server) -> None:
    news: SiteNews = server.app.state.context.operator_desk.site_news

    async def look() -> None:
        await news.look()
        await news.tell()

    async def rename(name: str) -> None:
        """As a command does it, which knows of no panel."""
        await set_person(server.database, email=ANNA, name=name)

    # She is alone on her site here: who sees only some conversations of it is looked for like all others.
    await set_sight(server.database, email=ANNA, sees_own_departments_only=True)
    async with server.operator(ANNA) as anna, server.operator(BORIS) as boris:
        await look()
        await expect_silence(anna)
        await rename("Аня")
        await look()
        assert names((await told(anna))["colleagues"]) == ["Аня"]
        await look()
        await expect_silence(anna)

        # Whoever comes in between knows what is over by the next look, as nobody else does.
        await rename("Анна")
        async with server.operator(ANNA) as late:
            assert names(late.welcome["sites"][0]["colleagues"]) == ["Анна"]
            await rename("Аня")
            await look()
            for one in (anna, late):
                assert names((await told(one))["colleagues"]) == ["Аня"]
        await expect_silence(boris)


async def test_whatever_comes_while_sites_are_read_is_not_lost(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    news: SiteNews = server.app.state.context.operator_desk.site_news
    read = news._read
    meanwhile: list[Callable[[], Awaitable[None]]] = []

    async def reading(site_ids: Collection[UUID]) -> list[ChangedSite]:
        found = await read(site_ids)
        while meanwhile:
            await meanwhile.pop()()
        return found

    async def look_again() -> None:
        await set_person(server.database, email=ANNA, name="Аня")
        await news.look()

    monkeypatch.setattr(news, "_read", reading)
    async with AsyncExitStack() as stack:

        async def come() -> None:
            panels.append(await stack.enter_async_context(server.operator(ANNA)))

        panels: list[Client] = []
        await stack.enter_async_context(server.operator(BORIS))
        meanwhile.append(come)
        await news.look()
        await news.tell()
        [anna] = panels
        # A command changes her, and whoever comes next is welcomed with it: that does not tell her.
        await set_person(server.database, email=ANNA, name="Анюта")
        await come()
        await news.look()
        await news.tell()
        assert names((await told(anna))["colleagues"]) == ["Анюта"]
        meanwhile.append(look_again)
        await news.look()
        await news.tell()
        assert names((await told(anna))["colleagues"]) == ["Аня"]
