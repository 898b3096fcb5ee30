"""The protocol's structs, and that docs/protocol.md tells of every frame, error and close code."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from ryadom import errors
from ryadom.errors import RyadomError
from ryadom.live import outbox
from ryadom.live.admission import SILENT_S
from ryadom.live.limits import KIB, OPERATOR_LIMITS, VISITOR_LIMITS
from ryadom.protocol import MAX_BODY_CHARS, MAX_FRAME_BYTES, VERSION, operator, visitor
from ryadom.protocol.schema import protocol_schema
from ryadom.web import socket
from ryadom.web.bounds import Bounds
from ryadom.web.websocket_protocol import MAX_FRAGMENTS

DOCS = Path(__file__).parents[2] / "docs"
UNIONS = (visitor.VisitorCommand, visitor.VisitorEvent, operator.OperatorCommand, operator.OperatorEvent)


def _error_classes(root: type[RyadomError] = RyadomError) -> Iterator[type[RyadomError]]:
    for child in root.__subclasses__():
        yield child
        yield from _error_classes(child)


def test_docs_tell_of_every_frame() -> None:
    text = (DOCS / "protocol.md").read_text()
    tags = {struct.__struct_config__.tag for union in UNIONS for struct in union.__args__}
    assert {tag for tag in tags if f"`{tag}`" not in text} == set()


def test_docs_tell_of_every_field_of_a_command() -> None:
    text = (DOCS / "protocol.md").read_text()
    for struct in (*visitor.VisitorCommand.__args__, *operator.OperatorCommand.__args__):
        for field in struct.__struct_fields__:
            assert re.search(rf"\b{field}\b", text), f"{struct.__name__}.{field}"


def test_docs_tell_of_every_error_with_its_status_and_close_code() -> None:
    text = (DOCS / "protocol.md").read_text()
    leaves = [error for error in _error_classes() if not error.__subclasses__() or error is errors.TokenInvalid]
    for error in leaves:
        assert f"`{error.code}`" in text, error.code
        if error.close_code is not None:
            row = next(line for line in text.splitlines() if f"`{error.code}`" in line and line.startswith("|"))
            assert str(error.close_code) in row
    for code in (socket.CLOSE_BAD_FRAMES, socket.CLOSE_INTERNAL, socket.CLOSE_TRY_AGAIN):
        assert str(code) in text


def test_error_codes_are_unique() -> None:
    codes = [error.code for error in _error_classes()]
    assert len(codes) == len(set(codes))


def test_docs_tell_the_limits_as_they_are() -> None:
    text = (DOCS / "protocol.md").read_text()
    assert f"{MAX_BODY_CHARS:,} Unicode code points" in text
    assert f"Frames {MAX_FRAME_BYTES // 1024} KiB" in text
    assert f"{outbox.MAX_FRAMES:,} frames or {outbox.MAX_BYTES // 2**20} MiB" in text
    assert f"# The protocol, version {VERSION}" in text
    for what, rate in (("Commands", "commands"), ("KiB", "bytes")):
        visitor_rate, operator_rate = getattr(VISITOR_LIMITS, rate), getattr(OPERATOR_LIMITS, rate)
        unit = KIB if what == "KiB" else 1
        cells = (f"{rate.per_second / unit:g} and {rate.burst / unit:g}" for rate in (visitor_rate, operator_rate))
        assert f"| {what} a second in the long run, and at once | {' | '.join(cells)} |" in text
    assert f"| Open sockets | {VISITOR_LIMITS.sockets} | {OPERATOR_LIMITS.sockets} |" in text
    assert f"over {MAX_FRAGMENTS} fragments" in text
    assert f"if that was {SILENT_S:g} s" in text


def test_dead_lines_are_found_within_45_s() -> None:
    """The widget's and the panel's half of it is in connection.test.ts."""
    bounds = Bounds()
    assert bounds.ping_interval_s + bounds.ping_timeout_s <= 45


@pytest.mark.parametrize("union", UNIONS)
def test_every_frame_is_frozen_and_tagged(union: object) -> None:
    for struct in union.__args__:  # type: ignore[attr-defined]  # a union of structs
        config = struct.__struct_config__
        assert config.frozen
        assert config.tag_field == "type"


def test_schema_names_every_command_and_event() -> None:
    schema = protocol_schema()
    assert set(schema) == {"version", "visitor", "operator"}
    for side in ("visitor", "operator"):
        assert {"Hello", "Welcome", "MessagePosted", "Error"} <= set(schema[side]["$defs"])
    assert msgspec.json.encode(schema)
