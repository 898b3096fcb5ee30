"""How exports over a network end, as the journal is told: it knows before what was asked for, not what was had."""

from collections.abc import Sequence
from enum import StrEnum

import structlog
from msgspec import Struct
from msgspec.structs import replace

from ryadom.errors import RyadomError
from ryadom.live.journal_queue import JournalQueue
from ryadom.store.journal_chain import Action, Record

log = structlog.get_logger(__name__)


class End(StrEnum):
    """How it ended, where no error says so by its code. Values are stored for ever: add, never rename."""

    WHOLE = "sent_whole"
    """All of it went out: the last half a MiB may yet be lost on the way."""
    REST = "sent_rest"
    """All from a byte on, behind what was there of it."""
    LEFT = "client_left"
    BROKEN = "broken_off"
    """By the server, which was stopped, or did not foresee it."""


class Ending(Struct, frozen=True, kw_only=True):
    """Of one export of a program's: of downloads in the panel the journal has the beginning alone.

    `begun`: what the journal was told when it began; `is_rest`: it did in the middle of a file.

    Whoever is killed in the middle tells nothing, nor does who has given nothing.
    """

    journal: JournalQueue
    begun: Sequence[Record]
    is_rest: bool = False

    async def tell(self, how: str, *, sent_bytes: int) -> None:
        """Has it written that it ended so: `End`, or the code of an error. It is over whether that can be or not."""
        if how == End.WHOLE and self.is_rest:
            how = End.REST
        more = {"ended": how, "bytes": str(sent_bytes)}
        records = [
            replace(record, action=Action.EXPORT_ENDED, details={**record.details, **more}) for record in self.begun
        ]
        try:
            await self.journal.write(records)
        except RyadomError as error:
            log.warning("end of an export not journalled", ended=how, bytes=sent_bytes, reason=error.message)
