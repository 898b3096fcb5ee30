"""Our framing against the library's, which is the judge of both directions."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode
from websockets.protocol import CLIENT, SERVER, Protocol, State

from ryadom.live.framing import are_whole_messages, read_text_frame, text_frame

SIZES = st.sampled_from([0, 1, 125, 126, 127, 1_000, 65_535, 65_536, 70_000])
TEXTS = st.text(max_size=200) | SIZES.map(lambda size: "я" * (size // 2) + "x" * (size % 2))


def from_client(opcode: Opcode, payload: bytes, *, fin: bool = True) -> bytes:
    """A frame as a browser would send it: masked."""
    return Frame(opcode, payload, fin).serialize(mask=True)


@given(TEXTS)
def test_library_reads_the_frames_that_we_send(text: str) -> None:
    reader = Protocol(CLIENT, state=State.OPEN, max_size=None)
    reader.receive_data(text_frame(text.encode()))
    [frame] = reader.events_received()
    assert isinstance(frame, Frame)
    assert (frame.opcode, bytes(frame.data).decode(), frame.fin) == (Opcode.TEXT, text, True)


@given(TEXTS)
def test_we_read_the_frames_that_a_client_sends(text: str) -> None:
    frame = from_client(Opcode.TEXT, text.encode())
    expected = text if len(text.encode()) < 1 << 16 else None
    assert read_text_frame(frame) == expected
    assert are_whole_messages(frame)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"\x81", id="half a head"),
        pytest.param(Frame(Opcode.TEXT, b"not masked").serialize(mask=False), id="not masked"),
        pytest.param(from_client(Opcode.BINARY, b"binary"), id="binary"),
        pytest.param(from_client(Opcode.PING, b""), id="ping"),
        pytest.param(from_client(Opcode.CLOSE, b""), id="close"),
        pytest.param(from_client(Opcode.TEXT, b"in two", fin=False), id="fragment"),
        pytest.param(from_client(Opcode.TEXT, b"one") + from_client(Opcode.TEXT, b"two"), id="two"),
        pytest.param(from_client(Opcode.TEXT, b"cut off")[:-1], id="cut off"),
        pytest.param(from_client(Opcode.TEXT, b"\xff\xfe"), id="no UTF-8"),
        pytest.param(b"\xc1" + from_client(Opcode.TEXT, b"compressed")[1:], id="compressed"),
        pytest.param(b"\x81\xfe\x00\x05" + bytes(4) + b"short", id="needlessly long"),
    ],
)
def test_what_is_not_one_plain_text_is_left_to_the_library(data: bytes) -> None:
    assert read_text_frame(data) is None


@given(st.lists(st.tuples(st.sampled_from([Opcode.TEXT, Opcode.BINARY, Opcode.PING]), SIZES), max_size=3), st.data())
def test_only_whole_messages_are_whole(parts: list[tuple[Opcode, int]], data: st.DataObject) -> None:
    frames = b"".join(
        from_client(opcode, bytes(min(size, 125) if opcode is Opcode.PING else size)) for opcode, size in parts
    )
    assert are_whole_messages(frames)
    if frames:
        cut = data.draw(st.integers(0, len(frames) - 1))
        server = Protocol(SERVER, state=State.OPEN, max_size=None)
        server.receive_data(frames[:cut])
        whole = sum(
            len(from_client(event.opcode, bytes(event.data)))
            for event in server.events_received()
            if isinstance(event, Frame)
        )
        assert are_whole_messages(frames[:cut]) == (whole == cut)


def test_an_open_message_is_not_whole_until_it_ends() -> None:
    first = from_client(Opcode.TEXT, b"one", fin=False)
    assert not are_whole_messages(first)
    assert not are_whole_messages(first + from_client(Opcode.PING, b""))
    assert are_whole_messages(first + from_client(Opcode.CONT, b"two"))


@given(st.binary(max_size=300))
def test_rubbish_breaks_nothing(data: bytes) -> None:
    read_text_frame(data)
    are_whole_messages(data)
    read_text_frame(b"\x81\xfe" + os.urandom(2) + data)
