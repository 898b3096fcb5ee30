"""Entries that come by the bus and by the feed, in whatever order: published once, and in the order of their seq."""

import random
from collections.abc import Collection
from uuid import uuid4

import msgspec
import pytest

from ryadom.errors import RyadomError
from ryadom.live.feed_reader import FeedReader
from ryadom.live.hub import Hub, OperatorsTopic
from ryadom.live.metrics import Metrics
from ryadom.live.news import News
from ryadom.live.outbox import Encoded, Outbox
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.protocol.operator import Conversation, ConversationStarted
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, Stored, append_entry
from tests.store.scenes import make_scene

CONVERSATIONS = 3
ENTRIES = 12


class Panel:
    """Somebody who follows the sites."""

    def __init__(self, hub: Hub, heads: list[Head]) -> None:
        self.outbox = Outbox(self.end)
        self.outbox.uncork()
        hub.subscribe(self, [OperatorsTopic(head.site_id) for head in heads])

    def end(self, error: RyadomError) -> None:
        raise error

    def started(self) -> list[Conversation]:
        """Conversations whose beginning has been told since."""
        frames = [encoded.data for encoded in self.outbox.take_all() if b'"conversation_started"' in encoded.data]
        return [msgspec.json.decode(frame, type=ConversationStarted).conversation for frame in frames]

    def bodies(self) -> list[str]:
        """What has come since, of messages."""
        return [_body(encoded) for encoded in self.outbox.take_all() if b'"message_posted"' in encoded.data]


def _body(encoded: Encoded) -> str:
    return encoded.data.decode().partition('"body":"')[2].partition('"')[0]


class Elsewhere:
    """Another process, and our reader of what it stores."""

    def __init__(self, database: Database, heads: list[Head], *, visitors_here: Collection[Owner] = ()) -> None:
        hub = Hub()
        self.database = database
        self.metrics = Metrics()
        publisher = Publisher(hub, on_start=lambda owner, _id: owner in visitors_here)
        self.reader = FeedReader(database, publisher, self.metrics, News())
        self.panel = Panel(hub, heads)

    async def store(self, head: Head, body: str) -> Stored:
        async with self.database.transaction() as connection:
            return await append_entry(
                connection, head=head, author=head.visitor, echo_id=uuid4(), content=NewMessage(body=body)
            )


@pytest.fixture
async def heads(database: Database) -> list[Head]:
    async with database.transaction() as connection:
        return [(await make_scene(connection)).head for _ in range(CONVERSATIONS)]


def _owner(head: Head) -> Owner:
    return Owner(head.site_id, head.visitor.id)


async def test_entry_that_follows_is_published_without_reading(database: Database, heads: list[Head]) -> None:
    elsewhere = Elsewhere(database, heads)
    await elsewhere.reader.begin()
    await elsewhere.store(heads[0], "первое")
    await elsewhere.reader.read()
    elsewhere.reader.hear(_owner(heads[0]), await elsewhere.store(heads[0], "второе"))
    assert elsewhere.panel.bodies() == ["первое", "второе"]
    await elsewhere.reader.read()
    assert elsewhere.panel.bodies() == []
    assert elsewhere.metrics.sample("ryadom_feed_entries_total") == 2


async def test_entry_that_does_not_follow_waits_for_the_feed(database: Database, heads: list[Head]) -> None:
    elsewhere = Elsewhere(database, heads)
    await elsewhere.reader.begin()
    await elsewhere.store(heads[0], "первое")
    elsewhere.reader.hear(_owner(heads[0]), await elsewhere.store(heads[0], "второе"))
    assert elsewhere.panel.bodies() == []
    await elsewhere.reader.read()
    assert elsewhere.panel.bodies() == ["первое", "второе"]


async def test_conversation_read_from_the_feed_says_truly_whether_its_visitor_is_still_here(
    database: Database, heads: list[Head]
) -> None:
    elsewhere = Elsewhere(database, heads, visitors_here=[_owner(heads[0])])
    await elsewhere.reader.begin()
    for head in heads[:2]:
        await elsewhere.store(head, "вопрос")
    await elsewhere.reader.read()
    online = {row.id: row.visitor_online for row in elsewhere.panel.started()}
    assert online == {heads[0].id: True, heads[1].id: False}


async def test_entry_that_nobody_here_follows_is_let_go(database: Database, heads: list[Head]) -> None:
    elsewhere = Elsewhere(database, heads[:1])
    await elsewhere.reader.begin()
    elsewhere.reader.hear(_owner(heads[1]), await elsewhere.store(heads[1], "чужое"))
    await elsewhere.reader.read()
    assert elsewhere.panel.bodies() == []


@pytest.mark.parametrize("seed", range(12))
async def test_every_entry_is_published_once_and_in_order_whatever_the_bus_loses_or_delays(
    database: Database, heads: list[Head], seed: int
) -> None:
    dice = random.Random(seed)
    elsewhere = Elsewhere(database, heads)
    await elsewhere.reader.begin()
    under_way: list[tuple[Owner, Stored]] = []
    for number in range(ENTRIES):
        for head in heads:
            stored = await elsewhere.store(head, f"{heads.index(head)}:{number:02}")
            if dice.random() < 0.8:
                under_way.append((_owner(head), stored))
        while under_way and dice.random() < 0.7:
            elsewhere.reader.hear(*under_way.pop(dice.choice((0, -1))))
        if dice.random() < 0.3:
            await elsewhere.reader.read()
    for late in under_way:
        elsewhere.reader.hear(*late)
    await elsewhere.reader.read()
    published = elsewhere.panel.bodies()
    for index in range(CONVERSATIONS):
        mine = [body for body in published if body.startswith(f"{index}:")]
        assert mine == [f"{index}:{number:02}" for number in range(ENTRIES)]
