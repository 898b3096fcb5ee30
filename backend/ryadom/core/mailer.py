"""Mail that goes out: queued in Postgres, sent by whichever process is first, repeated until a server takes it.

A mail to the firm's people may arrive twice, where a process dies between the server's answer and the deletion of the
row; never not at all. One to a visitor is handed in once: where its process dies in the middle, or the server says
nothing more, nobody knows whether it was taken, and it is given up.
"""

import asyncio
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from uuid import UUID

import structlog

from ryadom.core.letters import Letters
from ryadom.core.mail_line import clean_recipient, compose, hand_in, load_trust
from ryadom.core.mail_occasions import Occasion
from ryadom.core.mail_texts import MailText, mail_text
from ryadom.errors import MailRefused, MailUnknown, RefusalsSealed, RyadomError
from ryadom.privacy.egress import Egress, connect
from ryadom.privacy.resolver import SystemResolver
from ryadom.settings import Settings
from ryadom.settings.smtp_url import SmtpUrl
from ryadom.store import mails as store
from ryadom.store.database import Database
from ryadom.store.egress import find_recipient
from ryadom.store.ids import new_id
from ryadom.store.mails import QueuedMail, VisitorPart
from ryadom.store.sql import Connection

LEASE_S = 180.0
"""How long a sender has a mail for itself; longer than an attempt can take."""

LOOK_INTERVAL_S = 10.0
FIRST_PAUSE_S = 60.0
LONGEST_PAUSE_S = 7_200.0
SEALED_PAUSE_S = 600.0
MAX_ATTEMPTS = 20
"""Over a day: a mail server that is away for a night costs no alarm."""

UNKNOWN_END = "The process ended while a server was given this mail: it may have been taken, so it was not given again."

KEEP_DEAD_S = 30 * 86_400.0
MAX_LISTED = 1_000

log = structlog.get_logger(__name__)


