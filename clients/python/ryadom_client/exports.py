"""Tables: taken as they are read, or made beside the chats and had as a file. `Client.exports`."""

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from http import HTTPStatus
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import msgspec

from ryadom_client.errors import BrokenOff, ExportFailed, FileDiffers, Invalid, NotFound, NotInTime
from ryadom_client.export_objects import Export, Row, Table
from ryadom_client.parts import Part, part_at
from ryadom_client.sending import Sender
from ryadom_client.walking import walk

SILENCE_S = 600.0
"""A large table may take minutes before its first row."""

Progress = Callable[[Export], None]


class Exports:
    """Contacts are not masked in any of it. Each is in the journal, with how it ended."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    @contextmanager
    def rows(self, table: Table) -> Iterator[Iterator[Row]]:
        """The rows, one by one: no more than a piece of them is held. Leaving the block ends it, for the server too.

        Raises:
            Invalid: no such table, column or value; `field` says which.
            BrokenOff: from the rows, of which those until then are not all.
        """
        with self.pieces(table, format="jsonl") as pieces:
            yield _rows(pieces)

    @contextmanager
    def pieces(self, table: Table, *, format: str = "csv") -> Iterator[Iterator[bytes]]:
        """The table as a file comes: `csv`, `jsonl`, or `vcf` of customers. Leaving the block ends it.

        Raises: as `rows`.
        """
        path, query = f"exports/{table.kind}", table.query(format)
        with self._sender.stream(path, query=query, timeout_s=SILENCE_S) as response:
            yield _pieces(response)

    def make(self, table: Table, *, format: str = "csv", idempotency_key: str | None = None) -> Export:
        """Has a table made beside the chats, `xlsx` too, once; name it in your own system by `idempotency_key`.

        Without one a fresh UUID sees to it that this call has no more than one made.

        Raises:
            Invalid: no such table, column or value; `field` says which.
            MessageDiffers: this key was used for another export.
            RateLimited: three of this key's are not done, or ten are there: take one away.
            ConnectionFailed, Busy: whether it is being made is not known: call it again with the same key.
        """
        headers = {"Idempotency-Key": idempotency_key or str(uuid4())}
        path = f"exports/{table.kind}/jobs"
        return _export(self._sender.send("POST", path, query=table.query(format), headers=headers))

    def all(self) -> Iterator[Export]:
        """What this key has asked for in the last 30 days, newest first."""
        return walk(self._sender, "exports/jobs", Export)

    def one(self, id: UUID | str) -> Export:
        """How far it is.

        Raises:
            NotFound: this key has asked for none with this id.
        """
        return _export(self._sender.send("GET", f"exports/jobs/{id}"))

    def remove(self, id: UUID | str) -> Export:
        """Cancels it, or takes its file away; what has become of it.

        Raises:
            NotFound: this key has asked for none with this id.
        """
        return _export(self._sender.send("DELETE", f"exports/jobs/{id}"))

    def wait(
        self, id: UUID | str, *, within_s: float, every_s: float = 2.0, on_progress: Progress = lambda _: None
    ) -> Export:
        """Returns once it is done. `on_progress` is given how far it is, each time that it is looked at.

        Raises:
            ExportFailed: there will be no file; `export.reason` says why.
            NotInTime: it is not done within `within_s` seconds, and goes on being made.
        """
        deadline = time.monotonic() + within_s
        while True:
            export = self.one(id)
            on_progress(export)
            if export.state == "done":
                return export
            if export.is_over:
                raise ExportFailed(f"The export has {export.state}: {export.reason}.", export)
            left_s = deadline - time.monotonic()
            if left_s <= 0:
                raise NotInTime(f"The export is {export.state} after {within_s:g} s: {export.rows} rows.", export)
            self._sender.sleep(min(every_s, left_s))

    def download(self, id: UUID | str, path: str | Path) -> Path:
        """Has its file at `path`, which only its owner reads, once it is whole; what is there is replaced.

        Until then it is beside it, by a name that ends with `.part`: where a line breaks, or this process ends, it goes
        on behind what is there, so call it again. The part of what nobody may have any more is taken away.

        Raises:
            ExportFailed: it has no file: it is not done, or not there any more.
            AlreadyDownloading: another process, or thread, is downloading it to the same path.
            FileDiffers: what came is not the file that the export tells of.
            BrokenOff: the line broke time and again, with nothing more of it each time.
            OSError: it can't be written.
        """
        export, place = self.one(id), Path(path)
        # By its id: a file is made once, so whatever is there of it is the beginning of the same one.
        at = place.with_name(f"{place.name}.{export.id}.part")
        if export.state != "done" or export.bytes is None:
            if export.is_over and at.exists():
                with part_at(at) as part:
                    part.discard()
            raise _fileless(export)
        with part_at(at) as part:
            self._fill(part, export, export.bytes)
            part.finish(place)
        return place

    def _fill(self, part: Part, export: Export, size: int) -> None:
        vain, longest, tag = 0, part.size, ""
        while part.size != size:
            begin = part.size if part.size < size else 0
            try:
                with self._file(export.id, begin, tag) as response:
                    tag = response.headers.get("etag", "")
                    part.go_on(_begin_of(response, begin, size), _pieces(response))
            except BrokenOff:
                vain = 0 if part.size > longest else vain + 1
                longest = max(longest, part.size)
                if vain == self._sender.max_tries:
                    raise
                self._sender.sleep(self._sender.pause_s(vain + 1))
            except (NotFound, Invalid):
                part.discard()
                if (now := self.one(export.id)).state != "done":
                    raise _fileless(now) from None
                raise
            else:
                if (came := part.size) != size:
                    part.discard()
                    raise FileDiffers(f"The file has {came} bytes, and the export tells of {size}.")

    def _file(self, id: UUID, begin: int, tag: str) -> AbstractContextManager[httpx.Response]:
        # As it is: of what was compressed on the way nobody could say where it goes on.
        headers = {"Accept-Encoding": "identity"}
        if begin:
            headers["Range"] = f"bytes={begin}-"
            if tag:
                headers["If-Range"] = tag
        return self._sender.stream(f"exports/jobs/{id}/file", headers=headers, timeout_s=SILENCE_S)


def _fileless(export: Export) -> ExportFailed:
    return ExportFailed(f"The export has no file: it is {export.state}.", export)


def _begin_of(response: httpx.Response, begin: int, size: int) -> int:
    """From which byte on an answer is."""
    if response.status_code != HTTPStatus.PARTIAL_CONTENT:
        return 0
    told, wanted = response.headers.get("content-range", ""), f"bytes {begin}-{size - 1}/"
    if told not in (f"{wanted}{size}", f"{wanted}*"):
        raise FileDiffers(f"Asked for {wanted}{size} the server gave {told!r}.")
    return begin


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_bytes()
    except httpx.TransportError as error:
        raise BrokenOff(f"The answer broke off: {error!r}. What came until then is not whole.") from error


def _rows(pieces: Iterator[bytes]) -> Iterator[Row]:
    decoder, rest = msgspec.json.Decoder(Row), b""
    for piece in pieces:
        # By this one alone: texts have what other ways to split lines take for their ends.
        *lines, rest = (rest + piece).split(b"\n")
        yield from map(decoder.decode, lines)
    if rest:
        raise BrokenOff("The answer ends within a row. What came until then is not whole.")


def _export(response: httpx.Response) -> Export:
    return msgspec.json.decode(response.content, type=Export)
