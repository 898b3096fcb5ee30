"""What connectors are to push to CRMs, and have: conversations by their numbers, never what was said."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from msgspec import Struct

from ryadom.store.feed import Key
from ryadom.store.sql import Connection, Query, Row, queries_beside

_queries = queries_beside(__file__)

LAST_ORDINAL = 2**63 - 1


class PushStatus(StrEnum):
    """`refused`: by us, as nothing may be sent of it. `failed`: by the CRM, or it took too long."""

    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    REFUSED = "refused"


class Hit(Struct, frozen=True, kw_only=True):
    """An entry that a rule may be about. `has_words`: of the visitor's, in which a contact may stand. `is_merged`: of a
    closing, whether the conversation goes on in another one."""

    site_id: UUID
    conversation_id: UUID
    visitor_id: UUID
    is_closed: bool = False
    is_merged: bool = False
    score: int | None = None
    tag_ids: tuple[UUID, ...] = ()
    has_words: bool = False


class NewPush(Struct, frozen=True, kw_only=True):
    """A conversation is to be pushed by one connector. `cause`: a `Trigger` of the connectors' protocol."""

    site_id: UUID
    connector_id: UUID
    conversation_id: UUID
    visitor_id: UUID
    cause: str


class KnownPush(NewPush, frozen=True, kw_only=True):
    """The same, but only where the connector has pushed the conversation already, or is to; see `queue_pushes`."""


class Push(NewPush, frozen=True, kw_only=True):
    """The same, and what has become of it until now. `due_at` is None unless it is pending. `ordinal`: its place in the
    log, by which that is paged. `sent_at`: when what the CRM has was read, as far as all of it was sent there.
    `remote_number`: how people there call the card, where that is not `remote_id`."""

    status: PushStatus
    asks: int
    queued_at: datetime
    due_at: datetime | None
    attempts: int
    tried_at: datetime | None
    sent_at: datetime | None
    remote_id: str
    remote_number: str
    url: str
    told_seq: int
    failure: str
    ordinal: int

    @property
    def is_begun(self) -> bool:
        """Whether the CRM was asked for it since it was queued: so there was something to send, and may be still."""
        return self.tried_at is not None and self.tried_at >= self.queued_at


class Slice(Struct, frozen=True, kw_only=True):
    """What was done to a part of a queue. `last`: the place in the log where it ends; None where nothing is left."""

    changed: int
    last: int | None


class SaidRow(Struct, frozen=True, kw_only=True):
    """What somebody wrote. `author_name`: an operator's; `files`: names."""

    seq: int
    created_at: datetime
    author_kind: str
    author_name: str
    body: str
    files: str


async def list_hits(
    connection: Connection, keys: Sequence[Key], *, may_hold_contact: Callable[[str], bool]
) -> list[Hit]:
    """Those of these entries that a rule may be about; of what the visitor wrote where a contact may stand."""
    rows = await _queries.list_hits.all(
        connection,
        site_ids=[key.site_id for key in keys],
        conversation_ids=[key.conversation_id for key in keys],
        seqs=[key.seq for key in keys],
    )
    return [
        Hit(
            site_id=row["site_id"],
            conversation_id=row["conversation_id"],
            visitor_id=row["visitor_id"],
            is_closed=row["is_closed"],
            is_merged=row["is_merged"],
            score=row["score"],
            tag_ids=tuple(row["tag_ids"]),
            has_words=row["words"] != "",
        )
        for row in rows
        if row["words"] == "" or may_hold_contact(row["words"])
    ]


async def newest_conversations(connection: Connection, visitors: Collection[tuple[UUID, UUID]]) -> list[Hit]:
    """The newest conversation of each of these visitors, named by site and number, who have one."""
    rows = await _queries.newest_conversations.all(
        connection,
        site_ids=[site_id for site_id, _ in visitors],
        visitor_ids=[visitor_id for _, visitor_id in visitors],
    )
    return [
        Hit(
            site_id=row["site_id"],
            conversation_id=row["conversation_id"],
            visitor_id=row["visitor_id"],
            has_words=True,
        )
        for row in rows
    ]


