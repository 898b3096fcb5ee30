"""`/api/v1`: limits of keys, and turns in which those that ask much wait for themselves alone."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import httpx
import pytest

from ryadom.core.api_keys import Scope
from ryadom.live.rate import Rate
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.web.key_limits import PER_KEY, KeyLimits
from tests.waiting import until
from tests.web.client import Client, Server
from tests.web.programs import (
    key,
    program,
)
from tests.web.test_api import told


@pytest.fixture
async def crm(server: Server) -> AsyncIterator[httpx.AsyncClient]:
    async with program(server, (await key(server)).secret) as http:
        yield http


@pytest.fixture
async def visitor(server: Server) -> AsyncIterator[Client]:
    async with server.visitor() as client:
        await client.say("Есть чай?")
        yield client


def left(response: httpx.Response) -> tuple[str, str, str]:
    limit, remaining, reset = (response.headers[f"ratelimit-{name}"] for name in ("limit", "remaining", "reset"))
    return limit, remaining, reset


async def test_key_that_asks_too_often_is_told_when_to_come_again(server: Server) -> None:
    now = 0.0
    context = server.app.state.context
    context.key_limits.__init__(Rate(burst=2, per_second=0.5), clock=lambda: now)
    async with program(server, (await key(server, scopes=list(Scope))).secret) as http:
        first = await http.get("tags")
        assert (first.status_code, left(first)) == (200, ("2", "1", "2"))
        missing = await http.get(f"customers/{uuid4()}")
        assert (missing.status_code, left(missing)) == (404, ("2", "0", "4"))
        for path in ("tags", "changes", "exports/messages"):
            refused = await http.get(path)
            assert told(refused) == (429, "rate_limited", None)
            assert (refused.headers["retry-after"], left(refused)) == ("2", ("2", "0", "4"))
        async with program(server, (await key(server)).secret) as another:
            assert (await another.get("tags")).status_code == 200
        now = 2.0
        exported = await http.get("exports/messages")
        assert (exported.status_code, left(exported)) == (200, ("2", "0", "4"))


async def test_key_that_lacks_the_scope_is_counted_too(server: Server) -> None:
    context = server.app.state.context
    context.key_limits.__init__(Rate(burst=1, per_second=0.5), clock=lambda: 0.0)
    async with program(server, (await key(server, scopes=[Scope.READ_CHATS])).secret) as http:
        refused = await http.get("tags")
        assert (told(refused), left(refused)) == ((403, "scope_missing", None), ("1", "0", "2"))
        assert told(await http.get("tags")) == (429, "rate_limited", None)


async def test_keys_that_are_no_good_are_tried_seldom_and_good_ones_go_on(server: Server) -> None:
    rare = Rate(burst=2, per_second=0.5)
    context = server.app.state.context
    context.new_key_limits.__init__(lambda: 0.0, per_address=rare, per_unknown=rare)
    good = await key(server)
    async with program(server, good.secret) as http, program(server, f"rk_{'a' * 43}") as guess:
        assert (await http.get("tags")).status_code == 200
        assert told(await guess.get("tags")) == (401, "api_key_invalid", None)
        refused = await guess.get("tags")
        assert (told(refused), refused.headers["retry-after"]) == ((429, "rate_limited", None), "2")
        assert (await http.get("tags")).status_code == 200
        await context.api_keys.revoke(good.id, by=COMMAND_LINE)
        assert told(await http.get("tags")) == (401, "api_key_invalid", None)
        assert told(await http.get("tags")) == (429, "rate_limited", None)


async def test_one_key_waits_for_itself_alone_and_whoever_leaves_waits_no_more(
    server: Server, visitor: Client, crm: httpx.AsyncClient
) -> None:
    context = server.app.state.context
    turns = context.api_turns
    turns.__init__(most_of_key=2)
    async with program(server, (await key(server)).secret) as another:
        async with asyncio.TaskGroup() as tasks, server.database.transaction() as connection:
            await connection.execute("LOCK TABLE conversations IN ACCESS EXCLUSIVE MODE")
            begun = [tasks.create_task(crm.get("conversations")) for _ in range(3)]
            await until(lambda: turns.waiting == 2)
            assert told(await crm.get("tags")) == (503, "busy", None)
            assert (await another.get("tags")).status_code == 200
            with pytest.raises(httpx.ReadTimeout):
                await another.get("conversations", timeout=0.5)
            await until(lambda: len(turns._keys) == 1)
        assert [one.result().status_code for one in begun] == [200] * 3
    assert (turns.waiting, turns._keys) == (0, {})


async def test_more_keys_than_are_remembered_take_no_more_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.web.key_limits.MAX_KEYS", 3)
    limits = KeyLimits()
    known = [uuid4() for _ in range(5)]
    assert {limits.take(id).remaining for id in known} == {int(PER_KEY.burst) - 1}
    assert len(limits._buckets) == 3
    assert limits.take(known[-1]).remaining == int(PER_KEY.burst) - 2
