"""How visitors rate a conversation that is over."""

from collections.abc import Awaitable, Callable

from ryadom.core.conversations import Visit
from ryadom.core.timeline_rules import find_known, kept_text, lock_conversation
from ryadom.core.visitor_standing import refuse_shut_out
from ryadom.errors import RatingUnsuitable
from ryadom.live.writer import Change, Writer
from ryadom.privacy.policies import Masking
from ryadom.protocol.shared import Status
from ryadom.protocol.visitor import RateConversation
from ryadom.store.entries import NewRating, Stored, append_entry, count_ratings
from ryadom.store.mergers import is_merged
from ryadom.store.sql import Connection
from ryadom.store.visitors import lock_visitor

MAX_RATINGS = 5
"""Of one closing: somebody may change their mind, and say why in the end, and nobody fills a table by it."""


class Ratings:
    """Takes ratings: each commits, then publishes.

    A repeated `echo_id` stores nothing and publishes the entry once more.
    """

    def __init__(self, writer: Writer, masking: Masking) -> None:
        self._writer = writer
        self._masking = masking

    async def rate(
        self,
        visit: Visit,
        command: RateConversation,
        *,
        gate: Callable[[Connection], Awaitable[None]],
    ) -> None:
        """Rates the visitor's own conversation, closed by either side; the newest rating since then counts.

        `gate` refuses content that the visitor has not agreed to.

        Raises:
            BadBody: the comment is no text, see `clean_body`.
            RatingUnsuitable: the conversation is open, was merged, or was rated often enough since it was closed.
            EchoIdTaken: an operator has used this `echo_id` here.
            VisitorErased: what was held on the visitor was erased, and the socket has not heard of it yet.
            VisitorBlocked: the visitor's data are blocked.
            ConsentRequired: `gate` does not let it pass.
        """
        owner = visit.owner
        echo_id, comment = command.echo_id, command.comment
        kept = await kept_text(self._masking, owner.site_id, comment) if comment.strip() else ""

        async def change(connection: Connection) -> Change[Stored]:
            await lock_visitor(connection, site_id=owner.site_id, visitor_id=owner.visitor_id, locale=visit.locale)
            await refuse_shut_out(connection, owner)
            await gate(connection)
            head = await lock_conversation(connection, owner, command.conversation_id)
            if known := await find_known(connection, head, visit.author, echo_id):
                return known
            if head.status is not Status.CLOSED:
                raise RatingUnsuitable("A conversation can be rated once it is closed.", field="conversation_id")
            if await is_merged(connection, head):
                raise RatingUnsuitable("It goes on in another conversation, which is rated.", field="conversation_id")
            if await count_ratings(connection, head) >= MAX_RATINGS:
                raise RatingUnsuitable(
                    f"It was rated {MAX_RATINGS} times since it was closed: the last one counts.",
                    field="conversation_id",
                )
            content = NewRating(score=command.score, comment=kept)
            entry = await append_entry(connection, head=head, author=head.visitor, echo_id=echo_id, content=content)
            return Change(result=entry, entries=(entry,))

        await self._writer.write(owner, change)
