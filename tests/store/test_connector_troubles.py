"""Connectors in trouble: a CRM that answers wrongly, late, half or never, and processes that die: one card each."""

import asyncio
from collections.abc import AsyncIterator
from typing import cast
from uuid import uuid4

import pytest

from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.protocol import UNSURE_S
from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import Mailer
from ryadom.privacy.egress import Egress
from ryadom.protocol.shared import Status
from ryadom.settings.smtp_url import SmtpUrl
from ryadom.store.conversations import insert_conversation
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import lock_visitor
from tests.connectors import CLOSED, KEY, PHONE, Office, close_office, crms, new_pusher, open_office
from tests.simulators.bitrix24 import portal, refuses
from tests.simulators.faults import (
    Do,
    Fault,
    cut_after,
    endless,
    half_after,
    html,
    html_403,
    html_after,
    moved,
    silent_after,
)
from tests.store.journals import links_of

CLOSING = NewStatus(status=Status.CLOSED)
CONVERSATIONS = 150


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    mailer = Mailer(
        database,
        Egress(database, crms()),
        server=SmtpUrl(host="mail.test", port=587, user=None, password=None, tls=False),
        sender="chat@shop.test",
        language="ru",
    )
    opened = await open_office(database, mailer=mailer)
    await describe_controller(database, opened.site.controller_id, officer_email="officer@shop.test")
    yield opened
    await close_office(opened)


async def seconds_until_due(office: Office) -> float:
    [seconds] = await office.column("extract(epoch FROM due_at - now())")
    return float(seconds)


@pytest.mark.parametrize("what", ["lead", "deal"])
@pytest.mark.parametrize("fault", [cut_after, half_after, silent_after, html_after])
async def test_write_whose_answer_was_lost_makes_no_second_card(office: Office, what: str, fault: Fault) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED, creates=what)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        for method in ("crm.contact.add", f"crm.{what}.add", "crm.timeline.comment.add"):
            crm.next(method, fault)
        for _ in range(4):
            await office.push()
            if await office.column("status") == ["sent"]:
                break
            # Nobody looks before the portal must have come to its end.
            assert await seconds_until_due(office) > UNSURE_S - 15
            called = len(crm.called)
            await office.execute("UPDATE connectors SET paused_until = NULL")
            await office.push()
            assert len(crm.called) == called
            await office.hurry()
        assert await office.column("status") == ["sent"]
        [card] = crm.cards[what]
        assert len(crm.cards["contact"]) == (1 if what == "deal" else 0)
        assert crm.transcript(card["ID"]).count("раз") == 1


FAULTS: list[tuple[Fault, str]] = [
    (refuses(503, "QUERY_LIMIT_EXCEEDED", "Too many requests"), "QUERY_LIMIT_EXCEEDED"),
    (refuses(200, "INTERNAL_SERVER_ERROR", "Internal server error"), "INTERNAL_SERVER_ERROR"),
    (refuses(429, "OPERATION_TIME_LIMIT", "Method is blocked due to operation time limit."), "слишком долго"),
    (html, "страницей"),
    (endless, "слишком длинно"),
]


@pytest.mark.parametrize(("fault", "words"), FAULTS, ids=["limit", "200 with an error", "429", "HTML", "endless"])
async def test_portal_that_can_not_now_is_asked_again_later(office: Office, fault: Fault, words: str) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("crm.lead.list", fault)
        await office.push()
        assert await office.column("status") == ["pending"]
        assert words in (await office.column("failure"))[0]
        assert (await office.stored()).trouble != ""
        await office.hurry()
        await office.push()
        assert (await office.column("status"), len(crm.cards["lead"])) == (["sent"], 1)
        assert (await office.stored()).failures == 0


