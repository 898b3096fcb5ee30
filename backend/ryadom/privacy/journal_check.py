"""Whether the journal is whole: numbers without a gap, hashes that follow from what is written, heads that fit."""

from collections.abc import Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.errors import JournalBroken
from ryadom.privacy.journal_heads import SignedHead
from ryadom.store import journal
from ryadom.store.database import Database
from ryadom.store.journal import Head
from ryadom.store.journal_chain import BEFORE_THE_FIRST, Link, hash_of
from ryadom.store.sql import Connection

PAGE = 2_000
SMALL_PAGE = 200
"""For a server with other things to do: between two pages it does them, and a page is 5 ms of hashing."""


class Verdict(Struct, frozen=True, kw_only=True):
    """What was found of one chain: `number` records are whole; `broken` says what is wrong with the one after them.

    `clock_went_back` is the first number whose time is before the one before it: no breach, but worth knowing.
    """

    controller_id: UUID
    number: int
    broken: str | None = None
    clock_went_back: int | None = None


class Mark(Struct, frozen=True, kw_only=True):
    """How far a chain was found whole: up to this number, whose hash is in hexadecimal digits."""

    number: int = 0
    hash: str = BEFORE_THE_FIRST.hex()


class Part(Struct, frozen=True, kw_only=True):
    """What one part of a check found. `is_done`: the end of the chain was reached, or something broken."""

    verdict: Verdict
    mark: Mark
    is_done: bool


async def check_journal(database: Database, *, controller_id: UUID | None = None) -> list[Verdict]:
    """Reads every chain (or one) from its first record to its head as it is now. Chains may grow meanwhile.

    A chain whose end was cut off together with its head looks whole: only heads kept elsewhere show that, see
    `compare_heads`.
    """
    async with database.connection() as connection:
        heads = await journal.read_heads(connection)
        headless = await journal.chains_without_head(connection)
        verdicts = [Verdict(controller_id=id, number=0, broken="the head of the chain is gone") for id in headless]
        for head in heads:
            if controller_id in (None, head.controller_id):
                verdicts.append(await _check_chain(connection, head))  # noqa: PERF401 - one after the other
    return [verdict for verdict in verdicts if controller_id in (None, verdict.controller_id)]


async def check_part(database: Database, controller_id: UUID, *, so_far: Mark, at_most: int) -> Part:
    """Goes on with the check of one chain where an earlier part ended, for at most so many records.

    The mark is the caller's, with the hash: a record that was rewritten between two parts is found out.
    """
    async with database.connection() as connection:
        head = await journal.find_head(connection, controller_id)
        if head is None:
            verdict = Verdict(controller_id=controller_id, number=0, broken="the head of the chain is gone")
            return Part(verdict=verdict, mark=so_far, is_done=True)
        chain = _Chain(controller_id)
        up_to = min(so_far.number + at_most, head.number)
        broken = await _return_to(connection, chain, so_far)
        broken = broken or await _follow(connection, chain, head, up_to=up_to, page_size=SMALL_PAGE)
    is_done = broken is not None or up_to == head.number
    verdict = broken or (_end(chain, head) if is_done else chain.verdict())
    return Part(verdict=verdict, mark=Mark(number=chain.number, hash=chain.hash.hex()), is_done=is_done)


async def compare_heads(database: Database, kept: Sequence[SignedHead]) -> list[Verdict]:
    """A verdict for each kept head that the database contradicts: the chain was rewritten or cut since it was kept."""
    verdicts = []
    async with database.connection() as connection:
        for head in kept:
            found = None
            if head.number > 0:
                found = await journal.find_hash(connection, controller_id=head.controller_id, number=head.number)
            if head.number > 0 and found != bytes.fromhex(head.hash):
                broken = (
                    f"the kept head of {head.at:%Y-%m-%d %H:%M} is not there"
                    if found is None
                    else f"the kept head of {head.at:%Y-%m-%d %H:%M} has another hash: the chain was rewritten"
                )
                verdicts.append(Verdict(controller_id=head.controller_id, number=head.number - 1, broken=broken))
    return verdicts


