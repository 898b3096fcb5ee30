"""The request of a delivery, as people are shown it: made anew, told apart from what was sent, and journalled."""

import json
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from ryadom.core.outgoing.urls import read_url
from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.requests import ShownRequest, Withheld, show_request, shown_url
from ryadom.errors import WebhookUnknown
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewEdit, NewMessage
from ryadom.store.journal_chain import COMMAND_LINE
from tests.receiver import Receiver, receiver, says, sends
from tests.store.journals import links_of
from tests.webhooks import Shop, close_shop, open_shop

PHONE = "+7 912 345-67-89"
ALL = DataLevel.CONTENTS_AND_CONTACTS


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def shown(shop: Shop, made: MadeEndpoint, *, most: DataLevel = ALL, place: int = -1) -> ShownRequest:
    """The request of a delivery, the newest unless said."""
    event_id = (await shop.column("event_id"))[place]
    return await show_request(shop.webhooks, await shop.webhooks.find(made.id), event_id, by=COMMAND_LINE, most=most)


async def test_request_is_what_was_sent_as_long_as_nothing_has_changed(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body=f"Мой телефон {PHONE}"))
        await shop.tell()
        [heard] = server.heard
        request = await shown(shop, made)
        assert (request.method, request.url) == ("POST", f"http://hook.test:{server.port}/…")
        assert request.body is not None
        assert request.body.encode() == heard.body
        assert (request.is_same, request.is_masked, request.withheld) == (True, False, None)
        assert (request.sent_bytes, request.sent_data, request.data) == (len(heard.body), ALL, ALL)
        headers = {header.name.lower(): header.value for header in request.headers}
        signature = headers.pop("webhook-signature")
        assert headers == {name: value for name, value in heard.headers.items() if name != "webhook-signature"}
        assert (len(signature), signature[:-1]) == (12, heard.headers["webhook-signature"][:11])


async def test_what_has_changed_since_is_shown_as_it_is_now_and_said_to_be_other(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body="Номер карты 4276"))
        await shop.tell()
        # Of the same length
        await shop.say(NewEdit(message_seq=1, body="Номер карты ****"))
        request = await shown(shop, made)
        assert request.is_same is False
        assert request.body is not None
        assert json.loads(request.body)["data"]["message"]["body"] == "Номер карты ****"
        assert request.sent_bytes == len(server.heard[0].body)


