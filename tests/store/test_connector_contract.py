"""What holds for a connector to any CRM: one card and one transcript each, whatever is lost, late, busy or killed."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager
from typing import cast

import pytest

from ryadom.core.connectors.kinds import KINDS
from ryadom.core.connectors.line import Pace
from ryadom.core.connectors.protocol import UNSURE_S
from ryadom.protocol.shared import Status
from ryadom.store.conversations import insert_conversation
from ryadom.store.database import Database
from ryadom.store.entries import NewMessage, NewStatus
from ryadom.store.ids import new_id
from ryadom.store.journal_chain import COMMAND_LINE
from ryadom.store.visitors import lock_visitor
from tests.connectors import CLOSED, PATIENT, PHONE, Office, Simulated, close_office, new_pusher, open_office
from tests.simulators import megaplan, planfix
from tests.simulators.amocrm import account
from tests.simulators.bitrix24 import portal
from tests.simulators.faults import (
    Do,
    Fault,
    answers,
    cut_after,
    denied,
    endless,
    endless_after,
    fine,
    half_after,
    html,
    html_403,
    html_429,
    html_after,
    moved,
    nothing_after,
    silent_after,
)
from tests.simulators.onec import base
from tests.simulators.retailcrm import shop

CLOSING = NewStatus(status=Status.CLOSED)
CONVERSATIONS = 60
Simulator = Callable[..., AbstractAsyncContextManager[Simulated]]
SIMULATORS: dict[str, Simulator] = {
    "bitrix24": portal,
    "amocrm": account,
    "retailcrm": shop,
    "1c": base,
    "planfix": planfix.account,
    "megaplan": megaplan.account,
}


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    opened = await open_office(database)
    yield opened
    await close_office(opened)


@pytest.fixture(params=list(SIMULATORS))
async def crm(request: pytest.FixtureRequest) -> AsyncIterator[Simulated]:
    async with SIMULATORS[request.param]() as running:
        yield running


def test_each_kind_has_its_simulator() -> None:
    assert list(SIMULATORS) == [kind.name for kind in KINDS]


async def test_conversation_becomes_one_card_that_is_added_to(office: Office, crm: Simulated) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    await office.push()
    assert (await office.column("status"), await office.column("failure")) == (["sent"], [""])
    await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
    await office.push()
    assert (await office.column("status"), crm.made) == (["sent"], 1)
    assert [crm.told.count(word) for word in ("раз", "два")] == [1, 1]


async def test_what_is_sent_again_by_hand_is_found_and_doubles_nothing(office: Office, crm: Simulated) -> None:
    made = await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    await office.push()
    await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
    await office.push()
    assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


@pytest.mark.parametrize("fault", [cut_after, half_after, silent_after, html_after, nothing_after, endless_after])
async def test_writes_whose_answers_were_lost_are_found_and_not_repeated(
    office: Office, crm: Simulated, fault: Fault
) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    for call in crm.writes:
        crm.next(call, fault)
    for _ in crm.writes:
        await office.push()
        assert await office.column("status") == ["pending"]
        # Nobody looks before the CRM must have come to its end.
        [seconds] = await office.column("extract(epoch FROM due_at - now())")
        assert seconds > UNSURE_S - 15
        called = len(crm.called)
        await office.execute("UPDATE connectors SET paused_until = NULL")
        await office.push()
        assert len(crm.called) == called
        await office.hurry()
    await office.push()
    assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


@pytest.mark.parametrize("lost", [0, 1, 2])
async def test_message_longer_than_a_text_is_told_whole_and_once_whichever_answer_is_lost(
    office: Office, crm: Simulated, lost: int
) -> None:
    words = [f"слово{number:03}" for number in range(440)]
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body="до"), NewMessage(body="\n".join(words)), NewMessage(body="после"), CLOSING)
    crm.next(crm.writes[-1], *[fine] * lost, cut_after)
    for _ in range(2):
        await office.push()
        await office.hurry()
    assert await office.column("status") == ["sent"]
    assert [crm.told.count(word) for word in words] == [1] * len(words)
    places = [crm.told.index(word) for word in ("до", *words, "после")]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("fault", "words"),
    [(html, "страницей"), (html_403, "страницей"), (endless, "слишком длинно"), (cut_after, "оборвала")],
)
async def test_crm_that_can_not_be_read_now_is_asked_again_later(
    office: Office, crm: Simulated, fault: Fault, words: str
) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    crm.next(crm.begins, fault)
    await office.push()
    assert await office.column("status") == ["pending"]
    assert words in (await office.column("failure"))[0]
    await office.hurry()
    await office.push()
    assert (await office.column("status"), crm.made) == (["sent"], 1)


@pytest.mark.parametrize("content", [{}, None, [], "нет", {"success": True}, {"result": None}, {"_embedded": []}])
async def test_answer_that_says_nothing_does_not_mean_that_nothing_is_there(
    office: Office, crm: Simulated, content: object
) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    await office.push()
    for call in (crm.begins, crm.looks):
        # As if nobody had noted the card, and what of the transcript stands there.
        await office.execute("UPDATE connector_pushes SET remote_id = '', told_seq = 0")
        await office.say(NewStatus(status=Status.OPEN))
        await office.say(CLOSING)
        crm.next(call, answers(content))
        await office.push()
        assert await office.column("status") == ["pending"]
        await office.hurry()
        await office.push()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_refusal_with_a_good_status_is_no_card_and_no_transcript(office: Office, crm: Simulated) -> None:
    made = await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    for call in crm.writes:
        crm.next(call, denied)
        await office.push()
        assert await office.column("status") in (["failed"], ["pending"])
        assert (await office.column("failure"))[0]
        await office.connectors.send(made.id, office.scene.head.id, by=COMMAND_LINE)
        await office.hurry()
    await office.push()
    assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_proxy_that_says_too_many_stops_nothing_and_is_asked_again_later(office: Office, crm: Simulated) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body="раз"), CLOSING)
    crm.next(crm.begins, html_429)
    await office.push()
    [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
    assert (await office.column("status"), (await office.stored()).stopped_at) == (["pending"], None)
    assert rest_s > 1
    await office.hurry()
    await office.push()
    assert (await office.column("status"), crm.made) == (["sent"], 1)


@pytest.mark.parametrize(
    ("statement", "status", "words"),
    [
        ("UPDATE visitors SET blocked_at = now(), block_reason = 'request'", "refused", "заблокированы"),
        ("UPDATE sites SET basis = 'undecided', basis_wording = ''", "refused", "основание"),
        ("UPDATE egress_recipients SET most_data = 'ids'", "pending", "Реестр получателей"),
    ],
)
async def test_what_is_forbidden_in_the_middle_of_a_push_ends_its_writes(
    office: Office, crm: Simulated, monkeypatch: pytest.MonkeyPatch, statement: str, status: str, words: str
) -> None:
    async def forbid(_request: object, do: Do) -> object:
        answer = do()
        await office.execute(statement)
        # As if the answer had taken longer than a clearance is kept.
        monkeypatch.setattr(office.pusher._caller, "_clock", lambda: time.monotonic() + 10)
        return answer

    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    *_, making, _ = crm.writes
    crm.next(making, cast(Fault, forbid))
    await office.push()
    assert (crm.made, crm.told) == (1, "")
    assert await office.column("status") == [status]
    assert words in (await office.column("failure"))[0]


@pytest.mark.parametrize("kind", list(SIMULATORS))
async def test_another_account_gets_a_card_of_its_own_and_the_old_one_nothing_more(office: Office, kind: str) -> None:
    async with SIMULATORS[kind]() as first, SIMULATORS[kind]() as second:
        made = await office.add(first, CLOSED)
        await office.register(second)

        async def change(_request: object, do: Do) -> object:
            answer = do()
            await office.connectors.change(made.id, settings=second.settings, mapping={}, by=COMMAND_LINE)
            return answer

        await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
        *_, making, _ = first.writes
        first.next(making, cast(Fault, change))
        await office.push()
        assert (first.made, first.told, await office.column("remote_id")) == (1, "", [""])
        await office.hurry()
        await office.push()
        assert (second.made, second.told.count("раз")) == (1, 1)
        # And back again: what the first has is found, and lacks both.
        await office.connectors.change(made.id, settings=first.settings, mapping={}, by=COMMAND_LINE)
        await office.say(NewStatus(status=Status.OPEN), NewMessage(body="два"), CLOSING)
        await office.push()
        assert (await office.column("status"), first.made, second.made) == (["sent"], 1, 1)
        assert [first.told.count(word) for word in ("раз", "два")] == [1, 1]
        assert "два" not in second.told


async def test_crm_that_is_busy_for_an_hour_gets_each_conversation_in_the_end(office: Office, crm: Simulated) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body="раз"), CLOSING)
    crm.next(crm.begins, *[crm.busy] * 20)
    await office.push()
    rests: list[float] = []
    while await office.column("status") != ["sent"]:
        [rest_s] = await office.column("(SELECT extract(epoch FROM max(paused_until) - now()) FROM connectors)")
        rests.append(round(rest_s))
        await office.hurry()
        await office.push()
    assert crm.made == 1
    # As it goes on, it is asked less and less often.
    assert rests[:3] == [5, 5, 5]
    assert rests == sorted(rests)
    assert 3_000 < sum(rests) < 6_000


async def test_crm_that_is_busy_in_the_middle_of_writing_gets_nothing_twice(office: Office, crm: Simulated) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    for call in crm.writes:
        crm.next(call, crm.busy)
    patient = new_pusher(office.database, pace=office.pace, bounds=PATIENT)
    await office.fan_all()
    for _ in range(len(crm.writes) + 1):
        await patient.push_due()
        await office.hurry()
    await patient.aclose()
    assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


async def test_key_that_was_revoked_stops_the_connector_until_it_has_another(office: Office, crm: Simulated) -> None:
    made = await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    crm.is_revoked = True
    await office.push()
    stored = await office.stored()
    assert stored.stopped_at is not None
    assert crm.secret not in stored.trouble
    assert await office.column("status") == ["pending"]
    crm.is_revoked = False
    await office.connectors.change(made.id, settings=crm.settings, mapping={}, by=COMMAND_LINE)
    await office.push()
    assert (await office.column("status"), crm.made) == (["sent"], 1)


async def test_account_that_has_moved_stops_the_connector_and_nothing_is_sent_there(
    office: Office, crm: Simulated
) -> None:
    await office.add(crm, CLOSED)
    await office.say(NewMessage(body=f"раз {PHONE}"), CLOSING)
    crm.next(crm.begins, moved)
    await office.push()
    stored = await office.stored()
    assert stored.stopped_at is not None
    assert "переехал" in stored.trouble
    assert len(crm.called) == 1


async def test_secret_of_an_account_is_nowhere_in_the_database(office: Office, crm: Simulated) -> None:
    made = await office.add(crm, CLOSED)
    async with office.database.connection() as connection:
        held = [await connection.fetch(f"SELECT * FROM {table}") for table in ("connectors", "journal")]  # noqa: S608 - of these two
    assert crm.secret not in str(held)
    assert crm.secret not in repr(made)


CALLS = {"amocrm": 5, "retailcrm": 8, "1c": 2, "planfix": 6, "megaplan": 7}
KILLS = [(kind, call) for kind, calls in CALLS.items() for call in range(calls)]
"""Of one push, in order: whichever call was done, and not answered, when the process dies."""


@pytest.mark.parametrize(("kind", "call"), KILLS)
async def test_process_killed_at_any_call_leaves_one_card_and_one_transcript(
    office: Office, kind: str, call: int
) -> None:
    calls = 0

    async def maybe_kill(_request: object, do: Do) -> object:
        nonlocal calls
        answer = do()
        calls += 1
        if calls == call + 1:
            for lane in lanes.values():
                lane.cancel()
            await asyncio.gather(*lanes.values(), return_exceptions=True)
        return answer

    async with SIMULATORS[kind]() as crm:
        await office.add(crm, CLOSED)
        await office.say(NewMessage(body=f"раз {PHONE} masha@shop.test"), CLOSING)
        await office.fan_all()
        crm.every = cast(Fault, maybe_kill)
        # Its lanes are cut off from outside, and leave what they hold.
        lanes = office.pusher._lanes._lanes
        await asyncio.gather(asyncio.create_task(office.pusher.push_due()), return_exceptions=True)
        assert calls == call + 1
        crm.every = None
        other = new_pusher(office.database)
        # The lease is the dead one's until it runs out.
        called = len(crm.called)
        await other.push_due()
        assert len(crm.called) == called
        await office.hurry()
        await other.push_due()
        await other.aclose()
        assert (await office.column("status"), crm.made, crm.told.count("раз")) == (["sent"], 1, 1)


@pytest.mark.parametrize("kind", list(SIMULATORS))
async def test_many_conversations_keep_within_what_the_account_takes(database: Database, kind: str) -> None:
    now = 0.0

    async def sleep(pause_s: float) -> None:
        nonlocal now
        now += pause_s

    office = await open_office(database, pace=Pace(database, clock=lambda: now, sleep=sleep))
    async with SIMULATORS[kind](clock=lambda: now) as crm:
        await office.add(crm, CLOSED)
        async with database.transaction() as connection:
            for _ in range(CONVERSATIONS):
                visitor_id, id = new_id(), new_id()
                await lock_visitor(connection, site_id=office.site.id, visitor_id=visitor_id, locale="ru")
                await insert_conversation(connection, site_id=office.site.id, id=id, visitor_id=visitor_id, page=None)
        await office.execute(
            "INSERT INTO connector_pushes (site_id, connector_id, conversation_id, visitor_id, cause) "
            "SELECT c.site_id, n.id, c.id, c.visitor_id, 'closed' FROM conversations AS c, connectors AS n"
        )
        while "pending" in await office.column("status"):
            # Nobody renews the lease of who pushes only once.
            await office.execute("UPDATE connectors SET leased_until = NULL")
            await office.pusher.push_due()
        assert set(await office.column("status")) == {"sent"}
        assert (crm.refused, crm.made) == (0, CONVERSATIONS + 1)
        assert now > 1
    await close_office(office)
