"""Other settings in the place of those that a connector has, whatever waits and is under way by the old ones.

Who pushes by old settings writes and notes nothing more: each write and note names their generation. What else they
left behind are numbers of cards, which mean others where the new ones lead. So it is halted first, by its old settings;
the numbers are forgotten, slice by slice; and only then it gets the new ones, and goes on. Who is killed in between
leaves it halted, or with its old settings, by which cards that were forgotten are looked for and found.
"""

from collections.abc import Sequence
from datetime import datetime

import msgspec
from msgspec.structs import replace

from ryadom.core.connectors import queueing
from ryadom.core.connectors.cases import OTHER_SITES
from ryadom.core.connectors.opening import read_sealed
from ryadom.core.connectors.records import journal_change
from ryadom.core.connectors.rules import check_rules
from ryadom.core.sealing import Seal
from ryadom.errors import SettingsChanged
from ryadom.privacy.overruling import settings_changed
from ryadom.store import connectors as store
from ryadom.store import webhook_feed as feed
from ryadom.store.connectors import StoredConnector
from ryadom.store.database import Database
from ryadom.store.journal import Noted
from ryadom.store.journal_chain import Actor
from ryadom.store.sql import Connection

HALTED = "Настройки меняются. Если это не закончилось, измените их ещё раз: до тех пор ничего не отправляется."


async def put_in_place(
    database: Database, changed: StoredConnector, *, is_elsewhere: bool, by: Actor, told: queueing.Told
) -> None:
    """Keeps a connector as it was changed; it is to be enabled then. `told`: see `queueing.renew_waiting`.

    `is_elsewhere`: a number of a card means another there.

    Raises:
        BadBody: rules that can't be so.
        SettingsChanged: somebody else was quicker, and no settings are changed.
        JournalUnavailable: it can't be journalled, so no settings are changed; it may be halted.
        DatabaseUnavailable: Postgres is away; it may be halted, or wait to be enabled.
    """
    halted_at = None
    if is_elsewhere:
        halted_at = await _halt(database, changed, by)
        changed = replace(changed, generation=changed.generation + 1)
        await queueing.forget_cards(database, changed.id, told=told)
    async with database.transaction() as connection:
        await check_rules(connection, changed.controller_id, changed.rules)
        await feed.read_state(connection)
        if not await store.change_connector(connection, changed, halted_at=halted_at):
            raise await outpaced(connection, changed, by)
        await journal_change(connection, changed, "connector_changed", by)
    if changed.site_ids:
        await queueing.refuse_elsewhere(database, changed.id, words=OTHER_SITES, told=told)


async def _halt(database: Database, changed: StoredConnector, by: Actor) -> datetime:
    """Has nobody push any more; gives by what can be known that nobody does still."""
    async with database.transaction() as connection:
        await check_rules(connection, changed.controller_id, changed.rules)
        halted_at = await store.halt_connector(connection, changed.id, generation=changed.generation, trouble=HALTED)
        if halted_at is None:
            raise await outpaced(connection, changed, by)
    return halted_at


def is_seen(seal: Seal, known: StoredConnector, wanted: StoredConnector, *, over_version: int | None) -> bool:
    """Whether a change is over what was seen: that version (None: any), or what is wanted is there already.

    Halting for a change that came to nothing counts as a version and changed nothing.

    Raises:
        ConnectorSealed: see `read_sealed`.
    """
    is_halted = known.stopped_at is not None and known.trouble == HALTED
    if over_version in (None, known.generation) or (is_halted and known.generation - 1 == over_version):
        return True
    return _said(seal, known) == _said(seal, wanted)


def _said(seal: Seal, connector: StoredConnector) -> Sequence[object]:
    settings = msgspec.json.decode(read_sealed(seal, connector).secret, type=dict[str, object])
    return [settings, dict(connector.mapping), connector.rules, set(connector.site_ids)]


async def outpaced(connection: Connection, connector: StoredConnector, by: Actor) -> SettingsChanged:
    """What whoever changes a connector that is not as they saw it any more is told.

    The journal knows connectors by where they lead: where two lead to one host, nobody is named.
    """
    known = await store.list_connectors(connection)
    now = next((one for one in known if one.id == connector.id), connector)
    places = [(one.controller_id, one.origin) for one in known]
    if places.count((now.controller_id, now.origin)) != 1:
        return SettingsChanged("Somebody else has changed this connector meanwhile. Look at it and try again.")
    noted = Noted(controller_id=now.controller_id, whats=("connector_changed",), told={"host": now.origin})
    return await settings_changed(connection, noted, by)
