"""What each role may do over the socket and over HTTP."""

from contextlib import AsyncExitStack
from uuid import uuid4

import pytest

from ryadom.core.operators import add_operator, set_role
from ryadom.store.operators import Role
from tests.web.accounts import Account, account, enrolled
from tests.web.client import PASSWORD, Server

COLLEAGUES = "/panel/api/operators"


async def add(server: Server, role: Role, *, site_key: str = "shop-key-1") -> str:
    email = f"{role}@shop.test"
    await add_operator(
        server.database, email=email, name=role.title(), password=PASSWORD, site_keys=[site_key], role=role
    )
    return email


async def test_auditor_reads_everything_and_changes_nothing(server: Server) -> None:
    email = await add(server, Role.AUDITOR)
    async with AsyncExitStack() as stack:
        visitor = await stack.enter_async_context(server.visitor())
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        auditor = await stack.enter_async_context(enrolled(server, email))
        panel = await stack.enter_async_context(auditor.panel())
        await panel.send("list_conversations", request_id="1", folder="all")
        assert len((await panel.receive("conversation_list"))["conversations"]) == 1
        await panel.send("fetch_history", request_id="2", conversation_id=conversation_id)
        assert (await panel.receive("history"))["entries"][0]["body"] == "Вопрос"

        about = {"conversation_id": conversation_id}
        for frame_type, fields in (
            ("send_message", {"echo_id": uuid4(), "body": "Ответ"}),
            ("assign_conversation", {"echo_id": uuid4(), "operator_id": None}),
            ("set_status", {"echo_id": uuid4(), "status": "closed"}),
            ("mark_read", {"seq": 1}),
            ("set_typing", {"active": True}),
            ("set_away", {"away": True}),
        ):
            await panel.send(frame_type, **(about | fields))
            assert (await panel.error())["code"] == "right_missing", frame_type
        await panel.send("fetch_conversation", request_id="3", **about)
        row = (await panel.receive("conversation_fetched"))["conversation"]
        assert (row["last_seq"], row["operator_read_seq"], row["assignee"]) == (1, 0, None)


async def test_visitor_is_not_told_that_an_auditor_is_there(server: Server) -> None:
    email = await add(server, Role.AUDITOR)
    async with enrolled(server, email) as auditor, auditor.panel():
        async with server.visitor() as visitor:
            assert visitor.welcome["site"]["operators_online"] is False
        async with server.operator(), server.visitor() as visitor:
            assert visitor.welcome["site"]["operators_online"] is True


async def test_nobody_can_hand_a_conversation_to_an_auditor(server: Server) -> None:
    email = await add(server, Role.AUDITOR)
    async with server.visitor() as visitor, server.operator() as panel:
        conversation_id = (await visitor.say("Вопрос"))["conversation_id"]
        async with enrolled(server, email) as auditor, auditor.panel() as theirs:
            auditor_id = theirs.welcome["operator"]["id"]
        await panel.send(
            "assign_conversation", echo_id=uuid4(), conversation_id=conversation_id, operator_id=auditor_id
        )
        assert (await panel.error())["code"] == "operator_unknown"


async def test_operator_sees_no_colleagues_and_supervisor_ends_nobodys_sessions(server: Server) -> None:
    supervisor_email = await add(server, Role.SUPERVISOR)
    async with account(server, "anna@shop.test") as anna, account(server, supervisor_email) as supervisor:
        refused = await anna.http.get(COLLEAGUES)
        assert (refused.status_code, refused.json()["error"]["code"]) == (403, "right_missing")
        colleagues = {each["email"]: each for each in (await supervisor.http.get(COLLEAGUES)).json()["operators"]}
        assert set(colleagues) == {"anna@shop.test", supervisor_email}
        assert colleagues["anna@shop.test"]["session_count"] == 1
        ending = await supervisor.http.delete(f"{COLLEAGUES}/{colleagues['anna@shop.test']['id']}/sessions")
        assert ending.json()["error"]["code"] == "right_missing"


async def test_admin_signs_a_colleague_out_everywhere_but_not_an_owner(server: Server) -> None:
    admin_email, owner_email = await add(server, Role.ADMIN), await add(server, Role.OWNER)
    async with AsyncExitStack() as stack:
        admin = await stack.enter_async_context(enrolled(server, admin_email))
        owner = await stack.enter_async_context(enrolled(server, owner_email))
        anna = await stack.enter_async_context(account(server, "anna@shop.test"))
        panel = await stack.enter_async_context(anna.panel())
        ids = {each["email"]: each["id"] for each in (await admin.http.get(COLLEAGUES)).json()["operators"]}
        ended = await admin.http.delete(f"{COLLEAGUES}/{ids['anna@shop.test']}/sessions")
        assert ended.json() == {"ended": 1}
        assert (await panel.closed())[0] == 4440
        refused = await admin.http.delete(f"{COLLEAGUES}/{ids[owner_email]}/sessions")
        assert refused.json()["error"]["code"] == "right_missing"
        assert (await owner.http.get("/panel/api/account")).status_code == 200


@pytest.mark.parametrize("role", [Role.OWNER, Role.ADMIN, Role.AUDITOR])
async def test_role_that_needs_a_second_factor_gets_only_as_far_as_setting_it_up(server: Server, role: Role) -> None:
    email = await add(server, role)
    async with account(server, email) as person:
        assert person.signed_in["second_factor_due"] is True
        async with person.panel(hello=False) as panel:
            await panel.send("hello", protocol=1)
            code, frames = await panel.closed()
            assert (code, frames[-1]["code"]) == (4441, "second_factor_due")
        assert (await person.http.get(COLLEAGUES)).json()["error"]["code"] == "second_factor_due"
        await person.enrol()
        async with person.panel() as panel:
            await panel.ping()
        assert (await person.http.get(COLLEAGUES)).status_code == 200


async def test_other_role_ends_the_sessions_that_had_the_one_before(server: Server) -> None:
    async with account(server, "anna@shop.test") as anna, anna.panel() as panel:
        await set_role(server.database, email="anna@shop.test", role=Role.AUDITOR)
        await server.check_sessions()
        assert (await panel.closed())[0] == 4440
        assert (await anna.http.get("/panel/api/account")).json()["error"]["code"] == "not_signed_in"


async def test_panel_is_told_role_and_rights(server: Server) -> None:
    anna: Account
    async with account(server, "anna@shop.test") as anna:
        assert anna.signed_in["role"] == "operator"
        assert "answer_visitors" in anna.signed_in["rights"]
        assert "end_sessions" not in anna.signed_in["rights"]
        assert anna.signed_in["second_factor_due"] is False
