"""The journal of actions with personal data: appended to, read, never changed."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import asyncpg
import msgspec
from msgspec import Struct

from ryadom.errors import JournalBroken, JournalUnavailable, Newer
from ryadom.store.journal_chain import Action, Actor, ActorKind, Link, Record, Result, Sealed, digest_of
from ryadom.store.sql import Connection, Row, queries_beside

STRETCH = 5_000
"""How many numbers one statement of a filtered reading looks at, at most."""

LOOKED_AT_ONCE = 500_000
"""How many numbers are looked at for one page, at most: some seconds where the filters fit hardly any of them."""

_queries = queries_beside(__file__)


class Head(Struct, frozen=True, kw_only=True):
    """Where a controller's chain ends. `last_number` is the newest record that is there: the same, unless tampered."""

    controller_id: UUID
    number: int
    hash: bytes
    last_number: int


class Filter(Struct, frozen=True, kw_only=True):
    """Which records are asked for; None asks for any. `since` is included, `before` is not."""

    since: datetime | None = None
    before: datetime | None = None
    action: Action | None = None
    result: Result | None = None
    actor_id: UUID | None = None
    subject_id: UUID | None = None
    site_id: UUID | None = None


class Sight(Struct, frozen=True, kw_only=True):
    """What of a chain may be seen: all of it, or what has to do with some of the controller's sites.

    That is: records that name one of `site_ids`, and those of `ABOUT_NO_SITE` by operators who work on one of them. All
    other records without a site may tell of other sites in their details, and are left out.
    """

    is_whole: bool
    site_ids: tuple[UUID, ...] = ()


WHOLE = Sight(is_whole=True)
ABOUT_NO_SITE = (Action.SIGNED_IN, Action.SIGN_IN_FAILED, Action.SIGNED_OUT, Action.PANEL_OPENED)


class Page(Struct, frozen=True, kw_only=True):
    """Links, newest first. What lies below `next_below` was not looked at; None: nothing does."""

    links: list[Link]
    next_below: int | None


async def append(connection: Connection, records: Sequence[Record]) -> None:
    """Puts records at the ends of their controllers' chains, in their order and in one round trip.

    Inside a transaction make it the last statement: until the commit nobody else can append to these chains.

    Raises:
        JournalUnavailable: the journal is locked by somebody else for 3 s, or may not be written.
    """
    with _refusals():
        await _queries.append.value(connection, records=msgspec.json.encode([_row_of(one) for one in records]).decode())


class Naming(StrEnum):
    """How a record names what was changed: not, or each by a key of its own, or all in `fields`."""

    NOT = "not"
    KEYS = "keys"
    FIELDS = "fields"


class Noted(Struct, frozen=True, kw_only=True):
    """How changes of the same are noted: in whose chain, of which site (None: of any or none), and what details say.

    `whats`: as one of which; `told`: what else they say. Servers of an older version may have named no `FIELDS`.
    """

    controller_id: UUID
    site_id: UUID | None = None
    whats: tuple[str, ...]
    told: Mapping[str, str] = {}
    naming: Naming = Naming.NOT


async def newest_change(
    connection: Connection, noted: Noted, asker_id: UUID | None, *, field: str | None = None
) -> Newer | None:
    """Who made the newest of these changes, of a field where they name any, as an operator may be told.

    None where that is long ago, can't be told for sure, was the operator's own, or is of sites on which they do not
    work. `asker_id` None works on no site, and so may be told of controllers that have none.
    """
    row = await _queries.newest_change.first(
        connection,
        controller_id=noted.controller_id,
        site_id=noted.site_id,
        whats=list(noted.whats),
        told=msgspec.json.encode(noted.told).decode(),
        in_fields=noted.naming is Naming.FIELDS,
        field=None if noted.naming is Naming.NOT else field,
        asker_id=asker_id,
    )
    return Newer(by=row["actor_name"] or "", at=row["at"]) if row else None


async def read_heads(connection: Connection) -> list[Head]:
    """The head of every chain, in the order of controllers' ids."""
    rows = await _queries.heads.all(connection)
    return [Head(**{name: row[name] for name in Head.__struct_fields__}) for row in rows]


async def find_head(connection: Connection, controller_id: UUID) -> Head | None:
    """The head of one chain; None where it is gone, which only tampering does."""
    row = await _queries.head.first(connection, controller_id=controller_id)
    return Head(**{name: row[name] for name in Head.__struct_fields__}) if row else None


async def chains_without_head(connection: Connection) -> list[UUID]:
    """The controllers whose chain has lost its head, which only tampering does."""
    return [row["id"] for row in await _queries.chains_without_head.all(connection)]


async def find_hash(connection: Connection, *, controller_id: UUID, number: int) -> bytes | None:
    """The hash of one record; None where there is no such number."""
    found: bytes | None = await _queries.find_hash.value(connection, controller_id=controller_id, number=number)
    return found


