"""What is made faster than it is taken, and by somebody else: nothing is lost, and nobody waits for a slow reader."""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from pathlib import Path
from typing import BinaryIO

import anyio
import pytest

from ryadom.core.spool import PIECE_BYTES, spooled

Tell = Callable[[int], None]
PIECE = b"0123456789" * 50_000


async def _everything(out: BinaryIO, tell: Tell) -> None:
    for _ in range(5):
        out.write(PIECE)
        tell(0)
        await asyncio.sleep(0)


async def test_all_is_given_in_pieces(tmp_path: Path) -> None:
    pieces = [piece async for piece in spooled(_everything, tmp_path)]
    assert b"".join(pieces) == PIECE * 5
    assert max(map(len, pieces)) <= PIECE_BYTES


async def test_nothing_is_given_where_nothing_is_written(tmp_path: Path) -> None:
    async def nothing(_out: BinaryIO, _tell: Tell) -> None: ...

    assert [piece async for piece in spooled(nothing, tmp_path)] == []


async def test_maker_waits_for_nobody_who_reads_slowly(tmp_path: Path) -> None:
    has_ended = asyncio.Event()

    async def make(out: BinaryIO, tell: Tell) -> None:
        await _everything(out, tell)
        has_ended.set()

    stream = spooled(make, tmp_path)
    first = await anext(stream)
    async with asyncio.timeout(10):
        await has_ended.wait()
    rest = b"".join([piece async for piece in stream])
    assert first + rest == PIECE * 5


async def test_what_fails_is_told_after_what_was_written(tmp_path: Path) -> None:
    async def fail(out: BinaryIO, tell: Tell) -> None:
        await _everything(out, tell)
        raise OSError("no space left")

    stream, given = spooled(fail, tmp_path), b""
    while len(given) < len(PIECE) * 5:
        given += await anext(stream)
    assert given == PIECE * 5
    with pytest.raises(OSError, match="no space"):
        await anext(stream)


async def test_whoever_leaves_ends_it_and_leaves_no_file(tmp_path: Path) -> None:
    was_ended = asyncio.Event()

    async def endless(out: BinaryIO, tell: Tell) -> None:
        try:
            while True:
                out.write(PIECE)
                tell(0)
                await asyncio.sleep(0)
        finally:
            was_ended.set()

    stream = spooled(endless, tmp_path)
    assert await anext(stream)
    await stream.aclose()
    assert was_ended.is_set()
    assert await asyncio.to_thread(lambda: list(tmp_path.iterdir())) == []


@pytest.mark.parametrize("trouble", [None, ValueError("nothing more can be read")])
async def test_maker_tidies_up_to_the_end_though_whoever_leaves_is_cancelled_again_and_again(
    tmp_path: Path, trouble: Exception | None
) -> None:
    turns, all_turns = 0, 20

    async def make(out: BinaryIO, tell: Tell) -> None:
        nonlocal turns
        try:
            # Whoever leaves may do so before all of it is written
            await _everything(out, tell)
            out.flush()
            await asyncio.Event().wait()
        finally:
            # As a ROLLBACK, which waits for its answer
            while turns < all_turns:
                await asyncio.sleep(0)
                turns += 1
            if trouble is not None:
                raise trouble

    async with anyio.create_task_group() as group, aclosing(spooled(make, tmp_path)) as pieces:
        async for _ in pieces:
            group.cancel_scope.cancel()
    assert turns == all_turns
