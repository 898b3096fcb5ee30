"""A real SMTP server in the test's own loop, which keeps what it takes and refuses what it is told to."""

import asyncio
import ssl
import warnings
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any, cast

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

CERTIFICATE = Path(__file__).parent / "certificates" / "localhost.pem"
DEADLINE_S = 20.0


class MailServer:
    """What the server took, in order, and the refusals that it gives first."""

    def __init__(self) -> None:
        self.port = 0
        self.mails: asyncio.Queue[EmailMessage] = asyncio.Queue()
        self.envelopes: list[Envelope] = []
        self.refusals: list[str] = []
        self.signed_in: list[tuple[str, str]] = []

    async def next_mail(self) -> EmailMessage:
        async with asyncio.timeout(DEADLINE_S):
            return await self.mails.get()

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address.startswith("nobody@"):
            return f"550 5.1.1 <{address}> is unknown here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.refusals:
            return self.refusals.pop(0)
        self.envelopes.append(envelope)
        content = cast(bytes, envelope.content)
        self.mails.put_nowait(message_from_bytes(content, policy=default))
        return "250 taken"

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        self.signed_in.append((data.login.decode(), data.password.decode()))
        return AuthResult(success=data.password == b"s:e@cret", handled=False)


@asynccontextmanager
async def mail_server(*, tls: bool = False, asks_who: bool = False) -> AsyncIterator[MailServer]:
    """Runs a server on a free port of loopback; with `tls` under the certificate of localhost."""
    server = MailServer()
    context = None
    if tls:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(CERTIFICATE, CERTIFICATE.with_suffix(".key"))
    loop = asyncio.get_running_loop()

    def line() -> SMTP:
        with warnings.catch_warnings():
            # Passwords over a plain line are what a test asks for.
            warnings.filterwarnings("ignore", "Requiring AUTH while not requiring TLS")
            return SMTP(
                server,
                hostname="mail.test",
                loop=loop,
                authenticator=server.authenticate,
                auth_required=asks_who,
                auth_require_tls=False,
                enable_SMTPUTF8=True,
            )

    listener = await loop.create_server(line, "127.0.0.1", 0, ssl=context)
    server.port = listener.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listener.close()
        await listener.wait_closed()
