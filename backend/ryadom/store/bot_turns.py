"""Turns of bots: what visitors say in conversations that bots lead. Each is a row of `webhook_deliveries`: ids only."""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.protocol.shared import Author, AuthorKind
from ryadom.store.feed import Key
from ryadom.store.public_objects import MessageKey
from ryadom.store.sql import Connection, Row, queries_beside
from ryadom.store.webhook_queue import Outcome, Sent

MAX_BIGINT = 2**63 - 1

_queries = queries_beside(__file__)


class Led(Struct, frozen=True, kw_only=True):
    """A conversation that a bot leads, or did."""

    site_id: UUID
    visitor_id: UUID
    conversation_id: UUID
    bot_id: UUID


class Said(Led, frozen=True, kw_only=True):
    """What a visitor said to a bot."""

    seq: int
    at: datetime


class Turn(Struct, frozen=True, kw_only=True):
    """A message that a bot is to answer. `waited_s`: how long it has waited for that; `attempts`: how often the bot was
    asked."""

    endpoint_id: UUID
    event_id: UUID
    site_id: UUID
    visitor_id: UUID
    conversation_id: UUID
    seq: int
    happened_at: datetime
    attempts: int
    waited_s: float


class Talk(Struct, frozen=True, kw_only=True):
    """A conversation as the bot that leads it needs it. `since_seq`: the entry from which on it leads it, without
    anybody between."""

    bot: Author
    locale: str
    since_seq: int


class Asked(Struct, frozen=True, kw_only=True):
    """What a bot was asked: what is kept of the request, and the newest entry that it was given in it."""

    sent: Sent
    newest_seq: int


class TurnEnd(Struct, frozen=True, kw_only=True):
    """How a turn ended. `answer`: the beginning of one that could not be read."""

    outcome: Outcome
    status: int | None = None
    took_ms: int | None = None
    failure: str = ""
    answer: str = ""


async def find_bot(connection: Connection, *, site_id: UUID, conversation_id: UUID) -> Author | None:
    """The bot that may lead this conversation now; None where none may, or somebody leads it."""
    row = await _queries.find_bot.first(connection, site_id=site_id, conversation_id=conversation_id)
    return _bot(row) if row else None


async def has_bot(
    connection: Connection, controller_id: UUID, site_ids: Sequence[UUID], *, but: UUID | None = None
) -> bool:
    """Whether another endpoint than `but` is a bot on one of these sites; none is all of the controller's."""
    return bool(await _queries.has_bot.value(connection, controller_id=controller_id, site_ids=list(site_ids), but=but))


async def list_said(connection: Connection, keys: Sequence[Key]) -> list[Said]:
    """Of these entries what visitors said to bots, each conversation's oldest first."""
    rows = await _queries.list_said.all(
        connection,
        site_ids=[key.site_id for key in keys],
        conversation_ids=[key.conversation_id for key in keys],
        seqs=[key.seq for key in keys],
    )
    return [_said(row) for row in rows]


async def take_look(connection: Connection, *, apart_s: float) -> bool:
    """Whether it is this transaction that looks for whom bots leave waiting; then nobody else does until it ends, nor,
    if it is committed, for so long after."""
    return bool(await _queries.take_look.value(connection, apart_s=apart_s))


async def free_look(connection: Connection) -> None:
    """Whoever comes next looks, however short ago it was done last."""
    await _queries.free_look.run(connection)


async def list_unheard(connection: Connection, *, older_s: float, limit: int) -> list[Said]:
    """What visitors said last to bots, so long ago, and is nobody's turn."""
    return [_said(row) for row in await _queries.list_unheard.all(connection, older_s=older_s, row_limit=limit)]


async def lease_bots(connection: Connection, node: UUID, *, lease_s: float, but: Collection[UUID] = ()) -> list[UUID]:
    """Endpoints of bots with something due that nobody asks, without `but`: from now on this process does."""
    rows = await _queries.lease_bots.all(connection, node=node, lease_s=lease_s, but=list(but))
    return [row["id"] for row in rows]


async def list_due(connection: Connection, endpoint_id: UUID, *, but: Collection[UUID], limit: int) -> list[Turn]:
    """The oldest turn of each conversation but these, in the order in which they came."""
    rows = await _queries.list_due.all(connection, endpoint_id=endpoint_id, but=list(but), row_limit=limit)
    return [_turn(row) for row in rows]


async def list_overdue(connection: Connection, *, late_s: float, limit: int) -> list[Turn]:
    """The oldest turns of conversations to which nobody has come for so long beyond their bot's own time, as it is
    now: where it was shortened while the bot was asked, the new one counts."""
    rows = await _queries.list_overdue.all(connection, late_s=late_s, row_limit=limit)
    return [_turn(row) for row in rows]


