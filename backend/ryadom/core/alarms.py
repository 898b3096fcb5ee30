"""What officers are told of by mail, unasked."""

from uuid import UUID

import structlog

from ryadom.core.mail_occasions import (
    AccountLocked,
    ConnectorRefused,
    ConnectorStopped,
    ManyNewcomers,
    Occasion,
    WebhookDisabled,
)
from ryadom.core.mailer import Mailer
from ryadom.errors import BadBody
from ryadom.store.controllers import all_controllers, officers_of_operator
from ryadom.store.database import Database
from ryadom.store.operators import Operator
from ryadom.store.sites import Site
from ryadom.store.sql import Connection

log = structlog.get_logger(__name__)


class Alarms:
    """Raises alarms; without a mailer they stand in the log only."""

    def __init__(self, database: Database, mailer: Mailer | None) -> None:
        self._database = database
        self._mailer = mailer

    async def tell_of_lock(self, operator: Operator, *, attempts: int, minutes: int) -> None:
        """Somebody has guessed at an operator's password until the account was locked."""
        log.warning("account_locked", operator=str(operator.id))
        if self._mailer is None:
            return
        async with self._database.connection() as connection:
            officers = await officers_of_operator(connection, operator.id)
        occasion = AccountLocked(email=operator.email, attempts=attempts, minutes=minutes)
        for controller_id, address in officers:
            try:
                await self._mailer.queue(controller_id, occasion, to=address)
            except BadBody:
                log.warning("officer_address_unusable", controller=str(controller_id))

    async def tell_of_attack(self, connection: Connection, site: Site, *, newcomers: int, minutes: int) -> None:
        """So many newcomers write on a site that they are asked for work; mailed with the connection's transaction."""
        occasion = ManyNewcomers(site=site.name, newcomers=newcomers, minutes=minutes)
        await self._tell_officer(connection, site.controller_id, occasion)

    async def tell_of_webhook(self, connection: Connection, controller_id: UUID, *, host: str, reason: str) -> None:
        """Programs at a host are told nothing any more; mailed with the connection's transaction."""
        await self._tell_officer(connection, controller_id, WebhookDisabled(host=host, reason=reason))

    async def tell_of_connector(self, connection: Connection, controller_id: UUID, *, host: str, trouble: str) -> None:
        """A CRM takes nothing until somebody changes the settings; mailed with the connection's transaction."""
        await self._tell_officer(connection, controller_id, ConnectorStopped(host=host, trouble=trouble))

    async def tell_of_refusals(self, connection: Connection, controller_id: UUID, *, host: str, refusals: int) -> None:
        """A CRM has taken none of so many conversations in a row; mailed with the connection's transaction."""
        await self._tell_officer(connection, controller_id, ConnectorRefused(host=host, refusals=refusals))

    async def _tell_officer(self, connection: Connection, controller_id: UUID, occasion: Occasion) -> None:
        if self._mailer is None:
            return
        controllers = await all_controllers(connection)
        address = next(one.officer_email for one in controllers if one.id == controller_id)
        if address is None:
            log.warning("officer_address_unknown", controller=str(controller_id))
            return
        try:
            await self._mailer.queue_within(connection, controller_id, occasion, to=address)
        except BadBody:
            log.warning("officer_address_unusable", controller=str(controller_id))
