"""One turn of a bot's: what a visitor said, asked of the bot, and what comes of it.

A turn ends in one of four ways: the bot said something (or chose silence), it handed over, it failed and the
conversation is handed over all the same, or nothing, since it is the bot's no more. What fails at our own side ends
nothing: the turn is taken up again, by this process or the next.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime
from functools import partial

from msgspec import Struct

from ryadom.core.outgoing.answers import Answer
from ryadom.core.outgoing.client import Caller
from ryadom.core.sealing import Seal
from ryadom.core.timeline_rules import kept_text
from ryadom.core.webhook_bots.answers import HandOver, read_answer
from ryadom.core.webhook_bots.asking import Heard, body_of, hear
from ryadom.core.webhook_bots.speaking import Speaker, Speech
from ryadom.core.webhook_bots.wishes import asks_for_person
from ryadom.core.webhook_bots.words import FAILURES, Because, for_operators
from ryadom.core.webhooks.batches import GONE, SHOWN_CHARS
from ryadom.core.webhooks.schedule import asked_rest_s
from ryadom.core.webhooks.sending import OpenEndpoint, call_to, open_endpoint, sent_of
from ryadom.errors import (
    CallBroken,
    DatabaseUnavailable,
    HostUnreachable,
    HostUnresolved,
    RyadomError,
    WebhookSealed,
)
from ryadom.live.metrics import Metrics
from ryadom.protocol.shared import Author
from ryadom.store.bot_turns import Asked, Turn, TurnEnd, begin_turn
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_queue import Outcome
from ryadom.store.webhooks import StoredEndpoint

MAX_ASKED = 4
"""How often a bot is asked of one message, by all processes together."""

AGAIN_PAUSE_S = 1.0
"""A bot that is just being restarted gets another chance, as long as its time lasts."""

TYPING_REPEAT_S = 4.0

SERVER_ERROR = 500
TOO_MANY = 429


class Ended(Struct, frozen=True, kw_only=True):
    """How a turn ended: `because` of what it was handed over, if it was. `is_gone`: the bot wants no more."""

    outcome: Outcome
    because: Because | None = None
    is_silent: bool = False
    is_gone: bool = False

    @property
    def has_failed(self) -> bool:
        """Whether it speaks against the bot."""
        return self.because in FAILURES

    @property
    def has_succeeded(self) -> bool:
        """Whether the bot answered as it should."""
        return self.outcome is Outcome.DELIVERED


class _Over(Exception):
    """The turn is the bot's no more: there is nothing to be asked."""


class _Reply(Struct, frozen=True, kw_only=True):
    """What to write, and how to note it."""

    speech: Speech
    end: TurnEnd
    because: Because | None = None
    is_gone: bool = False


class _Question(Struct, frozen=True):
    """What is asked, how much it tells, and the newest entry in it."""

    body: bytes
    level: DataLevel
    newest_seq: int


class _Said(Struct):
    """What was said to the bot last, or may have been."""

    last: Asked | None = None

    def note(self, asked: Asked) -> None:
        """As soon as anything of it may go out."""
        self.last = asked


_DROPPED = _Reply(speech=Speech(), end=TurnEnd(outcome=Outcome.DROPPED))


