"""How exports over a network end, as the journal is told: it knows before what was asked for, not what was had."""

from collections.abc import Sequence
from enum import StrEnum

import structlog
from msgspec import Struct
from msgspec.structs import replace

from ryadom.core.export_counting import Form, RowCount
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


class Sent(Struct, frozen=True, kw_only=True):
    """What went out. `rows`: None where these can't be told, of a workbook, and of what begins within a file."""

    size_bytes: int = 0
    rows: int | None = None
    count: RowCount | None = None

    def with_piece(self, piece: bytes) -> "Sent":
        """The same and a piece more; to be asked for each piece once, in their order."""
        if self.count is None:
            return replace(self, size_bytes=self.size_bytes + len(piece))
        self.count.add(piece)
        return replace(self, size_bytes=self.size_bytes + len(piece), rows=max(0, self.count.rows))


class Ending(Struct, frozen=True, kw_only=True):
    """Of one export of a program's, or of one taking of a file in the panel.

    `begun`: what the journal was told when it began; `is_rest`: it did in the middle of a file.

    Whoever is killed in the middle tells nothing, nor does who has given nothing.
    """

    journal: JournalQueue
    begun: Sequence[Record]
    form: Form
    is_rest: bool = False

    def nothing_yet(self) -> Sent:
        """What went out before the first piece."""
        if self.is_rest or self.form is Form.XLSX:
            return Sent()
        # A heading is no row.
        return Sent(rows=0, count=RowCount(self.form, rows=-1 if self.form is Form.CSV else 0))

    async def tell(self, how: str, sent: Sent, *, why: str = "") -> None:
        """Has it written that it ended so: `End`, or the code of an error, and `why` that came. It is over whether that
        can be or not."""
        if how == End.WHOLE and self.is_rest:
            how = End.REST
        more = {
            "ended": how,
            "bytes": str(sent.size_bytes),
            **({} if sent.rows is None else {"rows_sent": str(sent.rows)}),
            **({"reason": why} if why else {}),
        }
        records = [
            replace(record, action=Action.EXPORT_ENDED, details={**record.details, **more}) for record in self.begun
        ]
        try:
            await self.journal.write(records)
        except RyadomError as error:
            log.warning("end of an export not journalled", ended=how, bytes=sent.size_bytes, reason=error.message)
