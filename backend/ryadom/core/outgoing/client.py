"""Calls by HTTP to hosts in the register of recipients: the one way in which a server of ours calls another's.

Every call is cleared by the register (`privacy.egress`) and connects to what was cleared; https is demanded but of a
controller's own machines. No redirect is followed: a call is signed, and its data meant, for one URL, and who has moved
tells the administrator the new one. No cookies, no proxies, no compression; a body is taken up to a bound, everything
has a deadline. Nothing is logged here: a path, a header or an answer may be a secret.
"""

import asyncio
import math
import re
import ssl
import time
from collections.abc import Callable, Mapping
from uuid import UUID

import httpcore
from msgspec import Struct

from ryadom import __version__
from ryadom.core.outgoing.answers import Answer, End
from ryadom.core.outgoing.lines import Lines
from ryadom.core.outgoing.urls import Target, read_url
from ryadom.errors import (
    AnswerRedirects,
    AnswerTooLarge,
    BadBody,
    CallBroken,
    CallTooSlow,
    EgressForbidden,
)
from ryadom.privacy.egress import Clearance, Egress

CLEARANCE_S = 5.0
"""For how long a clearance is good: so soon is a host shut that was taken out of the register, or has moved."""

IDLE_S = 15.0
"""For how long a connection is kept for the next call; most servers keep theirs for longer."""

FORGET_S = 60.0
TOO_LONG_HEAD = 431
"""As h11 hints at it. Source: RFC 6585 section 5."""

_HEADER_VALUE = re.compile(r"[\x20-\x7e]*")


class Bounds(Struct, frozen=True, kw_only=True):
    """What one call may take: `deadline_s` all in all, `body_s` of that for the body once the head is there.

    `body_bytes`: how much of a body is taken. `at_once`: connections to one host and port.
    """

    deadline_s: float = 30.0
    body_s: float = 30.0
    body_bytes: int = 64 * 1024
    at_once: int = 16


