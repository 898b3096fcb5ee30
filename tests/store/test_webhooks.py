"""Webhooks: what is told, to whom, of how much, and in which order."""

import json
from collections.abc import AsyncIterator
from uuid import UUID, uuid4

import pytest
from standardwebhooks import Webhook, WebhookVerificationError

from ryadom.core.controllers import add_controller
from ryadom.core.sites import add_site
from ryadom.core.webhooks import endpoints
from ryadom.core.webhooks import fan_out as fanning
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.core.webhooks.trials import send_trial
from ryadom.errors import BadBody, EgressForbidden, WebhookUnknown
from ryadom.privacy.erasure import overwrite, shut_out
from ryadom.privacy.persons import Person
from ryadom.protocol.shared import Status
from ryadom.store import webhook_queue
from ryadom.store.consent_events import Action, Circumstances, Method, insert_events
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import (
    NewAssignment,
    NewDeletion,
    NewEdit,
    NewMessage,
    NewNote,
    NewRating,
    NewStatus,
    NewTags,
)
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE, canonical
from ryadom.store.visitors import lock_visitor, name_visitor
from tests.consents import publish_consent
from tests.receiver import receiver, says
from tests.store.journals import links_of
from tests.webhooks import Shop, close_shop, new_deliverer, open_shop, told_types, verified

PHONE = "+7 912 345-67-89"


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    opened = await open_shop(database)
    yield opened
    await close_shop(opened)


async def test_every_event_of_a_conversation_is_told_and_signed_as_the_standard_says(shop: Shop) -> None:
    operator = shop.scene.operator
    async with receiver(says()) as server:
        made = await shop.add(server)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.say(
            NewAssignment(operator=operator, department=None),
            NewMessage(body="Добрый день"),
            NewEdit(message_seq=3, body="Добрый вечер"),
            NewDeletion(message_seq=3),
            NewNote(body="грубит", mentions=()),
            NewTags(tag_ids=(), added_ids=(uuid4(),), removed_ids=()),
            NewStatus(status=Status.CLOSED),
            NewRating(score=5, comment="Спасибо"),
            NewStatus(status=Status.OPEN),
            by=operator,
        )
        await shop.tell()
        assert told_types(server) == [
            "conversation.created",
            "message.created",
            "conversation.assigned",
            "message.created",
            "message.edited",
            "message.deleted",
            "conversation.closed",
            "conversation.rated",
            "conversation.reopened",
        ]
        told = [verified(heard, made.secret) for heard in server.heard]
        assert [one["data"]["seq"] for one in told] == [1, 1, 2, 3, 4, 5, 8, 9, 10]
        assert [one["data"]["message"]["id"] for one in told if one["type"] == "message.edited"] == [
            f"{shop.scene.head.id}-3"
        ]
        assert len({heard.headers["webhook-id"] for heard in server.heard}) == 9
        assert await shop.column("outcome") == ["delivered"] * 9


async def test_signature_of_another_secret_or_another_body_or_an_old_one_does_not_verify(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server)
        other = await shop.webhooks.rotate(made.id, by=COMMAND_LINE)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.tell()
        heard = server.heard[0]
        # For a day both sign.
        assert verified(heard, made.secret) == verified(heard, other.secret)
        signed_at = int(heard.headers["webhook-timestamp"])
        late, early = (heard.headers | {"webhook-timestamp": str(signed_at + skew)} for skew in (-301, 301))
        for secret, body, headers in (
            ("whsec_" + "a" * 43 + "=", heard.body, heard.headers),
            (made.secret, heard.body + b" ", heard.headers),
            (made.secret, heard.body, late),
            (made.secret, heard.body, early),
            (made.secret, heard.body, heard.headers | {"webhook-id": str(uuid4())}),
        ):
            with pytest.raises(WebhookVerificationError):
                Webhook(secret).verify(body, headers)


async def test_secret_before_the_newest_signs_for_a_day_only(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server)
        await shop.webhooks.rotate(made.id, by=COMMAND_LINE)
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_endpoints SET before_until = now()")
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.tell()
        with pytest.raises(WebhookVerificationError):
            verified(server.heard[0], made.secret)


