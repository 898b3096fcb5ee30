"""What an account of a CRM takes is kept to by all processes together, whoever dies, and whatever clocks say."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ryadom.core.connectors.line import Account, CrmLine, Pace
from ryadom.core.outgoing.urls import read_url
from ryadom.core.recipients import add_recipient
from ryadom.errors import CrmBusy
from ryadom.privacy.egress import moscow_today
from ryadom.protocol.shared import Status
from ryadom.store.crm_paces import LONGEST_REST_S, forget_unused, take_turn
from ryadom.store.database import Database, open_database
from ryadom.store.egress import DataLevel, Recipient
from ryadom.store.entries import NewMessage, NewStatus
from tests.connectors import CLOSED, Office, close_office, crms, new_caller, open_office
from tests.receiver import Answers, Heard, Receiver, receiver, says
from tests.simulators.bitrix24 import portal
from tests.store.pace_process import BURST, PER_SECOND
from tests.waiting import until, until_waiting_for_locks

CLOSING = NewStatus(status=Status.CLOSED)
FIRM, OTHER_FIRM = (UUID(int=number) for number in (1, 2))
ACCOUNT = Account(FIRM, "https://crm.test", "")
CALLS = 20
JITTER = 4
"""Two of each process: a call may be under way for longer than the one before it, and a process may be kept from the
machine just when its turn is. Turns themselves are exact: the tests with a clock of their own say so."""


class Time:
    """A clock that passes as somebody sleeps."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now
        self.pauses = 0

    async def sleep(self, pause_s: float) -> None:
        self.now, self.pauses = self.now + pause_s, self.pauses + 1
        assert self.pauses < 1_000

    def pace(self, database: Database) -> Pace:
        return Pace(database, clock=lambda: self.now, sleep=self.sleep)


async def test_calls_to_one_account_keep_its_pace_and_wait_for_no_other(database: Database) -> None:
    time_ = Time()
    # Two processes, one account
    paces = [time_.pace(database), time_.pace(database)]
    for call in range(50):
        await paces[call % 2].wait(ACCOUNT, per_second=2.0, burst=10.0)
    assert time_.now == pytest.approx(1_020.0)
    await paces[0].wait(Account(FIRM, "https://other.test", ""), per_second=2.0, burst=10.0)
    assert time_.now == pytest.approx(1_020.0)
    time_.now += 3_600.0
    for _ in range(10):
        await paces[1].wait(ACCOUNT, per_second=2.0, burst=10.0)
    assert time_.now == pytest.approx(4_620.0), "nobody saves up more than may come at once"


async def test_what_only_rounding_lacks_of_a_turn_is_not_waited_for_again_and_again(database: Database) -> None:
    time_ = Time()
    for _ in range(300):
        await time_.pace(database).wait(ACCOUNT, per_second=3.0, burst=4.0)
    assert time_.now == pytest.approx(1_000 + 296 / 3, abs=0.5)
    assert time_.pauses <= 2 * 300


async def test_clock_that_is_set_back_stops_nobody(database: Database) -> None:
    ahead, now = Time(90_000.0), Time()
    for _ in range(4):
        await ahead.pace(database).wait(ACCOUNT, per_second=2.0, burst=4.0)
    await ahead.pace(database).rest(ACCOUNT, 3_600.0)
    for _ in range(4):
        await now.pace(database).wait(ACCOUNT, per_second=2.0, burst=4.0)
    assert now.now - 1_000.0 <= 4 / 2.0


async def test_rest_that_one_was_asked_for_is_kept_by_all(database: Database) -> None:
    time_ = Time()
    one, other = time_.pace(database), time_.pace(database)
    await one.wait(ACCOUNT, per_second=2.0, burst=4.0)
    await one.rest(ACCOUNT, 60.0)
    await one.rest(ACCOUNT, 5.0)
    with pytest.raises(CrmBusy) as busy:
        await other.wait(ACCOUNT, per_second=2.0, burst=4.0)
    assert busy.value.retry_after_s == pytest.approx(60.0)
    time_.now += 57.0
    await other.wait(ACCOUNT, per_second=2.0, burst=4.0)
    assert time_.now == pytest.approx(1_060.0)
    assert LONGEST_REST_S >= 3_600.0


