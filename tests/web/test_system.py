"""«Система»: what administrators are told of the installation, and that nothing of anybody is in it."""

import asyncio

from ryadom.core.system import SystemReport
from ryadom.store.ids import new_id
from ryadom.store.operators import Role
from tests.waiting import until_true
from tests.web.accounts import enrolled
from tests.web.client import JsonObject, Server
from tests.web.conftest import SECRET_KEY
from tests.web.labels import add_admin

SYSTEM = "/panel/api/system"


async def told(server: Server) -> JsonObject:
    """What a page is told that was opened afresh."""
    server.app.state.context.system._last = None
    async with enrolled(server, await add_admin(server)) as vera:
        answer = await vera.http.get(SYSTEM)
        assert answer.status_code == 200, answer.text
        for secret in (SECRET_KEY, "anna@shop.test", "Анна", "тайна", "Лавка"):
            assert secret not in answer.text
        report: JsonObject = answer.json()
        return report


async def test_administrator_is_told_how_the_parts_are(server: Server) -> None:
    async with server.visitor() as visitor, server.operator():
        await visitor.say("тайна")
        report = await told(server)
    assert (report["visitors"], report["operators"], report["nodes"]) == (1, 1, 1)
    assert report["database_bytes"] > 1_000_000
    assert {"name", "size_bytes", "row_estimate"} == set(report["tables"][0])
    assert report["newest_migration"] > "0031"
    assert report["waiting_migrations"] == []
    assert report["queues"] == {"posts": 0, "journal": 0, "bus": 0, "bus_lost": 0, "bus_reconnects": 0}
    assert report["data_disk"]["free_bytes"] > 0
    assert report["mail"] is None
    states = {check["part"]: check["state"] for check in report["checks"]}
    assert states["clock"] == states["feed"] == states["secret"] == "ok"


async def test_transaction_that_writes_for_long_and_a_search_that_lags_show(server: Server) -> None:
    system = server.app.state.context.system
    async with server.database.transaction() as connection:
        await connection.execute("SELECT pg_current_xact_id()")

        async def is_seen() -> bool:
            system._last = None
            report: SystemReport = await system.report()
            return report.longest_write_s > 0

        await until_true(is_seen)
    async with server.visitor() as visitor:
        await visitor.say("Ищите меня")

        async def is_found() -> bool:
            system._last = None
            report: SystemReport = await system.report()
            return report.search_lag_s == 0

        await until_true(is_found)


async def test_many_that_look_at_once_cost_what_one_does(server: Server) -> None:
    system = server.app.state.context.system
    reports = await asyncio.gather(*(system.report() for _ in range(20)))
    assert len({id(report) for report in reports}) == 1


async def test_who_is_no_administrator_is_told_nothing(server: Server) -> None:
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        async with enrolled(server, await add_admin(server, role=role, name=f"Кто{new_id().hex[:4]}")) as person:
            refused = await person.http.get(SYSTEM)
            assert (refused.status_code, refused.json()["error"]["code"]) == (403, "right_missing")
