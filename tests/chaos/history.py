"""What happened in a trial, as everybody in it saw it: the records that `checker` judges, and their file.

Ids are text, as on the wire. `at` is in seconds since the trial began. `content` is what an entry says, in one line: a
message's body, or what an assignment or a change of status did.
"""

from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from tests.web.client import JsonObject


class Record(Struct, frozen=True, kw_only=True, tag_field="type", tag=str.lower):
    """One thing that happened to one client. A client is a tab or a panel: what holds a timeline of its own."""

    at: float
    client: str


class Joined(Record, frozen=True, kw_only=True):
    """The client may see one visitor's conversations, or (`visitor` None) all of a site."""

    site: str
    visitor: str | None = None


class Sent(Record, frozen=True, kw_only=True):
    """Put on the wire, for the first time or again."""

    author: str
    echo_id: str
    content: str
    conversation_id: str | None = None


class Acknowledged(Record, frozen=True, kw_only=True):
    """The client was told that its entry is stored under this seq."""

    echo_id: str
    conversation_id: str
    seq: int


class Refused(Record, frozen=True, kw_only=True):
    """The client was told something that no client of this suite deserves: an error without a retry."""

    code: str
    echo_id: str | None = None


class Seen(Record, frozen=True, kw_only=True):
    """An entry came to the client, live or in a history."""

    conversation_id: str
    seq: int
    author: str
    echo_id: str | None
    content: str


class Held(Record, frozen=True, kw_only=True):
    """The unbroken stretch of a timeline that a client which was connected at the end holds: seqs and echo_ids."""

    conversation_id: str
    entries: list[tuple[int, str | None]]


class Fault(Record, frozen=True, kw_only=True):
    """What the nemesis did (`client` is the nemesis)."""

    what: str


AnyRecord = Joined | Sent | Acknowledged | Refused | Seen | Held | Fault


class Row(Struct, frozen=True, kw_only=True):
    """An entry as Postgres holds it at the end."""

    conversation_id: str
    seq: int
    author: str
    echo_id: str | None
    content: str


class Head(Struct, frozen=True, kw_only=True):
    """A conversation as Postgres holds it at the end."""

    conversation_id: str
    site: str
    visitor: str
    last_seq: int


class Final(Struct, frozen=True, kw_only=True):
    """All that Postgres holds at the end."""

    heads: list[Head]
    rows: list[Row]


class History:
    """The records of a trial, in the order in which they came. `clock` gives `at`."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.records: list[AnyRecord] = []

    def note(self, record: AnyRecord) -> None:
        self.records.append(record)


def write_lines(path: Path, structs: Iterable[Struct]) -> None:
    """One JSON object a line."""
    path.write_bytes(b"".join(msgspec.json.encode(one) + b"\n" for one in structs))


def content_of(entry: JsonObject) -> str:
    """What an entry on the wire says."""
    match entry["type"]:
        case "message_posted":
            return str(entry["body"])
        case "conversation_assigned":
            return assignment(entry["operator"]["id"] if entry["operator"] else None)
        case _:
            return status(entry["status"])


def assignment(operator_id: str | None) -> str:
    return f"assigned to {operator_id}"


def status(word: str) -> str:
    return f"status {word}"