async def test_rest_that_one_firm_was_asked_for_is_none_of_another_at_the_same_host(database: Database) -> None:
    time_ = Time()
    pace, base = time_.pace(database), "https://1c.test"
    await pace.rest(Account(FIRM, base, "/ours/"), 3_600.0)
    for other in (Account(OTHER_FIRM, base, "/ours/"), Account(FIRM, base, "/theirs/")):
        await pace.wait(other, per_second=2.0, burst=4.0)
    assert time_.now == 1_000.0
    async with database.connection() as connection:
        rows = await connection.fetch("SELECT account FROM crm_rests")
    assert [b"ours" in row["account"] for row in rows] == [False], "a path may be a secret"


async def test_connector_that_waits_for_its_account_has_not_failed(database: Database) -> None:
    office = await open_office(database)
    async with portal() as crm:
        made = await office.add(crm, CLOSED)
        await office.say(NewMessage(body="раз"), CLOSING)
        account = Account(office.site.controller_id, made.origin, "")
        for waits in range(3):
            await office.pace.rest(account, 3_600.0)
            await office.push()
            stored = await office.stored()
            assert (stored.failures, stored.trouble, stored.failing_since) == (0, "", None), waits
            assert stored.paused_until is not None
            assert (await office.column("status"), await office.column("attempts")) == (["pending"], [0])
            # As if it had waited for days
            await office.execute("UPDATE connector_pushes SET queued_at = now() - INTERVAL '71 hours 59 minutes'")
            await office.hurry()
        assert crm.called == []
        await office.push()
        assert await office.column("status") == ["sent"]
    await close_office(office)


async def test_account_that_nobody_calls_is_forgotten(database: Database) -> None:
    await Pace(database).wait(ACCOUNT, per_second=2.0, burst=4.0)
    async with database.connection() as connection:
        await forget_unused(connection, unused_s=60.0)
        assert await connection.fetchval("SELECT count(*) FROM crm_paces") == 1
        await connection.execute("UPDATE crm_paces SET paid_until = now() - INTERVAL '2 minutes'")
        await forget_unused(connection, unused_s=60.0)
        assert await connection.fetchval("SELECT count(*) FROM crm_paces") == 0


async def test_two_pools_that_ask_at_once_get_no_more_than_one_would(database: Database, database_url: str) -> None:
    async with open_database(database_url, pool_size=4) as other:
        began = time.monotonic()
        await asyncio.gather(
            *(Pace(each).wait(ACCOUNT, per_second=20.0, burst=4.0) for each in (database, other) for _ in range(12))
        )
        assert time.monotonic() - began >= (24 - 4) / 20.0


async def test_who_has_waited_for_the_row_gets_a_turn_behind_those_who_were_before(database: Database) -> None:
    origin = ACCOUNT.origin
    async with database.connection() as waiter:
        assert await take_turn(waiter, origin, per_second=4.0, burst=5.0, at=None) == 0.0
        async with database.transaction() as holder:
            await holder.execute("SELECT 1 FROM crm_paces FOR UPDATE")
            waiting = asyncio.create_task(take_turn(waiter, origin, per_second=4.0, burst=5.0, at=None))
            await until_waiting_for_locks(database, 1)
            # What the others took meanwhile is no clock that was set back
            await holder.execute("UPDATE crm_paces SET paid_until = clock_timestamp() + INTERVAL '31 seconds'")
        turn_s = await waiting
    assert turn_s is not None
    assert 20.0 < turn_s <= 30.0


async def test_those_who_wait_sleep_once_each_until_their_own_turn(database: Database) -> None:
    slept: list[float] = []

    async def sleep(pause_s: float) -> None:
        slept.append(pause_s)

    pace = Pace(database, clock=lambda: 1_000.0, sleep=sleep)
    await asyncio.gather(*(pace.wait(ACCOUNT, per_second=1.0, burst=2.0) for _ in range(10)))
    assert sorted(slept) == pytest.approx([1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0])


async def test_turn_that_is_too_far_away_is_refused_and_not_taken(database: Database) -> None:
    at = datetime.fromtimestamp(1_000.0, UTC)
    async with database.connection() as connection:
        turns = [await take_turn(connection, ACCOUNT.origin, per_second=0.1, burst=1.0, at=at) for _ in range(9)]
    assert turns == [0.0, 10.0, 20.0, 30.0, 40.0, 50.0, 60.0, None, None]
    with pytest.raises(CrmBusy) as busy:
        await Time().pace(database).wait(ACCOUNT, per_second=0.1, burst=1.0)
    assert not busy.value.was_called
    later = Time(1_010.0)
    await later.pace(database).wait(ACCOUNT, per_second=0.1, burst=1.0)
    assert later.now == pytest.approx(1_070.0)


