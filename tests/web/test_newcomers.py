"""Newcomers have to work for their first message while the owner or an attack wants it; nobody else ever has to."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest

from ryadom.core.challenges import AsksWork
from ryadom.store.database import Database
from tests.consents import ask_for_consent
from tests.web.client import Client, JsonObject, Server
from tests.web.conftest import serving
from tests.web.exchanges import exchanging
from tests.web.newcomers import FEW_HASHES, ask_always, newcomers_of, solve


@pytest.fixture
async def asking(database_url: str, database: Database) -> AsyncIterator[Server]:
    """A server whose site always asks newcomers for a little work."""
    async with serving(database_url, database, work_numbers=FEW_HASHES, attack_newcomers=5) as server:
        await ask_always(server)
        yield server


async def refused(visitor: Client, frame_type: str = "send_message", **fields: object) -> JsonObject:
    """What a newcomer is told who has done no work."""
    body = {"body": "Есть улун?"} if frame_type == "send_message" else {}
    await visitor.send(frame_type, **({"echo_id": uuid4()} | body | fields))
    error = await visitor.error()
    assert error["code"] == "work_required", error
    return error


async def stored(server: Server) -> list[str]:
    """Everything by which something of a visitor would be kept."""
    async with server.database.connection() as connection:
        return [
            table
            for table in ("visitors", "conversations", "entries", "consent_events", "subject_requests")
            if await connection.fetchval(f"SELECT EXISTS (SELECT FROM {table})")  # noqa: S608 - names from above
        ]


async def test_first_message_passes_once_its_visitor_has_worked(asking: Server) -> None:
    async with asking.visitor() as visitor:
        error = await refused(visitor)
        assert error["retry_after_s"] > 0
        assert await stored(asking) == []
        token = visitor.welcome["token"]
    async with asking.visitor(token=token, proof=solve(error["work"])) as visitor:
        assert (await visitor.say("Есть улун?"))["seq"] == 1
        assert (await visitor.say("А пуэр?"))["seq"] == 2
    metrics = asking.app.state.context.metrics
    assert [metrics.sample("ryadom_newcomers_total", outcome=one) for one in ("asked", "worked", "begun")] == [1, 1, 1]


async def test_first_message_passes_by_exchange_too(asking: Server) -> None:
    async with exchanging(asking) as visitor:
        await visitor.greet()
        command = {"echo_id": str(uuid4()), "body": "Есть улун?"}
        [error] = await visitor.tell("send_message", **command)
        assert error["code"] == "work_required"
        visitor.hello["proof"] = solve(error["work"])
        posted = await visitor.tell("send_message", **command)
        assert [frame["body"] for frame in posted if frame["type"] == "message_posted"] == ["Есть улун?"]
        # Sent twice by a proxy, it is stored once, without more work.
        del visitor.hello["proof"]
        [again] = [f for f in await visitor.tell("send_message", **command) if f["type"] == "message_posted"]
        assert again["seq"] == 1


async def test_known_visitors_are_never_asked(asking: Server) -> None:
    await ask_always(asking, AsksWork.OFF)
    echo_id = uuid4()
    async with asking.visitor() as visitor, asking.visitor(token=visitor.welcome["token"]) as other_tab:
        posted = await visitor.say("Есть улун?", echo_id=echo_id)
        await ask_always(asking)
        assert (await other_tab.say("Из другой вкладки"))["seq"] == 2
        assert (await visitor.say("Есть улун?", echo_id=echo_id))["seq"] == 1
        await visitor.send("end_conversation", echo_id=uuid4(), conversation_id=posted["conversation_id"])
        await visitor.receive("status_changed")
    async with asking.visitor(token=visitor.welcome["token"]) as returned:
        assert (await returned.say("Это снова я"))["body"] == "Это снова я"


@pytest.mark.parametrize("choice", [AsksWork.OFF, AsksWork.ATTACK])
async def test_in_normal_times_nobody_is_asked(asking: Server, choice: AsksWork) -> None:
    await ask_always(asking, choice)
    async with asking.visitor() as visitor:
        assert (await visitor.say("Есть улун?"))["seq"] == 1


async def test_nothing_else_that_is_kept_comes_past_the_work(asking: Server) -> None:
    document = await ask_for_consent(asking.database, asking.site)
    agreed = [str(document.id)]
    async with asking.visitor() as visitor:
        await refused(visitor, agree_to=agreed)
        await refused(visitor, "agree", document_ids=agreed)
        error = await refused(visitor, "ask_erasure")
        assert await stored(asking) == []
    async with asking.visitor(token=visitor.welcome["token"], proof=solve(error["work"])) as visitor:
        posted = await visitor.say("Есть улун?", agree_to=agreed)
        assert posted["seq"] == 1


async def test_proof_is_worth_nothing_to_anybody_else(asking: Server) -> None:
    async with asking.visitor() as visitor:
        proof = solve((await refused(visitor))["work"])
    # A new visitor, another one, and somebody on another site.
    async with asking.visitor(proof=proof) as thief:
        await refused(thief)
        async with asking.visitor(token=thief.welcome["token"], proof=proof) as again:
            await refused(again)
    async with asking.database.connection() as connection:
        await connection.execute("""
            INSERT INTO widget_settings (site_id, version, settings)
            SELECT id, 1, '{"asks_work": "always"}' FROM sites WHERE key = 'other-key-1'
        """)
    await newcomers_of(asking).refresh()
    async with asking.visitor(site="other-key-1", origin="http://other.test", proof=proof) as elsewhere:
        await refused(elsewhere)
    assert await stored(asking) == []


async def test_spoilt_proofs_are_passed_over(asking: Server) -> None:
    async with asking.visitor() as visitor:
        token = visitor.welcome["token"]
        work = (await refused(visitor))["work"]
    proof = solve(work)
    spoilt = (
        {"number": proof["number"] + 1},
        {"signature": "0" * 64},
        {"signature": ""},
        {"challenge": "0" * 64},
        {"salt": proof["salt"].replace("expires=1", "expires=2")},
        {"salt": proof["salt"] + "&expires=99999999999"},
        {"salt": proof["salt"] + "\x00ё?&"},
        {"salt": ""},
    )
    for change in spoilt:
        async with asking.visitor(token=token, proof=proof | change) as liar:
            await refused(liar)
    assert await stored(asking) == []
    async with asking.visitor(token=token, proof=proof) as honest:
        assert (await honest.say("Есть улун?"))["seq"] == 1


async def test_replay_buys_no_second_conversation(asking: Server) -> None:
    async with asking.visitor() as visitor:
        proof = solve((await refused(visitor))["work"])
    token = visitor.welcome["token"]
    seqs = []
    for _ in range(3):
        async with asking.visitor(token=token, proof=proof) as again:
            seqs.append((await again.say("Купите"))["seq"])
    assert seqs == [1, 2, 3]
    async with asking.database.connection() as connection:
        assert await connection.fetchval("SELECT count(*) FROM conversations") == 1


async def test_work_that_nobody_asked_for_does_no_harm(asking: Server) -> None:
    async with asking.visitor() as visitor:
        proof = solve((await refused(visitor))["work"])
    await ask_always(asking, AsksWork.OFF)
    async with asking.visitor(token=visitor.welcome["token"], proof=proof) as visitor:
        assert (await visitor.say("Есть улун?"))["seq"] == 1


async def test_flood_without_work_keeps_nothing_and_ends_with_the_socket(asking: Server) -> None:
    async with asking.visitor() as flood:
        for _ in range(150):
            await flood.send("send_message", echo_id=uuid4(), body="Купите")
        code, frames = await flood.closed()
    assert code == 4429
    assert {frame["code"] for frame in frames} <= {"work_required", "rate_limited"}
    assert await stored(asking) == []
    metrics = asking.app.state.context.metrics
    assert metrics.sample("ryadom_refusals_total", limit="work") >= 1
    # Each newcomer counts once, however often they try.
    assert metrics.sample("ryadom_newcomers_total", outcome="asked") == 1


@pytest.mark.parametrize("proof", ["{}", 7, {"number": -1}, {"number": 2**60}, {"salt": "x" * 1_000}])
async def test_what_is_no_proof_at_all_is_a_bad_frame(asking: Server, proof: object) -> None:
    async with asking.visitor(hello=False) as visitor:
        await visitor.send("hello", protocol=1, site=asking.site.key, proof=proof)
        assert (await visitor.error())["code"] == "bad_frame"
