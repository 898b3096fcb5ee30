"""What is pushed of a conversation, read as it is pushed; and whether anything of it may be.

So who was blocked or erased a moment ago, or has withdrawn their consent, is put into no CRM, and what was edited goes
as it is now.
"""

import asyncio
import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ryadom.core.campaigns import campaign_of
from ryadom.core.cards import MAX_MESSAGES, bounded
from ryadom.core.connectors.protocol import Case, Lately, Receipt, Said
from ryadom.core.introductions import read_phone
from ryadom.core.widget_settings import read_settings
from ryadom.errors import BadBody
from ryadom.privacy.contact_list import Contact, address_of, contacts_in
from ryadom.privacy.detect import Kind
from ryadom.privacy.hidden import NOTHING_HIDDEN
from ryadom.protocol.public import PublicConversation, PublicCustomer
from ryadom.protocol.shared import AuthorKind
from ryadom.store.cards import OwnMessage, own_messages
from ryadom.store.connector_pushes import SaidRow, list_said, moment
from ryadom.store.customer_news import NewFields, fields_since
from ryadom.store.database import Database
from ryadom.store.public_objects import load_conversations, load_customers
from ryadom.store.sites import Basis, find_site
from ryadom.store.sql import Connection
from ryadom.store.widget_settings import settings_of_sites

MAX_SAID = 50
"""Of the transcript at once; a longer one goes in several pushes. So what is edited or deleted meanwhile goes as it is
by then, and who is asked again in between is not asked for long."""

SETTLED = timedelta(seconds=30)
"""What was written down has the time at which its transaction began, and may be seen so much later. What is as new
as that may be brought twice, over what people have put in its place; a shorter time could lose it for good."""

CUSTOMER = "Клиент"
STAFF = "Сотрудник"
SHUT_OUT = "Данные посетителя заблокированы или стёрты."
OTHER_SITES = "Подключение больше не для этого сайта."