async def queue_pushes(connection: Connection, pushes: Sequence[NewPush], settled_s: float) -> int:
    """Queues pushes, each conversation and connector at most once; gives how many are new, or to be done again.

    `settled_s`: how old a conversation is to be before it is pushed for its contacts.
    """
    return await _queries.queue_pushes.run(
        connection,
        site_ids=[one.site_id for one in pushes],
        connector_ids=[one.connector_id for one in pushes],
        conversation_ids=[one.conversation_id for one in pushes],
        visitor_ids=[one.visitor_id for one in pushes],
        causes=[one.cause for one in pushes],
        only_known=[isinstance(one, KnownPush) for one in pushes],
        settled_s=settled_s,
    )


async def resend(connection: Connection, connector_id: UUID, conversation_id: UUID, *, unsure_s: float) -> int:
    """Has one conversation pushed anew, after `unsure_s` at most; gives how many."""
    return await _queries.resend.run(
        connection, connector_id=connector_id, conversation_id=conversation_id, unsure_s=unsure_s
    )


async def resend_failed(connection: Connection, connector_id: UUID, *, after: int, limit: int) -> Slice:
    """Has those after a place of the log that failed pushed anew, at most `limit`."""
    return await _slice(_queries.resend_failed, connection, connector_id=connector_id, after=after, row_limit=limit)


async def find_conversation(connection: Connection, id: UUID) -> tuple[UUID, UUID] | None:
    """Site and visitor of a conversation."""
    row = await _queries.find_conversation.first(connection, id=id)
    return (row["site_id"], row["visitor_id"]) if row else None


async def next_due(connection: Connection, connector_id: UUID) -> Push | None:
    """What a connector is to push next, if anything is due."""
    row = await _queries.next_due.first(connection, connector_id=connector_id)
    return _push(row) if row else None


async def may_push(connection: Connection, push: NewPush, node: UUID, *, generation: int) -> bool:
    """Whether this process may still push this, by settings of this generation."""
    return bool(await _queries.may_push.value(connection, node=node, generation=generation, **_key(push)))


async def begin_write(connection: Connection, push: NewPush, node: UUID, *, generation: int, unsure_s: float) -> bool:
    """Whether this process may have the CRM write something now, by settings of this generation.

    Nobody pushes the same for `unsure_s` then.
    """
    written = _queries.begin_write
    return await written.run(connection, node=node, generation=generation, unsure_s=unsure_s, **_key(push)) == 1


async def note_written(
    connection: Connection,
    push: NewPush,
    *,
    generation: int,
    remote_id: str,
    url: str,
    told_seq: int,
    remote_number: str = "",
) -> bool:
    """What the CRM of this generation of settings has by now; False where there are newer ones, or the push is gone."""
    count = await _queries.note_written.run(
        connection,
        generation=generation,
        remote_id=remote_id,
        remote_number=remote_number,
        url=url,
        told_seq=told_seq,
        **_key(push),
    )
    return count == 1


async def forget_cards(connection: Connection, connector_id: UUID, *, after: int, limit: int) -> Slice:
    """Forgets which cards there are of the next `limit` pushes after a place of the log."""
    return await _slice(_queries.forget_cards, connection, connector_id=connector_id, after=after, row_limit=limit)


async def moment(connection: Connection) -> datetime:
    """What time it is for whoever queues."""
    moment: datetime = await _queries.moment.value(connection)
    return moment


async def renew_waiting(
    connection: Connection, connector_id: UUID, *, before: datetime, unsure_s: float, limit: int
) -> int:
    """What has waited since then has its days anew, and is due after `unsure_s` at most.

    Gives how many, at most `limit`.
    """
    return await _queries.renew_waiting.run(
        connection, connector_id=connector_id, before=before, unsure_s=unsure_s, row_limit=limit
    )


