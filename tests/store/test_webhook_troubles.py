"""Webhooks whose receivers are slow, dead, or answer nonsense: nothing is lost, nobody else waits, and it ends."""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from uuid import uuid4

import pytest
from standardwebhooks import WebhookVerificationError

from ryadom.core.controllers import describe_controller
from ryadom.core.mailer import Mailer
from ryadom.core.webhooks import deliverer as delivering
from ryadom.core.webhooks.endpoints import MadeEndpoint
from ryadom.core.webhooks.events import Event
from ryadom.core.webhooks.replays import replay_deliveries
from ryadom.errors import DatabaseUnavailable, HostUnresolved
from ryadom.privacy.countries import Address
from ryadom.privacy.egress import Egress
from ryadom.settings.smtp_url import SmtpUrl
from ryadom.store import webhook_lanes as lanes
from ryadom.store.database import Database
from ryadom.store.egress import DataLevel
from ryadom.store.entries import NewMessage
from ryadom.store.journal_chain import COMMAND_LINE
from tests.receiver import Answers, Heard, floods, receiver, says, sends, stalls
from tests.resolver import WrittenResolver
from tests.store.journals import links_of
from tests.waiting import until
from tests.webhooks import Shop, close_shop, hooks, new_deliverer, open_shop, told_types, verified

OK = b"HTTP/1.1 200 OK\r\n"


@pytest.fixture
async def shop(database: Database) -> AsyncIterator[Shop]:
    mailer = Mailer(
        database,
        Egress(database, hooks()),
        server=SmtpUrl(host="mail.test", port=587, user=None, password=None, tls=False),
        sender="chat@shop.test",
        language="ru",
    )
    opened = await open_shop(database, mailer=mailer)
    await describe_controller(database, opened.site.controller_id, officer_email="officer@shop.test")
    yield opened
    await close_shop(opened)


async def test_failed_delivery_is_tried_again_and_what_stands_behind_it_keeps_its_place(shop: Shop) -> None:
    async with receiver(says("500 Oops", b"broken")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(3)))
        await shop.tell()
        assert len(server.heard) == 1
        first, *_ = reversed((await shop.webhooks.log(made.id, only_failed=True, limit=10)).deliveries)
        assert (first.attempts, first.status, first.failure, first.answer) == (1, 500, "answered 500", "broken")
        await shop.tell()
        assert len(server.heard) == 1
        server.answer = says()
        await shop.hurry()
        await shop.tell()
        assert [json.loads(heard.body)["data"]["seq"] for heard in server.heard] == [1, 1, 2, 3]
        assert server.heard[0].headers["webhook-id"] == server.heard[1].headers["webhook-id"]
        assert await shop.column("attempts") == [2, 1, 1]
        assert await shop.column("outcome") == ["delivered"] * 3


async def test_failed_delivery_is_signed_anew_at_the_time_of_each_attempt(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        # As if that had been longer ago than a receiver believes
        monkeypatch.setattr(shop.deliverer, "_now", lambda: datetime.now(UTC) - timedelta(seconds=400))
        await shop.tell()
        with pytest.raises(WebhookVerificationError):
            verified(server.heard[0], made.secret)
        monkeypatch.setattr(shop.deliverer, "_now", lambda: datetime.now(UTC))
        server.answer = says()
        await shop.hurry()
        await shop.tell()
        assert verified(server.heard[1], made.secret)["data"]["seq"] == 1
        assert server.heard[1].headers["webhook-id"] == server.heard[0].headers["webhook-id"]


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (says("302 Found", location="http://127.0.0.1/"), "answer_redirects"),
        (says("404 Not Found"), "answered 404"),
        (sends(b""), "call_broken"),
        (sends(b"SSH-2.0-OpenSSH\r\n"), "call_broken"),
        (sends(OK + b"X: " + b"a" * 200_000), "answer_too_large"),
    ],
)
async def test_answer_that_is_no_yes_is_a_failure_that_the_log_names(shop: Shop, answer: Answers, failure: str) -> None:
    async with receiver(answer) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.tell()
        [said] = await shop.column("failure")
        assert said.startswith(failure)
        assert "s3cret" not in said


