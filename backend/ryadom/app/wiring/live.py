"""What carries messages and signs: from who says them to the database, and on to everybody who is here or elsewhere."""

import asyncio
import time
from collections.abc import Sequence
from uuid import uuid4

from msgspec import Struct

from ryadom.app.wiring.clock import utc_now
from ryadom.core.conversation_rules.book import RuleBook
from ryadom.core.presence import Presence
from ryadom.core.site_news import SiteNews
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.work.dispatcher import Dispatcher
from ryadom.core.work.duty import Duty
from ryadom.live.feed_reader import FeedReader
from ryadom.live.hub import Hub
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.line import Line
from ryadom.live.line_bus import LineBus
from ryadom.live.metrics import Metrics
from ryadom.live.news import News
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.live.relay import Relay
from ryadom.live.sieve import Sieve
from ryadom.live.writer import Writer
from ryadom.privacy.policies import Masking
from ryadom.privacy.veil import Veil
from ryadom.store.database import Database
from ryadom.store.entries import Stored


class Live(Struct, frozen=True, kw_only=True):
    """The middle of the house, which nearly everything else is made with."""

    metrics: Metrics
    masking: Masking
    rules: RuleBook
    veil: Veil
    sieve: Sieve
    hub: Hub
    publisher: Publisher
    news: News
    feed: FeedReader
    bus: LineBus
    relay: Relay
    site_news: SiteNews
    writer: Writer
    journal: JournalQueue
    presence: Presence
    site_visitors: SiteVisitors
    duty: Duty
    dispatcher: Dispatcher


def wire_live(database: Database, line: Line) -> Live:
    """Joins them; `line` is how this server hears of the others. To be called in the event loop that it runs in."""
    metrics = Metrics()
    masking = Masking(database)
    veil = Veil(masking)
    sieve = Sieve(database)
    hub = Hub(veil.cover, sieve)
    publisher = Publisher(hub, on_start=lambda owner, id: presence.conversation_starts(owner, id))
    news = News()
    feed = FeedReader(database, publisher, metrics, news)
    bus = LineBus(line, node=uuid4().hex[:12], metrics=metrics)
    site_news = SiteNews(database, hub, now=utc_now)
    relay = Relay(hub, bus, on_news=feed.wake, on_entry=feed.hear, on_site=site_news.renew, clock=time.monotonic)

    def published(entries: Sequence[tuple[Owner, Stored]]) -> None:
        relay.tell_entries(entries)
        news.tell({owner.site_id for owner, _ in entries})
        dispatcher.hear(entries)

    writer = Writer(database, publisher, metrics, on_published=published)
    dispatcher = Dispatcher(database, writer)
    call_later = asyncio.get_running_loop().call_later
    presence = Presence(hub, relay, call_later=call_later, clock=time.monotonic)
    site_visitors = SiteVisitors(
        relay, call_later=call_later, clock=time.monotonic, now_ms=lambda: int(time.time() * 1000)
    )
    relay.sights = site_visitors
    return Live(
        metrics=metrics,
        masking=masking,
        rules=RuleBook(database),
        veil=veil,
        sieve=sieve,
        hub=hub,
        publisher=publisher,
        news=news,
        feed=feed,
        bus=bus,
        relay=relay,
        site_news=site_news,
        writer=writer,
        journal=JournalQueue(database, metrics),
        presence=presence,
        site_visitors=site_visitors,
        duty=Duty(database, presence, relay, on_change=dispatcher.wake),
        dispatcher=dispatcher,
    )