async def test_portal_that_names_when_its_time_is_over_is_left_alone_until_then(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        # What was answered before says when: in 300 s.
        crm.next("crm.duplicate.findbycomm", refuses(429, "OPERATION_TIME_LIMIT"))
        await office.push()
        stored = await office.stored()
        assert stored.paused_until is not None
        [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
        assert 250 < rest_s <= 300


async def test_portal_that_is_busy_for_an_hour_gets_each_conversation_in_the_end(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.list", *(refuses(429, "QUERY_LIMIT_EXCEEDED") for _ in range(20)))
        await office.push()
        waited_s, rests = 0.0, []
        while await office.column("status") != ["sent"]:
            [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
            rests.append(round(rest_s))
            waited_s += float(rest_s)
            await office.hurry()
            await office.push()
        assert len(crm.cards["lead"]) == 1
        # As it goes on, it is asked less and less often.
        assert rests[:3] == [5, 5, 5]
        assert rests == sorted(rests)
        assert 3_000 < waited_s < 6_000


SETTINGS: list[tuple[Fault, str]] = [
    (refuses(401, "NO_AUTH_FOUND", "Wrong authorization data"), "удалили или перевыпустили"),
    (refuses(200, "insufficient_scope"), "не хватает прав"),
    (refuses(400, "", "Access denied."), "нет прав в CRM"),
    (refuses(403, "", "Something"), "не даёт доступа"),
    (refuses(503, "OVERLOAD_LIMIT", "REST API is blocked due to overload."), "поддержку"),
    (moved, "переехал"),
]


@pytest.mark.parametrize(("fault", "words"), SETTINGS)
async def test_wrong_settings_stop_the_connector_tell_the_officer_and_lose_nothing(
    office: Office, fault: Fault, words: str
) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        crm.next("crm.lead.add", fault)
        await office.push()
        stored = await office.stored()
        assert stored.stopped_at is not None
        assert words in stored.trouble
        called = len(crm.called)
        await office.hurry()
        await office.push()
        assert len(crm.called) == called
        async with office.database.connection() as connection:
            [mail] = await connection.fetch("SELECT recipient, body FROM outgoing_mails")
        assert mail["recipient"] == "officer@shop.test"
        assert words in mail["body"]
        assert "s3cret" not in mail["body"]
        links = await links_of(office.database, office.site.controller_id)
        assert links[-1].record.details["what"] == "connector_stopped"
        # What happens meanwhile is queued, and follows with what waits.
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="два"), CLOSING)
        await close_office(neighbour)
        await office.fan_all()
        await office.execute("UPDATE connector_pushes SET queued_at = now() - INTERVAL '9 days'")
        await office.pusher.sweep()
        await office.connectors.enable(made.id, by=COMMAND_LINE)
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent", "sent"]
        assert (await office.stored()).trouble == ""


async def test_webhook_that_was_revoked_is_told_by_the_check_too(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        crm.is_revoked = True
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        assert "удалили или перевыпустили" in (await office.stored()).trouble
        crm.is_revoked = False
        await office.connectors.change(made.id, settings={"url": crm.url}, mapping={}, by=COMMAND_LINE)
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_conversation_that_the_portal_refuses_keeps_none_of_the_others_back(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="два"), CLOSING)
        await close_office(neighbour)
        crm.next("crm.lead.add", refuses(400, "ERROR_ARGUMENT", "Поле UF_X не заполнено\x1b[2J"))
        await office.push()
        assert await office.column("status") == ["failed", "sent"]
        [words, _] = await office.column("failure")
        assert words == "Битрикс24 не принял: ERROR_ARGUMENT. Поле UF_X не заполнено[2J"


@pytest.mark.parametrize("fault", [html_403, refuses(403, "ACCESS_DENIED", "Access denied")])
async def test_words_of_one_visitor_that_set_a_filter_off_stop_nothing(office: Office, fault: Fault) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="' OR 1=1 --"), CLOSING)
        neighbour = await open_office(office.database)
        await neighbour.say(NewMessage(body="два"), CLOSING)
        await close_office(neighbour)
        crm.next("crm.timeline.comment.add", fault)
        await office.push()
        [stopped, _] = await office.column("(SELECT stopped_at FROM connectors)")
        assert stopped is None
        [first, second] = await office.column("status")
        assert (first in ("pending", "failed"), second) == (True, "sent")


