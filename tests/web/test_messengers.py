"""A regulated organisation's operators send no links to the messengers of 41-FZ."""

from uuid import uuid4

from ryadom.core.controllers import describe_controller
from tests.web.client import Server

LINK = "Пишите нам: https://t.me/tea_shop"


async def test_operator_of_a_regulated_organisation_is_refused_the_link_and_may_go_on(server: Server) -> None:
    await describe_controller(server.database, None, is_regulated=True)
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        echo_id = uuid4()
        await operator.send("send_message", conversation_id=conversation_id, echo_id=echo_id, body=LINK)
        refusal = await operator.error()
        assert (refusal["code"], refusal["field"]) == ("messenger_forbidden", "body")
        assert (refusal["echo_id"], "Telegram" in refusal["message"]) == (str(echo_id), True)
        await operator.say("Пишите сюда", conversation_id=conversation_id)
        assert (await visitor.receive("message_posted"))["body"] == "Пишите сюда"


async def test_panel_is_told_which_messengers_are_closed_on_which_site(server: Server) -> None:
    async with server.operator() as free:
        assert [site["closed_messengers"] for site in free.welcome["sites"]] == [[]]
    await describe_controller(server.database, None, is_regulated=True)
    async with server.operator() as regulated:
        [site] = regulated.welcome["sites"]
        assert {"name": "Telegram", "domains": ["t.me", "telegram.me", "telegram.org", "telegram.dog"]} in site[
            "closed_messengers"
        ]


async def test_link_is_let_through_where_the_law_does_not_close_it(server: Server) -> None:
    async with server.visitor() as visitor, server.operator() as operator:
        conversation_id = (await visitor.say("Добрый день"))["conversation_id"]
        await operator.say(LINK, conversation_id=conversation_id)


async def test_visitor_may_write_of_any_messenger(server: Server) -> None:
    await describe_controller(server.database, None, is_regulated=True)
    async with server.visitor() as visitor:
        await visitor.say(LINK)
