"""A bot's last word is committed, and the answer of the commit lost: it is known again, told, and counted as done."""

from collections.abc import Awaitable, Callable

import pytest
from msgspec import Struct

from ryadom.errors import DatabaseUnavailable
from ryadom.live.writer import Change, Writer
from ryadom.protocol.shared import ConversationAssigned, Status, StatusChanged
from ryadom.store.entries import Stored
from ryadom.store.sql import Connection
from tests.bots import echoes, replies, turns
from tests.waiting import until_true
from tests.web.client import Server
from tests.web.test_leading import history, row_of
from tests.web.test_webhook_bots import bot_of


class Commits(Struct):
    """What the writer was to hear of the first commit that ends a bot's lead, and what it heard of those after."""

    lost: list[Change[object]] = []
    heard: list[Change[object]] = []


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> Commits:
    noted = Commits()
    commit = Writer._commit

    async def once_unheard(writer: Writer, change: Callable[[Connection], Awaitable[Change[object]]]) -> Change[object]:
        done = await commit(writer, change)
        if noted.lost:
            noted.heard.append(done)
        elif any(ends_lead(stored) for stored in done.entries):
            noted.lost.append(done)
            raise DatabaseUnavailable("The answer did not come.", retry_after_s=0.1)
        return done

    monkeypatch.setattr(Writer, "_commit", once_unheard)
    return noted


def ends_lead(stored: Stored) -> bool:
    match stored.entry:
        case StatusChanged(status=Status.CLOSED) | ConversationAssigned(operator=None):
            return True
        case _:
            return False


@pytest.mark.parametrize(
    "answer", [{"close": True}, {"messages": [{"text": "Бесплатно"}], "close": True}, {"hand_over": {}}]
)
async def test_last_word_whose_commit_was_not_heard_of_is_told_and_counted_once(
    server: Server, commits: Commits, answer: object
) -> None:
    async with server.operator() as anna, server.visitor() as guest, bot_of(server, replies(lambda _: answer)) as made:
        id = (await guest.say("Сколько берёте за доставку?"))["conversation_id"]
        await until_true(lambda: _is_heard(commits))
        [lost], again = commits.lost, commits.heard[0]
        assert (again.result, again.repeated) == (True, True)
        assert [one.entry for one in again.entries] == [one.entry for one in lost.entries]
        assert await turns(server.database, made[1].id) == [("delivered", "")]
        # The visitor's words, the bot's taking, and what it wrote.
        assert len(await history(anna, id)) == 2 + len(lost.entries)


async def test_closing_by_silence_whose_commit_was_not_heard_of_is_told(server: Server, commits: Commits) -> None:
    async with (
        server.operator() as anna,
        server.visitor() as guest,
        bot_of(server, replies(echoes), close_after_min=60),
    ):
        id = (await guest.say("Есть чай?"))["conversation_id"]
        await guest.receive("message_posted")
        async with server.database.connection() as connection:
            await connection.execute("UPDATE conversations SET active_at = active_at - INTERVAL '61 minutes'")
        await until_true(lambda: _is_heard(commits))
        [lost], again = commits.lost, commits.heard[0]
        assert (again.result, again.repeated) == (True, True)
        assert [one.entry for one in again.entries] == [one.entry for one in lost.entries]
        assert (await row_of(anna, id))["status"] == "closed"


async def _is_heard(commits: Commits) -> bool:
    return bool(commits.heard)
