"""Pushes what is queued: each connector in a lane of its own, one conversation after the other.

A conversation becomes one card: a lease keeps others away, a push begins with a look for the card that an earlier one
may have made, and after a write without an answer nobody looks before it must have come to its end. What is left: a
process that stands still for longer than that between leave to write and its writing.
"""

import random
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog

from ryadom.core.alarms import Alarms
from ryadom.core.connectors.cases import OTHER_SITES, Withheld, make_case
from ryadom.core.connectors.line import Account, Pace
from ryadom.core.connectors.noted_progress import NotedProgress
from ryadom.core.connectors.opening import check_register, open_connector
from ryadom.core.connectors.protocol import UNSURE_S, Case, Connector, PushEnded, Receipt, Trigger
from ryadom.core.connectors.troubles import BUSY, note_refusal, stop, unfit, words_of
from ryadom.core.lanes import Lanes, Leases
from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.core.webhooks.schedule import LONGEST_WAIT_S, is_over, pause_after_s, rest_after_s
from ryadom.errors import (
    BadBody,
    ConnectorSealed,
    CrmBusy,
    CrmMisconfigured,
    CrmRefused,
    DatabaseUnavailable,
    EgressForbidden,
    RyadomError,
)
from ryadom.store import connector_pushes as queue
from ryadom.store import connectors as store
from ryadom.store.connector_pushes import Push, PushStatus
from ryadom.store.connectors import StoredConnector
from ryadom.store.crm_paces import forget_unused
from ryadom.store.database import Database

LOOK_INTERVAL_S = 5.0
"""What another process has queued waits for so long at most."""

FORBIDDEN_REST_S = 600.0
"""How often it is tried whether the register allows it by now."""

SWEPT = 5_000
PACES_KEPT_S = 86_400.0
WAITED_TOO_LONG = "Отправка не удалась за трое суток."
UNSPEAKABLE = "Не удалось записать, что ответила CRM."

log = structlog.get_logger(__name__)