async def test_card_that_was_deleted_in_the_crm_is_told_of(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.push()
        crm.cards["lead"].clear()
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(NewMessage(body="два"), CLOSING)
        await office.push()
        assert await office.column("status") == ["failed"]
        assert "удалили" in (await office.column("failure"))[0]
        assert crm.cards["lead"] == []


CALLS = range(7)
"""Of one push that makes a deal, in order: whichever was done, and not answered, when the process dies."""


@pytest.mark.parametrize("call", CALLS)
async def test_process_killed_at_any_call_leaves_one_card_and_one_transcript(office: Office, call: int) -> None:
    made_calls = 0
    pushing: asyncio.Task[None]

    async def maybe_kill(_request: object, do: Do) -> object:
        nonlocal made_calls
        answer = do()
        made_calls += 1
        if made_calls == call + 1:
            for lane in lanes.values():
                lane.cancel()
            await asyncio.gather(*lanes.values(), return_exceptions=True)
        return answer

    async with portal() as crm:
        await office.add(crm, CLOSED, creates="deal")
        await office.say(NewMessage(body=f"раз {PHONE} masha@shop.test"), CLOSING)
        await office.fan_all()
        methods = ("crm.deal.list", "crm.duplicate.findbycomm", "crm.contact.list", "crm.contact.add", "crm.deal.add")
        for method in (*methods, "crm.timeline.comment.add"):
            crm.next(method, *[cast(Fault, maybe_kill)] * 2)
        # Its lanes are cut off from outside, and leave what they hold.
        lanes = office.pusher._lanes._lanes
        pushing = asyncio.create_task(office.pusher.push_due())
        await asyncio.gather(pushing, return_exceptions=True)
        assert made_calls >= call + 1
        [held] = await office.column("(SELECT leased_until > now() FROM connectors)")
        assert held
        other = new_pusher(office.database)
        await other.push_due()
        assert made_calls == call + 1
        # The lease runs out after 15 s, but where something may just be written nobody is quicker than the portal.
        await office.execute("UPDATE connectors SET leased_until = now()")
        if len([one for one in crm.methods() if one.endswith(".add")]):
            before = len(crm.called)
            await other.push_due()
            is_known = await office.column("remote_id") != [""]
            assert len(crm.called) == before or is_known
        await office.hurry()
        crm.faults.clear()
        await other.push_due()
        await other.aclose()
        assert await office.column("status") == ["sent"]
        assert (len(crm.cards["contact"]), len(crm.cards["deal"])) == (1, 1)
        assert crm.transcript(crm.cards["deal"][0]["ID"]).count("раз") == 1


async def test_process_that_lost_its_lease_writes_nothing_more(office: Office) -> None:
    async def lose_lease(_request: object, do: Do) -> object:
        await office.execute("UPDATE connectors SET leased_by = $1", uuid4())
        return do()

    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.list", cast(Fault, lose_lease))
        await office.push()
        # What a portal is asked of itself tells nothing of anybody.
        assert crm.methods() == ["crm.lead.list", "crm.settings.mode.get"]
        await office.hurry()
        await office.push()
        assert len(crm.cards["lead"]) == 1


async def test_two_processes_push_each_conversation_once(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        for _ in range(5):
            neighbour = await open_office(office.database)
            await neighbour.say(NewMessage(body="раз"), CLOSING)
            await close_office(neighbour)
        await office.fan_all()
        other = new_pusher(office.database)
        await asyncio.gather(office.pusher.push_due(), other.push_due())
        await other.aclose()
        assert len(crm.cards["lead"]) == 5


async def test_what_is_asked_for_while_it_is_pushed_is_pushed_again(office: Office) -> None:
    async def say_more(_request: object, do: Do) -> object:
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(NewMessage(body="два"), CLOSING)
        await office.fan_all()
        return do()

    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.timeline.comment.add", cast(Fault, say_more))
        await office.push()
        await office.push()
        assert await office.column("status") == ["sent"]
        said = crm.transcript(crm.cards["lead"][0]["ID"])
        assert [said.count(word) for word in ("раз", "два")] == [1, 1]


async def test_push_that_fails_for_three_days_is_given_up_with_words_and_can_be_sent_again(office: Office) -> None:
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        crm.next("crm.lead.list", html, html)
        await office.push()
        await office.execute("UPDATE connector_pushes SET queued_at = queued_at - INTERVAL '3 days'")
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["failed"]
        assert "страницей" in (await office.column("failure"))[0]
        assert await office.connectors.send(made.id, None, by=COMMAND_LINE) == 1
        await office.hurry()
        await office.push()
        assert await office.column("status") == ["sent"]


async def test_what_waited_for_three_days_is_given_up_where_the_connector_pushes(office: Office) -> None:
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.fan_all()
        await office.pusher.sweep()
        assert await office.column("status") == ["pending"]
        await office.execute("UPDATE connector_pushes SET queued_at = now() - INTERVAL '73 hours'")
        await office.pusher.sweep()
        assert await office.column("status") == ["failed"]
        assert crm.called == []


async def test_settings_are_sealed_anew_under_a_newer_key_and_left_alone_under_an_unknown_one(office: Office) -> None:
    newer = "n" * 40
    async with portal() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        await office.fan_all()
        for keys, status in (((newer,), "pending"), ((newer, KEY), "sent")):
            pusher = new_pusher(office.database, keys=keys)
            await pusher.push_due()
            await pusher.aclose()
            assert await office.column("status") == [status]
        pusher = new_pusher(office.database, keys=(newer,))
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(NewMessage(body="два"), CLOSING)
        await office.fan_all()
        await pusher.push_due()
        await pusher.aclose()
        assert "два" in crm.transcript(crm.cards["lead"][0]["ID"])


async def test_hundreds_of_conversations_keep_within_what_the_portal_takes(database: Database) -> None:
    now = 0.0

    async def sleep(pause_s: float) -> None:
        nonlocal now
        now += pause_s

    office = await open_office(database, pace=Pace(database, clock=lambda: now, sleep=sleep))
    async with portal(clock=lambda: now) as crm:
        await office.add(crm, CLOSED)
        async with database.transaction() as connection:
            for _ in range(CONVERSATIONS):
                visitor_id, id = new_id(), new_id()
                await lock_visitor(connection, site_id=office.site.id, visitor_id=visitor_id, locale="ru")
                await insert_conversation(connection, site_id=office.site.id, id=id, visitor_id=visitor_id, page=None)
        await office.execute(
            "INSERT INTO connector_pushes (site_id, connector_id, conversation_id, visitor_id, cause) "
            "SELECT c.site_id, n.id, c.id, c.visitor_id, 'closed' FROM conversations AS c, connectors AS n "
            "WHERE c.id <> $1",
            office.scene.head.id,
        )
        while await pending(office):
            # Nobody renews the lease of who pushes only once.
            await office.execute("UPDATE connectors SET leased_until = NULL")
            await office.pusher.push_due()
        assert (crm.refused, len(crm.cards["lead"])) == (0, CONVERSATIONS)
        assert len({lead["ORIGIN_ID"] for lead in crm.cards["lead"]}) == CONVERSATIONS
        assert now == pytest.approx((len(crm.called) - 10) / 2)
    await close_office(office)


async def pending(office: Office) -> int:
    async with office.database.connection() as connection:
        return int(await connection.fetchval("SELECT count(*) FROM connector_pushes WHERE due_at IS NOT NULL"))
