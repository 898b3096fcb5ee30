"""What the Python client makes of files that end, differ, come twice, or are downloaded twice, from a real server."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ryadom_client import AlreadyDownloading, BrokenOff, Client, Export, ExportFailed, FileDiffers, Table
from tests.web.client import Server
from tests.web.test_python_client import client
from tests.web.test_python_client_exports import Cut, chat, secret, server

__all__ = ["chat", "secret", "server"]


class Lying(httpx.HTTPTransport):
    """What changes the answers with files on their way."""

    def __init__(self, change: Callable[[httpx.Response], None]) -> None:
        super().__init__()
        self._change = change
        self.answers = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        response = super().handle_request(request)
        if request.url.path.endswith("/file"):
            self.answers += 1
            self._change(response)
        return response


def there(folder: Path) -> list[str]:
    """What is in a folder."""
    return [one.name for one in folder.iterdir()]


async def made(chat: Client, table: Table) -> Export:
    """An export that is done."""
    asked = await asyncio.to_thread(chat.exports.make, table, format="jsonl")
    return await asyncio.to_thread(chat.exports.wait, asked.id, within_s=40.0)


async def test_file_without_a_row_is_had(chat: Client, tmp_path: Path) -> None:
    done = await made(chat, Table("ratings"))
    got = await asyncio.to_thread(chat.exports.download, done.id, tmp_path / "ratings.jsonl")
    assert (done.bytes, got.read_bytes(), got.stat().st_mode & 0o777) == (0, b"", 0o600)
    assert [one for one in there(tmp_path) if one.endswith(".part")] == []


async def test_file_is_downloaded_by_one_at_a_time(server: Server, chat: Client, secret: str, tmp_path: Path) -> None:
    done = await made(chat, Table("customers"))
    place = tmp_path / "people.jsonl"
    refused: list[str] = []

    def meanwhile(_: httpx.Response) -> None:
        # As another process would: its own client, the same path
        with client(server, secret) as other:
            with pytest.raises(AlreadyDownloading) as error:
                other.exports.download(done.id, place)
            refused.append(str(error.value))

    lying = Lying(meanwhile)
    with Client(server.http_url, secret, http=httpx.Client(transport=lying, timeout=20)) as one:
        got = await asyncio.to_thread(one.exports.download, done.id, place)
    assert (got.stat().st_size, len(refused), lying.answers) == (done.bytes, 1, 1)
    assert await asyncio.to_thread(chat.exports.download, done.id, place) == got


@pytest.mark.parametrize("size", [1_000, 0], ids=["shorter", "nothing"])
async def test_answer_of_another_size_is_told_at_once(
    server: Server, chat: Client, secret: str, tmp_path: Path, size: int
) -> None:
    done = await made(chat, Table("customers"))

    def shorten(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = Cut(response.stream, size, is_told=False)

    lying = Lying(shorten)
    with (
        Client(server.http_url, secret, http=httpx.Client(transport=lying, timeout=20)) as one,
        pytest.raises(FileDiffers, match=f"{size} bytes"),
    ):
        await asyncio.to_thread(one.exports.download, done.id, tmp_path / "people.jsonl")
    assert (lying.answers, [one for one in there(tmp_path) if one.startswith("people")]) == (1, [])


@pytest.mark.parametrize(
    "told", ["bytes 0-9/10", "bytes 500-9999/{size}", "bytes 500-{last}/1000", "rows 500-{last}/{size}", ""]
)
async def test_rest_of_something_else_is_not_put_behind_what_is_there(
    server: Server, chat: Client, secret: str, tmp_path: Path, told: str
) -> None:
    done = await made(chat, Table("customers"))
    assert done.bytes is not None
    said = told.format(size=done.bytes, last=done.bytes - 1)

    def say(response: httpx.Response) -> None:
        assert response.status_code == 206
        response.headers["content-range"] = said

    part = tmp_path / f"people.jsonl.{done.id}.part"
    part.write_bytes(b"x" * 500)
    with (
        Client(server.http_url, secret, http=httpx.Client(transport=Lying(say), timeout=20)) as one,
        pytest.raises(FileDiffers),
    ):
        await asyncio.to_thread(one.exports.download, done.id, tmp_path / "people.jsonl")
    assert part.read_bytes() == b"x" * 500


async def test_file_that_starts_anew_each_time_is_given_up(
    server: Server, chat: Client, secret: str, tmp_path: Path
) -> None:
    done = await made(chat, Table("customers"))
    sizes = [2_000_000, *[1_000_000, 500_000] * 10]

    def cut(response: httpx.Response) -> None:
        # As from a server that knows no ranges: all of it, each time
        response.status_code = 200
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = Cut(response.stream, sizes.pop(0))

    lying = Lying(cut)
    http = httpx.Client(transport=lying, timeout=20)
    with Client(server.http_url, secret, http=http, sleep=lambda _: None, max_tries=3) as one, pytest.raises(BrokenOff):
        await asyncio.to_thread(one.exports.download, done.id, tmp_path / "people.jsonl")
    assert lying.answers == 4


async def test_export_that_ends_between_two_tries_leaves_no_part(
    server: Server, chat: Client, secret: str, tmp_path: Path
) -> None:
    done = await made(chat, Table("customers"))

    def end(response: httpx.Response) -> None:
        assert isinstance(response.stream, httpx.SyncByteStream)
        response.stream = Cut(response.stream, 1_000)
        if lying.answers == 1:
            chat.exports.remove(done.id)

    lying = Lying(end)
    http = httpx.Client(transport=lying, timeout=20)
    with Client(server.http_url, secret, http=http, sleep=lambda _: None) as one, pytest.raises(ExportFailed) as failed:
        await asyncio.to_thread(one.exports.download, done.id, tmp_path / "people.jsonl")
    assert (failed.value.export.state, failed.value.export.reason) == ("ended", "asked")
    assert [one for one in there(tmp_path) if one.startswith("people")] == []

    # Nor does one that had begun before
    (tmp_path / f"people.jsonl.{done.id}.part").write_bytes(b"x")
    with pytest.raises(ExportFailed):
        await asyncio.to_thread(chat.exports.download, done.id, tmp_path / "people.jsonl")
    assert [one for one in there(tmp_path) if one.startswith("people")] == []
