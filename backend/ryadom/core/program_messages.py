"""What programs write to visitors: each message once, however often it is sent, and each in the journal.

The `echo_id` is made of the key, the conversation and the program's `Idempotency-Key`, so that it is the writer who
knows what has been stored: no table of keys, and no time after which one is forgotten.
"""

from uuid import UUID, uuid5

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.bots import bot_named
from ryadom.core.conversations import Conversations
from ryadom.core.handing_over import find_colleague
from ryadom.core.public_lists import find_conversation, no_conversation
from ryadom.core.texts import clean_body
from ryadom.core.timeline_rules import kept_text, refuse_messenger
from ryadom.errors import ConversationUnknown, EchoIdTaken, IdempotencyMismatch, OperatorUnknown, VisitorErased
from ryadom.live.owner import Owner
from ryadom.privacy.policies import Masking
from ryadom.protocol.public import PublicMessage
from ryadom.protocol.public_orders import AsBot, AsOperator, NewMessage
from ryadom.protocol.shared import Author
from ryadom.store.conversations import find_head
from ryadom.store.database import Database
from ryadom.store.entries import Stored, find_by_echo, first_words
from ryadom.store.journal_chain import Action, Record
from ryadom.store.public_objects import MessageKey, load_messages

_NAMESPACE = UUID("5b8c1f0e-6c0d-4d55-9d3e-9a4f6d1f2b67")


class ProgramMessages(Struct, frozen=True, kw_only=True):
    """Writes them, as operators' messages are written."""

    database: Database
    conversations: Conversations
    masking: Masking

    async def send(
        self, program: Program, conversation_id: UUID, new: NewMessage, *, idempotency_key: str, network: str | None
    ) -> PublicMessage:
        """The message as it stands, now or since it was first sent with this key of the program's.

        Raises:
            ConversationUnknown: see `PublicDesk.conversation`.
            OperatorUnknown: the author does not answer on the conversation's site.
            BadBody: see `clean_body` and `bot_named`.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            IdempotencyMismatch: something else was sent here with the same key.
            JournalUnavailable: it can't be journalled, so nothing was stored.
        """
        echo_id = uuid5(_NAMESPACE, f"{program.key.id}\n{conversation_id}\n{idempotency_key}")
        async with self.database.connection() as connection:
            conversation = await find_conversation(connection, program, conversation_id)
            site_id = program.site(conversation.site).id
            # Whoever sends it again is told how it went, also where nobody could send it any more.
            known = await find_by_echo(connection, site_id=site_id, conversation_id=conversation_id, echo_id=echo_id)
        owner = Owner(site_id, conversation.customer_id)
        if known is None:
            # Before a bot is named: what is refused must use up none of the names that there may be.
            await refuse_messenger(self.database, site_id, await kept_text(self.masking, site_id, new.body))
            author = await self._author(program, site_id, new)
            known, is_new = await self._send(program, owner, conversation_id, new, author, echo_id, network)
            if is_new:
                return await self._shown(site_id, known)
        await self._check_same(owner, known, new)
        return await self._shown(site_id, known)

    async def _send(
        self,
        program: Program,
        owner: Owner,
        conversation_id: UUID,
        new: NewMessage,
        author: Author,
        echo_id: UUID,
        network: str | None,
    ) -> tuple[Stored, bool]:
        """The message, and whether it is this one that was stored: another with the same key may have been quicker."""
        is_new = False

        def record_of(stored: Stored) -> Record:
            nonlocal is_new
            is_new = True
            by = {"bot": author.name} if author.bot else {"by_operator": str(author.id)}
            return Record(
                controller_id=program.key.controller_id,
                action=Action.MESSAGE_SENT,
                actor=program.actor(network),
                site_id=owner.site_id,
                visitor_ids=(owner.visitor_id,),
                conversation_ids=(conversation_id,),
                details={"seq": str(stored.entry.seq), **by},
            )

        try:
            stored = await self.conversations.post_from_operator(
                owner,
                author,
                conversation_id=conversation_id,
                echo_id=echo_id,
                body=new.body,
                record_of=record_of,
            )
        except EchoIdTaken:
            raise _mismatch() from None
        except (VisitorErased, ConversationUnknown):
            raise no_conversation() from None
        return stored, is_new

    async def _author(self, program: Program, site_id: UUID, new: NewMessage) -> Author:
        match new.author:
            case AsBot(name=name):
                return await bot_named(self.database, program.key.controller_id, name)
            case AsOperator(id=id):
                async with self.database.connection() as connection:
                    try:
                        return await find_colleague(connection, site_id, id)
                    except OperatorUnknown as error:
                        raise OperatorUnknown(error.message, field="author.id") from None

    async def _check_same(self, owner: Owner, known: Stored, new: NewMessage) -> None:
        """That it was this that was sent. Of a message whose words are gone nobody can say.

        Raises:
            IdempotencyMismatch: it was something else.
        """
        by = known.entry.author
        match new.author:
            case AsBot(name=name):
                is_same = by.bot and by.name == name.strip()
            case AsOperator(id=id):
                is_same = not by.bot and by.id == id
        async with self.database.connection() as connection:
            head = await find_head(connection, site_id=owner.site_id, id=known.entry.conversation_id)
            said = await first_words(connection, head, known.entry.seq) if head else ""
        # What the site keeps of a text may be another thing by now.
        if said and said != clean_body(new.body):
            is_same = is_same and said == await kept_text(self.masking, owner.site_id, new.body)
        if not is_same:
            raise _mismatch()

    async def _shown(self, site_id: UUID, stored: Stored) -> PublicMessage:
        entry = stored.entry
        async with self.database.connection() as connection:
            [shown] = await load_messages(connection, [MessageKey(site_id, entry.conversation_id, entry.seq)])
        if isinstance(shown, PublicMessage):
            return shown
        # Gone between its being stored and its being read: so is all that it stood in.
        raise no_conversation()


def _mismatch() -> IdempotencyMismatch:
    return IdempotencyMismatch(
        "This Idempotency-Key was used here for another message: choose a fresh one.", field="idempotency-key"
    )
