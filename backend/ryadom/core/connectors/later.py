"""What a visitor leaves after their card was made: brought to who stands at it, and told of among its texts.

What stands there is never changed: what is empty is filled, and a further telephone or address is added where the CRM
has room for several. A text tells of each once. By it is known what people have taken away since, which is not brought
again.
"""

from collections.abc import Collection, Iterator
from contextlib import suppress
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.connectors.cards import Card, Cards, Person
from ryadom.core.connectors.protocol import Case, Lately, Progress
from ryadom.core.connectors.replies import alike
from ryadom.core.connectors.transcript import plain
from ryadom.errors import CrmMisconfigured, CrmRefused

MOST_AT_ONCE = 4
"""How many telephones and addresses are added to somebody by one push: of more only the text tells."""

MOST_HELD = 10
"""How many they have at most by our doing, for whoever writes one after the other may mean harm."""

_TELLS = "Клиент оставил контакты: "


async def bring_later(cards: Cards, case: Case, card: Card, progress: Progress) -> None:
    """Brings what is new (`Case.lately`) to a card that an earlier push has made, or this one found.

    First to the person, then among the texts: who dies in between has brought it, and does not bring it twice.
    """
    left = case.lately
    if left.is_empty:
        return
    try:
        person = await cards.people.at(card)
    except (CrmMisconfigured, CrmRefused):
        # They may look at cards, and not at people. Who may do nothing at all is told so by the texts.
        person = Person()
    lacks = _lacking(left, person or Person(name=left.name))
    if lacks.reach:
        lacks = _without(lacks, await _told_of(cards, case, card))
    if lacks.is_empty:
        return
    # Some may add people, and not change them: then somebody there does it, by the text.
    with suppress(CrmMisconfigured, CrmRefused):
        await _complete(cards, case, card, person, lacks, progress)
    for text in _texts(case.conversation_id, lacks, max_chars=cards.text_chars):
        await cards.add_text(card, text, progress)
        await progress.wrote(case.known)


async def _complete(
    cards: Cards, case: Case, card: Card, person: Person | None, lacks: Lately, progress: Progress
) -> None:
    """Adds to whom the card is of, or puts them there, what there is room for."""
    if person is None:
        person = await cards.people.add(case, card, progress)
        lacks = _lacking(lacks, person) if person else lacks
    if person is None or not person.id or len(person.reach) >= MOST_HELD:
        return
    some = lacks.reach[:MOST_AT_ONCE]
    room = Lately(
        name="" if "name" in person.hidden else lacks.name,
        phones=() if "phones" in person.hidden else tuple(one for one in lacks.phones if one in some),
        emails=() if "emails" in person.hidden else tuple(one for one in lacks.emails if one in some),
    )
    if not room.is_empty:
        await cards.people.fill(case, card, person, room, progress)
        await progress.wrote(case.known)


def _lacking(left: Lately, person: Person) -> Lately:
    """What is not there, each once. What can't be compared is not brought."""
    held = set(map(alike, person.reach))
    missing = {alike(value): value for value in reversed(left.reach) if alike(value) and alike(value) not in held}
    return Lately(
        name="" if person.name else left.name,
        phones=tuple(value for value in left.phones if value in missing.values()),
        emails=tuple(value for value in left.emails if value in missing.values()),
    )


def _without(lacks: Lately, told: Collection[str]) -> Lately:
    return replace(
        lacks,
        phones=tuple(value for value in lacks.phones if alike(plain(value)) not in told),
        emails=tuple(value for value in lacks.emails if alike(plain(value)) not in told),
    )


async def _told_of(cards: Cards, case: Case, card: Card) -> set[str]:
    """What texts of ours tell of already, in one spelling."""
    mark, told = _mark(case.conversation_id), set()
    async for texts in cards.texts_of(card):
        for text in texts:
            if text.rstrip().endswith(mark) and _TELLS in text:
                line = text.partition(_TELLS)[2].partition("\n")[0]
                told |= set(map(alike, line.split(", ")))
    return told


def _texts(conversation_id: UUID, lacks: Lately, *, max_chars: int) -> Iterator[str]:
    """As few as hold all of it."""
    ending = f"\n{_mark(conversation_id)}"
    line = ""
    for value in map(plain, lacks.reach):
        longer = f"{line}, {value}" if line else f"{_TELLS}{value}"
        if line and len(longer) + len(ending) > max_chars:
            yield line + ending
            longer = f"{_TELLS}{value}"
        line = longer
    if line:
        yield line + ending


def _mark(conversation_id: UUID) -> str:
    return f"Рядом, диалог {conversation_id}, контакты"
