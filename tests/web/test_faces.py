"""The name and the picture by which visitors know an operator."""

import io
import json

import httpx
import pytest
from PIL import Image

from ryadom.core.avatars import MAX_UPLOAD_BYTES
from tests.web.accounts import Account, account, browser
from tests.web.client import Server

FACE = "/panel/api/account/face"
AVATAR = "/panel/api/account/avatar"


def picture(colour: str = "red") -> bytes:
    written = io.BytesIO()
    Image.new("RGB", (300, 200), colour).save(written, "PNG")
    return written.getvalue()


async def put_picture(person: Account, content: bytes, media_type: str = "image/png") -> httpx.Response:
    return await person.http.put(AVATAR, content=content, headers={"Content-Type": media_type})


async def get(server: Server, path: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=server.http_url, trust_env=False) as http:
        return await http.get(path)


async def test_visitors_see_the_public_name_and_colleagues_both(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        assert (await anna.http.get(FACE)).json() == {"name": "Анна", "public_name": "", "avatar": ""}
        changed = await anna.http.put(FACE, json={"public_name": " Аня "})
        assert changed.json()["public_name"] == "Аня"
        digest = (await put_picture(anna, picture())).json()["avatar"]
        async with anna.panel() as panel, server.visitor() as visitor:
            own = panel.welcome["operator"]
            assert (own["name"], own["public_name"], own["avatar"]) == ("Анна", "Аня", digest)
            id = (await visitor.say("Здравствуйте"))["conversation_id"]
            seen = {"kind": "operator", "id": own["id"], "name": "Аня", "avatar": digest}
            await panel.send("set_typing", conversation_id=id, active=True)
            assert (await visitor.receive("typing"))["author"] == seen
            posted = await panel.say("Добрый день", conversation_id=id)
            assert (posted["author"]["name"], posted["author"]["public_name"]) == ("Анна", "Аня")
            assert (await visitor.receive("conversation_assigned"))["operator"] == seen
            assert (await visitor.receive("message_posted"))["author"] == seen
            # A message that follows goes by the group commit, and is told the same way.
            await panel.say("Чем помочь?", conversation_id=id)
            assert (await visitor.receive("message_posted"))["author"] == seen
            await visitor.send("fetch_history", request_id="all", conversation_id=id)
            history = await visitor.receive("history")
            assert "Анна" not in json.dumps(history, ensure_ascii=False)
            assert history["entries"][-1]["author"] == seen
            async with server.visitor(token=visitor.welcome["token"]) as again:
                assert again.welcome["conversation"]["operator"] == seen
                assert "Анна" not in json.dumps([again.welcome, again.history], ensure_ascii=False)


async def test_sockets_begin_anew_with_a_changed_face(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna, anna.panel() as panel:
        await anna.http.put(FACE, json={"public_name": "Аня"})
        code, frames = await panel.closed()
        assert (code, frames[-1]["code"]) == (4490, "hello_outdated")
        async with anna.panel() as again:
            assert again.welcome["operator"]["public_name"] == "Аня"


async def test_picture_is_served_to_any_page_by_its_content_and_is_gone_when_it_is_taken_away(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        red = (await put_picture(anna, picture("red"))).json()["avatar"]
        served = await get(server, f"/avatars/{red}")
        assert served.status_code == 200
        assert Image.open(io.BytesIO(served.content)).size == (96, 96)
        assert served.headers["content-type"] == "image/webp"
        assert served.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert served.headers["x-content-type-options"] == "nosniff"
        assert served.headers["cross-origin-resource-policy"] == "cross-origin"
        assert "sandbox" in served.headers["content-security-policy"]
        blue = (await put_picture(anna, picture("blue"))).json()["avatar"]
        assert blue != red
        assert (await get(server, f"/avatars/{red}")).status_code == 404
        assert (await anna.http.delete(AVATAR)).json()["avatar"] == ""
        assert (await get(server, f"/avatars/{blue}")).status_code == 404


@pytest.mark.parametrize("digest", ["0" * 32, "x", "%00", "..%2f..", "A" * 32, "0" * 31])
async def test_picture_that_nobody_has_is_not_found(server: Server, digest: str) -> None:
    answer = await get(server, f"/avatars/{digest}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "route_unknown")


async def test_what_is_no_picture_is_refused_whatever_it_calls_itself(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        for content in (b"<svg onload=alert(1)>", b"<html>", b"GIF89a", b"", json.dumps({"a": 1}).encode()):
            refused = await put_picture(anna, content, "image/png")
            assert (refused.status_code, refused.json()["error"]["field"]) == (422, "avatar")
        too_large = await put_picture(anna, b"\0" * (MAX_UPLOAD_BYTES + 1))
        assert too_large.status_code == 413
        assert (await anna.http.get(FACE)).json()["avatar"] == ""


@pytest.mark.parametrize("name", ["а" * 61, "Ан\nна", "Ан\0на"])
async def test_name_that_can_not_be_is_refused(server: Server, name: str) -> None:
    async with account(server, "anna@shop.test") as anna:
        refused = await anna.http.put(FACE, json={"public_name": name})
        assert (refused.status_code, refused.json()["error"]["field"]) == (422, "public_name")


async def test_nobody_changes_a_face_without_signing_in_or_from_another_origin(server: Server) -> None:
    async with browser(server, "anna@shop.test") as nobody:
        assert (await put_picture(nobody, picture())).status_code == 401
        assert (await nobody.http.put(FACE, json={"public_name": "Аня"})).status_code == 401
    async with account(server, "anna@shop.test") as anna:
        elsewhere = {"Origin": "http://evil.test", "Content-Type": "image/png"}
        assert (await anna.http.put(AVATAR, content=picture(), headers=elsewhere)).status_code == 403


async def test_changes_are_in_the_journal(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna:
        await anna.http.put(FACE, json={"public_name": "Аня"})
        await put_picture(anna, picture())
        await anna.http.delete(AVATAR)
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT details FROM journal WHERE action = 'settings_changed' ORDER BY number")
    told = [json.loads(row["details"])["what"] for row in rows]
    assert told[-3:] == ["public_name_changed", "avatar_set", "avatar_removed"]
