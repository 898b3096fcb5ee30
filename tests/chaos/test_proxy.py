"""The proxy does to bytes what it says."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from tests.chaos.proxy import Proxy, Way

DEADLINE_S = 10.0


@pytest.fixture
async def proxy() -> AsyncIterator[Proxy]:
    """Before a server that gives back what it gets."""

    async def echo(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while data := await reader.read(1_024):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(echo, "127.0.0.1", 0)
    async with Proxy(server.sockets[0].getsockname()[1]).running() as proxy:
        yield proxy
    server.close()


class Dialled:
    def __init__(self, proxy: Proxy, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.proxy, self.reader, self.writer = proxy, reader, writer

    async def echoes(self, data: bytes) -> bytes:
        self.writer.write(data)
        async with asyncio.timeout(DEADLINE_S):
            return await self.reader.readexactly(len(data))


@pytest.fixture
async def dialled(proxy: Proxy) -> AsyncIterator[Dialled]:
    reader, writer = await asyncio.open_connection("127.0.0.1", proxy.port)
    yield Dialled(proxy, reader, writer)
    writer.close()


async def test_healthy_connection_passes_bytes_both_ways(dialled: Dialled) -> None:
    assert await dialled.echoes(b"x" * 100_000) == b"x" * 100_000


async def test_cut_connection_ends_at_once(dialled: Dialled) -> None:
    await dialled.echoes(b"before")
    dialled.proxy.links[0].cut()
    async with asyncio.timeout(DEADLINE_S):
        with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
            await dialled.reader.readexactly(1)


@pytest.mark.parametrize("way", Way)
async def test_truncated_connection_ends_after_so_many_bytes(dialled: Dialled, way: Way) -> None:
    await dialled.echoes(b"before")
    dialled.proxy.links[0].pipes[way].truncate(3)
    dialled.writer.write(b"after")
    async with asyncio.timeout(DEADLINE_S):
        got = await dialled.reader.read()
    assert got == b"aft" if way is Way.DOWN else got in (b"", b"aft")


@pytest.mark.parametrize("way", Way)
async def test_stopped_connection_holds_bytes_back_and_neither_end_is_told(dialled: Dialled, way: Way) -> None:
    await dialled.echoes(b"before")
    dialled.proxy.links[0].pipes[way].stop()
    waiting = asyncio.create_task(dialled.echoes(b"held"))
    done, _ = await asyncio.wait([waiting], timeout=0.2)
    assert not done
    dialled.proxy.heal(dialled.proxy.links)
    assert await waiting == b"held"


async def test_delayed_connection_is_late_by_as_much_each_way(dialled: Dialled) -> None:
    dialled.proxy.delay(0.1)
    clock = asyncio.get_running_loop().time
    begun = clock()
    await dialled.echoes(b"late")
    assert clock() - begun >= 0.2


async def test_connection_to_a_server_that_is_gone_ends() -> None:
    gone = Proxy(target_port=1)
    async with gone.running():
        reader, writer = await asyncio.open_connection("127.0.0.1", gone.port)
        async with asyncio.timeout(DEADLINE_S):
            with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
                await reader.readexactly(1)
        writer.close()
