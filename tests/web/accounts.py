"""Operators with a browser of their own: cookies, a second factor, and the clock of their phone."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pyotp

from ryadom.core.second_factor import STEP_S
from tests.web.client import NO_TLS, PASSWORD, Client, JsonObject, Server

SESSION = "/panel/api/session"
SECOND_FACTOR = "/panel/api/account/second-factor"


class Account:
    """One operator in one browser. `http` keeps the cookies and names its origin, as the panel's page does."""

    def __init__(self, server: Server, email: str, http: httpx.AsyncClient) -> None:
        self.server = server
        self.email = email
        self.http = http
        self.secret = ""
        self.recovery_codes: list[str] = []
        self.signed_in: JsonObject = {}

    async def sign_in(self, *, password: str = PASSWORD, code: str = "") -> httpx.Response:
        response = await self.http.post(SESSION, json={"email": self.email, "password": password, "code": code})
        if response.status_code == 200:
            self.signed_in = response.json()
        return response

    async def enrol(self) -> None:
        """Sets a second factor up with the code of the step before, so that the present one can still sign in."""
        proof = {"password": PASSWORD, "code": self.code() if self.secret else ""}
        begun = await self.http.post(SECOND_FACTOR, json=proof)
        assert begun.status_code == 200, begun.text
        self.secret = begun.json()["secret"]
        # A step may end while the code is on its way: the next one is not too old then.
        for _ in range(2):
            confirmed = await self.http.put(SECOND_FACTOR, json={"code": self.code(steps=-1)})
            if confirmed.status_code == 200:
                break
        assert confirmed.status_code == 200, confirmed.text
        self.recovery_codes = confirmed.json()["recovery_codes"]

    def code(self, *, steps: int = 0) -> str:
        """What the phone shows, now or so many steps later."""
        return pyotp.TOTP(self.secret).at(datetime.now(UTC) + timedelta(seconds=steps * STEP_S))

    def panel(self, *, hello: bool = True) -> AbstractAsyncContextManager[Client]:
        """The panel's socket of this browser."""
        return self._panel(hello)

    @asynccontextmanager
    async def _panel(self, hello: bool) -> AsyncIterator[Client]:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.http.cookies.items())}
        origin = self.server.http_url
        async with self.server.socket("/ws/operator", origin=origin, additional_headers=headers) as client:
            if hello:
                await client.hello()
            yield client


@asynccontextmanager
async def browser(server: Server, email: str) -> AsyncIterator[Account]:
    """Somebody who has not signed in yet."""
    origin = {"Origin": server.http_url}
    async with httpx.AsyncClient(base_url=server.http_url, headers=origin, trust_env=False, verify=NO_TLS) as http:
        yield Account(server, email, http)


@asynccontextmanager
async def account(server: Server, email: str) -> AsyncIterator[Account]:
    """Somebody who has signed in with their password."""
    async with browser(server, email) as person:
        assert (await person.sign_in()).status_code == 200
        yield person


@asynccontextmanager
async def enrolled(server: Server, email: str) -> AsyncIterator[Account]:
    """Somebody who has signed in and set up a second factor."""
    async with account(server, email) as person:
        await person.enrol()
        yield person
