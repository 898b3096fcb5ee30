"""What is made faster than it is taken, and by somebody else: nothing is lost, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Callable
from typing import BinaryIO

import pytest

from ryadom.core.spool import PIECE_BYTES, spooled

Tell = Callable[[int], None]
PIECE = b"0123456789" * 50_000


async def _everything(out: BinaryIO, tell: Tell) -> None:
    for _ in range(5):
        out.write(PIECE)
        tell(0)
        await asyncio.sleep(0)


@pytest.mark.parametrize("grows", [True, False])
async def test_all_is_given_in_pieces(grows: bool) -> None:
    pieces = [piece async for piece in spooled(_everything, grows=grows)]
    assert b"".join(pieces) == PIECE * 5
    assert max(map(len, pieces)) <= PIECE_BYTES


async def test_nothing_is_given_where_nothing_is_written() -> None:
    async def nothing(_out: BinaryIO, _tell: Tell) -> None: ...

    assert [piece async for piece in spooled(nothing, grows=True)] == []


async def test_maker_waits_for_nobody_who_reads_slowly() -> None:
    has_ended = asyncio.Event()

    async def make(out: BinaryIO, tell: Tell) -> None:
        await _everything(out, tell)
        has_ended.set()

    stream = spooled(make, grows=True)
    first = await anext(stream)
    async with asyncio.timeout(10):
        await has_ended.wait()
    rest = b"".join([piece async for piece in stream])
    assert first + rest == PIECE * 5


async def test_what_fails_is_told_after_what_was_written() -> None:
    async def fail(out: BinaryIO, tell: Tell) -> None:
        await _everything(out, tell)
        raise OSError("no space left")

    stream, given = spooled(fail, grows=True), b""
    while len(given) < len(PIECE) * 5:
        given += await anext(stream)
    assert given == PIECE * 5
    with pytest.raises(OSError, match="no space"):
        await anext(stream)


async def test_what_goes_back_in_its_file_is_given_only_when_it_is_whole() -> None:
    async def rewrite(out: BinaryIO, tell: Tell) -> None:
        out.write(b"half")
        out.flush()
        tell(0)
        await asyncio.sleep(0)
        out.seek(0)
        out.write(b"whole")

    assert [piece async for piece in spooled(rewrite, grows=False)] == [b"whole"]


async def test_whoever_leaves_ends_it() -> None:
    was_ended = asyncio.Event()

    async def endless(out: BinaryIO, tell: Tell) -> None:
        try:
            while True:
                out.write(PIECE)
                tell(0)
                await asyncio.sleep(0)
        finally:
            was_ended.set()

    stream = spooled(endless, grows=True)
    assert await anext(stream)
    await stream.aclose()
    assert was_ended.is_set()