async def test_failed_and_dropped_attempts_keep_what_was_sent_before(shop: Shop) -> None:
    async with receiver(says("500 No")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        assert (await shown(shop, made)).is_same is True
        at = (await shop.column("sent_at"))[0]
        await shop.webhooks.change(
            made.id, None, events=[Event.MESSAGE_DELETED], data=None, is_for_all=False, by=COMMAND_LINE
        )
        await shop.hurry()
        await shop.tell()
        assert await shop.column("outcome") == ["dropped"]
        request = await shown(shop, made)
        assert (request.withheld, request.body, request.is_same, request.sent_at) == (Withheld.NOT_TOLD, None, None, at)
        assert "webhook-signature" not in {header.name for header in request.headers}


async def test_what_nobody_was_told_is_not_shown_as_sent(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
    # Nobody listens there any more
    await shop.say(NewMessage(body="Да"))
    await shop.tell()
    assert "host_unreachable" in (await shop.column("failure"))[0]
    assert await sent_columns(shop) == [[None] * 4]
    request = await shown(shop, made)
    assert (request.sent_at, request.sent_bytes, request.is_same) == (None, None, None)


async def test_attempt_that_reached_nobody_leaves_what_was_sent_before(shop: Shop) -> None:
    async with receiver(says("500 No", Connection="close")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
    [sent] = await sent_columns(shop)
    assert None not in sent
    # It would say something else by now
    await shop.say(NewEdit(message_seq=1, body="Совсем другое"))
    await shop.hurry()
    await shop.tell()
    assert "host_unreachable" in (await shop.column("failure"))[0]
    assert await sent_columns(shop) == [sent]
    assert (await shown(shop, made)).is_same is False


async def test_what_broke_off_after_it_was_said_is_shown_as_sent(shop: Shop) -> None:
    async with receiver(sends(b"")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        assert "call_broken" in (await shop.column("failure"))[0]
        assert (await shown(shop, made)).is_same is True


async def sent_columns(shop: Shop) -> list[list[object]]:
    """What is kept of what was sent, of each delivery."""
    columns = [await shop.column(name) for name in ("sent_at", "sent_bytes", "sent_data", "sent_mark")]
    return [list(row) for row in zip(*columns, strict=True)]


async def test_nobody_says_the_same_of_what_an_older_version_has_sent_or_was_never_sent(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Да"))
        await shop.fan_all()
        request = await shown(shop, made)
        assert (request.is_same, request.sent_at, request.sent_bytes) == (None, None, None)
        assert request.body is not None


async def test_by_the_secret_before_it_is_known_and_by_none_of_before_that(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        await rotate_later(shop, made)
        assert (await shown(shop, made)).is_same is True
        await rotate_later(shop, made)
        assert (await shown(shop, made)).is_same is None


async def rotate_later(shop: Shop, made: MadeEndpoint) -> None:
    """Replaces the secret, as if some minutes after what was sent."""
    await shop.webhooks.rotate(made.id, by=COMMAND_LINE)
    async with shop.database.connection() as connection:
        await connection.execute("UPDATE webhook_endpoints SET before_until = before_until + INTERVAL '5 minutes'")


async def test_secret_and_what_may_be_one_are_never_shown_nor_kept_beside_the_log(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        request = await shown(shop, made)
        said = f"{request}"
        for secret in (made.secret, made.secret.removeprefix("whsec_"), "s3cret", *whole_signatures(server)):
            assert secret not in said
        [mark] = await shop.column("sent_mark")
        assert len(mark) == 16


def whole_signatures(server: Receiver) -> list[str]:
    """What signed deliveries, whole and by half."""
    found = []
    for heard in server.heard:
        signature = heard.headers["webhook-signature"].removeprefix("v1,")
        found += [signature, signature[:22]]
    return found


async def test_of_an_erased_person_nothing_remains(shop: Shop) -> None:
    head = shop.scene.head
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, Event.CUSTOMER_ERASED, data=ALL)
        await shop.say(NewMessage(body=f"Мой телефон {PHONE}"))
        await shop.tell()
        [event_id] = await shop.column("event_id")
        person = Person(shop.site, head.visitor.id)
        await shut_out(shop.database, person, generation=1)
        await overwrite(shop.database, person)
        with pytest.raises(WebhookUnknown):
            await show_request(shop.webhooks, await shop.webhooks.find(made.id), event_id, by=COMMAND_LINE)
        await shop.tell()
        assert set(await shop.column("event")) == {"customer.erased"}
        gone = await shown(shop, made)
        assert gone.body is not None
        assert set(json.loads(gone.body)["data"]["customer"]) == {"object", "id", "site"}


async def test_nothing_is_shown_of_who_is_blocked(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE visitors SET blocked_at = now(), block_reason = 'request'")
        request = await shown(shop, made)
        assert (request.body, request.withheld, request.is_same) == (None, Withheld.PERSON, None)


async def test_contacts_stand_only_for_who_sees_them_and_no_more_than_the_register_allows(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        await shop.say(NewMessage(body=f"Мой телефон {PHONE}"))
        await shop.tell()
        masked = await shown(shop, made, most=DataLevel.CONTENTS)
        assert masked.body is not None
        assert PHONE not in masked.body
        assert "Мой телефон" in masked.body
        # What is compared is what would be sent, whoever looks.
        assert (masked.is_masked, masked.is_same, masked.data) == (True, True, DataLevel.CONTENTS)
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE egress_recipients SET most_data = 'ids'")
        less = await shown(shop, made)
        assert less.body is not None
        assert "Мой телефон" not in less.body
        assert (less.data, less.sent_data, less.is_same) == (DataLevel.IDS, ALL, False)
        async with shop.database.connection() as connection:
            await connection.execute("DELETE FROM egress_recipients")
        assert (await shown(shop, made)).withheld is Withheld.REGISTER


async def test_each_look_is_in_the_journal_and_one_of_nothing_is_not(shop: Shop) -> None:
    head = shop.scene.head
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        before = len(await links_of(shop.database, shop.site.controller_id))
        await shown(shop, made)
        record = (await links_of(shop.database, shop.site.controller_id))[-1].record
        assert (record.action, record.site_id) == ("revealed", head.site_id)
        assert (record.visitor_ids, record.conversation_ids) == ((head.visitor.id,), (head.id,))
        assert record.details == {
            "what": "webhook_request",
            "host": f"http://hook.test:{server.port}",
            "events": "message.created",
        }
        with pytest.raises(WebhookUnknown):
            await show_request(shop.webhooks, await shop.webhooks.find(made.id), uuid4(), by=COMMAND_LINE)
        assert len(await links_of(shop.database, shop.site.controller_id)) == before + 1


async def test_delivery_of_another_webhook_is_not_shown_by_this_one(shop: Shop) -> None:
    async with receiver(says()) as server, receiver(says()) as other:
        await shop.add(server, Event.MESSAGE_CREATED, data=ALL)
        deaf = await shop.add(other, Event.MESSAGE_DELETED, data=ALL)
        await shop.say(NewMessage(body="Да"))
        await shop.tell()
        with pytest.raises(WebhookUnknown):
            await shown(shop, deaf)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/hooks/chat", "/hooks/chat"),
        ("/api/v2/chat-events", "/api/v2/chat-events"),
        ("/rest/1/6nh5gbqqjv8/profile.json", "/rest/…/…/profile.json"),
        ("/services/T0AB/B0CD/x9Yz", "/services/…/…/…"),
        ("/webhook/0190c7a5-27a0-7a4d-8c9e-0c9a4f0f4a11", "/webhook/…"),
        ("/abcdefghijklmnopqrstuvwxyz", "/…"),
        ("/hook?token=abc", "/hook?…"),
        ("/", "/"),
    ],
)
def test_of_a_path_only_plain_words_are_shown(path: str, expected: str) -> None:
    assert shown_url(read_url(f"https://crm.test{path}")) == f"https://crm.test{expected}"
