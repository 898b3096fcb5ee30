"""What is shown of hits: each text as this operator may see it, confirmed and cut around what was found."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.customers.facts import cover_fact
from ryadom.core.search.contacts import WholeContact
from ryadom.core.search.excerpts import Piece, excerpt_of
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.matching import Places, Reading, find_in, read
from ryadom.core.search.query import Query
from ryadom.privacy.display import mask_for_display
from ryadom.privacy.hidden import Hidden
from ryadom.protocol.operator import Conversation
from ryadom.store import search as store
from ryadom.store.purviews import Purview
from ryadom.store.search import Hit, HitText, SearchFilter
from ryadom.store.search_cards import CONTACTS, NAMES, Card, Person, list_cards
from ryadom.store.search_index import CARD_SEQ
from ryadom.store.sql import Connection

SHOWN_HITS = 3


class FoundField(Struct, frozen=True, kw_only=True):
    """What was found on a customer's card, and in which field; see `CardField`."""

    field: str
    pieces: tuple[Piece, ...]


class FoundText(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A message or a note that was found, or (`seq` 0) what is known of the customer.

    `pieces`: of the words, or of the name that the customer is shown by; `files`: of the names of files in which
    something was found; `card`: what else of the customer was. `author_name`: an operator's.
    """

    site_id: UUID
    conversation_id: UUID
    seq: int
    said_at: datetime
    author_kind: str
    author_name: str
    is_note: bool
    pieces: tuple[Piece, ...]
    files: tuple[tuple[Piece, ...], ...]
    card: tuple[FoundField, ...] = ()


class FoundConversation(Struct, frozen=True, kw_only=True):
    """A conversation with the newest messages in it that were found, and whether there are more of them.

    `name`: pieces of the name that the customer is shown by, where that was found, else empty. `card`: what else of
    them was found, at most 3 fields.
    """

    conversation: Conversation
    name: tuple[Piece, ...]
    card: tuple[FoundField, ...]
    messages: Sequence[FoundText]
    has_more_messages: bool

    @classmethod
    def of(cls, conversation: Conversation, texts: Sequence[FoundText]) -> "FoundConversation":
        """From its texts, the newest first."""
        messages = [text for text in texts if text.seq != CARD_SEQ]
        known = next((text for text in texts if text.seq == CARD_SEQ), None)
        return cls(
            conversation=conversation,
            name=known.pieces if known else (),
            card=known.card[:SHOWN_HITS] if known else (),
            messages=messages[:SHOWN_HITS],
            has_more_messages=len(messages) > SHOWN_HITS,
        )


async def confirm_hits(
    connection: Connection,
    hits: Sequence[Hit],
    *,
    tsquery: str,
    query: Query,
    whole: WholeContact | None,
    lexemes: Lexemes,
    veils: Mapping[UUID, Hidden],
    wanted: SearchFilter,
    purview: Purview | None,
) -> list[FoundText]:
    """The texts of these conversations in which the query is as they are shown, the newest of each first.

    `whole`: and those in which this stands under a mask. Nothing is marked in them: a mask may stand for many numbers.
    """
    if not hits:
        return []
    sites = {hit.conversation_id: hit.site_id for hit in hits}
    texts = await store.texts_of_hits(
        connection, hits, tsquery=tsquery, wanted=wanted, limit=SHOWN_HITS + 1, purview=purview
    )
    cards = await _cards_of(connection, [(sites[text.conversation_id], text) for text in texts])
    # In a thread: to mask a text full of digits takes long.
    read_texts = await asyncio.to_thread(
        lambda: [
            _readings(text, card, veils[sites[text.conversation_id]]) for text, card in zip(texts, cards, strict=True)
        ]
    )
    held = [[False] * len(readings) for readings in read_texts]
    if whole:
        held = await asyncio.to_thread(
            lambda: [
                _held(whole, text, card, veils[sites[text.conversation_id]])
                for text, card in zip(texts, cards, strict=True)
            ]
        )
    words = {word.form for readings in read_texts for reading in readings for word in reading.words}
    known = await lexemes.of(connection, words)
    found = []
    for text, card, readings, has in zip(texts, cards, read_texts, held, strict=True):
        places = find_in(readings, query, known)
        if places is None:
            if not any(has):
                continue
            places = [[] for _ in readings]
        if text.seq == CARD_SEQ:
            found.append(_found_card(text, sites[text.conversation_id], card, readings, places, has))
            continue
        body, *names = zip(readings, places, has, strict=True)
        found.append(
            FoundText(
                site_id=sites[text.conversation_id],
                conversation_id=text.conversation_id,
                seq=text.seq,
                said_at=text.said_at,
                author_kind=text.author_kind,
                author_name=text.author_name if text.author_kind == "operator" else "",
                is_note=text.is_note,
                pieces=excerpt_of(body[0].text, body[1]),
                files=tuple(excerpt_of(name.text, own) for name, own, is_held in names if own or is_held),
            )
        )
    return found


async def _cards_of(connection: Connection, texts: Sequence[tuple[UUID, HitText]]) -> list[Card]:
    """What is known now of whose card a text is; nothing where it is a message."""
    people: list[Person | None] = [
        (site_id, text.visitor_id) if text.seq == CARD_SEQ else None for site_id, text in texts
    ]
    known = await list_cards(connection, {person for person in people if person})
    return [known.get(person, ()) if person else () for person in people]


def _readings(text: HitText, card: Card, hidden: Hidden) -> list[Reading]:
    def shown(part: str) -> str:
        return mask_for_display(part, hidden).text if hidden else part

    if text.seq == CARD_SEQ:
        return [
            read(cover_fact(CONTACTS.get(one.field, one.field), one.text, hidden), is_name=one.is_named) for one in card
        ]
    return [read(shown(text.body)), *(read(shown(name), is_name=True) for name in text.file_names)]


def _held(whole: WholeContact, text: HitText, card: Card, hidden: Hidden) -> list[bool]:
    """Of each of these texts whether it holds the contact under a mask; of none where nothing is masked."""
    if text.seq == CARD_SEQ:
        return [bool(hidden) and whole.is_on(one, hidden) for one in card]
    return [bool(hidden) and whole.is_in(part, hidden) for part in (text.body, *text.file_names)]


def _found_card(
    text: HitText,
    site_id: UUID,
    card: Card,
    readings: Sequence[Reading],
    places: Sequence[Places],
    held: Sequence[bool],
) -> FoundText:
    """What was found of a customer. Another name that reads as the one they are shown by says nothing more."""
    shown = next((field for field in NAMES if any(one.field == field for one in card)), None)
    pieces: tuple[Piece, ...] = ()
    fields: list[FoundField] = []
    told = {reading.text for one, reading in zip(card, readings, strict=True) if one.field == shown}
    # What is short and names somebody comes before sentences.
    each = sorted(zip(card, readings, places, held, strict=True), key=lambda part: not part[0].is_named)
    for one, reading, own, is_held in each:
        if one.field == shown:
            pieces = excerpt_of(reading.text, own) if own else ()
        elif (own or is_held) and not (one.field in NAMES and reading.text in told):
            fields.append(FoundField(field=one.field, pieces=excerpt_of(reading.text, own)))
    return FoundText(
        site_id=site_id,
        conversation_id=text.conversation_id,
        seq=CARD_SEQ,
        said_at=text.said_at,
        author_kind=text.author_kind,
        author_name="",
        is_note=False,
        pieces=pieces,
        files=(),
        card=tuple(fields),
    )
