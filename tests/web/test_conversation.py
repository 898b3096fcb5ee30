"""A visitor and an operator hold a conversation over real sockets and a real Postgres."""

from uuid import uuid4

from tests.web.client import Server


async def test_visitor_and_operator_chat_both_ways(server: Server) -> None:
    async with server.operator() as operator, server.visitor() as visitor:
        posted = await visitor.say("Здравствуйте")
        started = await operator.receive("conversation_started")
        assert started["conversation"]["id"] == posted["conversation_id"]
        assert (await operator.receive("message_posted"))["body"] == "Здравствуйте"

        await operator.send(
            "send_message", echo_id=uuid4(), conversation_id=posted["conversation_id"], body="Добрый день"
        )
        assigned = await visitor.receive("conversation_assigned")
        answer = await visitor.receive("message_posted")
        assert (assigned["seq"], assigned["operator"]["name"]) == (2, "Анна")
        assert (answer["seq"], answer["prev_seq"], answer["body"]) == (3, 2, "Добрый день")
        assert answer["author"]["name"] == "Анна"
