"""Calls by HTTP to hosts in the register of recipients: the one way in which a server of ours calls another's.

Every call is cleared by the register (`privacy.egress`) and connects to what was cleared; https is demanded but of a
controller's own machines. No redirect is followed: a call is signed, and its data meant, for one URL, and who has moved
tells the administrator the new one. No cookies, no proxies, no compression; a body is taken up to a bound, everything
has a deadline. Nothing is logged here: a path, a header or an answer may be a secret.
"""

import asyncio
import re
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import h11
from msgspec import Struct

from ryadom import __version__
from ryadom.core.outgoing.answers import Answer, End
from ryadom.core.outgoing.lines import Line
from ryadom.core.outgoing.places import Place
from ryadom.core.outgoing.urls import Target, read_url
from ryadom.errors import (
    AnswerRedirects,
    AnswerTooLarge,
    BadBody,
    CallBroken,
    CallTooSlow,
    EgressForbidden,
    HostUnresolved,
)
from ryadom.privacy.egress import Clearance, Egress

CLEARANCE_S = 5.0
"""For how long a clearance is good: so soon is a host shut that was taken out of the register, or has moved."""

FORGET_S = 60.0
_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")


class Bounds(Struct, frozen=True, kw_only=True):
    """What one call may take: `deadline_s` from its turn on, `body_s` of that for the body once the head is there.

    `body_bytes`: how much of a body is taken. `at_once`: connections to one host and port. A turn is waited for
    `deadline_s`, too.
    """

    deadline_s: float = 30.0
    body_s: float = 30.0
    body_bytes: int = 64 * 1024
    at_once: int = 16


class Call(Struct, frozen=True, kw_only=True):
    """What is sent, in whose name, and where to. `headers` beside `Host`, lengths and `User-Agent`, which are ours.

    `may_repeat`: it does no harm twice. So it is sent again where an idle connection turns out to have been closed.
    """

    controller_id: UUID
    target: Target
    method: str = "POST"
    headers: Mapping[str, str] = {}
    body: bytes = b""
    may_repeat: bool = False

    def __repr__(self) -> str:
        return f"Call({self.method} {self.target})"


