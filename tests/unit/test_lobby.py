"""Whoever waits does so within bounds."""

import asyncio
from functools import partial

from ryadom.web.lobby import Lobby


def _lobby(given_up: list[str], *, capacity: int = 3, patience_s: float = 0.05) -> Lobby:
    return Lobby(
        capacity=capacity,
        patience_s=patience_s,
        call_later=asyncio.get_running_loop().call_later,
        on_given_up=given_up.append,
    )


async def test_who_waits_too_long_is_given_up_and_who_leaves_is_not() -> None:
    why: list[str] = []
    ended = asyncio.Event()
    lobby = _lobby(why)
    lobby.enter("stays", ended.set)
    lobby.enter("leaves", lambda: why.append("never"))
    lobby.leave("leaves")
    async with asyncio.timeout(5):
        await ended.wait()
    assert why == ["slow"]
    assert len(lobby) == 0


async def test_full_lobby_gives_up_who_has_waited_longest() -> None:
    why: list[str] = []
    gone: list[str] = []
    lobby = _lobby(why, patience_s=60)
    for name in ("a", "b", "c"):
        lobby.enter(name, partial(gone.append, name))
    lobby.enter("a", partial(gone.append, "a"))  # waits anew
    lobby.enter("d", partial(gone.append, "d"))
    assert (gone, why, len(lobby)) == (["b"], ["crowded"], 3)
    assert [lobby.make_room() for _ in range(4)] == [True, True, True, False]
    assert gone == ["b", "c", "a", "d"]
