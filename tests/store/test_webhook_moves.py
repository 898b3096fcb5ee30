"""Webhooks whose URL is changed while deliveries are under way: each URL is judged by what comes from it alone."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any

import pytest

from ryadom.core.controllers import describe_controller
from ryadom.core.webhooks import batches
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.errors import HostUnresolved
from ryadom.privacy.countries import Address
from ryadom.store import webhook_lanes as lanes
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage
from ryadom.store.webhooks import StoredEndpoint
from tests.receiver import Answers, Heard, Receiver, receiver, says
from tests.resolver import WrittenResolver
from tests.store.test_webhook_changes import AS_IT_IS
from tests.webhooks import Shop, close_shop, new_deliverer, open_shop, told_types


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    await describe_controller(database, opened.site.controller_id, officer_email="officer@shop.test")
    yield opened
    await close_shop(opened)


def moves_then(shop: Shop, new: Receiver, answer: Answers) -> Answers:
    """Moves the only webhook to a new URL while the first call to the old one is under way, then answers."""
    calls: list[Heard] = []

    async def moving(heard: Heard, writer: asyncio.StreamWriter) -> None:
        calls.append(heard)
        if len(calls) == 1:
            await move(shop, new)
        await answer(heard, writer)

    return moving


async def move(shop: Shop, new: Receiver) -> None:
    [one] = await shop.webhooks.all()
    await shop.webhooks.change(one.id, **AS_IT_IS, url=await shop.register(new))


async def only_one(shop: Shop) -> StoredEndpoint:
    [one] = await shop.webhooks.all()
    return await shop.webhooks.find(one.id)


def nothing_against(endpoint: StoredEndpoint) -> bool:
    """Whether it neither fails, nor rests, nor is disabled."""
    against = (endpoint.failing_since, endpoint.paused_until, endpoint.disabled_at)
    return endpoint.failures == 0 and against == (None, None, None)


def holds(until: asyncio.Event) -> Answers:
    """Takes everything, but not before that."""

    async def answer(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await until.wait()
        await says()(heard, writer)

    return answer


@pytest.mark.parametrize(
    "answer",
    [says("410 Gone"), says("429 Too Many Requests", retry_after="86400"), says("500 Oops"), says("302 Found")],
    ids=["wants no more", "asks for a rest", "fails", "redirects"],
)
async def test_what_the_old_url_answers_neither_disables_nor_rests_the_new_one(shop: Shop, answer: Answers) -> None:
    free = asyncio.Event()
    async with receiver(says()) as old, receiver(holds(free)) as new:
        await shop.add(old, Event.MESSAGE_CREATED)
        old.answer = moves_then(shop, new, answer)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        telling = asyncio.create_task(shop.tell())
        # It follows to the new URL at once, in its order, whatever the old one asked for.
        await new.next()
        assert nothing_against(await only_one(shop))
        assert (len(old.heard), seqs_of(new)) == (1, [1])
        [said, unsaid] = await shop.column("failure")
        assert said.startswith(f"moved: http://hook.test:{old.port}: ")
        assert "s3cret" not in said
        assert (unsaid, await shop.column("attempts")) == ("", [1, 0])
        free.set()
        await telling
        assert seqs_of(new) == [1, 2]
        assert await shop.column("outcome") == ["delivered", "delivered"]
        assert await shop.column("failure") == ["", ""]
        assert await shop.column("origin") == [f"http://hook.test:{new.port}"] * 2
        assert nothing_against(await only_one(shop))
        async with shop.database.connection() as connection:
            assert await connection.fetch("SELECT FROM outgoing_mails") == []


def seqs_of(heard_by: Receiver) -> list[int]:
    return [json.loads(heard.body)["data"]["seq"] for heard in heard_by.heard]


async def test_what_the_old_url_takes_is_logged_with_its_host_and_not_as_failed(shop: Shop) -> None:
    async with receiver(says()) as old, receiver(says()) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED)
        old.answer = moves_then(shop, new, says(body=b"thanks"))
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.tell()
        assert await shop.column("outcome") == ["delivered", "delivered"]
        assert await shop.column("failure") == [f"moved: http://hook.test:{old.port}", ""]
        assert (seqs_of(old), seqs_of(new)) == ([1], [2])
        failed = await shop.webhooks.log(made.id, only_failed=True, limit=10)
        assert failed.deliveries == ()
        # Told again it is the new one's, and says nothing of the old one.
        [first, _] = await shop.column("event_id")
        await replay_deliveries(shop.webhooks, made.id, first, by=AS_IT_IS["by"])
        await shop.deliverer.deliver_due()
        assert await shop.column("failure") == ["", ""]


async def test_each_line_of_the_log_names_the_host_that_it_went_to_as_it_was_then(shop: Shop) -> None:
    async with receiver(says()) as old, receiver(says("500 Oops")) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        await move(shop, new)
        await shop.say(NewMessage(body="два"))
        await shop.tell()
        await shop.say(NewMessage(body="три"))
        await shop.fan_all()
        at_old, at_new = (f"http://hook.test:{one.port}" for one in (old, new))
        log = await shop.webhooks.log(made.id, only_failed=False, limit=10)
        assert [one.origin for one in log.deliveries] == ["", at_new, at_old]
        # Moved back: what has been tried names where it was, and is at the other one once it is tried again.
        await shop.webhooks.change(made.id, **AS_IT_IS, url=f"{at_old}/s3cret")
        assert await shop.column("origin") == [at_old, at_new, ""]
        await shop.tell()
        assert await shop.column("origin") == [at_old] * 3
        # What is dropped goes nowhere, and has gone where it has.
        [first, *_] = await shop.column("event_id")
        await replay_deliveries(shop.webhooks, made.id, first, by=AS_IT_IS["by"])
        await shop.webhooks.change(made.id, **AS_IT_IS | {"events": [Event.CONSENT_GIVEN]})
        await shop.deliverer.deliver_due()
        assert await shop.column("outcome") == ["dropped", "delivered", "delivered"]
        assert await shop.column("origin") == [at_old] * 3


async def test_success_at_the_old_url_is_none_of_the_new_one(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    others = [await open_shop(shop.database) for _ in range(2)]
    has_failed = asyncio.Event()

    async def take(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if len(old.heard) == 2:
            # Both are under way here: what comes after them goes to the new URL, and fails there before this is taken.
            await move(shop, new)
            await says()(heard, writer)
        else:
            await holds(has_failed)(heard, writer)

    async def fail(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await says("500 Oops")(heard, writer)
        has_failed.set()

    async with receiver(take) as old, receiver(fail) as new:
        await shop.add(old, Event.MESSAGE_CREATED)
        for one in (shop, *others):
            await one.say(NewMessage(body="раз"))
        await shop.tell()
        assert (len(old.heard), len(new.heard)) == (2, 1)
        endpoint = await only_one(shop)
        assert (endpoint.failures, endpoint.failing_since is not None) == (1, True)
        assert sorted(await shop.column("failure")) == ["answered 500", *[f"moved: http://hook.test:{old.port}"] * 2]
    for one in others:
        await close_shop(one)


class Moving(WrittenResolver):
    """Has something done while the first name is looked up, and does not find that."""

    def __init__(self, deed: Callable[[], Any]) -> None:
        super().__init__(hook_test=["127.0.0.1"])
        self.deed: Callable[[], Any] | None = deed

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        if deed := self.deed:
            self.deed = None
            await deed()
            raise HostUnresolved("Nobody answers.")
        return await super().resolve(host, port)


async def test_host_that_could_not_be_called_is_nothing_against_the_new_one(shop: Shop) -> None:
    free = asyncio.Event()
    async with receiver(says()) as old, receiver(holds(free)) as new:
        await shop.add(old, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        deliverer = new_deliverer(shop.database, resolver=Moving(lambda: move(shop, new)))
        telling = asyncio.create_task(deliverer.deliver_due())
        await new.next()
        assert nothing_against(await only_one(shop))
        # Nothing was called there.
        assert await shop.column("origin") == [""]
        unresolved = f"moved: http://hook.test:{old.port}: host_unresolved: Nobody answers."
        assert await shop.column("failure") == [unresolved]
        free.set()
        await telling
        await deliverer.aclose()
        assert (old.heard, seqs_of(new)) == ([], [1])


async def test_what_waits_for_another_try_follows_to_the_new_url_at_once_in_its_order(shop: Shop) -> None:
    async with receiver(says("503 Away", retry_after="86400")) as old, receiver(says()) as new:
        await shop.add(old, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(3)))
        await shop.tell()
        await shop.say(NewMessage(body="потом"))
        await shop.fan_all()
        await move(shop, new)
        await shop.deliverer.deliver_due()
        assert (len(old.heard), seqs_of(new)) == (1, [1, 2, 3, 4])
        assert told_types(new) == ["message.created"] * 4


async def test_url_that_was_left_and_taken_again_is_another(shop: Shop) -> None:
    async with receiver(says()) as old, receiver(says()) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED)
        first = (await shop.webhooks.find(made.id)).sealed_url
        await move(shop, new)
        await shop.webhooks.change(made.id, **AS_IT_IS, url=f"http://hook.test:{old.port}/s3cret")
        again = (await shop.webhooks.find(made.id)).sealed_url
        async with shop.database.connection() as connection:
            untold: dict[str, Any] = {"failures": 1, "has_succeeded": False, "untried_s": 60.0}
            assert await lanes.note_failures(connection, made.id, at=first, **untold) is None
            await lanes.pause_endpoint(connection, made.id, at=first, pause_s=60.0)
            assert nothing_against(await shop.webhooks.find(made.id))
            assert await lanes.note_failures(connection, made.id, at=again, **untold) is not None
            await lanes.note_success(connection, made.id, at=first)
            assert (await shop.webhooks.find(made.id)).failures == 1
