"""Requests that are sent again until they are answered: everything here may be sent twice.

What only reads does no harm, a message, an export and whatever else is made has its idempotency key, a change is made
over a state once, and a file that came twice is forgotten within a day unless it is sent.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http import HTTPStatus

import httpx
import msgspec

from ryadom_client.errors import ConnectionFailed, error_of

TRIED_AGAIN = frozenset({429, 500, 502, 503, 504})
LONGEST_PAUSE_S = 60.0
CONNECT_WITHIN_S = 60.0
"""However long a server may be silent once it is there."""
Query = Mapping[str, str | int | list[str]]


class Sender:
    """Sends with a key. `max_tries`: how often all in all; `sleep` takes seconds."""

    def __init__(self, http: httpx.Client, *, max_tries: int, sleep: Callable[[float], None] = time.sleep) -> None:
        self._http = http
        self.max_tries = max_tries
        self.sleep = sleep

    def send(
        self,
        method: str,
        path: str,
        *,
        query: Query | None = None,
        order: Mapping[str, object] | None = None,
        file: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float | None = None,
    ) -> httpx.Response:
        """The answer, once there is a good one.

        Raises:
            ApiError: the server refuses, or still can't after the last try.
            ConnectionFailed: nothing answered the last try.
        """
        content = file if order is None else msgspec.json.encode(order)
        told = dict(headers or {}) | ({} if order is None else {"Content-Type": "application/json"})
        timeout = httpx.USE_CLIENT_DEFAULT if timeout_s is None else timeout_s

        def ask() -> httpx.Response:
            return self._http.request(method, path, params=query, content=content, headers=told, timeout=timeout)

        return self._tried(ask, f"{method} {path}")

    @contextmanager
    def stream(
        self,
        path: str,
        *,
        query: Query | None = None,
        headers: Mapping[str, str] | None = None,
        timeout_s: float,
    ) -> Iterator[httpx.Response]:
        """The head of the answer, once there is a good one; what is behind it comes as it is read.

        However the block ends, the connection does too, and so does what the server has been at. `timeout_s`: for each
        silence of the server's. Raises as `send` does.
        """
        timeout = httpx.Timeout(CONNECT_WITHIN_S, read=timeout_s)

        def ask() -> httpx.Response:
            request = self._http.build_request("GET", path, params=query, headers=headers, timeout=timeout)
            response = self._http.send(request, stream=True)
            if response.status_code >= HTTPStatus.BAD_REQUEST:
                response.read()
            return response

        response = self._tried(ask, f"GET {path}")
        try:
            yield response
        finally:
            response.close()

    def pause_s(self, tried: int) -> float:
        """How long to wait behind so many tries."""
        return random.uniform(0.5, 1.0) * min(2.0**tried / 4, LONGEST_PAUSE_S)  # noqa: S311 - of crowds only

    def _tried(self, ask: Callable[[], httpx.Response], what: str) -> httpx.Response:
        for tried in range(1, self.max_tries + 1):
            pause_s = self.pause_s(tried)
            try:
                response = ask()
            except httpx.TransportError as error:
                if tried == self.max_tries:
                    raise ConnectionFailed(f"{what}: {error!r}, {tried} times.") from error
            else:
                if response.status_code < HTTPStatus.BAD_REQUEST:
                    return response
                refusal = error_of(response)
                if response.status_code not in TRIED_AGAIN or tried == self.max_tries:
                    raise refusal
                # The server's word goes before ours, but not for ever.
                pause_s = min(refusal.retry_after_s or pause_s, LONGEST_PAUSE_S)
            self.sleep(pause_s)
        raise AssertionError("the last try gives or raises")
