"""Visitors rate a conversation that is over."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID, uuid4

import pytest
from msgspec import Struct

from ryadom.core.blocking import BlockReason, block_person
from ryadom.core.erasure import erase_person
from ryadom.core.masking import site_policies
from ryadom.core.ratings import MAX_RATINGS
from ryadom.privacy.detect import Kind
from ryadom.privacy.persons import find_person
from ryadom.privacy.policies import Policy
from ryadom.store.database import Database
from tests.consents import ask_for_consent
from tests.files import no_files
from tests.web.accounts import account
from tests.web.client import Client, JsonObject, Server, furnish
from tests.web.conftest import another_server
from tests.web.retention import close, days_pass, keep_for, now, run
from tests.web.test_erasure import line_of, places_of

MARK = "ПЛАНТА"


class Ended(Struct, frozen=True, kw_only=True):
    """A visitor whose conversation was held and closed, and the operator who held it."""

    server: Server
    visitor: Client
    operator: Client
    conversation_id: str

    async def rate(self, who: Client | None = None, /, **fields: Any) -> JsonObject:
        """The event that tells of it, or the refusal."""
        fields = {"echo_id": uuid4(), "conversation_id": self.conversation_id, "score": 4} | fields
        who = who or self.visitor
        await who.send("rate_conversation", **fields)
        while True:
            answer = await who.receive("conversation_rated", "error")
            if answer["echo_id"] in (str(fields["echo_id"]), None):
                return answer

    async def row(self) -> JsonObject:
        await self.operator.send("fetch_conversation", request_id="r", conversation_id=self.conversation_id)
        row: JsonObject = (await self.operator.receive("conversation_fetched"))["conversation"]
        return row


@pytest.fixture
async def ended(server: Server) -> AsyncIterator[Ended]:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        await operator.say("Добрый", conversation_id=conversation_id)
        await operator.send("set_status", echo_id=uuid4(), conversation_id=conversation_id, status="closed")
        await visitor.receive("status_changed")
        yield Ended(server=server, visitor=visitor, operator=operator, conversation_id=conversation_id)


async def test_rating_is_seen_by_both_sides_and_on_the_row(ended: Ended) -> None:
    before = await ended.row()
    rated = await ended.rate(score=5, comment=" Спасибо ")
    seen = await ended.operator.receive("conversation_rated")
    for told in (rated, seen):
        assert (told["seq"], told["prev_seq"], told["author"]["kind"]) == (5, 4, "visitor")
        assert (told["score"], told["comment"]) == (5, "Спасибо")
    row = await ended.row()
    assert (before["score"], row["score"], row["last_seq"]) == (None, 5, 5)
    assert row["active_at"] == seen["created_at"]
    for name in ("status", "unread_count", "waiting_since", "last_message"):
        assert row[name] == before[name], name


async def test_rating_may_be_changed_until_the_conversation_is_opened_again(ended: Ended) -> None:
    for score in (1, 2, 3):
        await ended.rate(score=score)
    assert (await ended.row())["score"] == 3
    await ended.visitor.say("Ещё вопрос")
    assert (await ended.row())["score"] is None
    refused = await ended.rate(score=5)
    assert (refused["code"], refused["field"]) == ("rating_unsuitable", "conversation_id")
    await ended.visitor.send("end_conversation", echo_id=uuid4(), conversation_id=ended.conversation_id)
    assert (await ended.rate(score=5))["score"] == 5


async def test_ratings_of_one_closing_are_bounded(ended: Ended) -> None:
    for _ in range(MAX_RATINGS):
        assert "code" not in await ended.rate()
    assert (await ended.rate(score=1))["code"] == "rating_unsuitable"
    assert (await ended.row())["score"] == 4


async def test_rating_that_comes_again_is_stored_once_also_after_the_opening(ended: Ended) -> None:
    echo_id = uuid4()
    first = await ended.rate(echo_id=echo_id)
    await ended.visitor.say("Ещё")
    assert await ended.rate(echo_id=echo_id) == first


@pytest.mark.parametrize("score", [0, 6, -1, 4.5, "5", None])
async def test_score_is_one_to_five(ended: Ended, score: object) -> None:
    assert (await ended.rate(score=score))["code"] == "bad_frame"


async def test_comment_is_cleaned_masked_and_measured_like_a_message(ended: Ended) -> None:
    for comment in ("а" * 4_001, "\0"):
        assert (await ended.rate(comment=comment))["code"] == "bad_body"
    assert (await ended.rate(comment="Карта 4111 1111 1111 1111"))["comment"] == "Карта •••• 1111"
    assert (await ended.rate(comment="  \n"))["comment"] == ""


async def test_another_visitors_conversation_can_not_be_rated(ended: Ended) -> None:
    async with ended.server.visitor() as stranger:
        assert (await ended.rate(stranger))["code"] == "conversation_unknown"
        await stranger.say("Я тоже")
        assert (await ended.rate(stranger))["code"] == "conversation_unknown"
    assert (await ended.row())["score"] is None


async def test_operator_rates_nothing(ended: Ended) -> None:
    assert (await ended.rate(ended.operator))["code"] == "unknown_command"


async def test_rating_needs_the_consent_that_is_in_force(ended: Ended) -> None:
    document = await ask_for_consent(ended.server.database, ended.server.site)
    async with ended.server.visitor(token=ended.visitor.welcome["token"]) as visitor:
        refused = await ended.rate(visitor, comment=MARK)
        assert (refused["code"], [one["id"] for one in refused["consents"]]) == ("consent_required", [str(document.id)])
        assert await places_of(ended.server.database, MARK) == set()
        await visitor.send("agree", echo_id=uuid4(), document_ids=[str(document.id)])
        assert (await ended.rate(visitor, comment=MARK))["comment"] == MARK


async def test_blocked_visitor_is_told_and_nothing_is_taken(ended: Ended, database_url: str) -> None:
    person = await find_person(
        ended.server.database, site_key=ended.server.site.key, conversation_id=UUID(ended.conversation_id)
    )
    line = await line_of(ended.server, database_url)
    await block_person(ended.server.database, line, person, now=now(), reason=BlockReason.INACCURATE)
    async with ended.server.visitor(token=ended.visitor.welcome["token"]) as visitor:
        assert (await ended.rate(visitor, comment=MARK))["code"] == "visitor_blocked"
    assert await places_of(ended.server.database, MARK) == set()


async def test_erasure_leaves_the_score_and_no_word(ended: Ended, database_url: str) -> None:
    await ended.rate(score=2, comment=MARK)
    person = await find_person(
        ended.server.database, site_key=ended.server.site.key, conversation_id=UUID(ended.conversation_id)
    )
    line, contents = await line_of(ended.server, database_url), no_files(ended.server.database)
    await erase_person(ended.server.database, line, person, contents=contents, now=now())
    assert await places_of(ended.server.database, MARK) == set()
    assert (await ended.row())["score"] == 2


async def test_comment_on_what_retention_has_been_at_goes_after_its_own_time(ended: Ended, database_url: str) -> None:
    await keep_for(ended.server, messages=30)
    await close(ended.server.database, days_ago=31)
    await run(ended.server, database_url)
    await ended.rate(comment=MARK)
    await run(ended.server, database_url)
    assert await places_of(ended.server.database, MARK) == {"entries.body"}
    await close(ended.server.database, days_ago=31)
    await days_pass(ended.server.database, 31)
    await run(ended.server, database_url)
    assert await places_of(ended.server.database, MARK) == set()


async def test_comment_is_masked_and_revealed_like_a_message(database_url: str, database: Database) -> None:
    site = await furnish(database)
    await site_policies(database, site.key, {Kind.PHONE: Policy.MASK})
    async with (
        another_server(database_url, database, site) as server,
        server.visitor() as visitor,
        account(server, "anna@shop.test") as anna,
        anna.panel() as panel,
    ):
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        await visitor.send("end_conversation", echo_id=uuid4(), conversation_id=conversation_id)
        await visitor.receive("status_changed")
        await visitor.send(
            "rate_conversation",
            echo_id=uuid4(),
            conversation_id=conversation_id,
            score=1,
            comment="Перезвоните: +7 916 123-45-67",
        )
        rated = await panel.receive("conversation_rated")
        assert rated["comment"] == "Перезвоните: +7 ••• ••• 45 67"
        assert rated["masked"] == [{"start": 13, "end": 29, "kind": "phone"}]
        answer = await anna.http.post(f"/panel/api/conversations/{conversation_id}/reveal", json={"seq": rated["seq"]})
        assert answer.json()["pieces"] == ["+7 916 123-45-67"], answer.text
