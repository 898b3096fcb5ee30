"""Two servers whose bus dies, is not there yet, or does not let them in: chats go on, and signs come back with it."""

from uuid import UUID

import pytest
from structlog.testing import capture_logs

from ryadom.live.owner import Owner
from ryadom.settings.bus_url import BusKind, BusUrl, bus_url
from ryadom.store.database import Database
from tests.bus_server import bus_server
from tests.waiting import until
from tests.web.client import Client
from tests.web.conftest import another_server, serving

MESSAGES = 30

pytestmark = [
    pytest.mark.parametrize("kind", BusKind),
    pytest.mark.usefixtures("short_leases", "short_reconnects"),
]


@pytest.fixture
def short_reconnects(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ryadom.live.line_bus.RECONNECT_DELAYS_S", (0.1,))


async def _next_message(client: Client) -> str:
    body: str = (await client.receive("message_posted"))["body"]
    return body


async def _available(watcher: Client, is_online: bool) -> None:
    while (await watcher.receive("availability_changed"))["operators_online"] is not is_online:
        pass


async def test_killed_bus_loses_no_message_and_signs_come_back_with_it(
    kind: BusKind, database_url: str, database: Database
) -> None:
    async with (
        bus_server(kind) as bus,
        serving(database_url, database, bus_url=bus.url) as near,
        another_server(database_url, database, near.site, bus_url=bus.url) as far,
        near.visitor() as watcher,
        near.visitor() as visitor,
        far.operator() as operator,
    ):
        await _available(watcher, True)
        conversation_id = (await visitor.say("0"))["conversation_id"]
        for number in range(1, MESSAGES):
            if number == MESSAGES // 2:
                await bus.kill()
            await visitor.say(str(number))
        assert [await _next_message(operator) for _ in range(MESSAGES)] == [str(number) for number in range(MESSAGES)]
        await operator.say("ответ", conversation_id=conversation_id)
        assert await _next_message(visitor) == "ответ"
        await _available(watcher, False)

        await bus.start()

        await _available(watcher, True)
        # Near hears far again; that far hears near may take a moment longer, and what is said before is lost.
        owner = Owner(near.site.id, UUID(visitor.welcome["visitor_id"]))
        await until(lambda: far.app.state.context.visitor_desk.presence.visitor_online(owner))
        await visitor.send("set_typing", conversation_id=conversation_id, active=True)
        assert (await operator.receive("typing"))["author"]["kind"] == "visitor"


async def _chat_without_signs(near_url: BusUrl, database_url: str, database: Database) -> None:
    async with (
        serving(database_url, database, bus_url=near_url) as near,
        another_server(database_url, database, near.site, bus_url=near_url) as far,
        near.visitor() as visitor,
        far.operator() as operator,
    ):
        conversation_id = (await visitor.say("вопрос"))["conversation_id"]
        assert await _next_message(operator) == "вопрос"
        await operator.say("ответ", conversation_id=conversation_id)
        assert await _next_message(visitor) == "ответ"


async def test_chat_goes_on_where_the_bus_is_not_there(kind: BusKind, database_url: str, database: Database) -> None:
    async with bus_server(kind) as bus:
        await bus.kill()
        await _chat_without_signs(bus.url, database_url, database)


async def test_chat_goes_on_where_the_password_is_wrong_and_the_log_says_so(
    kind: BusKind, database_url: str, database: Database
) -> None:
    async with bus_server(kind) as bus:
        with capture_logs() as logs:
            await _chat_without_signs(bus_url(bus.url_of(password="swordfish")), database_url, database)
    [reason] = {entry["reason"] for entry in logs if entry["event"] == "bus unreachable"}
    assert f"at {bus.url} does not let us in" in reason
    assert "swordfish" not in str(logs)
