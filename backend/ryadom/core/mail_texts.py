"""What mail says, in Russian and English: plain text, one function of facts for each."""

from msgspec import Struct

from ryadom.core.mail_english import english
from ryadom.core.mail_occasions import Occasion
from ryadom.core.mail_russian import russian


class MailText(Struct, frozen=True, kw_only=True):
    """A mail without its addresses. The subject is one line and holds no facts: it is read on locked screens.

    `html`: the same for programs that show it; empty where there is none. `sender_name` stands before the sender's
    address. `reply_to`: where answers go, if elsewhere. `stop_url`: where its reader says that they want no more
    (RFC 2369), with one POST (RFC 8058).
    """

    subject: str
    body: str
    html: str = ""
    sender_name: str = "Ryadom"
    reply_to: str = ""
    stop_url: str = ""


def mail_text(occasion: Occasion, *, language: str) -> MailText:
    """What to write on an occasion; `language` is `ru` or `en`."""
    subject, body = english(occasion) if language == "en" else russian(occasion)
    return MailText(subject=subject, body=body)
