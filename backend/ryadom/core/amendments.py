"""What operators change of what was said: messages and notes they edit and delete.

Visitors do neither. What they wrote may have been acted on within the minute, and it is their own evidence too; who
wants it gone asks for erasure, which leaves nothing. An edit keeps the words that it took the place of, in its own row,
for the officer and the person's answer: what was promised can be shown. A deletion destroys them all: it is for what
should never have been written.
"""

from uuid import UUID

from msgspec import Struct

from ryadom.core.files.claims import body_with_names
from ryadom.core.timeline_rules import find_known, kept_text, lock_conversation, refuse_messenger_in
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import EditWindowOver, LegalHold, MessageUnknown, RightMissing
from ryadom.live.owner import Owner
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import DeleteMessage, EditMessage
from ryadom.protocol.shared import Author
from ryadom.store import journal
from ryadom.store.conversations import Head
from ryadom.store.entries import NewDeletion, NewEdit, Stored, Written, append_entry, find_message
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.legal_holds import is_conversation_held, lock_visitor
from ryadom.store.sql import Connection


class Editor(Struct, frozen=True, kw_only=True):
    """An operator who amends: as the timeline names them, and as the journal of the site's controller does.

    `deletes_any`: whether they may delete what others wrote, and at any time.
    """

    author: Author
    actor: Actor
    controller_id: UUID
    deletes_any: bool


class Amendments:
    """Edits and deletes messages and notes. Each is one transaction with its record in the journal.

    It is published after the commit. A repeated `echo_id` changes nothing and publishes the entry once more.
    `window_s`: for how long an author may; by Postgres' clock, which wrote the time of the message. What is amended of
    a note is told to no visitor, as the note.
    """

    def __init__(self, writer: Writer, masking: Masking, *, window_s: float) -> None:
        self._writer = writer
        self._masking = masking
        self.window_s = window_s

    async def edit(self, owner: Owner, editor: Editor, command: EditMessage) -> None:
        """Gives a message of the editor's own other words.

        Raises:
            BadBody: see `clean_body`.
            MessengerForbidden: it links to a messenger that is closed to the site's controller.
            MessageUnknown: there is no message at this place, or it was deleted or erased.
            RightMissing: somebody else wrote it.
            EditWindowOver: it is too old by now.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        message_seq, echo_id = command.message_seq, command.echo_id
        body = await kept_text(self._masking, owner.site_id, command.body)

        async def change(connection: Connection) -> Change[Stored]:
            # Who erases locks the visitor's row: so it is marked before this, or finds this done, in a closed one too.
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            head = await lock_conversation(connection, owner, command.conversation_id, reader_id=editor.author.id)
            if known := await find_known(connection, head, editor.author, echo_id):
                return known
            await refuse_erased(connection, owner)
            message = await _find(connection, head, message_seq)
            if not self._is_own(message, editor):
                raise RightMissing("Only who wrote a message may edit it.", field="message_seq")
            if message.public:
                await refuse_messenger_in(connection, owner.site_id, body)
            content = NewEdit(message_seq=message_seq, body=body_with_names(body, message.files))
            entry = await append_entry(connection, head=head, author=editor.author, echo_id=echo_id, content=content)
            await _note(connection, head, editor, Action.EDITED, message_seq, message)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)

    async def delete(self, owner: Owner, editor: Editor, command: DeleteMessage) -> None:
        """Destroys the words of a message: of the editor's own while it is young, or, with the right to, of any.

        Raises:
            MessageUnknown: there is no message at this place, or it was deleted or erased.
            RightMissing: somebody else wrote it.
            EditWindowOver: it is too old by now.
            LegalHold: nothing of this conversation may be destroyed for now.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        message_seq, echo_id = command.message_seq, command.echo_id

        async def change(connection: Connection) -> Change[Stored]:
            # Who places a hold locks the visitor's row: so it is there before this, or finds this done.
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            head = await lock_conversation(connection, owner, command.conversation_id, reader_id=editor.author.id)
            if known := await find_known(connection, head, editor.author, echo_id):
                return known
            await refuse_erased(connection, owner)
            message = await _find(connection, head, message_seq)
            if not editor.deletes_any and not self._is_own(message, editor):
                raise RightMissing("Only who wrote a message may delete it.", field="message_seq")
            await _refuse_held(connection, head)
            content = NewDeletion(message_seq=message_seq)
            entry = await append_entry(connection, head=head, author=editor.author, echo_id=echo_id, content=content)
            await _note(connection, head, editor, Action.DELETED, message_seq, message)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)

    def _is_own(self, message: Written, editor: Editor) -> bool:
        """Whether the editor wrote it, of what is young enough for its author.

        Raises:
            EditWindowOver: see `edit`.
        """
        if (message.author_kind, message.author_id) != (editor.author.kind, editor.author.id):
            return False
        if message.age_s > self.window_s:
            raise EditWindowOver(
                f"A message may be changed for {self.window_s / 60:g} minutes. Write another one.", field="message_seq"
            )
        return True


async def _find(connection: Connection, head: Head, message_seq: int) -> Written:
    message = await find_message(connection, head, message_seq)
    if message is None:
        raise MessageUnknown("There is no message at this place, or it was deleted or erased.", field="message_seq")
    return message


async def _refuse_held(connection: Connection, head: Head) -> None:
    if await is_conversation_held(
        connection, site_id=head.site_id, visitor_id=head.visitor.id, conversation_id=head.id
    ):
        raise LegalHold("A legal hold is on this conversation: nothing of it is deleted.", field="conversation_id")


async def _note(
    connection: Connection, head: Head, editor: Editor, action: Action, message_seq: int, message: Written
) -> None:
    record = Record(
        controller_id=editor.controller_id,
        action=action,
        actor=editor.actor,
        site_id=head.site_id,
        visitor_ids=(head.visitor.id,),
        conversation_ids=(head.id,),
        details={"what": "message" if message.public else "note", "seq": str(message_seq)},
    )
    await journal.append(connection, [record])
