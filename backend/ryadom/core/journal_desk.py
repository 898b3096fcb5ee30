"""The journal as operators read, export and verify it, each of which it notes itself."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from msgspec import Struct

from ryadom.core.export_counting import Form
from ryadom.core.export_endings import Ending
from ryadom.core.journal_views import JournalView, find_view, journals_of, still_sees
from ryadom.core.rights import Right, may
from ryadom.errors import Busy, HeadsUnusable, OperatorUnknown, RightMissing, SiteUnknown
from ryadom.live.journal_queue import JournalQueue
from ryadom.privacy.check_marks import MarkSigner
from ryadom.privacy.journal_check import Mark, Part, Verdict, check_part, compare_heads
from ryadom.privacy.journal_export import export_csv, record_of_export
from ryadom.privacy.journal_heads import HeadSigner, SignedHead, check_signature, read_heads
from ryadom.privacy.person_keys import PersonKeys, Unsealed, sealed_of
from ryadom.privacy.veil import Veil
from ryadom.store import journal as store
from ryadom.store.database import Database
from ryadom.store.journal import Filter, Head, Page
from ryadom.store.journal_chain import BEFORE_THE_FIRST, Action, Actor, Link, Record
from ryadom.store.operator_sessions import OperatorSession
from ryadom.store.operators import list_colleagues
from ryadom.store.sql import Connection

PAGE_LIMIT = 50
CHECKED_AT_ONCE = 20_000
"""Records that one request verifies: under a second, with pauses for everybody else."""

BUSY_RETRY_S = 2.0


class Personal(StrEnum):
    """What became of the personal details of a record."""

    NONE = "none"
    OPEN = "open"
    BLOCKED = "blocked"
    DESTROYED = "destroyed"
    UNREADABLE = "unreadable"


class ShownLink(Struct, frozen=True, kw_only=True):
    """A link as it is shown. `opened` holds its personal details where they could be opened."""

    link: Link
    personal: Personal
    opened: Mapping[str, str]


class ShownPage(Struct, frozen=True, kw_only=True):
    """A page of the journal, newest first; `next_below` as in `store.journal.Page`."""

    controller_id: UUID
    links: Sequence[ShownLink]
    next_below: int | None


class KeptHead(Struct, frozen=True, kw_only=True):
    """The newest head of a chain in the file of signed heads, and whether it is signed by us and fits the chain."""

    head: SignedHead
    fits: bool


class State(Struct, frozen=True, kw_only=True):
    """How a journal stands. `kept`: None where no head was written; `are_heads_unusable`: the file can't be read."""

    journals: Sequence[JournalView]
    controller_id: UUID
    number: int
    hash: str
    kept: KeptHead | None
    are_heads_unusable: bool


class Checked(Struct, frozen=True, kw_only=True):
    """One part of a verification. `end`: where the chain ends; `kept_heads`: how many were compared at the end.

    `signature`: without it nothing goes on from the part's mark.
    """

    part: Part
    signature: str
    end: int
    kept_heads: int


class JournalFile(Struct, frozen=True, kw_only=True):
    """A journal as it is given out, what it will be told of the end of that, and of what it is."""

    pieces: AsyncGenerator[str]
    ending: Ending
    view: JournalView
    is_covered: bool


