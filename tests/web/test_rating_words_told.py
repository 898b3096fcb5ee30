"""What is written with a rating: told to programs with the conversation, as long as it is kept and the score holds."""

from uuid import uuid4

from ryadom.core.api_keys import Scope
from tests.web.client import JsonObject, Server
from tests.web.programs import changes_since, key, program
from tests.web.test_leading import deed


async def test_words_of_a_rating_are_told_until_they_are_forgotten_or_it_opens_again(server: Server) -> None:
    async with (
        server.visitor() as visitor,
        server.operator() as anna,
        program(server, (await key(server, scopes=[Scope.READ_CHATS, Scope.READ_CHANGES])).secret) as crm,
    ):
        id = (await visitor.say("Добрый день"))["conversation_id"]

        async def rate(score: int, comment: str) -> JsonObject:
            fields = {"echo_id": uuid4(), "conversation_id": id, "score": score, "comment": comment}
            await visitor.send("rate_conversation", **fields)
            await visitor.receive("conversation_rated")
            conversation: JsonObject = (await crm.get(f"conversations/{id}")).json()
            return conversation

        await deed(anna, "set_status", conversation_id=id, status="closed")
        assert (await crm.get(f"conversations/{id}")).json()["rating_comment"] == ""
        assert (await rate(2, "Долго"))["rating_comment"] == "Долго"
        assert (await rate(5, "Нет, быстро"))["rating_comment"] == "Нет, быстро"
        _, cursor = await changes_since(crm)
        # As at the end of its lifetime.
        async with server.database.connection() as connection:
            await connection.execute("UPDATE entries SET body = '' WHERE kind = 'rating'")
        [change], _ = await changes_since(crm, cursor)
        assert (change["object"]["id"], change["object"]["rating_comment"]) == (id, "")
        assert (await rate(4, "Хорошо"))["rating_comment"] == "Хорошо"
        await deed(anna, "set_status", conversation_id=id, status="open")
        now = (await crm.get(f"conversations/{id}")).json()
        assert (now["score"], now["rating_comment"]) == (None, "")