async def read_links(connection: Connection, *, controller_id: UUID, after: int, limit: int) -> list[Link]:
    """The links that follow a number, oldest first, at most `limit`.

    Raises:
        JournalBroken: a row holds what no record can hold; only tampering does that.
    """
    rows = await _queries.read.all(connection, controller_id=controller_id, after=after, row_limit=limit)
    return [_link(row) for row in rows]


async def select_links(
    connection: Connection, head: Head, wanted: Filter, *, after: int = 0, sight: Sight = WHOLE
) -> AsyncIterator[list[Link]]:
    """The links of a chain up to its head that fit, oldest first: stretch by stretch, of which some may be empty.

    Raises:
        JournalBroken: as for `read_links`.
    """
    while after < head.number:
        up_to = min(after + STRETCH, head.number)
        yield await select_stretch(connection, head.controller_id, wanted, sight, after=after, up_to=up_to)
        after = up_to


async def select_newest(
    connection: Connection, head: Head, wanted: Filter, sight: Sight, *, below: int | None, limit: int
) -> Page:
    """The newest links of a chain up to its head that fit, below a number where one is given, at most `limit`.

    There may be fewer, or none, although more follow: `LOOKED_AT_ONCE` bounds what one call looks at.

    Raises:
        JournalBroken: as for `read_links`.
    """
    up_to = head.number if below is None else min(below - 1, head.number)
    last_looked_at = max(0, up_to - LOOKED_AT_ONCE)
    found: list[Link] = []
    stretch = limit  # without filters the first stretch is the page
    while up_to > last_looked_at:
        after = max(up_to - stretch, last_looked_at)
        links = await select_stretch(connection, head.controller_id, wanted, sight, after=after, up_to=up_to)
        found.extend(reversed(links))
        if len(found) >= limit:
            page = found[:limit]
            return Page(links=page, next_below=page[-1].number if page[-1].number > 1 else None)
        up_to, stretch = after, min(stretch * 2, STRETCH)
    return Page(links=found, next_below=up_to + 1 if up_to > 0 else None)


async def select_stretch(
    connection: Connection, controller_id: UUID, wanted: Filter, sight: Sight, *, after: int, up_to: int
) -> list[Link]:
    """Those links after a number and up to another that fit and may be seen, oldest first.

    Raises:
        JournalBroken: as for `read_links`.
    """
    rows = await _queries.select_links.all(
        connection,
        controller_id=controller_id,
        after=after,
        up_to=up_to,
        is_whole=sight.is_whole,
        site_ids=list(sight.site_ids),
        about_no_site=list(ABOUT_NO_SITE),
        **{name: getattr(wanted, name) for name in Filter.__struct_fields__},
    )
    return [_link(row) for row in rows]


@contextmanager
def _refusals() -> Iterator[None]:
    try:
        yield
    except (asyncpg.DataError, asyncpg.IntegrityConstraintViolationError):
        raise  # a record that can't be, not a journal that is away
    except asyncpg.PostgresError as error:
        raise JournalUnavailable(
            "The journal can't be written, so nothing is shown. Try again in a moment.", retry_after_s=1.0
        ) from error


def _row_of(record: Record) -> dict[str, object]:
    sealed = record.sealed
    return {
        "controller_id": record.controller_id,
        "action": record.action,
        "result": record.result,
        "actor_kind": record.actor.kind,
        "actor_id": record.actor.id,
        "actor_name": record.actor.name,
        "network": record.actor.network,
        "site_id": record.site_id,
        "visitor_ids": record.visitor_ids,
        "conversation_ids": record.conversation_ids,
        "details": record.details,
        "key_id": sealed.key_id if sealed else None,
        "sealed": f"\\x{sealed.ciphertext.hex()}" if sealed else None,
        "digest": f"\\x{digest_of(record).hex()}",
    }


def _link(row: Row) -> Link:
    try:
        record = Record(
            controller_id=row["controller_id"],
            action=_action(row["action"]),
            result=Result(row["result"]),
            actor=Actor(
                kind=ActorKind(row["actor_kind"]), id=row["actor_id"], name=row["actor_name"], network=row["network"]
            ),
            site_id=row["site_id"],
            visitor_ids=tuple(row["visitor_ids"]),
            conversation_ids=tuple(row["conversation_ids"]),
            details=msgspec.json.decode(row["details"], type=dict[str, str]),
            sealed=None if row["key_id"] is None else Sealed(row["key_id"], row["sealed"]),
        )
    except ValueError as error:  # msgspec's errors are such too
        number = row["number"]
        raise JournalBroken(
            f"Record {number} of the journal holds what no record can hold. Run `ryadom journal verify`.", number=number
        ) from error
    return Link(number=row["number"], at=row["at"], record=record, prev_hash=row["prev_hash"], hash=row["hash"])


def _action(word: str) -> Action | str:
    # A later version may have written it: whether somebody has changed it the hash says.
    try:
        return Action(word)
    except ValueError:
        return word
