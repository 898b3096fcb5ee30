"""Catching up: what a client has missed, and refusing one whose state is of another database."""

from ryadom.errors import SeqAhead
from ryadom.protocol.shared import AuthorKind, FetchHistory, History
from ryadom.protocol.visitor import ConversationState
from ryadom.store.conversations import Head
from ryadom.store.entries import read_history
from ryadom.store.sql import Connection


async def fetch_history(connection: Connection, head: Head, command: FetchHistory, *, audience: AuthorKind) -> History:
    """The page of the timeline that a client asks for.

    Raises:
        SeqAhead: it holds more than there is.
    """
    refuse_seq_ahead(command.after_seq or 0, head.last_public_seq if audience is AuthorKind.VISITOR else head.last_seq)
    return await read_history(
        connection,
        head=head,
        audience=audience,
        limit=command.limit,
        request_id=command.request_id,
        after_seq=command.after_seq,
        before_seq=command.before_seq,
    )


def state_of(head: Head) -> ConversationState:
    """What a visitor's welcome tells of their conversation."""
    return ConversationState(
        id=head.id,
        status=head.status,
        last_seq=head.last_public_seq,
        visitor_read_seq=head.visitor_read_seq,
        # Operators read notes too, of which visitors are told nothing.
        operator_read_seq=min(head.operator_read_seq, head.last_public_seq),
        operator=head.assignee.for_visitor() if head.assignee else None,
    )


def refuse_seq_ahead(after_seq: int, last_seq: int) -> None:
    """Refuses a seq that has not been given out, e.g. after the database was restored from a backup.

    Raises:
        SeqAhead: `after_seq` is beyond `last_seq`.
    """
    if after_seq > last_seq:
        raise SeqAhead(
            f"after_seq is {after_seq}, but the conversation ends at {last_seq}. "
            "Forget what you hold and fetch it afresh.",
            field="after_seq",
        )
