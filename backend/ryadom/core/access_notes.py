"""Changes of operators' access, as the journal tells them."""

from collections.abc import Iterable
from uuid import UUID

from ryadom.store import journal
from ryadom.store.controllers import controllers_of_operator
from ryadom.store.journal_chain import Action, Actor, Record
from ryadom.store.sites import Site
from ryadom.store.sql import Connection


async def note_access(connection: Connection, operator_id: UUID, what: str, *, by: Actor, **details: str) -> None:
    """Into the journal of every controller whose sites the operator works on; the last statement of a transaction.

    `what` is a word of the journal, e.g. "password_changed"; `details` are about nobody.

    Raises:
        JournalUnavailable: it can't be written; the transaction ends without the change.
    """
    told = {"what": what, "operator_id": str(operator_id), **details}
    owners = await controllers_of_operator(connection, operator_id)
    records = [Record(controller_id=owner, action=Action.SETTINGS_CHANGED, actor=by, details=told) for owner in owners]
    await journal.append(connection, records)


async def note_on_sites(connection: Connection, sites: Iterable[Site], what: str, *, by: Actor, **details: str) -> None:
    """The same of what was done on some sites: one record for each, so that whoever reads about a site finds it."""
    records = [
        Record(
            controller_id=site.controller_id,
            action=Action.SETTINGS_CHANGED,
            actor=by,
            site_id=site.id,
            details={"what": what, **details},
        )
        for site in sites
    ]
    await journal.append(connection, records)
