"""Incidents with personal data, as officers handle them: open, describe, count, tell the regulator, close.

Each belongs to a controller, and is seen by whoever may handle incidents and works on one of the controller's sites.
They may open one, note and count; what else is written on it is the controller's word, and takes all of its sites.
Counts cover the sites of who counts. Source: 152-FZ article 21 part 3.1.
"""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incident_texts import check_sent_at, clean_description, clean_number, clean_text
from ryadom.core.reach import Reach, reach_of
from ryadom.errors import BadBody, IncidentChanged, IncidentClosed, IncidentUnknown, OperatorUnknown
from ryadom.privacy.affected import CountQuery, count_affected
from ryadom.privacy.incidents import Notice
from ryadom.store import incidents as store
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.ids import new_id
from ryadom.store.incidents import Description, EventKind, Incident
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.operators import list_colleagues
from ryadom.store.sql import Connection


class IncidentDesk(Struct, frozen=True, kw_only=True):
    """What changes incidents. Every change is in the timeline, and in the journal, in the same transaction.

    All raise IncidentUnknown where there is no such incident among those that the actor reaches, IncidentClosed where
    it changes no more, and JournalUnavailable where the change could not be journalled, and so was not made.
    """

    database: Database
    alarms: IncidentAlarms
    now: Callable[[], datetime]

    async def open(self, actor: Actor, controller_id: UUID | None, told: Description) -> Incident:
        """Opens an incident of this controller (None: of the only one); its clocks run, and the officer gets a mail.

        Raises:
            BadBody: a field that can't be so, or the controller is not named where one reaches several.
            ControllerUnknown: the actor works on no site of this controller.
        """
        now = self.now()
        told = clean_description(told, now=now)
        async with self.database.transaction() as connection:
            reach = await reach_of(connection, actor)
            if controller_id is None:
                if len(reach.controllers) != 1:
                    raise BadBody("Say which controller's incident it is.", field="controller_id")
                controller_id = reach.controllers[0].id
            controller = reach.controller(controller_id)
            await store.lock_controller(connection, controller.id)
            incident = Incident(
                controller_id=controller.id,
                id=new_id(),
                number=await store.next_number(connection, controller.id),
                **{name: getattr(told, name) for name in Description.__struct_fields__},
            )
            await store.insert_incident(connection, incident)
            await store.append_event(connection, incident, EventKind.OPENED, actor_name=actor.name)
            await self.alarms.raise_within(connection, incident, controller, now)
            await self._journal(connection, actor, incident, "incident_opened")
        return incident

    async def describe(self, actor: Actor, id: UUID, told: Description, *, version: int) -> Incident:
        """Replaces what is written on the card, if nobody else has changed it since `version`.

        Raises:
            BadBody: a field that can't be so; `field` says which.
            IncidentChanged: somebody was faster.
            RightMissing: the controller has sites that the actor does not work on.
        """
        told = clean_description(told, now=self.now())
        async with self._locked(actor, id, whole=True) as (connection, incident, _):
            if incident.version != version:
                raise _changed(incident)
            names = Description.__struct_fields__
            fields = [name for name in names if getattr(incident, name) != getattr(told, name)]
            if not fields:
                return incident
            details: dict[str, object] = {"fields": fields}
            if "discovered_at" in fields:
                details["discovered_at_before"] = incident.discovered_at.isoformat()
            changed = replace(incident, **{name: getattr(told, name) for name in names})
            await self._store(connection, changed)
            await store.append_event(connection, incident, EventKind.DESCRIBED, actor_name=actor.name, details=details)
            await self._journal(connection, actor, incident, "incident_described", fields=" ".join(fields))
        return replace(changed, version=version + 1)

    async def note(self, actor: Actor, id: UUID, text: str) -> None:
        """Adds what was found or done to the timeline.

        Raises:
            BadBody: nothing is said, or too much.
        """
        text = clean_text(text, field="note")
        async with self._locked(actor, id) as (connection, incident, _):
            await store.append_event(connection, incident, EventKind.NOTED, actor_name=actor.name, note=text)
            await self._journal(connection, actor, incident, "incident_noted")

    async def mark_sent(
        self, actor: Actor, id: UUID, notice: Notice, *, number: str, sent_at: datetime | None = None
    ) -> None:
        """Notes that a notice went to the regulator (None: now), which gave it this number; "" while it is not known.

        Marked once more, time and number are corrected; the timeline keeps both.

        Raises:
            BadBody: a time that can't be so, or the second notice before the first.
            RightMissing: as for `describe`.
        """
        number, now = clean_number(number), self.now()
        async with self._locked(actor, id, whole=True) as (connection, incident, _):
            known = incident.first_notice_at if notice is Notice.FIRST else incident.second_notice_at
            sent_at = sent_at or known or now
            check_sent_at(sent_at, discovered_at=incident.discovered_at, now=now)
            if notice is Notice.SECOND and incident.first_notice_at is None:
                raise BadBody("Mark the first notice first.", field="notice")
            names = (f"{notice}_notice_at", f"{notice}_notice_number")
            await self._store(connection, replace(incident, **dict(zip(names, (sent_at, number), strict=True))))
            kind = EventKind.FIRST_NOTICE if notice is Notice.FIRST else EventKind.SECOND_NOTICE
            details: dict[str, object] = {"sent_at": sent_at.isoformat(), "number": number}
            await store.append_event(connection, incident, kind, actor_name=actor.name, details=details)
            await self._journal(connection, actor, incident, f"incident_{kind}", at=sent_at.isoformat())

    async def close(self, actor: Actor, id: UUID, *, reason: str) -> None:
        """Ends an incident: its clocks stop, and nothing of it changes any more.

        Raises:
            BadBody: a notice was not sent, and no reason is given.
            RightMissing: as for `describe`.
        """
        async with self._locked(actor, id, whole=True) as (connection, incident, _):
            is_told = incident.first_notice_at is not None and incident.second_notice_at is not None
            reason = clean_text(reason, field="reason", is_required=not is_told)
            await self._store(connection, replace(incident, closed_at=self.now()))
            await store.append_event(connection, incident, EventKind.CLOSED, actor_name=actor.name, note=reason)
            await self._journal(connection, actor, incident, "incident_closed")

    async def count(self, actor: Actor, id: UUID, query: CountQuery) -> None:
        """Counts affected people and stores the count with its query; without sites on all that the actor reaches.

        Raises:
            BadBody: the period ends before it begins.
            SiteUnknown, OperatorUnknown: one that the actor does not reach, or of another controller.
        """
        if query.since and query.before and query.before <= query.since:
            raise BadBody("The period must end after it begins.", field="before")
        async with self._found(actor, id) as (connection, incident, reach):
            own = {site.id for site in reach.sites_of(incident.controller_id)}
            for site_id in query.site_ids:
                if site_id not in own:
                    reach.site(site_id)
                    raise BadBody("The site belongs to another controller.", field="site_ids")
            query = replace(query, site_ids=query.site_ids or tuple(sorted(own)))
            if query.operator_id is not None:
                colleagues = {one.id: one.name for one in await list_colleagues(connection, site_ids=list(own))}
                if query.operator_id not in colleagues:
                    raise OperatorUnknown("Nobody with this id works on these sites.", field="operator_id")
                query = replace(query, operator_name=colleagues[query.operator_id])
        count = await count_affected(self.database, incident.controller_id, query)
        async with self._locked(actor, id) as (connection, incident, _):
            await store.append_event(
                connection,
                incident,
                EventKind.COUNTED,
                actor_name=actor.name,
                details=msgspec.to_builtins(count),
            )
            await self._journal(connection, actor, incident, "incident_counted", operator=str(query.operator_id or ""))

    async def _store(self, connection: Connection, incident: Incident) -> None:
        if not await store.update_incident(connection, incident, version=incident.version):
            raise _changed(incident)

    @asynccontextmanager
    async def _found(self, actor: Actor, id: UUID) -> AsyncIterator[tuple[Connection, Incident, Reach]]:
        async with self.database.connection() as connection:
            reach = await reach_of(connection, actor)
            yield connection, _running(await find_reached(connection, reach, id)), reach

    @asynccontextmanager
    async def _locked(
        self, actor: Actor, id: UUID, *, whole: bool = False
    ) -> AsyncIterator[tuple[Connection, Incident, Reach]]:
        async with self.database.transaction() as connection:
            reach = await reach_of(connection, actor)
            incident = await find_reached(connection, reach, id, lock=True)
            if whole:
                reach.whole_controller(incident.controller_id)
            yield connection, _running(incident), reach

    async def _journal(
        self, connection: Connection, actor: Actor, incident: Incident, what: str, **details: str
    ) -> None:
        """The last statement of the transaction."""
        told = {name: text for name, text in details.items() if text}
        record = Record(
            controller_id=incident.controller_id,
            action=Action.INCIDENT_CHANGED,
            actor=actor,
            details={"what": what, "incident": str(incident.number), **told},
        )
        await journal.append(connection, [record])


async def find_reached(connection: Connection, reach: Reach, id: UUID, *, lock: bool = False) -> Incident:
    """The incident with this id, if somebody reaches it.

    Raises:
        IncidentUnknown: there is none such.
    """
    incident = await store.find_incident(connection, id, controller_ids=reach.controller_ids, lock=lock)
    if incident is None:
        raise IncidentUnknown("There is no such incident.", field="incident_id")
    return incident


def _running(incident: Incident) -> Incident:
    if incident.closed_at is not None:
        raise IncidentClosed("The incident is closed: nothing of it changes any more.")
    return incident


def _changed(incident: Incident) -> IncidentChanged:
    return IncidentChanged(f"Incident {incident.number} was changed meanwhile. Load it anew.", field="version")