class Pusher:
    """The lanes of this process."""

    def __init__(
        self,
        database: Database,
        caller: Caller,
        seal: Seal,
        alarms: Alarms,
        *,
        node: UUID,
        now: Callable[[], datetime],
        public_url: str | None,
        pace: Pace,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._caller = caller
        self._seal = seal
        self._alarms = alarms
        self._node = node
        self._now = now
        self._public_url = public_url
        self._pace = pace
        self._chance = chance
        leases = Leases(
            what="connector",
            take=store.lease_connectors,
            renew=store.renew_leases,
            end=store.end_leases,
            sealed=ConnectorSealed,
        )
        self._lanes = Lanes(database, leases, self._push_next, node=node, look_interval_s=LOOK_INTERVAL_S)

    def wake(self) -> None:
        """Something has been queued: it is pushed at once."""
        self._lanes.wake()

    async def run(self) -> None:
        """Pushes until it is cancelled."""
        await self._lanes.run()

    async def push_due(self) -> None:
        """Pushes all that is due, once each; for a process that does only that."""
        await self._lanes.run_once()

    async def aclose(self) -> None:
        """Ends all calls."""
        await self._caller.aclose()

    async def sweep(self) -> None:
        """Gives up what has waited for three days at connectors that push, and forgets how accounts of before stood.

        Raises:
            DatabaseUnavailable: Postgres is away.
        """
        async with self._database.connection() as connection:
            while (
                await queue.give_up_old(connection, older_s=LONGEST_WAIT_S, words=WAITED_TOO_LONG, limit=SWEPT) == SWEPT
            ):
                pass
            await forget_unused(connection, unused_s=PACES_KEPT_S)

    async def _push_next(self, id: UUID) -> bool:
        """One push; whether there may be more at once."""
        async with self._database.connection() as connection:
            stored = await store.find_leased(connection, self._node, id)
            push = await queue.next_due(connection, id) if stored else None
        if stored is None or push is None:
            return False
        try:
            opened = open_connector(self._seal, self._caller, self._pace, stored)
        except BadBody as error:
            return await self._stop(stored, push, unfit(error, kind=stored.kind))
        if stored.site_ids and push.site_id not in stored.site_ids:
            # The slices that end such pushes may not have come to this one yet.
            return await self._ended(stored, push, PushStatus.REFUSED, OTHER_SITES)
        if opened.resealed is not None:
            async with self._database.connection() as connection:
                await store.reseal_connector(connection, stored, opened.resealed)

        async def check_still() -> None:
            await check_register(self._caller, stored, opened.target)

        steps = NotedProgress(self._database, push, self._node, generation=stored.generation, check=check_still)
        try:
            await check_still()
            case = await self._push(stored, push, opened.connector, steps)
        except (RyadomError, Withheld, PushEnded) as error:
            return await self._note_failed(stored, push, error, steps, opened.account)
        except Exception as error:
            log.exception("push failed", connector=str(id), conversation=str(push.conversation_id))
            return await self._try_later(stored, push, f"Внутренняя ошибка: {type(error).__name__}.", steps)
        await self._sent(stored, push, case, steps)
        return True

    async def _push(self, stored: StoredConnector, push: Push, connector: Connector, steps: NotedProgress) -> Case:
        """What is there now. Where it was before, digits alone do not bring what was said since: contacts do.

        That is decided once: what was begun is brought to its end, also where all that is left of it has no contacts.
        """
        was_sent = push.sent_at is not None and push.remote_id != ""
        if push.cause in (Trigger.CONTACTS, Trigger.REST):
            needs_contacts = not was_sent
        else:
            needs_contacts = stored.rules.needs_contacts and push.cause != Trigger.MANUAL
        case = await make_case(
            self._database,
            site_id=push.site_id,
            visitor_id=push.visitor_id,
            conversation_id=push.conversation_id,
            known=Receipt(remote_id=push.remote_id, number=push.remote_number, url=push.url, told_seq=push.told_seq),
            needs_contacts=needs_contacts,
            public_url=self._public_url,
            sent_at=push.sent_at if was_sent else None,
        )
        is_for_contacts = was_sent and push.cause == Trigger.CONTACTS and not push.is_begun
        if is_for_contacts and case.lately.is_empty and not case.is_more:
            return case
        steps.is_begun = True
        await steps.wrote(await connector.push(case, steps))
        return case

    async def _sent(self, stored: StoredConnector, push: Push, case: Case, steps: NotedProgress) -> None:
        async with self._database.connection() as connection:
            if steps.is_begun:
                await store.note_success(connection, stored.id, generation=stored.generation)
            if not case.is_more:
                await queue.note_end(
                    connection, push, PushStatus.SENT, generation=stored.generation, as_of=case.read_at
                )
            else:
                await queue.put_off(connection, push, pause_s=0.0, is_begun=steps.is_begun, is_counted=False)

    async def _note_failed(
        self,
        stored: StoredConnector,
        push: Push,
        error: RyadomError | Withheld | PushEnded,
        steps: NotedProgress,
        account: Account,
    ) -> bool:
        """See `_failed`. Where it can't be written down in the CRM's words it is in ours, so that there is a pause."""
        try:
            return await self._failed(stored, push, error, steps, account)
        except RyadomError:
            raise
        except Exception:
            log.exception("failure not noted", connector=str(stored.id), conversation=str(push.conversation_id))
            return await self._try_later(stored, push, UNSPEAKABLE, steps)

    async def _failed(
        self,
        stored: StoredConnector,
        push: Push,
        error: RyadomError | Withheld | PushEnded,
        steps: NotedProgress,
        account: Account,
    ) -> bool:
        """Notes what went wrong; whether others may be pushed at once."""
        match error:
            case DatabaseUnavailable():
                # At our own side: no attempt.
                raise error
            case PushEnded():
                return False
            case Withheld():
                return await self._ended(stored, push, PushStatus.REFUSED, error.words)
            case CrmRefused():
                await self._ended(stored, push, PushStatus.FAILED, error.message)
                if not push.remote_id:
                    # With a card it is that card's: it was deleted, or nobody may see it.
                    await note_refusal(self._database, self._alarms, stored)
                return True
            case CrmMisconfigured():
                return await self._stop(stored, push, error.message, is_begun=steps.is_begun)
            case EgressForbidden():
                await self._rest(
                    stored, push, words_of(error, kind=stored.kind), steps, rest_s=FORBIDDEN_REST_S, is_counted=False
                )
                return False
            case CrmBusy(was_called=False):
                return await self._wait(stored, push, error, steps)
            case CrmBusy():
                # What is not let in may come at once afterwards. All else may be this conversation's own fault, which
                # must not keep the others back.
                pause_s = self._pause_s(push, steps) if error.is_unsure else 0.0
                rest_s = error.retry_after_s or 0.0
                if not error.is_unsure:
                    # Said in the answer's words, not by its status: other connectors to the account keep to it, too.
                    await self._pace.rest(account, rest_s)
                await self._rest(stored, push, error.message, steps, trouble=BUSY, pause_s=pause_s, rest_s=rest_s)
                return False
            case _:
                return await self._try_later(stored, push, words_of(error, kind=stored.kind), steps)

    async def _wait(self, stored: StoredConnector, push: Push, error: CrmBusy, steps: NotedProgress) -> bool:
        """Lets the connector wait for its account. Nobody was called: it is no attempt, and no failure of anybody's."""
        async with self._database.transaction() as connection:
            await store.pause_connector(connection, stored.id, pause_s=error.retry_after_s or 0.0)
            await queue.put_off(
                connection, push, pause_s=0.0, is_begun=steps.is_begun, failure=error.message, is_counted=False
            )
        return False

    async def _try_later(self, stored: StoredConnector, push: Push, words: str, steps: NotedProgress) -> bool:
        return await self._rest(stored, push, words, steps, pause_s=self._pause_s(push, steps))

    def _pause_s(self, push: Push, steps: NotedProgress) -> float:
        pause_s = pause_after_s(push.attempts + 1, chance=self._chance)
        return max(pause_s, UNSURE_S) if steps.is_writing else pause_s

    async def _ended(self, stored: StoredConnector, push: Push, status: PushStatus, words: str) -> bool:
        async with self._database.connection() as connection:
            await queue.note_end(connection, push, status, generation=stored.generation, failure=words)
        return True

    async def _rest(
        self,
        stored: StoredConnector,
        push: Push,
        words: str,
        steps: NotedProgress,
        *,
        pause_s: float = 0.0,
        trouble: str | None = None,
        rest_s: float = 0.0,
        is_counted: bool = True,
    ) -> bool:
        """Lets the push wait, and the connector where that asks for it, or nothing succeeds; whether it does not.

        `words` are of the push, `trouble` is of the connector: the same, unless they are the CRM's.
        """
        async with self._database.transaction() as connection:
            failures = await store.note_failure(
                connection, stored.id, generation=stored.generation, trouble=trouble or words
            )
            # That other settings than it has now did not do is nothing to rest for.
            rest_s = max(rest_s, rest_after_s(failures, chance=self._chance)) if failures else 0.0
            if rest_s:
                await store.pause_connector(connection, stored.id, pause_s=rest_s)
            waited_s = (self._now() - push.queued_at).total_seconds()
            if is_counted and is_over(waited_s, max(pause_s, rest_s)):
                await queue.note_end(connection, push, PushStatus.FAILED, generation=stored.generation, failure=words)
            else:
                await queue.put_off(
                    connection,
                    push,
                    pause_s=pause_s,
                    is_begun=steps.is_begun,
                    failure=words,
                    is_counted=is_counted,
                )
        return not rest_s

    async def _stop(self, stored: StoredConnector, push: Push, words: str, *, is_begun: bool = False) -> bool:
        async with self._database.connection() as connection:
            await queue.put_off(connection, push, pause_s=0.0, is_begun=is_begun, failure=words, is_counted=False)
        await stop(self._database, self._alarms, stored, words)
        return False