async def test_rest_that_is_asked_for_while_one_sleeps_is_kept(database: Database) -> None:
    time_ = Time()

    async def sleep(pause_s: float) -> None:
        await time_.sleep(pause_s)
        if time_.pauses == 1:
            await pace.rest(ACCOUNT, 3_600.0)

    pace = Pace(database, clock=lambda: time_.now, sleep=sleep)
    await pace.wait(ACCOUNT, per_second=1.0, burst=1.0)
    with pytest.raises(CrmBusy):
        await pace.wait(ACCOUNT, per_second=1.0, burst=1.0)


async def test_two_processes_together_keep_within_what_the_account_takes(database: Database, database_url: str) -> None:
    office = await open_office(database)
    came: list[float] = []
    async with receiver(counted(came, says())) as crm:
        await listed(office, crm)
        processes = [await begin(office, database_url, crm, CALLS) for _ in range(2)]
        assert await asyncio.gather(*(made_by(process) for process in processes)) == [CALLS, CALLS]
    assert len(came) == 2 * CALLS
    assert most_over(came) <= JITTER
    await close_office(office)


async def test_process_that_is_killed_takes_no_turn_with_it(database: Database, database_url: str) -> None:
    office = await open_office(database)
    came: list[float] = []
    async with receiver(counted(came, says())) as crm:
        await listed(office, crm)
        doomed = await begin(office, database_url, crm, 10 * CALLS)
        await until(lambda: len(came) >= 2 * BURST)
        doomed.kill()
        await doomed.wait()
        before, killed_at = len(came), time.monotonic()
        assert await made_by(await begin(office, database_url, crm, CALLS)) == CALLS
        # As soon as it would have called itself
        assert came[before] - killed_at < 10.0
    assert most_over(came) <= JITTER
    await close_office(office)


async def test_too_many_calls_of_one_process_are_rest_for_the_others(database: Database, database_url: str) -> None:
    office = await open_office(database)
    came: list[float] = []
    async with receiver(counted(came, says("429 Too Many Requests", Retry_After="600"))) as crm:
        await listed(office, crm)
        assert await made_by(await begin(office, database_url, crm, CALLS)) == 1
        assert await made_by(await begin(office, database_url, crm, CALLS)) == 0
        caller = new_caller(database)
        target = read_url(f"http://crm.test:{crm.port}/")
        line = CrmLine(
            caller,
            Pace(database),
            account=Account(office.site.controller_id, target.origin, ""),
            target=target,
            per_second=PER_SECOND,
            burst=BURST,
        )
        with pytest.raises(CrmBusy) as busy:
            await line.ask("/", headers={})
        assert 500 < (busy.value.retry_after_s or 0) <= 600
        await caller.aclose()
    assert len(came) == 1
    await close_office(office)


def most_over(came: list[float]) -> int:
    """By how many calls the most that came within any span is over what the account takes in it."""
    return max(
        int((last - first + 1) - (BURST + PER_SECOND * (came[last] - came[first])) + 0.999)
        for first in range(len(came))
        for last in range(first, len(came))
    )


def counted(came: list[float], answer: Answers) -> Answers:
    """The same answer, and when it was asked for."""

    async def counting(heard: Heard, writer: asyncio.StreamWriter) -> None:
        came.append(time.monotonic())
        await answer(heard, writer)

    return counting


async def listed(office: Office, crm: Receiver) -> None:
    """Puts the account into the register."""
    recipient = Recipient(
        controller_id=office.site.controller_id,
        host="crm.test",
        port=crm.port,
        recipient="ООО «Учёт»",
        country="RU",
        purpose="Учёт заявок",
        categories="имя, телефон",
        is_local=True,
        most_data=DataLevel.CONTENTS_AND_CONTACTS,
    )
    await add_recipient(office.database, crms(), recipient, today=moscow_today())


async def begin(office: Office, database_url: str, crm: Receiver, calls: int) -> Process:
    """A process that calls so often."""
    arguments = (database_url, str(office.site.controller_id), str(crm.port), str(calls))
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.store.pace_process", *arguments, stdout=PIPE
    )


async def made_by(process: Process) -> int:
    """How many calls it has made in the end."""
    async with asyncio.timeout(60):
        out, _ = await process.communicate()
    assert process.returncode == 0
    return int(out)
