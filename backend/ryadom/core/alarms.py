"""What officers are told of by mail, unasked."""

import structlog

from ryadom.core.mail_texts import AccountLocked, ManyNewcomers
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
        if self._mailer is None:
            return
        controllers = await all_controllers(connection)
        address = next(one.officer_email for one in controllers if one.id == site.controller_id)
        if address is None:
            log.warning("officer_address_unknown", controller=str(site.controller_id))
            return
        occasion = ManyNewcomers(site=site.name, newcomers=newcomers, minutes=minutes)
        try:
            await self._mailer.queue_within(connection, site.controller_id, occasion, to=address)
        except BadBody:
            log.warning("officer_address_unusable", controller=str(site.controller_id))
