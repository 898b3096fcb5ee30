"""The line through Redis or Valkey: one channel of its publish and subscribe."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.asyncio.client import PubSub
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from ryadom.errors import BusUnavailable
from ryadom.live.line import CONNECT_TIMEOUT_S, MAX_PAYLOAD_BYTES, PUBLISH_TIMEOUT_S, Line
from ryadom.settings.bus_url import BusUrl

log = structlog.get_logger(__name__)


class RedisLine(Line):
    """Two connections, since one that listens says nothing else. Both are made anew together.

    Protocol 2 and no retries: the client would connect and subscribe again by itself, and not say what was missed.
    """

    def __init__(self, url: BusUrl, *, channel: str) -> None:
        self._url = url
        self._channel = channel
        self._client: Redis | None = None

    @property
    def max_payload_bytes(self) -> int:
        """Ours; Redis takes far more."""
        return MAX_PAYLOAD_BYTES

    async def publish(self, payloads: Sequence[bytes]) -> None:
        """Sends all in one round trip."""
        client = self._client
        if client is None:
            raise BusUnavailable(f"There is no connection to Redis at {self._url}.")
        try:
            async with client.pipeline(transaction=False) as pipeline:
                for payload in payloads:
                    pipeline.publish(self._channel, payload)
                await pipeline.execute()
        except (RedisError, OSError) as error:
            raise BusUnavailable(f"Redis takes nothing: {_reason(error)}") from error
        finally:
            if client is not self._client:
                # Closed meanwhile; what was being connected just then, its pool has forgotten to close.
                with suppress(RedisError, OSError):
                    await client.aclose()

    @asynccontextmanager
    async def listening(self, on_payload: Callable[[bytes], None]) -> AsyncIterator[asyncio.Event]:
        """Connects and subscribes; Redis itself cuts off who reads too slowly."""
        ended = asyncio.Event()
        client = self._open()
        pubsub = client.pubsub()
        reading: asyncio.Task[None] | None = None
        try:
            try:
                async with asyncio.timeout(CONNECT_TIMEOUT_S):
                    await pubsub.subscribe(self._channel)
                    await pubsub.parse_response()  # that it is so, or why not
                    await client.ping()
            except (RedisError, OSError) as error:
                raise BusUnavailable(f"Redis at {self._url} does not let us in: {_reason(error)}") from error
            reading = asyncio.create_task(_read(pubsub, on_payload, ended))
            self._client = client
            yield ended
        finally:
            self._client = None
            if reading is not None:
                reading.cancel()
                await asyncio.wait([reading])
            with suppress(RedisError, OSError):
                await pubsub.aclose()  # type: ignore[no-untyped-call]
            with suppress(RedisError, OSError):
                await client.aclose()

    def _open(self) -> Redis:
        [(host, port)] = self._url.hosts
        return Redis(
            host=host,
            port=port,
            username=self._url.user,
            password=self._url.password,
            ssl=self._url.tls,
            ssl_cert_reqs="required",
            ssl_check_hostname=True,
            protocol=2,
            driver_info=None,  # nor a client_name: our user may publish, subscribe and ping, and need do nothing else
            retry=Retry(NoBackoff(), 0),
            socket_connect_timeout=CONNECT_TIMEOUT_S,
            socket_timeout=PUBLISH_TIMEOUT_S,
            max_connections=2,
        )


async def _read(pubsub: PubSub, on_payload: Callable[[bytes], None], ended: asyncio.Event) -> None:
    try:
        while True:
            said: list[Any] = await pubsub.parse_response()
            if said[0] == b"message":
                on_payload(said[2])
    except (RedisError, OSError):
        pass
    except Exception:
        log.exception("bus broke")
    finally:
        ended.set()


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__