@pytest.mark.parametrize(
    "answer",
    [
        says("204 No Content"),
        says(body=b"<html>ok</html>", content_type="text/html"),
        says(body=b"\x00\xff\x1f\x8b", content_encoding="gzip"),
        floods(OK + b"\r\n", b"a" * 10_000),
        stalls(OK + b"Content-Length: 1000\r\n\r\n"),
        sends(OK + b"Content-Length: 1000\r\n\r\nabc"),
    ],
)
async def test_yes_is_a_yes_whatever_the_body_does(shop: Shop, answer: Answers) -> None:
    async with receiver(answer) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="Здравствуйте"))
        await shop.tell()
        assert await shop.column("outcome") == ["delivered"]


@pytest.mark.parametrize("kind", ["seconds", "date"])
async def test_endpoint_that_asks_for_a_rest_gets_it(shop: Shop, kind: str) -> None:
    asked = "3600" if kind == "seconds" else format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    other = await open_shop(shop.database)
    async with receiver(says("429 Too Many Requests", retry_after=asked)) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        endpoint = await shop.webhooks.find(made.id)
        assert endpoint.paused_until is not None
        rest_s = (endpoint.paused_until - datetime.now(UTC)).total_seconds()
        assert 3_500 < rest_s <= 3_601
        # Also of what has nothing to do with what was refused.
        await other.say(NewMessage(body="два"))
        await shop.tell()
        assert len(server.heard) == 1
        server.answer = says()
        await shop.hurry()
        await shop.tell()
        assert len(server.heard) == 3
        assert (await shop.webhooks.find(made.id)).paused_until is None
    await close_shop(other)


