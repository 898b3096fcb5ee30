"""A process that runs out of descriptors: it serves whom it has, idles instead of spinning, and recovers."""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path

from ryadom.store.database import Database
from tests.chaos.server_process import server_process
from tests.web.client import Server, furnish
from tests.web.raw import connected

SECRET = "kR8v-chaos-secret-0123456789-abcdefgh"


async def test_server_without_descriptors_serves_whom_it_has_and_recovers(
    database_url: str, database: Database, tmp_path: Path
) -> None:
    site = await furnish(database)
    async with server_process(tmp_path, RYADOM_DATABASE_URL=database_url, RYADOM_SECRET_KEY=SECRET) as process:
        server = Server(port=process.port, database=database, site=site)
        async with server.visitor() as visitor:
            await visitor.say("привет")
            process.leave_descriptors(10)
            async with AsyncExitStack() as stack:
                for _ in range(100):
                    await stack.enter_async_context(connected(process.port))
                begun_s = process.processor_s()
                for number in range(10):
                    await visitor.say(f"я всё ещё здесь, {number}")
                    await asyncio.sleep(0.1)  # a second in which a server that spins would burn one of the processor
                assert process.processor_s() - begun_s < 0.5
            process.leave_descriptors(1_000)
            async with server.visitor() as newcomer:
                await newcomer.say("и я")
