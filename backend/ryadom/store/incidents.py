"""Incidents with personal data, and their timelines, which are only added to."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)


class IncidentKind(StrEnum):
    """What kind of incident: unlawful access, transfer to somebody, spreading to everybody, or an accident."""

    ACCESS = "access"
    TRANSFER = "transfer"
    SPREADING = "spreading"
    ACCIDENT = "accident"


class Affected(StrEnum):
    """Which categories of a visitor's data are affected."""

    CONTACT = "contact"
    MESSAGE = "message"
    PAGE = "page"
    NETWORK = "network"


class EventKind(StrEnum):
    """What happened to an incident; the values are stored for ever."""

    OPENED = "opened"
    DESCRIBED = "described"
    NOTED = "noted"
    COUNTED = "counted"
    FIRST_NOTICE = "first_notice"
    SECOND_NOTICE = "second_notice"
    ALARM = "alarm"
    CLOSED = "closed"


class Description(Struct, frozen=True, kw_only=True):
    """What people write of an incident. Texts may be empty while nobody knows, but `title` and `happened`.

    `culprits`: whose acts caused it; `contact`: whom the regulator may ask, beside the officer.
    """

    title: str
    happened: str
    kind: IncidentKind
    discovered_at: datetime
    occurred_from: datetime | None = None
    occurred_to: datetime | None = None
    categories: tuple[Affected, ...] = ()
    cause: str = ""
    harm: str = ""
    measures: str = ""
    results: str = ""
    culprits: str = ""
    contact: str = ""


class Incident(Description, frozen=True, kw_only=True):
    """One incident of a controller. `number` is how people name it; `version` counts its changes."""

    controller_id: UUID
    id: UUID
    number: int
    version: int = 1
    first_notice_at: datetime | None = None
    first_notice_number: str = ""
    second_notice_at: datetime | None = None
    second_notice_number: str = ""
    closed_at: datetime | None = None


class Event(Struct, frozen=True, kw_only=True):
    """One entry of a timeline. `details`: a count's query and result, the fields of a change."""

    ordinal: int
    at: datetime
    kind: EventKind
    actor_name: str
    note: str
    alarm: str | None
    details: dict[str, object]


async def lock_controller(connection: Connection, controller_id: UUID) -> None:
    """Holds the controller until the transaction ends, so that its incidents are numbered one at a time."""
    await _queries.lock_controller.first(connection, id=controller_id)


async def next_number(connection: Connection, controller_id: UUID) -> int:
    """The number of the controller's next incident, 1 for the first; under `lock_controller`."""
    number: int = await _queries.next_number.value(connection, controller_id=controller_id)
    return number


async def insert_incident(connection: Connection, incident: Incident) -> None:
    """Stores a new incident."""
    await _queries.insert_incident.run(
        connection, controller_id=incident.controller_id, id=incident.id, number=incident.number, **_told(incident)
    )


async def update_incident(connection: Connection, incident: Incident, *, version: int) -> bool:
    """Replaces an incident where nobody else has changed it since `version`, nor closed it."""
    changed = await _queries.update_incident.run(
        connection,
        id=incident.id,
        version=version,
        first_notice_at=incident.first_notice_at,
        first_notice_number=incident.first_notice_number,
        second_notice_at=incident.second_notice_at,
        second_notice_number=incident.second_notice_number,
        closed_at=incident.closed_at,
        **_told(incident),
    )
    return changed == 1


async def find_incident(
    connection: Connection, id: UUID, *, controller_ids: Sequence[UUID], lock: bool = False
) -> Incident | None:
    """The incident with this id of one of these controllers.

    With `lock` nobody else changes it until the transaction ends.
    """
    query = _queries.lock_incident if lock else _queries.find_incident
    row = await query.first(connection, id=id, controller_ids=list(controller_ids))
    return _incident(row) if row else None


async def list_incidents(
    connection: Connection, *, controller_ids: Sequence[UUID], before: UUID | None, limit: int
) -> list[Incident]:
    """Incidents of these controllers, newest first, at most `limit`, that were opened before the one with this id."""
    rows = await _queries.list_incidents.all(
        connection, controller_ids=list(controller_ids), before=before, row_limit=limit
    )
    return [_incident(row) for row in rows]


async def running_incidents(connection: Connection) -> list[Incident]:
    """Every incident that is not closed, of every controller, the oldest discovery first."""
    return [_incident(row) for row in await _queries.running_incidents.all(connection)]


async def append_event(
    connection: Connection,
    incident: Incident,
    kind: EventKind,
    *,
    actor_name: str,
    note: str = "",
    alarm: str | None = None,
    details: dict[str, object] | None = None,
) -> bool:
    """Adds to the timeline; False where this alarm is in it already."""
    added = await _queries.append_event.run(
        connection,
        controller_id=incident.controller_id,
        incident_id=incident.id,
        kind=kind,
        actor_name=actor_name,
        note=note,
        alarm=alarm,
        details=msgspec.json.encode(details or {}).decode(),
    )
    return added == 1


async def read_events(connection: Connection, incident: Incident) -> list[Event]:
    """The whole timeline, oldest first."""
    rows = await _queries.read_events.all(connection, controller_id=incident.controller_id, incident_id=incident.id)
    return [_event(row) for row in rows]


async def raise_controller_alarm(connection: Connection, controller_id: UUID, alarm: str) -> bool:
    """Notes that a controller's officer is being told of something; False where they were told before."""
    return await _queries.raise_controller_alarm.run(connection, controller_id=controller_id, alarm=alarm) == 1


_DESCRIPTION = Description.__struct_fields__
_COLUMNS = Incident.__struct_fields__


def _told(incident: Incident) -> dict[str, object]:
    return {name: getattr(incident, name) for name in _DESCRIPTION} | {"categories": list(incident.categories)}


def _incident(row: Row) -> Incident:
    columns = {name: row[name] for name in _COLUMNS}
    return Incident(
        **{
            **columns,
            "kind": IncidentKind(row["kind"]),
            "categories": tuple(Affected(one) for one in row["categories"]),
        }
    )


def _event(row: Row) -> Event:
    return Event(
        ordinal=row["ordinal"],
        at=row["at"],
        kind=EventKind(row["kind"]),
        actor_name=row["actor_name"],
        note=row["note"],
        alarm=row["alarm"],
        details=msgspec.json.decode(row["details"], type=dict[str, object]),
    )
