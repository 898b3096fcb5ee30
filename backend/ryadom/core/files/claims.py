"""Sending what was uploaded: the message that names a file has it from then on, and no other does."""

from collections.abc import Sequence
from uuid import UUID

from ryadom.errors import FileUnknown
from ryadom.live.owner import Owner
from ryadom.protocol import MAX_BODY_CHARS
from ryadom.protocol.shared import Author, FileRef
from ryadom.store.files import lock_unsent
from ryadom.store.sql import Connection


async def claim(
    connection: Connection, file_ids: Sequence[UUID], *, owner: Owner, author: Author
) -> tuple[FileRef, ...]:
    """The files, in this order and each once, held for the message that is about to be stored.

    Raises:
        FileUnknown: one is not the author's, not for this conversation, or in a message already; or it was not sent
            within a day of its uploading.
    """
    if not file_ids:
        return ()
    found = await lock_unsent(connection, file_ids, site_id=owner.site_id, visitor_id=owner.visitor_id, author=author)
    for file_id in file_ids:
        if file_id not in found:
            raise FileUnknown(f"There is no file {file_id} to be sent here. Upload it anew.", field="file_ids")
    return tuple(found[file_id] for file_id in dict.fromkeys(file_ids))


def body_with_names(body: str, files: Sequence[FileRef]) -> str:
    """The body that is stored: after what was written the names, one a line, for whoever knows of no files.

    Where all of it would be longer than a message may be, what was written goes alone.
    """
    named = "\n".join(filter(None, (body, *(file.name for file in files))))
    return named if len(named) <= MAX_BODY_CHARS or not body else body
