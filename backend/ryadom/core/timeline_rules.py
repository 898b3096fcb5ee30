"""What every change of a timeline keeps to: the lock, the `echo_id`, and what of a text may be stored."""

from collections.abc import Sequence
from uuid import UUID

from ryadom.core.texts import check_length, clean_body, clean_line
from ryadom.errors import (
    BadBody,
    ConversationChanged,
    ConversationUnknown,
    EchoIdTaken,
    MessageUnknown,
    MessengerForbidden,
)
from ryadom.live.owner import Owner
from ryadom.live.writer import Change
from ryadom.privacy.messengers import linked_messenger
from ryadom.privacy.policies import Masking
from ryadom.protocol import MAX_CHOICE_CHARS
from ryadom.protocol.shared import Author
from ryadom.store import conversations as store
from ryadom.store.controllers import is_regulated_site
from ryadom.store.conversations import Head
from ryadom.store.database import Database
from ryadom.store.entries import Stored, find_by_echo
from ryadom.store.marks import is_overtaken
from ryadom.store.sql import Connection


async def lock_conversation(
    connection: Connection, owner: Owner, conversation_id: UUID, *, reader_id: UUID | None = None
) -> Head:
    """The head of a conversation, held until the transaction ends: whoever holds it gives out the next seq.

    `reader_id`: the operator who writes; they were let in, but it may have left their sight since.

    Raises:
        ConversationUnknown: there is none, or its visitor is blocked, or the operator does not see it.
    """
    head = await store.lock_head(connection, site_id=owner.site_id, id=conversation_id, reader_id=reader_id)
    # A blocked visitor's is to operators as if there were none. The lock is held: so it stays while they write.
    if head is None or head.is_blocked:
        raise unknown_conversation()
    return head


async def find_known(connection: Connection, head: Head, author: Author, echo_id: UUID) -> Change[Stored] | None:
    """What was stored under this `echo_id`, to be published once more; None where it is new.

    Raises:
        EchoIdTaken: it is somebody else's.
    """
    stored = await find_by_echo(connection, site_id=head.site_id, conversation_id=head.id, echo_id=echo_id)
    if stored is None:
        return None
    if (stored.entry.author.kind, stored.entry.author.id) != (author.kind, author.id):
        raise EchoIdTaken("Somebody else has used this echo_id here. Make a fresh random UUID.", field="echo_id")
    return Change(result=stored, entries=(stored,), repeated=True)


async def refuse_overtaken(connection: Connection, head: Head, operator: Author, over_seq: int | None) -> None:
    """Keeps an operator from overruling unawares what a colleague has done since they looked (`over_seq`).

    Raises:
        ConversationChanged: another operator has led the conversation somewhere.
    """
    if over_seq is not None and await is_overtaken(connection, head, operator_id=operator.id, over_seq=over_seq):
        raise ConversationChanged("Another operator was quicker. Look at it as it is now.", field="over_seq")


def no_message() -> MessageUnknown:
    """What is told of a message that is to be answered and was never there."""
    return MessageUnknown("There is no message at this place to be answered.", field="reply_to_seq")


async def kept_text(masking: Masking, site_id: UUID, text: str, *, may_be_empty: bool = False) -> str:
    """What may be kept of a text: cleaned, and without what the site does not store.

    Raises:
        BadBody: see `clean_body`.
    """
    kept = await masking.apply_aside(site_id, clean_body(text, may_be_empty=may_be_empty))
    check_length(kept)  # «карта •••• 1234» may be longer than what it stands for
    return kept


async def kept_choices(masking: Masking, site_id: UUID, choices: Sequence[str]) -> tuple[str, ...]:
    """What may be kept of answers that a message offers.

    Raises:
        BadBody: one is no short line, or is there twice.
    """
    lines = [clean_line(choice, field="choices", max_chars=MAX_CHOICE_CHARS) for choice in choices]
    kept = tuple([await kept_text(masking, site_id, line) for line in lines])
    if len(set(kept)) < len(kept) or any(len(choice) > MAX_CHOICE_CHARS for choice in kept):
        raise BadBody(f"Choices are different lines of at most {MAX_CHOICE_CHARS} characters.", field="choices")
    return kept


async def refuse_messenger(database: Database, site_id: UUID, text: str) -> None:
    """Keeps links to messengers out of what a regulated organisation writes.

    Raises:
        MessengerForbidden: the text links to one, and the site's controller may not speak there.
    """
    if not linked_messenger(text):
        return
    async with database.connection() as connection:
        await refuse_messenger_in(connection, site_id, text)


async def refuse_messenger_in(connection: Connection, site_id: UUID, text: str) -> None:
    """The same within a transaction.

    Raises:
        MessengerForbidden: see `refuse_messenger`.
    """
    messenger = linked_messenger(text)
    if messenger and await is_regulated_site(connection, site_id):
        raise MessengerForbidden(
            f"The message links to {messenger}, through which this organisation may not speak with customers "
            "(41-FZ). Take the link out.",
            field="body",
        )


def unknown_conversation(field: str = "conversation_id") -> ConversationUnknown:
    """What is told of a conversation that is not there, or not theirs."""
    return ConversationUnknown("There is no such conversation here.", field=field)