class Mailer:
    """Queues mail, and sends what is due. The server must be in the register of the mail's controller.

    `letters` writes those to visitors; without it none are to be queued.
    """

    def __init__(
        self,
        database: Database,
        egress: Egress,
        *,
        server: SmtpUrl,
        sender: str,
        language: str,
        letters: Letters | None = None,
    ) -> None:
        self._database = database
        self._letters = letters
        self._egress = egress
        self._server = server
        self._sender = sender
        self._language = language
        self._queued = asyncio.Event()

    async def queue(self, controller_id: UUID, occasion: Occasion, *, to: str) -> None:
        """Stores a mail, which is sent from then on whatever happens to this process.

        Raises:
            BadBody: `to` is not an e-mail address.
        """
        async with self._database.connection() as connection:
            await self.queue_within(connection, controller_id, occasion, to=to)
        self._queued.set()

    async def queue_within(self, connection: Connection, controller_id: UUID, occasion: Occasion, *, to: str) -> None:
        """Stores a mail together with the rest of the connection's transaction; it is sent within 10 s of its commit.

        Raises:
            BadBody: `to` is not an e-mail address.
        """
        to, text = clean_recipient(to), mail_text(occasion, language=self._language)
        await store.insert_mail(
            connection,
            id=new_id(),
            controller_id=controller_id,
            recipient=to,
            subject=text.subject,
            body=text.body,
        )

    async def queue_to_visitor(
        self, connection: Connection, controller_id: UUID, part: VisitorPart, *, to: str
    ) -> None:
        """Stores a mail to a visitor together with the rest of the connection's transaction; call `wake` after it.

        Raises:
            BadBody: `to` is not an e-mail address.
        """
        recipient = clean_recipient(to)
        await store.insert_visitor_mail(
            connection, id=new_id(), controller_id=controller_id, recipient=recipient, part=part
        )

    async def is_registered(self, connection: Connection, controller_id: UUID) -> bool:
        """Whether a controller's register lists the mail server: without that nothing of theirs is sent."""
        server = self._server
        listed = await find_recipient(connection, controller_id=controller_id, host=server.host, port=server.port)
        return listed is not None

    def wake(self) -> None:
        """Something has been queued: it is sent at once."""
        self._queued.set()

    async def send_now(self, controller_id: UUID, occasion: Occasion, *, to: str) -> None:
        """Sends a mail without the queue, for somebody who waits.

        Raises:
            BadBody: `to` is not an e-mail address.
            EgressForbidden: the mail server is not in the register, or its addresses don't fit.
            HostUnresolved, HostUnreachable, MailRefused: it was not sent.
        """
        text = mail_text(occasion, language=self._language)
        await self._send(controller_id, text, id=new_id(), to=clean_recipient(to), at=datetime.now(UTC))

    async def run(self) -> None:
        """Sends what is due until it is cancelled."""
        while True:
            self._queued.clear()
            try:
                await self.send_due()
                async with self._database.connection() as connection:
                    await store.delete_dead_mails(connection, older_s=KEEP_DEAD_S)
            except RyadomError as error:
                log.warning("mail_put_off", code=error.code)
            except Exception:
                log.exception("mailer failed")
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_INTERVAL_S):
                    await self._queued.wait()

    async def send_due(self) -> int:
        """Tries every mail that is due, once; gives how many were taken."""
        taken = 0
        while mail := await self._claim():
            taken += await self._attempt(mail)
        return taken

    async def _claim(self) -> QueuedMail | None:
        async with self._database.connection() as connection:
            return await store.claim_mail(connection, lease_s=LEASE_S)

    async def _attempt(self, mail: QueuedMail) -> bool:
        if mail.in_hand:
            log.warning("mail_not_sent", mail=str(mail.id), code="process_ended", given_up=True)
            async with self._database.connection() as connection:
                await store.give_up_mail(connection, mail, reason=UNKNOWN_END)
            return False
        try:
            text = await self._text(mail)
        except RefusalsSealed as error:
            # It waits for whoever has the key, however long, and keeps no other mail back.
            log.warning("mail_not_sent", mail=str(mail.id), code=error.code, attempts=mail.attempts, given_up=False)
            async with self._database.connection() as connection:
                await store.put_off_mail(connection, mail, pause_s=SEALED_PAUSE_S, reason=error.message)
            return False
        if text is None:
            log.info("mail_dropped", mail=str(mail.id))
            async with self._database.connection() as connection:
                await store.delete_mail(connection, mail.id)
            return False
        try:
            await self._send(mail.controller_id, text, id=mail.id, to=mail.recipient, at=mail.queued_at, queued=mail)
        except _Taken:
            return False
        except RyadomError as error:
            is_over = mail.attempts >= MAX_ATTEMPTS or (isinstance(error, MailRefused) and _ends(error, mail))
            # Without the message: servers like to repeat the address.
            log.warning("mail_not_sent", mail=str(mail.id), code=error.code, attempts=mail.attempts, given_up=is_over)
            async with self._database.connection() as connection:
                if is_over:
                    await store.give_up_mail(connection, mail, reason=error.message)
                else:
                    pause_s = pause_after_s(mail.attempts)
                    await store.put_off_mail(connection, mail, pause_s=pause_s, reason=error.message)
            return False
        async with self._database.connection() as connection:
            await store.delete_mail(connection, mail.id)
        return True

    async def _text(self, mail: QueuedMail) -> MailText | None:
        """What a mail says; None where it is not to be sent any more."""
        if mail.part is None:
            return MailText(subject=mail.subject, body=mail.body)
        return await self._letters.write(mail, mail.part) if self._letters else None

    async def _send(
        self,
        controller_id: UUID,
        text: MailText,
        *,
        id: UUID,
        to: str,
        at: datetime,
        queued: QueuedMail | None = None,
    ) -> None:
        message = compose(text, id=id, sender=self._sender, to=to, at=at)
        clearance = await self._egress.check(controller_id, self._server.host, self._server.port)
        trust = await load_trust(self._server)
        line = await connect(clearance)
        with ExitStack() as until_handed_over:
            until_handed_over.callback(line.close)
            if queued is not None and queued.part is not None and not await self._take_in_hand(queued):
                raise _Taken
            until_handed_over.pop_all()
        await hand_in(message, server=self._server, line=line, trust=trust)

    async def _take_in_hand(self, mail: QueuedMail) -> bool:
        async with self._database.connection() as connection:
            return await store.take_in_hand(connection, mail)


class _Taken(Exception):
    """The mail is gone, or another process has it."""


def _ends(error: MailRefused, mail: QueuedMail) -> bool:
    return error.is_final or (error.is_unknown and mail.part is not None)


def mailer_for(settings: Settings, database: Database, letters: Letters | None = None) -> Mailer | None:
    """A mailer to the server of the settings; None where they name none."""
    if settings.smtp_url is None or settings.mail_from is None:
        return None
    return Mailer(
        database,
        Egress(database, SystemResolver()),
        server=settings.smtp_url,
        sender=settings.mail_from,
        language=settings.mail_language,
        letters=letters,
    )


def pause_after_s(attempts: int) -> float:
    """How long to wait after so many failures: a minute, then twice as long each time, two hours at most."""
    return min(FIRST_PAUSE_S * 2.0 ** min(attempts - 1, 20), LONGEST_PAUSE_S)


async def list_mails(database: Database) -> list[QueuedMail]:
    """The oldest 1,000 that wait or were given up, oldest first."""
    async with database.connection() as connection:
        return await store.list_mails(connection, limit=MAX_LISTED)


async def retry_mail(database: Database, id: UUID) -> None:
    """Makes a mail that was given up due again, with all its attempts.

    Raises:
        MailUnknown: there is none such.
    """
    async with database.connection() as connection:
        if not await store.revive_mail(connection, id):
            raise MailUnknown(f"No mail with the id {id} was given up. `ryadom mail list` shows them.", field="id")
