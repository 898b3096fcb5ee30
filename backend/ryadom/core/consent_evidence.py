"""Who agreed and who withdrew, as the panel shows it: nothing is shown before the journal has it."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from uuid import UUID

from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.consent_library import own_site
from ryadom.errors import SiteUnknown, VisitorUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.calendar import day_of
from ryadom.privacy.consent_documents import find_document
from ryadom.privacy.deadlines import TERMS_BY_KIND, deadline
from ryadom.privacy.evidence import Evidence, gather_evidence, withdraw_for_visitor
from ryadom.privacy.veil import Veil
from ryadom.protocol.visitor import Purpose
from ryadom.store.consent_events import Method, given_documents
from ryadom.store.consent_lists import Filter, ListedEvent, Place, list_events, list_withdrawn
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site, sites_of_operator
from ryadom.store.visitors import find_blocking

PAGE_ROWS = 50


class EventPage(Struct, frozen=True, kw_only=True):
    """Events, newest first; `end` begins the next page."""

    events: list[ListedEvent]
    end: Place | None


class Leaving(Struct, frozen=True, kw_only=True):
    """Somebody who withdrew: by which day (in Moscow) their data are to be destroyed, and whether that has passed."""

    site_id: UUID
    visitor_id: UUID
    method: Method
    at: datetime
    destroy_by: date
    is_overdue: bool
    is_blocked: bool


class LeavingPage(Struct, frozen=True, kw_only=True):
    """Who withdrew, longest ago first; `end` begins the next page."""

    people: list[Leaving]
    end: Place | None


class OpenedEvidence(Struct, frozen=True, kw_only=True):
    """One visitor's evidence; `agreed`: for what they agree now; `blocked_at`: since when their data are blocked."""

    evidence: Evidence
    agreed: list[Purpose]
    blocked_at: datetime | None


