"""One mail to the mail server: how it is written, how it is handed in, and what the server's answers mean."""

import asyncio
import socket
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from email.utils import format_datetime
from uuid import UUID

import aiosmtplib

from ryadom.core.mail_texts import MailText
from ryadom.core.texts import clean_email
from ryadom.errors import BadBody, MailRefused
from ryadom.settings.smtp_url import SmtpUrl

ANSWER_TIMEOUT_S = 20.0
HAND_IN_TIMEOUT_S = 60.0


def clean_recipient(text: str) -> str:
    """One e-mail address, its domain in punycode.

    Raises:
        BadBody: it is not one, or more than one.
    """
    local, _, domain = clean_email(text, field="to").rpartition("@")
    try:
        address = Address(addr_spec=f"{local}@{domain.encode('idna').decode('ascii')}")
    except (HeaderParseError, ValueError, IndexError):
        raise BadBody(f"{text!r} is not an e-mail address.", field="to") from None
    return address.addr_spec


def compose(text: MailText, *, id: UUID, sender: str, to: str, at: datetime) -> EmailMessage:
    """A message that no robot answers; the same id makes the same Message-ID, so that a repetition can be known."""
    message = EmailMessage(SMTP_POLICY)
    message["From"] = Address("Ryadom", addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(text.body)
    return message


async def hand_in(message: EmailMessage, *, server: SmtpUrl, line: socket.socket) -> None:
    """Gives a message to the server at the other end of a connected line, within a minute; closes the line.

    Raises:
        MailRefused: it was not taken; not even said, where the server does not prove its name.
    """
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=line,
        use_tls=server.tls,
        start_tls=server.starts_tls,
        username=server.user,
        password=server.password,
        timeout=ANSWER_TIMEOUT_S,
        # The library would ask the network what this machine is called.
        local_hostname=str(message["From"].addresses[0].domain),
    )
    try:
        async with asyncio.timeout(HAND_IN_TIMEOUT_S), client:
            await client.send_message(message)
    except aiosmtplib.SMTPRecipientsRefused as error:
        refusal = error.recipients[0]
        raise _refused(server, refusal, is_final=_is_final(refusal.code)) from error
    except aiosmtplib.SMTPDataError as error:
        raise _refused(server, error, is_final=_is_final(error.code)) from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        # A wrong password or sender is for people to mend: the mail waits for that.
        raise _refused(server, error, is_final=False) from error


def _is_final(code: int) -> bool:
    return 500 <= code < 600


def _refused(server: SmtpUrl, error: Exception, *, is_final: bool) -> MailRefused:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        reason = f"{error.code} {error.message}"
    else:
        # What lies behind it says more: the library knows no port where it is given a socket.
        reason = str(error.__cause__ or error) or type(error).__name__
    return MailRefused(f"{server} did not take the mail: {' '.join(reason.split())}", is_final=is_final)
