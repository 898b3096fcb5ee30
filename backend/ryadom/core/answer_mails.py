"""Mails visitors the answers that they have not seen: those who left an address, and are gone.

Every process looks. The mark of what was mailed moves in the transaction that queues the mail, so each answer is mailed
once whoever looks and whoever dies.
"""

from collections.abc import Callable

import structlog

from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import Mailer
from ryadom.live.owner import Owner
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal_chain import SERVER, Action, Record
from ryadom.store.mails import Purpose, VisitorPart
from ryadom.store.visitor_mails import DueAnswers, list_due, take_unread

LOOK_INTERVAL_S = 20.0
"""Longer than a process that has just begun needs to hear from the others who is there."""

QUIET_S = 120.0
"""So long nobody has written before what is unread is mailed, all in one mail."""

LONGEST_S = 600.0
"""So long the oldest may wait where somebody goes on writing."""

PAGE_ROWS = 200

log = structlog.get_logger(__name__)


class AnswerMails:
    """Looks for answers to be mailed. `is_here` says whether a visitor has the chat open, in whatever process."""

    def __init__(
        self,
        database: Database,
        mailer: Mailer,
        refusals: MailRefusals,
        *,
        is_here: Callable[[Owner], bool],
        quiet_s: float = QUIET_S,
        longest_s: float = LONGEST_S,
    ) -> None:
        self._database = database
        self._mailer = mailer
        self._refusals = refusals
        self._is_here = is_here
        self._quiet_s = quiet_s
        self._longest_s = longest_s

    async def look(self) -> int:
        """Queues what is due and gives how many mails that are.

        Raises:
            DatabaseUnavailable, JournalUnavailable, RefusalsSealed: what is not queued yet is looked at again the next
                time.
        """
        queued, after = 0, None
        while True:
            async with self._database.connection() as connection:
                page = await list_due(
                    connection, quiet_s=self._quiet_s, longest_s=self._longest_s, after=after, limit=PAGE_ROWS
                )
            for one in page:
                if not self._is_here(Owner(one.site_id, one.visitor_id)):
                    queued += await self._queue(one)
            if len(page) < PAGE_ROWS:
                break
            after = page[-1]
        if queued:
            self._mailer.wake()
        return queued

    async def _queue(self, due: DueAnswers) -> bool:
        async with self._database.transaction() as connection:
            unread = await take_unread(connection, due)
            if unread is None or await self._refusals.has_refused(connection, due.site_id, unread.email):
                return False
            part = VisitorPart(
                purpose=Purpose.ANSWERS,
                site_id=due.site_id,
                visitor_id=due.visitor_id,
                conversation_id=due.conversation_id,
                locale=unread.locale,
                after_seq=unread.mailed_seq,
                until_seq=unread.until_seq,
            )
            await self._mailer.queue_to_visitor(connection, unread.controller_id, part, to=unread.email)
            record = Record(
                controller_id=unread.controller_id,
                action=Action.MAILED,
                actor=SERVER,
                site_id=due.site_id,
                visitor_ids=(due.visitor_id,),
                conversation_ids=(due.conversation_id,),
                details={"what": str(Purpose.ANSWERS), "until_seq": str(unread.until_seq)},
            )
            await journal.append(connection, [record])
        return True
