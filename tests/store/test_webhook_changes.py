"""Webhooks that get another URL, and deliveries of a time that are told again."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from ryadom.core.controllers import add_controller
from ryadom.core.sealing import Seal
from ryadom.core.sites import add_site
from ryadom.core.webhook_bots.wanted import BotChange
from ryadom.core.webhooks import replays
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.core.webhooks.sending import PURPOSE, open_endpoint, reseal
from ryadom.errors import BadBody, EgressForbidden, WebhookUnknown
from ryadom.store import webhooks as store
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewMessage
from ryadom.store.journal_chain import COMMAND_LINE, canonical
from tests.bots import bot_on, echoes, replies
from tests.receiver import receiver, says
from tests.store.journals import links_of
from tests.waiting import until_waiting_for_locks
from tests.webhooks import KEY, Shop, close_shop, open_shop, told_types, verified

AS_IT_IS: dict[str, Any] = {"sites": None, "events": None, "data": None, "is_for_all": False, "by": COMMAND_LINE}
NEWER_KEY = "n" * 40


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def said(shop: Shop) -> list[str]:
    """What the journal has of webhooks that were changed or told again, oldest first."""
    links = await links_of(shop.database, shop.site.controller_id)
    texts = [canonical(link.record).decode() for link in links]
    return [text for text in texts if "webhook_changed" in text or "webhook_replayed" in text]


async def test_what_waits_follows_to_the_new_url_under_the_same_secret(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as old, receiver(says()) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(4)))
        await shop.tell()
        assert (await shop.webhooks.find(made.id)).failures > 0
        url = await shop.register(new)
        origin = await shop.webhooks.change(made.id, **AS_IT_IS, url=f"{url}/v2")
        changed = await shop.webhooks.find(made.id)
        assert (origin, changed.origin) == (changed.origin, url.removesuffix("/s3cret"))
        assert (changed.origin, changed.failures) == (url.removesuffix("/s3cret"), 0)
        assert (changed.failing_since, changed.paused_until) == (None, None)
        tried = len(old.heard)
        await shop.hurry()
        await shop.deliverer.deliver_due()
        assert told_types(new) == ["message.created"] * 4
        assert {heard.path for heard in new.heard} == {"/s3cret/v2"}
        for heard in new.heard:
            verified(heard, made.secret)
        assert len(old.heard) == tried
    [record] = await said(shop)
    assert f":{new.port}" in record
    assert f":{old.port}" in record
    assert "s3cret" not in record


async def test_what_is_new_is_told_by_what_somebody_else_has_left_at_the_same_moment(shop: Shop) -> None:
    async with bot_on(shop.database, shop.site, replies(echoes), secret_key=KEY, answer_within_s=15) as (_, made):
        async with shop.database.transaction() as connection:
            await connection.execute("SELECT FROM webhook_endpoints WHERE id = $1 FOR UPDATE", made.id)
            bot = BotChange(answer_within_s=15, close_after_min=60)
            changing = asyncio.create_task(shop.webhooks.change(made.id, **AS_IT_IS, bot=bot))
            await until_waiting_for_locks(shop.database, 1)
            await connection.execute(
                "UPDATE webhook_endpoints SET answer_within_s = 20, close_after_min = 60, origin = 'https://new.test',"
                " data = 'contents_and_contacts' WHERE id = $1",
                made.id,
            )
        assert await changing == "https://new.test"
        changed = await shop.webhooks.find(made.id)
        assert (changed.answer_within_s, changed.close_after_min) == (15, 60)
        assert changed.data is DataLevel.CONTENTS_AND_CONTACTS
    [record] = await said(shop)
    assert '"answer_within_s":"15"' in record
    assert "close_after_min" not in record
    assert '"data":"contents_and_contacts"' in record
    assert '"host":"https://new.test"' in record


async def test_what_is_not_named_stays(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, sites=[shop.site], data=DataLevel.CONTENTS)
        first = await shop.webhooks.find(made.id)
        await shop.webhooks.change(made.id, **AS_IT_IS | {"events": [Event.CONSENT_GIVEN]})
        await shop.webhooks.change(made.id, **AS_IT_IS | {"data": DataLevel.IDS})
        second = await shop.webhooks.find(made.id)
        assert (second.site_ids, second.events, second.data) == (first.site_ids, ("consent.given",), DataLevel.IDS)
        assert (second.sealed_url, second.sealed_secret) == (first.sealed_url, first.sealed_secret)
        await shop.webhooks.change(made.id, **AS_IT_IS | {"is_for_all": True})
        third = await shop.webhooks.find(made.id)
        assert (third.site_ids, third.events) == ((), ("consent.given",))
        changes = await said(shop)
        assert [shop.site.name in text for text in changes] == [True, True, False]


async def test_url_is_judged_as_a_new_webhook_s_is(shop: Shop) -> None:
    async with receiver(says()) as old, receiver(says()) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS)
        before = await shop.webhooks.find(made.id)
        for url, field in (("http://user:pass@hook.test/", "url"), ("", "url"), ("ftp://hook.test/", "url")):
            with pytest.raises(BadBody) as refused:
                await shop.webhooks.change(made.id, **AS_IT_IS, url=url)
            assert refused.value.field == field
        elsewhere = f"http://hook.test:{new.port}/"
        with pytest.raises(EgressForbidden):
            await shop.webhooks.change(made.id, **AS_IT_IS, url=elsewhere)
        await shop.register(new, DataLevel.IDS)
        with pytest.raises(BadBody) as refused:
            await shop.webhooks.change(made.id, **AS_IT_IS, url=elsewhere)
        assert refused.value.field == "data"
        with pytest.raises(WebhookUnknown):
            await shop.webhooks.change(uuid4(), **AS_IT_IS, url=elsewhere)
        assert await shop.webhooks.find(made.id) == before
        assert await said(shop) == []
        await shop.webhooks.change(made.id, **AS_IT_IS | {"data": DataLevel.IDS}, url=elsewhere)


async def test_sites_of_another_controller_are_refused(shop: Shop) -> None:
    other = await add_controller(shop.database, legal_name="ИП Иванов")
    site = await add_site(shop.database, name="Чужой", origins=["https://other.test"], controller_id=other.id)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        with pytest.raises(BadBody) as refused:
            await shop.webhooks.change(made.id, **AS_IT_IS | {"sites": [site]})
        assert refused.value.field == "sites"


async def test_who_seals_anew_does_not_bring_the_old_url_back(shop: Shop) -> None:
    newer = Seal([NEWER_KEY, KEY], purpose=PURPOSE)
    async with receiver(says()) as old, receiver(says()) as new:
        made = await shop.add(old, Event.MESSAGE_CREATED)
        stale = await shop.webhooks.find(made.id)
        resealed = reseal(newer, stale, now=datetime.now(UTC))
        assert resealed is not None
        url = await shop.register(new)
        await shop.webhooks.change(made.id, **AS_IT_IS, url=url)
        async with shop.database.connection() as connection:
            await store.reseal_endpoint(connection, stale, resealed)
        assert open_endpoint(newer, await shop.webhooks.find(made.id), now=datetime.now(UTC)).url == url
        # Where nobody has changed anything it is sealed anew.
        stale = await shop.webhooks.find(made.id)
        again = reseal(newer, stale, now=datetime.now(UTC))
        assert again is not None
        async with shop.database.connection() as connection:
            await store.reseal_endpoint(connection, stale, again)
        assert (await shop.webhooks.find(made.id)).sealed_url == again.url


async def told(shop: Shop, outcomes: list[str | None]) -> None:
    """As if messages had been told so; the first half two days ago."""
    await shop.say(*(NewMessage(body=str(number)) for number in range(len(outcomes))))
    await shop.fan_all()
    async with shop.database.connection() as connection:
        for seq, outcome in enumerate(outcomes, start=1):
            await connection.execute(
                "UPDATE webhook_deliveries SET outcome = $2, attempts = 7,"
                " due_at = CASE WHEN $2::text IS NULL THEN now() + interval '1 hour' END,"
                " happened_at = happened_at - CASE WHEN $1 <= $3 / 2 THEN interval '2 days' ELSE interval '0' END"
                " WHERE seq = $1::bigint",
                *(seq, outcome, len(outcomes)),
            )


async def test_all_of_a_time_is_told_again_slice_by_slice(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "AT_ONCE", 2)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        outcomes = ["delivered", "given_up", "given_up", "delivered", "given_up", "delivered", None, "dropped"]
        await told(shop, outcomes)
        ago = datetime.now(UTC) - timedelta(days=1)
        done = await replay_deliveries(shop.webhooks, made.id, None, since=ago, only_given_up=False, by=COMMAND_LINE)
        assert (done.count, done.is_whole) == (3, True)
        assert await shop.column("outcome") == [*outcomes[:4], None, None, None, None]
        # What waited already waits as it did.
        assert await shop.column("attempts") == [7, 7, 7, 7, 0, 0, 7, 0]
        first, second = await said(shop)
        assert '"count":"2"' in first
        assert '"count":"1"' in second
        await shop.deliverer.deliver_due()
        assert [verified(heard, made.secret)["data"]["seq"] for heard in server.heard] == [5, 6, 8]


async def test_only_what_was_given_up_is_told_again_unless_more_is_asked_for(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replays, "AT_ONCE", 3)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await told(shop, ["given_up", "delivered", "given_up", "delivered", "delivered", "delivered", "given_up"])
        ago = datetime.now(UTC) - timedelta(days=1)
        assert (await replay_deliveries(shop.webhooks, made.id, None, since=ago, by=COMMAND_LINE)).count == 1
        assert (await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)).count == 2
        assert (await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)).count == 0


async def test_no_more_is_told_again_than_may_wait(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replays, "AT_ONCE", 2)
    monkeypatch.setattr(replays, "MOST_WAITING", 4)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await told(shop, ["given_up"] * 7)
        first = await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)
        assert (first.count, first.is_whole) == (4, False)
        full = await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)
        assert (full.count, full.is_whole) == (0, False)
        await shop.deliverer.deliver_due()
        rest = await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)
        assert (rest.count, rest.is_whole) == (3, True)
