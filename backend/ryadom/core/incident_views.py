"""What officers see of incidents: list, card, and the papers made of it. A view is journalled before it is given."""

import asyncio
from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incidents import find_reached
from ryadom.core.reach import reach_of
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.drafts import pdf_of
from ryadom.privacy.incident_papers import PaperKind, Told, incident_paper
from ryadom.privacy.incident_words import count_words
from ryadom.privacy.incidents import Clock, clocks
from ryadom.privacy.rtf import rtf_of
from ryadom.store import incidents as store
from ryadom.store.database import Database
from ryadom.store.incidents import Event, EventKind, Incident
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operators import list_colleagues

PAGE = 50


class Format(StrEnum):
    """How a paper is written: to be signed, or to be edited."""

    PDF = "pdf"
    RTF = "rtf"


class Named(Struct, frozen=True):
    """Something with a name to choose: a site, a controller, an account."""

    id: UUID
    name: str


class Row(Struct, frozen=True, kw_only=True):
    """An incident in the list."""

    id: UUID
    number: int
    title: str
    controller: str
    discovered_at: datetime
    closed_at: datetime | None
    clocks: tuple[Clock, Clock]


class Listing(Struct, frozen=True, kw_only=True):
    """A page of incidents, newest first, and whose can be opened. `next`: what to ask for more with, None at the end.

    `can_mail`: there is a mail server to send alarms by; `deaf`: controllers whose officer has no e-mail address.
    """

    incidents: list[Row]
    controllers: list[Named]
    next: UUID | None
    server_time: datetime
    can_mail: bool
    deaf: list[str]


class Card(Struct, frozen=True, kw_only=True):
    """An incident with its clocks and its timeline, and what a count can be narrowed to."""

    incident: Incident
    controller: str
    clocks: tuple[Clock, Clock]
    events: list[Event]
    sites: list[Named]
    operators: list[Named]
    server_time: datetime


class File(Struct, frozen=True):
    """A paper as a file."""

    name: str
    media_type: str
    content: bytes


class IncidentViews(Struct, frozen=True, kw_only=True):
    """What reads incidents; raises JournalUnavailable where a view could not be journalled, and so is not given."""

    database: Database
    journal: JournalQueue
    alarms: IncidentAlarms
    now: Callable[[], datetime]

    async def list(self, actor: Actor, *, before: UUID | None = None) -> Listing:
        """A page of those that the actor reaches, opened before the one with this id."""
        now = self.now()
        async with self.database.connection() as connection:
            reach = await reach_of(connection, actor)
            found = await store.list_incidents(
                connection, controller_ids=reach.controller_ids, before=before, limit=PAGE + 1
            )
        names = {one.id: one.legal_name for one in reach.controllers}
        page = found[:PAGE]
        await self._write(actor, {one.controller_id for one in page}, {"what": "incidents"})
        return Listing(
            incidents=[_row(incident, names[incident.controller_id], now) for incident in page],
            controllers=[Named(one.id, one.legal_name) for one in reach.controllers],
            next=page[-1].id if len(found) > PAGE else None,
            server_time=now,
            can_mail=self.alarms.can_mail,
            deaf=[one.legal_name for one in reach.controllers if not one.officer_email],
        )

    async def check(self, actor: Actor, id: UUID) -> None:
        """Lets only those pass who reach the incident; nothing of it is given.

        Raises:
            IncidentUnknown: there is none such among those that the actor reaches.
        """
        async with self.database.connection() as connection:
            await find_reached(connection, await reach_of(connection, actor), id)

    async def card(self, actor: Actor, id: UUID) -> Card:
        """One incident.

        Raises:
            IncidentUnknown: there is none such among those that the actor reaches.
        """
        now = self.now()
        async with self.database.connection() as connection:
            reach = await reach_of(connection, actor)
            incident = await find_reached(connection, reach, id)
            events = await store.read_events(connection, incident)
            sites = reach.sites_of(incident.controller_id)
            colleagues = await list_colleagues(connection, site_ids=[site.id for site in sites])
        await self._write(actor, {incident.controller_id}, {"what": "incident", "incident": str(incident.number)})
        return Card(
            incident=incident,
            controller=reach.controller(incident.controller_id).legal_name,
            clocks=clocks(incident, now),
            events=events,
            sites=[Named(site.id, site.name) for site in sites],
            operators=[Named(one.id, one.name) for one in colleagues],
            server_time=now,
        )

    async def paper(self, actor: Actor, id: UUID, kind: PaperKind, format: Format) -> File:
        """A paper made of the card as it is now.

        Raises:
            IncidentUnknown: as for `card`.
        """
        now = self.now()
        async with self.database.connection() as connection:
            reach = await reach_of(connection, actor)
            incident = await find_reached(connection, reach, id)
            events = await store.read_events(connection, incident)
        await self._write(
            actor,
            {incident.controller_id},
            {"what": f"incident_{kind}", "incident": str(incident.number), "format": format},
            action=Action.EXPORTED,
        )
        sites = {str(site.id): site.name for site in reach.sites}
        counts = [event.details for event in events if event.kind is EventKind.COUNTED]
        draft = incident_paper(
            kind,
            Told(
                incident=incident,
                controller=reach.controller(incident.controller_id),
                events=events,
                count=count_words(counts[-1], sites) if counts else "",
                sites=sites,
                now=now,
            ),
        )
        # A long text keeps a processor busy for seconds: the chats must not wait for it.
        write, media_type = (pdf_of, "application/pdf") if format is Format.PDF else (rtf_of, "application/rtf")
        content = await asyncio.to_thread(write, draft)
        return File(f"incident-{incident.number}-{kind}.{format}", media_type, content)

    async def _write(
        self,
        actor: Actor,
        controller_ids: set[UUID],
        details: dict[str, str],
        *,
        action: Action = Action.INCIDENT_VIEWED,
    ) -> None:
        records = [
            Record(controller_id=controller_id, action=action, actor=actor, details=details)
            for controller_id in sorted(controller_ids)
        ]
        if records:
            await self.journal.write(records)


def _row(incident: Incident, controller: str, now: datetime) -> Row:
    return Row(
        id=incident.id,
        number=incident.number,
        title=incident.title,
        controller=controller,
        discovered_at=incident.discovered_at,
        closed_at=incident.closed_at,
        clocks=clocks(incident, now),
    )
