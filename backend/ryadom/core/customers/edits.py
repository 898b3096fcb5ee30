"""Changes of a card: field by field, over the revision that was seen, with a history that says who and from what."""

from collections.abc import Mapping
from uuid import UUID

from msgspec.structs import replace

from ryadom.core.customers.facts import kept_facts
from ryadom.core.customers.place import find_place, hold_place
from ryadom.core.customers.renaming import rows_of, tell_renamed
from ryadom.errors import CardChanged
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.store import customer_cards as store
from ryadom.store import journal
from ryadom.store.customer_cards import CustomerCard, Hand
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor
from ryadom.store.sql import Connection


class CustomerEdits:
    """Writes down who customers are."""

    def __init__(self, database: Database, masking: Masking, relay: Relay) -> None:
        self._database = database
        self._masking = masking
        self._relay = relay

    async def edit(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, told: Mapping[str, str], *, over_revision: int
    ) -> int:
        """Puts these fields in place of what the card of a conversation's visitor says; gives its revision then.

        What a field names already is no change, and a card of which nothing changes keeps its revision. What is sent
        again after a lost answer is done already.

        Raises:
            ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
            BadBody, ContactNotKept: see `kept_facts`; `field` says which.
            CardChanged: the card has another revision by now; nothing is changed.
            VisitorErased: what was held on the visitor was erased.
            JournalUnavailable: the journal can't be written, so nothing is changed.
        """
        async with self._database.connection() as connection:
            site = (await find_place(connection, operator_id, conversation_id)).site
        kept = await kept_facts(self._masking, site.id, told)
        async with self._database.transaction() as connection:
            place = await hold_place(connection, operator_id, conversation_id)
            hand, (site_id, visitor_id) = Hand(operator_id=operator_id), place.ref
            card = await store.find_card(connection, site_id=site_id, visitor_id=visitor_id)
            changes = changes_of(card, kept)
            # Whether anything would change is told only of the card that was seen, or that the same hand has just made:
            # else values that the role sees masked could be guessed without a record.
            if card.revision != over_revision and not (
                not changes
                and card.revision == over_revision + 1
                and await store.is_change_of(
                    connection, hand, site_id=site_id, visitor_id=visitor_id, revision=card.revision, fields=kept
                )
            ):
                raise CardChanged("A colleague has changed the card since you read it. Look at it again.")
            if not changes:
                return card.revision
            revision = await write_changes(connection, place.ref, card, changes, hand)
            # Names of fields only: what stands in them is about somebody.
            record = place.record(Action.CARD_CHANGED, actor, fields=" ".join(changes))
            await journal.append(connection, [record])
            renamed = await rows_of(connection, place.ref) if "name" in changes else []
        tell_renamed(self._relay, place.site.id, renamed)
        return revision


def changes_of(card: CustomerCard, kept: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """The fields that would say something else, with what stands in each and what would."""
    return {field: (before, after) for field, after in kept.items() if (before := getattr(card.facts, field)) != after}


async def write_changes(
    connection: Connection, ref: VisitorRef, card: CustomerCard, changes: Mapping[str, tuple[str, str]], hand: Hand
) -> int:
    """Puts these in the card and its history; gives the card's new revision. The visitor's row is held."""
    site_id, visitor_id = ref
    revision = card.revision + 1
    facts = replace(card.facts, **{field: after for field, (_, after) in changes.items()})
    await store.put_card(connection, facts, site_id=site_id, visitor_id=visitor_id, revision=revision)
    await store.note_changes(connection, changes, site_id=site_id, visitor_id=visitor_id, revision=revision, hand=hand)
    return revision
