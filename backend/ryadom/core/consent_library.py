"""Documents of consent and the bases of sites, as the panel shows and changes them: an operator's own sites only.

A document of a controller is in force on every site of theirs. So whoever works on all of these may change it, and who
works on some of them only sees it.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from msgspec import Struct

from ryadom.core.reach import Reach, reach_of_operator
from ryadom.errors import DocumentPublished, DocumentUnknown, SiteUnknown
from ryadom.privacy.basis import ChosenBasis, choose_basis
from ryadom.privacy.consent_documents import (
    Scope,
    draft_document,
    empty_fields,
    preview,
    publish_document,
)
from ryadom.privacy.consent_gate import PAGES
from ryadom.privacy.consent_wording import Wording
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_documents import Document, all_documents, find_document
from ryadom.store.consent_events import asked_documents
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import Actor
from ryadom.store.sites import Basis, Site, sites_of_operator


class SiteShown(Struct, frozen=True, kw_only=True):
    """A site and its basis; `in_force`: ids of the documents that its visitors are asked to agree to."""

    id: UUID
    name: str
    controller_id: UUID
    basis: Basis
    basis_wording: str
    in_force: list[UUID]


class ScopeShown(Struct, frozen=True, kw_only=True):
    """Where a new document may be for: one site, or (`site_id` None) all sites of a controller."""

    controller_id: UUID
    controller: str
    site_id: UUID | None
    site: str


class DocumentShown(Struct, frozen=True, kw_only=True):
    """A draft (`version` None) or a version. `site` is empty where it is for all sites of its controller.

    `page` is the path of its public page, `sha256` hexadecimal; `is_ours`: whether the operator may change it.
    """

    id: UUID
    controller_id: UUID
    site_id: UUID | None
    site: str
    purpose: Purpose
    version: int | None
    published_at: datetime | None
    sha256: str
    page: str
    is_ours: bool


class Library(Struct, frozen=True, kw_only=True):
    """What there is: sites, oldest first; documents by controller, site, purpose and version, drafts last."""

    sites: list[SiteShown]
    scopes: list[ScopeShown]
    documents: list[DocumentShown]


class OpenedDocument(Struct, frozen=True, kw_only=True):
    """A document with its text: as published, or as it would be; `text_sha256` is of that text.

    `empty` names what must still be written before it can be published; `asked` the sites whose visitors are then asked
    anew.
    """

    document: DocumentShown
    wording: Wording
    text: str
    text_sha256: str
    empty: tuple[str, ...]
    asked: list[str]


class ConsentLibrary:
    """Shows and changes documents and bases. What is changed is journalled in the same transaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def overview(self, operator_id: UUID) -> Library:
        """All that concerns the operator's sites."""
        async with self._database.connection() as connection:
            view = _View(await reach_of_operator(connection, operator_id))
            documents = await all_documents(connection)
            names = {one.id: one.legal_name for one in await all_controllers(connection)}
            # Nobody's visitor in particular: only what is in force matters.
            in_force = {
                site.id: await asked_documents(connection, site_id=site.id, visitor_id=new_id()) for site in view.sites
            }
        return Library(
            sites=[
                SiteShown(
                    id=site.id,
                    name=site.name,
                    controller_id=site.controller_id,
                    basis=site.basis,
                    basis_wording=site.basis_wording,
                    in_force=[one.id for one in in_force[site.id]],
                )
                for site in view.sites
            ],
            scopes=view.scopes(names),
            documents=[view.shown(one) for one in documents if view.sees(one)],
        )

    async def open(self, operator_id: UUID, document_id: UUID) -> OpenedDocument:
        """One document with its text.

        Raises:
            DocumentUnknown: there is none, or it concerns none of the operator's sites.
        """
        async with self._database.connection() as connection:
            view = _View(await reach_of_operator(connection, operator_id))
            document = await find_document(connection, document_id)
            if document is None or not view.sees(document):
                raise _unknown()
            text = await preview(connection, document)
            empty = await empty_fields(connection, document) if document.version is None else ()
            documents = await all_documents(connection)
        return OpenedDocument(
            document=view.shown(document),
            wording=Wording.read(document.wording),
            text=text,
            text_sha256=sha256(text.encode()).hexdigest(),
            empty=empty,
            asked=view.asked_by(document, documents),
        )

    async def draft(self, operator_id: UUID, scope: Scope, purpose: Purpose, *, by: Actor) -> UUID:
        """The draft for a purpose, begun where there is none: as the newest version, the first one as a template.

        Raises:
            SiteUnknown: the scope is not the operator's.
        """
        view = await self._view(operator_id)
        if not view.owns(scope.controller_id, scope.site_id):
            raise SiteUnknown("You work on no such site, or not on all sites of this controller.", field="site_id")
        return (await draft_document(self._database, scope, purpose, {}, by=by)).id

    async def rewrite(
        self,
        operator_id: UUID,
        document_id: UUID,
        texts: Mapping[str, str],
        *,
        seen: Mapping[str, str] | None,
        by: Actor,
    ) -> None:
        """Writes fields of a draft (`{"term.ru": "1 год"}`); others stay. `seen`: what they said before.

        Raises:
            DocumentUnknown: there is none, or it is not the operator's to change.
            DocumentPublished: it is a version; `draft` begins the next one.
            BadBody: there is no such field, or a text that can't be one.
            SettingsChanged: somebody else has rewritten one of these fields since; `field` says which.
        """
        document = await self._own(operator_id, document_id)
        if document.version is not None:
            raise DocumentPublished("The document has been published, and is kept as it is. Begin a new draft.")
        scope = Scope(controller_id=document.controller_id, site_id=document.site_id)
        await draft_document(self._database, scope, document.purpose, texts, seen=seen, by=by)

    async def publish(self, operator_id: UUID, document_id: UUID, *, seen_sha256: str, by: Actor) -> None:
        """Publishes a draft whose text has this SHA-256; see `publish_document`.

        Raises:
            DocumentUnknown: there is none, or it is not the operator's to change.
            DocumentPublished, DocumentIncomplete, DocumentChanged: see there.
        """
        document = await self._own(operator_id, document_id)
        await publish_document(self._database, document.id, seen_sha256=seen_sha256, by=by)

    async def check_site(self, operator_id: UUID, site_id: UUID) -> None:
        """Lets only those pass who work on the site.

        Raises:
            SiteUnknown: the operator works on no such site.
        """
        await own_site(self._database, operator_id, site_id)

    async def choose_basis(
        self, operator_id: UUID, site_id: UUID, chosen: ChosenBasis, *, seen: ChosenBasis | None, by: Actor
    ) -> None:
        """Changes a site's basis; see `choose_basis`.

        Raises:
            SiteUnknown: the operator works on no such site.
            BadBody, DocumentUnknown, SettingsChanged: see there.
        """
        site = await own_site(self._database, operator_id, site_id)
        await choose_basis(self._database, site.key, chosen.basis, wording=chosen.wording, seen=seen, by=by)

    async def _own(self, operator_id: UUID, document_id: UUID) -> Document:
        view = await self._view(operator_id)
        async with self._database.connection() as connection:
            document = await find_document(connection, document_id)
        if document is None or not view.owns(document.controller_id, document.site_id):
            raise _unknown()
        return document

    async def _view(self, operator_id: UUID) -> "_View":
        async with self._database.connection() as connection:
            return _View(await reach_of_operator(connection, operator_id))


