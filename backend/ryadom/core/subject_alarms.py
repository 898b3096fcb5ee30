"""Reminds officers of subjects' requests by mail, and lets go of requests that need not be kept any longer.

Every process looks; the one that raises an alarm first has raised it for all, in the same transaction as its mail. An
alarm is never raised twice, nor taken back, whatever becomes of the clock.
"""

from datetime import datetime
from uuid import UUID

import structlog

from ryadom.core import subject_intake
from ryadom.core.mail_occasions import ManyRequests, RequestDue
from ryadom.core.mailer import Mailer
from ryadom.core.subject_intake import DAY_S
from ryadom.errors import BadBody
from ryadom.privacy.calendar import day_of
from ryadom.privacy.request_terms import Stage, deadline_of, stage_of
from ryadom.store import subject_requests as store
from ryadom.store.controllers import all_controllers
from ryadom.store.database import Database
from ryadom.store.sql import Connection
from ryadom.store.subject_requests import EventKind, SubjectRequest

LOOK_INTERVAL_S = 600.0
PAGE_ROWS = 200

log = structlog.get_logger(__name__)


class SubjectAlarms:
    """Looks after what is due; without a mailer, or without an officer's address, alarms stand in the log only."""

    def __init__(self, database: Database, mailer: Mailer | None) -> None:
        self._database = database
        self._mailer = mailer

    async def look(self, now: datetime) -> int:
        """Raises what alarms are due, and gives how many.

        Raises:
            DatabaseUnavailable: Postgres is away; what was raised until then stays so.
        """
        async with self._database.connection() as connection:
            officers = {one.id: one.officer_email for one in await all_controllers(connection)}
            await store.delete_old(connection)
        raised, after_id = 0, None
        while True:
            async with self._database.connection() as connection:
                page = await store.all_open(connection, after_id=after_id, limit=PAGE_ROWS)
            for request in page:
                raised += await self._look_at(request, officers, now)
            if len(page) < PAGE_ROWS:
                return raised
            after_id = page[-1].id

    async def _look_at(self, request: SubjectRequest, officers: dict[UUID, str | None], now: datetime) -> bool:
        if request.due_on is None:
            on = deadline_of(request.kind, request.received_at)
            if on is not None:
                async with self._database.connection() as connection:
                    await store.set_deadline(connection, request.id, on)
                # Looked at again in ten minutes, with a deadline.
                return False
        stage = stage_of(request, day_of(now))
        if stage <= request.alarm_stage:
            return False
        async with self._database.transaction() as connection:
            if not await store.raise_stage(connection, request.id, stage=int(stage)):
                return False
            await store.append_event(connection, request.id, EventKind.ALARM_RAISED, note=stage.name.lower())
            await self._tell(connection, request, stage, to=officers.get(request.controller_id))
        log.warning("request_due", controller=str(request.controller_id), number=request.number, stage=stage.name)
        return True

    async def _tell(self, connection: Connection, request: SubjectRequest, stage: Stage, *, to: str | None) -> None:
        if self._mailer is None or to is None:
            return
        occasion: RequestDue | ManyRequests = RequestDue(number=request.number, stage=stage, on=request.due_on)
        if stage is Stage.ARRIVED:
            before = await store.count_before(connection, request, within_s=DAY_S)
            if before >= subject_intake.MOST_A_DAY_FROM_PAGES:
                # Those after it come with this stage raised: of them nobody is told one by one.
                occasion = ManyRequests(requests=before)
        try:
            await self._mailer.queue_within(connection, request.controller_id, occasion, to=to)
        except BadBody:
            log.warning("officer_address_unusable", controller=str(request.controller_id))
