"""A visitor's files: uploaded once, sent with one message, opened by whom the message is for, and by nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

import httpx
import pytest

from ryadom.app.chores import sweep_files
from ryadom.core.files import uploads
from ryadom.errors import RateLimited
from ryadom.store.file_contents import FileContents
from ryadom.store.sites import set_origins
from tests.web.client import ORIGIN, Server
from tests.web.files import archive, code_of, files_server, http, jpeg_with_place, kept, png, sender_for

__all__ = ["files_server", "http"]


async def test_file_that_was_uploaded_goes_with_a_message_to_both_sides(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    async with files_server.visitor() as visitor, files_server.operator() as operator:
        file = await sender_for(files_server, http, visitor).uploaded(png(), "снимок.png")

        posted = await visitor.say("вот он", file_ids=[file["id"]])

        assert file == posted["files"][0]
        assert {**file, "id": ""} == {
            "id": "", "name": "снимок.png", "size": len(png()), "type": "image/png", "width": 40, "height": 30,
        }  # fmt: skip
        assert posted["body"] == "вот он\nснимок.png"
        heard = await operator.receive("message_posted")
        assert heard["files"] == [file]
        assert heard["body"] == posted["body"]
    async with files_server.visitor(token=visitor.welcome["token"]) as back:
        assert back.history is not None
        assert back.history["entries"][-1]["files"] == [file]


async def test_message_of_files_alone_says_their_names(files_server: Server, http: httpx.AsyncClient) -> None:
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        first, second = await sender.uploaded(png(), "a.png"), await sender.uploaded(b"1;2\n", "b.csv")

        posted = await visitor.say("", file_ids=[second["id"], first["id"]])

    assert posted["body"] == "b.csv\na.png"
    assert [file["type"] for file in posted["files"]] == ["text/csv", "image/png"]


async def test_newcomer_who_says_who_they_are_may_send_files_alone(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    async with files_server.visitor() as visitor:
        file = await sender_for(files_server, http, visitor).uploaded(png(), "a.png")

        posted = await visitor.say("", file_ids=[file["id"]], about={"name": "Иван"})

    assert posted["body"] == "Имя: Иван\na.png"
    assert posted["author"]["name"] == "Иван"


async def test_message_without_words_and_files_is_refused(files_server: Server) -> None:
    async with files_server.visitor() as visitor:
        await visitor.send("send_message", echo_id=uuid4(), body=" ", file_ids=[])
        assert (await visitor.error())["code"] == "bad_body"


async def test_same_message_sent_again_is_stored_once_with_its_file(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    async with files_server.visitor() as visitor:
        file = await sender_for(files_server, http, visitor).uploaded(png())
        echo_id = uuid4()
        first = await visitor.say("раз", echo_id=echo_id, file_ids=[file["id"]])
        again = await visitor.say("раз", echo_id=echo_id, file_ids=[file["id"]])

        assert again == first
        await visitor.send("send_message", echo_id=uuid4(), body="", file_ids=[file["id"]])
        assert (await visitor.error())["code"] == "file_unknown"


async def test_of_two_messages_at_once_that_name_a_file_one_has_it(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    async with files_server.visitor() as visitor:
        await visitor.say("начало")
        file = await sender_for(files_server, http, visitor).uploaded(png())
        async with files_server.visitor(token=visitor.welcome["token"]) as tab:
            for client in (visitor, tab):
                await client.send("send_message", echo_id=uuid4(), body="", file_ids=[file["id"]])
            for client in (visitor, tab):
                assert (await client.receive("message_posted"))["files"] == [file]
                await client.ping()
    async with files_server.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM entries WHERE files IS NOT NULL") == 1


@pytest.mark.parametrize(
    ("content", "name", "status", "code"),
    [
        (b"", "a.png", 422, "file_empty"),
        (b"MZ\x90\x00\x03" + bytes(100), "a.png", 415, "file_kind_refused"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", 415, "file_kind_refused"),
        (b"  <!doctype html><script>alert(1)</script>", "a.txt", 415, "file_kind_refused"),
        (b"#!/bin/sh\n", "a.txt", 415, "file_kind_refused"),
        (b"hello", "a.html", 415, "file_name_lies"),
        (b"hello", "a.png", 415, "file_name_lies"),
        (png(), "a.exe", 415, "file_name_lies"),
        (png(), "a.pdf", 415, "file_name_lies"),
        (png()[:-20], "a.png", 422, "file_broken"),
        (archive("a.txt"), "a.zip", 415, "file_kind_refused"),
        (archive("[Content_Types].xml", "word/vbaProject.bin"), "a.docx", 415, "file_kind_refused"),
        (archive("META-INF/MANIFEST.MF"), "a.docx", 415, "file_kind_refused"),
        (bytes(11_000_000), "a.txt", 413, "file_too_large"),
    ],
)
async def test_what_is_not_taken_is_refused_with_a_code_and_leaves_nothing(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path, content: bytes, name: str, status: int, code: str
) -> None:
    async with files_server.visitor() as visitor:
        response = await sender_for(files_server, http, visitor).upload(content, name)

    assert (response.status_code, code_of(response)) == (status, code)
    assert response.headers["access-control-allow-origin"] == "*"
    assert kept(tmp_path / "files") == []


async def test_file_without_a_length_is_stopped_where_it_is_too_large(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b"a" * 100_000

    async with files_server.visitor() as visitor:
        try:
            response = await sender_for(files_server, http, visitor).upload(endless(), "a.txt")
        except (httpx.WriteError, httpx.ReadError):
            pass
        else:
            assert code_of(response) == "file_too_large"
    assert kept(tmp_path / "files") == []


async def test_photo_is_kept_without_its_place_but_upright(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with files_server.visitor() as visitor:
        await sender_for(files_server, http, visitor).uploaded(jpeg_with_place(), "фото.jpg")

    [content] = [path.read_bytes() for path in kept(tmp_path / "files")]
    assert b"secret" not in content
    assert b"\x88\x25" not in content  # the tag of GPS
    assert content.count(b"Exif\0\0") == 1
    assert content.endswith(b"\xff\xd9")


async def test_same_content_lies_on_the_disk_once_a_site(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    async with files_server.visitor() as one, files_server.visitor() as other:
        first = await sender_for(files_server, http, one).uploaded(png())
        second = await sender_for(files_server, http, other).uploaded(png())

    assert first["id"] != second["id"]
    assert len(kept(tmp_path / "files")) == 1


async def test_file_is_served_to_be_kept_and_never_as_a_page(files_server: Server, http: httpx.AsyncClient) -> None:
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        file = await sender.uploaded(b"a;b\r\n", 'отчёт "за май".csv')

        response = await sender.get(f"{sender.upload_path}/{file['id']}")
        part = await sender.get(f"{sender.upload_path}/{file['id']}", Range="bytes=2-2")
        link = (await sender.get(f"{sender.upload_path}/{file['id']}/link")).json()["path"]
        linked = await http.get(link)

    for served in (response, linked):
        assert served.content == b"a;b\r\n"
        assert served.headers["content-disposition"].startswith("attachment; filename*=UTF-8''%D0%BE")
        assert served.headers["x-content-type-options"] == "nosniff"
        assert served.headers["content-security-policy"] == "sandbox; default-src 'none'"
        assert served.headers["cache-control"] == "private, no-store"
    assert (part.status_code, part.content) == (206, b"b")


async def test_strangers_get_nothing(files_server: Server, http: httpx.AsyncClient) -> None:
    async with (
        files_server.visitor() as visitor,
        files_server.visitor() as other,
        files_server.visitor(site="other-key-1", origin="http://other.test") as elsewhere,
    ):
        sender = sender_for(files_server, http, visitor)
        file = await sender.uploaded(png())
        await visitor.say("", file_ids=[file["id"]])
        path = f"{sender.upload_path}/{file['id']}"
        theirs = sender_for(files_server, http, other)
        foreign = sender_for(files_server, http, elsewhere, key="other-key-1")
        foreign.headers["Origin"] = "http://other.test"

        assert code_of(await theirs.get(path)) == "file_unknown"
        assert code_of(await theirs.get(f"{path}/link")) == "file_unknown"
        assert code_of(await foreign.get(path)) == "origin_forbidden"
        assert code_of(await foreign.get(path, Origin="http://shop.test")) == "token_invalid"
        assert code_of(await foreign.get(f"/visitor/other-key-1/files/{file['id']}")) == "file_unknown"
        assert code_of(await http.get(path, headers={"Origin": "http://shop.test"})) == "token_invalid"
        assert code_of(await http.get("/files/abc.def")) == "link_expired"
        await other.send("send_message", echo_id=uuid4(), body="", file_ids=[file["id"]])
        assert (await other.error())["code"] == "file_unknown"
        unsent = await sender.uploaded(png(colour="red"))
        await other.send("send_message", echo_id=uuid4(), body="", file_ids=[unsent["id"]])
        assert (await other.error())["code"] == "file_unknown"


async def test_page_of_the_server_s_own_origin_may_fetch_without_naming_it(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    async with files_server.database.connection() as connection:
        await set_origins(connection, files_server.site.id, (files_server.http_url, ORIGIN))
    async with files_server.visitor(origin=files_server.http_url) as visitor:
        sender = sender_for(files_server, http, visitor)
        path = f"{sender.upload_path}/{(await sender.uploaded(png()))['id']}"
        headers = {"Authorization": sender.headers["Authorization"]}

        assert (await http.get(path, headers=headers | {"Sec-Fetch-Site": "same-origin"})).status_code == 200
        assert code_of(await http.get(path, headers=headers | {"Sec-Fetch-Site": "cross-site"})) == "origin_forbidden"


async def test_link_holds_for_a_minute(
    files_server: Server, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        file = await sender.uploaded(png())
        monkeypatch.setattr("ryadom.core.files.links.LIFETIME_S", -1)
        link = (await sender.get(f"{sender.upload_path}/{file['id']}/link")).json()["path"]
        assert code_of(await http.get(link)) == "link_expired"


async def test_browsers_of_any_page_may_ask_whether_they_may(files_server: Server, http: httpx.AsyncClient) -> None:
    asked = await http.options(
        "/visitor/shop-key-1/files", headers={"Origin": "http://shop.test", "Access-Control-Request-Method": "POST"}
    )
    assert asked.status_code == 204
    assert "authorization" in asked.headers["access-control-allow-headers"]


async def test_upload_that_breaks_off_leaves_nothing(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    begun = asyncio.Event()

    async def breaking() -> AsyncIterator[bytes]:
        yield b"a" * 300_000
        begun.set()
        await asyncio.Event().wait()

    async with files_server.visitor() as visitor:
        sending = asyncio.create_task(sender_for(files_server, http, visitor).upload(breaking(), "a.txt"))
        await begun.wait()
        sending.cancel()
        await asyncio.gather(sending, return_exceptions=True)
        async with asyncio.timeout(10):
            while kept(tmp_path / "files"):
                await visitor.ping()


async def test_one_visitor_may_not_send_without_end(
    files_server: Server, http: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(uploads, "MAX_UNSENT", 2)
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        for number in range(2):
            await sender.uploaded(png(10 + number))
        refused = await sender.upload(png())

    assert (refused.status_code, code_of(refused)) == (429, "too_many_files")


async def test_address_may_not_send_without_end(files_server: Server, http: httpx.AsyncClient) -> None:
    async with files_server.visitor() as visitor:
        limits = files_server.app.state.context.upload_limits
        with suppress(RateLimited):
            for _ in range(1_000):
                limits.take(None)  # this machine's
        refused = await sender_for(files_server, http, visitor).upload(png())
    assert code_of(refused) == "rate_limited"


async def test_file_that_no_message_named_for_a_day_goes_with_its_content(
    files_server: Server, http: httpx.AsyncClient, tmp_path: Path
) -> None:
    contents = FileContents(files_server.database, tmp_path / "files")
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        sent, unsent = await sender.uploaded(png()), await sender.uploaded(png(9, 9))
        await visitor.say("", file_ids=[sent["id"]])
        await sweep_files(files_server.database, contents)
        assert len(kept(tmp_path / "files")) == 2
        async with files_server.database.connection() as connection:
            await connection.execute("UPDATE files SET created_at = now() - interval '25 hours'")

        await sweep_files(files_server.database, contents)

        assert len(kept(tmp_path / "files")) == 1
        assert code_of(await sender.get(f"{sender.upload_path}/{unsent['id']}")) == "file_unknown"
        assert (await sender.get(f"{sender.upload_path}/{sent['id']}")).status_code == 200
