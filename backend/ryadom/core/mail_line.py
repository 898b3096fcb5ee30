"""One mail to the mail server: how it is written, how it is handed in, and what the server's answers mean."""

import asyncio
import socket
import ssl
from datetime import datetime
from email.errors import HeaderParseError
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy
from email.utils import format_datetime
from uuid import UUID

import aiosmtplib

from ryadom.core.mail_texts import MailText
from ryadom.core.texts import clean_email
from ryadom.errors import BadBody, MailRefused
from ryadom.settings.smtp_url import SmtpUrl


class _WholeHeader(UnstructuredHeader, BaseHeader):
    """A header of ASCII that stays as it is; a line may have 998 characters (RFC 5322).

    The library would cut a long address in pieces and encode each, which mail programs don't read in List-Unsubscribe.
    """

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


_headers = HeaderRegistry()
_headers.map_to_type("list-unsubscribe", _WholeHeader)
SMTP_POLICY = SMTP.clone(header_factory=_headers)

GREETING_TIMEOUT_S = 20.0
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
    """A message that no robot answers; the same id makes the same Message-ID, so that a repetition can be known.

    The library refuses line breaks in headers, so nothing in `text` can add one.
    """
    message = EmailMessage(SMTP_POLICY)
    message["From"] = Address(text.sender_name, addr_spec=sender)
    message["To"] = Address(addr_spec=to)
    message["Subject"] = text.subject
    message["Date"] = format_datetime(at)
    message["Message-ID"] = f"<{id}@{sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    if text.reply_to:
        message["Reply-To"] = Address(addr_spec=text.reply_to)
    if text.stop_url:
        message["List-Unsubscribe"] = f"<{text.stop_url}>"
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.set_content(text.body)
    if text.html:
        message.add_alternative(text.html, subtype="html")
    return message


async def load_trust(server: SmtpUrl) -> ssl.SSLContext | None:
    """Whom this machine trusts to prove a server's name; None where the server proves none."""
    return await asyncio.to_thread(ssl.create_default_context) if server.tls or server.starts_tls else None


async def hand_in(
    message: EmailMessage, *, server: SmtpUrl, line: socket.socket, trust: ssl.SSLContext | None = None
) -> None:
    """Gives a message to the server at the other end of a connected line, within a minute; closes the line.

    Raises:
        MailRefused: it was not taken; not even said, where the server does not prove its name. Or (`is_unknown`)
            the server had it and said nothing more.
    """
    is_said = is_taken = False
    # The library's own bounds are asyncio.wait_for, which on Python 3.11 can lose a cancellation; and one that comes
    # early would leave the line open, as would one while the library loads whom to trust.
    client = aiosmtplib.SMTP(
        hostname=server.host,
        sock=line,
        use_tls=server.tls,
        start_tls=server.starts_tls,
        username=server.user,
        password=server.password,
        timeout=None,
        tls_context=trust,
        # The library would ask the network what this machine is called.
        local_hostname=str(message["From"].addresses[0].domain),
    )
    try:
        async with asyncio.timeout(HAND_IN_TIMEOUT_S):
            async with asyncio.timeout(GREETING_TIMEOUT_S):
                await client.connect()
            is_said = True
            await client.send_message(message)
            is_taken = True
            await client.quit()
    except aiosmtplib.SMTPRecipientsRefused as error:
        refusal = error.recipients[0]
        raise _refused(server, refusal, is_final=_is_final(refusal.code)) from error
    except aiosmtplib.SMTPDataError as error:
        raise _refused(server, error, is_final=_is_final(error.code)) from error
    except (aiosmtplib.SMTPException, OSError, TimeoutError) as error:
        if is_taken:
            return  # the farewell went wrong
        # A wrong password or sender is for people to mend: the mail waits for that.
        is_unknown = is_said and not isinstance(error, aiosmtplib.SMTPResponseException)
        raise _refused(server, error, is_final=False, is_unknown=is_unknown) from error
    finally:
        client.close()


def _is_final(code: int) -> bool:
    return 500 <= code < 600


def _refused(server: SmtpUrl, error: Exception, *, is_final: bool, is_unknown: bool = False) -> MailRefused:
    if isinstance(error, aiosmtplib.SMTPResponseException):
        reason = f"{error.code} {error.message}"
    elif isinstance(error, TimeoutError):
        reason = "it does not answer."
    else:
        # What lies behind it says more: the library knows no port where it is given a socket.
        reason = str(error.__cause__ or error) or type(error).__name__
    return MailRefused(
        f"{server} did not take the mail: {' '.join(reason.split())}", is_final=is_final, is_unknown=is_unknown
    )
