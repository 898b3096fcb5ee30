"""Incidents for tests: somebody who handles them, a mailer that only queues, a clock that is turned."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from ryadom.core.controllers import describe_controller
from ryadom.core.incident_alarms import IncidentAlarms
from ryadom.core.incidents import IncidentDesk
from ryadom.core.mailer import Mailer, list_mails
from ryadom.core.operators import add_operator
from ryadom.privacy.egress import Egress
from ryadom.privacy.resolver import SystemResolver
from ryadom.settings.smtp_url import smtp_url
from ryadom.store.database import Database
from ryadom.store.incidents import Description, Event, Incident, IncidentKind, find_incident, read_events
from ryadom.store.journal_chain import Actor, ActorKind
from ryadom.store.operators import Role
from tests.web.client import PASSWORD

DISCOVERED_AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)
OFFICER = "dpo@shop.test"


def description(**fields: Any) -> Description:
    """What is known of a leak at first."""
    told: dict[str, Any] = {
        "title": "Пароль оператора в чужих руках",
        "happened": "С неизвестного адреса вошли под учётной записью.",
        "kind": IncidentKind.ACCESS,
        "discovered_at": DISCOVERED_AT,
    }
    return Description(**(told | fields))


class Clock:
    """A clock that stands until it is turned."""

    def __init__(self, at: datetime = DISCOVERED_AT) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def turn(self, **to: float) -> datetime:
        """So long after the discovery."""
        self.at = DISCOVERED_AT + timedelta(**to)
        return self.at


class Desk:
    """An officer of the site's controller at work."""

    def __init__(self, database: Database, officer: Actor) -> None:
        self.database = database
        self.officer = officer
        self.clock = Clock()
        self.alarms = IncidentAlarms(database, queueing_mailer(database))
        self.incidents = IncidentDesk(database=database, alarms=self.alarms, now=self.clock)

    async def open(self, **fields: Any) -> Incident:
        return await self.incidents.open(self.officer, None, description(**fields))

    async def read(self, incident: Incident) -> tuple[Incident, list[Event]]:
        """As it is stored now."""
        async with self.database.connection() as connection:
            found = await find_incident(connection, incident.id, controller_ids=[incident.controller_id])
            assert found is not None
            return found, await read_events(connection, found)

    async def subjects(self) -> list[str]:
        """Of every mail that waits, oldest first."""
        return [mail.subject for mail in await list_mails(self.database)]


def queueing_mailer(database: Database) -> Mailer:
    """Nobody runs it, so that mails wait to be looked at."""
    server = smtp_url("smtp://127.0.0.1:9")
    return Mailer(database, Egress(database, SystemResolver()), server=server, sender="chat@shop.test", language="ru")


async def officer_of(database: Database, site_key: str, *, email: str = "vera@shop.test") -> Actor:
    """Somebody who handles incidents on a site."""
    operator = await add_operator(
        database, email=email, name="Вера", password=PASSWORD, site_keys=[site_key], role=Role.AUDITOR
    )
    return Actor(kind=ActorKind.OPERATOR, id=operator.id, name="Вера", network="192.0.2.1")


async def furnished_desk(database: Database, site_key: str, controller_id: UUID) -> Desk:
    """An officer at work, whom alarms reach."""
    await describe_controller(database, controller_id, officer_email=OFFICER, officer_name="Вера Ли")
    return Desk(database, await officer_of(database, site_key))
