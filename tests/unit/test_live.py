"""Outbox, hub, attendance and rate, without sockets or clocks."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from ryadom.errors import RyadomError, SlowConsumer
from ryadom.live.attendance import Attendance
from ryadom.live.hub import Hub, OperatorsTopic, VeiledTopic, VisitorsTopic, VisitorTopic
from ryadom.live.outbox import Outbox, encode
from ryadom.live.owner import Owner
from ryadom.live.publisher import Publisher
from ryadom.live.rate import TokenBucket
from ryadom.protocol.shared import Author, AuthorKind, Frame, Goodbye, MessagePosted, Pong
from ryadom.store.entries import Stored

PONG = Pong(server_time=datetime(2026, 11, 24, tzinfo=UTC))
GOODBYE = Goodbye(reconnect_in_s=1.5)


class FakeSocket:
    def __init__(self) -> None:
        self.errors: list[RyadomError] = []
        self.outbox = Outbox(self.end)

    def end(self, error: RyadomError) -> None:
        self.errors.append(error)


async def test_events_wait_until_the_greeting_has_been_said() -> None:
    socket = FakeSocket()
    socket.outbox.publish(encode(GOODBYE))
    socket.outbox.reply(PONG)
    socket.outbox.uncork()
    socket.outbox.publish(encode(PONG))
    order = [encoded.data.decode() for encoded in await socket.outbox.next_batch()]
    assert [text.count("goodbye") for text in order] == [0, 1, 0]


async def test_reader_wakes_when_a_frame_comes() -> None:
    socket = FakeSocket()
    reader = asyncio.create_task(socket.outbox.next_batch())
    await asyncio.sleep(0)
    socket.outbox.reply(PONG)
    [encoded] = await asyncio.wait_for(reader, 1)
    assert b"pong" in encoded.data


@pytest.mark.parametrize("bounds", [{"max_frames": 2}, {"max_bytes": 2 * len(encode(PONG).wire)}])
async def test_full_outbox_says_so_once_and_takes_nothing_more(bounds: dict[str, int]) -> None:
    errors: list[SlowConsumer] = []
    outbox = Outbox(errors.append, **bounds)
    for _ in range(5):
        outbox.reply(PONG)
    assert len(errors) == 1
    assert len(outbox) == 2


async def test_room_comes_back_as_frames_are_sent() -> None:
    errors: list[SlowConsumer] = []
    outbox = Outbox(errors.append, max_frames=1, max_bytes=len(encode(PONG).wire))
    for _ in range(3):
        outbox.reply(PONG)
        await outbox.next_batch()
    assert not errors


def test_topics_of_different_kinds_do_not_mix() -> None:
    hub, socket, site_id = Hub(), FakeSocket(), uuid4()
    hub.subscribe(socket, [OperatorsTopic(site_id)])
    hub.publish(VisitorsTopic(site_id), PONG)
    assert len(socket.outbox) == 0
    hub.publish(OperatorsTopic(site_id), PONG, but=socket)
    assert len(socket.outbox) == 0
    hub.publish(OperatorsTopic(site_id), PONG)
    assert len(socket.outbox) == 1


def test_operators_under_the_veil_get_what_is_covered_and_others_what_is_not() -> None:
    covered: list[Frame] = []

    def cover(_site_id: UUID, frame: Frame) -> Frame:
        covered.append(frame)
        return GOODBYE

    hub, seeing, veiled, site_id = Hub(cover), FakeSocket(), FakeSocket(), uuid4()
    hub.subscribe(seeing, [OperatorsTopic(site_id)])
    hub.publish(OperatorsTopic(site_id), PONG)
    assert covered == [], "nobody is there who sees less"
    hub.subscribe(veiled, [VeiledTopic(site_id)])
    hub.publish(OperatorsTopic(site_id), PONG)
    assert covered == [PONG]
    for socket in (seeing, veiled):
        socket.outbox.uncork()
    assert [b"pong" in encoded.data for encoded in seeing.outbox.take_all()] == [True, True]
    assert [b"goodbye" in encoded.data for encoded in veiled.outbox.take_all()] == [True]


def test_unsubscribed_socket_gets_nothing_and_leaves_nothing() -> None:
    hub, socket, topic = Hub(), FakeSocket(), OperatorsTopic(uuid4())
    hub.subscribe(socket, [topic])
    hub.unsubscribe(socket, [topic, VisitorsTopic(uuid4())])
    hub.publish(topic, PONG)
    assert len(socket.outbox) == 0
    assert not hub.subscribers(topic)


def test_entry_is_told_once_whoever_tells_it_first_and_again_when_asked() -> None:
    hub, socket = Hub(), FakeSocket()
    owner = Owner(uuid4(), uuid4())
    hub.subscribe(socket, [VisitorTopic(*owner)])
    entry = MessagePosted(
        conversation_id=uuid4(),
        seq=1,
        prev_seq=0,
        created_at=datetime(2026, 11, 24, tzinfo=UTC),
        author=Author(kind=AuthorKind.VISITOR, id=owner.visitor_id, name=""),
        echo_id=uuid4(),
        body="привет",
    )
    stored = Stored(entry=entry, public=True, prev_public_seq=0)
    publisher = Publisher(hub)
    for _ in range(2):
        publisher.publish(owner, stored)
    assert len(socket.outbox) == 1
    publisher.publish(owner, stored, again=True)
    assert len(socket.outbox) == 2


class FakeTimers:
    def __init__(self) -> None:
        self.due: list[FakeTimer] = []

    def __call__(self, _delay_s: float, callback: Callable[[], None]) -> "FakeTimer":
        timer = FakeTimer(callback)
        self.due.append(timer)
        return timer

    def run(self) -> None:
        due, self.due = self.due, []
        for timer in due:
            if not timer.cancelled:
                timer.callback()


class FakeTimer:
    def __init__(self, callback: Callable[[], None]) -> None:
        self.callback = callback
        self.cancelled = False

    def cancel(self) -> None:
        self.cancelled = True


def test_short_absence_is_no_absence() -> None:
    timers, changes = FakeTimers(), list[tuple[str, bool]]()
    attendance = Attendance[str](
        linger_s=10, on_change=lambda key, present: changes.append((key, present)), call_later=timers
    )
    attendance.arrive("anna")
    attendance.arrive("anna")
    attendance.leave("anna")
    timers.run()
    attendance.leave("anna")
    attendance.arrive("anna")
    timers.run()
    assert changes == [("anna", True)]
    assert attendance.is_present("anna")
    attendance.leave("anna")
    timers.run()
    assert changes == [("anna", True), ("anna", False)]
    assert not attendance.is_present("anna")


def test_bucket_gives_its_burst_then_one_by_one() -> None:
    now = 0.0
    bucket = TokenBucket(burst=3, per_second=2, clock=lambda: now)
    assert [bucket.take() for _ in range(3)] == [0.0, 0.0, 0.0]
    assert bucket.take() == pytest.approx(0.5)
    now = 0.5
    assert bucket.take() == 0.0
    now = 1_000.0
    assert [bucket.take() > 0 for _ in range(4)] == [False, False, False, True]
