"""Webhooks that are changed and looked at: what they are told from then on, their log, figures, and `doctor`."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from ryadom.cli.doctor import State
from ryadom.cli.webhook_checks import check_webhooks
from ryadom.core.sites import add_site
from ryadom.core.webhooks import figures
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.core.webhooks.troubles import Because
from ryadom.errors import BadBody, EgressForbidden, WebhookUnknown
from ryadom.live.metrics import Metrics
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewMessage
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.webhooks import ListedEndpoint, list_endpoints
from tests.receiver import receiver, says
from tests.webhooks import Shop, close_shop, new_deliverer, open_shop, told_types

NOW = datetime.now(UTC)


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def test_what_waits_and_is_not_wanted_any_more_is_dropped(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, Event.CONVERSATION_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.fan_all()
        wanted: dict[str, Any] = {"data": DataLevel.IDS, "is_for_all": True, "by": COMMAND_LINE}
        await shop.webhooks.change(made.id, [shop.site], events=[Event.CONVERSATION_CREATED], **wanted)
        await shop.deliverer.deliver_due()
        assert told_types(server) == ["conversation.created"]
        assert sorted(await shop.column("outcome")) == ["delivered", "dropped"]


async def test_what_waits_of_a_site_that_is_not_meant_any_more_is_dropped(shop: Shop) -> None:
    other = await add_site(
        shop.database, name="Другой", origins=["https://x.test"], controller_id=shop.site.controller_id, by=COMMAND_LINE
    )
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.fan_all()
        await shop.webhooks.change(
            made.id, [other], events=[Event.MESSAGE_CREATED], data=DataLevel.IDS, is_for_all=False, by=COMMAND_LINE
        )
        await shop.deliverer.deliver_due()
        # Nor is it told when somebody asks for it again
        [event_id] = await shop.column("event_id")
        await replay_deliveries(shop.webhooks, made.id, event_id, by=COMMAND_LINE)
        await shop.deliverer.deliver_due()
        assert server.heard == []
        assert await shop.column("outcome") == ["dropped"]


async def test_change_keeps_to_the_register_and_to_the_controller(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, most=DataLevel.CONTENTS)
        events = [Event.MESSAGE_CREATED]
        wanted: dict[str, Any] = {"events": events, "is_for_all": True, "by": COMMAND_LINE}
        with pytest.raises(BadBody, match="no more than contents"):
            await shop.webhooks.change(made.id, [shop.site], data=DataLevel.CONTENTS_AND_CONTACTS, **wanted)
        with pytest.raises(BadBody, match="of which events"):
            await shop.webhooks.change(made.id, [shop.site], data=DataLevel.IDS, **wanted | {"events": []})
        with pytest.raises(WebhookUnknown):
            await shop.webhooks.change(uuid4(), [shop.site], data=DataLevel.IDS, **wanted)
        await shop.webhooks.change(made.id, [shop.site], data=DataLevel.CONTENTS, **wanted)
        await shop.webhooks.caller.aclose()
        async with shop.database.connection() as connection:
            await connection.execute("DELETE FROM egress_recipients")
        await shop.webhooks.change(made.id, [shop.site], data=DataLevel.IDS, **wanted)
        with pytest.raises(EgressForbidden):
            await shop.webhooks.change(made.id, [shop.site], data=DataLevel.CONTENTS, **wanted)


async def test_failed_ones_are_found_among_many_page_by_page(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.store.webhook_log.LOOKED_AT", 4)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(10)))
        await shop.tell()
        async with shop.database.connection() as connection:
            await connection.execute(
                "UPDATE webhook_deliveries SET outcome = 'given_up', failure = 'waited too long' WHERE seq IN (1, 9)"
            )
        found, sizes, before = [], [], None
        while True:
            page = await shop.webhooks.log(made.id, only_failed=True, limit=2, before=before)
            found += [delivery.seq for delivery in page.deliveries]
            sizes.append(len(page.deliveries))
            if page.next is None:
                break
            before = page.next
        assert found == [9, 1]
        assert sizes == [1, 0, 1]


async def test_what_was_given_up_is_sent_again_from_a_time_on(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(3)))
        await shop.fan_all()
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_deliveries SET outcome = 'given_up', due_at = NULL")
            await connection.execute(
                "UPDATE webhook_deliveries SET happened_at = happened_at - INTERVAL '2 days' WHERE seq = 1"
            )
        ago = datetime.now(UTC) - timedelta(days=1)
        assert (await replay_deliveries(shop.webhooks, made.id, None, since=ago, by=COMMAND_LINE)).count == 2
        assert await shop.column("outcome") == ["given_up", None, None]
        assert (await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)).count == 1
        # One that somebody names is sent whatever its time
        [first, *_] = await shop.column("event_id")
        assert (await replay_deliveries(shop.webhooks, made.id, first, since=ago, by=COMMAND_LINE)).count == 1


async def test_figures_count_what_became_of_attempts_and_name_no_host(shop: Shop) -> None:
    metrics = Metrics()
    deliverer = new_deliverer(shop.database, metrics=metrics)
    async with receiver(says()) as good, receiver(says("500 Oops")) as bad:
        await shop.add(good, Event.MESSAGE_CREATED)
        made = await shop.add(bad, Event.MESSAGE_CREATED)
        off = await shop.webhooks.add(
            f"http://hook.test:{bad.port}/other",
            [shop.site],
            events=[Event.MESSAGE_CREATED],
            data=DataLevel.IDS,
            is_for_all=True,
            by=COMMAND_LINE,
        )
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.fan_all()
        await shop.webhooks.disable(off.id, by=COMMAND_LINE)
        await deliverer.deliver_due()
        await shop.age(hours=2)
        await figures.measure(shop.database, metrics)

        def outcomes(name: str) -> float | None:
            return metrics.sample("ryadom_webhook_deliveries_total", outcome=name)

        assert (outcomes("delivered"), outcomes("failed"), outcomes("given_up")) == (2, 1, None)
        assert metrics.sample("ryadom_webhook_seconds_count") == 3
        # What waits at one that is disabled is nothing to wake anybody for
        assert metrics.sample("ryadom_webhook_waiting") == 2
        assert 7_200 <= (metrics.sample("ryadom_webhook_oldest_seconds") or 0) < 7_260
        states = {
            state: metrics.sample("ryadom_webhook_endpoints", state=state) for state in ("good", "failing", "disabled")
        }
        assert states == {"good": 1, "failing": 1, "disabled": 1}

        await shop.age(hours=72)
        await deliverer.sweep()
        assert outcomes("given_up") == 4
        await figures.measure(shop.database, metrics)
        assert metrics.sample("ryadom_webhook_waiting") == 0
        assert metrics.sample("ryadom_webhook_oldest_seconds") == 0
        text = metrics.exposition().decode()
        assert "hook.test" not in text
        assert str(made.id) not in text
    await deliverer.aclose()


def listed(
    name: str,
    *,
    waiting_since: datetime | None = None,
    disabled_at: datetime | None = None,
    disabled_because: str = "",
) -> ListedEndpoint:
    return ListedEndpoint(
        id=UUID(int=1),
        controller_id=UUID(int=2),
        site_ids=(),
        events=("message.created",),
        data=DataLevel.IDS,
        origin=f"https://{name}.test",
        sealed_url=b"",
        sealed_secret=b"",
        made_at=NOW,
        disabled_at=disabled_at,
        disabled_because=disabled_because,
        waiting=7 if waiting_since else 0,
        waiting_since=waiting_since,
        succeeded_at=None,
    )


@pytest.mark.parametrize(
    ("endpoints", "state", "said", "unsaid"),
    [
        ([], State.OK, "there are none", ""),
        ([listed("a", waiting_since=NOW - timedelta(minutes=59))], State.OK, "none behind", "https://a.test"),
        ([listed("a", waiting_since=NOW - timedelta(hours=3))], State.WARN, "https://a.test", "disabled"),
        (
            [listed("a", disabled_at=NOW - timedelta(hours=3), disabled_because=Because.GONE), listed("b")],
            State.WARN,
            "https://a.test",
            "https://b.test",
        ),
        (
            [listed("a", disabled_at=NOW, disabled_because=Because.BY_HAND, waiting_since=NOW - timedelta(days=1))],
            State.OK,
            "by hand: https://a.test",
            "is behind",
        ),
    ],
)
def test_doctor_names_what_is_disabled_or_behind(
    endpoints: list[ListedEndpoint], state: State, said: str, unsaid: str
) -> None:
    check = check_webhooks(endpoints, NOW)
    assert check.state is state
    assert said in check.text
    assert not unsaid or unsaid not in check.text


async def test_doctor_reads_them_from_the_database(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.fan_all()
        await shop.age(hours=2)
        assert check_webhooks(await shop.webhooks.all()).state is State.WARN
        await shop.deliverer.deliver_due()
        [one] = await shop.webhooks.all()
        assert (one.waiting, one.waiting_since, one.succeeded_at is not None) == (0, None, True)
        async with shop.database.connection() as connection:
            [quick] = await list_endpoints(connection, with_success=False)
        assert msgspec.structs.replace(quick, succeeded_at=one.succeeded_at) == one
        assert quick.succeeded_at is None
        assert check_webhooks([one]).state is State.OK
        await shop.webhooks.disable(made.id, by=COMMAND_LINE)
        assert "by hand" in check_webhooks(await shop.webhooks.all()).text