class ConsentEvidence:
    """Lists, opens and exports evidence of an operator's own sites, and notes withdrawals.

    All raise JournalUnavailable where the journal can't be written; then nothing is shown. `sees_contacts`: what the
    site masks on display is given as it is.
    """

    def __init__(self, database: Database, journal: JournalQueue, veil: Veil, *, now: Callable[[], datetime]) -> None:
        self._database = database
        self._journal = journal
        self._veil = veil
        self._now = now

    async def list_events(
        self, operator_id: UUID, filter: Filter, *, site_id: UUID | None, after: Place | None, by: Actor
    ) -> EventPage:
        """A page of events of one site, or of all.

        Raises:
            SiteUnknown: the operator works on no such site.
        """
        async with self._database.connection() as connection:
            sites = _chosen(await sites_of_operator(connection, operator_id), site_id)
            events, end = await list_events(
                connection, site_ids=list(sites), filter=filter, after=after, limit=PAGE_ROWS
            )
        await self._note(sites, [(one.site_id, one.visitor_id) for one in events], by, list="events")
        return EventPage(events=events, end=end)

    async def list_leaving(
        self, operator_id: UUID, *, site_id: UUID | None, after: Place | None, by: Actor
    ) -> LeavingPage:
        """A page of who withdrew their consent to processing, and whose data are still here.

        Raises:
            SiteUnknown: the operator works on no such site.
        """
        async with self._database.connection() as connection:
            sites = _chosen(await sites_of_operator(connection, operator_id), site_id)
            people, end = await list_withdrawn(connection, site_ids=list(sites), after=after, limit=PAGE_ROWS)
        await self._note(sites, [(one.site_id, one.visitor_id) for one in people], by, list="withdrawn")
        today = day_of(self._now())
        leaving = []
        for one in people:
            by_day = deadline(TERMS_BY_KIND["withdrawal"], one.at).on
            leaving.append(
                Leaving(
                    site_id=one.site_id,
                    visitor_id=one.visitor_id,
                    method=one.method,
                    at=one.at,
                    destroy_by=by_day,
                    is_overdue=by_day < today,
                    is_blocked=one.blocked_at is not None,
                )
            )
        return LeavingPage(people=leaving, end=end)

    async def open(
        self, operator_id: UUID, site_id: UUID, visitor_id: UUID, *, by: Actor, sees_contacts: bool
    ) -> OpenedEvidence:
        """All evidence of one visitor.

        Raises:
            SiteUnknown: the operator works on no such site.
            VisitorUnknown: the visitor has never agreed to anything.
        """
        site = await own_site(self._database, operator_id, site_id)
        evidence = await self._gather(site, visitor_id)
        async with self._database.connection() as connection:
            given = await given_documents(connection, site_id=site.id, visitor_id=visitor_id)
            agreed = [(await find_document(connection, one)).purpose for one in given]
            blocked_at = await find_blocking(connection, site_id=site.id, visitor_id=visitor_id)
        await self._journal.write([_record(site, Action.CONSENTS_OPENED, by, [visitor_id])])
        shown = evidence if sees_contacts else await asyncio.to_thread(self._masked, site, evidence)
        return OpenedEvidence(evidence=shown, agreed=sorted(agreed), blocked_at=blocked_at)

    async def export(
        self, operator_id: UUID, site_id: UUID, visitor_id: UUID, *, form: str, by: Actor, sees_contacts: bool
    ) -> Evidence:
        """The same, to be handed out as a file of the form that the journal is told.

        Whole, as a court wants it, only for who sees contacts.

        Raises:
            SiteUnknown: the operator works on no such site.
            VisitorUnknown: the visitor has never agreed to anything.
        """
        site = await own_site(self._database, operator_id, site_id)
        evidence = await self._gather(site, visitor_id)
        details = {"what": "consent_evidence", "form": form}
        await self._journal.write([_record(site, Action.EXPORTED, by, [visitor_id], **details)])
        return evidence if sees_contacts else await asyncio.to_thread(self._masked, site, evidence)

    async def check_visitor(self, operator_id: UUID, site_id: UUID, visitor_id: UUID) -> None:
        """Lets only those pass who work on the site, and ask about somebody who has agreed there.

        Raises:
            SiteUnknown: the operator works on no such site.
            VisitorUnknown: the visitor has never agreed to anything.
        """
        await self._gather(await own_site(self._database, operator_id, site_id), visitor_id)

    async def withdraw(
        self, operator_id: UUID, site_id: UUID, visitor_id: UUID, purpose: Purpose | None, *, by: Actor
    ) -> int:
        """Notes that the visitor withdrew, e.g. by a letter; gives how many documents that were.

        Raises:
            SiteUnknown: the operator works on no such site.
        """
        site = await own_site(self._database, operator_id, site_id)
        return await withdraw_for_visitor(
            self._database, site_key=site.key, visitor_id=visitor_id, purpose=purpose, by=by
        )

    async def _gather(self, site: Site, visitor_id: UUID) -> Evidence:
        evidence = await gather_evidence(self._database, site_key=site.key, visitor_id=visitor_id, now=self._now())
        if not evidence.events:
            raise VisitorUnknown("There is no consent of such a visitor on this site.", field="visitor_id")
        return evidence

    def _masked(self, site: Site, evidence: Evidence) -> Evidence:
        """The pages as the inbox shows them: a form that sends by GET writes a phone into the address."""
        events = [
            replace(event, page_url=self._veil.cover_address(site.id, event.page_url)) for event in evidence.events
        ]
        return replace(evidence, events=events)

    async def _note(
        self, sites: dict[UUID, Site], seen: Iterable[tuple[UUID, UUID]], by: Actor, **details: str
    ) -> None:
        """A page that shows nobody is no view."""
        by_site: defaultdict[UUID, list[UUID]] = defaultdict(list)
        for site_id, visitor_id in seen:
            by_site[site_id].append(visitor_id)
        records = [
            _record(sites[site_id], Action.CONSENTS_LISTED, by, visitor_ids, **details)
            for site_id, visitor_ids in by_site.items()
        ]
        if records:
            await self._journal.write(records)


def _chosen(own: Sequence[Site], site_id: UUID | None) -> dict[UUID, Site]:
    sites = {site.id: site for site in own if site_id in (None, site.id)}
    if site_id is not None and not sites:
        raise SiteUnknown("You work on no such site.", field="site_id")
    return sites


def _record(site: Site, action: Action, by: Actor, visitor_ids: Iterable[UUID], **details: str) -> Record:
    return Record(
        controller_id=site.controller_id,
        action=action,
        actor=by,
        site_id=site.id,
        visitor_ids=tuple(dict.fromkeys(visitor_ids)),
        details=details,
    )
