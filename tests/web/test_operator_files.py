"""Operators' files: sent into a conversation of their sites, opened on them only, and every opening in the journal."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import httpx
import pytest

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.files.kinds import FileRules
from ryadom.core.operators import add_operator
from ryadom.privacy.persons import find_person
from ryadom.store.operators import Role
from tests.consents import ask_for_consent
from tests.web.accounts import Account, account
from tests.web.client import PASSWORD, Server
from tests.web.files import Sender, code_of, files_server, http, kept, png, sender_for
from tests.web.test_erasure import line_of

__all__ = ["files_server", "http"]


def sender_of(person: Account, conversation_id: str) -> Sender:
    return Sender(person.server, person.http, f"/panel/api/conversations/{conversation_id}/files", None)


async def openings(server: Server) -> list[tuple[str, str]]:
    """Of files: as what, and of which file."""
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT details->>'as' AS shown_as, details->>'file' AS file FROM journal WHERE action = 'file_opened' "
            "ORDER BY number"
        )
    return [(row["shown_as"], row["file"]) for row in rows]


async def test_operator_sends_a_file_that_the_visitor_opens(files_server: Server, http: httpx.AsyncClient) -> None:
    async with (
        files_server.visitor() as visitor,
        account(files_server, "anna@shop.test") as anna,
        anna.panel() as panel,
    ):
        conversation_id = (await visitor.say("есть фото?"))["conversation_id"]
        file = await sender_of(anna, conversation_id).uploaded(png(), "стол.png")
        path = f"/visitor/shop-key-1/files/{file['id']}"
        theirs = sender_for(files_server, http, visitor)
        assert code_of(await theirs.get(path)) == "file_unknown"  # it is not sent yet

        await panel.say("вот", conversation_id=conversation_id, file_ids=[file["id"]])

        posted = await visitor.receive("message_posted")
        assert posted["files"] == [file]
        assert (await theirs.get(path)).content == png()
        assert panel.welcome["sites"][0]["files"]["max_bytes"] == 10_000_000


async def test_every_opening_is_journalled_before(files_server: Server, http: httpx.AsyncClient) -> None:
    async with files_server.visitor() as visitor, account(files_server, "anna@shop.test") as anna:
        file = await sender_for(files_server, http, visitor).uploaded(png())
        path = f"/panel/api/files/{file['id']}"
        assert code_of(await anna.http.get(path)) == "file_unknown"  # it is not sent yet
        await visitor.say("", file_ids=[file["id"]])

        assert (await anna.http.get(f"{path}?preview")).content == png()
        large = await anna.http.get(f"{path}?view=1")
        served = await anna.http.get(path)

    # Shown or saved, it is served in the same way
    assert large.content == served.content == png()
    for name in ("content-security-policy", "x-content-type-options", "cache-control"):
        assert large.headers[name] == served.headers[name]
    assert served.headers["content-disposition"] == large.headers["content-disposition"]
    assert served.headers["content-disposition"].startswith("attachment;")
    assert await openings(files_server) == [(shown, file["id"]) for shown in ("preview", "view", "download")]


async def test_nobody_opens_or_sends_beyond_their_sites_and_rights(
    files_server: Server, http: httpx.AsyncClient
) -> None:
    await add_operator(
        files_server.database, email="a@shop.test", name="А", password=PASSWORD, site_keys=["shop-key-1"],
        role=Role.AUDITOR,
    )  # fmt: skip
    async with (
        files_server.visitor() as visitor,
        account(files_server, "boris@other.test") as boris,
        account(files_server, "anna@shop.test") as anna,
        account(files_server, "a@shop.test") as auditor,
    ):
        file = await sender_for(files_server, http, visitor).uploaded(png())
        conversation_id = (await visitor.say("", file_ids=[file["id"]]))["conversation_id"]

        assert code_of(await boris.http.get(f"/panel/api/files/{file['id']}")) == "file_unknown"
        assert code_of(await sender_of(boris, conversation_id).upload(png())) == "conversation_unknown"
        assert code_of(await sender_of(auditor, conversation_id).upload(png())) == "right_missing"
        await auditor.enrol()
        assert (await auditor.http.get(f"/panel/api/files/{file['id']}")).status_code == 200
        assert code_of(await http.get(f"/panel/api/files/{file['id']}")) == "not_signed_in"
        stolen = await anna.http.post(
            f"/panel/api/conversations/{conversation_id}/files", content=png(), headers={"Origin": "http://evil.test"}
        )
        assert code_of(stolen) == "origin_forbidden"
        own = await sender_of(anna, conversation_id).uploaded(png(9, 9))
        async with auditor.panel(hello=True) as panel:
            await panel.send(
                "send_message", echo_id=uuid4(), conversation_id=conversation_id, body="", file_ids=[own["id"]]
            )
            assert (await panel.error())["code"] == "right_missing"
        # A visitor can't send what an operator has uploaded, nor the other way round.
        await visitor.send("send_message", echo_id=uuid4(), body="", file_ids=[own["id"]])
        assert (await visitor.error())["code"] == "file_unknown"


async def test_blocked_persons_files_are_hidden_and_nothing_more_is_taken(
    files_server: Server, http: httpx.AsyncClient, database_url: str
) -> None:
    async with files_server.visitor() as visitor, account(files_server, "anna@shop.test") as anna:
        sender = sender_for(files_server, http, visitor)
        file, unsent = await sender.uploaded(png()), await sender.uploaded(png(9, 9))
        conversation_id = (await visitor.say("", file_ids=[file["id"]]))["conversation_id"]
        person = await find_person(files_server.database, site_key="shop-key-1", conversation_id=UUID(conversation_id))
        await block_person(
            files_server.database, await line_of(files_server, database_url), person,
            now=datetime.now(UTC), reason=BlockReason.UNLAWFUL,
        )  # fmt: skip

        assert code_of(await anna.http.get(f"/panel/api/files/{file['id']}")) == "file_unknown"
        assert code_of(await sender_of(anna, conversation_id).upload(png())) == "conversation_unknown"
        assert code_of(await sender.upload(png(8, 8))) == "visitor_blocked"
        assert (await sender.get(f"{sender.upload_path}/{file['id']}")).status_code == 200
        async with files_server.visitor(token=visitor.welcome["token"]) as back:
            await back.send("send_message", echo_id=uuid4(), body="", file_ids=[unsent["id"]])
            assert (await back.error())["code"] == "visitor_blocked"


async def test_nothing_is_taken_before_consent(files_server: Server, http: httpx.AsyncClient, tmp_path: Path) -> None:
    document = await ask_for_consent(files_server.database, files_server.site)
    async with files_server.visitor() as visitor:
        sender = sender_for(files_server, http, visitor)
        assert code_of(await sender.upload(png())) == "consent_required"
        assert kept(tmp_path / "files") == []
        await visitor.send("agree", echo_id=uuid4(), document_ids=[document.id])
        await visitor.receive("consents_changed")
        await sender.uploaded(png())


async def test_site_takes_what_its_settings_say(files_server: Server, http: httpx.AsyncClient) -> None:
    async with account(files_server, "anna@shop.test") as anna:
        async with files_server.database.connection() as connection:
            await connection.execute(
                "INSERT INTO widget_settings (site_id, version, settings) VALUES ($1, 1, $2)",
                files_server.site.id,
                '{"files": {"from_visitors": false, "kinds": ["pdf"], "max_mb": 1}}',
            )
        async with files_server.visitor() as visitor:
            conversation_id = (await visitor.say("здравствуйте"))["conversation_id"]
            assert code_of(await sender_for(files_server, http, visitor).upload(png())) == "files_off"
            sender = sender_of(anna, conversation_id)
            assert code_of(await sender.upload(png())) == "file_kind_refused"
            assert code_of(await sender.upload(b"%PDF-1.7" + bytes(1_000_000), "a.pdf")) == "file_too_large"
            assert (await sender.uploaded(b"%PDF-1.7 ...", "счёт"))["name"] == "счёт.pdf"
        config = (await http.get("/widget/shop-key-1/ru")).json()
        assert "files" not in config
    assert FileRules().from_visitors


@pytest.mark.parametrize("sees", [True, False])
async def test_phone_in_a_name_is_masked_for_who_sees_no_contacts(
    files_server: Server, http: httpx.AsyncClient, sees: bool
) -> None:
    email = "boss@shop.test" if sees else "anna@shop.test"
    await add_operator(
        files_server.database, email="boss@shop.test", name="Б", password=PASSWORD, site_keys=["shop-key-1"],
        role=Role.SUPERVISOR,
    )  # fmt: skip
    async with files_server.database.connection() as connection:
        await connection.execute(
            "INSERT INTO masking_policies (site_id, kind, policy) VALUES ($1, 'phone', 'mask')", files_server.site.id
        )
    await files_server.app.state.context.masking.refresh()
    async with files_server.visitor() as visitor, account(files_server, email) as person, person.panel() as panel:
        sender = sender_for(files_server, http, visitor)
        file = await sender.uploaded(png(), "чек +7 916 123-45-67.png")
        posted = await visitor.say("", file_ids=[file["id"]])
        heard = await panel.receive("message_posted")
        served = await person.http.get(f"/panel/api/files/{file['id']}")

    assert posted["files"][0]["name"] == "чек +7 916 123-45-67.png"
    for told in (heard["files"][0]["name"], heard["body"], served.headers["content-disposition"]):
        assert ("123-45-67" in told) is sees