class Caller:
    """Makes calls, and keeps connections between them; `aclose` ends these.

    `trust`: which certificates are believed; those of the machine (`SSL_CERT_FILE` adds to them) unless given.
    """

    def __init__(
        self,
        egress: Egress,
        *,
        bounds: Bounds | None = None,
        trust: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._egress = egress
        self._bounds = bounds or Bounds()
        self._given_trust = trust
        self._clock = clock
        self._places: dict[tuple[UUID, str, str, int], Place] = {}

    async def send(self, call: Call, *, on_said: Callable[[], None] = lambda: None) -> Answer:
        """What the other side answers, good or bad.

        `on_said` is called as soon as anything of the call may go out: never where it raises before that.

        Raises:
            EgressForbidden: the register does not allow it, or not without TLS.
            CalendarUnknown: see `Egress.check`.
            HostUnresolved, HostUnreachable: nobody is there.
            HostUntrusted: whoever is there does not prove to be the host.
            CallTooSlow: no answer before the deadline.
            CallBroken: the connection broke, or what came is no HTTP.
            BadBody: a header that can't be sent.
            AnswerTooLarge: the head of the answer is over 100 kB.
            AnswerRedirects: the answer only says where else to ask.
        """
        headers = headers_of(call)
        place = self._at(call.controller_id, call.target)
        place.users += 1
        try:
            try:
                async with asyncio.timeout(self._bounds.deadline_s):
                    await place.turns.acquire()
            except TimeoutError:
                raise self._too_slow(call) from None
            try:
                # What others take for theirs is not this call's.
                deadline = asyncio.get_running_loop().time() + self._bounds.deadline_s
                return await self._send(call, headers, place, on_said, began=self._clock(), deadline=deadline)
            finally:
                place.turns.release()
        finally:
            place.users -= 1
            place.used_at = self._clock()

    async def clear(self, controller_id: UUID, target: Target) -> Clearance:
        """Leave to call a target, of the last 5 s; nothing is sent.

        Raises:
            EgressForbidden, CalendarUnknown, HostUnresolved: see `send`.
        """
        place = self._at(controller_id, target)
        place.users += 1
        try:
            await self._clear(place, controller_id, target)
            return place.clearance
        finally:
            place.users -= 1

    async def aclose(self) -> None:
        """Ends all connections, also those in use."""
        places, self._places = self._places, {}
        for place in places.values():
            place.close()
        # The loop closes sockets in its next turn.
        await asyncio.sleep(0)

    async def _send(
        self,
        call: Call,
        headers: Sequence[tuple[str, str]],
        place: Place,
        on_said: Callable[[], None],
        *,
        began: float,
        deadline: float,
    ) -> Answer:
        line: Line | None = None
        try:
            try:
                async with asyncio.timeout_at(deadline):
                    line = await self._line(place, call)
                    on_said()
                    try:
                        head = await line.ask(call.method, call.target.path, headers, call.body)
                    except CallBroken:
                        if not call.may_repeat or not line.was_closed_idle:
                            raise
                        place.give_back(line, now=self._clock())
                        line = None
                        line = await self._line(place, call, is_new=True)
                        head = await line.ask(call.method, call.target.path, headers, call.body)
            except TimeoutError:
                raise self._too_slow(call) from None
            _check_head(call.target, head)
            body = bytearray()
            end = await self._take(line, body, deadline)
        finally:
            if line is not None:
                # What was not taken to its end is hung up on; what was, is kept for the next call.
                place.give_back(line, now=self._clock())
        return Answer(
            host=call.target.host,
            status=head.status_code,
            headers={name.decode("ascii"): value.decode("latin-1") for name, value in head.headers},
            body=bytes(body),
            end=end,
            took_s=self._clock() - began,
        )

    async def _line(self, place: Place, call: Call, *, is_new: bool = False) -> Line:
        """A connection that is cleared now: its clearance may have ended while it was made."""
        while True:
            await self._clear(place, call.controller_id, call.target)
            line = await place.take_line(is_new=is_new)
            try:
                await self._clear(place, call.controller_id, call.target)
            except BaseException:
                place.give_back(line, now=self._clock())
                raise
            if place.may_use(line):
                return line
            place.hang_up(line)

    async def _take(self, line: Line, body: bytearray, deadline: float) -> End:
        bound = self._bounds.body_bytes
        try:
            async with asyncio.timeout_at(min(deadline, asyncio.get_running_loop().time() + self._bounds.body_s)):
                while (piece := await line.piece()) is not None:
                    body += piece[: bound - len(body)]
                    if len(body) == bound:
                        return End.CUT
        except TimeoutError:
            return End.LATE
        except AnswerTooLarge:
            # Little of it was body: chunks of a byte each, say.
            return End.CUT
        except CallBroken:
            return End.BROKEN
        return End.WHOLE

    def _too_slow(self, call: Call) -> CallTooSlow:
        return CallTooSlow(f"{call.target.host} did not answer within {self._bounds.deadline_s:g} s.")

    def _at(self, controller_id: UUID, target: Target) -> Place:
        key = (controller_id, target.scheme, target.host, target.port)
        if key not in self._places:
            self._forget_idle()
            self._places[key] = Place(
                at_once=self._bounds.at_once, answer_bytes=self._bounds.body_bytes, now=self._clock()
            )
        return self._places[key]

    async def _clear(self, place: Place, controller_id: UUID, target: Target) -> None:
        async with place.clearing:
            if self._clock() < place.cleared_until:
                return
            place.check_found(self._clock())
            try:
                clearance = await self._egress.check(controller_id, target.host, target.port)
                _check_scheme(target, clearance)
            except EgressForbidden:
                # What is under way there ends too: nothing more may be sent.
                place.close()
                raise
            except HostUnresolved as error:
                # Who waits behind this one would wait as long for the same answer.
                place.unfound = (error.message, self._clock() + CLEARANCE_S)
                raise
            if target.scheme == "https":
                place.trust = await self._trust()
            place.renew(clearance, until=self._clock() + CLEARANCE_S)

    async def _trust(self) -> ssl.SSLContext:
        if self._given_trust is None:
            # Reads some hundred certificates.
            self._given_trust = await asyncio.to_thread(ssl.create_default_context)
            self._given_trust.set_alpn_protocols(["http/1.1"])
        return self._given_trust

    def _forget_idle(self) -> None:
        before = self._clock() - FORGET_S
        for key, place in list(self._places.items()):
            if place.users == 0 and place.used_at < before:
                del self._places[key]
                place.close()


def headers_of(call: Call) -> list[tuple[str, str]]:
    """All that a call is sent with, in their order.

    Raises:
        BadBody: a header that can't be sent.
    """
    for name, value in call.headers.items():
        # The value may be a secret: it is not repeated.
        if not _HEADER_VALUE.fullmatch(value):
            raise BadBody(f"The header {name} may have plain ASCII in it, and no ends of lines.", field="headers")
    return [
        ("Host", call.target.authority),
        ("User-Agent", f"Ryadom/{__version__}"),
        ("Accept-Encoding", "identity"),
        ("Content-Length", str(len(call.body))),
        *call.headers.items(),
    ]


def _check_scheme(target: Target, clearance: Clearance) -> None:
    if target.scheme != "https" and not clearance.recipient.is_local:
        raise EgressForbidden(
            f"{target.host} may be called by https only: http is for machines of your own, declared with --local.",
            field="url",
        )


def _check_head(target: Target, head: h11.Response) -> None:
    if 300 <= head.status_code < 400:
        where = next((value for name, value in head.headers if name == b"location"), b"")
        raise AnswerRedirects(
            f"{target.host} answered {head.status_code}: ask {_elsewhere(target, where)}. "
            "Nothing is sent there by itself: change the URL, if that is meant."
        )
    if not 200 <= head.status_code < 600:
        raise CallBroken(f"{target.host} answered {head.status_code}, which says nothing of how the call ended.")


def _elsewhere(target: Target, location: bytes) -> str:
    """The host alone: what stands behind it may be a secret, or anything."""
    try:
        other = read_url(location.decode("latin-1"))
    except BadBody:
        return "at another path there" if location.startswith(b"/") and location[1:2] != b"/" else "elsewhere"
    return "at another path there" if other.origin == target.origin else f"at {other.origin}"
