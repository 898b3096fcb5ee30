"""The Python client's subjects' requests, webhooks and reports on a real server; what is lost is done once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from ryadom.core.api_keys import Scope
from ryadom.core.webhooks.requests import ShownHeader, ShownRequest
from ryadom.core.webhooks.trials import Trial
from ryadom.protocol import public_reports, public_requests, public_webhooks
from ryadom_client import (
    ChangedSince,
    Client,
    Forbidden,
    Invalid,
    MessageDiffers,
    NotFound,
    Replayed,
    desk_objects,
    walking,
)
from tests.receiver import receiver, says
from tests.rounds import keep_rounds
from tests.waiting import until
from tests.web.client import JsonObject, Server
from tests.web.programs import key
from tests.web.test_python_client import client
from tests.web.test_webhooks_page import allow
from tests.webhooks import told_types, verified

TOLD: JsonObject = {"kind": "access", "name": "Иван", "contact": "ivan@mail.test", "text": "Что вы храните?"}


@pytest.fixture
async def chat(server: Server) -> AsyncIterator[Client]:
    with client(server, (await key(server, scopes=list(Scope))).secret) as made:
        yield made


@pytest.mark.parametrize(
    ("theirs", "ours"),
    [
        (public_requests.PublicSubjectRequest, desk_objects.SubjectRequest),
        (public_webhooks.PublicWebhook, desk_objects.Webhook),
        (public_webhooks.PublicNewSecret, desk_objects.NewSecret),
        (public_webhooks.PublicWebhookHealth, desk_objects.WebhookHealth),
        (public_webhooks.PublicDelivery, desk_objects.Delivery),
        (ShownRequest, desk_objects.DeliveryRequest),
        (ShownHeader, desk_objects.RequestHeader),
        (Trial, desk_objects.Trial),
        (public_reports.PublicReport, desk_objects.Report),
        (public_reports.PublicPeriod, desk_objects.Period),
        (public_reports.PublicFigures, desk_objects.Figures),
        (public_reports.PublicDayFigures, desk_objects.DayFigures),
        (public_reports.PublicGroupFigures, desk_objects.GroupFigures),
        (public_reports.PublicScore, desk_objects.Score),
    ],
)
def test_client_knows_each_field_that_the_server_gives(
    theirs: type[msgspec.Struct], ours: type[msgspec.Struct]
) -> None:
    assert set(ours.__struct_fields__) == set(theirs.__struct_fields__)


async def test_request_whose_answers_are_lost_is_registered_once(
    server: Server, chat: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(walking, "PAGE", 2)
    site, came = server.site.key, datetime.now(UTC) - timedelta(hours=3)
    with client(server, (await key(server, scopes=list(Scope))).secret, losing=2) as losing:
        made = await asyncio.to_thread(
            losing.subject_requests.register, **TOLD, site=site, received_at=came, idempotency_key="ticket-1"
        )
        assert (made.number, made.received_at, made.name) == (1, came, "Иван")
        other = TOLD | {"text": "Другое"}
        with pytest.raises(MessageDiffers):
            await asyncio.to_thread(losing.subject_requests.register, **other, site=site, idempotency_key="ticket-1")

    def use() -> None:
        for _ in range(4):
            chat.subject_requests.register(**TOLD, site=site)
        everything = list(chat.subject_requests.all())
        assert [one.number for one in everything] == [5, 4, 3, 2, 1]
        assert made.due_on is not None
        assert list(chat.subject_requests.all(state="open", due_before=made.due_on)) == []
        assert len(list(chat.subject_requests.all(sites=[site], kind="access", due_since=made.due_on))) == 5
        seen = chat.subject_requests.one(made.id)
        begun = chat.subject_requests.begin_check(made.id, over=seen.etag)
        assert (begun.object.status, chat.subject_requests.one(made.id)) == ("identity_check", begun)
        with pytest.raises(NotFound):
            chat.subject_requests.one(uuid4())

    await asyncio.to_thread(use)


async def test_webhook_is_looked_after(server: Server, chat: Client) -> None:
    async with receiver(says(body=b"thanks")) as heard, server.visitor() as visitor:
        url = await allow(server, heard.port)
        events, sites = ["message.created"], [server.site.key]
        with client(server, (await key(server, scopes=list(Scope))).secret, losing=1) as losing:
            new = await asyncio.to_thread(
                losing.webhooks.add, url, events=events, sites=sites, idempotency_key="crm-hook"
            )
            # Its secret went with the answer that was lost: another is made.
            assert new.secret is None
            seen = await asyncio.to_thread(losing.webhooks.one, new.webhook.id)
            with pytest.raises(ValueError, match="the state that you read"):
                losing.webhooks.rotate(new.webhook.id, over="*")
            rotated = await asyncio.to_thread(losing.webhooks.rotate, new.webhook.id, over=seen.etag)
            with pytest.raises(ChangedSince):
                await asyncio.to_thread(losing.webhooks.rotate, new.webhook.id, over=seen.etag)
            with pytest.raises(MessageDiffers):
                await asyncio.to_thread(
                    losing.webhooks.add, f"{url}2", events=events, sites=sites, idempotency_key="crm-hook"
                )
            await asyncio.to_thread(losing.webhooks.remove, new.webhook.id)
        assert rotated.secret is not None
        added = await asyncio.to_thread(chat.webhooks.add, url, events=events, sites=sites)
        id = added.webhook.id
        assert [one.id for one in await asyncio.to_thread(lambda: list(chat.webhooks.all()))] == [id]
        tried = await asyncio.to_thread(chat.webhooks.test, id)
        assert (tried.is_good, tried.answer) == (True, "thanks")
        assert added.secret is not None
        assert verified(heard.heard[-1], added.secret)["type"] == "webhook.test"
        await visitor.say("Есть чай?")
        await until(lambda: "message.created" in told_types(heard))

        def use() -> None:
            [delivery] = chat.webhooks.deliveries(id)
            assert (delivery.event, delivery.site) == ("message.created", server.site.key)
            assert list(chat.webhooks.deliveries(id, only_failed=True)) == []
            assert chat.webhooks.request(id, delivery.id).is_same
            assert chat.webhooks.replay(id, delivery.id) == Replayed(count=1, is_whole=True)
            assert chat.webhooks.replay_given_up(id, since=datetime.now(UTC) - timedelta(days=1)).count == 0
            assert chat.webhooks.health(id).most_data == "contents"
            changed = chat.webhooks.change(id, over="*", data="contents", events=["conversation.created"])
            assert (changed.object.data, changed.object.events) == ("contents", ("conversation.created",))
            assert not chat.webhooks.disable(id).object.is_enabled
            assert chat.webhooks.enable(id).object.is_enabled
            with pytest.raises(Forbidden):
                chat.webhooks.change(id, over="*", sites=None)
            chat.webhooks.remove(id)
            with pytest.raises(NotFound):
                chat.webhooks.one(id)

        await asyncio.to_thread(use)


async def test_report_is_read_and_had_as_a_table(server: Server, chat: Client) -> None:
    async with server.visitor() as visitor:
        await visitor.say("Есть чай?")
    await keep_rounds(server.database)

    def use() -> None:
        today = datetime.now(UTC).date()
        report = chat.reports.read(since=today, until=today, zone="UTC", sites=[server.site.key])
        assert (report.total.conversations, report.period.since, report.sites) == (1, today, (server.site.key,))
        assert [day.figures.conversations for day in report.days] == [1]
        assert chat.reports.read(zone="UTC", operator_id=uuid4()).total.conversations == 0
        rows = chat.reports.csv("sites", since=today, zone="UTC", language="en").decode("utf-8-sig").splitlines()
        assert rows[1].startswith("Лавка;1;")
        with pytest.raises(Invalid):
            chat.reports.read(zone="Mars/Olympus")

    await asyncio.to_thread(use)
