"""How much of an object a recipient is given: what may be told by the register, and by who asked for it."""

import re
from urllib.parse import quote, unquote

from msgspec.structs import replace

from ryadom.privacy.detect import Kind
from ryadom.privacy.masking import replace_personal
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_facts import Closer

_KINDS = frozenset(Kind)
_BEHIND = re.compile("[?#]")


def customer_at(customer: PublicCustomer, level: DataLevel) -> PublicCustomer:
    """Of a customer what a recipient may have."""
    match level:
        case DataLevel.CONTENTS_AND_CONTACTS:
            return customer
        case DataLevel.CONTENTS:
            about = replace_personal(customer.about, _KINDS)
            return replace(_nameless(customer), about=about)
        case DataLevel.IDS:
            return replace(_nameless(customer), about="")


def conversation_at(conversation: PublicConversation, level: DataLevel) -> PublicConversation:
    """Of a conversation what a recipient may have."""
    match level:
        case DataLevel.CONTENTS_AND_CONTACTS:
            return conversation
        case DataLevel.CONTENTS:
            return replace(
                conversation,
                landing_url=_page(conversation.landing_url),
                referrer=_page(conversation.referrer),
                metrica_client_id="",
                rating_comment=replace_personal(conversation.rating_comment, _KINDS),
            )
        case DataLevel.IDS:
            return replace(
                conversation,
                operator_name="",
                department_name="",
                result="",
                tags=(),
                landing_url="",
                referrer="",
                metrica_client_id="",
                rating_comment="",
                # That one leads it is no word; what it is called is.
                led_by_bot=None if conversation.led_by_bot is None else "",
            )


def closer_at(closer: Closer, level: DataLevel) -> Closer:
    """Of who closed a conversation what a recipient may have."""
    return replace(closer, author_name="") if level is DataLevel.IDS else closer


def message_at(message: PublicMessage, level: DataLevel) -> PublicMessage:
    """Of a message what a recipient may have."""
    match level:
        case DataLevel.CONTENTS_AND_CONTACTS:
            return message
        case DataLevel.CONTENTS:
            name = message.author_name if message.author_kind == "operator" else ""
            # Names of files are as people call their papers: by whom they are of.
            files = tuple(replace(file, name="") for file in message.files)
            choices = tuple(replace_personal(choice, _KINDS) for choice in message.choices)
            body = replace_personal(message.body, _KINDS)
            return replace(message, author_name=name, body=body, files=files, choices=choices)
        case DataLevel.IDS:
            # Which of a few answers was given is what was said.
            return replace(message, author_name="", body="", files=(), choices=(), choice_of=None)


def _nameless(customer: PublicCustomer) -> PublicCustomer:
    """Without what says who it is, here or elsewhere: a number of theirs that others know is one, too."""
    return replace(customer, name="", phone="", email="", company="", external_id="", metrica_client_id="")


def _page(url: str) -> str:
    """Without what stands behind `?` or `#`, where pages like to carry who somebody is; nor phones and such before."""
    return "/".join(_part(part) for part in _BEHIND.split(url, maxsplit=1)[0].split("/"))


def _part(part: str) -> str:
    # By itself: within an address, digits are taken for a part of that.
    plain = unquote(part)
    kept = replace_personal(plain, _KINDS)
    return part if kept == plain else quote(kept)
