"""Words to lexemes, by the stemmers of Postgres; what was asked before is remembered."""

from collections import OrderedDict
from collections.abc import Collection, Mapping

from ryadom.store import search_index as store
from ryadom.store.sql import Connection

MAX_KEPT = 50_000


class Lexemes:
    """Asks Postgres for the stems of words it has not met: None where one says nothing, itself where it has digits."""

    def __init__(self, max_kept: int = MAX_KEPT) -> None:
        self._kept: OrderedDict[str, str | None] = OrderedDict()
        self._max_kept = max_kept

    async def of(self, connection: Connection, words: Collection[str]) -> Mapping[str, str | None]:
        """The lexemes of these words, which are folded."""
        found: dict[str, str | None] = {}
        russian: list[str] = []
        english: list[str] = []
        for word in set(words):
            if word in self._kept:
                self._kept.move_to_end(word)
                found[word] = self._kept[word]
            elif not word.isalpha():
                found[word] = word
            else:
                (english if word.isascii() else russian).append(word)
        if russian or english:
            asked = await store.lexemes(connection, russian=russian, english=english)
            for word in (*russian, *english):
                found[word] = self._kept[word] = asked.get(word)
            while len(self._kept) > self._max_kept:
                self._kept.popitem(last=False)
        return found