class Call(Struct, frozen=True, kw_only=True):
    """What is sent, in whose name, and where to. `headers` beside `Host`, lengths and `User-Agent`, which are ours."""

    controller_id: UUID
    target: Target
    method: str = "POST"
    headers: Mapping[str, str] = {}
    body: bytes = b""

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
        self._places: dict[tuple[UUID, str, str, int], _Place] = {}

    async def send(self, call: Call) -> Answer:
        """What the other side answers, good or bad.

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
        host, began = call.target.host, self._clock()
        deadline = asyncio.get_running_loop().time() + self._bounds.deadline_s
        try:
            async with asyncio.timeout_at(deadline):
                place = await self._place(call.controller_id, call.target)
                place.calls += 1
                try:
                    response = await _head_of(place.pool, call)
                finally:
                    place.calls -= 1
                    place.used_at = self._clock()
        except TimeoutError:
            raise CallTooSlow(f"{host} did not answer within {self._bounds.deadline_s:g} s.") from None
        body = bytearray()
        place.calls += 1
        try:
            _check_head(call.target, response)
            end = await self._take(response, body, deadline)
        finally:
            place.calls -= 1
            # What was not taken to its end is hung up on; what was, is kept for the next call.
            await response.aclose()
        return Answer(
            host=host,
            status=response.status,
            headers={name.decode("ascii").lower(): value.decode("latin-1") for name, value in response.headers},
            body=bytes(body),
            end=end,
            took_s=self._clock() - began,
        )

    async def clear(self, controller_id: UUID, target: Target) -> Clearance:
        """Leave to call a target, of the last 5 s; nothing is sent.

        Raises:
            EgressForbidden, CalendarUnknown, HostUnresolved: see `send`.
        """
        return (await self._place(controller_id, target)).clearance

    async def aclose(self) -> None:
        """Ends all connections, also those in use."""
        places, self._places = self._places, {}
        for place in places.values():
            await place.pool.aclose()

    async def _take(self, response: httpcore.Response, body: bytearray, deadline: float) -> End:
        bound = self._bounds.body_bytes
        try:
            async with asyncio.timeout_at(min(deadline, asyncio.get_running_loop().time() + self._bounds.body_s)):
                async for piece in response.aiter_stream():
                    body += piece[: bound - len(body)]
                    if len(body) == bound:
                        return End.CUT
        except TimeoutError:
            return End.LATE
        except AnswerTooLarge:
            # Little of it was body: chunks of a byte each, say.
            return End.CUT
        except (httpcore.NetworkError, httpcore.ProtocolError):
            return End.BROKEN
        return End.WHOLE

    async def _place(self, controller_id: UUID, target: Target) -> "_Place":
        key = (controller_id, target.scheme, target.host, target.port)
        if (place := self._places.get(key)) is None:
            await self._forget_idle()
            place = self._places.setdefault(key, _Place(used_at=self._clock()))
        async with place.turn:
            if self._clock() < place.cleared_until:
                return place
            try:
                clearance = await self._clear(controller_id, target)
            except EgressForbidden:
                # What is under way there ends too: nothing more may be sent.
                if self._places.get(key) is place:
                    del self._places[key]
                if place.lines is not None:
                    await place.pool.aclose()
                raise
            if place.lines is None:
                trust = await self._trust() if target.scheme == "https" else None
                place.lines = Lines(clearance, trust=trust, answer_bytes=self._bounds.body_bytes)
                place.pool = httpcore.AsyncConnectionPool(
                    ssl_context=trust,
                    max_connections=self._bounds.at_once,
                    keepalive_expiry=IDLE_S,
                    network_backend=place.lines,
                )
            place.lines.renew(clearance)
            place.clearance = clearance
            place.cleared_until = self._clock() + CLEARANCE_S
        return place

    async def _clear(self, controller_id: UUID, target: Target) -> Clearance:
        clearance = await self._egress.check(controller_id, target.host, target.port)
        if target.scheme != "https" and not clearance.recipient.is_local:
            raise EgressForbidden(
                f"{target.host} may be called by https only: http is for machines of your own, declared with --local.",
                field="url",
            )
        return clearance

    async def _trust(self) -> ssl.SSLContext:
        if self._given_trust is None:
            # Reads some hundred certificates.
            self._given_trust = await asyncio.to_thread(ssl.create_default_context)
            self._given_trust.set_alpn_protocols(["http/1.1"])
        return self._given_trust

    async def _forget_idle(self) -> None:
        before = self._clock() - FORGET_S
        for key, place in list(self._places.items()):
            if place.calls == 0 and place.used_at < before and not place.turn.locked():
                del self._places[key]
                if place.lines is not None:
                    await place.pool.aclose()


class _Place:
    """One host and port for one controller: its clearance and connections. `calls`: how many are under way."""

    pool: httpcore.AsyncConnectionPool
    clearance: Clearance

    def __init__(self, *, used_at: float) -> None:
        self.used_at = used_at
        self.turn = asyncio.Lock()
        self.lines: Lines | None = None
        self.cleared_until = -math.inf
        self.calls = 0


async def _head_of(pool: httpcore.AsyncConnectionPool, call: Call) -> httpcore.Response:
    target = call.target
    url = httpcore.URL(scheme=target.scheme, host=target.host, port=target.port, target=target.path)
    request = httpcore.Request(method=call.method, url=url, headers=_headers(call), content=call.body)
    try:
        return await pool.handle_async_request(request)
    except httpcore.RemoteProtocolError as error:
        # The pool takes the cause away, and leaves the context.
        if getattr(error.__context__, "error_status_hint", None) == TOO_LONG_HEAD:
            raise AnswerTooLarge(f"{target.host} answered with a head that does not end.") from error
        raise CallBroken(f"{target.host} hung up, or what it said is no HTTP.") from error
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise CallBroken(f"{target.host} hung up.") from error


def _headers(call: Call) -> list[tuple[str, str]]:
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


def _check_head(target: Target, response: httpcore.Response) -> None:
    if 300 <= response.status < 400:
        where = next((value for name, value in response.headers if name.lower() == b"location"), b"")
        raise AnswerRedirects(
            f"{target.host} answered {response.status}: ask {_elsewhere(target, where)}. "
            "Nothing is sent there by itself: change the URL, if that is meant."
        )
    if not 200 <= response.status < 600:
        raise CallBroken(f"{target.host} answered {response.status}, which says nothing of how the call ended.")


def _elsewhere(target: Target, location: bytes) -> str:
    """The host alone: what stands behind it may be a secret, or anything."""
    try:
        other = read_url(location.decode("latin-1"))
    except BadBody:
        return "at another path there" if location.startswith(b"/") and location[1:2] != b"/" else "elsewhere"
    return "at another path there" if other.origin == target.origin else f"at {other.origin}"
