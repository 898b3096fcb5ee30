"""What the search finds a customer by beside what was said: their names, and what stands on their card.

The feeder and whoever confirms a hit read it here, so both have the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from msgspec import Struct

from ryadom.store.sql import Connection, Row, queries_beside

_queries = queries_beside(__file__)

Person = tuple[UUID, UUID]
"""A site and a visitor of it."""

NAMES = ("name", "site_name", "own_name")
"""What operators call a customer, else their site, else they themselves: the first that is there is shown."""

CONTACTS: Mapping[str, str] = {"phone": "phone", "site_phone": "phone", "email": "email", "site_email": "email"}
"""Fields that are a contact as a whole, and of which kind, by the name it has on a card."""

NOTE = "note"
_WORDS = ("about",)
_NAMED = (*NAMES, "company", "phone", "site_phone", "email", "site_email", "external_id")

MAX_NOTES_CHARS = 20_000
"""So much of a customer's notes is searched, the newest first: all of it stands with each of their conversations."""

MAX_CONVERSATIONS = 500
MAX_CHARS = 1_000_000
"""A card stands with so many of a customer's conversations, the newest, and with no more than have so many characters
together (one at least): who has thousands of them is written in one statement, too."""

ENTRY_CHARS = 1_000
"""So much of a card is as much work as a message."""


class CardField(Struct, frozen=True):
    """One thing that is known of a customer, and by which name; never empty."""

    field: str
    text: str

    @property
    def is_named(self) -> bool:
        """Whether parts of its words are looked for as well: a name, a contact, a number; no sentence."""
        return self.field in _NAMED

    @property
    def is_contact(self) -> bool:
        """Whether all of it is one."""
        return self.field in CONTACTS


Card = Sequence[CardField]
"""What is known, sentences first; empty where there is nothing."""


class CardConversation(Struct, frozen=True, kw_only=True):
    """A conversation of a customer: with each of them their card is found."""

    site_id: UUID
    conversation_id: UUID
    visitor_id: UUID
    created_at: datetime


class Size(Struct, frozen=True):
    """How many of a customer's conversations count, and about how many characters their card has."""

    conversations: int
    chars: int

    @property
    def entries(self) -> int:
        """As much work as so many messages."""
        return min(self.conversations, _most(self.chars)) * (1 + self.chars // ENTRY_CHARS)


class Passed(Struct, frozen=True):
    """Somebody whom the walk over the cards has come by."""

    person: Person
    is_known: bool
    """Whether there is anything to be found."""


async def list_cards(connection: Connection, people: Iterable[Person]) -> dict[Person, Card]:
    """What is known of each of these; nobody who was erased is there."""
    chosen = list(people)
    if not chosen:
        return {}
    rows = await _queries.list_cards.all(connection, **_keys(chosen))
    return {(row["site_id"], row["visitor_id"]): _card(row) for row in rows}


async def list_conversations(connection: Connection, people: Iterable[Person]) -> list[CardConversation]:
    """The conversations of these with which a card may stand, newest first: `MAX_CONVERSATIONS` of each."""
    chosen = list(people)
    if not chosen:
        return []
    rows = await _queries.list_conversations.all(connection, **_keys(chosen), most=MAX_CONVERSATIONS)
    return [CardConversation(**row) for row in rows]


def most_conversations(card: Card) -> int:
    """With how many of a customer's conversations this card stands; one at least."""
    return _most(sum(len(one.text) for one in card))


async def first_of(connection: Connection, people: Sequence[Person], *, entries: int) -> Sequence[Person]:
    """As many of these, from the first on, as are no more work than so many messages; one at least, if there is one."""
    if not people:
        return people
    # A Russian letter has two bytes: how long a card is need not be exact.
    rows = await _queries.measure.all(
        connection, **_keys(people), most=MAX_CONVERSATIONS, most_note_bytes=2 * MAX_NOTES_CHARS
    )
    left = entries
    for number, row in enumerate(rows):
        left -= Size(row["conversations"], row["bytes"] // 2).entries
        if left < 0:
            return people[: max(number, 1)]
    return people


async def list_due(connection: Connection, *, limit: int) -> list[Person]:
    """Visitors whose name or card has changed; somebody may be there twice.

    Lock them first, then `drop_due`, then read: what changes later is due anew.
    """
    rows = await _queries.list_due.all(connection, row_limit=limit)
    return [(row["site_id"], row["visitor_id"]) for row in rows]


async def drop_due(connection: Connection, people: Sequence[Person]) -> None:
    """These are not given again, unless they change again."""
    if people:
        await _queries.drop_due.run(connection, **_keys(people))


async def walk_people(connection: Connection, after: Person, *, limit: int) -> list[Passed]:
    """The visitors after this one, in the order of their keys."""
    site_id, visitor_id = after
    rows = await _queries.walk_people.all(connection, site_id=site_id, visitor_id=visitor_id, row_limit=limit)
    return [Passed((row["site_id"], row["visitor_id"]), row["is_known"]) for row in rows]


def _most(chars: int) -> int:
    return max(1, min(MAX_CONVERSATIONS, MAX_CHARS // max(chars, 1)))


def _keys(people: Sequence[Person]) -> dict[str, object]:
    return {"site_ids": [site_id for site_id, _ in people], "visitor_ids": [visitor_id for _, visitor_id in people]}


def _card(row: Row) -> Card:
    fields = [CardField(field, row[field]) for field in _WORDS]
    fields += [CardField(NOTE, body) for body in _bounded(row["notes"] or ())]
    fields += [CardField(field, row[field]) for field in _NAMED]
    return [one for one in fields if one.text]


def _bounded(notes: Iterable[str]) -> Iterable[str]:
    left = MAX_NOTES_CHARS
    for body in notes:
        left -= len(body)
        if left < 0:
            return
        yield body