async def test_endpoint_that_fails_again_and_again_is_tried_with_one_delivery_at_a_time(shop: Shop) -> None:
    others = [await open_shop(shop.database) for _ in range(9)]
    async with receiver(says("503 Away")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        for one in others:
            await one.say(NewMessage(body="раз"))
        await shop.tell()
        tried = len(server.heard)
        # Those under way when the third failed.
        assert 3 <= tried <= len(others)
        assert (await shop.webhooks.find(made.id)).paused_until is not None
        await shop.hurry()
        await shop.tell()
        assert len(server.heard) == tried + 1
        server.answer = says()
        await shop.hurry()
        await shop.tell()
        assert await shop.column("outcome") == ["delivered"] * len(others)
    for one in others:
        await close_shop(one)


async def test_slow_and_dead_endpoints_delay_no_other(shop: Shop) -> None:
    async with receiver(stalls()) as slow, receiver(says()) as good, receiver(sends(b"")) as dead:
        for server in (slow, dead, good):
            await shop.add(server, Event.MESSAGE_CREATED)
        running = asyncio.create_task(shop.deliverer.run())
        for number in range(30):
            await shop.say(NewMessage(body=str(number)))
        await shop.fan_all()
        shop.deliverer.wake()
        await until(lambda: len(good.heard) == 30)
        assert [json.loads(heard.body)["data"]["seq"] for heard in good.heard] == list(range(1, 31))
        # The slow one still has its first, whenever that came
        await until(lambda: len(slow.heard) > 0)
        assert len(slow.heard) == 1
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_delivery_is_given_up_after_three_days_and_replayed_when_somebody_wants(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        await shop.age(72)
        await shop.deliverer.deliver_due()
        assert await shop.column("outcome") == ["given_up"]
        server.answer = says()
        await shop.hurry()
        assert (await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)).count == 1
        await shop.tell()
        assert await shop.column("outcome") == ["delivered"]


async def test_day_without_a_success_disables_and_the_officer_gets_a_mail(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        await shop.age(23)
        await shop.hurry()
        await shop.tell()
        assert (await shop.webhooks.find(made.id)).disabled_at is None
        await shop.age(2)
        await shop.hurry()
        await shop.tell()
        endpoint = await shop.webhooks.find(made.id)
        assert endpoint.disabled_because == "failing"
        async with shop.database.connection() as connection:
            mails = await connection.fetch("SELECT recipient, body FROM outgoing_mails")
        assert [mail["recipient"] for mail in mails] == ["officer@shop.test"]
        assert f"hook.test:{server.port}" in mails[0]["body"]
        assert "s3cret" not in mails[0]["body"]
        links = await links_of(shop.database, shop.site.controller_id)
        assert links[-1].record.details["what"] == "webhook_disabled"
        heard = len(server.heard)
        await shop.say(NewMessage(body="никому"))
        await shop.hurry()
        await shop.tell()
        assert len(server.heard) == heard


async def test_second_failure_after_a_day_of_silence_disables_nothing(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        await shop.age(25)
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_endpoints SET failed_at = failed_at - INTERVAL '25 hours'")
        await shop.hurry()
        await shop.tell()
        endpoint = await shop.webhooks.find(made.id)
        assert (endpoint.disabled_at, endpoint.failures) == (None, 2)


async def test_endpoint_that_asks_for_days_of_rest_has_failed_all_the_while(shop: Shop) -> None:
    async with receiver(says("503 Later", retry_after=str(10 * 365 * 86_400))) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        rested = await shop.webhooks.find(made.id)
        assert rested.paused_until is not None
        # A day at most, whatever it asks for
        assert rested.paused_until - datetime.now(UTC) < timedelta(hours=24, seconds=1)
        async with shop.database.connection() as connection:
            await connection.execute(
                "UPDATE webhook_endpoints "
                "SET failing_since = failing_since - $1::interval, failed_at = failed_at - $1::interval, "
                "paused_until = paused_until - $1::interval",
                timedelta(hours=24, seconds=1),
            )
            await connection.execute("UPDATE webhook_deliveries SET due_at = now()")
        await shop.deliverer.deliver_due()
        assert len(server.heard) == 2
        assert (await shop.webhooks.find(made.id)).disabled_because == "failing"


async def test_success_in_between_begins_the_day_anew(shop: Shop) -> None:
    async with receiver(says("500 Oops")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        await shop.age(23)
        server.answer = says()
        await shop.hurry()
        await shop.tell()
        assert (await shop.webhooks.find(made.id)).failing_since is None
        server.answer = says("500 Oops")
        await shop.say(NewMessage(body="два"))
        await shop.tell()
        await shop.age(2)
        await shop.hurry()
        await shop.tell()
        assert (await shop.webhooks.find(made.id)).disabled_at is None


async def test_receiver_that_wants_no_more_is_disabled_at_once(shop: Shop) -> None:
    async with receiver(says("410 Gone")) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        assert (await shop.webhooks.find(made.id)).disabled_because == "gone"


async def test_endpoint_at_which_too_much_waits_is_disabled(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "MAX_WAITING", 2)
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.fan_all()
        await shop.deliverer.sweep()
        assert (await shop.webhooks.find(made.id)).disabled_at is None
        await shop.say(NewMessage(body="три"))
        await shop.fan_all()
        await shop.deliverer.sweep()
        assert (await shop.webhooks.find(made.id)).disabled_because == "full"


async def test_process_with_another_key_leaves_an_endpoint_to_who_can_open_it(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        stranger = new_deliverer(shop.database, keys=("x" * 40,))
        await stranger.deliver_due()
        await stranger.aclose()
        assert server.heard == []
        await shop.deliverer.deliver_due()
        assert await shop.column("outcome") == ["delivered"]
        assert (await shop.webhooks.find(made.id)).disabled_at is None


class Troubled(WrittenResolver):
    """Fails once."""

    def __init__(self, error: Exception) -> None:
        super().__init__(hook_test=["127.0.0.1"])
        self.error: Exception | None = error

    async def resolve(self, host: str, port: int) -> Sequence[Address]:
        if error := self.error:
            self.error = None
            raise error
        return await super().resolve(host, port)


async def test_clearance_that_fails_for_a_moment_has_nothing_told_without_its_words(shop: Shop) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.fan_all()
        deliverer = new_deliverer(shop.database, resolver=Troubled(HostUnresolved("Nobody answers.")))
        await deliverer.deliver_due()
        assert server.heard == []
        assert await shop.column("outcome") == [None, None]
        assert await shop.column("failure") == ["host_unresolved: Nobody answers.", ""]
        await shop.hurry()
        await shop.deliverer.deliver_due()
        assert [json.loads(heard.body)["data"]["message"]["body"] for heard in server.heard] == ["раз", "два"]
        await deliverer.aclose()


async def test_trouble_of_ours_is_no_attempt(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        deliverer = new_deliverer(shop.database, resolver=Troubled(DatabaseUnavailable("Away.")))
        await deliverer.deliver_due()
        await deliverer.aclose()
        assert await shop.column("attempts") == [0]
        assert (await shop.webhooks.find(made.id)).failures == 0


UNKNOWN = "host_unresolved: Nobody answers."


# As a server logs: a drawn traceback with all locals takes seconds on a busy machine, and the retry comes due.
@pytest.mark.usefixtures("log")
@pytest.mark.parametrize(
    ("trouble", "attempts", "failures"),
    [
        (DatabaseUnavailable("Away."), [0, 1, 1], ["", "", ""]),
        (HostUnresolved("Nobody answers."), [1, 1, 1], [UNKNOWN, UNKNOWN, UNKNOWN]),
        (ValueError("Nobody has thought of this."), [1, 1, 1], ["internal: ValueError", "", ""]),
    ],
)
async def test_trouble_with_one_of_several_at_once_ends_no_other(
    shop: Shop, trouble: Exception, attempts: list[int], failures: list[str]
) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(3)))
        await shop.fan_all()
        async with shop.database.connection() as connection:
            # As if of three conversations, which are told at once; there are none, so those that can be are dropped
            await connection.execute("UPDATE webhook_deliveries SET object_id = gen_random_uuid()")
        deliverer = new_deliverer(shop.database, resolver=Troubled(trouble))
        await deliverer.deliver_due()
        await deliverer.aclose()
        assert await shop.column("attempts") == attempts
        assert await shop.column("failure") == failures


async def test_date_that_is_none_does_not_keep_an_answer_from_the_log(shop: Shop) -> None:
    away = says("503 Away", retry_after="Sun, 29 Nov 2026 03:00:00 +99999999999999999999")
    async with receiver(away) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        assert await shop.column("status") == [503]


async def test_process_that_stood_still_has_no_second_lane_to_an_endpoint(shop: Shop) -> None:
    async with receiver(stalls()) as slow, receiver(says()) as good:
        await shop.add(slow, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        first = asyncio.create_task(shop.deliverer.deliver_due())
        await slow.next()
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_endpoints SET leased_until = now()")
        await shop.add(good, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="два"))
        await shop.fan_all()
        second = asyncio.create_task(shop.deliverer.deliver_due())
        await good.next()
        assert len(slow.heard) == 1
        for task in (first, second):
            task.cancel()
        await asyncio.gather(first, second, return_exceptions=True)


@pytest.mark.parametrize("what", ["disabled", "blocked", "rotated"])
async def test_what_changes_while_a_batch_is_sent_counts_for_the_rest_of_it(shop: Shop, what: str) -> None:
    made: MadeEndpoint
    newer: list[MadeEndpoint] = []
    head = shop.scene.head

    async def change_then_take(heard: Heard, writer: asyncio.StreamWriter) -> None:
        if len(server.heard) == 1:
            match what:
                case "disabled":
                    await shop.webhooks.disable(made.id, by=COMMAND_LINE)
                case "rotated":
                    newer.append(await shop.webhooks.rotate(made.id, by=COMMAND_LINE))
                case _:
                    async with shop.database.connection() as connection:
                        await connection.execute(
                            "UPDATE visitors SET blocked_at = now(), block_reason = 'request' WHERE id = $1",
                            head.visitor.id,
                        )
        await says()(heard, writer)

    async with receiver(change_then_take) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.tell()
        if what == "rotated":
            verified(server.heard[1], newer[0].secret)
        else:
            assert len(server.heard) == 1
            assert await shop.column("outcome") == ["delivered", None if what == "disabled" else "dropped"]


NO_MORE = {
    "blocked": "UPDATE visitors SET blocked_at = now(), block_reason = 'request'",
    "unregistered": "DELETE FROM egress_recipients",
}


@pytest.mark.parametrize("what", NO_MORE)
@pytest.mark.parametrize("calls", [0, 1])
async def test_what_may_not_be_sent_any_more_is_logged_where_it_was_sent_before(
    shop: Shop, what: str, calls: int
) -> None:
    async with receiver(says("500 Oops")) as server:
        await shop.add(server, Event.MESSAGE_CREATED, data=DataLevel.CONTENTS)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        if calls:
            await shop.deliverer.deliver_due()
        async with shop.database.connection() as connection:
            await connection.execute(NO_MORE[what])
        await shop.hurry()
        # Another process, which has no leave of before.
        other = new_deliverer(shop.database)
        await other.deliver_due()
        await other.aclose()
        assert (len(server.heard), await shop.column("attempts")) == (calls, [calls + 1])
        assert await shop.column("outcome") == ["dropped" if what == "blocked" else None]
        assert await shop.column("origin") == [f"http://hook.test:{server.port}" if calls else ""]


async def test_two_processes_share_endpoints_and_not_deliveries(shop: Shop) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(*(NewMessage(body=str(number)) for number in range(20)))
        await shop.fan_all()
        other = new_deliverer(shop.database)
        await asyncio.gather(shop.deliverer.deliver_due(), other.deliver_due())
        await other.aclose()
        assert [json.loads(heard.body)["data"]["seq"] for heard in server.heard] == list(range(1, 21))


async def test_process_that_died_after_the_yes_has_it_told_again_under_the_same_number(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"))
        await shop.fan_all()
        async with shop.database.connection() as connection:
            # Somebody else has it, who will never say anything more.
            assert await lanes.lease_endpoints(connection, uuid4(), lease_s=600) == [made.id]
        await shop.deliverer.deliver_due()
        assert server.heard == []
        async with shop.database.connection() as connection:
            await connection.execute("UPDATE webhook_endpoints SET leased_until = now()")
        await shop.deliverer.deliver_due()
        await replay_deliveries(shop.webhooks, made.id, None, by=COMMAND_LINE)
        assert len(server.heard) == 1


async def test_stopping_server_writes_down_what_was_taken_and_leaves_the_rest(shop: Shop) -> None:
    async def answer_the_first(heard: Heard, writer: asyncio.StreamWriter) -> None:
        await (says() if json.loads(heard.body)["data"]["seq"] == 1 else stalls())(heard, writer)

    async with receiver(answer_the_first) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        await shop.say(NewMessage(body="раз"), NewMessage(body="два"))
        await shop.fan_all()
        running = asyncio.create_task(shop.deliverer.run())
        await until(lambda: len(server.heard) == 2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert await shop.column("outcome") == ["delivered", None]
        server.answer = says()
        other = new_deliverer(shop.database)
        await other.deliver_due()
        await other.aclose()
        assert [json.loads(heard.body)["data"]["seq"] for heard in server.heard] == [1, 2, 2]


async def test_host_that_left_the_register_is_told_nothing_and_the_log_says_so(shop: Shop) -> None:
    async with receiver(says()) as server:
        await shop.add(server, Event.MESSAGE_CREATED)
        async with shop.database.connection() as connection:
            await connection.execute("DELETE FROM egress_recipients")
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        assert server.heard == []
        [failure] = await shop.column("failure")
        assert failure.startswith("egress_forbidden")


async def test_log_is_forgotten_after_a_month_and_what_waits_for_too_long_is_given_up(shop: Shop) -> None:
    async with receiver(says()) as server:
        made = await shop.add(server, Event.MESSAGE_CREATED)
        await shop.webhooks.disable(made.id, by=COMMAND_LINE)
        await shop.webhooks.enable(made.id, by=COMMAND_LINE)
        await shop.say(NewMessage(body="раз"))
        await shop.tell()
        await shop.age(24 * 31)
        await shop.say(NewMessage(body="два"))
        await shop.fan_all()
        await shop.webhooks.disable(made.id, by=COMMAND_LINE)
        await shop.deliverer.sweep()
        assert await shop.column("outcome") == [None]
        await shop.age(73)
        await shop.deliverer.sweep()
        assert await shop.column("outcome") == ["given_up"]
        assert told_types(server) == ["message.created"]