async def test_endpoint_is_told_as_much_as_it_and_the_register_say(shop: Shop) -> None:
    head = shop.scene.head
    async with shop.database.transaction() as connection:
        await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария Иванова")
    kinds = (Event.MESSAGE_CREATED, Event.CONVERSATION_CREATED)
    async with receiver(says()) as ids, receiver(says()) as words, receiver(says()) as all_, receiver(says()) as less:
        await shop.add(ids, *kinds)
        await shop.add(words, *kinds, data=DataLevel.CONTENTS)
        await shop.add(all_, *kinds, data=DataLevel.CONTENTS_AND_CONTACTS)
        await shop.add(less, *kinds, data=DataLevel.CONTENTS_AND_CONTACTS)
        async with shop.database.connection() as connection:
            # What the register says now counts, not what it said when the endpoint was added.
            await connection.execute("UPDATE egress_recipients SET most_data = 'ids' WHERE port = $1", less.port)
        await shop.say(NewMessage(body=f"Мой телефон {PHONE}, позвоните"))
        await shop.tell()
        for server in (ids, less):
            created, message = (json.loads(heard.body)["data"] for heard in server.heard)
            assert (created["sends"], message["message"]["body"], created["customer"]["name"]) == ("ids", "", "")
            assert message["message"]["author_name"] == ""
            assert not any("Мария" in heard.body.decode() for heard in server.heard)
        created, message = (json.loads(heard.body)["data"] for heard in words.heard)
        assert created["sends"] == "contents"
        assert "позвоните" in message["message"]["body"]
        assert PHONE not in words.heard[1].body.decode()
        assert not any("Мария" in heard.body.decode() for heard in words.heard)
        created, message = (json.loads(heard.body)["data"] for heard in all_.heard)
        assert created["customer"]["name"] == "Мария Иванова"
        assert PHONE in message["message"]["body"]


async def test_endpoint_that_wants_more_than_the_register_allows_is_not_added(shop: Shop) -> None:
    async with receiver(says()) as server:
        with pytest.raises(BadBody) as refusal:
            await shop.add(server, data=DataLevel.CONTENTS, most=DataLevel.IDS)
        assert refusal.value.field == "data"
        assert await shop.webhooks.all() == []


@pytest.mark.parametrize("url", ["http://169.254.169.254/", "http://unlisted.test/", "https://hook.test:8443/"])
async def test_endpoint_at_a_host_that_is_not_listed_is_not_added(shop: Shop, url: str) -> None:
    with pytest.raises(EgressForbidden):
        await shop.webhooks.add(
            url, [shop.site], events=[Event.MESSAGE_CREATED], data=DataLevel.IDS, is_for_all=True, by=COMMAND_LINE
        )
    assert await shop.webhooks.all() == []