class Withheld(Exception):
    """Nothing of this may be pushed; `words`: why, in Russian."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


async def make_case(
    database: Database,
    *,
    site_id: UUID,
    visitor_id: UUID,
    conversation_id: UUID,
    known: Receipt,
    needs_contacts: bool,
    public_url: str | None,
    sent_at: datetime | None = None,
) -> Case:
    """The conversation as it is now, with what of its transcript comes after `known`.

    `sent_at`: `Case.read_at` of the last push that was done.

    Raises:
        Withheld: its customer is blocked or erased, the site has no basis for their data, they do not agree, or (where
            that is needed) nobody knows how to reach them.
        DatabaseUnavailable: Postgres is away.
    """
    async with database.connection() as connection:
        read_at = await moment(connection)
        said = await list_said(
            connection,
            site_id=site_id,
            conversation_id=conversation_id,
            after_seq=known.told_seq,
            limit=MAX_SAID + 1,
        )
        messages = await own_messages(connection, site_id=site_id, visitor_id=visitor_id, limit=MAX_MESSAGES)
        # After what was said was read: who is blocked from here on was not when it was.
        customers = await load_customers(connection, [(site_id, visitor_id)])
        conversations = await load_conversations(connection, [(site_id, conversation_id)])
        site = await find_site(connection, customers[0].site) if customers else None
        chosen = await settings_of_sites(connection, [site_id])
        new = NewFields()
        if sent_at is not None:
            since = sent_at - SETTLED
            new = await fields_since(connection, site_id=site_id, visitor_id=visitor_id, since=since)
    customer, conversation = next(iter(customers), None), next(iter(conversations), None)
    if site is None or not isinstance(customer, PublicCustomer) or not isinstance(conversation, PublicConversation):
        raise Withheld(SHUT_OUT)
    _check_basis(customer)
    # So many digits take half a second, and others chat meanwhile.
    written = await asyncio.to_thread(contacts_in, bounded(messages), NOTHING_HIDDEN)
    news = await asyncio.to_thread(contacts_in, _own_words(conversation_id, said[:MAX_SAID]), NOTHING_HIDDEN)
    phone = customer.phone or next(iter(_of_kind(written, Kind.PHONE)), "")
    email = customer.email or next(iter(_of_kind(written, Kind.EMAIL)), "")
    if needs_contacts and not phone and not email:
        raise Withheld("Посетитель не оставил ни телефона, ни почты.")
    return Case(
        conversation_id=conversation_id,
        visitor_id=visitor_id,
        site=site.name,
        link=f"{public_url}/panel/#all/{conversation_id}" if public_url else "",
        began_at=conversation.created_at,
        name=customer.name,
        phone=_dialled(phone),
        email=address_of(email),
        company=customer.company,
        about=customer.about,
        external_id=customer.external_id,
        operator=conversation.operator_name,
        department=conversation.department_name,
        result=conversation.result,
        tags=conversation.tags,
        score=conversation.score,
        landing_url=conversation.landing_url,
        referrer=conversation.referrer,
        campaign={one.name: one.value for one in campaign_of(conversation.landing_url)},
        metrica_client_id=conversation.metrica_client_id,
        rating_comment=conversation.rating_comment,
        zone=ZoneInfo(read_settings(chosen[site_id]).time_zone),
        basis=customer.basis,
        advertising_consent=customer.advertising_consent,
        known=known,
        said=tuple(map(_said, said[:MAX_SAID])),
        is_more=len(said) > MAX_SAID,
        lately=_lately(customer, news, new),
        read_at=read_at,
    )


async def check_leave(connection: Connection, *, site_id: UUID, visitor_id: UUID) -> None:
    """Lets a visitor pass of whom something may be written to a CRM at this moment.

    Raises:
        Withheld: see `make_case`.
    """
    customers = await load_customers(connection, [(site_id, visitor_id)])
    customer = next(iter(customers), None)
    if not isinstance(customer, PublicCustomer):
        raise Withheld(SHUT_OUT)
    _check_basis(customer)


def _check_basis(customer: PublicCustomer) -> None:
    if customer.basis == Basis.UNDECIDED:
        raise Withheld("У сайта не выбрано основание обработки персональных данных: выберите его в «Согласиях».")
    if customer.basis == Basis.CONSENT and not customer.processing_consent:
        raise Withheld("Посетитель не дал согласия на обработку персональных данных или отозвал его.")


def _own_words(conversation_id: UUID, said: Sequence[SaidRow]) -> Iterable[OwnMessage]:
    """What the visitor wrote of it, newest first, no more than is searched in one go."""
    own = [
        OwnMessage(conversation_id=conversation_id, seq=row.seq, body=row.body)
        for row in reversed(said)
        if row.author_kind == AuthorKind.VISITOR
    ]
    return bounded(own)


def _of_kind(contacts: Iterable[Contact], kind: Kind) -> list[str]:
    return [one.text for one in contacts if one.kind is kind]


def _lately(customer: PublicCustomer, news: Sequence[Contact], new: NewFields) -> Lately:
    """`news`: what was said since; `new`: what was written down or told since."""
    phones = [customer.phone if new.phone else "", *_of_kind(news, Kind.PHONE)]
    emails = [customer.email if new.email else "", *_of_kind(news, Kind.EMAIL)]
    return Lately(
        name=customer.name if new.name else "",
        phones=tuple(dict.fromkeys(_dialled(phone) for phone in phones if phone)),
        emails=tuple(dict.fromkeys(address_of(email) for email in emails if email)),
    )


def _dialled(phone: str) -> str:
    """As CRMs compare numbers, `+79123456789`; as it was written where no telephone can have it."""
    try:
        return re.sub(r"[^+\d]", "", read_phone(phone, field="phone"))
    except BadBody:
        return phone


def _said(row: SaidRow) -> Said:
    who = CUSTOMER if row.author_kind == AuthorKind.VISITOR else row.author_name or STAFF
    text = "\n".join(filter(None, (row.body, f"[файлы: {row.files}]" if row.files else "")))
    return Said(seq=row.seq, at=row.created_at, who=who, text=text)
