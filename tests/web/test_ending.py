"""A visitor closes their own conversation: once, nobody else's, and whatever else happens meanwhile."""

from uuid import uuid4

from tests.consents import publish_consent
from tests.web.client import Server


async def test_visitor_ends_their_conversation_once(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as anna:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await anna.receive("message_posted")
        echo_id = str(uuid4())
        for _ in range(2):
            await visitor.send("end_conversation", echo_id=echo_id, conversation_id=conversation_id)
            ended = await visitor.receive("status_changed", "error")
            assert (ended["status"], ended["echo_id"], ended["seq"]) == ("closed", echo_id, 2)
        told = await anna.receive("status_changed")
        assert (told["status"], told["author"]["kind"], told["echo_id"]) == ("closed", "visitor", echo_id)
        # Another tab, a moment later: it is closed, and stays as it is.
        await visitor.send("end_conversation", echo_id=str(uuid4()), conversation_id=conversation_id)
        await visitor.ping()
        again = await visitor.say("Ещё вопрос")
        assert again["conversation_id"] == conversation_id
        assert again["seq"] == 4  # after the entry that opens it


async def test_nobody_ends_the_conversation_of_another(server: Server) -> None:
    async with server.visitor() as visitor, server.visitor() as stranger:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        await stranger.say("Другой вопрос")
        for foreign in (conversation_id, str(uuid4())):
            await stranger.send("end_conversation", echo_id=str(uuid4()), conversation_id=foreign)
            assert (await stranger.error())["code"] == "conversation_unknown"
        await visitor.ping()
        async with server.database.connection() as connection:
            statuses = await connection.fetch("SELECT status FROM conversations")
        assert [row["status"] for row in statuses] == ["open", "open"]


async def test_echo_id_of_an_operator_ends_nothing(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as anna:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        answer = await anna.say("Ответ", conversation_id=conversation_id)
        await visitor.send("end_conversation", echo_id=answer["echo_id"], conversation_id=conversation_id)
        assert (await visitor.error())["code"] == "echo_id_taken"


async def test_visitor_who_has_withdrawn_may_still_end_it(server: Server) -> None:
    document = await publish_consent(server.database, server.site)
    async with server.visitor() as visitor:
        conversation_id = (await visitor.say("Вопрос", agree_to=[str(document.id)]))["conversation_id"]
        await visitor.send("withdraw_consent", echo_id=str(uuid4()))
        await visitor.receive("consents_changed")
        await visitor.send("end_conversation", echo_id=str(uuid4()), conversation_id=conversation_id)
        assert (await visitor.receive("status_changed", "error"))["status"] == "closed"
