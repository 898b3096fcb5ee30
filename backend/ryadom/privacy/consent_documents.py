"""Documents of consent: drafting, and publishing what nobody can change any more."""

from collections.abc import Mapping
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from ryadom.errors import (
    ControllerUnknown,
    DocumentChanged,
    DocumentIncomplete,
    DocumentPublished,
    DocumentUnknown,
    SiteUnknown,
)
from ryadom.privacy.consent_text import published_text
from ryadom.privacy.consent_wording import Wording, template
from ryadom.privacy.overruling import check_overruled
from ryadom.protocol.visitor import Purpose
from ryadom.store import consent_documents as store
from ryadom.store import journal
from ryadom.store.consent_documents import Document
from ryadom.store.controllers import Controller, all_controllers
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal import Naming, Noted
from ryadom.store.journal_chain import COMMAND_LINE, Action, Actor, Record
from ryadom.store.sites import Basis, Site, Special, all_sites, default_to_consent, find_site, hold_site
from ryadom.store.sql import Connection

CONTROLLER_FIELDS = ("legal_name", "inn", "address")


class Scope(Struct, frozen=True, kw_only=True):
    """Whose a document is: a controller's, or one site's of theirs."""

    controller_id: UUID
    site_id: UUID | None = None


async def find_scope(database: Database, *, site_key: str | None, controller_id: UUID | None) -> Scope:
    """The site with this key, else the controller with this id, else the only controller there is.

    Raises:
        SiteUnknown: no site has this key.
        ControllerUnknown: no controller has this id, or it is not clear which is meant.
    """
    async with database.connection() as connection:
        if site_key is not None:
            site = await site_with_key(connection, site_key)
            return Scope(controller_id=site.controller_id, site_id=site.id)
        known = [controller.id for controller in await all_controllers(connection)]
    if controller_id is None and len(known) == 1:
        return Scope(controller_id=known[0])
    if controller_id is None or controller_id not in known:
        raise ControllerUnknown("Say whose document: --site KEY, or --controller ID of `ryadom controller list`.")
    return Scope(controller_id=controller_id)


async def site_with_key(connection: Connection, key: str) -> Site:
    """The site with this embed key.

    Raises:
        SiteUnknown: there is none.
    """
    site = await find_site(connection, key)
    if site is None:
        raise SiteUnknown(f"No site has the key {key}. `ryadom site list` shows them.", field="site")
    return site


async def held_site(connection: Connection, key: str) -> Site:
    """The same as it is, which whoever else holds it does not change until the transaction ends.

    Raises:
        SiteUnknown: there is none.
    """
    found = await site_with_key(connection, key)
    return await hold_site(connection, found.id) or found


async def draft_document(
    database: Database,
    scope: Scope,
    purpose: Purpose,
    rewritten: Mapping[str, str],
    *,
    seen: Mapping[str, str] | None = None,
    by: Actor = COMMAND_LINE,
) -> Document:
    """The draft for a purpose with these fields rewritten; made from the newest version, or from the template.

    `rewritten`: texts by field and language, `{"term.ru": "1 год"}`. Journalled with it: `by` whom, and which fields.
    `seen`: what they said when somebody rewrote them.

    Raises:
        BadBody: there is no such field, or a text that can't be one.
        SettingsChanged: somebody else has rewritten one of these fields since it was `seen`; `field` says which.
    """
    async with database.transaction() as connection:
        await store.lock_controller(connection, scope.controller_id)
        newest = await store.newest_document(
            connection, controller_id=scope.controller_id, site_id=scope.site_id, purpose=purpose
        )
        wording = Wording.read(newest.wording) if newest else template(purpose)
        if await _is_written_form(connection, scope, purpose):
            wording = wording.in_written_form()
        before = wording
        for field, text in rewritten.items():
            wording = wording.rewritten(field, text)
        is_draft = newest is not None and newest.version is None
        draft = Document(
            id=newest.id if newest and is_draft else new_id(),
            controller_id=scope.controller_id,
            site_id=scope.site_id,
            purpose=purpose,
            wording=wording.text,
        )
        changed = [field for field in rewritten if wording.said(field) != before.said(field)]
        await check_overruled(
            connection,
            {field: wording.said(field) for field in rewritten},
            seen=seen,
            now={field: before.said(field) for field in rewritten},
            noted=Noted(
                controller_id=draft.controller_id,
                whats=("consent_drafted",),
                told={"document": str(draft.id)},
                naming=Naming.FIELDS,
            ),
            by=by,
        )
        if is_draft:
            await store.set_wording(connection, draft.id, draft.wording)
        else:
            await store.insert_draft(connection, draft)
        await _note(connection, draft, "consent_drafted", by, fields=" ".join(changed))
    return draft


