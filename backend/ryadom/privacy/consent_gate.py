"""The gate: what a visitor has agreed to, and whether anything may be taken from them.

It asks Postgres each time and remembers nothing: a withdrawal, a new version, or another basis counts at once in every
process. Messages of who has agreed are let through where they are stored (migration 0013) and ask nothing of their own.
"""

from collections.abc import Collection, Sequence
from uuid import UUID

from ryadom.errors import ConsentOutdated, ConsentRef, ConsentRequired, DocumentUnknown
from ryadom.privacy.consent_wording import label_of
from ryadom.privacy.special_notes import special_note
from ryadom.protocol.visitor import ConsentDocument, Purpose
from ryadom.store import consent_events as store
from ryadom.store import journal
from ryadom.store.consent_documents import Document, find_document
from ryadom.store.consent_events import Action, AskedDocument, Circumstances
from ryadom.store.database import Database
from ryadom.store.journal_chain import Record
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

PAGES = "/consents/"
"""Where the page of each version is, by the document's id."""

NOBODY = UUID(int=0)
"""No visitor has this id."""


class VisitorConsents:
    """One visitor's consents on one site. Where its basis is another one, nothing is asked, and nothing is refused."""

    def __init__(self, database: Database, site: Site, *, visitor_id: UUID, locale: str) -> None:
        self._database = database
        self._site = site
        self._visitor_id = visitor_id
        self._locale = locale

    async def read(self, connection: Connection) -> list[ConsentDocument]:
        """The documents in force, and which of them the visitor agrees to; none where consent is not the basis."""
        return tell_documents(await self._asked(connection), self._site, locale=self._locale)

    async def require(self, connection: Connection) -> None:
        """Lets content pass.

        Raises:
            ConsentRequired: the visitor has not agreed to the version in force.
        """
        missing = missing_of(await self.read(connection))
        if missing:
            raise ConsentRequired(
                "The visitor has to agree to the documents named here before anything is taken.", consents=missing
            )

    async def require_for(self, connection: Connection, purpose: Purpose) -> None:
        """Lets through what needs a consent of its own; where the site asks for none, nothing passes.

        Raises:
            ConsentRequired: the visitor has not agreed to the version in force.
        """
        documents = await self.read(connection)
        asked = [one for one in documents if one.is_required or one.purpose is purpose]
        if not any(one.purpose is purpose for one in asked) or not all(one.is_agreed for one in asked):
            missing = tuple(_ref(one.id, one.version) for one in asked if not one.is_agreed)
            raise ConsentRequired("This needs a consent of its own, which has not been given.", consents=missing)

    async def agree(self, document_ids: Collection[UUID], *, echo_id: UUID, circumstances: Circumstances) -> None:
        """Notes that the visitor agrees; to what they agree to already, they need not again.

        Raises:
            DocumentUnknown: a document that is none, is a draft, or is not of this site.
            ConsentOutdated: a version that another one has replaced.
        """
        if not document_ids:
            return
        async with self._database.transaction() as connection:
            asked = {document.id: document for document in await self._asked(connection)}
            if not asked:
                return
            for document_id in set(document_ids) - asked.keys():
                raise await self._not_in_force(connection, document_id, list(asked.values()))
            await store.insert_events(
                connection,
                site_id=self._site.id,
                visitor_id=self._visitor_id,
                action=Action.GIVEN,
                document_ids=[one for one in sorted(set(document_ids)) if not asked[one].is_agreed],
                echo_id=echo_id,
                circumstances=circumstances,
            )

    async def withdraw(
        self,
        purpose: Purpose | None,
        *,
        echo_id: UUID,
        circumstances: Circumstances,
        records: Sequence[Record] = (),
    ) -> int:
        """Notes that the visitor takes back what they have agreed to (for one purpose, or None: all of it).

        Gives how many documents that were; where there are any, `records` are journalled in the same transaction.
        """
        async with self._database.transaction() as connection:
            given = await store.given_documents(
                connection, site_id=self._site.id, visitor_id=self._visitor_id, purpose=purpose
            )
            await store.insert_events(
                connection,
                site_id=self._site.id,
                visitor_id=self._visitor_id,
                action=Action.WITHDRAWN,
                document_ids=given,
                echo_id=echo_id,
                circumstances=circumstances,
            )
            if given and records:
                await journal.append(connection, records)
        return len(given)

    async def _asked(self, connection: Connection) -> list[AskedDocument]:
        return await store.asked_documents(connection, site_id=self._site.id, visitor_id=self._visitor_id)

    async def _not_in_force(
        self, connection: Connection, document_id: UUID, asked: Sequence[AskedDocument]
    ) -> ConsentOutdated | DocumentUnknown:
        document = await find_document(connection, document_id)
        if document is None or not self._is_ours(document):
            return DocumentUnknown("No such document is in force on this site.", field="document_ids")
        newer = tuple(_ref(one.id, one.version) for one in asked if one.purpose is document.purpose)
        return ConsentOutdated("The document has a newer version: show that one, and ask again.", consents=newer)

    def _is_ours(self, document: Document) -> bool:
        return (
            document.version is not None
            and document.controller_id == self._site.controller_id
            and document.site_id in (None, self._site.id)
        )


async def documents_for_newcomers(connection: Connection, site: Site) -> list[AskedDocument]:
    """The documents in force, as they are for who has agreed to nothing; none where consent is not the basis."""
    return await store.asked_documents(connection, site_id=site.id, visitor_id=NOBODY)


def tell_documents(documents: Sequence[AskedDocument], site: Site, *, locale: str) -> list[ConsentDocument]:
    """The same as a widget shows them."""
    return [
        ConsentDocument(
            id=document.id,
            purpose=document.purpose,
            version=document.version,
            url=f"{PAGES}{document.id}",
            sha256=document.sha256.hex(),
            label=_label(document.purpose, site, locale),
            is_required=document.purpose is Purpose.PROCESSING,
            is_agreed=document.is_agreed,
        )
        for document in documents
    ]


def _label(purpose: Purpose, site: Site, locale: str) -> str:
    """What stands at the box; where health data may come, after what to know before writing of it."""
    note = special_note(site.special, locale) if purpose is Purpose.PROCESSING else ""
    return f"{note} {label_of(purpose, locale)}".strip()


def missing_of(consents: Collection[ConsentDocument]) -> tuple[ConsentRef, ...]:
    """What is still to be agreed to before anything is taken."""
    return tuple(_ref(one.id, one.version) for one in consents if one.is_required and not one.is_agreed)


def _ref(document_id: UUID, version: int) -> ConsentRef:
    return ConsentRef(id=document_id, version=version, url=f"{PAGES}{document_id}")
