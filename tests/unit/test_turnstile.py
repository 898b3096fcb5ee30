"""A crowd does not keep those waiting who are there already."""

import asyncio
from functools import partial
from itertools import pairwise
from typing import Any

from ryadom.web.turnstile import AT_ONCE, Turnstile


async def test_crowd_is_let_in_in_order_and_others_have_their_turn_in_between() -> None:
    loop = asyncio.get_running_loop()
    let_in: list[int] = []
    seen: list[int] = []
    is_over = asyncio.Event()

    def live() -> None:
        seen.append(len(let_in))
        if len(let_in) < 3 * AT_ONCE:
            loop.call_soon(live)
        else:
            is_over.set()

    turnstile = Turnstile(loop.call_soon)
    for number in range(3 * AT_ONCE):
        turnstile.enter(partial(let_in.append, number))
    loop.call_soon(live)
    async with asyncio.timeout(5):
        await is_over.wait()
    assert let_in == list(range(3 * AT_ONCE))
    assert max(after - before for before, after in pairwise(seen)) <= AT_ONCE


async def test_who_comes_when_the_crowd_has_gone_is_let_in_too() -> None:
    turnstile = Turnstile(asyncio.get_running_loop().call_soon)
    for _ in range(2):
        is_in = asyncio.Event()
        turnstile.enter(is_in.set)
        async with asyncio.timeout(5):
            await is_in.wait()


async def test_one_that_fails_keeps_nobody_out() -> None:
    loop = asyncio.get_running_loop()
    troubles: list[dict[str, Any]] = []
    loop.set_exception_handler(lambda _, trouble: troubles.append(trouble))
    turnstile = Turnstile(loop.call_soon)
    is_in = asyncio.Event()

    def fail() -> None:
        raise ValueError("a head that nobody can read")

    for go_on in (fail, fail, is_in.set):
        turnstile.enter(go_on)
    async with asyncio.timeout(5):
        await is_in.wait()
    assert [str(trouble["exception"]) for trouble in troubles] == ["a head that nobody can read"] * 2
