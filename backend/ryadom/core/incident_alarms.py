"""Mail to officers about incidents and their deadlines, and about the number of subjects: each of it once.

What was raised stands in the database, in the transaction that queues the mail. So several processes may look at once,
one may die half-way, and a clock may be set back: nobody is told twice, and nobody is left out.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec
import structlog

from ryadom.core.mail_line import clean_recipient
from ryadom.core.mail_occasions import IncidentAlarm, ManySubjects
from ryadom.core.mailer import Mailer
from ryadom.errors import BadBody
from ryadom.privacy.incidents import due_alarms
from ryadom.privacy.protection_levels import MANY_SUBJECTS, SUBJECTS_WARN
from ryadom.store import incidents as store
from ryadom.store.controllers import Controller, all_controllers, count_subjects
from ryadom.store.database import Database
from ryadom.store.incidents import EventKind, Incident
from ryadom.store.sql import Connection

log = structlog.get_logger(__name__)


class IncidentAlarms:
    """Raises what is due. Without a mailer, or an officer's address, nothing is raised until there is one."""

    def __init__(self, database: Database, mailer: Mailer | None) -> None:
        self._database = database
        self._mailer = mailer

    @property
    def can_mail(self) -> bool:
        """Whether there is a mail server to send alarms by."""
        return self._mailer is not None

    async def raise_due(self, now: datetime) -> int:
        """Mails every alarm whose time has come and that was not mailed yet; gives how many."""
        if self._mailer is None:
            return 0
        async with self._database.connection() as connection:
            running = await store.running_incidents(connection)
            controllers = {one.id: one for one in await all_controllers(connection)} if running else {}
        raised = 0
        for incident in running:
            raised += await self._raise_for(incident, controllers, now)
        return raised

    async def raise_within(
        self, connection: Connection, incident: Incident, controller: Controller, now: datetime
    ) -> int:
        """The same for one incident, inside the transaction that has stored or locked it."""
        mailer, address = self._mailer, _address_of(controller)
        if mailer is None or address is None:
            return 0
        raised = 0
        for alarm in due_alarms(incident, now):
            details = {"kind": alarm.kind, "notice": alarm.notice, "deadline_at": alarm.deadline_at}
            if not await store.append_event(
                connection,
                incident,
                EventKind.ALARM,
                actor_name="",
                alarm=alarm.key,
                details=msgspec.to_builtins(details),
            ):
                continue
            occasion = IncidentAlarm(
                number=incident.number,
                title=incident.title,
                kind=alarm.kind,
                notice=alarm.notice,
                deadline_at=alarm.deadline_at,
            )
            await mailer.queue_within(connection, controller.id, occasion, to=address)
            raised += 1
        return raised

    async def watch_subjects(self) -> int:
        """Tells the officer of every controller that has come near 100,000 subjects, once; gives how many were told."""
        mailer = self._mailer
        if mailer is None:
            return 0
        async with self._database.connection() as connection:
            counts = await count_subjects(connection, at_most=MANY_SUBJECTS)
        told = 0
        for count in counts:
            address = _address_of(count.controller) if count.subjects >= SUBJECTS_WARN else None
            if address is None:
                continue
            async with self._database.transaction() as connection:
                if await store.raise_controller_alarm(connection, count.controller.id, "many_subjects"):
                    occasion = ManySubjects(subjects=count.subjects)
                    await mailer.queue_within(connection, count.controller.id, occasion, to=address)
                    told += 1
        return told

    async def _raise_for(self, incident: Incident, controllers: Mapping[UUID, Controller], now: datetime) -> int:
        controller = controllers[incident.controller_id]
        async with self._database.transaction() as connection:
            # As it is now: it may have been closed, or told of, since it was listed.
            current = await store.find_incident(
                connection, incident.id, controller_ids=[incident.controller_id], lock=True
            )
            return await self.raise_within(connection, current, controller, now) if current else 0


def _address_of(controller: Controller) -> str | None:
    """Where the officer can be written to; an incident must be opened though they can't be."""
    if controller.officer_email is None:
        log.warning("officer_address_unknown", controller=str(controller.id))
        return None
    try:
        return clean_recipient(controller.officer_email)
    except BadBody:
        log.warning("officer_address_unusable", controller=str(controller.id))
        return None
