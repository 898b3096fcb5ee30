"""What is shown of hits: each text as this operator may see it, confirmed and cut around what was found."""

import asyncio
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.core.search.excerpts import Piece, excerpt_of
from ryadom.core.search.lexemes import Lexemes
from ryadom.core.search.matching import Reading, find_in, read
from ryadom.core.search.query import Query
from ryadom.privacy.detect import Kind
from ryadom.privacy.display import mask_for_display
from ryadom.protocol.operator import Conversation
from ryadom.store import search as store
from ryadom.store.purviews import Purview
from ryadom.store.search import Hit, HitText, SearchFilter
from ryadom.store.search_index import NAME_SEQ
from ryadom.store.sql import Connection

SHOWN_HITS = 3


class FoundText(Struct, frozen=True, kw_only=True):
    """A message or a note that was found, or (`seq` 0) the customer's name.

    `pieces`: of the words; `files`: of the names of files in which something was found. `author_name`: an operator's.
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


class FoundConversation(Struct, frozen=True, kw_only=True):
    """A conversation with the newest messages in it that were found, and whether there are more of them.

    `name`: pieces of the customer's name where that was found, else empty.
    """

    conversation: Conversation
    name: tuple[Piece, ...]
    messages: Sequence[FoundText]
    has_more_messages: bool

    @classmethod
    def of(cls, conversation: Conversation, texts: Sequence[FoundText]) -> "FoundConversation":
        """From its texts, the newest first."""
        messages = [text for text in texts if text.seq != NAME_SEQ]
        names = [text.pieces for text in texts if text.seq == NAME_SEQ]
        return cls(
            conversation=conversation,
            name=names[0] if names else (),
            messages=messages[:SHOWN_HITS],
            has_more_messages=len(messages) > SHOWN_HITS,
        )


async def confirm_hits(
    connection: Connection,
    hits: Sequence[Hit],
    *,
    tsquery: str,
    query: Query,
    lexemes: Lexemes,
    veils: Mapping[UUID, frozenset[Kind]],
    wanted: SearchFilter,
    purview: Purview | None,
) -> list[FoundText]:
    """The texts of these conversations in which the query is as they are shown, the newest of each first."""
    if not hits:
        return []
    sites = {hit.conversation_id: hit.site_id for hit in hits}
    texts = await store.texts_of_hits(
        connection, hits, tsquery=tsquery, wanted=wanted, limit=SHOWN_HITS + 1, purview=purview
    )
    # In a thread: to mask a text full of digits takes long.
    read_texts = await asyncio.to_thread(
        lambda: [_readings(text, veils[sites[text.conversation_id]]) for text in texts]
    )
    words = {word.form for readings in read_texts for reading in readings for word in reading.words}
    known = await lexemes.of(connection, words)
    found = []
    for text, readings in zip(texts, read_texts, strict=True):
        places = find_in(readings, query, known)
        if places is None:
            continue
        body, *names = zip(readings, places, strict=True)
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
                files=tuple(excerpt_of(name.text, own) for name, own in names if own),
            )
        )
    return found


def _readings(text: HitText, kinds: Collection[Kind]) -> list[Reading]:
    def shown(part: str) -> str:
        return mask_for_display(part, kinds).text if kinds else part

    is_name = text.seq == NAME_SEQ
    return [read(shown(text.body), is_name=is_name), *(read(shown(name), is_name=True) for name in text.file_names)]
