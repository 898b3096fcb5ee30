"""The list of who is on an operator's sites now: opened once, which is journalled, then read again and again."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from hashlib import sha256
from heapq import nlargest
from uuid import UUID

from itsdangerous import BadData, URLSafeSerializer
from msgspec import Struct

from ryadom.core.rights import Right, may
from ryadom.core.site_visitors import SiteVisitors
from ryadom.core.widget_settings import read_settings
from ryadom.errors import ListExpired
from ryadom.live.envelopes import Sight
from ryadom.live.journal_queue import JournalQueue
from ryadom.live.owner import Owner
from ryadom.privacy.veil import Veil
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.present_visitors import PresentVisitor, list_present, within_purview
from ryadom.store.purviews import find_purview
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.widget_settings import settings_of_sites

MAX_SHOWN = 200
"""Of more the newest are shown, and how many there are."""

OPENED_FOR_S = 3_600
_SALT = "ryadom.visitors"


class ListedSite(Struct, frozen=True, kw_only=True):
    """A site of the operator's, and whether it shows who is there."""

    id: UUID
    name: str
    is_on: bool


class OpenedList(Struct, frozen=True, kw_only=True):
    """`ticket`: with it the list is read, for an hour."""

    ticket: str
    sites: Sequence[ListedSite]


class ListedVisitor(Struct, frozen=True, kw_only=True):
    """Somebody on a site: where, since when, what brought them, and whether somebody talks with them."""

    site_id: UUID
    visitor_id: UUID
    name: str
    url: str
    title: str
    source: str
    since_ms: int
    conversation_id: UUID | None
    is_in_conversation: bool
    operator_id: UUID | None
    operator_name: str | None
    invited_at: datetime | None
    is_dismissed: bool


class ShownVisitors(Struct, frozen=True, kw_only=True):
    """The newest first, and how many there are in all. `now_ms`: the server's time since 1970."""

    visitors: Sequence[ListedVisitor]
    total: int
    sites: Sequence[ListedSite]
    now_ms: int


