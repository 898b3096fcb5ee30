"""The bus on a real Postgres, NATS and Redis: order, batches, large frames, a cut line, strangers beside us."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from uuid import uuid4

import msgspec
import pytest
from structlog.testing import capture_logs

from ryadom.live import line_bus
from ryadom.live.announcements import announce
from ryadom.live.envelopes import Here, News, Parcel, RollCall, SessionEnded, max_sealed_bytes, open_parcel, pack, seal
from ryadom.live.line import Line
from ryadom.live.lines import installation_line, round_trip_s, trial_line
from ryadom.live.spare_line import SpareLine
from ryadom.store.database import Database, open_database
from ryadom.store.notifications import MAX_PAYLOAD_BYTES
from tests.buses import Bus
from tests.conftest import PostgresServer
from tests.live.node import DEADLINE_S, Node, appended, frame
from tests.waiting import until

LineMaker = Callable[[], Awaitable[Line]]


@pytest.fixture
def new_line(database: Database, database_url: str, bus: Bus) -> LineMaker:
    """Makes lines of this installation, one for each process."""
    return lambda: installation_line(database, database_url=database_url, bus_url=bus.url)


@pytest.fixture
async def nodes(new_line: LineMaker) -> AsyncIterator[tuple[Node, Node]]:
    """Two that are connected."""
    nodes = Node(await new_line(), "a"), Node(await new_line(), "b")
    async with AsyncExitStack() as stack:
        for node in nodes:
            await stack.enter_async_context(node.running())
            await node.connected()
        yield nodes


async def test_envelopes_come_in_order_to_the_others_and_not_back(nodes: tuple[Node, Node]) -> None:
    a, b = nodes
    sent = [frame(str(number) * 300) for number in range(100)]
    for envelope in sent:
        a.bus.send(envelope)
    assert [await b.next() for _ in sent] == [("a", envelope) for envelope in sent]
    b.bus.send(RollCall())
    assert await a.next() == ("b", RollCall())
    assert a.received.empty()


async def test_announcements_of_a_server_take_turns_and_do_not_touch_the_line_it_hears_by(
    nodes: tuple[Node, Node], new_line: LineMaker
) -> None:
    a, b = nodes
    spare = SpareLine(await new_line())
    told = [frame(str(number)) for number in range(5)]
    await asyncio.gather(*(announce(spare, [envelope]) for envelope in told))
    for node in nodes:
        heard = [(await node.next())[1] for _ in told]
        assert sorted(map(msgspec.json.encode, heard)) == sorted(map(msgspec.json.encode, told))
    b.bus.send(RollCall())
    assert await a.next() == ("b", RollCall())


async def test_what_gathers_goes_as_one_and_news_are_told_once(nodes: tuple[Node, Node], new_line: LineMaker) -> None:
    payloads: asyncio.Queue[bytes] = asyncio.Queue()
    async with (await new_line()).listening(payloads.put_nowait):
        nodes[0].bus.send(RollCall())
        for _ in range(50):
            nodes[0].bus.send(News())
        await nodes[0].bus.drain()
        nodes[0].bus.send(Here())
        parcels = [open_parcel(await asyncio.wait_for(payloads.get(), DEADLINE_S)) for _ in range(2)]
    assert [parcel.envelopes for parcel in parcels] == [[RollCall(), News()], [Here()]]


async def test_frame_too_large_for_a_payload_is_dropped_and_counted(
    nodes: tuple[Node, Node], new_line: LineMaker
) -> None:
    a, b = nodes
    bound = (await new_line()).max_payload_bytes
    a.bus.send(frame("x" * bound))
    fitting = frame("x" * (bound - 200))
    a.bus.send(fitting)
    assert await b.next() == ("a", fitting)
    assert a.metrics.sample("ryadom_bus_lost_total") == 1


async def test_entry_too_large_for_a_payload_becomes_news_of_it(nodes: tuple[Node, Node], new_line: LineMaker) -> None:
    a, b = nodes
    a.bus.send(appended("я" * (await new_line()).max_payload_bytes))
    assert await b.next() == ("a", News())
    fitting = appended("я" * 3_000)
    a.bus.send(fitting)
    assert await b.next() == ("a", fitting)
    assert a.metrics.sample("ryadom_bus_lost_total") == 0


async def test_more_than_fits_into_the_queue_is_dropped_and_counted(nodes: tuple[Node, Node]) -> None:
    a, b = nodes
    for _ in range(line_bus.MAX_WAITING + 7):
        a.bus.send(RollCall())
    for _ in range(line_bus.MAX_WAITING):
        assert await b.next() == ("a", RollCall())
    assert a.metrics.sample("ryadom_bus_lost_total") == 7


async def test_cut_line_is_made_again_and_says_so(nodes: tuple[Node, Node], bus: Bus) -> None:
    a, b = nodes
    await bus.cut()
    await a.connected()
    await b.connected()
    a.bus.send(News())
    assert await b.next() == ("a", News())
    assert (a.metrics.sample("ryadom_bus_reconnects_total") or 0) >= 1


async def test_line_that_brings_nothing_is_made_again(
    nodes: tuple[Node, Node], new_line: LineMaker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(line_bus, "SILENCE_S", 0.3)
    silent = Node(await new_line(), "c")
    async with silent.running():
        await silent.connected()
        await silent.connected()


async def test_payload_that_is_too_large_or_none_of_ours_is_logged_and_ignored(
    nodes: tuple[Node, Node], new_line: LineMaker, bus: Bus
) -> None:
    line = await new_line()
    foreign = [b"{", b"\xff\xfe" if bus.url else b"?", b'{"node":"x","envelopes":[{"t":"later"}]}']
    if bus.url:
        foreign.append(b'{"node":"x","envelopes":[{"t":"news"}],"filling":"%s"}' % (b"x" * line.max_payload_bytes))
    with capture_logs() as logs:
        async with line.listening(lambda _payload: None):
            await line.publish(foreign)
            nodes[0].bus.send(News())
            assert await nodes[1].next() == ("a", News())
            # Each node hears by a line of its own, and one may be later than the other.
            await until(lambda: len(_complaints(logs)) == len(nodes) * len(foreign))


async def test_installations_on_one_server_do_not_hear_each_other(
    nodes: tuple[Node, Node], bus: Bus, empty_database_url: str
) -> None:
    async with open_database(empty_database_url, pool_size=2) as database:
        stranger = Node(await installation_line(database, database_url=empty_database_url, bus_url=bus.url), "stranger")
        async with stranger.running():
            await stranger.connected()
            stranger.bus.send(RollCall())
            await stranger.bus.drain()
            nodes[0].bus.send(News())
            assert await nodes[1].next() == ("a", News())
            assert stranger.received.empty()


async def test_what_is_sent_on_trial_comes_back(database: Database, database_url: str, bus: Bus) -> None:
    line = trial_line(database, database_url=database_url, bus_url=bus.url)
    assert 0 < await round_trip_s(line, timeout_s=5) < 5


async def test_postgres_that_takes_no_notifications_fails_nobody(
    database: Database, database_url: str, postgres: PostgresServer
) -> None:
    name = database_url.partition("?")[0].rpartition("/")[2]
    node = Node(await installation_line(database, database_url=database_url, bus_url=None), "a")
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
    postgres.execute(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
    node.bus.send(News())
    node.bus.send(RollCall())
    await node.bus.drain()
    assert node.metrics.sample("ryadom_bus_lost_total") == 2
    postgres.execute(f"ALTER DATABASE {name} ALLOW_CONNECTIONS true")
    node.bus.send(News())
    await node.bus.drain()
    assert node.metrics.sample("ryadom_bus_sent_total") == 1


def test_payloads_hold_all_in_order_and_keep_their_bound() -> None:
    lease = Here(visitors={uuid4(): {uuid4(): uuid4()} for _ in range(40)}, operators=[uuid4() for _ in range(40)])
    sealed = [seal(lease), *(seal(frame("x" * size)) for size in range(0, 7_700, 100))]
    assert max(map(len, sealed)) <= max_sealed_bytes("node", max_bytes=MAX_PAYLOAD_BYTES)
    payloads = list(pack("node", sealed, max_bytes=MAX_PAYLOAD_BYTES))
    assert max(map(len, payloads)) <= MAX_PAYLOAD_BYTES
    envelopes = [envelope for payload in payloads for envelope in open_parcel(payload).envelopes]
    assert envelopes[0] == lease
    assert [seal(envelope) for envelope in envelopes] == sealed


def test_what_only_a_later_version_knows_takes_nothing_with_it() -> None:
    ended = SessionEnded(session=uuid4())
    later = b'{"type":"weather","site":"x"}'
    [payload] = pack("node", [later, seal(ended), later], max_bytes=MAX_PAYLOAD_BYTES)
    assert open_parcel(payload) == Parcel("node", [ended])
    [nothing_known] = pack("node", [later], max_bytes=MAX_PAYLOAD_BYTES)
    for foreign in (nothing_known, b'{"node":1,"envelopes":[]}', b'{"node":"node"}', b"[]", b"{"):
        with pytest.raises(msgspec.DecodeError):
            open_parcel(foreign)


def _complaints(logs: Sequence[Mapping[str, object]]) -> list[Mapping[str, object]]:
    return [entry for entry in logs if entry["event"] == "bus carries what is not ours"]
