"""What programs write to visitors: each message once, however often it is sent, and each in the journal.

The `echo_id` is made of the key, the conversation and the program's `Idempotency-Key`, so that it is the writer who
knows what has been stored: no table of keys, and no time after which one is forgotten.
"""

from uuid import UUID, uuid5

from msgspec import Struct

from ryadom.core.api_keys import Program
from ryadom.core.bots import bot_named
from ryadom.core.conversations import Conversations
from ryadom.core.files.claims import body_with_names, claim
from ryadom.core.handing_over import find_colleague
from ryadom.core.program_files import uploader
from ryadom.core.public_lists import find_conversation, no_conversation
from ryadom.core.texts import clean_body
from ryadom.core.timeline_rules import kept_choices, kept_text, no_message, refuse_messenger
from ryadom.errors import (
    ConversationUnknown,
    EchoIdTaken,
    FileUnknown,
    IdempotencyMismatch,
    OperatorUnknown,
    VisitorErased,
)
from ryadom.live.owner import Owner
from ryadom.privacy.policies import Masking
from ryadom.protocol.public import PublicMessage
from ryadom.protocol.public_orders import AsBot, AsOperator, NewMessage
from ryadom.protocol.shared import Author, MessagePosted
from ryadom.store.conversations import find_head
from ryadom.store.database import Database
from ryadom.store.entries import Stored, find_by_echo, first_words, has_message
from ryadom.store.files import have_same_contents
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
            BadBody: see `clean_body`, `kept_choices` and `bot_named`.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            MessageUnknown: there was never a message at `reply_to_seq` that the customer could see.
            FileUnknown: this key has not uploaded such a file for the conversation, or has sent it already.
            IdempotencyMismatch: something else was sent here with the same key.
            JournalUnavailable: it can't be journalled, so nothing was stored.
        """
        echo_id = uuid5(_NAMESPACE, f"{program.key.id}\n{conversation_id}\n{idempotency_key}")
        async with self.database.connection() as connection:
            conversation = await find_conversation(connection, program, conversation_id)
        site_id = program.site(conversation.site).id
        owner = Owner(site_id, conversation.customer_id)
        # Whoever sends it again is told how it went, also where nobody could send it any more.
        known = await self._known(owner, conversation_id, echo_id)
        if known is None:
            # Before a bot is named: what is refused must use up none of the names that there may be.
            try:
                await self._refuse(program, owner, conversation_id, new)
            except FileUnknown:
                # The same message may have been quicker, and has its files.
                known = await self._known(owner, conversation_id, echo_id)
                if known is None:
                    raise
        if known is None:
            author = await self._author(program, site_id, new)
            known, is_new = await self._send(program, owner, conversation_id, new, author, echo_id, network)
            if is_new:
                return await self._shown(site_id, known)
        await self._check_same(program, owner, known, new)
        return await self._shown(site_id, known)

    async def _known(self, owner: Owner, conversation_id: UUID, echo_id: UUID) -> Stored | None:
        async with self.database.connection() as connection:
            return await find_by_echo(
                connection, site_id=owner.site_id, conversation_id=conversation_id, echo_id=echo_id
            )

    async def _refuse(self, program: Program, owner: Owner, conversation_id: UUID, new: NewMessage) -> None:
        """What would be refused once its author is known, before that."""
        body = await kept_text(self.masking, owner.site_id, new.body, may_be_empty=bool(new.file_ids))
        for text in (body, *await kept_choices(self.masking, owner.site_id, new.choices)):
            await refuse_messenger(self.database, owner.site_id, text)
        if new.reply_to_seq is None and not new.file_ids:
            return
        async with self.database.connection() as connection:
            head = await find_head(connection, site_id=owner.site_id, id=conversation_id)
            if head is None:
                raise no_conversation()
            if new.reply_to_seq is not None and not await has_message(connection, head, new.reply_to_seq):
                raise no_message()
            await claim(connection, head, uploader(program), new.file_ids)

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
                choices=new.choices,
                file_ids=new.file_ids,
                uploader=uploader(program),
                reply_to_seq=new.reply_to_seq,
                record_of=record_of,
                is_by_program=True,
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

    async def _check_same(self, program: Program, owner: Owner, known: Stored, new: NewMessage) -> None:
        """That it was this that was sent. Of a message whose words are gone nobody can say.

        A file that was uploaded anew is the same where its name and content are.

        Raises:
            IdempotencyMismatch: it was something else.
        """
        sent = known.entry
        if not isinstance(sent, MessagePosted):
            raise _mismatch()
        by = sent.author
        match new.author:
            case AsBot(name=name):
                is_same = by.bot and by.name == name.strip()
            case AsOperator(id=id):
                is_same = not by.bot and by.id == id
        async with self.database.connection() as connection:
            head = await find_head(connection, site_id=owner.site_id, id=sent.conversation_id)
            said = await first_words(connection, head, sent.seq) if head else ""
            if said and new.file_ids:
                is_same = is_same and await have_same_contents(
                    connection,
                    list(dict.fromkeys(new.file_ids)),
                    [file.id for file in sent.files or ()],
                    site_id=owner.site_id,
                    uploader_id=uploader(program).id,
                )
        is_same = is_same and (sent.reply_to_seq or None) == new.reply_to_seq
        if said:
            is_same = is_same and bool(sent.files) == bool(new.file_ids) and await self._says(owner, said, sent, new)
        if not is_same:
            raise _mismatch()

    async def _says(self, owner: Owner, said: str, sent: MessagePosted, new: NewMessage) -> bool:
        """Whether these are its words and choices: as they are, or as the site keeps them by now."""
        may_be_empty = bool(new.file_ids)
        files = sent.files or ()
        texts = (clean_body(new.body, may_be_empty=may_be_empty), tuple(choice.strip() for choice in new.choices))
        was = (said, tuple(sent.choices or ()))
        if was == (body_with_names(texts[0], files), texts[1]):
            return True
        kept = await kept_text(self.masking, owner.site_id, new.body, may_be_empty=may_be_empty)
        return was == (body_with_names(kept, files), await kept_choices(self.masking, owner.site_id, new.choices))

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
