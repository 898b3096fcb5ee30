"""One batch of deliveries to one endpoint: several calls at once, those about one object one after the other.

What fails at our own side (Postgres is away, the key is another) is no attempt: nothing is noted, and the batch ends.
Where the URL is changed meanwhile, what is still to be sent goes to the new one, and each counts for itself.
"""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID

import structlog
from msgspec.structs import replace

from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Caller
from ryadom.core.webhooks.courses import Course, as_moved, course_at
from ryadom.core.webhooks.preparing import Preparer
from ryadom.core.webhooks.schedule import TROUBLED, asked_rest_s, is_over, pause_after_s
from ryadom.core.webhooks.sending import call_to, sent_of
from ryadom.errors import DatabaseUnavailable, RyadomError, WebhookSealed
from ryadom.live.metrics import Metrics
from ryadom.store import webhook_queue as queue
from ryadom.store.database import Database
from ryadom.store.webhook_lanes import hold_url
from ryadom.store.webhook_queue import Attempt, Delivery, Outcome, Sent
from ryadom.store.webhooks import StoredEndpoint

AT_ONCE = 16
NOTE_INTERVAL_S = 0.2
"""How often what has become of deliveries is written down while others are under way."""

LAST_NOTE_S = 2.0
SHOWN_CHARS = 500
FAILED = "failed"
"""How metrics name an attempt after which another one follows."""

GONE = 410
"""The receiver wants no more. Source: Standard Webhooks, as RFC 9110 section 15.5.11 means it."""

log = structlog.get_logger(__name__)


