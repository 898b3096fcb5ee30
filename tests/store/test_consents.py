"""Documents of consent and their evidence: what is published or noted stays as it is, whoever races or tries."""

import asyncio
from hashlib import sha256
from uuid import UUID, uuid4

import asyncpg
import pytest

from ryadom.core.sites import add_site
from ryadom.errors import BadBody, DocumentIncomplete, DocumentPublished, DocumentUnknown
from ryadom.privacy.basis import choose_basis
from ryadom.privacy.consent_documents import (
    Scope,
    draft_document,
    find_document,
    list_documents,
    publish_document,
    sites_that_ask,
)
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import (
    Action,
    Circumstances,
    Method,
    asked_documents,
    events_of_visitor,
    insert_events,
)
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.sites import Basis, Site, find_site
from tests.consents import name_controller, publish_consent

ORIGINS = ["https://shop.test"]
IN_THE_CHAT = Circumstances(
    method=Method.WIDGET_CHECKBOX, ip="2001:db8::1", user_agent="Firefox", page_url="https://shop.test/"
)


@pytest.fixture
async def site(database: Database) -> Site:
    return await add_site(database, name="Чай", origins=ORIGINS)


def _scope(site: Site) -> Scope:
    return Scope(controller_id=site.controller_id)


async def _note(database: Database, site: Site, visitor_id: UUID, document_id: UUID, action: Action) -> None:
    async with database.transaction() as connection:
        await insert_events(
            connection,
            site_id=site.id,
            visitor_id=visitor_id,
            action=action,
            document_ids=[document_id],
            echo_id=uuid4(),
            circumstances=IN_THE_CHAT,
        )


async def test_hash_is_of_the_published_bytes_and_versions_count_up(database: Database, site: Site) -> None:
    first = await publish_consent(database, site)
    second = await publish_consent(database, site, term="2 года")
    assert first.content is not None
    assert first.sha256 == sha256(first.content).digest()
    assert (first.version, second.version) == (1, 2)
    assert first.sha256 != second.sha256


async def test_publication_names_every_empty_field(database: Database, site: Site) -> None:
    draft = await draft_document(database, _scope(site), Purpose.CROSS_BORDER, {"term.en": ""})
    with pytest.raises(DocumentIncomplete) as refusal:
        await publish_document(database, draft.id)
    assert refusal.value.field == "controller.legal_name"
    assert refusal.value.fields == (
        "controller.legal_name", "controller.inn", "controller.address", "purpose.ru", "purpose.en", "term.en",
    )  # fmt: skip
    async with database.connection() as connection:
        assert (await find_document(connection, draft.id)).version is None


async def test_draft_is_one_and_begins_as_the_newest_version(database: Database, site: Site) -> None:
    await publish_consent(database, site, term="5 лет")
    draft = await draft_document(database, _scope(site), Purpose.PROCESSING, {})
    again = await draft_document(database, _scope(site), Purpose.PROCESSING, {"term.en": "5 years"})
    assert draft.id == again.id
    assert "5 лет" in again.wording
    assert [(one.version, key) for one, key in await list_documents(database)] == [(1, ""), (None, "")]


async def test_two_who_publish_one_draft_at_once_make_one_version(database: Database, site: Site) -> None:
    await name_controller(database, site.controller_id)
    draft = await draft_document(database, _scope(site), Purpose.PROCESSING, {})
    outcomes = await asyncio.gather(*(publish_document(database, draft.id) for _ in range(4)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Document", *["DocumentPublished"] * 3]
    with pytest.raises(DocumentPublished):
        await publish_document(database, draft.id)


async def test_two_who_draft_at_once_share_one_draft(database: Database, site: Site) -> None:
    drafts = await asyncio.gather(*(draft_document(database, _scope(site), Purpose.PROCESSING, {}) for _ in range(4)))
    assert len({draft.id for draft in drafts}) == 1


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE consent_documents SET content = 'x', sha256 = sha256('x')",
        "UPDATE consent_documents SET wording = '{}'",
        "DELETE FROM consent_documents",
        "TRUNCATE consent_documents CASCADE",
        "UPDATE consent_events SET ip = NULL",
        "DELETE FROM consent_events",
        "TRUNCATE consent_events",
    ],
)
async def test_nothing_of_documents_and_evidence_can_be_changed(database: Database, site: Site, statement: str) -> None:
    document = await publish_consent(database, site)
    visitor_id = new_id()
    await _note(database, site, visitor_id, document.id, Action.GIVEN)
    async with database.connection() as connection:
        with pytest.raises(asyncpg.RestrictViolationError):
            await connection.execute(statement)
        assert await find_document(connection, document.id) == document
        [event] = await events_of_visitor(connection, site_id=site.id, visitor_id=visitor_id)
    assert (event.sha256, event.ip, event.version) == (document.sha256, "2001:db8::1", 1)