async def test_same_event_has_one_number_for_all_and_for_ever(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    async with receiver(says()) as one, receiver(says()) as other:
        made = await shop.add(one, Event.MESSAGE_CREATED)
        await shop.add(other, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        async with shop.database.connection() as connection:
            before = await connection.fetchval("SELECT cursor FROM webhook_feed")
        await shop.tell()
        id = one.heard[0].headers["webhook-id"]
        assert other.heard[0].headers["webhook-id"] == id
        # As after a crash, when a stretch of the feed is read anew.
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_feed SET cursor = $1", before)
        await shop.tell()
        assert (len(one.heard), len(other.heard)) == (1, 1)
        assert (await replay_deliveries(shop.webhooks, made.id, UUID(id), by=COMMAND_LINE)).count == 1
        await shop.tell()
        assert [heard.headers["webhook-id"] for heard in one.heard] == [id, id]
        assert len(other.heard) == 1


async def test_replay_of_what_is_not_there_is_told(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server)
        with pytest.raises(WebhookUnknown):
            await replay_deliveries(shop.webhooks, made.id, uuid4(), by=COMMAND_LINE)
        with pytest.raises(WebhookUnknown):
            await replay_deliveries(shop.webhooks, uuid4(), None, by=COMMAND_LINE)


async def test_endpoint_hears_of_its_sites_and_events_and_controller_only(shop: Shop) -> None:
    same = await add_site(shop.database, name="Вторая", origins=["http://second.test"])
    firm = await add_controller(shop.database, legal_name="ИП Иванов")
    foreign = await add_site(shop.database, name="Чужая", origins=["http://foreign.test"], controller_id=firm.id)
    async with (
        receiver(says()) as all_,
        receiver(says()) as second,
        receiver(says()) as edits,
        receiver(says()) as others,
    ):
        await shop.add(all_)
        await shop.add(second, sites=[same])
        await shop.add(edits, Event.MESSAGE_EDITED)
        await shop.add(others, sites=[foreign])
        await shop.say(NewMessage(body="Здравствуйте"), NewEdit(message_seq=1, body="Привет"))
        await shop.tell()
        assert told_types(all_) == ["conversation.created", "message.created", "message.edited"]
        assert told_types(edits) == ["message.edited"]
        assert (second.heard, others.heard) == ([], [])


async def test_what_was_edited_deleted_or_blocked_before_it_is_sent_is_not_sent_as_it_was(shop: Shop) -> None:
    head = shop.scene.head
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS_AND_CONTACTS)
        await shop.say(NewMessage(body="тайна"), NewMessage(body="ошибка"))
        await shop.fan_all()
        await shop.say(NewDeletion(message_seq=1), NewEdit(message_seq=2, body="верно"))
        await shop.deliverer.deliver_due()
        first, second = (json.loads(heard.body)["data"]["message"] for heard in server.heard)
        assert (first["body"], first["is_deleted"]) == ("", True)
        assert (second["body"], second["is_edited"]) == ("верно", True)
        await shop.say(NewMessage(body="ещё"))
        await shop.fan_all()
        async with shop.database.transaction() as connection:
            await connection.execute(
                "UPDATE visitors SET blocked_at = now(), block_reason = 'request' WHERE id = $1", head.visitor.id
            )
        await shop.deliverer.deliver_due()
        assert len(server.heard) == 2
        assert await shop.column("outcome") == ["delivered", "delivered", "dropped"]


async def test_erased_person_leaves_no_line_and_is_told_of_by_number_alone(shop: Shop) -> None:
    head = shop.scene.head
    async with receiver(says()) as server:
        await shop.add(server, data=DataLevel.CONTENTS_AND_CONTACTS)
        await shop.say(NewMessage(body="Мария Иванова"))
        await shop.tell()
        heard_before = len(server.heard)
        person = Person(shop.site, head.visitor.id)
        await shut_out(shop.database, person, generation=1)
        await overwrite(shop.database, person)
        await shop.tell()
        told = [json.loads(heard.body) for heard in server.heard[heard_before:]]
        assert [(one["type"], one["data"]["customer"]) for one in told] == [
            (
                "customer.erased",
                {"object": "customer", "id": str(head.visitor.id), "site": shop.site.key},
            )
        ]
        async with shop.database.connection() as connection:
            left = await connection.fetchval(
                "SELECT count(*) FROM webhook_deliveries WHERE visitor_id = $1 AND outcome <> 'dropped'",
                head.visitor.id,
            )
        assert left == 0


async def test_customers_and_consents_are_told(shop: Shop) -> None:
    head = shop.scene.head
    newcomer = uuid4()
    document = await publish_consent(shop.database, shop.site)
    async with receiver(says()) as server:
        await shop.add(server, data=DataLevel.CONTENTS_AND_CONTACTS)
        await shop.say(NewMessage(body="Здравствуйте"))
        async with shop.database.transaction() as connection:
            for name in ("Маша", "Мария"):
                await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name=name)
            for action in Action:
                await insert_events(
                    connection,
                    site_id=head.site_id,
                    visitor_id=head.visitor.id,
                    action=action,
                    document_ids=[document.id],
                    circumstances=Circumstances(method=Method.PAGE),
                    echo_id=uuid4(),
                )
            # Without a conversation there is no customer yet.
            await lock_visitor(connection, site_id=head.site_id, visitor_id=newcomer, locale="ru")
        await shop.tell()
        told = [json.loads(heard.body) for heard in server.heard]
        assert sorted(one["type"] for one in told) == [
            "consent.given",
            "consent.withdrawn",
            "conversation.created",
            "customer.updated",
            "message.created",
        ]
        [updated] = [one["data"]["customer"] for one in told if one["type"] == "customer.updated"]
        assert (updated["id"], updated["name"]) == (str(head.visitor.id), "Мария")
        [given] = [one["data"] for one in told if one["type"] == "consent.given"]
        assert (given["consent"]["purpose"], given["consent"]["method"]) == ("processing", "page")
        assert await shop.column("outcome") == ["delivered"] * 5