class JournalDesk:
    """Shows journals to operators, as far as their sites allow: see `store.journal.Sight`."""

    def __init__(
        self,
        database: Database,
        journal: JournalQueue,
        keys: PersonKeys,
        signer: HeadSigner,
        *,
        marks: MarkSigner,
        now: Callable[[], datetime],
        veil: Veil,
        heads_file: Path,
    ) -> None:
        self._database = database
        self._journal = journal
        self._keys = keys
        self._signer = signer
        self._marks = marks
        self._now = now
        self._veil = veil
        self._heads_file = heads_file
        self._checking = asyncio.Lock()

    async def read(
        self,
        session: OperatorSession,
        wanted: Filter,
        *,
        by: Actor,
        controller_id: UUID | None,
        below: int | None = None,
    ) -> ShownPage:
        """A page of a controller's journal (the first one's, where none is named), below a number where one is given.

        The view is in the journal before it is given, with the visitors whose personal details it opens.

        Raises:
            ControllerUnknown, SiteUnknown, OperatorUnknown: the operator does not work there, or with them.
            JournalUnavailable: the view can't be journalled.
            JournalBroken: a record holds what no record can hold.
        """
        async with self._database.connection() as connection:
            view, head = await self._open(connection, session, wanted, controller_id)
            page = (
                await store.select_newest(connection, head, wanted, view.sight, below=below, limit=PAGE_LIMIT)
                if head
                else Page(links=[], next_below=None)
            )
            unsealed = await self._keys.open_those_that_open(connection, sealed_of(page.links))
        if veil := self._veil_for(session):
            unsealed = unsealed.covered(page.links, veil)
        shown = [_shown(link, unsealed) for link in page.links]
        seen = (id for one in shown if one.personal is Personal.OPEN for id in one.link.record.visitor_ids)
        await self._note(
            by, view, _told(wanted) | ({} if below is None else {"below": str(below)}), tuple(dict.fromkeys(seen))
        )
        return ShownPage(controller_id=view.controller_id, links=shown, next_below=page.next_below)

    async def export(
        self, session: OperatorSession, wanted: Filter, *, by: Actor, controller_id: UUID | None
    ) -> JournalFile:
        """The same without pages, oldest first, as pieces of one CSV text; see `export_csv`.

        Raises:
            ControllerUnknown, SiteUnknown, OperatorUnknown, JournalUnavailable, JournalBroken: as for `read`.
        """
        async with self._database.connection() as connection:
            view, head = await self._open(connection, session, wanted, controller_id)
        empty = Head(controller_id=view.controller_id, number=0, hash=BEFORE_THE_FIRST, last_number=0)
        veil = self._veil_for(session)
        record = record_of_export(view.controller_id, wanted, by)
        return JournalFile(
            pieces=export_csv(self._database, self._keys, head or empty, wanted, by=by, sight=view.sight, veil=veil),
            ending=Ending(journal=self._journal, begun=[record], form=Form.CSV),
            view=view,
            is_covered=veil is not None,
        )

    async def check_again(self, session: OperatorSession, file: JournalFile) -> None:
        """For whoever is just being given it.

        Raises:
            ControllerUnknown: none of its sites is the operator's any more.
            RightMissing: they may not see all of it any more.
        """
        async with self._database.connection() as connection:
            now = find_view(await journals_of(connection, session.operator_id), file.view.controller_id)
        if not still_sees(now, file.view) or (self._veil_for(session) is not None and not file.is_covered):
            raise RightMissing("You do not see all of this journal any more. Export it anew.")

    async def state(self, session: OperatorSession, *, controller_id: UUID | None) -> State:
        """How a journal stands, and which there are; nothing of what it says.

        Raises:
            ControllerUnknown: none of its sites is the operator's.
        """
        async with self._database.connection() as connection:
            journals = await journals_of(connection, session.operator_id)
            view = find_view(journals, controller_id)
            head = await store.find_head(connection, view.controller_id)
        kept, are_unusable = await self._kept_heads(view.controller_id)
        return State(
            journals=journals,
            controller_id=view.controller_id,
            number=head.number if head else 0,
            hash=head.hash.hex() if head else "",
            kept=await self._judge(kept[-1]) if kept else None,
            are_heads_unusable=are_unusable,
        )

    async def verify(
        self,
        session: OperatorSession,
        *,
        by: Actor,
        controller_id: UUID | None,
        so_far: Mark = Mark(),  # noqa: B008 - frozen
        signature: str = "",
    ) -> Checked:
        """Verifies the next part of a journal, from where an earlier call ended, with the signature that it gave.

        The outcome is journalled at the end, with the record that the check began from and the time when it did.

        Raises:
            BadFrame: the mark is not one that an earlier call gave in this session.
            Busy: somebody else's verification is under way in this process.
            ControllerUnknown: none of its sites is the operator's.
            JournalUnavailable: the result can't be journalled.
        """
        if self._checking.locked():
            raise Busy("A verification is under way. Wait a moment and go on.", retry_after_s=BUSY_RETRY_S)
        async with self._checking:
            async with self._database.connection() as connection:
                view = find_view(await journals_of(connection, session.operator_id), controller_id)
                head = await store.find_head(connection, view.controller_id)
            place = {"controller_id": view.controller_id, "session_id": session.id}
            began = self._marks.read(signature, so_far, **place) if so_far.number else self._now()
            part = await check_part(self._database, view.controller_id, so_far=so_far, at_most=CHECKED_AT_ONCE)
            kept: list[SignedHead] = []
            if part.is_done and part.verdict.broken is None:
                kept, _ = await self._kept_heads(view.controller_id)
                if contradiction := await self._contradiction(kept):
                    part = Part(verdict=contradiction, mark=part.mark, is_done=True)
        if part.is_done:
            begun = {"first": "1", "began": f"{began:%Y-%m-%dT%H:%M:%SZ}"}
            await self._note(by, view, {"what": "verification", **begun, **_outcome(part.verdict)})
        signed = self._marks.sign(part.mark, began=began, **place)
        return Checked(part=part, signature=signed, end=head.number if head else 0, kept_heads=len(kept))

    def _veil_for(self, session: OperatorSession) -> Veil | None:
        return None if may(session.role, Right.SEE_CONTACTS) else self._veil

    async def _open(
        self, connection: Connection, session: OperatorSession, wanted: Filter, controller_id: UUID | None
    ) -> tuple[JournalView, Head | None]:
        """Whose journal is read, and where it ends. What is asked for is noted, so it may name nothing foreign."""
        view = find_view(await journals_of(connection, session.operator_id), controller_id)
        if wanted.site_id is not None and wanted.site_id not in view.sight.site_ids:
            raise SiteUnknown("You work on no such site.", field="site_id")
        if wanted.actor_id is not None:
            colleagues = await list_colleagues(connection, site_ids=view.sight.site_ids)
            if wanted.actor_id not in {colleague.id for colleague in colleagues}:
                raise OperatorUnknown("Nobody with this id works on your sites.", field="operator_id")
        return view, await store.find_head(connection, view.controller_id)

    async def _note(
        self, by: Actor, view: JournalView, details: dict[str, str], visitor_ids: tuple[UUID, ...] = ()
    ) -> None:
        only_site = view.sites[0].id if len(view.sites) == 1 else None
        record = Record(
            controller_id=view.controller_id,
            action=Action.JOURNAL_VIEWED,
            actor=by,
            site_id=only_site,
            visitor_ids=visitor_ids,
            details=details,
        )
        await self._journal.write([record])

    async def _kept_heads(self, controller_id: UUID) -> tuple[list[SignedHead], bool]:
        """The heads of a chain in the file, oldest first, and whether there is a file that can't be read."""
        if not self._heads_file.exists():
            return [], False
        try:
            heads = await asyncio.to_thread(read_heads, self._heads_file)
        except HeadsUnusable:
            return [], True
        return [head for head in heads if head.controller_id == controller_id], False

    async def _judge(self, head: SignedHead) -> KeptHead:
        return KeptHead(head=head, fits=await self._contradiction([head]) is None)

    async def _contradiction(self, kept: Sequence[SignedHead]) -> Verdict | None:
        """What the first kept head says against the chain; None where all are ours and fit."""
        for head in kept:
            if not check_signature(head, self._signer.public_keys):
                broken = f"the kept head of {head.at:%Y-%m-%d %H:%M} is not signed by this server"
                return Verdict(controller_id=head.controller_id, number=head.number - 1, broken=broken)
        return next(iter(await compare_heads(self._database, kept)), None)


def _shown(link: Link, unsealed: Unsealed) -> ShownLink:
    sealed = link.record.sealed
    if sealed is None:
        return ShownLink(link=link, personal=Personal.NONE, opened={})
    if sealed in unsealed.blocked:
        return ShownLink(link=link, personal=Personal.BLOCKED, opened={})
    if sealed in unsealed.details:
        return ShownLink(link=link, personal=Personal.OPEN, opened=unsealed.details[sealed])
    personal = Personal.UNREADABLE if sealed in unsealed.unreadable else Personal.DESTROYED
    return ShownLink(link=link, personal=personal, opened={})


def _told(wanted: Filter) -> dict[str, str]:
    return {name: str(value) for name in Filter.__struct_fields__ if (value := getattr(wanted, name)) is not None}


def _outcome(verdict: Verdict) -> dict[str, str]:
    whole = {"records": str(verdict.number)}
    return whole if verdict.broken is None else whole | {"broken": verdict.broken}
