"""Mail to visitors: whose answers go by mail and up to which one they went, who wants none, and copies asked for."""

from collections.abc import Collection
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, queries_beside

_queries = queries_beside(__file__)
_LEAST = UUID(int=0)


class DueAnswers(Struct, frozen=True, kw_only=True):
    """A conversation with answers that have waited long enough to be mailed."""

    site_id: UUID
    conversation_id: UUID
    visitor_id: UUID


class UnreadAnswers(Struct, frozen=True, kw_only=True):
    """What is to be mailed of a conversation: its answers after `mailed_seq`, up to `until_seq`."""

    controller_id: UUID
    email: str
    locale: str
    mailed_seq: int
    until_seq: int


class Correspondence(Struct, frozen=True, kw_only=True):
    """What a mail to a visitor needs to know at the moment it is written; `settings` is JSON, None for the defaults."""

    key: str
    site_name: str
    visitor_read_seq: int
    revoked_generation: int
    settings: str | None


class CopyCounts(Struct, frozen=True, kw_only=True):
    """How many copies were asked for within the last hour and day."""

    visitor_hour: int
    visitor_day: int
    address_hour: int
    address_day: int
    site_hour: int
    site_day: int


async def put_address(
    connection: Connection,
    *,
    site_id: UUID,
    conversation_id: UUID,
    visitor_id: UUID,
    email: str,
    locale: str,
    seq: int,
) -> None:
    """Notes where answers after `seq` go by mail, if the site's owner lets them; a newer address replaces an older."""
    await _queries.put_address.run(
        connection,
        site_id=site_id,
        conversation_id=conversation_id,
        visitor_id=visitor_id,
        email=email,
        locale=locale,
        seq=seq,
    )


async def list_due(
    connection: Connection, *, quiet_s: float, longest_s: float, after: DueAnswers | None, limit: int
) -> list[DueAnswers]:
    """A page of conversations with unread answers, the newest older than `quiet_s` or the oldest than `longest_s`."""
    rows = await _queries.list_due.all(
        connection,
        quiet_s=quiet_s,
        longest_s=longest_s,
        after_site_id=after.site_id if after else _LEAST,
        after_id=after.conversation_id if after else _LEAST,
        row_limit=limit,
    )
    return [DueAnswers(**row) for row in rows]


async def take_unread(connection: Connection, due: DueAnswers) -> UnreadAnswers | None:
    """What is to be mailed now, with the mark moved past it; None where there is nothing, or another process is at it.

    The mark stands with the commit of the caller's transaction, which must queue the mail.
    """
    key = {"site_id": due.site_id, "conversation_id": due.conversation_id}
    if await _queries.lock_address.first(connection, **key) is None:
        return None
    row = await _queries.find_unread.first(connection, **key)
    if row is None:
        return None
    unread = UnreadAnswers(**row)
    await _queries.move_mark.run(connection, seq=unread.until_seq, **key)
    return unread


async def find_correspondence(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> Correspondence | None:
    """What a mail needs to know; None where its visitor may not be written to: erased, blocked, consent withdrawn."""
    row = await _queries.find_correspondence.first(connection, site_id=site_id, conversation_id=conversation_id)
    return Correspondence(**row) if row else None


async def put_refusal(connection: Connection, *, site_id: UUID, address_hmac: bytes) -> None:
    """Notes that an address wants no mail of a site's any more."""
    await _queries.put_refusal.run(connection, site_id=site_id, address_hmac=address_hmac)


async def is_refused(connection: Connection, *, site_id: UUID, address_hmacs: Collection[bytes]) -> bool:
    """Whether an address, under any of its hashes, wants no mail of a site's."""
    return bool(await _queries.is_refused.value(connection, site_id=site_id, address_hmacs=list(address_hmacs)))


async def lock_settings(connection: Connection, site_id: UUID) -> str | None:
    """The settings of a site as JSON; whoever holds them alone counts copies. None where there are none."""
    row = await _queries.lock_settings.first(connection, site_id=site_id)
    return row["settings"] if row else None


async def knows_copy(connection: Connection, *, site_id: UUID, visitor_id: UUID, echo_id: UUID) -> bool:
    """Whether this copy was asked for before."""
    return bool(await _queries.knows_copy.value(connection, site_id=site_id, visitor_id=visitor_id, echo_id=echo_id))


async def count_copies(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, address_hmacs: Collection[bytes]
) -> CopyCounts:
    """How many were asked for; to be called with the site's settings held."""
    row = await _queries.count_copies.one(
        connection, site_id=site_id, visitor_id=visitor_id, address_hmacs=list(address_hmacs)
    )
    return CopyCounts(**row)


async def note_copy(
    connection: Connection, *, site_id: UUID, visitor_id: UUID, echo_id: UUID, address_hmac: bytes
) -> None:
    """Counts a copy, and forgets those that count no more."""
    await _queries.delete_old_copies.run(connection, site_id=site_id)
    await _queries.insert_copy.run(
        connection, site_id=site_id, visitor_id=visitor_id, echo_id=echo_id, address_hmac=address_hmac
    )


async def has_answer(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> bool:
    """Whether an operator has said anything in a conversation that is still there."""
    return bool(await _queries.has_answer.value(connection, site_id=site_id, conversation_id=conversation_id))
