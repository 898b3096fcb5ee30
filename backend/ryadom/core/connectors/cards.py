"""What a push does with a CRM's cards: the shape that each CRM's file has for `steps.push_card`."""

from collections.abc import AsyncIterator, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from ryadom.core.connectors.protocol import Case, Lately, Progress

NAMELESS = "Посетитель сайта"
"""Who is made without a name; where it stands still, a name may take its place."""


class Card(Struct, frozen=True, kw_only=True):
    """A card in a CRM. `holder_id`: of what keeps its texts, if not the card itself. `is_new`: none stands there.

    `begun_by`: the conversation that its fields tell of, where the CRM says and it matters.
    """

    id: str
    holder_id: str = ""
    is_new: bool = False
    begun_by: str = ""


class Person(Struct, frozen=True, kw_only=True):
    """Who stands at a card, as the CRM has them. `id`: empty where we may not look at them.

    `name`: empty where nobody has given one. `reach`: telephones and addresses. `record`: the CRM's own of them.
    `hidden`: what of `Lately` it did not show, or not whole; so nothing is written there, over what may be there.
    """

    id: str = ""
    name: str = ""
    reach: tuple[str, ...] = ()
    record: Mapping[str, Any] = {}
    hidden: frozenset[str] = frozenset()


class People(Protocol):
    """What a CRM does with people at cards. All may raise what `Connector.push` may."""

    async def at(self, card: Card) -> Person | None:
        """Who stands at it now; None where nobody does."""

    async def add(self, case: Case, card: Card, progress: Progress) -> Person | None:
        """Puts somebody there, found or made; None where a card has somebody from the start, or is one itself."""

    async def fill(self, case: Case, card: Card, person: Person, lacks: Lately, progress: Progress) -> None:
        """Adds to somebody what they lack, as far as there is room for it; what stands there stays as it is."""


class Cards(Protocol):
    """What a CRM does with cards. All may raise what `Connector.push` may."""

    @property
    def people(self) -> People:
        """Whom they are of."""

    @property
    def text_chars(self) -> int:
        """How long a text may be."""

    async def find_card(self, case: Case) -> Card | None:
        """The card of a conversation; where there are several after all, the oldest: it was worked with for longer."""

    async def known_card(self, id: str) -> Card | None:
        """The card that was made or found by an earlier push, read by its number; None where it is there no more."""

    async def make_card(self, case: Case, progress: Progress) -> Card:
        """Makes it, and what it needs."""

    def url_of(self, id: str) -> str:
        """Where people see it."""

    def heading(self, case: Case, card: Card) -> str:
        """What stands before the transcript in a card, once."""

    def texts_of(self, card: Card) -> AsyncIterator[Sequence[str]]:
        """The texts that stand at it, the newest first, by pages."""

    async def add_text(self, card: Card, text: str, progress: Progress) -> None:
        """One more."""


def hidden_of(*, name: bool, phones: bool, emails: bool) -> frozenset[str]:
    """`Person.hidden`, by what was shown whole."""
    shown = {"name": name, "phones": phones, "emails": emails}
    return frozenset(what for what, is_shown in shown.items() if not is_shown)


def given_name(*parts: object) -> str:
    """A name as a CRM has it, in parts; empty where it is what we write of the nameless."""
    name = " ".join(str(part).strip() for part in parts if part).strip()
    return "" if name == NAMELESS else name
