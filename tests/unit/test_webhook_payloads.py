"""What a body says at the level of contents: the words, and nothing that says whose they are."""

import json
from datetime import UTC, datetime
from uuid import uuid4

from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.payloads import Found, bodies_of
from ryadom.protocol.public import PublicConversation, PublicCustomer, PublicMessage
from ryadom.protocol.shared import AuthorKind, FileRef, Status
from ryadom.store.egress import DataLevel
from ryadom.store.webhook_queue import Delivery

NOW = datetime(2026, 11, 29, tzinfo=UTC)
SITE, CONVERSATION, VISITOR = uuid4(), uuid4(), uuid4()

CUSTOMER = PublicCustomer(
    id=str(VISITOR),
    site="KEY",
    created_at=NOW,
    updated_at=NOW,
    name="Мария Иванова",
    phone="+79123456789",
    email="maria@example.ru",
    company="ИП Иванова",
    about="берёт чай, +7 912 345-67-89",
    external_id="ivanova",
    basis="consent",
    processing_consent=True,
    advertising_consent=False,
    metrica_client_id="1700000000123456789",
)
TALK = PublicConversation(
    id=str(CONVERSATION),
    site="KEY",
    created_at=NOW,
    updated_at=NOW,
    version=1,
    customer_id=VISITOR,
    status=Status.OPEN,
    operator_id=None,
    operator_name="",
    department_id=None,
    department_name="",
    result="",
    tags=(),
    score=None,
    waiting_since=None,
    snoozed_until=None,
    landing_url="https://shop.ru/tea/+79123456789?name=ivanova#ivanova",
    referrer="https://mail.ru/maria%40example.ru/#ivanova?to=maria@example.ru",
    led_by_bot="Помощник",
    metrica_client_id="1700000000123456789",
    rating_comment="хорошо, maria@example.ru",
)
MESSAGE = PublicMessage(
    id=f"{CONVERSATION}-1",
    site="KEY",
    created_at=NOW,
    updated_at=NOW,
    conversation_id=CONVERSATION,
    seq=1,
    author_kind=AuthorKind.VISITOR,
    author_id=VISITOR,
    author_name="",
    body="вот копия, звоните +7 912 345-67-89",
    files=(FileRef(id=uuid4(), name="паспорт Ивановой.pdf", size=7, type="application/pdf"),),
    reply_to_seq=None,
    is_edited=False,
    is_deleted=False,
    choices=("Оплата", "Позвонить на +7 912 345-67-89"),
)


def told(event: Event, level: DataLevel) -> str:
    """The body of one delivery, as text."""
    delivery = Delivery(
        ordinal=1,
        endpoint_id=uuid4(),
        event_id=uuid4(),
        event=event,
        site_id=SITE,
        visitor_id=VISITOR,
        object_id=CONVERSATION,
        seq=1,
        message_seq=1,
        happened_at=NOW,
        queued_at=NOW,
        due_at=NOW,
        attempts=0,
        outcome=None,
        tried_at=None,
        origin="",
        status=None,
        took_ms=None,
        failure="",
        answer="",
        sent_at=None,
        sent_bytes=None,
        sent_data=None,
    )
    found = Found(
        customers={CUSTOMER.id: CUSTOMER},
        conversations={TALK.id: TALK},
        messages={MESSAGE.id: MESSAGE},
        consents={},
        requests={},
    )
    body = bodies_of([delivery], found, level)[delivery.event_id]
    assert body is not None
    return json.dumps(json.loads(body), ensure_ascii=False)


def test_contents_are_told_without_who_they_are_of() -> None:
    bodies = [told(event, DataLevel.CONTENTS) for event in (Event.CONVERSATION_CREATED, Event.MESSAGE_CREATED)]
    assert "https://shop.ru/tea/" in bodies[0]
    assert "https://mail.ru/" in bodies[0]
    assert "вот копия" in bodies[1]
    assert "application/pdf" in bodies[1]
    for body in bodies:
        for word in ("иванов", "ivanova", "maria", "9123456789", "345-67-89", "1700000000123456789"):
            assert word not in body.lower()


def test_bots_and_choices_are_words_that_ids_go_without() -> None:
    events = (Event.CONVERSATION_CREATED, Event.MESSAGE_CREATED)
    conversation, message = [json.loads(told(event, DataLevel.IDS))["data"] for event in events]
    assert (conversation["conversation"]["led_by_bot"], message["message"]["choices"]) == ("", [])
    assert conversation["conversation"]["rating_comment"] == ""
    conversation, message = [json.loads(told(event, DataLevel.CONTENTS))["data"] for event in events]
    assert conversation["conversation"]["led_by_bot"] == "Помощник"
    assert conversation["conversation"]["rating_comment"].startswith("хорошо, ")
    first, second = message["message"]["choices"]
    assert (first, second.startswith("Позвонить на ")) == ("Оплата", True)


def test_who_may_have_all_is_told_all() -> None:
    assert "паспорт Ивановой.pdf" in told(Event.MESSAGE_CREATED, DataLevel.CONTENTS_AND_CONTACTS)
    assert "ИП Иванова" in told(Event.CONVERSATION_CREATED, DataLevel.CONTENTS_AND_CONTACTS)
