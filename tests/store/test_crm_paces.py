"""What an account of a CRM takes is kept to by all processes together, whoever dies, and whatever clocks say."""

import asyncio
import sys
import time
from asyncio.subprocess import PIPE, Process

import pytest

from ryadom.core.connectors.line import CrmLine, Pace
from ryadom.core.outgoing.urls import read_url
from ryadom.core.recipients import add_recipient
from ryadom.errors import CrmBusy
from ryadom.privacy.egress import moscow_today
from ryadom.store.crm_paces import LONGEST_REST_S, forget_unused
from ryadom.store.database import Database, open_database
from ryadom.store.egress import DataLevel, Recipient
from tests.connectors import Office, close_office, crms, new_caller, open_office
from tests.receiver import Answers, Receiver, receiver, says
from tests.store.pace_process import BURST, PER_SECOND
from tests.waiting import until

ACCOUNT = "https://crm.test"
CALLS = 20
JITTER = 1
"""A call may be under way for longer than the one before it."""


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
    await paces[0].wait("https://other.test", per_second=2.0, burst=10.0)
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


async def test_account_that_nobody_calls_is_forgotten(database: Database) -> None:
    await Pace(database).wait(ACCOUNT, per_second=2.0, burst=4.0)
    async with database.connection() as connection:
        await forget_unused(connection, unused_s=60.0)
        assert await connection.fetchval("SELECT count(*) FROM crm_paces") == 1
        await connection.execute("UPDATE crm_paces SET paid_until = now() - INTERVAL '2 minutes', rest_until = now()")
        await forget_unused(connection, unused_s=60.0)
        assert await connection.fetchval("SELECT count(*) FROM crm_paces") == 0


async def test_two_pools_that_ask_at_once_get_no_more_than_one_would(database: Database, database_url: str) -> None:
    async with open_database(database_url, pool_size=4) as other:
        began = time.monotonic()
        await asyncio.gather(
            *(Pace(each).wait(ACCOUNT, per_second=20.0, burst=4.0) for each in (database, other) for _ in range(12))
        )
        assert time.monotonic() - began >= (24 - 4) / 20.0


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
        line = CrmLine(
            caller,
            Pace(database),
            controller_id=office.site.controller_id,
            target=read_url(f"http://crm.test:{crm.port}/"),
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

    async def counting(heard: object, writer: asyncio.StreamWriter) -> None:
        came.append(time.monotonic())
        await answer(heard, writer)  # type: ignore[arg-type]

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
