"""The gate at the visitor's socket: where consent is the basis, nothing is taken from who has not agreed."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from ryadom.core.visitor_consents import NEEDS_NO_CONSENT
from ryadom.privacy.basis import choose_basis
from ryadom.privacy.evidence import gather_evidence, withdraw_for_visitor
from ryadom.protocol.visitor import Purpose, VisitorCommand
from ryadom.store.consent_documents import Document
from ryadom.store.database import Database
from ryadom.store.sites import Basis, find_site
from tests.consents import ask_for_consent, publish_consent
from tests.web.client import Client, JsonObject, Server

PERSONAL = (
    "visitors",
    "conversations",
    "entries",
    "consent_events",
    "visitor_identities",
    "visitor_attributes",
    "visitor_events",
    "visited_pages",
    "chat_invitations",
    "customer_cards",
    "customer_changes",
    "customer_notes",
    "customer_links",
)

# A frame for each command that brings something about the visitor.
CONTENT: dict[str, JsonObject] = {
    "send_message": {"echo_id": str(uuid4()), "body": "Здравствуйте"},
    "set_typing": {"conversation_id": str(uuid4()), "active": True},
    "preview_draft": {"conversation_id": str(uuid4()), "draft": "Здравст"},
    "visit_page": {"page": {"url": "http://shop.test/tea"}},
    "set_client_id": {"client_id": "1700000000123456789"},
    "rate_conversation": {"echo_id": str(uuid4()), "conversation_id": str(uuid4()), "score": 5},
    "mark_read": {"conversation_id": str(uuid4()), "seq": 1},
    "send_copy": {"echo_id": str(uuid4()), "email": "anna@example.ru"},
    "identify": {"echo_id": str(uuid4()), "id": "42", "hash": "00"},
    "set_attributes": {"echo_id": str(uuid4()), "attributes": {"plan": "pro"}},
    "dismiss_invitation": {"invitation_id": str(uuid4())},
    "track": {"echo_id": str(uuid4()), "name": "заказ"},
}


@pytest.fixture
async def document(server: Server) -> Document:
    return await ask_for_consent(server.database, server.site)


@pytest.fixture
async def visitor(server: Server, document: Document) -> AsyncIterator[Client]:
    async with server.visitor(page={"url": "http://shop.test/tea"}) as client:
        yield client


async def _rows(database: Database) -> dict[str, int]:
    async with database.connection() as connection:
        return {
            table: await connection.fetchval(f"SELECT count(*) FROM {table}")  # noqa: S608 - names from this file
            for table in PERSONAL
        }


async def _events(server: Server, visitor: Client) -> list[dict[str, Any]]:
    visitor_id = UUID(visitor.welcome["visitor_id"])
    async with server.database.connection() as connection:
        rows = await connection.fetch(
            "SELECT action, document_id, method, host(ip) AS ip, user_agent, page_url FROM consent_events "
            "WHERE visitor_id = $1 ORDER BY ordinal",
            visitor_id,
        )
    return [dict(row) for row in rows]


def test_every_command_either_needs_consent_or_is_named_as_free() -> None:
    content = {one.__struct_config__.tag for one in VisitorCommand.__args__ if one not in NEEDS_NO_CONSENT}
    assert content == CONTENT.keys()


@pytest.mark.parametrize("command", CONTENT)
async def test_content_before_consent_is_refused_and_leaves_no_row(
    server: Server, document: Document, visitor: Client, command: str
) -> None:
    await visitor.send(command, **CONTENT[command])
    shown = await visitor.receive("consents_changed")
    error = await visitor.error()
    assert error["code"] == "consent_required"
    assert error["echo_id"] == CONTENT[command].get("echo_id")
    assert error["consents"] == [{"id": str(document.id), "version": 1, "url": f"/consents/{document.id}"}]
    assert [one["id"] for one in shown["consents"]] == [str(document.id)]
    assert set((await _rows(server.database)).values()) == {0}


async def test_welcome_tells_what_to_agree_to(visitor: Client, document: Document) -> None:
    assert document.sha256 is not None
    assert visitor.welcome["site"]["consents"] == [
        {
            "id": str(document.id),
            "purpose": "processing",
            "version": 1,
            "url": f"/consents/{document.id}",
            "sha256": document.sha256.hex(),
            "label": "Даю согласие на обработку персональных данных",
            "is_required": True,
            "is_agreed": False,
        }
    ]


async def test_consent_comes_with_the_first_message_and_is_evidence(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    await visitor.say("Ещё вопрос")
    [event] = await _events(server, visitor)
    assert event["action"] == "given"
    assert event["method"] == "widget_checkbox"
    assert event["ip"] == "127.0.0.1"
    assert event["page_url"] == "http://shop.test/tea"
    assert event["user_agent"].startswith("Python")


async def test_consent_is_remembered_and_all_tabs_hear_of_it(
    server: Server, document: Document, visitor: Client
) -> None:
    token = visitor.welcome["token"]
    async with server.visitor(token=token) as other_tab:
        await visitor.send("agree", echo_id=uuid4(), document_ids=[document.id])
        assert [one["is_agreed"] for one in (await other_tab.receive("consents_changed"))["consents"]] == [True]
        await other_tab.say("Здравствуйте")
    async with server.visitor(token=token) as later:
        assert [one["is_agreed"] for one in later.welcome["site"]["consents"]] == [True]


async def test_withdrawal_stops_sending_at_once_in_every_tab(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    async with server.visitor(token=visitor.welcome["token"]) as other_tab:
        await visitor.send("withdraw_consent", echo_id=uuid4())
        await other_tab.receive("consents_changed")
        for command, fields in CONTENT.items():
            await other_tab.send(command, **fields)
            assert (await other_tab.error())["code"] == "consent_required"
    assert [event["action"] for event in await _events(server, visitor)] == ["given", "withdrawn"]
    assert (await _rows(server.database))["entries"] == 1


async def test_page_of_who_has_withdrawn_is_not_noted_by_their_hello(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    await visitor.send("withdraw_consent", echo_id=uuid4())
    await visitor.receive("consents_changed")
    async with server.visitor(token=visitor.welcome["token"], page={"url": "http://shop.test/secret"}) as later:
        await later.ping()
    async with server.database.connection() as connection:
        assert await connection.fetchval("SELECT page_url FROM conversations") == "http://shop.test/tea"


async def test_withdrawal_that_an_operator_notes_counts_in_the_open_chat(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    visitor_id = UUID(visitor.welcome["visitor_id"])
    await withdraw_for_visitor(server.database, site_key=server.site.key, visitor_id=visitor_id, purpose=None)
    await visitor.send("send_message", echo_id=uuid4(), body="Ещё")
    assert (await visitor.error())["code"] == "consent_required"
    assert [event["method"] for event in await _events(server, visitor)] == ["widget_checkbox", "operator"]


async def test_replayed_consent_does_not_undo_a_withdrawal(server: Server, document: Document, visitor: Client) -> None:
    echo_id = uuid4()
    await visitor.say("Здравствуйте", echo_id=echo_id, agree_to=[document.id])
    await visitor.say("Здравствуйте", echo_id=echo_id, agree_to=[document.id])
    await visitor.send("withdraw_consent", echo_id=uuid4())
    await visitor.receive("consents_changed")
    await visitor.send("send_message", echo_id=echo_id, body="Здравствуйте", agree_to=[document.id])
    assert (await visitor.error())["code"] == "consent_required"
    assert [event["action"] for event in await _events(server, visitor)] == ["given", "withdrawn"]


async def test_agreeing_again_adds_no_evidence(server: Server, document: Document, visitor: Client) -> None:
    for _ in range(3):
        await visitor.send("agree", echo_id=uuid4(), document_ids=[document.id, document.id])
        await visitor.receive("consents_changed")
    assert len(await _events(server, visitor)) == 1


async def test_version_published_after_the_welcome_is_asked_for(
    server: Server, document: Document, visitor: Client
) -> None:
    newer = await publish_consent(server.database, server.site, term="2 года")
    await visitor.send("send_message", echo_id=uuid4(), body="Здравствуйте", agree_to=[document.id])
    shown = await visitor.receive("consents_changed")
    error = await visitor.error()
    assert error["code"] == "consent_outdated"
    assert error["consents"] == [{"id": str(newer.id), "version": 2, "url": f"/consents/{newer.id}"}]
    assert [one["id"] for one in shown["consents"]] == [str(newer.id)]
    assert set((await _rows(server.database)).values()) == {0}
    await visitor.say("Здравствуйте", agree_to=[newer.id])


async def test_open_chat_is_asked_again_when_a_version_is_published(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    newer = await publish_consent(server.database, server.site, term="2 года")
    await visitor.send("send_message", echo_id=uuid4(), body="Ещё")
    assert (await visitor.error())["consents"] == [{"id": str(newer.id), "version": 2, "url": f"/consents/{newer.id}"}]
    await visitor.say("Ещё", agree_to=[newer.id])


async def test_first_consent_of_a_site_is_asked_for_in_chats_that_were_open_before(server: Server) -> None:
    async with server.visitor() as visitor:
        await visitor.say("до")
        document = await ask_for_consent(server.database, server.site)
        await visitor.send("send_message", echo_id=uuid4(), body="после")
        shown = await visitor.receive("consents_changed")
        assert (await visitor.error())["code"] == "consent_required"
        assert [one["id"] for one in shown["consents"]] == [str(document.id)]
        await visitor.say("с согласием", agree_to=[document.id])


async def test_documents_that_are_not_in_force_here_are_refused(
    server: Server, document: Document, visitor: Client
) -> None:
    async with server.database.connection() as connection:
        other = await find_site(connection, "other-key-1")
    assert other is not None
    foreign = await publish_consent(server.database, other, only_site=True)
    for document_id in (uuid4(), foreign.id):
        await visitor.send("agree", echo_id=uuid4(), document_ids=[document.id, document_id])
        assert (await visitor.error())["code"] == "document_unknown"
    await visitor.send("agree", echo_id=uuid4(), document_ids=["x"])
    assert (await visitor.error())["code"] == "bad_frame"
    assert await _events(server, visitor) == []


async def test_consent_on_one_site_is_none_on_another(server: Server, document: Document, visitor: Client) -> None:
    await choose_basis(server.database, "other-key-1", Basis.CONSENT)
    await visitor.say("Здравствуйте", agree_to=[document.id])
    async with server.visitor(site="other-key-1", origin="http://other.test") as elsewhere:
        assert [one["is_agreed"] for one in elsewhere.welcome["site"]["consents"]] == [False]
        await elsewhere.send("send_message", echo_id=uuid4(), body="Здравствуйте")
        assert (await elsewhere.error())["code"] == "consent_required"


async def test_consent_to_advertising_does_not_open_the_chat(
    server: Server, document: Document, visitor: Client
) -> None:
    advertising = await publish_consent(server.database, server.site, Purpose.ADVERTISING)
    await visitor.send("send_message", echo_id=uuid4(), body="Здравствуйте", agree_to=[advertising.id])
    assert (await visitor.error())["code"] == "consent_required"
    await visitor.say("Здравствуйте", agree_to=[document.id])
    await visitor.send("withdraw_consent", echo_id=uuid4(), purpose="advertising")
    changed = await visitor.receive("consents_changed")
    assert {one["purpose"]: one["is_agreed"] for one in changed["consents"]} == {
        "processing": True,
        "advertising": False,
    }
    await visitor.say("Ещё")


async def test_clients_that_know_nothing_of_consents_chat_on_sites_with_another_basis(server: Server) -> None:
    await choose_basis(server.database, server.site.key, Basis.OTHER, wording="Договор с посетителем")
    async with server.visitor() as visitor:
        assert visitor.welcome["site"]["consents"] == []
        await visitor.say("Здравствуйте")
        await visitor.send("agree", echo_id=uuid4(), document_ids=[uuid4()])
        assert (await visitor.receive("consents_changed"))["consents"] == []
    assert (await _rows(server.database))["consent_events"] == 0


async def test_evidence_holds_the_events_and_the_texts_that_were_agreed_to(
    server: Server, document: Document, visitor: Client
) -> None:
    await visitor.say("Здравствуйте", agree_to=[document.id])
    await visitor.send("withdraw_consent", echo_id=uuid4())
    await visitor.receive("consents_changed")
    evidence = await gather_evidence(
        server.database,
        site_key=server.site.key,
        visitor_id=UUID(visitor.welcome["visitor_id"]),
        now=server.app.state.context.visitor_desk.tokens.now(),
    )
    assert [event.action for event in evidence.events] == ["given", "withdrawn"]
    [proof] = evidence.documents
    assert document.content is not None
    assert proof.text.encode() == document.content
    assert evidence.events[0].sha256 == proof.sha256
    assert evidence.controller == "ООО «Чайная лавка»"