async def delete_of_connector(connection: Connection, connector_id: UUID, *, limit: int) -> int:
    """Forgets what a connector has pushed and is to push; gives how many, at most `limit`."""
    return await _queries.delete_of_connector.run(connection, connector_id=connector_id, row_limit=limit)


async def note_end(
    connection: Connection,
    push: Push,
    status: PushStatus,
    *,
    generation: int,
    failure: str = "",
    as_of: datetime | None = None,
) -> None:
    """Ends a push by settings of this generation, unless it was asked for again since it was read, or there are newer.

    `as_of`: when what was sent was read; now, unless given.
    """
    await _queries.note_end.run(
        connection, status=status, asks=push.asks, generation=generation, failure=failure, as_of=as_of, **_key(push)
    )


async def put_off(
    connection: Connection, push: NewPush, *, pause_s: float, is_begun: bool, failure: str = "", is_counted: bool = True
) -> None:
    """Lets another attempt follow after a pause. `is_begun`: the CRM was asked something by this one."""
    await _queries.put_off.run(
        connection, pause_s=pause_s, is_begun=is_begun, failure=failure, counted=int(is_counted), **_key(push)
    )


async def list_log(
    connection: Connection, connector_id: UUID, *, only_failed: bool, limit: int, before: int | None = None
) -> list[Push]:
    """A connector's pushes before a place, the newest first; `only_failed`: not sent though they were tried."""
    rows = await _queries.list_log.all(
        connection,
        connector_id=connector_id,
        only_failed=only_failed,
        before=LAST_ORDINAL if before is None else before,
        row_limit=limit,
    )
    return [_push(row) for row in rows]


async def list_of_conversation(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, connector_ids: Collection[UUID]
) -> dict[UUID, Push]:
    """What these connectors have done with a conversation, by their numbers, where it was asked of them."""
    rows = await _queries.list_of_conversation.all(
        connection, site_id=site_id, conversation_id=conversation_id, connector_ids=list(connector_ids)
    )
    return {row["connector_id"]: _push(row) for row in rows}


async def newest_of_sites(connection: Connection, site_ids: Collection[UUID]) -> UUID | None:
    """The newest conversation of these sites whose visitor is not blocked."""
    row = await _queries.newest_of_sites.first(connection, site_ids=list(site_ids))
    return row["id"] if row else None


async def refuse_elsewhere(connection: Connection, connector_id: UUID, *, words: str, after: int, limit: int) -> Slice:
    """Ends what waits of sites that it is not for among the next `limit` after a place of the log, saying why."""
    query = _queries.refuse_elsewhere
    return await _slice(query, connection, connector_id=connector_id, words=words, after=after, row_limit=limit)


async def give_up_old(connection: Connection, *, older_s: float, words: str, limit: int) -> int:
    """Ends pushes that have waited for so long, saying why; gives how many, at most `limit`."""
    return await _queries.give_up_old.run(connection, older_s=older_s, words=words, row_limit=limit)


async def list_said(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, after_seq: int, limit: int
) -> list[SaidRow]:
    """What either side wrote after a place, oldest first, as it stands now; nothing of it that was deleted."""
    rows = await _queries.list_said.all(
        connection, site_id=site_id, conversation_id=conversation_id, after_seq=after_seq, row_limit=limit
    )
    return [SaidRow(**{name: row[name] for name in SaidRow.__struct_fields__}) for row in rows]


async def _slice(query: Query, connection: Connection, **values: object) -> Slice:
    [row] = await query.all(connection, **values)
    return Slice(changed=row["changed"], last=row["last"])


def _key(push: NewPush) -> dict[str, UUID]:
    return {"site_id": push.site_id, "connector_id": push.connector_id, "conversation_id": push.conversation_id}


def _push(row: Row) -> Push:
    columns = {name: row[name] for name in Push.__struct_fields__}
    return Push(**columns | {"status": PushStatus(row["status"])})