async def test_where_nobody_is_to_be_told_nothing_is_kept(shop: Shop) -> None:
    head = shop.scene.head
    async with shop.database.transaction() as connection:
        await name_visitor(connection, site_id=head.site_id, visitor_id=head.visitor.id, name="Мария")
    await shop.say(NewMessage(body="Здравствуйте"))
    await shop.tell()
    async with shop.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM webhook_news") == 0
        assert await connection.fetchval("SELECT cursor FROM webhook_feed") == ""
    async with receiver(says()) as server:
        made = await shop.add(server)
        await shop.webhooks.disable(made.id, by=COMMAND_LINE)
        await shop.say(NewMessage(body="никому"))
        await shop.tell()
        await shop.webhooks.enable(made.id, by=COMMAND_LINE)
        await shop.say(NewMessage(body="снова"))
        await shop.tell()
        assert [json.loads(heard.body)["data"]["seq"] for heard in server.heard] == [3]


async def test_what_is_committed_between_adding_and_the_first_look_is_told(shop: Shop) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="сразу"))
        await shop.tell()
        assert len(server.heard) == 1


async def test_transaction_that_commits_late_is_told_too(shop: Shop) -> None:
    other = await open_shop(shop.database)
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        async with shop.database.transaction() as connection:
            # Takes its number before the other one, and commits after it was told.
            await connection.execute("SELECT pg_current_xact_id()")
            await other.say(NewMessage(body="вторая"))
            await shop.tell()
            assert len(server.heard) == 1
            await Shop.say(shop, NewMessage(body="между"))
            await connection.execute("UPDATE sites SET name = name")
        await shop.tell()
        assert len(server.heard) == 2
    await close_shop(other)


async def test_fan_out_that_is_killed_in_the_middle_misses_nothing_and_doubles_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(Exception):
        pass

    async with receiver(says()) as server:
        await shop.add(server)
        monkeypatch.setattr(fanning, "PAGE_ENTRIES", 2)
        await shop.say(*(NewMessage(body=str(number)) for number in range(7)))
        insert = webhook_queue.insert_deliveries

        async def insert_and_die(*args: object) -> int:
            await insert(*args)  # type: ignore[arg-type]
            raise Killed

        for _ in range(3):
            monkeypatch.setattr(webhook_queue, "insert_deliveries", insert_and_die)
            with pytest.raises(Killed):
                await shop.fan_out.step()
            monkeypatch.setattr(webhook_queue, "insert_deliveries", insert)
            await shop.fan_out.step()
        await shop.tell()
        assert told_types(server) == ["conversation.created"] + ["message.created"] * 7


async def test_outage_of_hours_that_a_crash_began_skips_nothing(shop: Shop) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE entries SET created_at = now() - INTERVAL '90 minutes'")
            await connection.execute(
                "UPDATE webhook_feed SET read_at = now() - INTERVAL '2 hours', "
                """cursor = regexp_replace(cursor, '"life":"[^"]*"', '"life":"before"')"""
            )
        await shop.tell()
        assert told_types(server) == ["message.created"]


