"""The end of a server's tasks, also of one whose cancellation gets lost on the way."""

import asyncio
from contextlib import suppress

import pytest
from structlog.testing import capture_logs

from ryadom.cli.interrupting import interruptible
from ryadom.core.ending import until_ended


class Loser:
    """Waits for ever, and loses some cancellations, as a library may."""

    def __init__(self, losses: int) -> None:
        self.losses = losses
        self.waits = asyncio.Event()

    async def run(self) -> None:
        for _ in range(self.losses):
            with suppress(asyncio.CancelledError):
                self.waits.set()
                await asyncio.Event().wait()
        self.waits.set()
        await asyncio.Event().wait()


async def test_whose_cancellation_got_lost_is_cancelled_again_and_named() -> None:
    loser, other = Loser(2), Loser(0)
    tasks = [asyncio.create_task(loser.run()), asyncio.create_task(other.run())]
    await asyncio.gather(loser.waits.wait(), other.waits.wait())
    for task in tasks:
        task.cancel()
    with capture_logs() as logs:
        async with asyncio.timeout(20):
            await until_ended(tasks, again_s=0.01)
    assert [task.cancelled() for task in tasks] == [True, True]
    assert [line["log_level"] for line in logs] == ["warning", "warning"]
    assert all("Event.wait" in line["at"] for line in logs)


async def test_task_that_failed_while_it_ended_is_not_asked_what_became_of_it() -> None:
    async def fail() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            raise OSError("no last word")

    task = asyncio.create_task(fail())
    await asyncio.sleep(0)
    task.cancel()
    async with asyncio.timeout(20):
        await until_ended([task])
    assert isinstance(task.exception(), OSError)


async def test_command_ends_though_its_interruption_got_lost() -> None:
    loser = Loser(1)
    command = asyncio.create_task(interruptible(loser.run(), again_s=0.01))
    await loser.waits.wait()
    command.cancel()
    with capture_logs(), pytest.raises(asyncio.CancelledError):
        async with asyncio.timeout(20):
            await command


async def test_command_that_was_through_or_failed_says_so_though_it_was_interrupted() -> None:
    async def end(error: Exception | None) -> None:
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            if error:
                raise error from None

    for error in (None, OSError("the disk is full")):
        command = asyncio.create_task(interruptible(end(error)))
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        command.cancel()
        [result] = await asyncio.gather(command, return_exceptions=True)
        assert result is error
