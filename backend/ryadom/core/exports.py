"""Tables as files, for whoever waits for them: on the command line, and for programs over the network.

An export is in the journal before its first row is read, one record for each controller whose data is in it.
"""

import asyncio
import shutil
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping, Sequence
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO
from uuid import UUID

from msgspec import Struct

from ryadom.core.export_conditions import check_conditions, told
from ryadom.core.export_counting import Form
from ryadom.core.export_endings import Ending
from ryadom.core.export_files import Dialect, GiveWay, at_once, check_form, write_rows
from ryadom.core.export_pace import Pace, Patience, Taking
from ryadom.core.export_places import RETRY_AFTER_S, Places
from ryadom.core.spool import spooled
from ryadom.errors import Busy, FilesFull, TooSlow
from ryadom.live.journal_queue import JournalQueue
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.exports import Selection, expected_rows
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site

DELIMITERS = (";", ",")
MAX_TAKEN = 8
"""Exports that are taken over the network at once, in a process, and as many files of jobs."""
MAX_TAKEN_BY_KEY = 2
KEPT_FREE_BYTES = 1 << 30


async def write_export(
    database: Database,
    sites: Sequence[Site],
    selection: Selection,
    form: Form,
    out: BinaryIO,
    *,
    by: Actor,
    dialect: Dialect | None = None,
    on_progress: Callable[[int], None] = lambda _: None,
    on_expected: Callable[[int], None] | None = None,
    give_way: GiveWay = at_once,
    is_quiet: bool = True,
) -> int:
    """Writes what is selected of these sites, whose ids `selection` has; gives how many rows there were.

    `on_progress` is called with the number of rows so far, `on_expected` before with how many Postgres expects,
    `give_way` awaited with each number of bytes; `is_quiet` as for `write_rows`. Of customers whom nobody can address
    there is no contact card.

    Raises:
        BadBody: contact cards of something else than customers, or with columns chosen; or see `check_conditions`.
        JournalUnavailable: the export can't be journalled, so nothing is read.
        DatabaseUnavailable: Postgres is away, or went away; what is written is not whole.
        FilesFull, FilesUnavailable: nothing more can be written to `out`.
    """
    check_form(selection, form)
    async with database.connection() as connection:
        await check_conditions(connection, selection)
        await journal.append(connection, records_of(sites, selection, form, by))
        if on_expected is not None:
            on_expected(await expected_rows(connection, selection))
        return await write_rows(
            connection,
            selection,
            form,
            out,
            dialect=dialect or Dialect(),
            on_progress=on_progress,
            give_way=give_way,
            is_quiet=is_quiet,
        )


def check_room(folder: Path, *, kept_free_bytes: int) -> None:
    """Leaves so much of the disk to others.

    Raises:
        FilesFull: there would be less.
    """
    if shutil.disk_usage(folder).free < kept_free_bytes:
        raise FilesFull("The server's disk is nearly full: tell the administrator of the chat.")


class ExportDesk(Struct, frozen=True, kw_only=True):
    """Exports for whoever takes them over a network, in this process, whose chats go first.

    `turns`: how many may be made at once, each with a connection. `places`: for those who take them, each with a
    file without a name in `folder`, where at least 1 GiB stays free. `told_at`: as for `Pace`. `journal` is told how
    they end.
    """

    database: Database
    turns: asyncio.Semaphore
    places: Places
    folder: Path
    told_at: Callable[[], float]
    journal: JournalQueue
    patience: Patience = Patience()

    async def stream(
        self, sites: Sequence[Site], selection: Selection, form: Form, *, by: Actor, dialect: Dialect | None = None
    ) -> AsyncGenerator[bytes]:
        """As `write_export`, piece by piece, but no workbooks. Who takes them slowly keeps no snapshot: `core.spool`.

        Raises:
            Busy: as many as may be are made, or taken, all in all or by this key.
            FilesFull: there would be too little room for others.
            TooSlow: it has not been made within an hour, or is taken more slowly than `patience` has it.
            JournalUnavailable, DatabaseUnavailable: as there, maybe after some pieces; these are not whole.
        """

        async def produce(out: BinaryIO, tell: Callable[[int], None]) -> None:
            def look(written: int) -> None:
                self._check_room()
                tell(written)

            async with self.turns, self._in_time():
                pace = Pace(self.told_at)
                await write_export(
                    self.database,
                    sites,
                    selection,
                    form,
                    out,
                    by=by,
                    dialect=dialect,
                    on_progress=look,
                    give_way=pace.give_way,
                    is_quiet=pace.is_quiet,
                )

        if self.turns.locked():
            raise Busy("As many exports as may be are under way. Ask again in a moment.", retry_after_s=RETRY_AFTER_S)
        with self.places.take(by.id):
            taking = Taking(self.patience)
            await asyncio.to_thread(self.folder.mkdir, parents=True, exist_ok=True)
            self._check_room()
            async with aclosing(spooled(produce, self.folder)) as pieces:
                async for piece in pieces:
                    yield piece
                    taking.took(len(piece))

    def ending(self, sites: Sequence[Site], selection: Selection, form: Form, by: Actor) -> Ending:
        """What the journal will be told of the end of an export as `stream` begins it."""
        return Ending(journal=self.journal, begun=records_of(sites, selection, form, by), form=form)

    @asynccontextmanager
    async def _in_time(self) -> AsyncIterator[None]:
        try:
            async with asyncio.timeout(self.patience.made_within_s):
                yield
        except TimeoutError:
            raise TooSlow("The export takes too long to make. Have it made beside the chats, or in parts.") from None

    def _check_room(self) -> None:
        check_room(self.folder, kept_free_bytes=KEPT_FREE_BYTES)


def records_of(
    sites: Sequence[Site],
    selection: Selection,
    form: Form,
    by: Actor,
    *,
    action: Action = Action.EXPORTED,
    more: Mapping[str, str] = MappingProxyType({}),
) -> list[Record]:
    """What the journal says of an export: a record for each controller, with `more` beside what is selected."""
    details = {
        "what": str(selection.kind),
        "form": str(form),
        "columns": ", ".join(selection.columns),
        "since": selection.since.isoformat(),
        **({"before": selection.before.isoformat()} if selection.before else {}),
        **told(selection.conditions),
        **more,
    }
    of_controllers: dict[UUID, list[Site]] = {}
    for site in sites:
        of_controllers.setdefault(site.controller_id, []).append(site)
    return [
        Record(
            controller_id=controller_id,
            action=action,
            actor=by,
            site_id=theirs[0].id if len(theirs) == 1 else None,
            details=details | {"sites": ", ".join(site.key for site in theirs)},
        )
        for controller_id, theirs in sorted(of_controllers.items())
    ]