async def test_endpoint_is_removed_in_pieces_and_the_journal_says_both(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(endpoints, "DELETED", 2)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(5)))
        await shop.tell()
        await shop.webhooks.remove(made.id, by=COMMAND_LINE)
        assert await shop.column("event") == []
        links = await links_of(shop.database, shop.site.controller_id)
        assert [link.record.details["what"] for link in links[-2:]] == ["webhook_disabled", "webhook_removed"]
        with pytest.raises(WebhookUnknown):
            await shop.webhooks.find(made.id)


async def test_changes_are_in_the_journal_without_path_or_secret(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server)
        await shop.webhooks.rotate(made.id, by=COMMAND_LINE)
        await shop.webhooks.disable(made.id, by=COMMAND_LINE)
        await shop.webhooks.enable(made.id, by=COMMAND_LINE)
        await shop.webhooks.remove(made.id, by=COMMAND_LINE)
        links = await links_of(shop.database, shop.site.controller_id)
        text = b"".join(canonical(link.record) for link in links).decode()
        for what in ("webhook", "webhook_secret", "webhook_disabled", "webhook_enabled", "webhook_removed"):
            assert f'"{what}"' in text
        assert "s3cret" not in text
        assert made.secret not in text
        async with shop.database.connection() as connection:
            rows = await connection.fetch("SELECT e::text AS row FROM webhook_endpoints AS e")
        assert rows == []


async def test_url_and_secrets_are_not_readable_in_the_database_nor_in_what_is_shown(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server)
        async with shop.database.connection() as connection:
            row = str(await connection.fetchval("SELECT e::text FROM webhook_endpoints AS e"))
        assert "s3cret" not in row
        assert b"s3cret".hex() not in row
        assert made.secret.removeprefix("whsec_").encode().hex() not in row
        assert "s3cret" not in repr(await shop.webhooks.all())


async def test_endpoint_sealed_under_an_old_key_is_told_and_sealed_anew(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.fan_all()
        newer = new_deliverer(shop.database, keys=("n" * 40, "k" * 40))
        rotated = await shop.webhooks.rotate(made.id, by=COMMAND_LINE)
        await newer.deliver_due()
        assert [verified(heard, made.secret)["type"] for heard in server.heard] == ["message.created"] * 2
        await newer.aclose()
        await shop.say(NewMessage(body="три"))
        await shop.fan_all()
        newest = new_deliverer(shop.database, keys=("n" * 40,))
        await newest.deliver_due()
        await newest.aclose()
        assert len(server.heard) == 3
        # Also the secret before the newest is kept under the new key.
        for secret in (made.secret, rotated.secret):
            verified(server.heard[2], secret)


async def test_there_is_a_bound_on_endpoints(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.core.webhooks.adding.MAX_ENDPOINTS", 1)
    async with receiver(says()) as one, receiver(says()) as two:
        await shop.add(one)
        with pytest.raises(BadBody, match="remove one first"):
            await shop.add(two)


async def test_ping_is_answered_and_signed_and_kept_nowhere(shop: Shop) -> None:
    async with receiver(says("201 Created", b"thanks")) as server:
        made = await shop.add(server)
        answer = await send_trial(shop.webhooks, made.id)
        assert (answer.status, answer.text) == (201, "thanks")
        assert verified(server.heard[0], made.secret)["type"] == "webhook.test"
        assert await shop.column("outcome") == []


async def test_closing_says_where_a_merged_conversation_goes_on(shop: Shop) -> None:
    other_id = new_id()
    async with receiver(says()) as server:
        made = await shop.add(server, Event.CONVERSATION_CLOSED, data=DataLevel.CONTENTS)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.say(NewStatus(status=Status.CLOSED, merged_into_id=other_id), by=shop.scene.operator)
        await shop.tell()
        [heard] = server.heard
        told = verified(heard, made.secret)["data"]
        assert told["conversation"]["merged_into"] == str(other_id)
        assert told["closed_by"]["author_name"] == shop.scene.operator.name
        # As it is when it is told: opened again, it goes on nowhere else.
        await shop.say(NewStatus(status=Status.OPEN), NewStatus(status=Status.CLOSED), by=shop.scene.operator)
        await shop.tell()
        assert verified(server.heard[-1], made.secret)["data"]["conversation"]["merged_into"] is None
