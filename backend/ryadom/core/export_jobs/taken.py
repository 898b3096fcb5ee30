"""The file of a job while it is given: from a byte on, piece by piece."""

import asyncio
from collections.abc import AsyncGenerator

from msgspec import Struct

from ryadom.core.export_endings import Ending
from ryadom.core.files.downloads import Served
from ryadom.core.spool import PIECE_BYTES
from ryadom.store.file_contents import unavailable


class Taken(Struct, frozen=True, kw_only=True):
    """A file that is given, from `begin` on, and what the journal will be told of its end.

    `tag`: what whoever goes on where a line broke says that they have the beginning of (ETag).
    """

    served: Served
    size_bytes: int
    tag: str
    begin: int
    ending: Ending

    async def pieces(self) -> AsyncGenerator[bytes]:
        """What is to be given; a file that is taken away meanwhile is there to its end.

        Raises:
            FilesUnavailable: it is not where it should be.
        """
        try:
            file = await asyncio.to_thread(self.served.path.open, "rb")
        except OSError as error:
            raise unavailable(error) from error
        with file:
            file.seek(self.begin)
            while piece := await asyncio.to_thread(file.read, PIECE_BYTES):
                yield piece


def rest_of(begin: int, size_bytes: int) -> dict[str, str]:
    """What the journal is told of whoever begins there: of all of it nothing."""
    return {"from": str(begin), "of": str(size_bytes)} if begin else {}