class Turns(Struct, frozen=True, kw_only=True):
    """Takes turns; each by one process at a time."""

    database: Database
    caller: Caller
    seal: Seal
    speaker: Speaker
    metrics: Metrics
    now: Callable[[], datetime]

    async def take(self, endpoint: StoredEndpoint, turn: Turn, *, waited_s: float) -> Ended | None:
        """Takes a turn that has waited for so long for this bot alone; None where there is no bot to it.

        Raises:
            DatabaseUnavailable, WebhookSealed: it could not be taken, and is there still.
        """
        if endpoint.bot_id is None:
            return None
        said = _Said()
        heard = await hear(self.database, endpoint, turn)
        if heard is None:
            reply = _DROPPED
        else:
            unasked = self._unasked(endpoint, turn, heard, waited_s)
            reply = unasked or await self._asked(endpoint, turn, heard, said)
        if not await self.speaker.answer(turn, endpoint.bot_id, reply.speech, reply.end, asked=said.last):
            reply = _DROPPED
        ended = Ended(
            outcome=reply.end.outcome,
            because=reply.because,
            is_silent=not reply.speech.messages,
            is_gone=reply.is_gone,
        )
        self.metrics.bot_turns.labels(_name_of(ended)).inc()
        return ended

    async def give_up(self, turn: Turn, endpoint: StoredEndpoint, because: Because) -> None:
        """Hands over what nobody has asked the bot in time."""
        if endpoint.bot_id is None:
            return
        detail = str(endpoint.answer_within_s) if because is Because.BUSY else "сбой сервера"
        reply = _handed(because, outcome=Outcome.GIVEN_UP, detail=detail)
        is_written = await self.speaker.answer(turn, endpoint.bot_id, reply.speech, reply.end)
        self.metrics.bot_turns.labels(because if is_written else Outcome.DROPPED).inc()

    def _unasked(self, endpoint: StoredEndpoint, turn: Turn, heard: Heard, waited_s: float) -> _Reply | None:
        """What comes of it without asking the bot; None where it is to be asked."""
        if asks_for_person(heard.message.body):
            return _handed(Because.ASKED, outcome=Outcome.DROPPED)
        if endpoint.paused_until is not None and self.now() < endpoint.paused_until:
            return _handed(Because.RESTING, outcome=Outcome.GIVEN_UP)
        is_late = turn.attempts == 0 and waited_s > (endpoint.answer_within_s or 0)
        if is_late or turn.attempts >= MAX_ASKED:
            return _handed(Because.BUSY, outcome=Outcome.GIVEN_UP, detail=str(endpoint.answer_within_s))
        return None

    async def _asked(self, endpoint: StoredEndpoint, turn: Turn, heard: Heard, said: _Said) -> _Reply:
        opened = open_endpoint(self.seal, endpoint, now=self.now())
        try:
            clearance = await self.caller.clear(endpoint.controller_id, opened.target)
        except DatabaseUnavailable:
            raise
        except RyadomError as error:
            return _handed(Because.FAILED, outcome=Outcome.GIVEN_UP, detail=error.code, failure=_failure(error))
        level = endpoint.data.at_most(clearance.recipient.most_data)
        if level is DataLevel.IDS:
            return _handed(Because.REGISTER, outcome=Outcome.GIVEN_UP)
        body = await asyncio.to_thread(body_of, heard, endpoint, level)
        typing = asyncio.create_task(self._show_typing(turn, heard.talk.bot))
        try:
            async with asyncio.timeout(endpoint.answer_within_s):
                answer = await self._call(opened, turn, _Question(body, level, heard.newest_seq), said)
        except _Over:
            return _DROPPED
        except TimeoutError:
            seconds = str(endpoint.answer_within_s)
            return _handed(Because.LATE, outcome=Outcome.GIVEN_UP, detail=seconds, failure=Because.LATE)
        except (DatabaseUnavailable, WebhookSealed):
            raise
        except RyadomError as error:
            return _handed(Because.FAILED, outcome=Outcome.GIVEN_UP, detail=error.code, failure=_failure(error))
        finally:
            typing.cancel()
            self.speaker.show_typing(turn, heard.talk.bot, active=False)
        self.metrics.webhook_seconds.observe(answer.took_s)
        return await self._read(turn, answer)

    async def _show_typing(self, turn: Turn, bot: Author) -> None:
        while True:
            self.speaker.show_typing(turn, bot, active=True)
            await asyncio.sleep(TYPING_REPEAT_S)

    async def _call(self, opened: OpenEndpoint, turn: Turn, question: _Question, said: _Said) -> Answer:
        """What the bot answers, at last: what fails at once is tried again, until the time is over."""
        loop = asyncio.get_running_loop()
        ends_at = loop.time() + (opened.stored.answer_within_s or 0)
        for attempt in range(MAX_ASKED):
            # Whoever was erased or blocked, or is an operator's, since it was asked before, is told of no more.
            if attempt and await hear(self.database, opened.stored, turn) is None:
                raise _Over
            async with self.database.connection() as connection:
                if not await begin_turn(connection, turn, origin=opened.stored.origin):
                    raise _Over
            try:
                at = self.now()
                call = call_to(opened, id=turn.event_id, body=question.body, at=at)
                asked = Asked(sent=sent_of(call, at=at, level=question.level), newest_seq=question.newest_seq)
                answer = await self.caller.send(call, on_said=partial(said.note, asked))
                pause_s = max(AGAIN_PAUSE_S, asked_rest_s(answer.headers.get("retry-after", ""), now=self.now()))
                # The pause would be all that is left of the time, and not say what went wrong.
                is_last = attempt == MAX_ASKED - 1 or loop.time() + pause_s > ends_at
                if is_last or not (answer.status >= SERVER_ERROR or answer.status == TOO_MANY):
                    return answer
            except (CallBroken, HostUnreachable, HostUnresolved):
                pause_s = AGAIN_PAUSE_S
                if attempt == MAX_ASKED - 1 or loop.time() + pause_s > ends_at:
                    raise
            await asyncio.sleep(pause_s)
        raise AssertionError("the last attempt returns or raises")

    async def _read(self, turn: Turn, answer: Answer) -> _Reply:
        end = TurnEnd(outcome=Outcome.GIVEN_UP, status=answer.status, took_ms=int(answer.took_s * 1_000))
        if not answer.is_good:
            reply = _handed(Because.FAILED, outcome=Outcome.GIVEN_UP, detail=f"код {answer.status}")
            return _with(reply, end, f"answered {answer.status}", answer, is_gone=answer.status == GONE)
        try:
            said = read_answer(answer, turn.conversation_id)
            messages = await self.speaker.kept(turn.site_id, said.messages)
            reason = await self._reason(turn, said.hand_over)
        except DatabaseUnavailable:
            raise
        except RyadomError as error:
            reply = _handed(Because.INVALID, outcome=Outcome.GIVEN_UP, detail=error.code)
            return _with(reply, end, _failure(error), answer)
        done = TurnEnd(outcome=Outcome.DELIVERED, status=answer.status, took_ms=end.took_ms)
        if said.hand_over is None:
            return _Reply(speech=Speech(messages=messages, closes=said.close), end=done)
        remark = for_operators(Because.HANDED, reason)
        speech = Speech(messages=messages, remark=remark, department=said.hand_over.department)
        return _Reply(speech=speech, end=done, because=Because.HANDED)

    async def _reason(self, turn: Turn, hand_over: HandOver | None) -> str:
        if hand_over is None or not hand_over.reason.strip():
            return ""
        return await kept_text(self.speaker.masking, turn.site_id, hand_over.reason)


def _handed(because: Because, *, outcome: Outcome, detail: str = "", failure: str = "") -> _Reply:
    return _Reply(
        speech=Speech(remark=for_operators(because, detail)),
        end=TurnEnd(outcome=outcome, failure=failure or because),
        because=because,
    )


def _with(reply: _Reply, end: TurnEnd, failure: str, answer: Answer, *, is_gone: bool = False) -> _Reply:
    noted = TurnEnd(
        outcome=end.outcome,
        status=end.status,
        took_ms=end.took_ms,
        failure=failure[:SHOWN_CHARS],
        answer=answer.text[:SHOWN_CHARS].replace("\x00", "\ufffd"),
    )
    return _Reply(speech=reply.speech, end=noted, because=reply.because, is_gone=is_gone)


def _failure(error: RyadomError) -> str:
    return f"{error.code}: {error.message}"[:SHOWN_CHARS]


def _name_of(ended: Ended) -> str:
    if ended.because is not None:
        return ended.because
    if ended.outcome is Outcome.DROPPED:
        return "dropped"
    return "silent" if ended.is_silent else "said"
