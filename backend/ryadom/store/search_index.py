"""The tables of the search, as their feeder writes them: what is found by, words in use, and how far it is.

Who erases locks people's rows or has marked them, see `lock_people`: so what is erased can't be put back.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from msgspec import Struct

from ryadom.protocol.shared import FileRef
from ryadom.store.feed import Cursor, Key
from ryadom.store.search_cards import Card, Person, list_cards, list_conversations, most_conversations
from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)

CARD_SEQ = 0
"""The place of the customer's names and card: entries begin with 1."""

FIRST_PERSON: Person = (UUID(int=0), UUID(int=0))
"""Where the walk over the cards begins."""

COMMON_VISITORS = 20
"""A word that so many have is counted no further."""


class Place(Struct, frozen=True, array_like=True):
    """Where the walk over the history is: all entries with a higher key have been seen."""

    site_id: UUID
    conversation_id: UUID
    seq: int


class State(Struct, frozen=True, kw_only=True):
    """How far the feeder is. `cursor` is None before its first reading.

    `walk`, over what was said, and `cards_walk` are None where nothing is left to walk over.
    """

    cursor: Cursor | None
    read_at: datetime
    walk: Place | None
    cards_walk: Person | None
    now: datetime


class Text(Struct, frozen=True, kw_only=True):
    """What is to be found: a message, a note, or (`CARD_SEQ`) a card. All empty: there is nothing to find any more."""

    site_id: UUID
    conversation_id: UUID
    seq: int
    visitor_id: UUID
    said_at: datetime
    body: str = ""
    file_names: tuple[str, ...] = ()
    card: Card = ()

    @property
    def is_gone(self) -> bool:
        """Whether there is nothing to find any more."""
        return not (self.body or self.file_names or self.card)


class Entry(Struct, frozen=True, kw_only=True):
    """A row of `search_texts`. `words` is a tsvector as text."""

    text: Text
    slots: Sequence[int]
    words: str


async def try_alone(connection: Connection) -> bool:
    """Whether nobody else feeds; from now on to the end of this transaction nobody else does."""
    return bool(await _queries.try_alone.value(connection))


async def read_state(connection: Connection) -> State:
    """How far the feeder is; at the beginning where the state is of another cluster: a dump was restored."""
    row = await _queries.read_state.one(connection, beginning=_written(FIRST_PERSON))
    is_known = bool(row["cursor"]) and row["cluster"] == row["own_cluster"]
    return State(
        cursor=msgspec.json.decode(row["cursor"], type=Cursor) if is_known else None,
        read_at=row["read_at"],
        walk=msgspec.json.decode(row["walk"], type=Place) if is_known and row["walk"] else None,
        cards_walk=msgspec.json.decode(row["cards_walk"], type=Person) if row["cards_walk"] else None,
        now=row["now"],
    )


async def save_state(connection: Connection, *, cursor: Cursor, read_at: datetime, walk: Place | None) -> None:
    """Notes how far it is, in the transaction that has brought it there."""
    await _queries.save_state.run(
        connection,
        cursor=_written(cursor),
        read_at=read_at,
        walk=_written(walk),
        beginning=_written(FIRST_PERSON),
    )


async def save_cards_walk(connection: Connection, place: Person | None) -> None:
    """Notes how far the walk over the cards is, None at its end; in the transaction that has brought it there."""
    await _queries.save_cards_walk.run(connection, place=_written(place))


async def walk_back(connection: Connection, before: Place, *, limit: int) -> list[Key]:
    """The entries before a place, the newest conversations of the last site first."""
    rows = await _queries.walk_back.all(
        connection,
        site_id=before.site_id,
        conversation_id=before.conversation_id,
        seq=before.seq,
        row_limit=limit,
    )
    return [Key(row["site_id"], row["visitor_id"], row["conversation_id"], row["seq"]) for row in rows]


async def lock_people(connection: Connection, people: Iterable[Person]) -> set[Person]:
    """Those of these visitors who are not being erased; until the transaction ends nobody begins to."""
    ordered = sorted(set(people))
    rows = await _queries.lock_people.all(
        connection,
        site_ids=[site_id for site_id, _ in ordered],
        visitor_ids=[visitor_id for _, visitor_id in ordered],
    )
    return {(row["site_id"], row["id"]) for row in rows}


async def list_texts(connection: Connection, keys: Sequence[Key]) -> list[Text]:
    """What is said in messages and notes that these entries are, change or delete; cards of conversations that begin.

    A conversation that is not among the newest of its customer has none.
    """
    values = {
        "site_ids": [key.site_id for key in keys],
        "conversation_ids": [key.conversation_id for key in keys],
        "seqs": [key.seq for key in keys],
    }
    rows = await _queries.list_texts.all(connection, **values)
    begun = [key for key in keys if key.seq == 1]
    ids = {key.conversation_id for key in begun}
    cards = await list_card_texts(connection, {(key.site_id, key.visitor_id) for key in begun})
    return [_text(row) for row in rows] + [card for card in cards if card.conversation_id in ids]


