"""Legal holds: nothing that is held is erased, by a lifetime or by request, until the hold is lifted."""

from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from ryadom.core.holds import lift_hold, list_holds, place_hold
from ryadom.errors import (
    BadBody,
    ConversationUnknown,
    HoldKnown,
    HoldUnknown,
    LegalHold,
    RyadomError,
    VisitorUnknown,
)
from tests.web.client import Server
from tests.web.retention import close, conversation_with, job_of, keep_for, now, run, words_left
from tests.web.test_destruction_acts import erase
from tests.web.test_erasure import MARK, places_of, planted


async def test_erasure_of_a_held_person_is_refused_and_changes_nothing(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        hold_id = await place_hold(
            server.database, server.site, reason="судебный спор", conversation_id=UUID(scene.conversation_id)
        )
        before = await places_of(server.database, MARK)
        with pytest.raises(LegalHold):
            await erase(server, database_url, scene.person)
        assert await places_of(server.database, MARK) == before
        # They are still who they were: nothing was shut.
        await scene.visitor.say("ещё слово", conversation_id=scene.conversation_id)
        await lift_hold(server.database, [server.site], hold_id)
        assert (await erase(server, database_url, scene.person)).act_number == 1


async def test_person_whose_erasure_has_begun_can_not_be_held(server: Server, database_url: str) -> None:
    async with planted(server) as scene:
        await erase(server, database_url, scene.person)
        with pytest.raises(VisitorUnknown, match="has begun"):
            await place_hold(server.database, server.site, reason="поздно", visitor_id=scene.person.visitor_id)


async def test_retention_passes_over_what_is_held_and_takes_it_up_once_it_is_lifted(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30, pages=30, card=30)
    held = await conversation_with(server, 2, days_ago=60)
    await conversation_with(server, 3, days_ago=60)
    hold_id = await place_hold(server.database, server.site, reason="спор", conversation_id=held)
    [made] = await run(server, database_url)
    assert (made.rows, await words_left(server.database)) == (3 + 1 + 1, 2)
    assert await run(server, database_url) == []
    await lift_hold(server.database, [server.site], hold_id)
    [made] = await run(server, database_url)
    assert (made.rows, await words_left(server.database)) == (2 + 1 + 1, 0)


async def test_hold_on_a_person_is_on_all_their_conversations_and_on_one_only_on_that(
    server: Server, database_url: str
) -> None:
    await keep_for(server, messages=30)
    visitor_id = uuid4()
    one, other = [await conversation_with(server, 1, days_ago=60, visitor_id=visitor_id) for _ in range(2)]
    hold_id = await place_hold(server.database, server.site, reason="спор", visitor_id=visitor_id)
    assert await run(server, database_url) == []
    await lift_hold(server.database, [server.site], hold_id)
    await place_hold(server.database, server.site, reason="спор", conversation_id=one)
    await run(server, database_url)
    async with server.database.connection() as connection:
        rows = await connection.fetch("SELECT conversation_id FROM entries WHERE body <> ''")
    assert [row["conversation_id"] for row in rows] == [one]
    assert other != one


async def test_hold_placed_while_a_run_is_at_it_counts_from_the_next_page(server: Server, database_url: str) -> None:
    await keep_for(server, messages=30)
    conversation_id = await conversation_with(server, 2_500, days_ago=60)

    async def pause(_took_s: float) -> None:
        await place_hold(server.database, server.site, reason="спор", conversation_id=conversation_id)

    job = replace(await job_of(server, database_url), pause=pause)
    [made] = await job.run(now=now(), includes_new=True)
    assert (made.rows, await words_left(server.database)) == (1_000, 1_500)


async def test_hold_is_refused_where_it_makes_no_sense(server: Server) -> None:
    async with planted(server) as scene:
        visitor_id = scene.person.visitor_id
        await place_hold(server.database, server.site, reason="спор", visitor_id=visitor_id)
        refusals: list[tuple[dict[str, object], type[RyadomError]]] = [
            ({"reason": "ещё раз", "visitor_id": visitor_id}, HoldKnown),
            ({"reason": " ", "visitor_id": visitor_id}, BadBody),
            ({"reason": "спор", "visitor_id": uuid4()}, VisitorUnknown),
            ({"reason": "спор", "conversation_id": uuid4()}, ConversationUnknown),
        ]
        for told, refusal in refusals:
            with pytest.raises(refusal):
                await place_hold(server.database, server.site, **told)  # type: ignore[arg-type]
        with pytest.raises(HoldUnknown):
            await lift_hold(server.database, [], (await list_holds(server.database, [server.site.id]))[0].id)


async def test_answer_to_the_person_tells_of_the_hold_and_close_keeps_it(server: Server) -> None:
    async with planted(server) as scene:
        await place_hold(server.database, server.site, reason="спор о заказе", visitor_id=scene.person.visitor_id)
        await close(server.database, days_ago=1)
    assert await places_of(server.database, "спор о заказе") == {"legal_holds.reason"}
