"""Sending what was uploaded: the message that names a file has it from then on, and no other does."""

from collections.abc import Sequence
from uuid import UUID

from ryadom.errors import FileUnknown
from ryadom.protocol import MAX_BODY_CHARS
from ryadom.protocol.shared import Author, FileRef
from ryadom.store.conversations import Head
from ryadom.store.entries import NewMessage, Stored, append_entry
from ryadom.store.files import attach, lock_unsent
from ryadom.store.sql import Connection


async def append_message(
    connection: Connection,
    head: Head,
    author: Author,
    *,
    echo_id: UUID,
    body: str,
    choices: tuple[str, ...] = (),
    file_ids: Sequence[UUID],
    uploader: Author | None = None,
    reply_to_seq: int | None = None,
) -> Stored:
    """Appends a message with these files, in this order and each once. The caller holds the head's lock.

    `uploader`: who has uploaded them, where that was not the author.

    Raises:
        FileUnknown: one is not theirs, not for this visitor, or in a message already; or no message has named it
            within a day of its uploading.
    """
    files = await claim(connection, head, uploader or author, file_ids) if file_ids else ()
    content = NewMessage(body=body_with_names(body, files), choices=choices, files=files, reply_to_seq=reply_to_seq)
    message = await append_entry(connection, head=head, author=author, echo_id=echo_id, content=content)
    if files:
        await attach(connection, file_ids, site_id=head.site_id, conversation_id=head.id, seq=message.entry.seq)
    return message


def body_with_names(body: str, files: Sequence[FileRef]) -> str:
    """The body that is stored: after what was written the names, one a line, for whoever knows of no files.

    Where all of it would be longer than a message may be, what was written goes alone.
    """
    named = "\n".join(filter(None, (body, *(file.name for file in files))))
    return named if len(named) <= MAX_BODY_CHARS or not body else body


async def claim(connection: Connection, head: Head, author: Author, file_ids: Sequence[UUID]) -> tuple[FileRef, ...]:
    """What this author has uploaded for the conversation, which no other message gets before the transaction ends.

    Raises:
        FileUnknown: see `append_message`.
    """
    found = await lock_unsent(connection, file_ids, site_id=head.site_id, visitor_id=head.visitor.id, author=author)
    for file_id in file_ids:
        if file_id not in found:
            raise FileUnknown(f"There is no file {file_id} to be sent here. Upload it anew.", field="file_ids")
    return tuple(found[file_id] for file_id in dict.fromkeys(file_ids))