async def test_document_with_another_hash_than_its_content_can_not_be_stored(database: Database, site: Site) -> None:
    async with database.connection() as connection:
        with pytest.raises(asyncpg.CheckViolationError):
            await connection.execute(
                "INSERT INTO consent_documents "
                "(id, controller_id, purpose, wording, version, content, sha256, published_at) "
                "VALUES ($1, $2, 'processing', '{}', 1, 'text', sha256('other'), now())",
                new_id(),
                site.controller_id,
            )


async def test_newest_event_counts_and_a_new_version_is_not_agreed_to(database: Database, site: Site) -> None:
    visitor_id = new_id()

    async def is_agreed() -> list[bool]:
        async with database.connection() as connection:
            asked = await asked_documents(connection, site_id=site.id, visitor_id=visitor_id, whatever_basis=True)
        return [document.is_agreed for document in asked]

    document = await publish_consent(database, site)
    assert await is_agreed() == [False]
    await _note(database, site, visitor_id, document.id, Action.GIVEN)
    assert await is_agreed() == [True]
    await _note(database, site, visitor_id, document.id, Action.WITHDRAWN)
    assert await is_agreed() == [False]
    await _note(database, site, visitor_id, document.id, Action.GIVEN)
    assert await is_agreed() == [True]
    await publish_consent(database, site, term="2 года")
    assert await is_agreed() == [False]


async def test_document_of_a_site_comes_before_that_of_its_controller(database: Database, site: Site) -> None:
    other = await add_site(database, name="Кофе", origins=ORIGINS)
    shared = await publish_consent(database, site)
    own = await publish_consent(database, other, only_site=True)
    newer = await publish_consent(database, site, term="2 года")
    async with database.connection() as connection:
        [of_site] = await asked_documents(connection, site_id=site.id, visitor_id=new_id(), whatever_basis=True)
        [of_other] = await asked_documents(connection, site_id=other.id, visitor_id=new_id(), whatever_basis=True)
    assert (of_site.id, of_other.id) == (newer.id, own.id)
    assert (shared.version, newer.version, own.version) == (1, 2, 1)


async def test_basis_is_consent_only_where_there_is_something_to_agree_to(database: Database, site: Site) -> None:
    with pytest.raises(DocumentUnknown, match="nobody could agree"):
        await choose_basis(database, site.key, Basis.CONSENT)
    await publish_consent(database, site, Purpose.ADVERTISING)
    with pytest.raises(DocumentUnknown):
        await choose_basis(database, site.key, Basis.CONSENT)
    await publish_consent(database, site)
    await choose_basis(database, site.key, Basis.CONSENT)
    async with database.connection() as connection:
        stored = await find_site(connection, site.key)
    assert stored is not None
    assert stored.basis is Basis.CONSENT


async def test_first_consent_becomes_the_basis_where_no_other_was_chosen(database: Database, site: Site) -> None:
    undecided = await add_site(database, name="Кофе", origins=ORIGINS)
    await choose_basis(database, site.key, Basis.OTHER, wording="Договор с посетителем")
    for purpose, basis in ((Purpose.ADVERTISING, Basis.UNDECIDED), (Purpose.PROCESSING, Basis.CONSENT)):
        document = await publish_consent(database, site, purpose)
        async with database.connection() as connection:
            stored = await find_site(connection, undecided.key)
        assert stored is not None
        assert stored.basis is basis
    assert [one.key for one in await sites_that_ask(database, document)] == [undecided.key]


async def test_another_basis_needs_its_wording(database: Database, site: Site) -> None:
    with pytest.raises(BadBody):
        await choose_basis(database, site.key, Basis.OTHER, wording=" ")
    await choose_basis(database, site.key, Basis.OTHER, wording="Договор с посетителем")
    async with database.connection() as connection:
        stored = await find_site(connection, site.key)
    assert stored is not None
    assert (stored.basis, stored.basis_wording) == (Basis.OTHER, "Договор с посетителем")