async def own_site(database: Database, operator_id: UUID, site_id: UUID) -> Site:
    """A site that the operator works on.

    Raises:
        SiteUnknown: they work on none with this id.
    """
    async with database.connection() as connection:
        for site in await sites_of_operator(connection, operator_id):
            if site.id == site_id:
                return site
    raise SiteUnknown("You work on no such site.", field="site_id")


class _View:
    """What an operator may see and change, by the sites they work on."""

    def __init__(self, reach: Reach) -> None:
        self.sites = reach.sites
        self._reach = reach
        self._names = {site.id: site.name for site in reach.sites}
        self._controllers = {site.controller_id for site in reach.sites}

    def sees(self, document: Document) -> bool:
        if document.site_id is None:
            return document.controller_id in self._controllers
        return document.site_id in self._names

    def owns(self, controller_id: UUID, site_id: UUID | None) -> bool:
        if site_id is None:
            return self._reach.is_whole(controller_id)
        return any(site.id == site_id and site.controller_id == controller_id for site in self.sites)

    def shown(self, document: Document) -> DocumentShown:
        return DocumentShown(
            id=document.id,
            controller_id=document.controller_id,
            site_id=document.site_id,
            site=self._names[document.site_id] if document.site_id else "",
            purpose=document.purpose,
            version=document.version,
            published_at=document.published_at,
            sha256=(document.sha256 or b"").hex(),
            page=f"{PAGES}{document.id}" if document.version else "",
            is_ours=self.owns(document.controller_id, document.site_id),
        )

    def scopes(self, names: Mapping[UUID, str]) -> list[ScopeShown]:
        whole = [
            ScopeShown(controller_id=one, controller=names[one], site_id=None, site="")
            for one in dict.fromkeys(site.controller_id for site in self.sites)
            if self._reach.is_whole(one)
        ]
        return whole + [
            ScopeShown(
                controller_id=site.controller_id,
                controller=names[site.controller_id],
                site_id=site.id,
                site=site.name,
            )
            for site in self.sites
        ]

    def asked_by(self, document: Document, documents: Sequence[Document]) -> list[str]:
        """The sites whose visitors are asked to agree once the document is published."""
        have_own = {one.site_id for one in documents if one.site_id and one.purpose is document.purpose and one.version}
        will_ask = {Basis.CONSENT} | ({Basis.UNDECIDED} if document.purpose is Purpose.PROCESSING else set())
        return [
            site.name
            for site in self.sites
            if site.basis in will_ask
            and site.controller_id == document.controller_id
            and (document.site_id == site.id if document.site_id else site.id not in have_own)
        ]


def _unknown() -> DocumentUnknown:
    """The same for one that is not there and for another site's."""
    return DocumentUnknown("No document of your sites has this id.", field="document")
