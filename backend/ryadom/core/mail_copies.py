"""A copy of the conversation by mail, where the visitor asks for one.

Whoever can have mail sent to any address can annoy anybody: so it takes a conversation that somebody of the firm has
answered, its subject is ours, each visitor, address and site has few, and an address can refuse them for good.
"""

from collections.abc import Awaitable, Callable, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.conversations import Visit
from ryadom.core.letters import decode_settings
from ryadom.core.mail_line import clean_recipient
from ryadom.core.mail_refusals import MailRefusals
from ryadom.core.mailer import Mailer
from ryadom.core.timeline_rules import unknown_conversation
from ryadom.core.visitor_standing import refuse_shut_out
from ryadom.errors import BadBody, CopyUnsuitable, MailOff, TooManyCopies
from ryadom.protocol.visitor import SendCopy
from ryadom.store import journal
from ryadom.store import visitor_mails as store
from ryadom.store.conversations import find_current_head
from ryadom.store.database import Database
from ryadom.store.journal_chain import SERVER, Action, Record
from ryadom.store.mails import Purpose, VisitorPart
from ryadom.store.sql import Connection
from ryadom.store.visitor_mails import CopyCounts
from ryadom.store.visitors import lock_visitor

HOUR_S = 3_600.0
DAY_S = 86_400.0


class CopyLimit(Struct, frozen=True, kw_only=True):
    """The most copies of one visitor, to one address, or of one site."""

    an_hour: int
    a_day: int


PER_VISITOR = CopyLimit(an_hour=3, a_day=6)
PER_ADDRESS = CopyLimit(an_hour=3, a_day=6)
PER_SITE = CopyLimit(an_hour=60, a_day=300)


class MailCopies:
    """Takes wishes for copies. Without a mailer each is refused."""

    def __init__(self, database: Database, mailer: Mailer | None, refusals: MailRefusals) -> None:
        self._database = database
        self._mailer = mailer
        self._refusals = refusals

    async def take(
        self,
        visit: Visit,
        command: SendCopy,
        *,
        controller_id: UUID,
        gate: Callable[[Connection], Awaitable[None]],
    ) -> str:
        """Queues a copy of what the visitor may see of their conversation, and gives the address as it was understood.

        `gate` refuses who has not agreed. A repeated `echo_id` sends nothing more.

        Raises:
            BadBody: `email` is not an e-mail address.
            MailOff: the site, or its server, mails no copies.
            ConsentRequired: `gate` does not let it pass.
            VisitorErased, VisitorBlocked: nothing may be done with their data.
            ConversationUnknown: they have none.
            CopyUnsuitable: nobody has answered yet, or the address wants no mail from here.
            TooManyCopies: a limit is reached; `retry_after_s` says for how long.
            RefusalsSealed: it is not known whether the address wants mail.
            JournalUnavailable: the journal can't be written, so nothing is sent.
        """
        to, owner = _address(command.email), visit.owner
        if self._mailer is None:
            raise MailOff("This server sends no mail. Download the conversation instead.")
        async with self._database.transaction() as connection:
            settings = await store.lock_settings(connection, owner.site_id)
            if settings is None or not decode_settings(settings).mail.copies:
                raise MailOff("This site mails no copies. Download the conversation instead.")
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id, locale=visit.locale)
            await refuse_shut_out(connection, owner)
            await gate(connection)
            head = await find_current_head(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            if head is None:
                raise unknown_conversation()
            known = {"site_id": owner.site_id, "visitor_id": owner.visitor_id, "echo_id": command.echo_id}
            if await store.knows_copy(connection, **known):
                return to
            if not await store.has_answer(connection, site_id=owner.site_id, conversation_id=head.id):
                raise CopyUnsuitable("Nobody has answered yet. A copy can be mailed once somebody has.")
            if await self._refusals.has_refused(connection, owner.site_id, to):
                raise CopyUnsuitable("This address wants no mail from this chat.", field="email")
            marks = await self._refusals.marks(connection, to)
            check_limits(
                await store.count_copies(
                    connection, site_id=owner.site_id, visitor_id=owner.visitor_id, address_hmacs=marks
                )
            )
            await store.note_copy(connection, address_hmac=marks[0], **known)
            part = VisitorPart(
                purpose=Purpose.COPY,
                site_id=owner.site_id,
                visitor_id=owner.visitor_id,
                conversation_id=head.id,
                locale=visit.locale,
                after_seq=0,
                until_seq=head.last_public_seq,
            )
            await self._mailer.queue_to_visitor(connection, controller_id, part, to=to)
            record = Record(
                controller_id=controller_id,
                action=Action.MAILED,
                actor=SERVER,
                site_id=owner.site_id,
                visitor_ids=(owner.visitor_id,),
                conversation_ids=(head.id,),
                details={"what": str(Purpose.COPY), "until_seq": str(head.last_public_seq)},
            )
            await journal.append(connection, [record])
        self._mailer.wake()
        return to


def check_limits(counts: CopyCounts) -> None:
    """Refuses one more copy than may be.

    Raises:
        TooManyCopies: so many were asked for already.
    """
    bounds: Sequence[tuple[str, int, int, CopyLimit]] = (
        ("visitor", counts.visitor_hour, counts.visitor_day, PER_VISITOR),
        ("address", counts.address_hour, counts.address_day, PER_ADDRESS),
        ("site", counts.site_hour, counts.site_day, PER_SITE),
    )
    for whose, an_hour, a_day, most in bounds:
        for count, limit, wait_s in ((a_day, most.a_day, DAY_S), (an_hour, most.an_hour, HOUR_S)):
            if count >= limit:
                raise TooManyCopies(
                    f"{limit} copies within {wait_s / HOUR_S:g} h are the most. Download it, or try later.",
                    limit=f"mail_copies_per_{whose}",
                    retry_after_s=wait_s,
                )


def _address(text: str) -> str:
    try:
        return clean_recipient(text)
    except BadBody as error:
        raise BadBody(error.message, field="email") from None