async def publish_document(
    database: Database, document_id: UUID, *, seen_sha256: str | None = None, by: Actor = COMMAND_LINE
) -> Document:
    """Makes a draft the version that visitors are asked to agree to from now on; nothing of it changes afterwards.

    Consent to processing becomes the basis of its sites, except where the owner has chosen another. `seen_sha256`
    (hexadecimal) is of the text that was looked at before: another one is not published.

    Raises:
        DocumentUnknown: there is no such document.
        DocumentPublished: it is no draft any more.
        DocumentIncomplete: a field of it, or of its controller, is empty, or one of its sites needs the written form
            and the document lacks identity or signature; `fields` names them.
        DocumentChanged: it is not what was looked at.
    """
    async with database.transaction() as connection:
        draft = await find_document(connection, document_id)
        await store.lock_controller(connection, draft.controller_id)
        controller = next(one for one in await all_controllers(connection) if one.id == draft.controller_id)
        wording = Wording.read(draft.wording)
        scope = Scope(controller_id=draft.controller_id, site_id=draft.site_id)
        written = await _is_written_form(connection, scope, draft.purpose)
        if empty := (*_empty_fields(controller, wording), *(wording.lacks_of_written_form if written else ())):
            raise DocumentIncomplete(
                f"Still empty: {', '.join(empty)}. `ryadom controller set` fills what is of the controller, "
                "`ryadom consent draft --text FIELD TEXT` the others.",
                fields=empty,
            )
        version = await store.next_version(connection, draft)
        content = published_text(draft.purpose, version, wording, controller).encode()
        if draft.version is None and seen_sha256 not in (None, sha256(content).hexdigest()):
            raise DocumentChanged("The draft was changed since you looked at it. Look at it again, then publish it.")
        published = await store.publish(connection, draft, version=version, content=content)
        if draft.purpose is Purpose.PROCESSING:
            await default_to_consent(connection, controller_id=draft.controller_id, site_id=draft.site_id)
        if published is None:
            raise _published(document_id)
        await _note(connection, draft, "consent_published", by, version=str(version))
    return published


async def preview(connection: Connection, document: Document) -> str:
    """The text of a version as it was published, or of a draft as it would be; what is empty is left out of it."""
    if document.content is not None:
        return document.content.decode()
    controller = next(one for one in await all_controllers(connection) if one.id == document.controller_id)
    version = await store.next_version(connection, document)
    return published_text(document.purpose, version, Wording.read(document.wording), controller)


async def empty_fields(connection: Connection, document: Document) -> tuple[str, ...]:
    """What is still to be written before a draft can be published: of it, and of its controller (`controller.inn`)."""
    controller = next(one for one in await all_controllers(connection) if one.id == document.controller_id)
    return _empty_fields(controller, Wording.read(document.wording))


async def find_document(connection: Connection, document_id: UUID) -> Document:
    """The document with this id, a draft or a version.

    Raises:
        DocumentUnknown: there is none.
    """
    document = await store.find_document(connection, document_id)
    if document is None:
        raise DocumentUnknown(f"No document of consent has the id {document_id}.", field="document")
    return document


async def sites_that_ask(database: Database, document: Document) -> list[Site]:
    """The sites of the document's scope whose basis is consent."""
    async with database.connection() as connection:
        sites = await all_sites(connection)
    return [
        site
        for site in sites
        if site.basis is Basis.CONSENT
        and site.controller_id == document.controller_id
        and document.site_id in (None, site.id)
    ]


async def list_documents(database: Database) -> list[tuple[Document, str]]:
    """Every document, by controller, site, purpose and version, with the key of its site (empty: of every site)."""
    async with database.connection() as connection:
        keys = {site.id: site.key for site in await all_sites(connection)}
        return [(one, keys[one.site_id] if one.site_id else "") for one in await store.all_documents(connection)]


class PublishedDocuments:
    """What anybody may read: versions, not drafts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def find(self, document_id: UUID) -> Document:
        """The version with this id.

        Raises:
            DocumentUnknown: no document has this id, or it is a draft.
        """
        async with self._database.connection() as connection:
            document = await find_document(connection, document_id)
        if document.version is None:
            raise DocumentUnknown(f"No published document has the id {document_id}.", field="document")
        return document


async def _is_written_form(connection: Connection, scope: Scope, purpose: Purpose) -> bool:
    """Whether a site of the scope takes health data, for which consent is given in writing."""
    return purpose is Purpose.PROCESSING and any(
        site.special is Special.WRITTEN
        and site.controller_id == scope.controller_id
        and scope.site_id in (None, site.id)
        for site in await all_sites(connection)
    )


def _empty_fields(controller: Controller, wording: Wording) -> tuple[str, ...]:
    of_controller = (f"controller.{name}" for name in CONTROLLER_FIELDS if not getattr(controller, name))
    return (*of_controller, *wording.empty_fields)


def _published(document_id: UUID) -> DocumentPublished:
    return DocumentPublished(f"The document {document_id} has been published, and is kept as it is. Make a new draft.")


async def _note(connection: Connection, document: Document, what: str, by: Actor, **details: str) -> None:
    record = Record(
        controller_id=document.controller_id,
        action=Action.SETTINGS_CHANGED,
        actor=by,
        site_id=document.site_id,
        details={"what": what, "document": str(document.id), "purpose": document.purpose.value} | details,
    )
    await journal.append(connection, [record])
