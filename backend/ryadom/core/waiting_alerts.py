"""Mails operators (`core.alert_choices` says whom) that visitors wait, while nobody of the place is at the panel.

Every process looks. What an operator was told is noted under the lock of their row, in the transaction that queues the
mail: so of each waiting they are told once, whoever looks and whoever dies. A mail says how many wait and where, and
nothing of anybody.
"""

from collections.abc import Callable
from uuid import UUID

import structlog

from ryadom.core.mail_occasions import VisitorsWait
from ryadom.core.mailer import Mailer
from ryadom.errors import BadBody
from ryadom.store import waiting_alerts as store
from ryadom.store.database import Database

LOOK_INTERVAL_S = 20.0
"""Longer than a process that has just begun needs to hear from the others who is there."""

PAUSE_S = 900.0
"""An operator gets a mail at most so often."""

log = structlog.get_logger(__name__)


class WaitingAlerts:
    """Looks for who waits. `is_attended` says of a site or a department whether any operator of it is here."""

    def __init__(
        self,
        database: Database,
        mailer: Mailer | None,
        *,
        is_attended: Callable[[UUID], bool],
        public_url: str | None,
    ) -> None:
        self._database = database
        self._mailer = mailer
        self._is_attended = is_attended
        self._link = f"{public_url}/panel/#waiting" if public_url else ""

    async def look(self) -> int:
        """Queues what is due and gives how many mails that are.

        Raises:
            DatabaseUnavailable: what is not queued yet is looked at again the next time.
        """
        if self._mailer is None:
            return 0
        async with self._database.connection() as connection:
            operator_ids = await store.list_operators(connection)
        queued = 0
        for operator_id in operator_ids:
            try:
                queued += await self._look_at(self._mailer, operator_id)
            except BadBody:
                log.warning("operator_address_unusable", operator=str(operator_id))
        if queued:
            self._mailer.wake()
        return queued

    async def _look_at(self, mailer: Mailer, operator_id: UUID) -> bool:
        async with self._database.transaction() as connection:
            alert = await store.lock_alert(connection, operator_id, pause_s=PAUSE_S)
            if alert is None:
                return False
            # Under the lock: who looked before another process told would take what it told of for what is over.
            waiting = await store.list_waiting(connection, operator_id)
            # Who was answered meanwhile waits anew if they wait again.
            still = {one.conversation_id for one in waiting}
            told = [id for id in alert.told if id in still]
            alone = [one for one in waiting if not self._is_attended(one.department_id or one.site_id)]
            is_due = alert.may_mail and any(one.conversation_id not in told for one in alone)
            if is_due:
                # Each firm's mail server is its own: the one of who has waited longest is told of its own.
                alone = [one for one in alone if one.controller_id == alone[0].controller_id]
                sites = tuple(dict.fromkeys(one.site_name for one in alone))
                occasion = VisitorsWait(visitors=len(alone), sites=sites, link=self._link)
                await mailer.queue_within(connection, alone[0].controller_id, occasion, to=alert.email)
                told = list(dict.fromkeys((*told, *(one.conversation_id for one in alone))))
            if is_due or len(told) < len(alert.told):
                await store.note_told(connection, operator_id, told, is_mailed=is_due)
        return is_due
