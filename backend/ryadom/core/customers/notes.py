"""Notes on a customer: operators write them for each other, and no visitor ever sees one.

The person they are about is told of them all the same when they ask what is held on them, and erasure takes them too.
"""

from uuid import UUID

from ryadom.core.customers.place import Place, find_place, hold_place
from ryadom.core.timeline_rules import kept_text
from ryadom.errors import CardChanged, CardFull, EchoIdTaken, LegalHold, NoteUnknown, RightMissing
from ryadom.privacy.policies import Masking
from ryadom.store import customer_notes as store
from ryadom.store import journal
from ryadom.store.customer_notes import CustomerNote
from ryadom.store.database import Database
from ryadom.store.journal_chain import Action, Actor
from ryadom.store.legal_holds import is_held
from ryadom.store.sql import Connection

MAX_NOTES = 100
UNDO_S = 3_600.0
"""How long a deleted note is kept, at least, to be brought back; the chore that destroys it comes once an hour."""


class CustomerNotes:
    """Keeps notes. Each change is one transaction with its record in the journal.

    Raises, all of them:
        ConversationUnknown: it is not on the operator's sites, or its visitor is blocked.
        VisitorErased: what was held on the visitor was erased.
        JournalUnavailable: the journal can't be written, so nothing is changed.
    """

    def __init__(self, database: Database, masking: Masking) -> None:
        self._database = database
        self._masking = masking

    async def add(self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, note_id: UUID, body: str) -> None:
        """Adds a note; sent again with the same id, it is there once.

        Raises:
            BadBody: see `clean_body`.
            CardFull: there are 100 already.
            EchoIdTaken: somebody else has used this id here.
        """
        kept = await self._kept(operator_id, conversation_id, body)
        async with self._database.transaction() as connection:
            place = await hold_place(connection, operator_id, conversation_id)
            site_id, visitor_id = place.ref
            known = await store.find_note(connection, site_id=site_id, visitor_id=visitor_id, id=note_id)
            if known is not None and known.author_id != operator_id:
                raise EchoIdTaken("Somebody else has used this id here. Make a fresh random UUID.", field="note_id")
            if known is not None:
                return
            if await store.count_notes(connection, site_id=site_id, visitor_id=visitor_id) >= MAX_NOTES:
                raise CardFull(f"There are {MAX_NOTES} notes already. Delete what is not needed.", field="body")
            await store.insert_note(
                connection, site_id=site_id, visitor_id=visitor_id, id=note_id, author_id=operator_id, body=kept
            )
            await journal.append(connection, [place.record(Action.CARD_CHANGED, actor, what="note_added")])

    async def edit(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, note_id: UUID, body: str, over_version: int
    ) -> None:
        """Gives the operator's own note other words.

        Raises:
            BadBody: see `clean_body`.
            NoteUnknown: there is none with this id, or it was deleted.
            RightMissing: somebody else wrote it.
            CardChanged: it was edited meanwhile, in another window.
            LegalHold: nothing of the visitor's may be destroyed for now.
        """
        kept = await self._kept(operator_id, conversation_id, body)
        async with self._database.transaction() as connection:
            place = await hold_place(connection, operator_id, conversation_id)
            note = await _find(connection, place, note_id)
            if note.deleted_at is not None:
                raise _unknown()
            if note.author_id != operator_id:
                raise RightMissing("Only who wrote a note may edit it.", field="note_id")
            if note.body == kept:
                return
            if note.version != over_version:
                raise CardChanged("The note was edited in another window. Look at it again.", field="note_id")
            await _refuse_held(connection, place)
            site_id, visitor_id = place.ref
            await store.edit_note(connection, site_id=site_id, visitor_id=visitor_id, id=note_id, body=kept)
            await journal.append(connection, [place.record(Action.CARD_CHANGED, actor, what="note_edited")])

    async def delete(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, note_id: UUID, deletes_any: bool
    ) -> None:
        """Hides a note from everybody: an operator's own or, with `deletes_any`, anybody's. Once more, nothing happens.

        Raises:
            NoteUnknown: there is none with this id.
            RightMissing: somebody else wrote it.
            LegalHold: nothing of the visitor's may be destroyed for now.
        """
        async with self._database.transaction() as connection:
            place = await hold_place(connection, operator_id, conversation_id)
            note = await _find_theirs(connection, place, note_id, operator_id, deletes_any=deletes_any)
            if note.deleted_at is not None:
                return
            await _refuse_held(connection, place)
            site_id, visitor_id = place.ref
            await store.delete_note(connection, site_id=site_id, visitor_id=visitor_id, id=note_id)
            await journal.append(connection, [place.record(Action.CARD_CHANGED, actor, what="note_deleted")])

    async def restore(
        self, actor: Actor, operator_id: UUID, conversation_id: UUID, *, note_id: UUID, deletes_any: bool
    ) -> None:
        """Undoes a deletion, for whoever might have done it. Of a note that is there nothing is to be undone.

        Raises:
            NoteUnknown: there is none with this id, or it is gone for good.
            RightMissing: somebody else wrote it.
        """
        async with self._database.transaction() as connection:
            place = await hold_place(connection, operator_id, conversation_id)
            note = await _find_theirs(connection, place, note_id, operator_id, deletes_any=deletes_any)
            if note.deleted_at is None:
                return
            site_id, visitor_id = place.ref
            await store.restore_note(connection, site_id=site_id, visitor_id=visitor_id, id=note_id)
            await journal.append(connection, [place.record(Action.CARD_CHANGED, actor, what="note_restored")])

    async def forget_deleted(self) -> None:
        """Destroys what was deleted over an hour ago, unless its visitor is held."""
        async with self._database.connection() as connection:
            await store.forget_deleted(connection, older_than_s=UNDO_S)

    async def _kept(self, operator_id: UUID, conversation_id: UUID, body: str) -> str:
        async with self._database.connection() as connection:
            site = (await find_place(connection, operator_id, conversation_id)).site
        return await kept_text(self._masking, site.id, body)


async def _find_theirs(
    connection: Connection, place: Place, note_id: UUID, operator_id: UUID, *, deletes_any: bool
) -> CustomerNote:
    note = await _find(connection, place, note_id)
    if note.author_id != operator_id and not deletes_any:
        raise RightMissing("Only who wrote a note may delete it.", field="note_id")
    return note


async def _find(connection: Connection, place: Place, note_id: UUID) -> CustomerNote:
    site_id, visitor_id = place.ref
    note = await store.find_note(connection, site_id=site_id, visitor_id=visitor_id, id=note_id)
    if note is None:
        raise _unknown()
    return note


async def _refuse_held(connection: Connection, place: Place) -> None:
    site_id, visitor_id = place.ref
    if await is_held(connection, site_id=site_id, visitor_id=visitor_id):
        raise LegalHold("A legal hold is on this visitor: nothing of theirs may be destroyed for now.", field="note_id")


def _unknown() -> NoteUnknown:
    return NoteUnknown("There is no such note on this customer.", field="note_id")
