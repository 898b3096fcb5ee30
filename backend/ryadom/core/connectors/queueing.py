"""Which conversations go to which CRM, by the rules of the connectors. A step of the fan-out (`core.webhooks.fan_out`).

Nothing is asked for here that a rule does not name; whether anything may be sent is decided when it is. What befalls a
whole queue is done by slices, each under the lock of the fan-out, as both lock many of its rows.
"""

from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from uuid import UUID

from ryadom.core.connectors.protocol import UNSURE_S, Trigger
from ryadom.core.webhooks.events import Event
from ryadom.privacy.detect import may_hold_contact
from ryadom.store import connector_pushes as store
from ryadom.store import webhook_feed as feed
from ryadom.store.connector_pushes import Hit, KnownPush, NewPush, Slice
from ryadom.store.connectors import Listening, Rules
from ryadom.store.database import Database
from ryadom.store.feed import Key
from ryadom.store.search_index import lock_people
from ryadom.store.sql import Connection
from ryadom.store.webhook_feed import News

SLICE = 5_000
"""Of a queue, which may have millions of pushes, that one transaction changes."""


FIRST_WORDS_S = 3.0
"""What a site tells of its visitor, who they are and which campaign led them, can come only after their first words.
Where these have contacts the card is made with it all the same: no card is changed by what comes later."""

Told = Callable[[int], None]


def nobody(_done: int) -> None:
    """Is told how many pushes have been done."""


async def queue_by_rules(
    connection: Connection,
    listening: Sequence[Listening],
    keys: Sequence[Key],
    news: Sequence[News],
    controllers: Mapping[UUID, UUID],
) -> int:
    """Queues what these entries and news ask for; `controllers`: of each site. Of who is blocked nothing is.

    Gives how many pushes are new, or to be done again.
    """
    shown = [key for key in keys if not key.is_blocked]
    hits: list[Hit] = []
    if shown and listening:
        hits = await store.list_hits(connection, shown, may_hold_contact=may_hold_contact)
    changed = {
        (one.site_id, one.visitor_id)
        for one in news
        if one.event == Event.CUSTOMER_UPDATED and one.site_id is not None and one.visitor_id is not None
    }
    if changed and any(one.rules.contacts for one in listening):
        hits += await store.newest_conversations(connection, changed)
    pushes = list(pushes_of(hits, listening, controllers))
    return await queue(connection, pushes) if pushes else 0


async def queue(connection: Connection, pushes: Sequence[NewPush]) -> int:
    """Queues these, of who is not being erased; until the transaction ends nobody begins to.

    Else a row that nobody saw yet would outlive who is erased meanwhile. Gives how many are new, or to be done again.
    """
    people = await lock_people(connection, [(one.site_id, one.visitor_id) for one in pushes])
    kept = [one for one in pushes if (one.site_id, one.visitor_id) in people]
    return await store.queue_pushes(connection, kept, FIRST_WORDS_S) if kept else 0


async def renew_waiting(database: Database, connector_id: UUID, *, told: Told = nobody) -> None:
    """Lets all that waits at a connector have its three days anew, and be due at once.

    `told`: after each slice, how many pushes have been done.

    Raises:
        DatabaseUnavailable: Postgres is away; some of it may be renewed.
    """
    async with database.connection() as connection:
        began = await store.moment(connection)

    async def renew(connection: Connection) -> int:
        return await store.renew_waiting(connection, connector_id, before=began, unsure_s=UNSURE_S, limit=SLICE)

    await _by_slices(database, renew, told)


async def forget_pushes(database: Database, connector_id: UUID, *, told: Told = nobody) -> None:
    """Forgets what a connector has pushed and is to push. `told`: see `renew_waiting`.

    Raises:
        DatabaseUnavailable: Postgres is away; some of it may be forgotten.
    """

    async def forget(connection: Connection) -> int:
        return await store.delete_of_connector(connection, connector_id, limit=SLICE)

    await _by_slices(database, forget, told)


async def forget_cards(database: Database, connector_id: UUID, *, told: Told = nobody) -> None:
    """Forgets which cards a connector that is halted has made. `told`: see `renew_waiting`.

    Raises:
        DatabaseUnavailable: Postgres is away; some of it may be forgotten.
    """

    async def forget(connection: Connection, after: int) -> Slice:
        return await store.forget_cards(connection, connector_id, after=after, limit=SLICE)

    await _by_places(database, forget, told)


