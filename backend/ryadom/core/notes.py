"""Notes of operators for each other in a conversation, which its visitor never sees, and the colleagues they call.

A note is an entry of the timeline that is not public: so history, resume, the feed and the bus leave it out for
visitors by the rule that all entries keep to, and editing, deleting, masking, erasing and answering subjects work on it
as on a message. What a note says of a visitor is their personal data: they are told it when they ask (152-FZ, article
14 part 7, leaves no such thing out), and the panel says so where one is written.
"""

from uuid import UUID

from ryadom.core.timeline_rules import find_known, kept_text, lock_conversation
from ryadom.core.visitor_standing import refuse_erased
from ryadom.errors import MentionOutOfSight
from ryadom.live.hub import OperatorsTopic
from ryadom.live.owner import Owner
from ryadom.live.relay import Relay
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.operator import AddNote, MentionsSeen, SeeMentions
from ryadom.protocol.shared import Author
from ryadom.store.database import Database
from ryadom.store.entries import NewNote, Stored, append_entry
from ryadom.store.legal_holds import lock_visitor
from ryadom.store.mentions import blind_among, operators_among, see_mentions
from ryadom.store.sql import Connection


class Notes:
    """Adds notes, and marks them as seen by whom they call. A repeated `echo_id` publishes the note once more."""

    def __init__(self, database: Database, writer: Writer, relay: Relay, masking: Masking) -> None:
        self._database = database
        self._writer = writer
        self._relay = relay
        self._masking = masking

    async def add(self, owner: Owner, operator: Author, command: AddNote) -> None:
        """Notes something in a conversation, open or closed, and changes nothing else of it.

        Who is called and does not work on the site (any more) is passed over: no note is lost for it.

        Raises:
            BadBody: see `clean_body`.
            MentionOutOfSight: somebody who is called works on the site, but does not see this conversation.
            EchoIdTaken: somebody else has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased, and nothing new is noted.
        """
        body = await kept_text(self._masking, owner.site_id, command.body)

        async def change(connection: Connection) -> Change[Stored]:
            # Who erases locks the visitor's row: so it is marked before this, or finds this done, in a closed one too.
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id)
            head = await lock_conversation(connection, owner, command.conversation_id, reader_id=operator.id)
            if known := await find_known(connection, head, operator, command.echo_id):
                return known
            await refuse_erased(connection, owner)
            called = await operators_among(connection, command.mentions, site_id=owner.site_id)
            if called and await blind_among(
                connection, called, site_id=owner.site_id, conversation_id=command.conversation_id
            ):
                raise MentionOutOfSight(
                    "Somebody whom the note calls sees only conversations of their departments, and this is none. Hand "
                    "it over to them, or call somebody else.",
                    field="mentions",
                )
            content = NewNote(body=body, mentions=called)
            entry = await append_entry(connection, head=head, author=operator, echo_id=command.echo_id, content=content)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)

    async def see_mentions(self, owner: Owner, operator_id: UUID, command: SeeMentions) -> None:
        """Notes that an operator has looked at what called them, and tells their other screens."""
        conversation_id, seq = command.conversation_id, command.seq
        async with self._database.connection() as connection:
            is_news = await see_mentions(
                connection, site_id=owner.site_id, conversation_id=conversation_id, operator_id=operator_id, seq=seq
            )
        if is_news:
            seen = MentionsSeen(conversation_id=conversation_id, operator_id=operator_id, seq=seq)
            self._relay.publish(OperatorsTopic(owner.site_id), seen)
