"""The line through NATS: one subject of core NATS, without JetStream, which would keep what nobody needs."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error, SlowConsumerError

from ryadom.errors import BusUnavailable
from ryadom.live.line import CONNECT_TIMEOUT_S, MAX_PAYLOAD_BYTES, PUBLISH_TIMEOUT_S, Line
from ryadom.settings.bus_url import BusUrl

MAX_UNREAD_PAYLOADS = 10_000
MAX_UNREAD_BYTES = 16 * 1_024 * 1_024
CLOSE_TIMEOUT_S = 2.0

log = structlog.get_logger(__name__)


class NatsLine(Line):
    """One connection for both directions. It is ours to make again: the client's own way would not say what was missed.

    The client does not undo the URL's percent-encoding, and sends the password in clear to a server that offers no TLS
    to a `tls://` URL; so it gets credentials from us, the moment that it asks for them.
    """

    def __init__(self, url: BusUrl, *, subject: str) -> None:
        self._url = url
        self._subject = subject
        self._client: Client | None = None
        self._tls = ssl.create_default_context() if url.tls else None

    @property
    def max_payload_bytes(self) -> int:
        """Ours; a server that takes less is refused."""
        return MAX_PAYLOAD_BYTES

    async def publish(self, payloads: Sequence[bytes]) -> None:
        """Sends all, and awaits one pong for them."""
        client = self._client
        if client is None:
            raise BusUnavailable(f"There is no connection to NATS at {self._url}.")
        try:
            for payload in payloads:
                await client.publish(self._subject, payload)
            await _flush(client)
        except (Error, OSError, TimeoutError) as error:
            raise BusUnavailable(f"NATS takes nothing: {_reason(error)}") from error

    @asynccontextmanager
    async def listening(self, on_payload: Callable[[bytes], None]) -> AsyncIterator[asyncio.Event]:
        """Connects and subscribes; what is given is also set when we read too slowly and something was dropped."""
        ended = asyncio.Event()
        client = Client()
        last_error: list[Exception] = []

        async def take(message: Msg) -> None:
            on_payload(message.data)

        async def complain(error: Exception) -> None:
            last_error[:] = [error]
            if isinstance(error, SlowConsumerError):
                ended.set()
            elif client.is_connected:
                log.warning("bus complains", reason=_reason(error))

        async def end() -> None:
            ended.set()

        try:
            try:
                await _apart(self._connect(client, take, complain, end), timeout_s=CONNECT_TIMEOUT_S)
            except (Error, OSError, TimeoutError) as error:
                reason = _reason(last_error[0] if last_error else error)
                raise BusUnavailable(f"NATS at {self._url} does not let us in: {reason}") from error
            if client.max_payload < MAX_PAYLOAD_BYTES:
                raise BusUnavailable(
                    f"NATS at {self._url} takes {client.max_payload} bytes at once: "
                    f"its max_payload must be {MAX_PAYLOAD_BYTES} or more"
                )
            self._client = client
            yield ended
        finally:
            self._client = None
            with suppress(Error, OSError, TimeoutError):
                await _apart(client.close(), timeout_s=CLOSE_TIMEOUT_S)

    async def _connect(
        self,
        client: Client,
        take: Callable[[Msg], Awaitable[None]],
        complain: Callable[[Exception], Awaitable[None]],
        end: Callable[[], Awaitable[None]],
    ) -> None:
        handshakes = self._handshakes()

        def told_to_whom_we_trust(secret: str | None) -> Callable[[], str]:
            def tell() -> str:
                if self._url.tls and self._handshakes() == handshakes:
                    raise Error("the server offers no TLS, which tls:// asks for")
                return secret or ""

            return tell

        # Without a user it is a token. A server that wants neither ignores it.
        user = told_to_whom_we_trust(self._url.user) if self._url.user else None
        password = told_to_whom_we_trust(self._url.password)
        scheme = "tls" if self._url.tls else "nats"
        await client.connect(
            [f"{scheme}://{place}" for place in self._url.places],
            name="ryadom",
            user=user,
            password=password if user else None,
            token=None if user else password,
            tls=self._tls,
            allow_reconnect=False,
            reconnect_time_wait=0,
            max_reconnect_attempts=1,
            connect_timeout=CONNECT_TIMEOUT_S,
            error_cb=complain,
            closed_cb=end,
        )
        await client.subscribe(
            self._subject, cb=take, pending_msgs_limit=MAX_UNREAD_PAYLOADS, pending_bytes_limit=MAX_UNREAD_BYTES
        )
        await _flush(client)

    def _handshakes(self) -> int:
        return 0 if self._tls is None else self._tls.session_stats()["connect_good"]


async def _flush(client: Client) -> None:
    """Awaits a pong for all that was said before.

    The client writes its ping at once, and all else in a task of its own: that goes first, or the pong is none for
    it. Whoever was let in would not have subscribed yet, and would miss what the others say just then.
    """
    await asyncio.sleep(0)
    await client.flush(timeout=PUBLISH_TIMEOUT_S)


async def _apart(work: Coroutine[Any, Any, None], *, timeout_s: float) -> None:
    """Awaits it in a task of its own: the client now and then swallows a cancellation, which must not be ours."""
    task = asyncio.create_task(work)
    try:
        done, _ = await asyncio.wait([task], timeout=timeout_s)
        if not done:
            raise TimeoutError(f"no answer within {timeout_s:g} s")
        task.result()
    finally:
        task.cancel()


def _reason(error: Exception) -> str:
    return str(error).removeprefix("nats: ") or type(error).__name__
