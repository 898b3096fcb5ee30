"""Giving a file to whoever may see the message it is in."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal
from uuid import UUID

from msgspec import Struct

from ryadom.core.files.links import FileLinks, LinkedFile
from ryadom.core.sites import check_origin, is_site_key
from ryadom.core.tokens import VisitorTokens
from ryadom.core.visitor_standing import standing_of
from ryadom.errors import FileUnknown, SiteUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.owner import Owner
from ryadom.privacy.veil import Veil
from ryadom.protocol.shared import AuthorKind
from ryadom.store.database import Database
from ryadom.store.file_contents import FileContents
from ryadom.store.files import StoredFile, find_file
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.purviews import sites_in_purview
from ryadom.store.sites import find_site

OpenedAs = Literal["preview", "view", "download"]
"""How an operator sees a file: as a small image in its thread, as a large one over the panel, or saved."""


class Served(Struct, frozen=True, kw_only=True):
    """A file to be sent: where it is, and what it is called and is."""

    path: Path
    name: str
    media_type: str


class Downloads:
    """Finds files for those who may have them; whoever may not is told the same as of a file that there is not."""

    def __init__(
        self,
        database: Database,
        contents: FileContents,
        journal: JournalQueue,
        veil: Veil,
        *,
        tokens: VisitorTokens,
        links: FileLinks,
        own_origin: str | None = None,
    ) -> None:
        self._own_origin = own_origin
        self._database = database
        self._contents = contents
        self._journal = journal
        self._veil = veil
        self._tokens = tokens
        self._links = links

    async def for_visitor(self, file_id: UUID, *, key: str, origin: str | None, token: str) -> Served:
        """A file of the visitor's conversation, or one that they have uploaded.

        Raises:
            SiteUnknown, OriginForbidden, TokenInvalid, TokenExpired, TokenRevoked, VisitorErased: as for `hello`.
            FileUnknown: there is no such file of theirs, or it was erased.
        """
        return self._served(await self._of_visitor(file_id, key=key, origin=origin, token=token))

    async def link_for_visitor(self, file_id: UUID, *, key: str, origin: str | None, token: str) -> str:
        """A link to it that holds for a minute, for a browser that downloads. Raises what `for_visitor` does."""
        found = await self._of_visitor(file_id, key=key, origin=origin, token=token)
        return self._links.issue(LinkedFile(found.site_id, found.ref.id))

    async def by_link(self, link: str) -> Served:
        """The file that a link is to.

        Raises:
            LinkExpired: the link is too old, or was not made here.
            FileUnknown: it was erased meanwhile.
        """
        linked = self._links.read(link)
        async with self._database.connection() as connection:
            found = await find_file(connection, linked.file_id, site_ids=[linked.site_id])
        if found is None or found.is_erased:
            raise _unknown()
        return self._served(found)

    async def for_operator(
        self, file_id: UUID, actor: Actor, *, operator_id: UUID, sees_contacts: bool, opened_as: OpenedAs
    ) -> Served:
        """A file of a conversation on the operator's sites, journalled before it is given out; or one of their own.

        Raises:
            FileUnknown: there is no such file on their sites or in their sight, it was erased, or its visitor is
                blocked.
            JournalUnavailable: the journal can't be written, so nothing is given out.
        """
        async with self._database.connection() as connection:
            own, purview = await sites_in_purview(connection, operator_id)
            sites = {site.id: site for site in own}
            found = await find_file(connection, file_id, site_ids=list(sites), purview=purview)
        if found is None or found.is_hidden or found.is_erased:
            raise _unknown()
        if found.conversation_id is None:
            # What was uploaded and not sent is nobody's to see but its uploader's.
            if (found.author_kind, found.author_id) != (AuthorKind.OPERATOR, operator_id):
                raise _unknown()
            return self._served(found)
        record = Record(
            controller_id=sites[found.site_id].controller_id,
            action=Action.FILE_OPENED,
            actor=actor,
            site_id=found.site_id,
            visitor_ids=(found.visitor_id,),
            conversation_ids=(found.conversation_id,),
            details={"file": str(file_id), "seq": str(found.seq), "as": opened_as},
        )
        await self._journal.write([record])
        cover: Callable[[UUID, str], str] | None = None if sees_contacts else self._veil.cover_text
        return self._served(found, cover)

    async def _of_visitor(self, file_id: UUID, *, key: str, origin: str | None, token: str) -> StoredFile:
        async with self._database.connection() as connection:
            site = await find_site(connection, key) if is_site_key(key) else None
            if site is None:
                raise SiteUnknown("No site has this key. Check data-site in the script tag.", field="site")
            check_origin(site, origin, own=self._own_origin)
            identity = self._tokens.read(token, site_id=site.id)
            await standing_of(connection, identity)
            found = await find_file(connection, file_id, site_ids=[site.id])
        owner = Owner(site.id, identity.visitor_id)
        if found is None or found.is_erased or (found.site_id, found.visitor_id) != owner:
            raise _unknown()
        if found.seq is None and found.author_kind is not AuthorKind.VISITOR:
            raise _unknown()  # an operator may still think better of it
        return found

    def _served(self, found: StoredFile, cover: Callable[[UUID, str], str] | None = None) -> Served:
        name = cover(found.site_id, found.ref.name) if cover else found.ref.name
        return Served(path=self._contents.path_of(found.site_id, found.sha256), name=name, media_type=found.ref.type)


def _unknown() -> FileUnknown:
    return FileUnknown("There is no such file here, or it was erased.", field="file_id")
