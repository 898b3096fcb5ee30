"""An outbox whose frames go out at once where they can: nothing is overtaken, lost or doubled, whenever it can't."""

import asyncio
import json
from typing import Literal

from hypothesis import given, settings
from hypothesis import strategies as st

from ryadom.errors import RyadomError
from ryadom.live.framing import read_text_frame
from ryadom.live.outbox import Outbox, encode
from ryadom.protocol.shared import Goodbye

Step = Literal["reply", "publish", "uncork", "block", "unblock", "let_the_sender_run"]


class Wire:
    """What a socket is to its outbox; `write` is what the sender's task calls, as in `web/direct_websocket.py`."""

    def __init__(self) -> None:
        self.written: list[bytes] = []
        self.writable = asyncio.Event()
        self.writable.set()

    def write_now(self, frames: bytes) -> bool:
        if self.writable.is_set():
            self.written.append(frames)
        return self.writable.is_set()

    async def write(self, frames: list[bytes]) -> None:
        while not self.writable.is_set():
            await self.writable.wait()
        self.written += frames


async def _send(outbox: Outbox, wire: Wire) -> None:
    while True:
        await wire.write([encoded.wire for encoded in await outbox.next_batch()])


def _refuse(error: RyadomError) -> None:
    raise AssertionError(error)


async def _written(steps: list[Step]) -> tuple[list[float], list[float], list[float]]:
    """Numbers of the replies and of the events in the order in which they came, and of all as they were written."""
    outbox, wire = Outbox(_refuse), Wire()
    outbox.attach(wire.write_now)
    sender = asyncio.create_task(_send(outbox, wire))
    replies: list[float] = []
    events: list[float] = []
    for number, step in enumerate([*steps, "uncork", "unblock"]):
        frame = Goodbye(reconnect_in_s=float(number))
        match step:
            case "reply":
                outbox.reply(frame)
                replies.append(frame.reconnect_in_s)
            case "publish":
                outbox.publish(encode(frame))
                events.append(frame.reconnect_in_s)
            case "uncork":
                outbox.uncork()
            case "block":
                wire.writable.clear()
            case "unblock":
                wire.writable.set()
            case "let_the_sender_run":
                await asyncio.sleep(0)
    async with asyncio.timeout(1):
        while len(outbox) or len(wire.written) < len(replies) + len(events):  # noqa: ASYNC110 - the sender's turns
            await asyncio.sleep(0)
    sender.cancel()
    return replies, events, [_number(frame) for frame in wire.written]


def _number(frame: bytes) -> float:
    # A client's frames are masked and a server's are not: the payload begins after two bytes.
    assert read_text_frame(frame) is None
    number: float = json.loads(frame[2:])["reconnect_in_s"]
    return number


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["reply", "publish", "uncork", "block", "unblock", "let_the_sender_run"]),
        max_size=40,
    )
)
def test_nothing_is_overtaken_lost_or_doubled(steps: list[Step]) -> None:
    replies, events, written = asyncio.run(_written(steps))
    assert sorted(written) == sorted(replies + events)
    assert [number for number in written if number in set(replies)] == replies
    assert [number for number in written if number in set(events)] == events


async def test_frame_goes_out_before_any_task_runs() -> None:
    outbox, wire = Outbox(_refuse), Wire()
    outbox.attach(wire.write_now)
    outbox.reply(Goodbye(reconnect_in_s=1.0))
    assert len(wire.written) == 1
    assert len(outbox) == 0
