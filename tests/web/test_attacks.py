"""Too many newcomers: the site asks them for work by itself, everywhere, tells who must know, and stops by itself."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import uuid4

from ryadom.core.challenges import AsksWork
from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import list_mails
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from tests.store.journals import links_of
from tests.web.accounts import enrolled
from tests.web.client import JsonObject, Server
from tests.web.conftest import another_server, serving
from tests.web.newcomers import FEW_HASHES, ask_always, newcomers_of, solve
from tests.web.test_widget_settings import admin, change, one_site

FEWEST = 5
SETTINGS: dict[str, Any] = {"work_numbers": FEW_HASHES, "attack_newcomers": FEWEST}


async def flood(server: Server, count: int) -> None:
    """So many newcomers begin a conversation, and the server looks at what has come."""
    for number in range(count):
        async with server.visitor() as bot:
            await bot.say(f"Купите {number}")
    await newcomers_of(server).look()


async def is_asked(server: Server, **hello: Any) -> JsonObject | None:
    """What a newcomer is told; None where their message is simply taken."""
    async with server.visitor(**hello) as visitor:
        await visitor.send("send_message", echo_id=uuid4(), body="Есть улун?")
        frame = await visitor.receive("error", "message_posted")
        assert frame.get("code") in (None, "work_required")
        return frame | {"token": visitor.welcome["token"]} if frame["type"] == "error" else None


async def let_time_pass(server: Server) -> None:
    """What has come until now is long ago, and the attack's time is over."""
    async with server.database.connection() as connection:
        await connection.execute("UPDATE attacks SET until = now() - INTERVAL '1 second'")
        await connection.execute("DELETE FROM newcomer_counts")
    await newcomers_of(server).look()


async def records(server: Server) -> list[Mapping[str, str]]:
    links = await links_of(server.database, server.site.controller_id)
    return [link.record.details for link in links if link.record.details.get("what") == "newcomers_work"]


async def test_attack_begins_and_ends_by_itself(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        metrics = server.app.state.context.metrics
        await flood(server, FEWEST - 1)
        assert await is_asked(server) is None
        await newcomers_of(server).look()
        asked = await is_asked(server)
        assert asked is not None
        assert metrics.sample("ryadom_attacks") == 1
        # Whoever works is let in.
        assert await is_asked(server, token=asked["token"], proof=solve(asked["work"])) is None
        await let_time_pass(server)
        assert metrics.sample("ryadom_attacks") == 0
        assert await is_asked(server) is None
        said = [(record["after"], record.get("count")) for record in await records(server)]
        assert said == [("on", "5"), ("off", None)]


async def test_attack_lasts_while_bots_are_refused(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await flood(server, FEWEST)
        async with database.connection() as connection:
            await connection.execute("UPDATE newcomer_counts SET minute = minute - INTERVAL '30 minutes'")
            before: datetime = await connection.fetchval("SELECT until FROM attacks")
        for _ in range(FEWEST):
            assert await is_asked(server) is not None
        await newcomers_of(server).look()
        async with database.connection() as connection:
            assert await connection.fetchval("SELECT until FROM attacks") > before


async def test_who_waits_with_an_old_widget_does_not_prolong_it(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await flood(server, FEWEST)
        async with server.visitor() as old:
            for _ in range(3 * FEWEST):
                await old.send("send_message", echo_id=uuid4(), body="Есть улун?")
                assert (await old.error())["retry_after_s"] == 30
            await let_time_pass(server)
            # The same message goes by itself once it is over.
            assert (await old.say("Есть улун?"))["seq"] == 1


async def test_processes_agree_and_one_tells(database_url: str, database: Database) -> None:
    async with (
        serving(database_url, database, **SETTINGS) as first,
        another_server(database_url, database, first.site, **SETTINGS) as second,
    ):
        # Neither alone has seen as many.
        await flood(first, 3)
        await flood(second, 2)
        await newcomers_of(first).look()
        assert await is_asked(first) is not None
        assert await is_asked(second) is not None
        await newcomers_of(first).look()
        await newcomers_of(second).look()
        assert [record["after"] for record in await records(first)] == ["on"]


async def test_officer_is_told_once_in_six_hours(database_url: str, database: Database) -> None:
    url = smtp_url("smtp://127.0.0.1:9")
    async with serving(database_url, database, smtp_url=url, mail_from="chat@shop.test", **SETTINGS) as server:
        await describe_controller(database, None, officer_email="dpo@shop.test")
        await flood(server, FEWEST)
        [mail] = await list_mails(database)
        assert mail.recipient == "dpo@shop.test"
        await let_time_pass(server)
        await flood(server, FEWEST)
        assert await is_asked(server) is not None
        assert [one.recipient for one in await list_mails(database)] == ["dpo@shop.test"]


async def test_owner_may_want_no_work_whatever_comes(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await ask_always(server, AsksWork.OFF)
        await flood(server, 2 * FEWEST)
        assert await is_asked(server) is None
        assert await records(server) == []


async def test_other_sites_are_left_alone(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await flood(server, FEWEST)
        async with server.visitor(site="other-key-1", origin="http://other.test") as elsewhere:
            assert (await elsewhere.say("Здравствуйте"))["seq"] == 1


async def test_server_that_starts_in_the_middle_of_it_asks_at_once(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await flood(server, FEWEST)
    async with another_server(database_url, database, server.site, **SETTINGS) as later:
        assert await is_asked(later) is not None


async def test_panel_shows_it_to_who_may_change_it(database_url: str, database: Database) -> None:
    async with serving(database_url, database, **SETTINGS) as server:
        await flood(server, FEWEST)
        async with enrolled(server, await admin(server)) as vera:
            site = await one_site(vera)
            assert datetime.fromisoformat(site["attacked_since"]).tzinfo is not None
            assert site["settings"]["asks_work"] == "attack"
            assert (await change(vera, site, asks_work="sometimes")).status_code == 400
            changed = (await change(vera, site, asks_work="off")).json()
            assert (changed["settings"]["asks_work"], changed["attacked_since"]) == ("off", site["attacked_since"])
        await newcomers_of(server).look()
        assert await is_asked(server) is None
