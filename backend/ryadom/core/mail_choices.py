"""What a site's owner may choose of mail to visitors, and whether the server can send any."""

from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from ryadom.core.mail_line import clean_recipient
from ryadom.core.texts import clean_line, clean_note
from ryadom.errors import BadBody
from ryadom.settings import Settings

MAX_SUBJECT_CHARS = 100
MAX_GREETING_CHARS = 500

Subject = Annotated[str, Meta(max_length=MAX_SUBJECT_CHARS)]
Greeting = Annotated[str, Meta(max_length=MAX_GREETING_CHARS)]


class MailChoices(Struct, frozen=True, kw_only=True):
    """Of one site. By itself nothing is mailed: it goes through the visitors' providers, wherever those are.

    `answers`: what a visitor did not see goes to the address that they wrote into the form. `copies`: they may have the
    conversation mailed. `subject` and `greeting` are of mails with answers; what is empty is said in our words.
    `reply_to`: where replies go; empty: to the sender of all mail.
    """

    answers: bool = False
    copies: bool = False
    subject: Subject = ""
    subject_en: Subject = ""
    greeting: Greeting = ""
    greeting_en: Greeting = ""
    reply_to: Annotated[str, Meta(max_length=254)] = ""


class MailState(StrEnum):
    """Whether mail to visitors can go out at all, and if not, which setting is missing."""

    READY = "ready"
    NO_SERVER = "no_server"
    NO_ADDRESS = "no_address"


def mail_state(settings: Settings) -> MailState:
    """`no_server`: RYADOM_SMTP_URL is missing; `no_address`: RYADOM_PUBLIC_URL, which links begin with."""
    if settings.smtp_url is None or settings.mail_from is None:
        return MailState.NO_SERVER
    return MailState.READY if settings.public_url else MailState.NO_ADDRESS


def check_mail(choices: MailChoices) -> MailChoices:
    """The choices with their words tidied.

    Raises:
        BadBody: words that can't be stored, or no address for replies; `field` says which.
    """
    return MailChoices(
        answers=choices.answers,
        copies=choices.copies,
        subject=_line(choices.subject, "mail.subject"),
        subject_en=_line(choices.subject_en, "mail.subject_en"),
        greeting=_note(choices.greeting, "mail.greeting"),
        greeting_en=_note(choices.greeting_en, "mail.greeting_en"),
        reply_to=_address(choices.reply_to),
    )


def _line(text: str, field: str) -> str:
    return clean_line(text, field=field, max_chars=MAX_SUBJECT_CHARS) if text.strip() else ""


def _note(text: str, field: str) -> str:
    return clean_note(text, field=field, max_chars=MAX_GREETING_CHARS) if text.strip() else ""


def _address(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return clean_recipient(text)
    except BadBody as error:
        raise BadBody(error.message, field="mail.reply_to") from None
