"""Turns: one at a time, in order, and none is lost when somebody gives up."""

import asyncio

import pytest

from ryadom.live.turns import Turns


async def test_turns_of_one_key_come_one_after_the_other_in_order() -> None:
    turns: Turns[str] = Turns()
    inside: list[int] = []
    log: list[int] = []

    async def work(number: int) -> None:
        await turns.take("a")
        try:
            inside.append(number)
            assert inside == [number]
            await asyncio.sleep(0)
            log.append(inside.pop())
        finally:
            turns.end("a")

    await asyncio.gather(*map(work, range(10)))
    assert log == list(range(10))
    assert len(turns) == 0


async def test_keys_do_not_wait_for_each_other() -> None:
    turns: Turns[str] = Turns()
    await turns.take("a")
    async with asyncio.timeout(1):
        await turns.take("b")
    turns.end("a")
    turns.end("b")
    assert len(turns) == 0


@pytest.mark.parametrize("is_given", [False, True], ids=["while waiting", "just as the turn comes"])
async def test_who_is_cancelled_holds_up_nobody(is_given: bool) -> None:
    turns: Turns[str] = Turns()
    await turns.take("a")
    impatient = asyncio.create_task(turns.take("a"))
    patient = asyncio.create_task(turns.take("a"))
    await asyncio.sleep(0)
    if is_given:
        turns.end("a")
        impatient.cancel()
    else:
        impatient.cancel()
        turns.end("a")
    async with asyncio.timeout(1):
        await patient
    assert impatient.cancelled() or impatient.done()
    turns.end("a")
    assert len(turns) == 0