async def list_card_texts(connection: Connection, people: Iterable[Person]) -> list[Text]:
    """What is known of these visitors, for the newest of their conversations: as many as `most_conversations` says."""
    chosen = list(people)
    cards = await list_cards(connection, chosen)
    left = {person: most_conversations(cards.get(person, ())) for person in chosen}
    texts = []
    for one in await list_conversations(connection, chosen):
        person = (one.site_id, one.visitor_id)
        if left[person] == 0:
            continue
        left[person] -= 1
        texts.append(
            Text(
                site_id=one.site_id,
                conversation_id=one.conversation_id,
                seq=CARD_SEQ,
                visitor_id=one.visitor_id,
                said_at=one.created_at,
                card=cards.get(person, ()),
            )
        )
    return texts


async def put_entries(connection: Connection, entries: Sequence[Entry]) -> None:
    """Stores what texts are found by, in place of what was there. What stays the same is not written."""
    await _queries.put_entries.run(
        connection,
        site_ids=[one.text.site_id for one in entries],
        conversation_ids=[one.text.conversation_id for one in entries],
        seqs=[one.text.seq for one in entries],
        said_at=[one.text.said_at for one in entries],
        has_files=[bool(one.text.file_names) for one in entries],
        slots=[f"{{{','.join(map(str, one.slots))}}}" for one in entries],
        words=[one.words for one in entries],
    )


async def drop_entries(connection: Connection, texts: Sequence[Text]) -> None:
    """Lets these be found no more."""
    await _queries.drop_entries.run(
        connection,
        site_ids=[one.site_id for one in texts],
        conversation_ids=[one.conversation_id for one in texts],
        seqs=[one.seq for one in texts],
    )


async def lexemes(connection: Connection, *, russian: Collection[str], english: Collection[str]) -> dict[str, str]:
    """The stems of words, by Snowball as Postgres has it; words that say nothing («и», "the") are left out."""
    rows = await _queries.lexemes.all(connection, russian=list(russian), english=list(english))
    return {row["word"]: row["lexeme"] for row in rows}


async def unknown_words(connection: Connection, *, site_id: UUID, words: Collection[str]) -> list[str]:
    """Those of these lexemes that are not among the site's words in use."""
    rows = await _queries.unknown_words.all(connection, site_id=site_id, words=list(words))
    return [row["word"] for row in rows]


async def count_users(connection: Connection, *, site_id: UUID, slot: int, words: Collection[str]) -> dict[str, int]:
    """In how many visitors' conversations these lexemes are, apart from contacts; counting stops at 20."""
    rows = await _queries.count_users.all(
        connection,
        site_id=site_id,
        slot=slot,
        words=list(words),
        queries=[f"'{word}':BCD" for word in words],
    )
    return {row["word"]: row["visitors"] for row in rows}


async def put_words(connection: Connection, *, site_id: UUID, words: Sequence[tuple[str, Sequence[str], int]]) -> None:
    """Adds words in use: each with its cuts and how many visitors have it."""
    await _queries.put_words.run(
        connection,
        site_id=site_id,
        words=[word for word, _, _ in words],
        cuts=[f"{{{','.join(cuts)}}}" for _, cuts, _ in words],
        visitors=[visitors for _, _, visitors in words],
    )


async def due_words(connection: Connection, *, older_than_hours: float, limit: int) -> list[tuple[UUID, str]]:
    """Rare words that have not been counted for so long."""
    rows = await _queries.due_words.all(connection, older_than_hours=older_than_hours, row_limit=limit)
    return [(row["site_id"], row["word"]) for row in rows]


async def recount_word(connection: Connection, *, site_id: UUID, word: str, visitors: int, least: int) -> None:
    """Notes how many have it now; with fewer than `least` it is forgotten."""
    query = _queries.forget_word if visitors < least else _queries.recount_word
    values: dict[str, object] = {"site_id": site_id, "word": word}
    await query.run(connection, **values, **({} if visitors < least else {"visitors": visitors}))


def _written(place: Cursor | Place | Person | None) -> str:
    return msgspec.json.encode(place).decode() if place else ""


def _text(row: Row) -> Text:
    files = msgspec.json.decode(row["files"], type=list[FileRef]) if row["files"] else []
    return Text(
        site_id=row["site_id"],
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        visitor_id=row["visitor_id"],
        said_at=row["said_at"],
        body=row["body"],
        file_names=tuple(file.name for file in files),
    )