class _Chain:
    """Follows one chain, link by link."""

    def __init__(self, controller_id: UUID) -> None:
        self._controller_id = controller_id
        self._last: Link | None = None
        self._clock_went_back: int | None = None

    @property
    def number(self) -> int:
        return self._last.number if self._last else 0

    @property
    def hash(self) -> bytes:
        return self._last.hash if self._last else BEFORE_THE_FIRST

    def begin_at(self, link: Link) -> None:
        """What follows must follow from this link, which was checked before."""
        self._last = link

    def flaw_of(self, link: Link) -> str | None:
        """What is wrong with the link that comes next; None, and the link is followed, where nothing is."""
        if link.number != self.number + 1:
            return f"it is missing: number {link.number} follows {self.number}"
        if link.prev_hash != self.hash:
            return "it does not follow from the record before it"
        if link.hash != hash_of(link):
            return "what it says is not what its hash was made of"
        if self._last is not None and link.at < self._last.at and self._clock_went_back is None:
            self._clock_went_back = link.number
        self._last = link
        return None

    def verdict(self, broken: str | None = None) -> Verdict:
        return Verdict(
            controller_id=self._controller_id,
            number=self.number,
            broken=broken,
            clock_went_back=self._clock_went_back,
        )


async def _check_chain(connection: Connection, head: Head) -> Verdict:
    chain = _Chain(head.controller_id)
    broken = await _follow(connection, chain, head, up_to=head.number, page_size=PAGE)
    return broken or _end(chain, head)


async def _return_to(connection: Connection, chain: _Chain, mark: Mark) -> Verdict | None:
    """Puts a chain where an earlier part of a check ended; a verdict where that is not there any more."""
    if mark.number == 0:
        return None
    changed = f"it was changed during the check: number {mark.number} was whole before"
    before = Verdict(controller_id=chain.verdict().controller_id, number=mark.number - 1, broken=changed)
    try:
        page = await journal.read_links(connection, controller_id=before.controller_id, after=mark.number - 1, limit=1)
    except JournalBroken:
        return before
    if not page or page[0].number != mark.number or page[0].hash.hex() != mark.hash or page[0].hash != hash_of(page[0]):
        return before
    chain.begin_at(page[0])
    return None


async def _follow(connection: Connection, chain: _Chain, head: Head, *, up_to: int, page_size: int) -> Verdict | None:
    """Follows a chain up to a number; a verdict where it is broken before."""
    while chain.number < up_to:
        try:
            page = await journal.read_links(
                connection,
                controller_id=head.controller_id,
                after=chain.number,
                limit=min(page_size, up_to - chain.number),
            )
        except JournalBroken as error:
            return await _narrowed(connection, chain, error.number)
        if not page:
            return chain.verdict(f"it is missing: the head says that the chain ends at {head.number}")
        for link in page:
            if flaw := chain.flaw_of(link):
                return chain.verdict(flaw)
    return None


def _end(chain: _Chain, head: Head) -> Verdict:
    """What there is to say of a chain that was followed to its head."""
    if head.hash != chain.hash:
        return chain.verdict("the head of the chain has another hash than its last record")
    if head.last_number > head.number:
        return chain.verdict(f"it is beyond the head, which says that the chain ends at {head.number}")
    return chain.verdict()


async def _narrowed(connection: Connection, chain: _Chain, unreadable: int) -> Verdict:
    """The verdict where a row can't be read: something before it in the same page may be wrong already."""
    page = await journal.read_links(
        connection,
        controller_id=chain.verdict().controller_id,
        after=chain.number,
        limit=unreadable - chain.number - 1,
    )
    for link in page:
        if flaw := chain.flaw_of(link):
            return chain.verdict(flaw)
    return chain.verdict("it holds what no record can hold")