async def refuse_elsewhere(database: Database, connector_id: UUID, *, words: str, told: Told = nobody) -> None:
    """Ends what waits at a connector of sites that it is not for, saying why. `told`: see `renew_waiting`.

    Raises:
        DatabaseUnavailable: Postgres is away; some of it may be ended. Whoever pushes ends the rest.
    """

    async def refuse(connection: Connection, after: int) -> Slice:
        return await store.refuse_elsewhere(connection, connector_id, words=words, after=after, limit=SLICE)

    await _by_places(database, refuse, told)


async def resend_failed(
    database: Database,
    connector_id: UUID,
    journal: Callable[[Connection], Awaitable[None]],
    *,
    told: Told = nobody,
) -> int:
    """Has all that failed pushed anew; gives how many. `journal` notes it with the first of them.

    `told`: see `renew_waiting`.

    Raises:
        JournalUnavailable: it can't be noted, so nothing is sent.
        DatabaseUnavailable: Postgres is away; some of it may be sent anew, and who asks again has the rest.
    """
    is_noted = False

    async def resend(connection: Connection, after: int) -> Slice:
        nonlocal is_noted
        part = await store.resend_failed(connection, connector_id, after=after, limit=SLICE)
        if part.changed and not is_noted:
            await journal(connection)
            is_noted = True
        return part

    return await _by_places(database, resend, told)


async def _by_slices(database: Database, change: Callable[[Connection], Awaitable[int]], told: Told) -> None:
    """Does it until less than a slice is changed."""
    count, done = SLICE, 0
    while count == SLICE:
        async with database.transaction() as connection:
            await feed.read_state(connection)
            count = await change(connection)
        done += count
        told(done)


async def _by_places(database: Database, change: Callable[[Connection, int], Awaitable[Slice]], told: Told) -> int:
    """Does it from the beginning of the log to its end; gives how many were changed."""
    last: int | None = 0
    done = 0
    while last is not None:
        async with database.transaction() as connection:
            await feed.read_state(connection)
            part = await change(connection, last)
        done, last = done + part.changed, part.last
        told(done)
    return done


def pushes_of(
    hits: Iterable[Hit], listening: Sequence[Listening], controllers: Mapping[UUID, UUID]
) -> Iterator[NewPush]:
    """Each connector and conversation once, by the strongest of its causes. Pure.

    A conversation that was merged goes on in another one, whose card there will be: its closing begins none of its own.
    """
    causes: dict[tuple[UUID, UUID], list[tuple[Hit, Trigger]]] = {}
    for hit in hits:
        for one in listening:
            is_of_site = not one.site_ids or hit.site_id in one.site_ids
            if one.controller_id != controllers.get(hit.site_id) or not is_of_site:
                continue
            cause = cause_of(hit, one.rules)
            if cause is not None:
                causes.setdefault((one.id, hit.conversation_id), []).append((hit, cause))
    for (connector_id, conversation_id), found in causes.items():
        hit, cause = max(found, key=lambda one: _strength(*one))
        begins_none = all(one.is_merged or cause is Trigger.REST for one, cause in found)
        yield (KnownPush if begins_none else NewPush)(
            site_id=hit.site_id,
            connector_id=connector_id,
            conversation_id=conversation_id,
            visitor_id=hit.visitor_id,
            cause=cause,
        )


def _strength(hit: Hit, cause: Trigger) -> int:
    """That contacts may be there is the weakest of causes that can begin a card."""
    if cause is Trigger.REST:
        return 2
    if hit.is_merged:
        return 0
    return 1 if cause is Trigger.CONTACTS else 3


def cause_of(hit: Hit, rules: Rules) -> Trigger | None:
    """Why a conversation is to be pushed by these rules; None where no rule says so.

    A card that another rule has made would end with what was said until then, if nothing followed at the closing.
    """
    if hit.is_closed and rules.closed:
        return Trigger.CLOSED
    if hit.is_closed and (rules.contacts or rules.tag_ids or rules.most_score):
        return Trigger.REST
    if set(hit.tag_ids) & set(rules.tag_ids):
        return Trigger.TAG
    if hit.score is not None and hit.score <= rules.most_score:
        return Trigger.RATED
    return Trigger.CONTACTS if hit.has_words and rules.contacts else None