class Batch:
    """Sends deliveries, and counts how it goes: `course`, at the URL of now."""

    def __init__(
        self,
        database: Database,
        caller: Caller,
        preparer: Preparer,
        metrics: Metrics,
        *,
        endpoint: StoredEndpoint,
        now: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self._database = database
        self._metrics = metrics
        self._caller = caller
        self._preparer = preparer
        self._id = endpoint.id
        self._now = now
        self._chance = chance
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._made: list[tuple[Attempt, Course]] = []
        self._behind: list[tuple[list[UUID], float, Course]] = []
        self._is_left = False
        self._ours: RyadomError | None = None
        self._has_logged = False
        self.course = course_at(endpoint)

    async def run(self, due: Sequence[Delivery]) -> None:
        """Tries each once; ends early where nothing succeeds. What has become of them is written down in any case.

        Raises:
            DatabaseUnavailable, WebhookSealed: why not all could be tried.
        """
        by_object: dict[UUID, list[Delivery]] = {}
        for one in due:
            by_object.setdefault(one.object_id, []).append(one)
        noting = asyncio.create_task(self._note_often())
        try:
            async with asyncio.TaskGroup() as group:
                for deliveries in by_object.values():
                    group.create_task(self._tell_in_turn(deliveries))
        finally:
            noting.cancel()
            try:
                # Not awaited itself, whose end by cancelling could not be told from that of this lane.
                await asyncio.wait((noting,))
            finally:
                async with asyncio.timeout(LAST_NOTE_S):
                    await self._note()
        if self._ours is not None:
            raise self._ours

    @property
    def _is_over(self) -> bool:
        has_failed = self.course.asked_rest_s > 0 or self.course.failures >= TROUBLED
        return self.course.is_gone or self._is_left or self._ours is not None or has_failed

    async def _tell_in_turn(self, deliveries: Sequence[Delivery]) -> None:
        for place, one in enumerate(deliveries):
            async with self._turns:
                if self._is_over:
                    return
                told = await self._tell(one)
            if told is None:
                return
            self._made.append(told)
            attempt, course = told
            self._metrics.webhook_deliveries.labels(attempt.outcome or FAILED).inc()
            if attempt.pause_s is not None and (behind := [later.event_id for later in deliveries[place + 1 :]]):
                self._behind.append((behind, attempt.pause_s, course))
                return

    async def _tell(self, one: Delivery) -> tuple[Attempt, Course] | None:
        """What became of it, and where; None where it was not tried. Whatever goes wrong with one ends no other."""
        course, origin = self.course, ""
        sent: Sent | None = None
        try:
            ready = await self._preparer.ready(one)
            if ready is None:
                self._is_left = True
                return None
            course = self._course_at(ready.endpoint.stored)
            if ready.refusal is not None:
                return self._failed(one, _said(ready.refusal), course, origin=origin), course
            if ready.body is None:
                return Attempt(event_id=one.event_id, outcome=Outcome.DROPPED), course
            at = self._now()
            call = call_to(ready.endpoint, id=one.event_id, body=ready.body, at=at)
            origin, said = course.origin, sent_of(call, at=at, level=ready.level)

            def note_said() -> None:
                nonlocal sent
                sent = said

            answer = await self._caller.send(call, on_said=note_said)
            return replace(self._answered(one, answer, course), sent=sent), course
        except (DatabaseUnavailable, WebhookSealed) as error:
            self._ours = error
            return None
        except RyadomError as error:
            return replace(self._failed(one, _said(error), course, origin=origin), sent=sent), course
        except Exception as error:
            if not self._has_logged:
                log.exception("webhook not told", webhook=str(self._id), delivery=str(one.event_id))
            self._has_logged = True
            failed = self._failed(one, f"internal: {type(error).__name__}", course, origin=origin)
            return replace(failed, sent=sent), course

    def _course_at(self, endpoint: StoredEndpoint) -> Course:
        if not self.course.is_at(endpoint):
            self.course = course_at(endpoint)
        return self.course

    def _answered(self, one: Delivery, answer: Answer, course: Course) -> Attempt:
        said = answer.text[:SHOWN_CHARS].replace("\x00", "\ufffd")
        took_ms = int(answer.took_s * 1_000)
        self._metrics.webhook_seconds.observe(answer.took_s)
        if answer.is_good:
            course.has_succeeded, course.failures = True, 0
            return Attempt(
                event_id=one.event_id,
                outcome=Outcome.DELIVERED,
                origin=course.origin,
                status=answer.status,
                took_ms=took_ms,
                answer=said,
            )
        course.is_gone = course.is_gone or answer.status == GONE
        rest_s = asked_rest_s(answer.headers.get("retry-after", ""), now=self._now())
        course.asked_rest_s = max(course.asked_rest_s, rest_s)
        failure = f"answered {answer.status}"
        return self._failed(
            one,
            failure,
            course,
            origin=course.origin,
            rest_s=rest_s,
            status=answer.status,
            took_ms=took_ms,
            answer=said,
        )

    def _failed(
        self,
        one: Delivery,
        failure: str,
        course: Course,
        *,
        origin: str,
        rest_s: float = 0.0,
        status: int | None = None,
        took_ms: int | None = None,
        answer: str = "",
    ) -> Attempt:
        course.failures += 1
        pause_s = max(rest_s, pause_after_s(one.attempts + 1, chance=self._chance))
        has_ended = is_over((self._now() - one.queued_at).total_seconds(), pause_s)
        return Attempt(
            event_id=one.event_id,
            outcome=Outcome.GIVEN_UP if has_ended else None,
            pause_s=None if has_ended else pause_s,
            origin=origin,
            status=status,
            took_ms=took_ms,
            failure=failure[:SHOWN_CHARS],
            answer=answer,
        )

    async def _note_often(self) -> None:
        while True:
            await asyncio.sleep(NOTE_INTERVAL_S)
            # What can't be written now is written with what follows, or tried again.
            with suppress(RyadomError):
                await self._note()

    async def _note(self) -> None:
        made, behind = self._made, self._behind
        if not made and not behind:
            return
        self._made, self._behind = [], []
        try:
            async with self._database.transaction() as connection:
                sealed_url = await hold_url(connection, self._id)
                attempts = [one if at.sealed_url == sealed_url else as_moved(one, at) for one, at in made]
                if attempts:
                    await queue.note_attempts(connection, self._id, attempts)
                for event_ids, pause_s, at in behind:
                    here_s = pause_s if at.sealed_url == sealed_url else 0.0
                    await queue.put_off(connection, self._id, event_ids, pause_s=here_s)
        except BaseException:
            self._made, self._behind = made + self._made, behind + self._behind
            raise


def _said(error: RyadomError) -> str:
    return f"{error.code}: {error.message}"
