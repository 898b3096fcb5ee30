"""What programs write down of customers: the fields of the card that operators have, with the same history."""

from uuid import UUID

from msgspec import UNSET, Struct

from ryadom.core.api_keys import Program
from ryadom.core.customers.edits import changes_of, write_changes
from ryadom.core.customers.facts import kept_facts
from ryadom.core.customers.place import hold_visitor
from ryadom.core.customers.renaming import rows_of, tell_renamed
from ryadom.core.preconditions import Precondition
from ryadom.core.public_lists import find_customer, no_customer
from ryadom.errors import BadBody, VisitorBlocked, VisitorErased
from ryadom.live.relay import Relay
from ryadom.privacy.policies import Masking
from ryadom.protocol.public import PublicCustomer
from ryadom.protocol.public_orders import CustomerChange
from ryadom.store import journal
from ryadom.store.customer_cards import Hand, find_card, is_change_of
from ryadom.store.customer_links import VisitorRef
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Record


class ProgramCards(Struct, frozen=True, kw_only=True):
    """Changes cards of customers."""

    database: Database
    masking: Masking
    relay: Relay

    async def change(
        self, program: Program, id: UUID, order: CustomerChange, over: Precondition, *, network: str | None
    ) -> PublicCustomer:
        """The customer as they are then. What is sent again after a lost answer is done already.

        Raises:
            VisitorUnknown: see `PublicDesk.customer`.
            PreconditionFailed: they have been changed since they were read.
            BadBody: nothing that is to change; or see `kept_facts`, `field` says which.
            ContactNotKept: see `kept_facts`.
            JournalUnavailable: it can't be journalled, so nothing is changed.
        """
        if order == CustomerChange():
            raise BadBody("The order says nothing: name what is to change.")
        async with self.database.connection() as connection:
            site_id = program.site((await find_customer(connection, program, id)).site).id
        told = {field: text for field in order.__struct_fields__ if (text := getattr(order, field)) is not UNSET}
        kept = await kept_facts(self.masking, site_id, told)
        hand = Hand(api_key_id=program.key.id)
        async with self.database.transaction() as connection:
            try:
                await hold_visitor(connection, VisitorRef(site_id, id))
            except (VisitorErased, VisitorBlocked):
                raise no_customer() from None
            now = await find_customer(connection, program, id)
            card = await find_card(connection, site_id=site_id, visitor_id=id)
            changes = changes_of(card, kept)
            is_done = bool(kept) and not changes
            if not is_done or not await is_change_of(
                connection, hand, site_id=site_id, visitor_id=id, revision=card.revision, fields=kept
            ):
                over.check(now)
            if changes:
                await write_changes(connection, VisitorRef(site_id, id), card, changes, hand)
                now = await find_customer(connection, program, id)
            # Where nothing changes they are shown all the same. What stands in the fields is about them: only names.
            record = Record(
                controller_id=program.key.controller_id,
                action=Action.CARD_CHANGED if changes else Action.CARD_VIEWED,
                actor=program.actor(network),
                site_id=site_id,
                visitor_ids=(id,),
                details={"fields": " ".join(changes)} if changes else {"what": "customer"},
            )
            await journal.append(connection, [record])
            renamed = await rows_of(connection, VisitorRef(site_id, id)) if "name" in changes else []
        tell_renamed(self.relay, site_id, renamed)
        return now