async def list_forsaken(connection: Connection, *, limit: int) -> list[Led]:
    """Open conversations of bots that lead none there any more."""
    return [_led(row) for row in await _queries.list_forsaken.all(connection, row_limit=limit)]


async def list_stranded(connection: Connection, *, limit: int) -> list[Led]:
    """Conversations of the last day in which somebody waits for an answer that their bot will not be asked for."""
    return [_led(row) for row in await _queries.list_stranded.all(connection, row_limit=limit)]


async def list_idle(connection: Connection, *, limit: int) -> list[Led]:
    """Conversations that have been silent for as long as their bot says, and whose visitors have been answered."""
    return [_led(row) for row in await _queries.list_idle.all(connection, row_limit=limit)]


async def is_idle(connection: Connection, led: Led) -> bool:
    """Whether one of them still is, now that its lock is held."""
    found = await _queries.is_idle.value(connection, site_id=led.site_id, conversation_id=led.conversation_id)
    return bool(found)


async def find_talk(connection: Connection, *, site_id: UUID, conversation_id: UUID, bot_id: UUID) -> Talk | None:
    """The conversation as it is to the bot that leads it; None where this one does not."""
    row = await _queries.find_talk.first(connection, site_id=site_id, conversation_id=conversation_id, bot_id=bot_id)
    return Talk(bot=_bot(row), locale=row["locale"] or "", since_seq=row["since_seq"] or 0) if row else None


async def find_asked(connection: Connection, *, site_id: UUID, conversation_id: UUID, bot_id: UUID) -> Talk | None:
    """The conversation as it is to this bot, whoever leads it now; None where nobody may be given any of it."""
    row = await _queries.find_asked.first(connection, site_id=site_id, conversation_id=conversation_id, bot_id=bot_id)
    return Talk(bot=_bot(row), locale=row["locale"] or "", since_seq=0) if row else None


async def list_last(
    connection: Connection, *, site_id: UUID, conversation_id: UUID, limit: int, up_to: int = MAX_BIGINT
) -> list[MessageKey]:
    """The newest messages of a conversation that say something, oldest first; `up_to`: of what there was until then."""
    rows = await _queries.list_last_seqs.all(
        connection, site_id=site_id, conversation_id=conversation_id, up_to=up_to, row_limit=limit
    )
    return [MessageKey(site_id, conversation_id, row["seq"]) for row in reversed(rows)]


async def begin_turn(connection: Connection, turn: Turn, *, origin: str) -> bool:
    """Notes that the bot is asked, at this scheme, host and port; False where the turn is over."""
    begun = await _queries.begin_turn.value(
        connection, endpoint_id=turn.endpoint_id, event_id=turn.event_id, origin=origin
    )
    return bool(begun)


async def note_asked(connection: Connection, turn: Turn, asked: Asked) -> None:
    """Keeps of what was said to the bot last by what it is known again; of its words none."""
    await _queries.note_asked.run(
        connection,
        endpoint_id=turn.endpoint_id,
        event_id=turn.event_id,
        sent_at=asked.sent.at,
        sent_bytes=asked.sent.body_bytes,
        sent_data=asked.sent.data,
        sent_mark=asked.sent.mark,
        asked_seq=asked.newest_seq,
    )


async def end_turn(connection: Connection, turn: Turn, end: TurnEnd) -> bool:
    """Notes how it ended; False where it had ended before."""
    return bool(
        await _queries.end_turn.value(
            connection,
            endpoint_id=turn.endpoint_id,
            event_id=turn.event_id,
            outcome=end.outcome,
            status=end.status,
            took_ms=end.took_ms,
            failure=end.failure,
            answer=end.answer,
        )
    )


async def has_said_more(connection: Connection, turn: Turn) -> bool:
    """Whether the visitor has written in the conversation after what this turn is of, and it is not deleted."""
    return bool(
        await _queries.has_said_more.value(
            connection, site_id=turn.site_id, conversation_id=turn.conversation_id, seq=turn.seq
        )
    )


async def drop_turns(connection: Connection, led: Led | Turn) -> None:
    """Nothing that waits for the bot in this conversation is asked any more."""
    await _queries.drop_turns.run(
        connection, site_id=led.site_id, visitor_id=led.visitor_id, conversation_id=led.conversation_id
    )


def _said(row: Row) -> Said:
    return Said(
        site_id=row["site_id"],
        visitor_id=row["visitor_id"],
        conversation_id=row["conversation_id"],
        bot_id=row["bot_id"],
        seq=row["seq"],
        at=row["created_at"],
    )


def _led(row: Row) -> Led:
    return Led(**{name: row[name] for name in Led.__struct_fields__})


def _turn(row: Row) -> Turn:
    return Turn(**{name: row[name] for name in Turn.__struct_fields__})


def _bot(row: Row) -> Author:
    return Author(kind=AuthorKind.OPERATOR, id=row["id"], name=row["name"], public_name=row["public_name"], bot=True)
