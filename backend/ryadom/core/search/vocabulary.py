"""The words in use on a site: what a mistyped word of a query may have meant, and what a half-typed one may become.

Only what several customers' conversations have gets in, and nothing of contacts or names: a list of words by which
nobody is known. So a person who is erased leaves nothing in it that would be theirs.
"""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from msgspec import Struct

from ryadom.core.search.typos import cuts_of, is_slip, may_be_mistyped
from ryadom.core.search.vectors import site_slot
from ryadom.store import search as reading
from ryadom.store import search_index as store
from ryadom.store.sql import Connection

LEAST_VISITORS = 3
MOST_MEANT = 4
"""A mistyped word is taken for so many others at most, a half-typed one too."""

RECOUNT_HOURS = 24
RECOUNTED = 20
PREFIX_LETTERS = 3


class Meant(Struct, frozen=True):
    """What words of a query are taken for beside themselves; `corrected` are those that nobody has written."""

    others: Mapping[str, Sequence[str]]
    corrected: frozenset[str]


async def learn(connection: Connection, *, site_id: UUID, words: Collection[str]) -> None:
    """Lets those of these lexemes in that enough visitors have by now."""
    candidates = [word for word in words if may_be_mistyped(word)]
    fresh = await store.unknown_words(connection, site_id=site_id, words=candidates) if candidates else []
    if not fresh:
        return
    counted = await store.count_users(connection, site_id=site_id, slot=site_slot(site_id), words=fresh)
    known = [(word, cuts_of(word), visitors) for word, visitors in counted.items() if visitors >= LEAST_VISITORS]
    if known:
        await store.put_words(connection, site_id=site_id, words=known)


async def recount(connection: Connection) -> None:
    """Counts some rare words again: whose users have been erased are forgotten."""
    for site_id, word in await store.due_words(connection, older_than_hours=RECOUNT_HOURS, limit=RECOUNTED):
        counted = await store.count_users(connection, site_id=site_id, slot=site_slot(site_id), words=[word])
        await store.recount_word(connection, site_id=site_id, word=word, visitors=counted[word], least=LEAST_VISITORS)


async def meant_by(
    connection: Connection, *, site_ids: Sequence[UUID], lexemes: Collection[str], half_typed: str = ""
) -> Meant:
    """What these lexemes may mean on these sites. `half_typed`: the last word as it stands there, folded."""
    mistyped = [lexeme for lexeme in lexemes if may_be_mistyped(lexeme)]
    known = await reading.known_words(connection, site_ids=site_ids, words=mistyped) if mistyped else set()
    others: dict[str, list[str]] = {}
    for lexeme in mistyped:
        if lexeme in known:
            continue
        near = await reading.near_words(connection, site_ids=site_ids, cuts=cuts_of(lexeme))
        if chosen := [word for word in near if is_slip(lexeme, word)][:MOST_MEANT]:
            others[lexeme] = chosen
    corrected = frozenset(others)
    if len(half_typed) >= PREFIX_LETTERS and half_typed.isalpha():
        begun = await reading.words_from(connection, site_ids=site_ids, prefix=half_typed, limit=MOST_MEANT)
        for lexeme in lexemes:
            if lexeme and half_typed.startswith(lexeme):
                others[lexeme] = [*others.get(lexeme, ()), *(word for word in begun if word != lexeme)]
    return Meant(others, corrected)