class VisitorList:
    """Opens and reads lists, each within the sites that its operator works on."""

    def __init__(
        self,
        database: Database,
        journal: JournalQueue,
        veil: Veil,
        visitors: SiteVisitors,
        *,
        secret_keys: Sequence[str],
        now: Callable[[], datetime],
    ) -> None:
        self._database = database
        self._journal = journal
        self._veil = veil
        self._visitors = visitors
        self._serializer = URLSafeSerializer(list(reversed(secret_keys)), salt=_SALT)
        self._now = now

    async def open(self, session: OperatorSession, *, by: Actor) -> OpenedList:
        """From now on the operator is shown who comes and goes, which is journalled once for each controller.

        Raises:
            JournalUnavailable: the journal can't be written, so nothing is shown.
        """
        sites, listed = await self._sites(session)
        shown = {site.controller_id for site, one in zip(sites, listed, strict=True) if one.is_on}
        await self._journal.write(
            [Record(controller_id=id, action=Action.VISITORS_WATCHED, actor=by) for id in sorted(shown)]
        )
        expires_s = int(self._now().timestamp()) + OPENED_FOR_S
        ticket = self._serializer.dumps([session.id.hex, expires_s, _digest(listed)])
        return OpenedList(ticket=ticket if isinstance(ticket, str) else ticket.decode(), sites=listed)

    async def read(
        self, session: OperatorSession, ticket: str, *, site_id: UUID | None = None, page: str = ""
    ) -> ShownVisitors:
        """Who is there now: on all of the sites or on one, and on pages with these words in address or title.

        Raises:
            ListExpired: the list was opened over an hour ago, or in another session, or other sites are shown since.
        """
        digest = self._read_ticket(session, ticket)
        _, listed = await self._sites(session)
        # What is turned on later is not covered by what was journalled.
        if digest != _digest(listed):
            raise _expired()
        on = [one.id for one in listed if one.is_on]
        await self._visitors.watch(on)
        chosen = on if site_id is None else [one for one in on if one == site_id]
        found = [
            (sight, Owner(id, visitor_id)) for id in chosen for visitor_id, sight in self._visitors.on_site(id).items()
        ]
        sees_contacts = may(session.role, Right.SEE_CONTACTS)
        if words := page.casefold().strip():
            found = [one for one in found if _has(one[0], words)]
        if not sees_contacts and any(self._veil.hides_on(id) for id in chosen):
            found = await asyncio.to_thread(self._covered, found, words)
        newest = nlargest(MAX_SHOWN, found, key=lambda one: (one[0].since_ms, one[1].visitor_id))
        async with self._database.connection() as connection:
            may_be_seen = await list_present(connection, [owner for _, owner in newest])
            purview = await find_purview(connection, session.operator_id)
            in_sight = await within_purview(connection, may_be_seen, purview)
        seen_by_others = {(one.site_id, one.visitor_id) for one in may_be_seen}
        for _, owner in newest:
            if owner not in seen_by_others:
                self._visitors.forget(owner)
        present = {(one.site_id, one.visitor_id): one for one in in_sight}
        return ShownVisitors(
            visitors=[
                self._listed(owner, sight, present[owner], sees_contacts=sees_contacts)
                for sight, owner in newest
                if owner in present
            ],
            total=len(found) - len(newest) + len(present),
            sites=listed,
            now_ms=int(self._now().timestamp() * 1000),
        )

    async def _sites(self, session: OperatorSession) -> tuple[list[Site], list[ListedSite]]:
        async with self._database.connection() as connection:
            sites = await sites_of_operator(connection, session.operator_id)
            stored = await settings_of_sites(connection, [site.id for site in sites])
        listed = [
            ListedSite(id=site.id, name=site.name, is_on=read_settings(stored[site.id]).shows_visitors)
            for site in sites
        ]
        return sites, listed

    def _covered(self, found: Sequence[tuple[Sight, Owner]], words: str) -> list[tuple[Sight, Owner]]:
        """As operators see them who see contacts masked; nobody is found by what is masked."""
        covered = []
        for sight, owner in found:
            shown = Sight(
                since_ms=sight.since_ms,
                url=self._veil.cover_address(owner.site_id, sight.url),
                title=self._veil.cover_text(owner.site_id, sight.title),
                source=self._veil.cover_text(owner.site_id, sight.source),
            )
            if not words or _has(shown, words):
                covered.append((shown, owner))
        return covered

    def _listed(self, owner: Owner, sight: Sight, present: PresentVisitor, *, sees_contacts: bool) -> ListedVisitor:
        name = present.name if sees_contacts else self._veil.cover_text(owner.site_id, present.name)
        return ListedVisitor(
            site_id=owner.site_id,
            visitor_id=owner.visitor_id,
            name=name,
            url=sight.url,
            title=sight.title,
            source=sight.source,
            since_ms=sight.since_ms,
            conversation_id=present.conversation_id,
            is_in_conversation=present.is_in_conversation,
            operator_id=present.operator_id,
            operator_name=present.operator_name,
            invited_at=present.invited_at,
            is_dismissed=present.is_dismissed,
        )

    def _read_ticket(self, session: OperatorSession, ticket: str) -> str:
        """Which sites it is for, as `_digest` gives it."""
        try:
            session_hex, expires_s, digest = self._serializer.loads(ticket)
            left_s = int(expires_s) - self._now().timestamp()
        except (BadData, ValueError, TypeError, AttributeError):
            raise _expired() from None
        # One that holds longer than any does was made before the clock was set back.
        if session_hex != session.id.hex or not 0 <= left_s <= OPENED_FOR_S:
            raise _expired()
        return str(digest)


def _digest(listed: Sequence[ListedSite]) -> str:
    """Which of the sites show their visitors."""
    return sha256(b"".join(sorted(one.id.bytes for one in listed if one.is_on))).hexdigest()


def _has(sight: Sight, words: str) -> bool:
    return words in sight.url.casefold() or words in sight.title.casefold()


def _expired() -> ListExpired:
    return ListExpired("Open the list anew: it was opened too long ago, or shows more sites now.")
