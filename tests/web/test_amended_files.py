"""Messages with files that are edited or deleted: the files stay with other words, and go with all of them."""

from uuid import uuid4

import httpx

from tests.web.accounts import account
from tests.web.client import Server
from tests.web.files import code_of, files_server, http, png, sender_for
from tests.web.test_operator_files import sender_of

__all__ = ["files_server", "http"]


async def test_other_words_leave_the_files_where_they_are(files_server: Server, http: httpx.AsyncClient) -> None:
    async with (
        files_server.visitor() as visitor,
        account(files_server, "anna@shop.test") as anna,
        anna.panel() as panel,
    ):
        conversation_id = (await visitor.say("есть фото?"))["conversation_id"]
        file = await sender_of(anna, conversation_id).uploaded(png(), "стол.png")
        sent = await panel.say("вот стул", conversation_id=conversation_id, file_ids=[file["id"]])
        amended = {"conversation_id": conversation_id, "message_seq": sent["seq"]}

        await panel.send("edit_message", echo_id=uuid4(), body="вот стол", **amended)

        edited = await visitor.receive("message_edited")
        assert edited["body"] == "вот стол\nстол.png"  # as it was sent: a client that knows of no files shows its name
        await visitor.send("fetch_history", request_id="1", conversation_id=conversation_id)
        history = await visitor.receive("history")
        [message] = [entry for entry in history["entries"] if entry["seq"] == sent["seq"]]
        assert (message["body"], message["files"]) == ("вот стол\nстол.png", [file])


async def test_what_is_deleted_can_not_be_opened_by_anybody(files_server: Server, http: httpx.AsyncClient) -> None:
    async with (
        files_server.visitor() as visitor,
        account(files_server, "anna@shop.test") as anna,
        anna.panel() as panel,
    ):
        conversation_id = (await visitor.say("есть фото?"))["conversation_id"]
        file = await sender_of(anna, conversation_id).uploaded(png(), "чужой.png")
        sent = await panel.say("ой", conversation_id=conversation_id, file_ids=[file["id"]])
        theirs, path = sender_for(files_server, http, visitor), f"/visitor/shop-key-1/files/{file['id']}"
        link = (await theirs.get(f"{path}/link")).json()["path"]
        assert (await theirs.get(path)).status_code == 200

        await panel.send("delete_message", echo_id=uuid4(), conversation_id=conversation_id, message_seq=sent["seq"])
        await visitor.receive("message_deleted")

        assert code_of(await theirs.get(path)) == "file_unknown"
        assert code_of(await anna.http.get(f"/panel/api/files/{file['id']}")) == "file_unknown"
        assert (await theirs.http.get(link)).status_code == 404
        await visitor.send("fetch_history", request_id="1", conversation_id=conversation_id)
        history = await visitor.receive("history")
        [message] = [entry for entry in history["entries"] if entry["seq"] == sent["seq"]]
        assert message["body"] == ""
        assert "files" not in message
        async with files_server.database.connection() as connection:
            assert await connection.fetchval("SELECT count(*) FROM files") == 0
